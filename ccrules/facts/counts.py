"""Collections known by numbers: ``{total: 15, counts: {tracked: {no: 5}}, list: [...]}``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ccrules.documents import Mapping, Node, Scalar, is_empty
from ccrules.errors import NOWHERE, Place, Problem, message, suggestion
from ccrules.facts.amounts import parse_number
from ccrules.facts.base import Entity
from ccrules.facts.models import RecordModel, is_given
from ccrules.facts.parsing import TextParser
from ccrules.facts.words import BadValue
from ccrules.values import NotPlain

KEYS = ("total", "counts", "list")


@dataclass(frozen=True, slots=True)
class Count:
    """How many members have a value.

    Attributes:
        number: how many.
        place: where it was written.
        written: what is counted, as it was written.
    """

    number: int
    place: Place = NOWHERE
    written: str = "total"


@dataclass(slots=True)
class Counts:
    """Numbers declared of a collection.

    Attributes:
        total: of all members; None if it was not declared.
        values: by attribute and value; a reference is an id.
        places: where each attribute's counts were written.
    """

    total: Count | None = None
    values: dict[str, dict[Any, Count]] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def merge(self, other: Counts) -> Iterator[Problem]:
        """Take in what another file declares; give what contradicts."""
        if other.total is not None:
            yield from _contradiction(self.total or other.total, other.total)
            self.total = self.total or other.total
        for attribute, values in other.values.items():
            self.places.setdefault(attribute, other.places[attribute])
            mine = self.values.setdefault(attribute, {})
            for value, count in values.items():
                yield from _contradiction(mine.setdefault(value, count), count)


def _contradiction(first: Count, second: Count) -> Iterator[Problem]:
    if first.number != second.number:
        what = message("{key} is given differently at {place}", key=second.written, place=first.place)
        yield Problem(second.place, what, message("keep one of the two"))


def read_counts(model: RecordModel, node: Mapping, problems: list[Problem]) -> Counts:
    """Read total and counts of a collection.

    Args:
        model: of the entity type.
        node: the mapping that stands for the collection.
        problems: takes what is wrong.
    """
    problems.extend(_unknown(model, key, value) for key, value in node.entries if key.text not in KEYS)
    if not node.entries:
        what = message("this says nothing about {name}", name=model.kind.plural)
        problems.append(Problem(node.place, what, message("write [] if there are none, or leave it out")))
    counts = Counts()
    total = node.get("total")
    if total is not None and not is_empty(total):
        counts.total = _number(total, problems)
    listed = node.get("counts")
    if isinstance(listed, Mapping):
        if counts.total is None and listed.entries:
            what = message("counts say little without the total")
            problems.append(
                Problem(
                    listed.place, what, message("add total: the number of all {name}", name=model.kind.plural)
                )
            )
        for key, values in listed.entries:
            _read_attribute(model, key, values, counts, problems)
    elif listed is not None and not is_empty(listed):
        what = message("{key} takes a mapping", key="counts")
        problems.append(Problem(listed.place, what, message("write {{attribute: {{value: number}}}}")))
    return counts


def _unknown(model: RecordModel, key: Scalar, value: Node) -> Problem:
    what = message("{key} is not known here", key=key.text)
    hint = suggestion(key.text, KEYS)
    if isinstance(value, Mapping):  # ids as keys, as if it were a mapping of entities
        hint = message("list the {name}, each with its id: - id: {id}", name=model.kind.plural, id=key.text)
    return Problem(key.place, what, hint)


def _read_attribute(
    model: RecordModel, key: Scalar, node: Node, counts: Counts, problems: list[Problem]
) -> None:
    name = model.spelled[key.text]
    attribute = model.kind.attributes.get(name)
    if attribute is None or not is_given(attribute) or attribute.series:
        what = message("{key} is not known of {type}", key=key.text, type=model.kind.name)
        problems.append(Problem(key.place, what, model.names.suggestion(key.text)))
        return
    if not isinstance(node, Mapping):
        what = message("{key} takes a mapping", key=key.text)
        problems.append(Problem(node.place, what, message("write {{value: number}}")))
        return
    parser = TextParser(attribute)
    values = counts.values.setdefault(name, {})
    counts.places[name] = key.place
    for written, number in node.entries:
        value = _value(parser, written, problems)
        count = _number(number, problems)
        if value is not None and count is not None:
            if value in values:
                what = message(
                    "{key} is given twice, first at {place}", key=written.text, place=values[value].place
                )
                problems.append(Problem(written.place, what, message("keep one of the two")))
            values[value] = Count(count.number, written.place, written.text)


def _value(parser: TextParser, key: Scalar, problems: list[Problem]) -> Any:
    """The value that is counted; None if it is none that can be."""
    try:
        value = parser.parse(key.text, quoted=bool(key.style) and not key.typed)
    except BadValue as bad:
        problems.append(Problem(key.place, bad.what, bad.hint))
        return None
    if not isinstance(value, NotPlain | frozenset):
        return value
    what = message("only plain values can be counted, not {text}", text=key.text or "~")
    problems.append(Problem(key.place, what, message("leave it out; what is not counted stays open")))
    return None


def _number(node: Node, problems: list[Problem]) -> Count | None:
    try:
        number = parse_number(node.text if isinstance(node, Scalar) else "…", whole=True)
    except BadValue as bad:
        problems.append(Problem(node.place, bad.what, bad.hint))
        return None
    if number < 0:
        problems.append(
            Problem(node.place, message("a number of members can't be negative"), message("write 0 or more"))
        )
        return None
    return Count(int(number), node.place)


def count_problems(counts: Counts, members: tuple[Entity, ...], sets: frozenset[str]) -> Iterator[Problem]:
    """Give what the numbers and the listed members say against each other.

    Args:
        counts: the declared numbers, with references resolved.
        members: the members known by name.
        sets: attributes of which a member can have several values.
    """
    total = counts.total
    if total is None:
        return
    if len(members) > total.number:
        what = message("{number} members are listed, more than the total", number=len(members))
        yield Problem(total.place, what, message("correct the total or the list"))
    for attribute, values in counts.values.items():
        most = max if attribute in sets else sum
        if values and most(count.number for count in values.values()) > total.number:
            what = message("the counts of {attribute} exceed the total", attribute=attribute)
            yield Problem(counts.places[attribute], what, message("correct the total or the counts"))
        yield from _listed_more_often(attribute, values, members)


def _listed_more_often(
    attribute: str, values: dict[Any, Count], members: tuple[Entity, ...]
) -> Iterator[Problem]:
    found: dict[Any, int] = {}
    for member in members:
        value = member.__dict__[attribute]
        if not isinstance(value, NotPlain):
            for one in value if isinstance(value, frozenset) else (value,):
                found[one] = found.get(one, 0) + 1
    for value, count in values.items():
        if found.get(value, 0) > count.number:
            what = message("more members are listed with this value: {number}", number=found[value])
            yield Problem(count.place, what, message("correct the count or the list"))
