"""What is told of actions, findings and missing facts, put on an assessment."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping

from ccrules.assessment import Assessment, FollowUp
from ccrules.errors import Message, message
from ccrules.renderers.plan_layout import STATUSES, Kind
from ccrules.renderers.report.reading import split_fact

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


def with_follow_up(assessment: Assessment, told: Iterable[FollowUp]) -> Assessment:
    """The same assessment with what the client tells of its actions, findings and missing facts.

    Args:
        assessment: the assessment.
        told: what was read from a plan; what the assessment has no more is kept, and marked so.
    """
    known = _known(assessment)
    found = tuple(one.model_copy(update={"standing": _standing(one, known)}) for one in told)
    return assessment.model_copy(update={"follow_up": found})


def _known(assessment: Assessment) -> Mapping[Kind, frozenset[str]]:
    facts = [gap.fact for gap in assessment.gaps]
    return {
        "action": frozenset(one.id for one in assessment.recommendations),
        "finding": frozenset(one.id for one in assessment.findings),
        "unknown": frozenset((*facts, *(split_fact(fact)[0] for fact in facts))),
    }


def _standing(one: FollowUp, known: Mapping[Kind, frozenset[str]]) -> str:
    if one.id in known[one.kind]:
        return "current"
    return "added" if one.standing == "added" else "gone"


def says_anything(one: FollowUp) -> bool:
    """Whether there is anything to carry on; an action added by hand is something by itself."""
    return bool(one.status != "to do" or one.owner or one.due or one.comment or one.standing == "added")


def day(written: str, language: str) -> str | Message:
    """A day as people write it, as ``2026-12-31``; what to try if it can't be told.

    ``31/12/2026`` is taken where day and month can't be mixed up, or in French, where the day comes first.

    Args:
        written: as written.
        language: of whoever wrote it.
    """
    text = written.strip()
    if found := _ISO.fullmatch(text):
        year, month, number = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(text):
        number, month, year = map(int, found.groups())
        if number <= 12 and number != month and language != "fr":
            first, second = f"{year}-{month:02}-{number:02}", f"{year}-{number:02}-{month:02}"
            return message("write {first} or {second}", first=first, second=second)
    else:
        return message("write it as {example}", example="2026-12-31")
    try:
        return datetime.date(year, month, number).isoformat()
    except ValueError:
        return message("write it as {example}", example="2026-12-31")


def status(written: str, words: Mapping[str, str]) -> str | None:
    """The status that a word stands for; None if it stands for none.

    Args:
        written: as written; nothing stands for "to do".
        words: further words with the statuses they stand for.
    """
    text = " ".join(written.casefold().split())
    if not text:
        return "to do"
    known = {name: name for name in STATUSES.values()} | {word.casefold(): one for word, one in words.items()}
    return known.get(text)
