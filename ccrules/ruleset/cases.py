"""Tests of rulesets: facts, and what a check is expected to make of them.

They stand in ``<file>.tests.yaml`` beside the file they test, as a list::

    - name: an untracked mailbox is found
      facts: {mailboxes: [{id: claims, tracked: no, volume_month: 200}]}
      expect: {DEMO-001: fail}
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from ccrules import documents
from ccrules.conditions.unknown import unknown_parameter
from ccrules.documents import Node, read_document
from ccrules.errors import InputError, Message, Place, Problem, message, suggestion
from ccrules.ruleset.model import Method
from ccrules.ruleset.nodes import entries, find, items, key_place, place_of, written
from ccrules.ruleset.parts import Reference
from ccrules.ruleset.references import unknown_references
from ccrules.ruleset.schema import Filled, Flag, Form, Plain
from ccrules.ruleset.shape import read_form

ENDINGS = (".tests.yaml", ".tests.yml")


def _of_every_subject(value: Any) -> Any:
    return {"": value} if isinstance(value, str) else value


def _all_there(value: Any) -> Any:
    return {name: "yes" for name in value if isinstance(name, str)} if isinstance(value, list) else value


Outcome = Literal["fail", "pass", "not_assessed", "not_applicable", "error"]
Expected = Annotated[dict[str, Outcome], BeforeValidator(_of_every_subject)]
ExpectedConclusions = Annotated[dict[Filled, Flag], BeforeValidator(_all_there)]


class CaseForm(Form):
    """One test as written."""

    name: Filled
    facts: Any
    expect: dict[str, Expected] = Field({}, description="outcome by check")
    params: dict[str, Plain] = Field({}, description="parameters to set")
    conclusions: ExpectedConclusions = Field({}, description="what must be concluded")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of a check or a conclusion.

    Attributes:
        name: the check or the conclusion.
        subject: ``type/id`` or the id alone; empty for every subject of a check, any of a conclusion.
        outcome: of a check; ``yes`` or ``no`` for a conclusion that must or must not be there.
        place: where it was written.
    """

    name: str
    subject: str
    outcome: str
    place: Place


@dataclass(frozen=True, slots=True)
class Case:
    """One test.

    Attributes:
        name: what it shows.
        facts: the facts, as written.
        parameters: values to set, text by name.
        expected: of checks.
        conclusions: expected of conclusions.
        place: where it begins.
    """

    name: str
    facts: Node
    parameters: Mapping[str, str]
    expected: tuple[Expectation, ...]
    conclusions: tuple[Expectation, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What an assessment made of the facts of a case.

    Attributes:
        checks: outcome by check and subject; a subject is ``type/id``, the type alone for the
            organisation and other singletons, and ``type[]`` for members nobody has named.
        conclusions: ids, followed by ``:type/id`` where the conclusion has a subject.
    """

    checks: Mapping[str, Mapping[str, str]]
    conclusions: Iterable[str] = ()


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of one test.

    Attributes:
        case: the test.
        differences: what was not as expected, each at the place of the expectation.
    """

    case: Case
    differences: tuple[Problem, ...]

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.differences


#: Assesses the facts of a case, given as a node, with parameters as text by name.
Assess = Callable[[Node, Mapping[str, str]], Outcomes]


def case_files(paths: Iterable[Path]) -> list[Path]:
    """Find test files.

    Args:
        paths: test files, ruleset files (their tests stand beside them), or folders.

    Returns:
        Each test file once, those of a folder sorted.
    """
    found = (file for path in paths for file in _case_files(path))
    return list({os.path.realpath(file): file for file in found}.values())


def _case_files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        below = (file for file in path.rglob("*") if file.name.lower().endswith(ENDINGS))
        visible = (file for file in below if _is_visible(file.relative_to(path)))
        yield from sorted(visible, key=lambda file: file.parts)
    elif path.name.lower().endswith(ENDINGS):
        yield path
    else:
        beside = (path.with_name(f"{path.stem}{ending}") for ending in ENDINGS)
        yield from (file for file in beside if file.is_file())


def _is_visible(path: Path) -> bool:
    return not any(part.startswith(".") for part in path.parts)


def read_cases(method: Method, files: Iterable[Path]) -> tuple[Case, ...]:
    """Read tests.

    Args:
        method: what they test.
        files: test files; see :func:`case_files`.

    Raises:
        InputError: files that can't be read or have another shape; checks, conclusions and
            parameters that the method does not have.
    """
    problems: list[Problem] = []
    cases = [case for file in files for case in _read(method, file, problems)]
    if problems:
        raise InputError(problems)
    return tuple(cases)


def _read(method: Method, file: Path, problems: list[Problem]) -> Iterator[Case]:
    try:
        node = read_document(file)
    except InputError as error:
        problems.extend(error.problems)
        return
    if not isinstance(node, documents.Sequence):
        what = message("a test file is a list of cases")
        problems.append(Problem(node.place, what, message("write - name: …, facts: … and expect: …")))
        return
    for item in node.items:
        form = read_form(item, CaseForm, problems)
        if form is not None:
            case = _case(form, item)
            problems.extend(_unknown(case, item, method))
            yield case


def _case(form: CaseForm, node: Node) -> Case:
    facts = find(node, "facts")
    assert facts is not None
    return Case(
        name=form.name,
        facts=facts,
        parameters=form.params,
        expected=tuple(_expected(node)),
        conclusions=tuple(_expected_conclusions(form, node)),
        place=place_of(node, "name"),
    )


def _expected(node: Node) -> Iterator[Expectation]:
    for check, place, below in entries(node, "expect"):
        outcome = written(below)
        if outcome:
            yield Expectation(check, "", outcome.text, place)
        for subject, where, value in entries(below):
            single = written(value)
            yield Expectation(check, subject, single.text if single else "", where)


def _expected_conclusions(form: CaseForm, node: Node) -> Iterator[Expectation]:
    places = {key: place for key, place, _ in entries(node, "conclusions")}
    places |= {text.text: text.place for item in items(node, "conclusions") if (text := written(item))}
    for key, is_there in form.conclusions.items():
        name, _, subject = key.partition(":")
        yield Expectation(name, subject, "yes" if is_there else "no", places[key])


def _unknown(case: Case, node: Node, method: Method) -> Iterator[Problem]:
    references = [Reference("check", name, place) for name, place, _ in entries(node, "expect")]
    references += [Reference("conclusion", one.name, one.place) for one in case.conclusions]
    concluded = {rule.conclusion for rule in method.inferences.values()}
    yield from unknown_references(references, {"check": method.checks, "conclusion": concluded})
    for name in case.parameters:
        if name not in method.parameters:
            yield Problem(key_place(node, "params", name), *unknown_parameter(name, method.parameters))


def run_cases(cases: Iterable[Case], assess: Assess) -> list[CaseResult]:
    """Run tests.

    Args:
        cases: the tests; see :func:`read_cases`.
        assess: assesses facts.

    Raises:
        InputError: facts or parameters of a case that are wrong in themselves; with the
            problems of all cases.
    """
    results: list[CaseResult] = []
    problems: list[Problem] = []
    for case in cases:
        try:
            outcomes = assess(case.facts, case.parameters)
        except InputError as error:
            problems.extend(error.problems)
            continue
        results.append(CaseResult(case, tuple(_differences(case, outcomes))))
    if problems:
        raise InputError(problems)
    return results


def _differences(case: Case, outcomes: Outcomes) -> Iterator[Problem]:
    for expectation in case.expected:
        yield from _of_check(expectation, outcomes.checks.get(expectation.name, {}))
    for expectation in case.conclusions:
        yield from _of_conclusion(expectation, outcomes.conclusions)


def _of_check(expectation: Expectation, found: Mapping[str, str]) -> Iterator[Problem]:
    subjects = [one for one in found if _means(expectation.subject, one)]
    if not subjects:
        yield _no_outcome(expectation, found)
    for subject in subjects:
        if found[subject] != expectation.outcome:
            what = message(
                "{check} on {subject}: expected {expected}, got {got}",
                check=expectation.name, subject=subject, expected=expectation.outcome, got=found[subject],
            )  # fmt: skip
            yield Problem(expectation.place, what)


def _no_outcome(expectation: Expectation, found: Mapping[str, str]) -> Problem:
    if not expectation.subject:
        return Problem(expectation.place, message("{check} has no outcome", check=expectation.name))
    what = message("{check} was not put to {subject}", check=expectation.name, subject=expectation.subject)
    return Problem(expectation.place, what, suggestion(expectation.subject, found))


def _of_conclusion(expectation: Expectation, found: Iterable[str]) -> Iterator[Problem]:
    alike = [key.partition(":")[2] for key in sorted(found) if key.partition(":")[0] == expectation.name]
    is_there = any(_means(expectation.subject, subject) for subject in alike)
    if is_there != (expectation.outcome == "yes"):
        yield Problem(expectation.place, _unlike(expectation, is_there))


def _unlike(expectation: Expectation, is_there: bool) -> Message:
    name = ":".join(filter(None, (expectation.name, expectation.subject)))
    if is_there:
        return message("{conclusion} was concluded, but should not be", conclusion=name)
    return message("{conclusion} was not concluded", conclusion=name)


def _means(expected: str, subject: str) -> bool:
    """Whether a subject is meant: any by nothing, one by its full name or its id alone."""
    return expected in ("", subject, subject.partition("/")[2] or subject)


def untested(method: Method, cases: Sequence[Case]) -> list[str]:
    """Checks that no test expects anything of, in order; those switched off don't count."""
    expected = {expectation.name for case in cases for expectation in case.expected}
    return [check.id for check in method.checks.values() if check.id not in expected and not check.off]
