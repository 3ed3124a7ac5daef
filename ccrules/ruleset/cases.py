"""Tests of rulesets: facts, and what a check is expected to make of them.

They stand in ``<file>.tests.yaml`` beside the file they test, as a list::

    - name: an untracked mailbox is found
      facts: {mailboxes: [{id: claims, tracked: no, volume_month: 200}]}
      expect: {DEMO-001: fail}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from ccrules import documents
from ccrules.conditions.unknown import unknown_parameter
from ccrules.documents import Node, read_document
from ccrules.errors import InputError, Place, Problem, message, suggestion
from ccrules.ruleset.case_files import case_files
from ccrules.ruleset.comparing import of_check, of_conclusion
from ccrules.ruleset.expectations import Expectation, Told, read_expectations
from ccrules.ruleset.model import Method
from ccrules.ruleset.nodes import entries, find, items, key_place, place_of, written
from ccrules.ruleset.parts import Reference
from ccrules.ruleset.references import unknown_references
from ccrules.ruleset.schema import Filled, Flag, Form, Names, Plain
from ccrules.ruleset.shape import read_form

__all__ = [
    "Assess",
    "Case",
    "CaseResult",
    "Expectation",
    "Outcomes",
    "case_files",
    "cases_in",
    "collected",
    "differences",
    "of_check",
    "of_conclusion",
    "read_cases",
    "run_cases",
    "untested",
]


def _all_there(value: Any) -> Any:
    return {name: "yes" for name in value if isinstance(name, str)} if isinstance(value, list) else value


ExpectedConclusions = Annotated[dict[Filled, Flag], BeforeValidator(_all_there)]


class CaseForm(Form):
    """One test as written."""

    name: Filled
    facts: Any
    expect: dict[str, Any] = Field({}, description="outcome by check; see ccrules.ruleset.expectations")
    params: dict[str, Plain] = Field({}, description="parameters to set")
    profile: Names = Field((), description="profiles to apply")
    conclusions: ExpectedConclusions = Field({}, description="what must be concluded")


@dataclass(frozen=True, slots=True)
class Case:
    """One test.

    Attributes:
        name: what it shows.
        facts: the facts, as written.
        parameters: values to set, text by name.
        profiles: profiles to apply.
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
    profiles: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether it runs under the rules as they stand."""
        return not self.parameters and not self.profiles


def _nothing_told(check: str, subject: str) -> Told:
    raise LookupError(check, subject)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What an assessment made of the facts of a case.

    Attributes:
        checks: outcome by check and subject; a subject is ``type/id``, the type alone for the
            organisation and other singletons, and ``type[]`` for members nobody has named.
        conclusions: ids, followed by ``:type/id`` where the conclusion has a subject.
        told: what else is said of an outcome, by check and subject; asked only of outcomes of
            which more than the word is expected.
    """

    checks: Mapping[str, Mapping[str, str]]
    conclusions: Iterable[str] = ()
    told: Callable[[str, str], Told] = _nothing_told


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
    yield from cases_in(node, method, problems)


def cases_in(node: documents.Sequence, method: Method, problems: list[Problem]) -> Iterator[Case]:
    """Read the tests of a list.

    Args:
        node: the list.
        method: what they test.
        problems: takes everything that is wrong.
    """
    for item in node.items:
        form = read_form(item, CaseForm, problems)
        if form is not None:
            case = _under_current_names(_case(form, item, problems), method)
            problems.extend(_unknown(case, item, method))
            yield case


def _case(form: CaseForm, node: Node, problems: list[Problem]) -> Case:
    facts = find(node, "facts")
    assert facts is not None
    return Case(
        name=form.name,
        facts=facts,
        parameters=form.params,
        expected=tuple(read_expectations(node, problems)),
        conclusions=tuple(_expected_conclusions(form, node)),
        place=place_of(node, "name"),
        profiles=form.profile,
    )


def _expected_conclusions(form: CaseForm, node: Node) -> Iterator[Expectation]:
    places = {key: place for key, place, _ in entries(node, "conclusions")}
    places |= {text.text: text.place for item in items(node, "conclusions") if (text := written(item))}
    for key, is_there in form.conclusions.items():
        name, _, subject = key.partition(":")
        yield Expectation(name, subject, "yes" if is_there else "no", places[key])


def _under_current_names(case: Case, method: Method) -> Case:
    """The case as if it had been written with the ids that hold now."""
    return replace(
        case,
        expected=tuple(replace(one, name=method.current("check", one.name)) for one in case.expected),
        conclusions=tuple(
            replace(one, name=method.current("conclusion", one.name)) for one in case.conclusions
        ),
    )


def _unknown(case: Case, node: Node, method: Method) -> Iterator[Problem]:
    expected = entries(node, "expect")
    references = [Reference("check", method.current("check", name), place) for name, place, _ in expected]
    references += [Reference("conclusion", one.name, one.place) for one in case.conclusions]
    concluded = {rule.conclusion for rule in method.inferences.values()}
    yield from unknown_references(references, {"check": method.checks, "conclusion": concluded})
    for item in items(node, "profile"):
        if (name := getattr(item, "text", "")) not in method.profiles:
            what = message("there is no profile '{name}'", name=name)
            yield Problem(item.place, what, suggestion(name, method.profiles))
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

    def result(case: Case) -> CaseResult:
        return CaseResult(case, tuple(differences(case, assess(case.facts, case.parameters))))

    return collected(cases, result)


def collected(cases: Iterable[Case], result: Callable[[Case], CaseResult]) -> list[CaseResult]:
    """The results of tests.

    Args:
        cases: the tests.
        result: runs one.

    Raises:
        InputError: what is wrong with the facts or parameters of cases, of all of them together.
    """
    results: list[CaseResult] = []
    problems: list[Problem] = []
    for case in cases:
        try:
            results.append(result(case))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return results


def differences(case: Case, outcomes: Outcomes) -> Iterator[Problem]:
    """What came of the facts of a test otherwise than it expects.

    Args:
        case: the test.
        outcomes: what an assessment made of its facts.
    """
    for expectation in case.expected:
        yield from of_check(expectation, outcomes.checks.get(expectation.name, {}), outcomes.told)
    for expectation in case.conclusions:
        yield from of_conclusion(expectation, outcomes.conclusions)


def untested(method: Method, cases: Sequence[Case]) -> list[str]:
    """Checks that no test expects anything of, in order; those switched off don't count."""
    expected = {expectation.name for case in cases for expectation in case.expected}
    return [check.id for check in method.checks.values() if check.id not in expected and not check.off]
