"""The head of the assessment: what was assessed, with which rulesets and parameters."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from ccrules import assessment as parts
from ccrules.assembly import provenance
from ccrules.assembly.context import Context, json_value
from ccrules.errors import message
from ccrules.text import localise, shown
from ccrules.values import Interval


def head(context: Context) -> parts.Head:
    """Name, date, language, status, files."""
    header = context.base.header
    return parts.Head(
        name=str(header.get("name") or ""),
        date=_date(context.base.today),
        language=context.language,  # type: ignore[arg-type]  # en or fr
        status=str(header.get("status") or "final"),
        files=context.base.files,
    )


def _date(today: Any) -> str:
    """The day, the month or the year, as precisely as it is known."""
    if isinstance(today, datetime.date):
        return today.isoformat()
    if not isinstance(today, Interval) or today._low is None or today._high is None:
        return ""
    first, last = today._low.isoformat(), today._high.isoformat()
    return str(first[:4] if first[5:] == "01-01" and last[5:] == "12-31" else first[:7])


def rulesets(context: Context) -> tuple[parts.RulesetUsed, ...]:
    """The rulesets, bases first."""
    return tuple(
        parts.RulesetUsed(
            name=one.name, version=one.version, sha256=one.sha256, title=context.text(one.title)
        )
        for one in context.method.rulesets
    )


def parameters(context: Context) -> tuple[parts.ParameterValue, ...]:
    """The parameters in force, with who set them."""
    return tuple(
        parts.ParameterValue(
            name=one.name,
            value=json_value(one.value),
            text=shown(one.value, context.language, one.unit),
            label=localise(one.label, context.language),
            unit=one.unit,
            set_by=one.set_by,
            why=context.text(one.why),
            loosened=context.text(one.loosened),
            sources=context.sources(one.sources),
        )
        for one in context.method.parameters.values()
    )


def objectives(context: Context) -> tuple[parts.ObjectiveInfo, ...]:
    """The objectives the client set, the weightiest first."""
    texts = context.method.objectives
    found = [
        parts.ObjectiveInfo(id=name, title=context.text(texts.get(name, {"": name})), weight=weight)
        for name, weight in context.base.objectives.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.weight, one.id)))


def profiles(context: Context) -> tuple[parts.ProfileUsed, ...]:
    """The profiles that were applied."""
    return tuple(
        parts.ProfileUsed(name=one.name, title=context.text(one.title), why=context.text(one.why))
        for one in context.method.profiles.values()
        if one.chosen
    )


def lock(context: Context) -> parts.LockUsed | None:
    """The lock that the rulesets were held to."""
    held = context.method.lock
    return parts.LockUsed(file=held.file, sha256=held.sha256) if held else None


def notes(context: Context) -> tuple[parts.Note, ...]:
    """What the reader must know of the facts, and of the method where it was fitted to the client."""
    of_facts = (*provenance.notes(context), *provenance.confirmed(context))
    return (*of_facts, *_notes_on_profiles(context), *_notes_on_bounds(context))


def _notes_on_profiles(context: Context) -> Iterator[parts.Note]:
    for one in profiles(context):
        reason = f" ({one.why})" if one.why else ""
        yield parts.Note(
            text=context.say(message("the profile {name} applies{reason}", name=one.title, reason=reason))
        )


def _notes_on_bounds(context: Context) -> Iterator[parts.Note]:
    for one in context.method.parameters.values():
        if one.loosened:
            what = message(
                "{who} widened the bounds of {name}: {reason}",
                who=one.loosened_by,
                name=localise(one.label, context.language) or one.name,
                reason=context.text(one.loosened),
            )
            yield parts.Note(text=context.say(what))
