"""Rule tests as examples: those that expect something of a check or a conclusion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ccrules import documents
from ccrules.documents import read_document
from ccrules.errors import InputError, Problem
from ccrules.ruleset.case_files import ENDINGS, case_files
from ccrules.ruleset.cases import Case, cases_in
from ccrules.ruleset.expectations import Expectation
from ccrules.ruleset.model import Method
from ccrules.testing.nodes import block_of, sequence
from ccrules.testing.suite import Suite


class Examples:
    """The rule tests of a method, by what they expect something of.

    Args:
        cases: the tests, in the order of their files.
        left_out: how many tests of extended rulesets no longer hold.
    """

    def __init__(self, cases: Iterable[Case] = (), left_out: int = 0) -> None:
        self.left_out = left_out
        self._checks: dict[str, list[Case]] = defaultdict(list)
        self._conclusions: dict[str, list[Case]] = defaultdict(list)
        self.number = 0
        for case in cases:
            self.number += 1
            for name in dict.fromkeys(one.name for one in case.expected):
                self._checks[name].append(case)
            for name in dict.fromkeys(one.name for one in case.conclusions):
                self._conclusions[name].append(case)

    def of_check(self, id: str) -> tuple[Case, ...]:
        """The tests that expect something of a check."""
        return tuple(self._checks.get(id, ()))

    def of_conclusion(self, id: str) -> tuple[Case, ...]:
        """The tests that expect a conclusion, or that there is none."""
        return tuple(self._conclusions.get(id, ()))


def facts_of(case: Case) -> str:
    """The facts of a test as YAML."""
    if not isinstance(case.facts, documents.Mapping):
        return "{}"
    return "\n".join(block_of(case.facts, 0)) or "{}"


def gathered(suite: Suite) -> Examples:
    """The tests of the rulesets asked for and, where they still hold, of those that these extend.

    What is extended may have been changed since, so those tests are run first; a test that has become
    wrong says nothing of this method and is left out, or that part of it which has.

    Args:
        suite: the tests of the rulesets asked for.
    """
    own = {case.place.file for case in suite.cases}
    files = (file for file in _beside(suite.method) if str(file) not in own and not _is_below(file, suite))
    borrowed = [case for file in files for case in _borrowed(file, suite)]
    holding = [found for case in borrowed if (found := _holding(case, suite)) is not None]
    return Examples([*suite.cases, *holding], len(borrowed) - len(holding))


def _beside(method: Method) -> list[Path]:
    """The tests in the folders of a method's files; those of other rulesets name what it does not have."""
    places = [one.place for one in method.checks.values()] + [one.place for one in method.inferences.values()]
    folders = sorted({Path(place.file).parent for place in places if place.file})
    found = (file for folder in folders for ending in ENDINGS for file in sorted(folder.glob(f"*{ending}")))
    return case_files(found)


def _is_below(file: Path, suite: Suite) -> bool:
    return any(file.resolve().is_relative_to(root) for root in suite.roots)


def _borrowed(file: Path, suite: Suite) -> Iterator[Case]:
    """The tests of a file that name only what there is."""
    try:
        node = read_document(file)
    except InputError:
        return
    for item in node.items if isinstance(node, documents.Sequence) else ():
        problems: list[Problem] = []
        for case in cases_in(sequence([item], node), suite.method, problems):
            if not problems:
                yield case


def _holding(case: Case, suite: Suite) -> Case | None:
    """A test with what it expects and still gets; None if nothing of it is left."""
    try:
        wrong = {problem.place for problem in suite.result(case).differences}
    except InputError:
        return None

    def holds(one: Expectation) -> bool:
        return one.place not in wrong and not any(detail.place in wrong for detail in one.details)

    expected = tuple(one for one in case.expected if holds(one))
    concluded = tuple(one for one in case.conclusions if holds(one))
    return replace(case, expected=expected, conclusions=concluded) if expected or concluded else None
