"""A method as bytes and back, so that what was read and checked once need not be read again.

Sources and functions of plugins are named, not packed: the texts are at hand, as they are read for the
hash of the ruleset, and functions are those of the running plugins. What comes back is built of a
method's own classes and nothing else, whatever the bytes say.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from types import MappingProxyType, MethodType
from typing import Any

from ccrules.conditions.functions import PluginFunction
from ccrules.documents import LIMITS, Scalar
from ccrules.documents.decoding import decode
from ccrules.documents.source import YamlSource
from ccrules.errors import Place
from ccrules.ruleset.model import Method

_PROTOCOL = 5
_OURS = "ccrules."
#: Of Python's own classes those that values of rulesets have.
_VALUES = frozenset((("datetime", "date"), ("decimal", "Decimal"), ("fractions", "Fraction")))
#: What reading back may raise where bytes were packed by other code.
_UNREADABLE = (
    pickle.UnpicklingError,
    EOFError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    ImportError,
)


def pack(method: Method) -> bytes | None:
    """Turn a method into bytes.

    Args:
        method: a method without functions of its own.

    Returns:
        The bytes; None if it holds something that can't be told in bytes, such as a Python function.
    """
    stream = io.BytesIO()
    try:
        _Packer(stream, _PROTOCOL).dump(method)
    except (pickle.PicklingError, TypeError, AttributeError):
        return None
    return stream.getvalue()


def unpack(
    content: bytes, texts: Mapping[str, bytes], functions: Mapping[str, PluginFunction]
) -> Method | None:
    """Turn bytes into the method again.

    Args:
        content: what :func:`pack` gave.
        texts: the content of the ruleset's files, by their name in places.
        functions: functions that plugins add to the condition language, by name.

    Returns:
        The method; None if the bytes are not one, or need a text or a function that is not there.
    """
    try:
        method = _Unpacker(content, texts, functions).load()
    except _UNREADABLE:
        return None
    return method if isinstance(method, Method) else None


class _Packer(pickle.Pickler):
    def persistent_id(self, obj: Any) -> tuple[str, str] | None:
        """Name what is not packed."""
        if obj.__class__ is YamlSource:
            return "source", obj.file
        return ("function", obj.name) if obj.__class__ is PluginFunction else None

    def reducer_override(self, obj: Any) -> Any:
        """Tell an object by its class and fields: a third of the time to read of what Python would do."""
        kind = obj.__class__
        if kind is Scalar:
            return Scalar, (obj.source, obj.start, obj.text, obj.style, obj.value)
        if kind is MethodType and obj.__func__ is Scalar.place_at:
            return place_at, (obj.__self__,)
        if kind is MappingProxyType:
            return frozen, (dict(obj),)
        names = _fields(kind)
        return (kind, tuple([getattr(obj, name) for name in names])) if names else NotImplemented


class _Unpacker(pickle.Unpickler):
    def __init__(
        self, content: bytes, texts: Mapping[str, bytes], functions: Mapping[str, PluginFunction]
    ) -> None:
        super().__init__(io.BytesIO(content))
        self._texts, self._functions = texts, functions
        self._sources: dict[str, YamlSource] = {}

    def persistent_load(self, pid: Any) -> YamlSource | PluginFunction:
        """Find what was named."""
        kind, name = pid
        if kind == "function":
            return self._functions[name]
        if name not in self._sources:
            self._sources[name] = YamlSource(name, decode(self._texts[name], name, LIMITS))
        return self._sources[name]

    def find_class(self, module: str, name: str) -> Any:
        """Let the classes of a method through, and nothing else."""
        if (module, name) in _VALUES:
            return getattr(import_module(module), name)
        found = getattr(import_module(module), name) if module.startswith(_OURS) else None
        if found in (place_at, frozen) or (isinstance(found, type) and _is_plain(found)):
            return found
        raise pickle.UnpicklingError(name)


def place_at(scalar: Scalar) -> Callable[[int], Place]:
    """What tells the places in a text."""
    return scalar.place_at


def frozen(values: dict[str, Any]) -> Mapping[str, Any]:
    """The values of a message."""
    return MappingProxyType(values)


def _is_plain(kind: type) -> bool:
    """Whether a class holds data and does nothing when it is built."""
    return kind is Scalar or is_dataclass(kind) or issubclass(kind, Enum)


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """The fields of a class that takes all of them, by position; none of any other class."""
    if not is_dataclass(kind) or "__reduce__" in vars(kind):
        return ()
    known = fields(kind)
    return tuple(one.name for one in known) if all(one.init and not one.kw_only for one in known) else ()
