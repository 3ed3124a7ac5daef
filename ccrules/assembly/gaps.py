"""The missing facts, each with what waits for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ccrules import assessment as parts
from ccrules.assembly.context import MOST_SINGLE, SAMPLE, Context, attribute_key
from ccrules.conditions.missing import TODAY
from ccrules.errors import message
from ccrules.facts.vocabulary import Attribute
from ccrules.text import localise
from ccrules.text.grammar import inside


@dataclass(slots=True)
class _Waiting:
    """What waits for one missing fact, or for all of one attribute."""

    facts: set[str] = field(default_factory=set)
    checks: set[str] = field(default_factory=set)
    outcomes: int = 0


def gaps(context: Context) -> tuple[parts.Gap, ...]:
    """The missing facts, those that most outcomes wait for first.

    More than 20 of one attribute stand together.
    """
    single = _by_fact(context)
    crowded = _crowded(single)
    merged: dict[str, _Waiting] = {}
    for fact, waiting in single.items():
        name = crowded.get(attribute_key(fact), fact)
        into = merged.setdefault(name, _Waiting())
        into.facts |= waiting.facts
        into.checks |= waiting.checks
        into.outcomes += waiting.outcomes
    found = [_gap(context, name, waiting) for name, waiting in merged.items()]
    return tuple(sorted(found, key=lambda gap: (-gap.blocks, gap.fact)))


def _by_fact(context: Context) -> dict[str, _Waiting]:
    single: dict[str, _Waiting] = {}
    for check, found in context.outcomes.items():
        for one in found.open:
            for fact in one.missing:
                waiting = single.setdefault(fact, _Waiting({fact}))
                waiting.checks.add(check)
                waiting.outcomes += 1
    return single


def _crowded(single: dict[str, _Waiting]) -> dict[tuple[str, str], str]:
    """Attributes of which many facts are missing, with the name of the group."""
    numbers: dict[tuple[str, str], int] = {}
    for fact in single:
        numbers[attribute_key(fact)] = numbers.get(attribute_key(fact), 0) + 1
    return {key: f"{key[0]}/*.{key[1]}" for key, number in numbers.items() if number > MOST_SINGLE}


def _gap(context: Context, name: str, waiting: _Waiting) -> parts.Gap:
    attribute = context.attribute_of(name)
    return parts.Gap(
        fact=name,
        label=_label(context, name, attribute),
        question=localise(attribute.question, context.language) if attribute else "",
        ask=localise(attribute.ask, context.language) if attribute else "",
        count=len(waiting.facts),
        sample=tuple(sorted(waiting.facts)[:SAMPLE]) if len(waiting.facts) > 1 else (),
        checks=tuple(sorted(waiting.checks)),
        blocks=waiting.outcomes,
    )


def _label(context: Context, name: str, attribute: Attribute | None) -> str:
    if attribute is not None:
        return context.attribute_label(attribute)
    if name == TODAY:
        return context.say(message("date of the assessment"))
    type_name = name.removesuffix("[]")
    if name.endswith("[]") and type_name in context.base.collections:
        return context.say(message("complete list: {things}", things=inside(context.type_label(type_name))))
    return context.type_label(type_name) if type_name in context.method.vocabulary.types else name
