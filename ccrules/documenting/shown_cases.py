"""Rule tests as examples on the page of what they test."""

from __future__ import annotations

from collections.abc import Iterator

from ccrules.documenting.blocks import Code, Example, Line, Mark, Part, Soft
from ccrules.documenting.examples import facts_of
from ccrules.documenting.writing import Writing
from ccrules.ruleset.cases import Case, Expectation
from ccrules.ruleset.expectations import RANGE
from ccrules.ruleset.model import SEVERITIES, Check


def check_examples(check: Check, writing: Writing) -> Iterator[Example]:
    """The tests that expect something of a check, each with what comes of its facts."""
    for case in writing.examples.of_check(check.id):
        verdicts = tuple(_verdict(one, writing) for one in case.expected if one.name == check.id)
        yield _example(case, verdicts, writing)


def conclusion_examples(conclusion: str, writing: Writing) -> Iterator[Example]:
    """The tests that expect a conclusion, or that there is none."""
    for case in writing.examples.of_conclusion(conclusion):
        verdicts = tuple(_concluded(one, writing) for one in case.conclusions if one.name == conclusion)
        yield _example(case, verdicts, writing)


def _example(case: Case, verdicts: tuple[Line, ...], writing: Writing) -> Example:
    settings = [f"{name} = {value}" for name, value in case.parameters.items()]
    settings += [writing.say("profile", name=name) for name in case.profiles]
    told: Line = (writing.say("case_settings"), " ", Code(", ".join(settings))) if settings else ()
    return Example(case.name, verdicts, facts_of(case), told)


def _verdict(one: Expectation, writing: Writing) -> Line:
    outcome, _, severity = one.outcome.partition(" ")
    found: list[Part] = [Code(one.subject), " "] if one.subject else []
    found.append(Mark(writing.say(f"verdict.{outcome}"), outcome))
    graded = [detail.text for detail in one.details if detail.key == "severity"] + [severity]
    for grade in (name for text in graded for name in text.split(RANGE) if name in SEVERITIES):
        found += [" ", writing.severity(grade)]
    for detail in one.details:
        if detail.key != "severity":
            found.append(Soft(f" – {writing.say(f'detail.{detail.key}')} "))
            found += [Code(detail.name), " "] if detail.name else []
            found.append(Code(detail.text) if detail.key == "missing" else detail.text)
    return tuple(found)


def _concluded(one: Expectation, writing: Writing) -> Line:
    found: list[Part] = [Code(one.subject), " "] if one.subject else []
    wanted = one.outcome == "yes"
    found.append(Mark(writing.say("concluded" if wanted else "not_concluded"), "yes" if wanted else "no"))
    return tuple(found)
