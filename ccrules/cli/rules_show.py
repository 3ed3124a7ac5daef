"""``ccrules rules show``: one check, inference, parameter, attribute or whatever else, in full."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
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
_HIDDEN = frozenset({"id", "name", "question", "set_at", "set_before", "run", "alternatives", "attributes"})
#: Fields that follow from others: what tells where they were set.
_TOLD_WITH = {"set_by": "value", "loosened_by": "loosened"}


@make_command(
    "show",
    message(
        "Show checks, inferences, conclusions, recommendations, parameters, profiles, entity types or "
        "attributes (mailbox.tracked) in full, by id or name."
    ),
)
@click.argument("names", nargs=-1, required=True, metavar="ID...")
@option("--origin", is_flag=True, says=message("say for each field which file set it"))
@with_rulesets
def command(run: Run, names: tuple[str, ...], origin: bool) -> int:
    """Show what is asked for."""
    method, _ = load_method(run)
    found = _find(names, method)
    texts = [
        _described(name, item, _lines(item, run.language, method), run.language, origin=origin)
        for name in names
        for item in found[name]
    ]
    if origin:
        texts.append(_precedence(method, run))
    write_out("\n\n".join(texts))
    return 0


def _find(names: tuple[str, ...], method: Method) -> dict[str, list[Any]]:
    everything = _everything(method)
    unknown = [name for name in names if name not in everything]
    if unknown:
        raise UsageError(
            Problem(
                NOWHERE, message("there is nothing called {name}", name=name), suggestion(name, everything)
            )
            for name in unknown
        )
    return {name: everything[name] for name in names}


def _everything(method: Method) -> dict[str, list[Any]]:
    """All that can be shown, by name; of a conclusion the rules that lead to it."""
    entities = {kind.name: kind for kind in method.vocabulary}
    attributes = {
        f"{kind.name}.{one.name}": one for kind in method.vocabulary for one in kind.attributes.values()
    }
    single: tuple[Mapping[str, Any], ...] = (
        attributes, entities, method.profiles, method.parameters, method.recommendations,
        method.inferences, method.checks,
    )  # fmt: skip
    rules: dict[str, list[Any]] = {}
    for rule in method.inferences.values():
        rules.setdefault(rule.conclusion, []).append(rule)
    found = {**rules, **{name: [item] for items in single for name, item in items.items()}}
    for kind in ("recommendation", "inference", "check"):
        found |= {old: found[new] for old, new in method.aliases.get(kind, {}).items()}
    return found


@dataclass(frozen=True, slots=True)
class _Line:
    """One field: its name as in a ruleset, its value, and its place where it has one of its own."""

    name: str
    value: str
    place: Place | None = None


def _described(name: str, item: Any, found: Iterable[_Line], language: str, *, origin: bool) -> str:
    lines = list(found)
    width = max((len(line.name) for line in lines), default=0)
    body = []
    for line in lines:
        where = f"  [{line.place or _set_at(item, line.name)}]" if origin else ""
        body.append(f"  {line.name:<{width}}  {line.value}{where}")
        body += [f"  {'':<{width}}  {text}" for text in _earlier(item, line.name, language)] if origin else []
    return "\n".join([f"{item.id if hasattr(item, 'id') else name}  {_declared_at(item)}", *body])


def _set_at(item: Any, name: str) -> Place:
    """Where a field was set; who set it is told where the value is."""
    places: Mapping[str, Place] = getattr(item, "set_at", {})
    return places.get(_TOLD_WITH.get(name, name)) or _declared_at(item)


def _declared_at(item: Any) -> Place:
    """Where a thing was declared, whoever changed it afterwards."""
    earlier = next(iter(getattr(item, "set_before", {}).values()), ())
    place: Place = earlier[0].place if earlier else item.place
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


def _lines(item: Any, language: str, method: Method) -> Iterator[_Line]:
    """Every field that says something, in the order of the model, and what belongs to it."""
    alternatives = getattr(item, "alternatives", ())
    if alternatives:
        yield _Line("when", _either(alternatives))
    yield from _fields(item, language)
    for attribute in getattr(item, "attributes", {}).values():
        yield _Line(
            f".{attribute.name}", ", ".join(filter(None, (attribute.type, attribute.unit))), attribute.place
        )
    readers = _readers(item, method)
    if readers:
        yield _Line("checks", ", ".join(readers))


def _either(alternatives: tuple[tuple[Premise, ...], ...]) -> str:
    each = [" and ".join(map(_premise, premises)) for premises in alternatives]
    alone = len(each) == 1 or all(len(premises) == 1 for premises in alternatives)
    return " or ".join(each if alone else (f"({one})" for one in each))


def _readers(item: Any, method: Method) -> list[str]:
    """The checks that read an attribute, directly or behind computed ones; of other things none."""
    from ccrules.conditions.supposing import read_by
    from ccrules.facts.vocabulary import Attribute
    from ccrules.ruleset.questions import expressions

    if not isinstance(item, Attribute):
        return []
    keys = {(kind.name, item.name) for kind in method.vocabulary if kind.attributes.get(item.name) is item}
    asking = (check for check in method.checks.values() if check.question)
    read = {check.id: read_by(method.derived, list(expressions(check.question))) for check in asking}
    return [name for name, found in read.items() if keys & found]


def _fields(item: Any, language: str) -> Iterator[_Line]:
    for field in fields(item):
        value = getattr(item, field.name)
        says_nothing = isinstance(value, Place) or value is False or value in (None, "", (), {})
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
