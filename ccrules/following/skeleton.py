"""A review to be filled in: every finding and recommendation of an assessment, with nothing said yet."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ccrules.assessment import Assessment, Finding, Recommendation
from ccrules.errors import Message, message
from ccrules.following.wording import Words

_PLAIN = re.compile(r"[A-Za-z][\w./-]*(:[\w./-]+)*")
#: What YAML takes for something other than text.
_WORDS = frozenset({"yes", "no", "true", "false", "null", "on", "off", "y", "n"})


def skeleton(assessment: Assessment) -> str:
    """The review as YAML, with a remark above each entry that says what it is about.

    Args:
        assessment: the assessment, without a review.
    """
    words = Words(assessment.assessment.language)
    return "\n".join(_lines(assessment, words)) + "\n"


def _lines(assessment: Assessment, words: Words) -> Iterator[str]:
    name = assessment.assessment.name or words.say(message("this assessment"))
    yield from _remarks(words, message("Review of {name}", name=name), *_HELP)
    yield from ("by: ", "on: ", "findings:" if assessment.findings else "findings: []")
    for finding in assessment.findings:
        yield from _finding(finding, words)
    yield "recommendations:" if assessment.recommendations else "recommendations: []"
    for action in assessment.recommendations:
        yield from _action(action)


_HELP = (
    message(
        "verdict of a finding: accept, reject, regrade (with severity) or comment; "
        "to reject or regrade needs a reason"
    ),
    message(
        "verdict of a recommendation: accept, reject, change (order, owner, horizon; with a reason) "
        "or comment"
    ),
    message("leave verdict empty for what nobody has looked at yet"),
)


def _remarks(words: Words, *texts: Message) -> Iterator[str]:
    yield from (_remark(words.say(text)) for text in texts)


def _remark(text: str) -> str:
    """A remark of YAML: one line without anything that could end it."""
    return "# " + " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _finding(one: Finding, words: Words) -> Iterator[str]:
    yield ""
    yield f"  {_remark(f'{words.severity(one.severity)}: {one.title}')}"
    if one.message and one.message != one.title:
        yield f"  {_remark(one.message)}"
    yield f"  - id: {_scalar(one.id)}"
    yield "    verdict: "


def _action(one: Recommendation) -> Iterator[str]:
    yield ""
    yield f"  {_remark(f'{one.rank}. {one.title}')}"
    yield f"  - id: {_scalar(one.id)}"
    yield "    verdict: "


def _scalar(text: str) -> str:
    """A text as YAML reads it back: plain where that is safe, else as JSON writes it."""
    safe = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if safe else json.dumps(text, ensure_ascii=False)
