"""What stands behind a key of a fact file to the value of an attribute, in all its forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from ccrules.documents import Mapping, Node, Scalar, Sequence
from ccrules.errors import InputError, Place, Problem, message
from ccrules.facts.amounts import short
from ccrules.facts.combining import combine
from ccrules.facts.nodes import Collecting, parsed, refuse_other_keys, written, wrong
from ccrules.facts.origins import Origin
from ccrules.facts.parsing import TextParser, allowed_state
from ccrules.facts.provenance import LONG_FORM, read_origin
from ccrules.facts.times import read_date
from ccrules.facts.vocabulary import Attribute
from ccrules.facts.words import BadValue, state_of
from ccrules.values import NOT_COLLECTED, UNKNOWN, NotPlain, PartialSet, Point, Series, State, ends

_MOST_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Sourced:
    """A value whose sources were told.

    Attributes:
        value: what is known, all sources taken together.
        origins: the sources; the place of a single one is that of its mapping.
    """

    value: Any
    origins: tuple[Origin, ...]


class ValueReader:
    """Reads the values of one attribute; built once, used for every record.

    Args:
        attribute: the attribute.
    """

    def __init__(self, attribute: Attribute) -> None:
        self.attribute = attribute
        self._parser = TextParser(attribute)
        self._several = attribute.set or attribute.series
        # what was read before; strings of JSON and cells apart, because of the string "null"
        self._plain: dict[str, Any] = {} if self._several else {"null": NOT_COLLECTED}
        self._strings: dict[str, Any] = {}

    def read(self, node: Node) -> Any:
        """Read what was given for the attribute.

        Args:
            node: the value's node.

        Returns:
            A plain value, one that is not plain, or :class:`Sourced`; references are ids as text.

        Raises:
            InputError: everything that is wrong with it.
        """
        if isinstance(node, Scalar):
            return self._only_state(node) if self._several else self.one(node)
        if isinstance(node, Sequence):
            return self._list(node)
        return self._mapping(node)

    def one(self, node: Scalar, *, literal: bool = False) -> Any:
        """Read one value or state.

        Args:
            node: the scalar.
            literal: whether a state written as a string is text nevertheless.

        Raises:
            InputError: not a value of the attribute.
        """
        memory = None
        if not literal and (not node.style or node.source.typed):
            memory = self._strings if node.style else self._plain
            if node.text in memory:
                return memory[node.text]
        value = self._parse(node, literal=literal)
        if memory is not None and len(memory) < _MOST_REMEMBERED:
            memory[node.text] = value
        return value

    def _parse(self, node: Scalar, *, literal: bool) -> Any:
        if node.is_null:
            return NOT_COLLECTED
        as_text = not node.typed or (literal and self.attribute.type in ("text", "ref"))
        return self._parsed(node, quoted=bool(node.style) and as_text)

    def _parsed(self, node: Scalar, *, quoted: bool) -> Any:
        try:
            return self._parser.parse(node.text, quoted=quoted)
        except BadValue as bad:
            raise wrong(node, bad.what, bad.hint) from None

    # --- sets and series ---------------------------------------------------------------

    def _only_state(self, node: Scalar) -> Any:
        """A set or series in one word: unknown, none …, but no single value."""
        if node.is_null:
            return NOT_COLLECTED
        value = self._parsed(node, quoted=bool(node.style) and not node.typed)
        if isinstance(value, State | frozenset):
            return value
        what = message("{key} takes a list", key=self.attribute.name)
        raise wrong(node, what, message("write [{text}]", text=short(node.text)))

    def _list(self, node: Sequence) -> Any:
        if self.attribute.series:
            return self._series((None, item, item) for item in node.items)
        if not self.attribute.set:
            what = message("{attribute} takes one value, not a list", attribute=self.attribute.name)
            raise wrong(
                node, what, message("if sources differ, write {{any_of: [{{value: …, source: …}}, …]}}")
            )
        members: list[Any] = []
        problems: list[Problem] = []
        for item in node.items:
            with Collecting(problems):
                members.append(self.member(item))
        if problems:
            raise InputError(problems)
        known = frozenset(member for member in members if member is not UNKNOWN)
        return PartialSet(known) if any(member is UNKNOWN for member in members) else known

    def member(self, node: Node) -> Any:
        """Read one member of a set: a plain value, or ``unknown`` for what else there may be.

        Raises:
            InputError: anything else.
        """
        value = self._literal(node) if isinstance(node, Mapping) else None
        if value is None:
            if not isinstance(node, Scalar):
                raise wrong(
                    node,
                    message("a member of a list must be a single value"),
                    message("write its value alone"),
                )
            value = self.one(node)
        if value is UNKNOWN or not (isinstance(value, NotPlain | frozenset)):
            return value
        what = message("{text} can't be a member of a list", text=short(written(node)) or '""')
        raise wrong(node, what, message("list plain values; add unknown if there may be more"))

    def _literal(self, node: Mapping) -> Any:
        """``{value: "unknown"}`` inside a list."""
        inner = node.get("value")
        return self.one(inner, literal=True) if isinstance(inner, Scalar) and len(node.entries) == 1 else None

    def _series(self, items: Iterable[tuple[Scalar | None, Node, Node]]) -> Series:
        points: list[Point] = []
        places: list[Place] = []
        problems: list[Problem] = []
        for period, value, whole in items:
            with Collecting(problems):
                points.append(self._point(period, value))
                places.append(whole.place)
        problems += _period_problems(points, places)
        if problems:
            raise InputError(problems)
        if points and points[0].when is not None:
            points.sort(key=lambda point: ends(point.when))
        return Series(points)

    def _point(self, period: Scalar | None, node: Node) -> Point:
        when: Node | None = period
        if isinstance(node, Mapping):
            refuse_other_keys(node, ("value",) if period else ("on", "value"))
            when = period or node.get("on")
            value = self.one(self._value_in(node), literal=True)
        elif isinstance(node, Scalar):
            value = self.one(node)
        else:
            raise wrong(node, message("a period has one value, not a list"), message("write period: value"))
        return Point(None if when is None else parsed(when, read_date), value)

    def _value_in(self, node: Mapping) -> Scalar:
        inner = node.get("value")
        if isinstance(inner, Scalar):
            return inner
        what = message("{name} is missing", name="value")
        raise wrong(node, what, message("write {{on: 2026-03, value: …}}"))

    # --- long forms --------------------------------------------------------------------

    def _mapping(self, node: Mapping) -> Any:
        if node.key("any_of") is not None:
            return self._any_of(node)
        if node.key("value") is None and node.key("state") is None and self.attribute.series:
            return self._series((key, value, key) for key, value in node.entries)
        return self._long_form(node)

    def _any_of(self, node: Mapping) -> Any:
        refuse_other_keys(node, ("any_of",))
        listed = node.get("any_of")
        if not isinstance(listed, Sequence) or not listed.items:
            what = message("any_of takes a list of sources")
            raise wrong(listed or node, what, message("write {{any_of: [{{value: …, source: …}}, …]}}"))
        found: list[Sourced] = []
        problems: list[Problem] = []
        for item in listed.items:
            with Collecting(problems):
                found.append(self._source(item))
        if problems:
            raise InputError(problems)
        return self._together(node, found)

    def _source(self, node: Node) -> Sourced:
        if not isinstance(node, Mapping):
            value = self.read(node)
            return Sourced(value, (Origin(node.place, value, written(node)),))
        sourced = self._long_form(node)
        key = node.key("value") or node
        return replace(sourced, origins=(replace(sourced.origins[0], place=key.place),))

    def _together(self, node: Node, found: list[Sourced]) -> Sourced:
        try:
            value = combine(self.attribute, [sourced.value for sourced in found])
        except BadValue as bad:
            raise wrong(node, bad.what, bad.hint) from None
        return Sourced(value, tuple(sourced.origins[0] for sourced in found))

    def _long_form(self, node: Mapping) -> Sourced:
        inner, state = node.get("value"), node.get("state")
        if inner is None and state is None:
            raise self._no_value(node)
        problems: list[Problem] = []
        value: Any = None
        with Collecting(problems):
            value = self._state_in(node) if state is not None else self._simple(inner or node)
        origin = read_origin(self.attribute, node, value, problems)
        if problems:
            raise InputError(problems)
        return Sourced(origin.value, (origin,))

    def _state_in(self, node: Mapping) -> Any:
        """``{state: unknown, by: …}``: a state with its source where every text would be a value."""
        inner = node.get("state")
        if node.get("value") is not None:
            what = message("{key} is given together with {other}", key="state", other="value")
            raise wrong(inner or node, what, message("keep one of the two"))
        state = state_of(inner.text) if isinstance(inner, Scalar) else None
        if inner is None or state is None or state is NOT_COLLECTED:
            hint = message("write unknown, none or not applicable")
            raise wrong(inner or node, message("this is no state"), hint)
        try:
            return allowed_state(self.attribute, state)
        except BadValue as bad:
            raise wrong(inner, bad.what, bad.hint) from None

    def _simple(self, node: Node) -> Any:
        """The value inside a long form, which cannot be a long form again."""
        if isinstance(node, Scalar) and not self._several:
            return self.one(node, literal=True)
        value = self.read(node)
        if isinstance(value, Sourced):
            raise wrong(
                node,
                message("a value can't be a long form inside a long form"),
                message("write the value alone"),
            )
        return value

    def _no_value(self, node: Mapping) -> InputError:
        if any(key.text in LONG_FORM for key, _ in node.entries):
            what = message("{name} is missing", name="value")
            return wrong(node, what, message("write {{value: …, source: …}}"))
        if node.key("any_of") is not None:
            what = message("{key} can't stand inside {key}", key="any_of")
            return wrong(node, what, message("list all sources in one any_of"))
        if self.attribute.set:
            what = message("{key} takes a list", key=self.attribute.name)
            return wrong(node, what, message("write [{text}]", text=short(written(node))))
        what = message("{attribute} takes a value, not a mapping", attribute=self.attribute.name)
        return wrong(node, what, message("with its source it is written {{value: …, source: …}}"))


def _period_problems(points: list[Point], places: list[Place]) -> list[Problem]:
    """A period that stands twice, or periods that stand only here and there."""
    seen: set[Any] = set()
    problems: list[Problem] = []
    for point, place in zip(points, places, strict=True):
        if (point.when is None) != (points[0].when is None):
            what = message("some values have a period and some have none")
            problems.append(Problem(place, what, message("give every value its period, or none")))
        elif point.when is not None and ends(point.when) in seen:
            problems.append(
                Problem(place, message("this period is given twice"), message("keep one of the two"))
            )
        seen.add(ends(point.when))
    return problems
