"""The ``assessment:`` and ``objectives:`` blocks of fact files."""

from __future__ import annotations

import datetime
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from ccrules.documents import Mapping, Node, Scalar, Sequence
from ccrules.errors import Message, Place, Problem, message, suggestion
from ccrules.facts.amounts import parse_number
from ccrules.facts.nodes import state_said
from ccrules.facts.times import read_date
from ccrules.facts.toplevel import Spellings
from ccrules.facts.words import BadValue, state_of
from ccrules.text.language import LANGUAGES
from ccrules.values import NONE, NOT_APPLICABLE, NOT_COLLECTED, Interval, State

STATUSES = ("draft", "final")
#: Keys that name collections, and say of each what it holds.
LIST_KEYS = ("partial", "complete", "excerpt")
_KEYS = ("name", "date", "language", "status", *LIST_KEYS, "confirmed")

Today = datetime.date | Interval | State


@dataclass(slots=True)
class Header:
    """What the ``assessment:`` and ``objectives:`` blocks of all files say together.

    Attributes:
        texts: name, date, language and status, as written.
        places: where each of them was first given.
        today: the date, parsed.
        partial: entity types whose collection is incomplete, with the place that says so.
        complete: entity types whose collection is complete, with the place that says so.
        excerpts: for each entity type the files whose collection is an excerpt (:attr:`Source.scope`), with
            the place that says so.
        weights: weight by objective.
        confirmed: who confirmed, and when, what is no value of an entity: by the name of a list, of a
            thing there is one of, or of an entry of these blocks.
        problems: takes what is wrong.
        collections: finds the entity type of a collection's name.
    """

    collections: Spellings
    problems: list[Problem]
    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    today: Today = NOT_COLLECTED
    partial: dict[str, Place] = field(default_factory=dict)
    complete: dict[str, Place] = field(default_factory=dict)
    excerpts: dict[str, dict[Hashable, Place]] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    confirmed: dict[str, str] = field(default_factory=dict)

    @property
    def draft(self) -> bool:
        """Whether collections are incomplete unless the file says otherwise."""
        return self.texts.get("status") == "draft"

    def says_complete(self, kind: str) -> bool:
        """Whether a collection is complete by what the files say of it.

        Args:
            kind: its entity type.
        """
        return kind in self.complete if self.draft else kind not in self.partial

    def as_given(self) -> dict[str, Any]:
        """The block as one mapping; collections by the name of their entity type."""
        given: dict[str, Any] = dict(self.texts)
        if self.partial:
            given["partial"] = tuple(self.partial)
        if self.complete:
            given["complete"] = tuple(self.complete)
        if self.confirmed:
            given["confirmed"] = tuple(self.confirmed.items())
        return given

    def read_assessment(self, node: Node) -> None:
        """Take in the ``assessment:`` block of one file."""
        if not isinstance(node, Mapping):
            if not _says_nothing(node):
                what = message("{key} takes a mapping", key="assessment")
                self._wrong(node.place, what, message("write its name, date, language and status below it"))
            return
        for key, value in node.entries:
            if key.text in LIST_KEYS:
                self._read_collections(key, value)
            elif key.text == "confirmed":
                self._read_confirmed(key, value)
            elif key.text in _KEYS:
                self._read_text(key, value)
            else:
                what = message("{key} is not known of {type}", key=key.text, type="assessment")
                self._wrong(key.place, what, suggestion(key.text, _KEYS))

    def _read_text(self, key: Scalar, value: Node) -> None:
        value = _out_of_long_form(value)
        if _says_nothing(value):
            return
        if not isinstance(value, Scalar):
            what = message("{key} takes a single value", key=key.text)
            self._wrong(value.place, what, message("write it in one line, quoted if it has colons"))
            return
        text = value.text.strip()
        if key.text == "name" and state_said(value) is not None:
            return
        earlier = self.texts.get(key.text)
        if earlier is not None and earlier != text:
            place = self.places[key.text]
            what = message("{key} is given differently at {place}", key=key.text, place=place)
            self._wrong(key.place, what, message("keep one of the two"))
        elif earlier is None and self._is_right(key.text, value, text):
            self.texts[key.text] = text
            self.places[key.text] = key.place

    def _is_right(self, key: str, value: Scalar, text: str) -> bool:
        allowed = {"language": LANGUAGES, "status": STATUSES}.get(key)
        if allowed is not None and text not in allowed:
            what = message("{text} is no {key}", text=text, key=key)
            self._wrong(value.place, what, suggestion(text, allowed))
            return False
        return key != "date" or self._read_date(value.place, text)

    def _read_date(self, place: Place, text: str) -> bool:
        state = state_of(text)
        if state is NONE or state is NOT_APPLICABLE:
            what = message("an assessment has a date")
            self._wrong(place, what, message("write year-month-day: 2026-10-01, or 2026-10, or 2026"))
            return False
        if state is not None:
            self.today = state
            return False
        try:
            self.today = read_date(text)
        except BadValue as bad:
            self._wrong(place, bad.what, bad.hint)
            return False
        return True

    def set_date(self, day: datetime.date | str, place: Place) -> None:
        """Let another date than that of the files be today.

        Args:
            day: a date, or text with a full or partial one.
            place: who says so.
        """
        text = day if isinstance(day, str) else day.isoformat()
        if self._read_date(place, text.strip()):
            self.texts["date"] = text.strip()
            self.places["date"] = place

    def _read_collections(self, key: Scalar, value: Node) -> None:
        if _says_nothing(value):
            return
        items = value.items if isinstance(value, Sequence) else [value]
        for item in items:
            kind = self.collections.find(item.text) if isinstance(item, Scalar) else None
            if kind is None:
                text = item.text if isinstance(item, Scalar) else "…"
                what = message("{text} is no collection", text=text)
                hint = self.collections.suggestion(text) or message("the rulesets declare no collection")
                self._wrong(item.place, what, hint)
            else:
                self._note(key.text, kind, item)

    def _read_confirmed(self, key: Scalar, node: Node) -> None:
        if _says_nothing(node):
            return
        if not isinstance(node, Mapping):
            what = message("{key} takes a mapping", key=key.text)
            self._wrong(node.place, what, message("write {{mailboxes: who confirmed it, and when}}"))
            return
        for name, value in node.entries:
            if isinstance(value, Scalar):
                self.confirmed[name.text] = value.text
            else:
                what = message("{key} takes a single value", key=name.text)
                self._wrong(value.place, what, message("write who confirmed it, and when"))

    def _note(self, key: str, kind: str, node: Node) -> None:
        place = node.place
        if key == "excerpt":
            self.excerpts.setdefault(kind, {}).setdefault(node.source.scope, place)
            return
        target, other = (self.partial, self.complete) if key == "partial" else (self.complete, self.partial)
        target.setdefault(kind, place)
        if kind in other:
            what = message("a collection can't be partial and complete; see {place}", place=other[kind])
            self._wrong(place, what, message("keep one of the two"))

    def read_objectives(self, node: Node) -> None:
        """Take in the ``objectives:`` block of one file."""
        if _says_nothing(node):
            return
        if not isinstance(node, Sequence):
            what = message("{key} takes a list", key="objectives")
            self._wrong(node.place, what, message("write [{{id: …, weight: 1}}]"))
            return
        seen: set[str] = set()
        for item in node.items:
            self._read_objective(item, seen)

    def _read_objective(self, node: Node, seen: set[str]) -> None:
        entries = {key.text: value for key, value in node.entries} if isinstance(node, Mapping) else {}
        name = entries.pop("id", None) if isinstance(node, Mapping) else node
        weight = entries.pop("weight", None)
        for key, _ in node.entries if isinstance(node, Mapping) else ():
            if key.text in entries:
                what = message("{key} is not known of {type}", key=key.text, type="objectives")
                self._wrong(key.place, what, suggestion(key.text, ("id", "weight")))
        if not isinstance(name, Scalar) or name.is_null:
            hint = message("write {{id: …, weight: 1}}")
            self._wrong(node.place, message("an objective needs an id"), hint)
            return
        if name.text in seen:
            self._wrong(
                name.place, message("{key} is given twice", key=name.text), message("keep one of the two")
            )
        seen.add(name.text)
        self._weigh(name, weight)

    def _weigh(self, name: Scalar, node: Node | None) -> None:
        weight = self._weight(node)
        if weight is None:
            return
        earlier = self.weights.setdefault(name.text, weight)
        self.places.setdefault(f"objectives.{name.text}", name.place)
        if earlier != weight:
            place = self.places[f"objectives.{name.text}"]
            what = message("{key} is given differently at {place}", key=name.text, place=place)
            self._wrong(name.place, what, message("keep one of the two"))

    def _weight(self, node: Node | None) -> float | None:
        if node is None or _says_nothing(node):
            return 1.0
        try:
            weight = parse_number(node.text if isinstance(node, Scalar) else "…")
        except BadValue as bad:
            self._wrong(node.place, bad.what, bad.hint)
            return None
        if weight < 0:
            self._wrong(node.place, message("a weight can't be negative"), message("write 0 or more"))
            return None
        return float(weight)

    def _wrong(self, place: Place, what: Message, hint: Message | None) -> None:
        self.problems.append(Problem(place, what, hint))


def _out_of_long_form(node: Node) -> Node:
    """A value without its long form, in which workbooks write texts that begin with a bracket."""
    if isinstance(node, Mapping) and [key.text for key, _ in node.entries] == ["value"]:
        return node.entries[0][1]
    return node


def _says_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and (node.is_null or state_of(node.text) is NOT_COLLECTED)
