"""Texts that only print values, such as ``{{ flow.id }}: {{ flow.volume | number }}``.

Most texts of a ruleset are of this kind. They are taken apart here and filled in without Jinja,
whose parser and compiler take far longer than all the rest of reading a ruleset. The result is
the same; what is written in any other way is left to Jinja.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ccrules.text.choices import attribute_seen
from ccrules.values import NotPlain

_NAME = r"[A-Za-z][A-Za-z0-9_]*"
_CONSTANT = r"""(?:'[^'"\\\n]*'|"[^'"\\\n]*"|[0-9]{1,6})"""
_TAG = re.compile(
    rf"\{{\{{[ ]*(?P<path>{_NAME}(?:\.{_NAME})*)[ ]*"
    rf"(?:\|[ ]*(?P<filter>{_NAME})(?:\((?P<constants>{_CONSTANT}(?:,[ ]*{_CONSTANT})*)\))?[ ]*)?\}}\}}"
)
_CONSTANTS = re.compile(_CONSTANT)
_OTHER_TAGS = re.compile(r"\{[{%#]|\{$|\r")
#: The filters of this project; with their own constants they do the same in and out of Jinja.
FILTERS = frozenset(
    {"number", "percent", "date", "duration", "shown", "rhythm", "plural", "names", "elide", "otherwise"}
)
#: Names that mean something else in Jinja.
_TAKEN = frozenset(
    {
        "and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "True", "False", "None",
        "self", "super", "caller", "loop", "varargs", "kwargs", "recursive", "ignore", "with", "without",
    }
)  # fmt: skip


class Printed(NamedTuple):
    """A value to be printed.

    Attributes:
        path: the name, and what is read of it.
        filter: how it is printed; empty for the usual way.
        constants: further arguments of the filter.
    """

    path: tuple[str, ...]
    filter: str
    constants: tuple[str | int, ...]


Piece = str | Printed


def pieces_of(source: str) -> tuple[Piece, ...] | None:
    """Take a text apart; None if it does more than print values.

    Args:
        source: the text as written.
    """
    source = source.removesuffix("\n")  # as Jinja does
    pieces: list[Piece] = []
    end = 0
    for tag in _TAG.finditer(source):
        pieces += (source[end : tag.start()], _printed(tag))
        end = tag.end()
    pieces.append(source[end:])
    return tuple(piece for piece in pieces if piece) if all(map(_is_plain, pieces)) else None


def _printed(tag: re.Match[str]) -> Printed:
    constants = _CONSTANTS.findall(tag["constants"] or "")
    read = (int(one) if one.isdecimal() else one[1:-1] for one in constants)
    return Printed(tuple(tag["path"].split(".")), tag["filter"] or "", tuple(read))


def _is_plain(piece: Piece) -> bool:
    if isinstance(piece, str):
        return not _OTHER_TAGS.search(piece)
    return not _TAKEN.intersection(piece.path) and (not piece.filter or piece.filter in FILTERS)


def reach(names: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """The value at the end of a path; what is not there is undefined, as in Jinja.

    Args:
        names: the values by name, as templates see them.
        path: the name, and what is read of it.
    """
    value = names[path[0]] if path[0] in names else _undefined(path[0])
    for name in path[1:]:
        value = _step(value, name)
    return value


def _undefined(name: str) -> Any:
    from ccrules.text.template_values import ENVIRONMENT

    return ENVIRONMENT.undefined(name=name)


def _step(owner: Any, name: str) -> Any:
    """An attribute; read directly where that is surely what the sandbox would do."""
    if not isinstance(owner, NotPlain):
        own = owner if owner.__class__ is dict else getattr(owner, "__dict__", {})
        if name in own and not hasattr(owner.__class__, name) and not callable(owner):
            value = own[name]
            if value.__class__ is not frozenset and value.__class__ is not set and not callable(value):
                return value if own is owner else attribute_seen(owner, name, value)
    from ccrules.text.template_values import ENVIRONMENT

    return ENVIRONMENT.getattr(owner, name)
