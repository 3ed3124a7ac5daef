"""What stands on the sheets of the action plan: columns and rows, before any library is involved."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ccrules.assessment import FollowUp, NotAssessed
from ccrules.renderers.cells import plain_body
from ccrules.renderers.plan_layout import STATUSES, Kind
from ccrules.renderers.report.model import (
    Action,
    Block,
    Cause,
    Pair,
    Proof,
    Reference,
    Report,
    Row,
    Strong,
    Unknown,
)
from ccrules.renderers.report.reading import Reading

#: What a cell holds.
Value = str | int | float | datetime.date | None
#: Names that one cell lists; more are counted.
MAX_NAMED = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: its name; the heading is ``cell.<name>`` in the catalogue of words.
        width: in characters.
        form: how numbers are shown, in the language of spreadsheets; empty for as they are.
    """

    name: str
    width: int = 14
    form: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table.

    Attributes:
        key: its name; the title is ``sheet.<key>``.
        kind: what its rows can be followed as; empty if they can't.
        columns: the columns.
        rows: the cells of each row.
    """

    key: str
    kind: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


_SHARE, _WHOLE, _DAY = "0.0%", "#,##0", "yyyy-mm-dd"
_FOLLOWED = (Column("owner", 18), Column("due", 12, _DAY), Column("status", 13), Column("comment", 30))
_ID = Column("id", 24)
_PLAN = (
    Column("rank", 6), Column("wave", 7), Column("action", 40), Column("lead", 18), Column("horizon", 14),
    *_FOLLOWED, Column("effort", 10), Column("worst", 12), Column("body", 54), Column("resolves", 40),
    Column("addresses", 30), Column("after", 28), Column("adds", 12, _WHOLE), Column("left", 12, _WHOLE),
    Column("priority", 10, "0.00"), _ID,
)  # fmt: skip
_FINDINGS = (
    Column("severity", 12), Column("title", 32), Column("subject", 20), Column("message", 50), *_FOLLOWED,
    Column("actions", 36), Column("causes", 30), Column("exposure", 14, "#,##0.##"), Column("unit", 16),
    Column("confidence", 11, _SHARE), Column("evidence", 50), Column("check", 12), _ID,
)  # fmt: skip
_CAUSES = (
    Column("kind", 14), Column("cause", 46), Column("subject", 22), Column("belief", 14, _SHARE),
    Column("explains", 44), Column("rests_on", 44), Column("actions", 40),
)  # fmt: skip
_UNKNOWNS = (
    Column("fact", 34), Column("about", 26), Column("question", 50), Column("ask", 24), *_FOLLOWED,
    Column("blocks", 12, _WHOLE), Column("checks", 40), _ID,
)  # fmt: skip
_OPEN = (
    Column("check", 14), Column("title", 44), Column("subject", 30), Column("missing", 60),
    Column("would", 30),
)  # fmt: skip
_STRENGTHS = (Column("strength", 80), Column("subject", 30), Column("shown_by", 20))
_PARAMETERS = (Column("name", 60), Column("value", 24), Column("set_by", 34))

#: The cells of a row by the names of their columns.
_Cells = dict[str, Value]


def sheets(reading: Reading, report: Report) -> Iterator[Sheet]:
    """Every table of the workbook.

    Args:
        reading: the assessment.
        report: the same, worded.
    """
    followed = _Followed(reading)
    actions = _with_others(reading, followed, "action", _plan(reading, report, followed))
    yield _sheet("plan", "action", _PLAN, actions)
    blocks = (*report.blocks, *report.more_blocks)
    found = (_finding(reading, block, row, followed) for block in blocks for row in block.all_rows)
    yield _sheet("findings", "finding", _FINDINGS, _with_others(reading, followed, "finding", found))
    causes = (*report.causes, *report.consequences, *report.patterns)
    yield _sheet("causes", "", _CAUSES, (_cause(reading, one) for one in causes))
    missing = (*report.unknowns, *report.more_unknowns)
    asked = (_unknown(reading, one, followed) for one in missing)
    yield _sheet("unknowns", "unknown", _UNKNOWNS, _with_others(reading, followed, "unknown", asked))
    yield _sheet("not_assessed", "", _OPEN, (_open(reading, one) for one in reading.assessment.not_assessed))
    yield _sheet("strengths", "", _STRENGTHS, (_strength(one) for one in report.strengths))
    yield _sheet("parameters", "", _PARAMETERS, (_parameter(one) for one in report.parameters))


def _sheet(key: str, kind: str, columns: tuple[Column, ...], rows: Iterable[_Cells]) -> Sheet:
    cells = tuple(tuple(row.get(column.name) for column in columns) for row in rows)
    return Sheet(key, kind, columns, cells)


def _with_others(
    reading: Reading, followed: _Followed, kind: Kind, rows: Iterable[_Cells]
) -> Iterator[_Cells]:
    """The rows, and then what is followed though none of them is about it, so that nothing is lost."""
    title, note = {
        "action": ("action", "body"),
        "finding": ("message", "title"),
        "unknown": ("fact", "about"),
    }[kind]
    there: set[Value] = set()
    for row in rows:
        there.add(row["id"])
        yield row
    for one in reading.assessment.follow_up:
        if one.kind == kind and one.id not in there:
            said = reading.say("follow_up.added" if one.standing == "added" else "follow_up.gone")
            beyond: _Cells = {title: one.title or one.id, note: said}
            yield beyond | followed.cells(kind, one.id)


class _Followed:
    """What the client has told, as cells.

    Args:
        reading: the assessment.
    """

    def __init__(self, reading: Reading) -> None:
        self._told = {(one.kind, one.id): one for one in reading.assessment.follow_up}
        self._statuses = {name: reading.wording.label("status", key) for key, name in STATUSES.items()}

    def cells(self, kind: Kind, name: str) -> _Cells:
        """The cells that the client fills in, and the identifier.

        Args:
            kind: what is followed.
            name: its id.
        """
        one = self._told.get((kind, name)) or FollowUp(kind=kind, id=name)
        due = datetime.date.fromisoformat(one.due) if one.due else None
        status = self._statuses[one.status]
        return {"owner": one.owner, "due": due, "status": status, "comment": one.comment, "id": name}


# --- the plan ------------------------------------------------------------------------------


def _plan(reading: Reading, report: Report, followed: _Followed) -> Iterator[_Cells]:
    actions = (action for wave in report.waves for action in wave.all_actions)
    for action in sorted(actions, key=lambda one: one.rank):
        yield _action(reading, action) | followed.cells("action", action.id)


def _action(reading: Reading, one: Action) -> _Cells:
    found = reading.actions[one.id]
    return {
        "rank": one.rank,
        "wave": one.wave,
        "action": one.title,
        "body": plain_body(one.body) if one.body else "",
        "effort": one.effort_label,
        "worst": reading.severity(one.worst) if one.worst else "",
        "lead": one.owner,
        "horizon": one.horizon,
        "resolves": _names(reading, one.resolves),
        "addresses": _names(reading, one.addresses),
        "after": _names(reading, one.after),
        "adds": found.adds,
        "left": found.leaves,
        "priority": found.priority.value,
    }


def _names(reading: Reading, references: Iterable[Reference]) -> str:
    """Titles with their notes, but without ranks; the rest counted."""
    return _listed(reading, map(_name, references))


def _name(one: Reference) -> str:
    return f"{one.title} ({one.note})" if one.note and not one.note.isdigit() else one.title


def _listed(reading: Reading, said: Iterable[str]) -> str:
    found = list(dict.fromkeys(said))
    rest = [reading.say("count.and_more", n=len(found) - MAX_NAMED)] if len(found) > MAX_NAMED else []
    return "\n".join([*found[:MAX_NAMED], *rest])


# --- findings ------------------------------------------------------------------------------


def _finding(reading: Reading, block: Block, row: Row, followed: _Followed) -> _Cells:
    found = reading.findings[row.id]
    exact = found.exposure is not None
    cells: _Cells = {
        "severity": row.severity_label,
        "title": block.title,
        "subject": row.subject,
        "message": _message(reading, row),
        "exposure": found.exposure if exact else row.exposure,
        "unit": found.exposure_unit if exact else "",
        "confidence": found.confidence,
        "causes": _names(reading, reading.conclusion_references(found.explained_by)),
        "actions": _names(reading, reading.action_references(found.recommendations)),
        "evidence": _listed(reading, (_proof(reading, one) for one in row.proofs)),
        "check": block.check,
    }
    return cells | followed.cells("finding", row.id)


def _message(reading: Reading, row: Row) -> str:
    more = [(reading.say("label.fragile"), row.fragile), (reading.say("label.doubt"), row.doubt)]
    said = [f"{label}{reading.say('colon')}{text}" for label, text in more if text]
    return "\n".join([row.message, *row.marks, *said])


def _proof(reading: Reading, one: Proof) -> str:
    said = f"{one.label}{reading.say('colon')}{one.value}"
    return f"{said} [{one.origin}]" if one.origin else said


# --- causes, unknowns and the rest ---------------------------------------------------------


def _cause(reading: Reading, one: Cause) -> _Cells:
    premises = (premise for ground in one.grounds for premise in ground.premises)
    return {
        "kind": reading.wording.label("kind", one.kind),
        "cause": one.title,
        "subject": one.subject or reading.say("subject.organisation"),
        "belief": one.belief_share,
        "explains": _names(reading, one.explains),
        "rests_on": _names(reading, premises),
        "actions": _names(reading, one.actions),
    }


def _unknown(reading: Reading, one: Unknown, followed: _Followed) -> _Cells:
    checks = _names(reading, one.checks)
    cells: _Cells = {
        "fact": one.label,
        "about": one.about,
        "question": one.question,
        "ask": one.ask,
        "blocks": one.blocks_number,
        "checks": "\n".join(part for part in (checks, one.more_checks) if part),
    }
    return cells | followed.cells("unknown", one.fact)


def _open(reading: Reading, one: NotAssessed) -> _Cells:
    return {
        "check": one.check,
        "title": reading.check_title(one.check),
        "subject": reading.subject(one.subject),
        "missing": reading.fact_names(one.missing),
        "would": reading.say(f"would.{one.would}") if one.would else "",
    }


def _strength(one: Strong) -> _Cells:
    return {"strength": one.text, "subject": one.subject, "shown_by": one.shown_by}


def _parameter(one: Pair) -> _Cells:
    return {"name": one.name, "value": one.value, "set_by": one.note}
