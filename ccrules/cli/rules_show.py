"""``ccrules rules show``: one check, inference, recommendation or parameter in full."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import click

from ccrules.cli.options import option, with_rulesets
from ccrules.cli.shape import Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import say, write_out
from ccrules.cli.work import load_method
from ccrules.errors import NOWHERE, Place, Problem, UsageError, message, suggestion
from ccrules.text import localise, shown

if TYPE_CHECKING:
    from ccrules.ruleset.model import Method, Premise, Source

#: Fields that say nothing to a reader, or that are printed otherwise.
_HIDDEN = frozenset({"id", "name", "question", "set_at", "set_before", "run"})


@make_command(
    "show", message("Show checks, inferences, recommendations or parameters in full, by id or name.")
)
@click.argument("names", nargs=-1, required=True, metavar="ID...")
@option("--origin", is_flag=True, says=message("say for each field which file set it"))
@with_rulesets
def command(run: Run, names: tuple[str, ...], origin: bool) -> int:
    """Show what is asked for."""
    method, _ = load_method(run)
    found = _find(names, method)
    texts = [_described(name, found[name], run.language, origin=origin) for name in names]
    if origin:
        texts.append(_precedence(method, run))
    write_out("\n\n".join(texts))
    return 0


def _find(names: tuple[str, ...], method: Method) -> dict[str, Any]:
    everything = {**method.parameters, **method.recommendations, **method.inferences, **method.checks}
    for kind in ("recommendation", "inference", "check"):
        everything |= {old: everything[new] for old, new in method.aliases.get(kind, {}).items()}
    unknown = [name for name in names if name not in everything]
    if unknown:
        raise UsageError(
            Problem(
                NOWHERE, message("there is nothing called {name}", name=name), suggestion(name, everything)
            )
            for name in unknown
        )
    return {name: everything[name] for name in names}


@dataclass(frozen=True, slots=True)
class _Line:
    """One field: its name as in a ruleset, and its value."""

    name: str
    value: str


def _described(name: str, item: Any, language: str, *, origin: bool) -> str:
    lines = list(_lines(item, language))
    width = max(len(line.name) for line in lines)
    body = []
    for line in lines:
        body.append(
            f"  {line.name:<{width}}  {line.value}" + (f"  [{_set_at(item, line.name)}]" if origin else "")
        )
        body += [f"  {'':<{width}}  {text}" for text in _earlier(item, line.name, language)] if origin else []
    return "\n".join([f"{item.id if hasattr(item, 'id') else name}  {item.place}", *body])


def _set_at(item: Any, name: str) -> Place:
    place: Place = getattr(item, "set_at", {}).get(name, item.place)
    return place


def _earlier(item: Any, name: str, language: str) -> Iterator[str]:
    """What the field held before, the latest first."""
    for one in reversed(getattr(item, "set_before", {}).get(name, ())):
        value = " ".join(_shown(one.value, language).split()) or "-"
        yield say(message("before: {value}  [{place}]", value=value, place=one.place), language)


def _precedence(method: Method, run: Run) -> str:
    """Who may set a field, in the order in which they do; the last one counts."""
    lines = [say(message("Precedence, the last one counts:"), run.language)]
    lines += [f"  {one.name} {one.version}" for one in method.rulesets]
    profiles = [one.name for one in method.profiles.values() if one.chosen]
    lines += [say(message("  profile {name}", name=name), run.language) for name in profiles]
    lines += [f"  --param {name}" for name in run.parameters]
    return "\n".join(lines)


def _lines(item: Any, language: str) -> Iterator[_Line]:
    """Every field that says something, in the order of the model."""
    for field in fields(item):
        value = getattr(item, field.name)
        says_nothing = isinstance(value, Place) or value in (None, "", (), {}, False)
        if field.name not in _HIDDEN and not says_nothing:
            yield _Line(field.name, " ".join(_shown(value, language).split()))


def _shown(value: Any, language: str) -> str:
    """A field's value on one line."""
    if isinstance(value, Mapping):
        return _shown_mapping(value, language)
    if isinstance(value, tuple):
        return ", ".join(_shown(part, language) for part in value)
    kind = type(value).__name__
    return _FORMS[kind](value) if kind in _FORMS else shown(value, language)


def _shown_mapping(value: Mapping[str, Any], language: str) -> str:
    """A text in the language wanted, or named parts."""
    if all(isinstance(text, str) for text in value.values()):
        return localise(value, language)
    return "; ".join(f"{name} = {_shown(part, language)}" for name, part in value.items())


def _source(source: Source) -> str:
    return ", ".join(part for part in (source.title, source.section, source.url) if part)


def _premise(premise: Premise) -> str:
    conditions = [f"{name} = {value}" for name, value in {**premise.where, **premise.same}.items()]
    alias = f" as {premise.alias}" if premise.alias else ""
    return f"{premise.kind} {premise.name}{alias}" + (f" [{', '.join(conditions)}]" if conditions else "")


#: How the parts of a method are written, by the name of their class.
_FORMS: Mapping[str, Callable[[Any], str]] = {
    "Written": lambda written: str(written.text),
    "Source": _source,
    "Premise": _premise,
}
