"""The verdicts of an assessment by check and subject, and those that differ between two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ccrules.assessment import Assessment, CheckError, Finding, NotApplicable, NotAssessed, Passed, Subject
from ccrules.facts.vocabulary import ORGANISATION

#: A check and one of its subjects: the check's id, the subject's type and id.
Question = tuple[str, str, str | None]
Outcome = Finding | Passed | NotAssessed | NotApplicable | CheckError
#: Verdicts that leave open what the others settle.
UNDECIDED = ("not_assessed", "error")
#: Verdict and subject by question.
Verdicts = Mapping[Question, tuple[str, Subject]]


@dataclass(frozen=True, slots=True)
class Flip:
    """A check whose verdict for a subject differs.

    Attributes:
        question: the check and the subject.
        subject: the subject, as the later assessment names it if it does.
        before: the earlier verdict: ``fail``, ``pass``, ``not_assessed``, ``not_applicable``, ``error``;
            empty if there is no such outcome.
        after: the later one.
    """

    question: Question
    subject: Subject
    before: str
    after: str


def verdicts(assessment: Assessment, names: Mapping[str, str] | None = None) -> Verdicts:
    """Every verdict of a check. What a review rejected is still what the engine says: a fail.

    Args:
        assessment: the assessment.
        names: ids that hold now, by earlier id.
    """
    now = names or {}
    rejected = assessment.review.findings if assessment.review else ()
    lists: tuple[tuple[str, Iterable[Outcome]], ...] = (
        ("fail", (one for one in (*assessment.findings, *rejected) if not one.inferred)),
        ("pass", assessment.passed),
        ("not_assessed", assessment.not_assessed),
        ("not_applicable", assessment.not_applicable),
        ("error", assessment.errors),
    )
    return {
        (now.get(one.check, one.check), one.subject.type, one.subject.id): (verdict, one.subject)
        for verdict, outcomes in lists
        for one in outcomes
    }


def flips(before: Verdicts, after: Verdicts) -> Iterator[Flip]:
    """The verdicts that differ, by check and subject.

    Args:
        before: the earlier verdicts.
        after: the later ones.
    """
    for question in sorted({*before, *after}, key=_order):
        was, subject = before.get(question, ("", None))
        now, later = after.get(question, ("", None))
        about = later or subject
        if was != now and about is not None:
            yield Flip(question, about, was, now)


def _order(question: Question) -> tuple[str, str, bool, str]:
    return question[0], question[1], question[2] is None, question[2] or ""


def outcome_id(question: Question) -> str:
    """The id of an outcome, as findings have it: ``DEMO-001:mailbox/claims``, ``DEMO-002``."""
    check, type_name, name = question
    if type_name == ORGANISATION:
        return check
    return f"{check}:{type_name}/{'*' if name is None else name}"
