"""Values of Python to the same nodes that files give, for programs that embed ccrules."""

from __future__ import annotations

import math
from collections.abc import Mapping as MappingABC
from datetime import date
from decimal import Decimal
from numbers import Integral, Real

from ccrules.documents.faults import Faults, too_deep, too_many
from ccrules.documents.limits import LIMITS, Limits
from ccrules.documents.nodes import Mapping, Native, Node, Scalar, Sequence
from ccrules.documents.source import Source
from ccrules.errors import Place, message

_LITERALS = {None: "null", True: "true", False: "false"}


class ValueSource(Source):
    """A value given in a call; a node's start is the number of its step.

    The place of a node is the path to it, such as ``mailboxes[0].tracked``, as its cell.
    """

    __slots__ = ("steps",)

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.steps: list[tuple[int, str | int]] = [(-1, "")]  # number of the step above, key or index

    def step(self, above: int, name: str | int) -> int:
        """Number a new step below another."""
        self.steps.append((above, name))
        return len(self.steps) - 1

    def place(self, start: int) -> Place:
        """Tell the path to a node."""
        path = ""
        while start > 0:
            start, name = self.steps[start]
            path = f"[{name}]{path}" if isinstance(name, int) else f".{name}{path}"
        return Place(self.file, cell=path.removeprefix("."))


def node_from_python(value: object, file: str = "", limits: Limits = LIMITS) -> Node:
    """Build nodes from mappings, lists, tuples, texts, numbers, dates, booleans and None.

    Args:
        value: what JSON or YAML could have given, or dates and Decimals.
        file: a name for places; may be empty.
        limits: when to refuse.

    Raises:
        InputError: values of other types, keys that are not text, NaN and infinities, or more
            than the limits allow, as with a list that contains itself.
    """
    builder = _Builder(ValueSource(file), limits)
    node = builder.build(value, 0, 0)
    builder.faults.check()
    return node


class _Builder:
    """Recurses no deeper than the limits allow."""

    def __init__(self, source: ValueSource, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self.faults = Faults(limits)
        self.nodes = 0

    def build(self, value: object, start: int, depth: int) -> Node:
        """Build one node and all below."""
        self._count(start)
        nested = isinstance(value, MappingABC | list | tuple)
        if nested and depth >= self.limits.depth:
            too_deep(self.faults, self.source.place(start), self.limits)
        if isinstance(value, MappingABC):
            return self._mapping(value, start, depth + 1)
        if isinstance(value, list | tuple):
            return self._sequence(value, start, depth + 1)
        return self._scalar(value, start)

    def _count(self, start: int) -> None:
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            too_many(self.faults, self.source.place(start), self.limits)

    def _mapping(self, value: MappingABC[object, object], start: int, depth: int) -> Mapping:
        node = Mapping(self.source, start)
        source, steps, add = self.source, self.source.steps, node.entries.append
        seen = None if all(type(key) is str for key in value) else set[str]()
        for key, below in value.items():
            name = str(key) if seen is None else self._key(key, start)
            if name is None:
                continue
            step = len(steps)
            steps.append((start, name))
            if seen is not None:
                self._refuse_twin(name, step, seen)
            self._count(step)
            scalar = Scalar(source, step, name, '"', name)
            if type(below) is str:  # as most values are
                self._count(step)
                add((scalar, Scalar(source, step, below, '"', below)))
            else:
                add((scalar, self.build(below, step, depth)))
        return node

    def _key(self, key: object, start: int) -> str | None:
        if isinstance(key, str):
            return str.__str__(key)
        if isinstance(key, int) and not isinstance(key, bool) and not _too_large(key):
            return str(int(key))
        what = message("a key must be text, not {kind}", kind=type(key).__name__)
        self.faults.add(self.source.place(start), what, message("use text for keys"))
        return None

    def _refuse_twin(self, name: str, step: int, seen: set[str]) -> None:
        if name not in seen:
            seen.add(name)
            return
        what = message("{key} is given twice, as a text and as a number", key=name)
        self.faults.add(self.source.place(step), what, message("keep one of the two"))

    def _sequence(self, value: list[object] | tuple[object, ...], start: int, depth: int) -> Sequence:
        node = Sequence(self.source, start)
        for index, item in enumerate(value):
            node.items.append(self.build(item, self.source.step(start, index), depth))
        return node

    def _scalar(self, value: object, start: int) -> Scalar:
        native = _native(value)
        if native is None and value is not None:
            self._refuse(value, start)
        elif isinstance(native, int | float | Decimal) and _too_large(native):
            what = message("the number is infinite, undefined or too large")
            self.faults.add(self.source.place(start), what, message("use None for what is not known"))
            native = None
        if isinstance(native, str):
            return Scalar(self.source, start, native, '"', native)
        return Scalar(self.source, start, _written(native), "", native)

    def _refuse(self, value: object, start: int) -> None:
        what = message("values of the type {kind} can't be read", kind=type(value).__name__)
        hint = message("give text, numbers, booleans, dates, None, lists or mappings")
        self.faults.add(self.source.place(start), what, hint)


def _native(value: object) -> Native:
    """Strip what a subclass adds; None for anything that is not a scalar."""
    if value is None or isinstance(value, bool | date | Decimal):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, Integral):
        return int(value)
    return float(value) if isinstance(value, Real) else None


def _too_large(number: float | Decimal) -> bool:
    """Whether it is beyond every float; NaN counts as such."""
    try:
        return not math.isfinite(float(number))
    except (OverflowError, ValueError):  # a whole number without end, a signalling NaN
        return True


def _written(native: Native) -> str:
    if native is None or isinstance(native, bool):
        return _LITERALS[native]
    return native.isoformat() if isinstance(native, date) else str(native)
