"""Facts without names: each name, address, author and reference gives way to a pseudonym.

A pseudonym is a word and a number, in the order of the facts: ``agent-01``. One name has one
pseudonym wherever it stands, as id, reference, author or inside a text, so references still point
right and verdicts stay. Which name got which is kept in a key, which goes on where an earlier one
ended.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ccrules.collecting.anonymise_authors import authors, functions, name_and_date, records, without_function
from ccrules.collecting.anonymise_texts import Texts
from ccrules.collecting.privacy_signs import looks_personal, ordinary_words
from ccrules.facts.base import FactBase
from ccrules.facts.people import person_types
from ccrules.facts.vocabulary import Attribute, EntityType
from ccrules.facts.words import state_of, words_of
from ccrules.facts.writing import Quoted, written_document

#: What a source may be called without naming anybody.
SOURCES = frozenset({"measured", "documented", "observed", "declared"})
PERSON, AUTHOR, EVIDENCE = "person", "author", "evidence"

Key = Mapping[str, Mapping[str, str]]
"""Pseudonym by what it stands for, by kind: an entity type, ``author``, ``evidence`` …"""


class Pseudonyms:
    """Gives out pseudonyms, the same one for the same name.

    Args:
        key: an earlier key, to go on with.

    Attributes:
        given: pseudonym by name, by kind.
    """

    def __init__(self, key: Key) -> None:
        self.given: dict[str, dict[str, str]] = {kind: dict(names) for kind, names in key.items()}
        self._used = {kind: set(names.values()) for kind, names in self.given.items()}

    def reserve(self, kind: str, names: Iterable[str]) -> None:
        """Keep pseudonyms from being given out, because something of the kind is called so already."""
        self._used.setdefault(kind, set()).update(names)

    def of(self, kind: str, name: str) -> str:
        """The pseudonym of a name, a new one if it has none yet.

        Args:
            kind: what it is: an entity type, ``author`` …; also the word of the pseudonym.
            name: what it replaces; what is a pseudonym already stays one.
        """
        given, used = self.given.setdefault(kind, {}), self._used.setdefault(kind, set())
        if name not in given:
            word, _, number = name.rpartition("-")
            is_free = word == kind and number.isdigit() and name not in used
            given[name] = name if is_free else self._next(kind, len(given) + 1, used)
            used.add(given[name])
        return given[name]

    @staticmethod
    def _next(kind: str, number: int, used: Container[str]) -> str:
        while (pseudonym := f"{kind}-{number:02d}") in used:
            number += 1
        return pseudonym

    def key(self) -> dict[str, dict[str, str]]:
        """What stands for what, by kind."""
        return {kind: dict(names) for kind, names in sorted(self.given.items()) if names}


@dataclass(frozen=True, slots=True)
class Anonymised:
    """Facts without names.

    Attributes:
        document: the facts, as :func:`ccrules.facts.writing.written_document` gives them.
        ids: new id by old id, by entity type, of all entities.
        key: what stands for what, by kind.
        kept: personal attributes whose values stayed, because verdicts rest on them, as ``type.attribute``.
    """

    document: dict[str, Any]
    ids: Mapping[str, Mapping[str, str]]
    key: Mapping[str, Mapping[str, str]]
    kept: tuple[str, ...]


def anonymise(base: FactBase, *, key: Key | None = None, also: Iterable[str] = ()) -> Anonymised:
    """Replace names and identifiers in facts.

    Args:
        base: the facts, all files merged.
        key: an earlier key, to go on with.
        also: further names to replace wherever they stand, such as that of the client.
    """
    names = Pseudonyms(key or {})
    texts = Texts(names, ordinary_words(base.vocabulary))
    for name, pseudonym in ((n, p) for given in names.key().values() for n, p in given.items()):
        texts.learn(name, pseudonym)
    for name in also:
        texts.learn(name, names.of("name", name), certain=True)
    ids = _Ids(base, names, texts)
    walker = _Walker(base, names, texts, ids.found)
    written = written_document(base)
    ids.own()
    walker.learn(written)
    ids.composite()
    document = walker.document(written)
    return Anonymised(document, ids.found, names.key(), tuple(dict.fromkeys(walker.kept)))


class _Ids:
    """New ids for all entities.

    Args:
        base: the facts.
        names: gives out pseudonyms.
        texts: learns the names of people, to find them in texts.
    """

    def __init__(self, base: FactBase, names: Pseudonyms, texts: Texts) -> None:
        self.base, self.names, self.texts = base, names, texts
        self.people = person_types(base.vocabulary)
        self.found: dict[str, dict[str, str]] = {}

    def own(self) -> None:
        """Entities that have an id of their own; people among them are learnt."""
        for collection in self.base.collections.values():
            if collection.type.key == ("id",):
                self.found[collection.type.name] = self._ids(collection.type)

    def composite(self) -> None:
        """Entities known by attributes, references and texts among them."""
        for collection in self.base.collections.values():
            kind = collection.type
            if kind.key != ("id",):
                self.found[kind.name] = {one.id: self._composite(kind, one.id) for one in collection.members}

    def _ids(self, kind: EntityType) -> dict[str, str]:
        found = {one.id: self.texts.without_also(one.id) for one in self.base.collections[kind.name].members}
        person, ordinary = kind.name in self.people, ordinary_words(self.base.vocabulary)
        replaced = {id for id in found if person or looks_personal(id, ordinary, person=False)}
        stay = {new for old, new in found.items() if old not in replaced}
        self.names.reserve(kind.name, stay)
        seen: set[str] = set()
        for old, new in found.items():
            if old in replaced or new in seen or (new != old and new in found):
                found[old] = self.names.of(kind.name, old)
                self.texts.learn(old, found[old], certain=old == found[old])
            seen.add(found[old])
        return found

    def _composite(self, kind: EntityType, id: str) -> str:
        """An id made of attributes: each part as its attribute will be."""
        parts = id.split("|") if len(kind.key) > 1 else [id]
        attributes = [kind.attributes[name] for name in kind.key]
        return "|".join(
            without_names(one, part, self.found, self.texts)
            for one, part in zip(attributes, parts, strict=True)
        )


def without_names(attribute: Attribute, text: str, ids: Mapping[str, Mapping[str, str]], texts: Texts) -> str:
    """One value of an attribute, given as text, without names."""
    if attribute.type == "ref":
        return ids.get(attribute.to, {}).get(text, text)
    if attribute.type != "text":
        return text
    return texts.whole(text, PERSON) if attribute.privacy == "personal" else texts.scrubbed(text)


class _Walker:
    """Writes a document anew without names."""

    def __init__(
        self, base: FactBase, names: Pseudonyms, texts: Texts, ids: Mapping[str, Mapping[str, str]]
    ) -> None:
        self.base, self.names, self.texts, self.ids = base, names, texts, ids
        self.roles = functions(base)
        self.kept: list[str] = []

    def learn(self, document: Mapping[str, Any]) -> None:
        """Know everybody who is named, before the first text is written."""
        for text in document.get("assessment", {}).get("confirmed", {}).values():
            self._confirmed(text)
        for kind in self.base.vocabulary:
            for record in records(document.get(kind.plural or kind.name)):
                for name, given in record.items():
                    attribute = kind.attributes.get(name)
                    if attribute and attribute.type == "text" and attribute.privacy == "personal":
                        self._value(attribute, given)
                    for author in authors(given):
                        self._author(author)

    def document(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The facts without names."""
        kinds = {kind.plural or kind.name: kind for kind in self.base.vocabulary}
        found: dict[str, Any] = {}
        for name, given in document.items():
            found[name] = self._part(kinds[name], given) if name in kinds else given
        head = dict(found.get("assessment", {}))
        if "name" in head:
            head["name"] = self.texts.scrubbed(head["name"])
        if "confirmed" in head:
            head["confirmed"] = {what: self._confirmed(text) for what, text in head["confirmed"].items()}
        return {**found, **({"assessment": head} if head else {})}

    # --- parts of the document ---------------------------------------------------------

    def _part(self, kind: EntityType, given: Any) -> Any:
        if isinstance(given, list):
            return [self._record(kind, one) for one in given]
        if not isinstance(given, Mapping):
            return given
        if kind.singleton:
            return self._record(kind, given)
        found = dict(given)
        if "list" in found:
            found["list"] = [self._record(kind, one) for one in found["list"]]
        if "counts" in found:
            found["counts"] = {name: self._counts(kind, name, one) for name, one in found["counts"].items()}
        return found

    def _counts(self, kind: EntityType, name: str, counts: Mapping[str, int]) -> dict[str, int]:
        found: dict[str, int] = {}
        for value, number in counts.items():
            new = self._scalar(kind.attributes[name], value)
            found[new] = found.get(new, 0) + number
        return found

    def _record(self, kind: EntityType, record: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, given in record.items():
            if name == "id" and "id" not in kind.attributes:
                found[name] = self.ids[kind.name].get(given, given)
            else:
                found[name] = self._value(kind.attributes[name], given)
                self._note_kept(kind, kind.attributes[name], given)
        return found

    def _note_kept(self, kind: EntityType, attribute: Attribute, given: Any) -> None:
        if attribute.privacy == "personal" and attribute.type not in ("text", "ref") and given is not None:
            self.kept.append(f"{kind.name}.{attribute.name}")

    # --- values ------------------------------------------------------------------------

    def _value(self, attribute: Attribute, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return self._plain(attribute, given)
        if "any_of" in given:
            return {"any_of": [self._told(attribute, one) for one in given["any_of"]]}
        if "value" in given:
            return self._told(attribute, given)
        return {period: self._plain(attribute, one) for period, one in given.items()}

    def _told(self, attribute: Attribute, form: Mapping[str, Any]) -> dict[str, Any]:
        """A value with its provenance."""
        found = dict(form)
        found["value"] = self._plain(attribute, form["value"])
        if "by" in form:
            found["by"] = self._author(form["by"])
        if "confirmed" in form:
            found["confirmed"] = self._confirmed(form["confirmed"])
        if "evidence" in form:
            found["evidence"] = self.names.of(EVIDENCE, form["evidence"])
        if "source" in form and form["source"] not in SOURCES:
            found["source"] = self.texts.scrubbed(form["source"])
        return found

    def _confirmed(self, text: str) -> str:
        """Who confirmed it and when: the date stays."""
        name, date = name_and_date(text)
        return f"{self._author(name) if name else ''}{date}"

    def _author(self, name: str) -> str:
        """Who it was; a function behind a name goes with it, since it tells who has that name."""
        if words_of(name) in self.roles:
            return name
        earlier = self.names.given.get(AUTHOR, {}).get(name)  # of a key that knows both together
        return earlier or self.texts.whole(without_function(name), AUTHOR)

    def _plain(self, attribute: Attribute, given: Any) -> Any:
        if isinstance(given, list):
            return [self._plain(attribute, one) for one in given]
        if isinstance(given, Mapping):  # a point of a series, or a text that looks like a state
            return {name: self._plain(attribute, one) for name, one in given.items()}
        return self._scalar(attribute, given) if isinstance(given, str) else given

    def _scalar(self, attribute: Attribute, text: str) -> str:
        if not isinstance(text, Quoted) and state_of(text) is not None:
            return text
        new = without_names(attribute, text, self.ids, self.texts)
        return Quoted(new) if isinstance(text, Quoted) else new
