"""What came of a check or a conclusion, beside what a test expects of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from ccrules.errors import Message, Problem, message, suggestion
from ccrules.ruleset.expectations import Expectation, Told, detail_problems


def of_check(
    expectation: Expectation, found: Mapping[str, str], told: Callable[[str, str], Told]
) -> Iterator[Problem]:
    """What came of a check otherwise than expected.

    Args:
        expectation: of the check.
        found: its outcome by subject.
        told: what else is said of an outcome, by check and subject.
    """
    subjects = [one for one in found if _means(expectation.subject, one)]
    if not subjects and expectation.outcome != "absent":
        yield _no_outcome(expectation, found)
    for subject in subjects:
        if found[subject] != expectation.outcome:
            what = message(
                "{check} on {subject}: expected {expected}, got {got}",
                check=expectation.name, subject=subject, expected=expectation.outcome, got=found[subject],
            )  # fmt: skip
            yield Problem(expectation.place, what)
        else:
            yield from detail_problems(expectation, subject, told)


def _no_outcome(expectation: Expectation, found: Mapping[str, str]) -> Problem:
    if not expectation.subject:
        return Problem(expectation.place, message("{check} has no outcome", check=expectation.name))
    what = message("{check} was not put to {subject}", check=expectation.name, subject=expectation.subject)
    return Problem(expectation.place, what, suggestion(expectation.subject, found))


def of_conclusion(expectation: Expectation, found: Iterable[str]) -> Iterator[Problem]:
    """What was concluded otherwise than expected.

    Args:
        expectation: of the conclusion.
        found: ids of what is concluded, followed by ``:type/id`` where it has a subject.
    """
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
