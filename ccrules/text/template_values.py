"""How templates reach and print values: the sandbox, its filters, and what a missing value does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ccrules.errors import InputError, Place, Problem, message
from ccrules.text import formats, grammar
from ccrules.text.choices import attribute_seen
from ccrules.values import NONE, Interval, NotPlain, OneOf, State, Undecided

#: Steps that all loops of one rendering may take together.
MAX_STEPS = 20_000
#: Names that only the machinery uses; a text can't read names with an underscore in front.
PRINTING = "_printing"
STEPS = "_steps"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!~>-])")


class Printing:
    """What one rendering carries along: language, escaping, steps left."""

    __slots__ = ("language", "markdown", "place", "steps")

    def __init__(self, language: str, markdown: bool, place: Place) -> None:
        self.language, self.markdown, self.place, self.steps = language, markdown, place, MAX_STEPS


class TextEnvironment(ImmutableSandboxedEnvironment):
    """Jinja with no globals, the filters below, and attributes that know about states."""

    intercepted_binops = frozenset(["+", "-", "*", "/"])

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute written with a dot."""
        return self._reach(obj, attribute, super().getattr)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item or attribute written in brackets."""
        return self._reach(obj, argument, super().getitem)

    def _reach(self, obj: Any, attribute: Any, plainly: Any) -> Any:
        """An attribute; of a missing entity its state, of one of several the possible values."""
        if isinstance(obj, State):
            return obj
        if isinstance(obj, OneOf):
            return OneOf(tuple(self._reach(one, attribute, plainly) for one in obj._candidates))
        found = as_seen(attribute_seen(obj, attribute, plainly(obj, attribute)))
        if callable(found) and not isinstance(found, Undefined):
            return self.undefined(obj=obj, name=str(attribute))
        return found

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic, on plain numbers only: text times a number could fill the memory."""
        for side in (left, right):
            if isinstance(side, NotPlain):
                raise Undecided
            if not isinstance(side, int | float):
                raise SecurityError(f"{operator} {type(side).__name__}")
        return super().call_binop(context, operator, left, right)


class _Missing(StrictUndefined):
    """A name that is not there; using it in any way is an error that says its name."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name)


def as_seen(value: Any) -> Any:
    """A set as an ordered tuple, so that loops do not depend on hashing; anything else as it is."""
    if not isinstance(value, frozenset | set):
        return value
    return tuple(sorted(value, key=lambda item: formats.shown(item, "en")))


def _printing(context: Mapping[str, Any] | Context) -> Printing:
    found = context[PRINTING]
    assert isinstance(found, Printing)
    return found


@pass_context
def finalize(context: Mapping[str, Any], value: Any) -> str:
    """A value as it is printed, in the language and with the escaping of the rendering."""
    printing = _printing(context)
    if isinstance(value, Undefined):
        return str(value)  # StrictUndefined raises here
    text = formats.shown(value, printing.language)
    return _escaped(text) if printing.markdown else text


def _escaped(text: str) -> str:
    text = _MARKDOWN.sub(r"\\\1", " ".join(text.split("\n")))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "&#124;")


@pass_context
def _steps(context: Context, items: Any) -> Iterator[Any]:
    """Go through a list and stop a rendering whose loops take too long."""
    printing = _printing(context)
    if isinstance(items, NotPlain):
        raise Undecided
    for item in items:
        printing.steps -= 1
        if printing.steps < 0:
            what = message("the loops of the text take more than {limit} steps", limit=MAX_STEPS)
            raise InputError(Problem(printing.place, what))
        yield item


def _on_numbers(value: Any, language: str, form: Any) -> str:
    """A format for numbers applied to a number, to both bounds of an interval, or past a state."""
    if isinstance(value, Interval):
        return formats.interval(value, language, form)
    if isinstance(value, NotPlain | bool) or not isinstance(value, int | float):
        return formats.shown(value, language)
    return str(form(value))


@pass_context
def _number(context: Context, value: Any, decimals: int | None = None) -> str:
    language = _printing(context).language
    return _on_numbers(value, language, lambda bound: formats.number(bound, language, _few(decimals)))


@pass_context
def _percent(context: Context, value: Any, decimals: int | None = None) -> str:
    language = _printing(context).language
    return _on_numbers(value, language, lambda bound: formats.percent(bound, language, _few(decimals)))


def _few(decimals: int | None) -> int | None:
    return None if decimals is None else max(0, min(int(decimals), 12))


@pass_context
def _shown(context: Context, value: Any, unit: str = "") -> str:
    return formats.shown(value, _printing(context).language, unit)


@pass_context
def _rhythm(context: Context, value: Any) -> str:
    language = _printing(context).language
    return formats.shown(value, language) if isinstance(value, NotPlain) else formats.rhythm(value, language)


@pass_context
def _plural(context: Context, count: Any, one: str, many: str) -> str:
    return grammar.plural(count, one, many, _printing(context).language)


@pass_context
def _names(context: Context, items: Any, limit: int = 0) -> str:
    language = _printing(context).language
    if isinstance(items, NotPlain | str):
        return formats.shown(items, language)
    return formats.listing([formats.shown(item, language) for item in items], language, int(limit))


@pass_context
def _otherwise(_: Context, value: Any, words: str) -> Any:
    """Words of the text's own where there is nothing: "none" fits no sentence in every language."""
    empty = isinstance(value, tuple | list) and not value
    return words if value is NONE or empty else value


@pass_context
def _elide(context: Context, following: Any, word: str) -> str:
    language = _printing(context).language
    text = formats.shown(following, language)
    return grammar.elide(word, text) if language == "fr" else f"{word} {text}"


def _known(value: Any) -> bool:
    return not isinstance(value, NotPlain | Undefined)


def _environment() -> TextEnvironment:
    environment = TextEnvironment(undefined=_Missing, finalize=finalize, autoescape=False, cache_size=0)
    kept = (
        "upper", "lower", "capitalize", "trim", "first", "last", "length", "count", "abs", "round",
        "sort", "map",
    )  # fmt: skip
    environment.filters = {name: environment.filters[name] for name in kept}
    environment.filters |= {
        STEPS: _steps, "number": _number, "percent": _percent, "date": _shown, "duration": _shown,
        "shown": _shown, "rhythm": _rhythm, "plural": _plural, "names": _names, "elide": _elide,
        "otherwise": _otherwise, "join": _join,
    }  # fmt: skip
    environment.tests = {name: environment.tests[name] for name in ("defined", "in", "eq", "even", "odd")}
    environment.tests["known"] = _known
    environment.globals = {}
    return environment


@pass_context
def _join(context: Context, items: Iterable[Any], separator: str = ", ") -> str:
    language = _printing(context).language
    return str(separator).join(formats.shown(item, language) for item in items)


ENVIRONMENT = _environment()
