"""The facts as a signed record leaves them: confirmed, corrected, perhaps final."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ccrules.collecting.record import Row
from ccrules.collecting.record_corrections import Corrections, corrected_entity
from ccrules.documents.yaml_reader import read_yaml
from ccrules.errors import InputError, Place, Problem
from ccrules.facts.base import FactBase
from ccrules.facts.header import LIST_KEYS
from ccrules.facts.reading import read_facts
from ccrules.facts.vocabulary import Attribute
from ccrules.facts.writing import written_document, written_value, yaml_text


@dataclass(frozen=True, slots=True)
class Signing:
    """Writes what was signed into the facts.

    Attributes:
        base: the facts.
        file: the record, which is the evidence.
        who: who signed it.
        when: the date of the signature.
        confirmed: rows that were confirmed.
        corrected: rows that were corrected.
        final: whether the facts become final.
    """

    base: FactBase
    file: str
    who: str
    when: str
    confirmed: Sequence[Row]
    corrected: Sequence[Row]
    final: bool

    def written(self, found: Corrections) -> FactBase:
        """The facts with all that was confirmed and corrected, read back from their own text.

        Args:
            found: the corrections.

        Raises:
            InputError: what only shows beside the other facts, such as a total that is too small.
        """
        document = written_document(self.base)
        records = dict(self._records(document))
        for row in self.confirmed:
            if row.entity is not None and row.attribute is not None:
                record_ = records[row.entity._name]
                record_[row.attribute.name] = self._confirmed(record_[row.attribute.name], row.attribute)
        for row in self.corrected:
            self._put(document, records, found, row)
        head = document.setdefault("assessment", {})
        self._confirm_wholes(head)
        if self.final:
            self._finish(head, found)
        text = yaml_text({"assessment": head, **{k: v for k, v in document.items() if k != "assessment"}})
        file = self.file
        try:
            return read_facts([read_yaml(text.encode(), file)], self.base.vocabulary)
        except InputError as error:
            raise InputError(Problem(Place(file), one.what, one.hint) for one in error.problems) from None

    def _records(self, document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        """What the document says of each entity, by the entity's name."""
        for kind in self.base.vocabulary:
            given = document.get(kind.plural or kind.name)
            if kind.singleton:
                if not isinstance(given, dict):
                    given = {}
                yield kind.name, given
                continue
            listed = given.get("list", []) if isinstance(given, dict) else given
            if isinstance(listed, list):
                members = self.base.collections[kind.name].members
                yield from ((one._name, record_) for one, record_ in zip(members, listed, strict=True))

    @property
    def _signed(self) -> str:
        return ", ".join(filter(None, (self.who, self.when)))

    def _confirmed(self, value: Any, attribute: Attribute) -> Any:
        if attribute.owns:
            return value  # entities have no long form
        if isinstance(value, dict) and "any_of" in value:
            return {"any_of": [self._signed_value(one) for one in value["any_of"]]}
        return self._signed_value(value)

    def _signed_value(self, value: Any) -> dict[str, Any]:
        long_form = value if isinstance(value, dict) and "value" in value else {"value": value}
        return {**long_form, "confirmed": self._signed}

    def _put(self, document: dict[str, Any], records: dict[str, Any], found: Corrections, row: Row) -> None:
        entity = corrected_entity(found.base, row)
        if row.key.endswith("[]"):
            self._put_list(document, found, row.key.removesuffix("[]"))
        elif entity is not None and row.attribute is not None and row.entity is not None:
            value = written_value(found.base, entity, row.attribute)
            own = records[row.entity._name]
            own[row.attribute.name] = self._declared(value, row.attribute)
            if row.entity._type.singleton:
                document[row.entity._type.name] = own
        else:
            corrected = written_document(found.base)
            owner, _, name = row.key.partition(".")
            if name:
                document.setdefault(owner, {})[name] = corrected[owner][name]
            else:
                document[owner] = corrected.get(owner, {})

    def _declared(self, value: Any, attribute: Attribute) -> Any:
        """A corrected value: declared by whoever signed, unless the correction says more."""
        if attribute.owns:
            return value
        if isinstance(value, dict) and ("any_of" in value or "value" in value):
            return self._confirmed(value, attribute)
        file = self.file.rpartition("/")[2]
        told = {"source": "declared", "by": self.who, "on": self.when, "evidence": file}
        return {"value": value, **told, "confirmed": self._signed}

    def _put_list(self, document: dict[str, Any], found: Corrections, kind: str) -> None:
        plural = self.base.vocabulary[kind].plural
        if kind in found.emptied:
            document[plural] = found.emptied[kind]
        elif kind in found.totals:
            given = document.get(plural)
            own = dict(given) if isinstance(given, dict) else {}
            own["total"] = found.totals[kind]
            if isinstance(given, list) and given:
                own["list"] = given
            document[plural] = own
        if kind in found.complete:
            head = document.setdefault("assessment", {})
            into = "complete" if found.complete[kind] else "partial"
            for key in LIST_KEYS:
                head[key] = [one for one in head.get(key, []) if one != plural]
            head[into].append(plural)
            document.setdefault(plural, [])

    def _confirm_wholes(self, head: dict[str, Any]) -> None:
        """Note who confirmed what is no value of an entity."""
        rows = [*self.confirmed, *self.corrected]
        names = [_whole_name(self.base, row) for row in rows if row.entity is None]
        if names:
            head["confirmed"] = {**head.get("confirmed", {}), **dict.fromkeys(names, self._signed)}

    def _finish(self, head: dict[str, Any], found: Corrections) -> None:
        """Make the facts final; lists that may have more members are named, as final ones have all."""
        head["status"] = "final"
        excerpts = head.get("excerpt", ())
        head["partial"] = [plural for plural in self._partial(found) if plural not in excerpts]
        head.pop("complete", None)

    def _partial(self, found: Corrections) -> Iterator[str]:
        for kind in self.base.vocabulary:
            collection = self.base.collections.get(kind.name)
            if collection is None or kind.name in found.emptied or kind.name in found.totals:
                continue
            complete = found.complete.get(kind.name, collection.complete)
            if not complete and (collection.state is None or kind.name in found.complete):
                yield kind.plural


def _whole_name(base: FactBase, row: Row) -> str:
    return base.vocabulary[row.key[:-2]].plural if row.key.endswith("[]") else row.key
