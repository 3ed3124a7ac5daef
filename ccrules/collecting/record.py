"""The record of facts: what is known, in people's words, for those concerned to confirm or correct.

A row for every fact that was collected, by entity. Facts that the vocabulary keeps inside the
consulting firm (``privacy: internal``) are never in it, because the record goes to the client.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ccrules.collecting.cell_values import state_word
from ccrules.collecting.questions import EVERYTHING, Selection, question, questions
from ccrules.collecting.record_values import source_words, value_words
from ccrules.errors import Message, message
from ccrules.facts.base import Collection, Entity, FactBase, fact_name
from ccrules.facts.models import can_be_confirmed, is_given
from ccrules.facts.vocabulary import ORGANISATION, Attribute, EntityType
from ccrules.facts.writing import as_document
from ccrules.ruleset.model import Method
from ccrules.text import localise, typeset, worded
from ccrules.text.formats import date_text, entity_name, listing, number, shown
from ccrules.values import NOT_COLLECTED, State

#: Members of a list that its own row names.
NAMED = 40
#: What a record's reference looks like: facts, rows, language.
REFERENCE = re.compile(r"ccrules-record-1-([0-9a-f]{16})-(\d+)-(en|fr)")


@dataclass(frozen=True, slots=True)
class Row:
    """One fact.

    Attributes:
        key: its public name: ``mailbox/claims.tracked``; of a list ``mailbox[]``.
        label: its name for people.
        value: what is known, in words.
        source: where it is known from, in words; a line for each source.
        confirmed: who confirmed it before, and when.
        entity: what it is said of; None for what is said of a list or of the engagement.
        attribute: what is said; None likewise.
    """

    key: str
    label: str
    value: str
    source: str = ""
    confirmed: str = ""
    entity: Entity | None = None
    attribute: Attribute | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one entity type.

    Attributes:
        title: its name for people.
        groups: the rows by entity, each under the entity's name; that of the list as such is empty.
    """

    title: str
    groups: tuple[tuple[str, tuple[Row, ...]], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """The facts to be confirmed.

    Attributes:
        sections: by entity type.
        language: ``en`` or ``fr``.
        name: of the assessment.
        date: of the assessment, as written.
        status: ``draft`` or ``final``.
        fingerprint: changes with every fact.
        kept_back: how many facts are not in it because they stay inside the firm.
    """

    sections: tuple[Section, ...]
    language: str
    name: str
    date: str
    status: str
    fingerprint: str
    kept_back: int = 0

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, in order."""
        return tuple(row for section in self.sections for _, rows in section.groups for row in rows)

    @property
    def reference(self) -> str:
        """What the document carries, to tell later whether facts or rows have changed."""
        return f"ccrules-record-1-{self.fingerprint}-{len(self.rows)}-{self.language}"


def fingerprint(base: FactBase) -> str:
    """A short text that changes with every fact, and with nothing else."""
    content = json.dumps(as_document(base), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def record(
    method: Method, base: FactBase, language: str, selection: Selection = EVERYTHING, *, every: bool = False
) -> Record:
    """Put the facts down.

    Args:
        method: the rulesets.
        base: the facts.
        language: ``en`` or ``fr``.
        selection: whose facts, and of which topics.
        every: whether facts that nobody has collected have a row too.
    """
    wanted = None
    if selection != EVERYTHING:
        wanted = {one.fact for one in questions(method, language, selection)}
    return _Recorder(base, language, wanted, every).record()


@dataclass
class _Recorder:
    base: FactBase
    language: str
    wanted: set[tuple[str, str]] | None
    every: bool

    def record(self) -> Record:
        head = self.base.header
        sections = (self._engagement(), *map(self._section, self.base.vocabulary))
        return Record(
            tuple(one for one in sections if any(rows for _, rows in one.groups)),
            self.language,
            str(head.get("name", "")),
            str(head.get("date", "")),
            str(head.get("status", "final")),
            fingerprint(self.base),
            self._kept_back(),
        )

    def _kept_back(self) -> int:
        return sum(
            entity.__dict__[one.name] is not NOT_COLLECTED
            for entity in self.base.entities()
            for one in entity._type.attributes.values()
            if is_given(one) and not one.derive and one.privacy == "internal"
        )

    def _say(self, what: Message) -> str:
        return worded(what, self.language)

    @cached_property
    def _confirmed(self) -> dict[str, str]:
        return dict(self.base.header.get("confirmed", ()))

    # --- what is no entity ---------------------------------------------------------------

    def _engagement(self) -> Section:
        head = self.base.header
        rows = []
        if self.wanted is None and head.get("name"):
            rows.append(self._whole("assessment.name", _NAME, str(head["name"])))
        if self.wanted is None and head.get("date"):
            rows.append(self._whole("assessment.date", _DATE, date_text(str(head["date"]), self.language)))
        if self.wanted is None and self.base.objectives:
            goals = [
                f"{name} ({number(weight, self.language)})" for name, weight in self.base.objectives.items()
            ]
            rows.append(self._whole("objectives", _OBJECTIVES, listing(goals, self.language)))
        return Section(self._say(_ENGAGEMENT), (("", tuple(rows)),))

    def _whole(self, key: str, label: Message, value: str) -> Row:
        return Row(key, self._say(label), value, confirmed=self._confirmed.get(key, ""))

    def _section(self, kind: EntityType) -> Section:
        if kind.singleton:
            found = self.base.singletons[kind.name]
            groups = [("", tuple(self._singleton(kind, found)))]
        else:
            groups = list(self._list(kind, self.base.collections[kind.name]))
        return Section(self._title(kind), tuple((name, rows) for name, rows in groups if rows))

    def _title(self, kind: EntityType) -> str:
        if kind.name == ORGANISATION:
            return self._say(_ORGANISATION)
        label = localise(kind.label if kind.singleton else kind.label_plural, self.language)
        title = label or (kind.plural or kind.name).replace("_", " ")
        return typeset(title[:1].upper() + title[1:], self.language)

    def _singleton(self, kind: EntityType, found: Entity | State) -> Iterator[Row]:
        if isinstance(found, Entity):
            yield from self._entity(found)
        elif self._is_wanted(kind) and (found is not NOT_COLLECTED or self.every):
            value = shown(found, self.language)
            yield Row(kind.name, self._title(kind), value, confirmed=self._confirmed.get(kind.name, ""))

    def _list(self, kind: EntityType, found: Collection) -> Iterator[tuple[str, tuple[Row, ...]]]:
        if self._is_wanted(kind) and (found.state is not NOT_COLLECTED or self.every):
            confirmed = self._confirmed.get(kind.plural, "")
            value = self._members(found)
            yield "", (Row(f"{kind.name}[]", self._say(_LIST), value, confirmed=confirmed),)
        for entity in found.members:
            yield self._name(entity), tuple(self._entity(entity))

    def _is_wanted(self, kind: EntityType) -> bool:
        return self.wanted is None or any(name == kind.name for name, _ in self.wanted)

    def _name(self, entity: Entity) -> str:
        name = entity_name(entity, self.language)
        return name if name == entity.id else f"{name} ({entity.id})"

    def _members(self, found: Collection) -> str:
        if found.state is not None:
            return shown(found.state, self.language)
        names = [self._name(one) for one in found.members]
        said = [listing(names, self.language, NAMED)] if names else []
        if found.total is not None:
            said.append(self._say(message("{number} in all", number=found.total)))
            said += self._counts(found)
        elif not names and found.complete:
            return state_word("none", self.language)
        else:
            said.append(self._say(_ALL if found.complete else _MORE))
        return " – ".join(said)

    def _counts(self, found: Collection) -> Iterator[str]:
        for name, values in found.counts.items():
            attribute = found.type.attributes[name]
            label = question(found.type, attribute, self.language).label
            parts = [f"{value_words(one, attribute, self.language)} {n}" for one, n in values.items()]
            yield f"{label}{self._say(message(': '))}{listing(parts, self.language)}"

    # --- entities ------------------------------------------------------------------------

    def _entity(self, entity: Entity) -> Iterator[Row]:
        kind = entity._type
        for one in kind.attributes.values():
            if self.wanted is not None and (kind.name, one.name) not in self.wanted:
                continue
            value = entity.__dict__[one.name]
            if not can_be_confirmed(kind, one) or (value is NOT_COLLECTED and not self.every):
                continue
            yield self._row(entity, one, value)

    def _row(self, entity: Entity, attribute: Attribute, value: Any) -> Row:
        sources = self.base.sources(entity, attribute.name)
        told = source_words(sources, attribute, self.language)
        return Row(
            fact_name(entity, attribute),
            question(entity._type, attribute, self.language).label,
            value_words(value, attribute, self.language),
            "\n".join(told),
            "; ".join(dict.fromkeys(one.confirmed for one in sources if one.confirmed)),
            entity,
            attribute,
        )


_ENGAGEMENT, _ORGANISATION = message("Assessment"), message("Organisation")
_NAME, _DATE = message("Name of the assessment"), message("Date of the assessment")
_OBJECTIVES = message("What the client aims at, with weights")
_LIST, _ALL, _MORE = message("The list"), message("these are all"), message("there may be more")
