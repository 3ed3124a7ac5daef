"""What an inference asks for, in words: its premises, and how many of them must hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb

from ccrules.documenting.blocks import Code, Item, Line, Part, Soft
from ccrules.documenting.writing import Writing
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.ruleset.model import Inference, Premise
from ccrules.text.grammar import inside


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must hold for an inference to fire.

    Attributes:
        always: premises that all alternatives share.
        number: how many of ``some`` must hold beside; 0 if there are none.
        some: the premises of which that many must hold.
        groups: where it is no such number, the groups one of which must hold.
    """

    always: tuple[Premise, ...]
    number: int = 0
    some: tuple[Premise, ...] = ()
    groups: tuple[tuple[Premise, ...], ...] = ()


def wanted(rule: Inference) -> Wanted:
    """The premises of an inference as its author thought of them: all of these, and so many of those."""
    keyed = [{_key(one): one for one in some} for some in rule.alternatives]
    shared = [key for key in keyed[0] if all(key in some for some in keyed)] if keyed else []
    always = tuple(keyed[0][key] for key in shared)
    rest = [tuple(key for key in some if key not in shared) for some in keyed]
    if not any(rest):
        return Wanted(always)
    every = {key: one for some in keyed for key, one in some.items() if key not in shared}
    number = len(rest[0])
    if all(len(some) == number for some in rest) and len({frozenset(some) for some in rest}) == comb(
        len(every), number
    ):
        return Wanted(always, number, tuple(every.values()))
    return Wanted(always, groups=tuple(tuple(every[key] for key in some) for some in rest))


def _key(one: Premise) -> tuple[str, ...]:
    return (
        one.kind,
        one.name,
        one.alias,
        repr(sorted(one.where.items(), key=str)),
        repr(sorted(one.same.items())),
    )


def premises(rule: Inference, writing: Writing) -> Iterator[Item]:
    """What an inference asks for, as a list."""
    found, named = wanted(rule), _named(rule)
    yield from (Item(_premise(one, named, writing)) for one in found.always)
    some = tuple(Item(_premise(one, named, writing)) for one in found.some)
    if some:
        of = writing.say("premise.any" if found.number == 1 else "premise.at_least", n=found.number)
        yield Item((of,), some)
    if found.groups:
        groups = tuple(Item(_together(group, named, writing)) for group in found.groups)
        yield Item((writing.say("premise.one_of"),), groups)


def _together(group: Sequence[Premise], named: frozenset[str], writing: Writing) -> Line:
    parts: list[Part] = []
    for one in group:
        parts += [f" {writing.say('premise.and')} "] if parts else []
        parts += _premise(one, named, writing)
    return tuple(parts)


def _named(rule: Inference) -> frozenset[str]:
    """The aliases that something refers to."""
    joins = {
        target.partition(".")[0] for some in rule.alternatives for one in some for target in one.same.values()
    }
    return frozenset(joins | {rule.about})


def _premise(one: Premise, named: frozenset[str], w: Writing) -> Line:
    parts: list[Part] = [*_what(one, w)]
    if one.where:
        parts.append(f" {w.say('premise.where')} ")
        parts.append(
            f" {w.say('premise.and')} ".join(_held(one, name, value, w) for name, value in one.where.items())
        )
    for own, target in one.same.items():
        parts += _join(own, target, w)
    if one.alias in named and one.alias:
        parts += [Soft(f" – {w.say('premise.called')} "), Code(one.alias)]
    return tuple(parts)


def _what(one: Premise, w: Writing) -> Line:
    if one.kind == "fact":
        link = w.paths.link("vocabulary", one.name, inside(w.type_label(one.name)))
        if w.method.vocabulary[one.name].singleton or one.name == ORGANISATION:
            return (link,)
        return (f"{w.say('premise.fact')} ", link)
    if one.kind == "conclusion":
        rules = w.relations.leading_to.get(one.name, ())
        return (f"{w.say('premise.conclusion')} ", *(w.conclusion(rules[0]) if rules else (Code(one.name),)))
    return (*w.check(one.name), f" – {w.say(f'premise.{one.kind}')}")


def _held(one: Premise, name: str, value: object, w: Writing) -> str:
    """An attribute of a fact, or of a conclusion's subject, and the value it must have."""
    attribute = w.method.vocabulary.attribute(one.name, name) if one.kind == "fact" else None
    if attribute is None:
        return w.say("premise.value", name=name, value=w.value(value))
    told = w.value(value, attribute.unit, attribute.labels)
    return w.say("premise.value", name=w.attribute_label(attribute), value=told)


def _join(own: str, target: str, w: Writing) -> Line:
    alias, _, name = target.partition(".")
    if own == "subject" and name in ("", "subject"):
        return (f"{w.say('premise.about')} ", Code(alias))
    return (f"{w.say('premise.joined')} ", Code(f"{own} = {target}"))
