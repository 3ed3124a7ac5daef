"""The difference of two versions of a method, for people and for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ccrules.cli.terminal import say
from ccrules.errors import Message, message
from ccrules.evolving.edits import Edit, FieldEdit
from ccrules.evolving.replay import Flip
from ccrules.ruleset.model import Method
from ccrules.text import localise

#: Of each fact file: its name, how many outcomes there are, and what comes out otherwise.
Replays = Sequence[tuple[str, tuple[int, list[Flip]]]]
_MARKS = {"added": "+", "removed": "-", "renamed": "=", "changed": "~"}
#: How much of a long text is shown; JSON has all of it.
_WIDTH = 160


def as_text(methods: tuple[Method, Method], edits: Sequence[Edit], replays: Replays, language: str) -> str:
    """The differences as lines.

    Args:
        methods: the earlier and the later version.
        edits: what differs between them.
        replays: what comes out otherwise, by fact file.
        language: ``en`` or ``fr``.
    """
    blocks = ["\n".join(_head(methods, edits, language))]
    blocks += ["\n".join(_edit(edit, methods, language)) for edit in edits]
    blocks += ["\n".join(_replay(name, total, flips, language)) for name, (total, flips) in replays]
    return "\n\n".join(blocks)


def _head(methods: tuple[Method, Method], edits: Sequence[Edit], language: str) -> Iterator[str]:
    before, after = ({one.name: one.version for one in method.rulesets} for method in methods)
    for name in dict.fromkeys((*before, *after)):
        yield f"{name} {before.get(name, '-')} → {after.get(name, '-')}"
    counts = Counter((edit.way, edit.kind) for edit in edits)
    for way, mark in _MARKS.items():
        kinds = [
            f"{say(_KINDS[kind], language)} {number}" for (one, kind), number in counts.items() if one == way
        ]
        if kinds:
            yield f"{mark} {say(_WAYS[way], language)}: {', '.join(kinds)}"
    if not edits:
        yield say(message("nothing differs"), language)


_WAYS: dict[str, Message] = {
    "added": message("added"),
    "removed": message("removed"),
    "renamed": message("renamed"),
    "changed": message("changed"),
}


_KINDS: dict[str, Message] = {
    "check": message("check"),
    "inference": message("inference"),
    "recommendation": message("recommendation"),
    "parameter": message("parameter"),
    "attribute": message("attribute"),
    "entity": message("entity"),
    "topic": message("topic"),
    "objective": message("objective"),
}


def _edit(edit: Edit, methods: tuple[Method, Method], language: str) -> Iterator[str]:
    was = f"{edit.was} → " if edit.was else ""
    title = _title(edit, methods[0 if edit.way == "removed" else 1], language)
    kind = say(_KINDS[edit.kind], language)
    yield f"{_MARKS[edit.way]} {kind} {was}{edit.name}{f'  {title}' if title else ''}  [{edit.place}]"
    yield from (f"    {_field(field)}" for field in edit.fields)
    if edit.like:
        same = message("it says what {was} said: if it is the same, add aliases: [{was}]", was=edit.like)
        yield f"    {say(same, language)}"


def _title(edit: Edit, method: Method, language: str) -> str:
    known: dict[str, Any] = {
        "check": method.checks,
        "inference": method.inferences,
        "recommendation": method.recommendations,
    }
    item = known.get(edit.kind, {}).get(edit.name)
    return localise(item.title, language) if item else ""


def _field(field: FieldEdit) -> str:
    return f"{field.name}: {_short(field.before)} → {_short(field.after)}  [{field.place}]"


def _short(text: str) -> str:
    return (text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…") or "-"


def _replay(name: str, total: int, flips: Sequence[Flip], language: str) -> Iterator[str]:
    outcomes = [flip for flip in flips if flip.kind == "outcome"]
    drawn = [flip for flip in flips if flip.kind == "conclusion"]
    advice = [flip for flip in flips if flip.kind == "recommendation"]
    names = {flip.name for flip in advice}
    moved = [flip for flip in advice if not flip.edits and names.issuperset(flip.through)]
    yield say(
        message(
            "{name}: {count} of {total} outcomes come out otherwise",
            name=name,
            count=len(outcomes),
            total=total,
        ),
        language,
    )
    for flip in (*outcomes, *drawn, *(one for one in advice if one not in moved)):
        yield from _flip(flip, language)
    if moved:
        yield "  " + say(
            message("{count} recommendations only move up or down: {names}", count=len(moved),
                    names=", ".join(f"{one.name} {one.before} → {one.after}" for one in moved)),
            language,
        )  # fmt: skip


def _flip(flip: Flip, language: str) -> Iterator[str]:
    subject = f" {flip.subject}" if flip.subject not in ("", "organisation") else ""
    yield f"  {flip.name}{subject}: {flip.before or '-'} → {flip.after or '-'}"
    yield from (f"      {line}" for line in _reasons(flip, language))


def _reasons(flip: Flip, language: str) -> Iterator[str]:
    for edit in flip.edits:
        fields = "; ".join(f"{one.name} {_short(one.before)} → {_short(one.after)}" for one in edit.fields)
        what = say(_WAYS[edit.way], language)
        because = message(
            "because {kind} {name} was {way}{fields}",
            kind=_KINDS[edit.kind], name=edit.name, way=what, fields=f": {fields}" if fields else "",
        )  # fmt: skip
        yield say(because, language)
    if flip.through:
        yield say(
            message("because these come out otherwise: {names}", names=", ".join(flip.through)), language
        )
    if not flip.edits and not flip.through:
        yield say(
            message("no edit of the rulesets explains it; a plugin or ccrules itself may differ"), language
        )


def as_json(methods: tuple[Method, Method], edits: Sequence[Edit], replays: Replays) -> str:
    """The same as JSON (``ccrules/rules-diff/1``), nothing shortened; see :func:`as_text`."""
    data = {
        "schema": "ccrules/rules-diff/1",
        "before": _rulesets(methods[0]),
        "after": _rulesets(methods[1]),
        "edits": [_edit_data(edit) for edit in edits],
        "replays": [
            {"facts": name, "outcomes": total, "flips": [_flip_data(flip) for flip in flips]}
            for name, (total, flips) in replays
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _rulesets(method: Method) -> list[dict[str, str]]:
    return [{"name": one.name, "version": one.version, "sha256": one.sha256} for one in method.rulesets]


def _edit_data(edit: Edit) -> dict[str, Any]:
    return {
        "kind": edit.kind,
        "name": edit.name,
        "way": edit.way,
        "was": edit.was or None,
        "like": edit.like or None,
        "place": str(edit.place),
        "fields": [
            {"name": one.name, "before": one.before, "after": one.after, "place": str(one.place)}
            for one in edit.fields
        ],
    }


def _flip_data(flip: Flip) -> dict[str, Any]:
    return {
        "kind": flip.kind,
        "name": flip.name,
        "subject": flip.subject or None,
        "before": flip.before or None,
        "after": flip.after or None,
        "edits": _keys(flip.edits),
        "through": list(flip.through),
    }


def _keys(edits: Iterable[Edit]) -> list[dict[str, str]]:
    return [{"kind": edit.kind, "name": edit.name, "way": edit.way} for edit in edits]
