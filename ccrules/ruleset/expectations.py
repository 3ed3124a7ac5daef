"""What a rule test expects: an outcome, and on demand what else the assessment says of it.

An outcome is one word, for a failure with its severity on demand: ``fail``, ``fail high``. The long
form is a mapping::

    expect:
      BOX-001:
        claims: {outcome: fail, severity: high, exposure: 1200, message: claims, values: {n: 3}}
        billing: {outcome: not_assessed, missing: [mailbox/billing.tracked]}
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ccrules import documents
from ccrules.documents import Node
from ccrules.errors import Message, Place, Problem, message, suggestion
from ccrules.facts.base import Entity
from ccrules.facts.words import BadValue
from ccrules.ruleset.model import SEVERITIES
from ccrules.ruleset.nodes import entries, items, place_of, written
from ccrules.ruleset.schema import NO, YES
from ccrules.ruleset.values import number
from ccrules.text import shown
from ccrules.values import Duration, Interval, NotPlain

#: What can come of a check; ``absent``: it was not put to the subject.
OUTCOMES = ("fail", "pass", "not_assessed", "not_applicable", "error", "absent")
#: What else can be expected, and of which outcomes.
DETAILS: Mapping[str, tuple[str, ...]] = {
    "severity": ("fail",),
    "exposure": ("fail",),
    "message": ("fail", "pass"),
    "values": ("fail", "pass"),
    "missing": ("not_assessed",),
}
RANGE = ".."


@dataclass(frozen=True, slots=True)
class Detail:
    """Something that is expected beside an outcome.

    Attributes:
        key: one of :data:`DETAILS`.
        name: of a value the name in ``let``, of a message the language; empty otherwise.
        expected: what is expected, as written; several texts for a list.
        place: where it was written.
    """

    key: str
    name: str
    expected: tuple[str, ...]
    place: Place

    @property
    def text(self) -> str:
        """What is expected, on one line."""
        return ", ".join(self.expected)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of a check or a conclusion.

    Attributes:
        name: the check or the conclusion.
        subject: ``type/id`` or the id alone; empty for every subject of a check, any of a conclusion.
        outcome: of a check; ``yes`` or ``no`` for a conclusion that must or must not be there.
        place: where it was written.
        details: what else is expected of a check.
    """

    name: str
    subject: str
    outcome: str
    place: Place
    details: tuple[Detail, ...] = ()


class Told(Protocol):
    """What an assessment says of one outcome beside the word."""

    @property
    def severity(self) -> str:
        """``high``; ``medium..high`` if it is not decided."""

    @property
    def exposure(self) -> Any:
        """What is exposed: a number, an interval, a state; None if the check has no exposure."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the missing facts."""

    def message(self, language: str) -> str:
        """The finding's message, or the strength; in a language, that of the facts if empty."""

    def value(self, name: str) -> Any:
        """A value that ``let`` names; None if there is no such name."""


# --- reading ----------------------------------------------------------------------------


def read_expectations(node: Node, problems: list[Problem]) -> Iterator[Expectation]:
    """Read the ``expect`` of a case.

    Args:
        node: the case.
        problems: takes what is no expectation, at its place.
    """
    for check, place, below in entries(node, "expect"):
        if isinstance(below, documents.Sequence):
            what = message("{key} should have keys of its own", key=check)
            problems.append(Problem(below.place, what, message("write one key: value per line below it")))
        elif isinstance(below, documents.Scalar) or _is_long(below):
            yield from _read(check, check, "", below, place, problems)
        else:
            for subject, where, value in entries(below):
                yield from _read(check, subject, subject, value, where, problems)


def _is_long(node: Node) -> bool:
    """Whether a mapping is an expectation, and not one per subject."""
    given = {key: value for key, _, value in entries(node)}
    named = written(given.get("outcome"))
    if named is None or not _is_outcome(named.text):
        return False
    return all(not (text := written(value)) or not _is_outcome(text.text)
               for key, value in given.items() if key != "outcome")  # fmt: skip


def _is_outcome(text: str) -> bool:
    outcome, _, severity = text.partition(" ")
    return outcome in OUTCOMES and (not severity or (outcome == "fail" and _is_severity(severity)))


def _is_severity(text: str) -> bool:
    low, between, high = text.partition(RANGE)
    if not between:
        return low in SEVERITIES
    return low in SEVERITIES and high in SEVERITIES and SEVERITIES.index(low) > SEVERITIES.index(high)


def _read(
    check: str, key: str, subject: str, node: Node, place: Place, problems: list[Problem]
) -> Iterator[Expectation]:
    before = len(problems)
    text = written(node) or written(node, "outcome")
    if text is None:
        problems.append(_without_outcome(key, node))
    elif not _is_outcome(text.text):
        problems.append(_no_outcome(key, text.text, text.place))
    else:
        outcome, _, severity = text.text.partition(" ")
        short = (Detail("severity", "", (severity,), text.place),) if severity else ()
        details = (*short, *_details(node, outcome, problems))
        if len(problems) == before:
            yield Expectation(check, subject, outcome, place, details)


def _without_outcome(key: str, node: Node) -> Problem:
    hint = message("add {key}: …", key="outcome")
    if isinstance(node, documents.Mapping):
        return Problem(node.place, message("{name} is missing", name="outcome"), hint)
    what = message("{key} has no value", key=key)
    return Problem(node.place, what, message("write a value, or take the line out"))


def _no_outcome(key: str, text: str, place: Place) -> Problem:
    outcome, _, severity = text.partition(" ")
    what = message("{key} cannot be '{value}'", key=key, value=text)
    if outcome == "fail":
        return Problem(place, what, _severity_hint(severity))
    return Problem(place, what, suggestion(outcome, OUTCOMES))


def _severity_hint(text: str) -> Message | None:
    low, between, high = text.partition(RANGE)
    if between and _is_severity(f"{high}{RANGE}{low}"):
        return message("the milder one comes first: {range}", range=f"{high}{RANGE}{low}")
    return suggestion(text, SEVERITIES)


def _details(node: Node, outcome: str, problems: list[Problem]) -> Iterator[Detail]:
    for key, place, value in entries(node):
        if key == "outcome":
            continue
        if key not in DETAILS:
            what = message("unknown key '{key}'", key=key)
            problems.append(Problem(place, what, suggestion(key, ("outcome", *DETAILS))))
        elif outcome not in DETAILS[key]:
            what = message("{key} says nothing of {outcome}", key=key, outcome=outcome)
            hint = message("it goes with {outcomes}", outcomes=", ".join(DETAILS[key]))
            problems.append(Problem(place, what, hint))
        else:
            yield from _detail(key, place, value, problems)


def _detail(key: str, place: Place, node: Node, problems: list[Problem]) -> Iterator[Detail]:
    if key == "severity" and not ((text := written(node)) and _is_severity(text.text)):
        shown_text = text.text if text else ""
        what = message("{key} cannot be '{value}'", key=key, value=shown_text)
        problems.append(Problem(place_of(node), what, _severity_hint(shown_text)))
    elif key == "values" or (key == "message" and isinstance(node, documents.Mapping)):
        for name, where, value in entries(node):
            yield Detail(key, name, _texts(value), where)
    else:
        yield Detail(key, "", _texts(node), place)


def _texts(node: Node) -> tuple[str, ...]:
    return tuple(text.text for item in items(node) if (text := written(item)))


# --- comparing --------------------------------------------------------------------------


def detail_problems(
    expectation: Expectation, subject: str, told: Callable[[str, str], Told]
) -> Iterator[Problem]:
    """What was said otherwise than expected of an outcome that is as expected.

    Args:
        expectation: of a check.
        subject: the full name of the subject.
        told: what was said, by check and subject.
    """
    for detail in expectation.details:
        said = told(expectation.name, subject)
        got = _got(detail, said)
        if not _as_expected(detail, got):
            yield Problem(detail.place, _difference(expectation.name, subject, detail, got))


def _got(detail: Detail, said: Told) -> Any:
    if detail.key == "message":
        return said.message(detail.name)
    if detail.key == "values":
        return said.value(detail.name)
    return getattr(said, detail.key)


def _as_expected(detail: Detail, got: Any) -> bool:
    if detail.key == "message":
        return " ".join(detail.text.split()) in " ".join(got.split())
    if detail.key == "missing":
        return set(detail.expected) <= set(got)
    if isinstance(got, frozenset | tuple | list):
        return {_name(one) for one in got} == set(detail.expected)
    return got is not None and len(detail.expected) == 1 and _is(detail.expected[0], got)


def _is(text: str, value: Any) -> bool:
    """Whether a text means a value."""
    if isinstance(value, bool):
        return text.lower() in (YES if value else NO)
    if isinstance(value, int | float):
        found = number(text)
        return found is not None and f"{found:.12g}" == f"{value:.12g}"
    if isinstance(value, Duration):
        return _duration(text) == value
    return text in (_name(value), shown(value, "en"), shown(value, "fr"))


def _duration(text: str) -> Duration | None:
    from ccrules.facts.times import read_duration

    try:
        return read_duration(text)
    except BadValue:
        return None


def _name(value: Any) -> str:
    if isinstance(value, Interval):
        return f"{value._low}{RANGE}{value._high}"
    if isinstance(value, NotPlain):
        return shown(value, "en")
    return value.id if isinstance(value, Entity) else str(value)


def _difference(check: str, subject: str, detail: Detail, got: Any) -> Message:
    name = " ".join(filter(None, (detail.key, detail.name)))
    return message(
        "{check} on {subject}, {name}: expected {expected}, got {got}",
        check=check, subject=subject, name=name, expected=detail.text, got=_shown(got),
    )  # fmt: skip


def _shown(got: Any) -> str:
    if isinstance(got, frozenset | tuple | list):
        return ", ".join(sorted(map(_name, got))) or "–"
    return "–" if got is None else _name(got)
