"""The missing facts, each with what waits for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import chain

from ccrules import assessment as parts
from ccrules.assembly.context import MOST_SINGLE, SAMPLE, Context, attribute_key
from ccrules.conditions.missing import TODAY, Group
from ccrules.engine.checks import Outcomes
from ccrules.errors import message
from ccrules.facts.vocabulary import Attribute
from ccrules.text import localise
from ccrules.text.grammar import inside


@dataclass(slots=True)
class _Waiting:
    """What waits for one missing fact, or for several."""

    checks: set[str] = field(default_factory=set)
    outcomes: int = 0

    def add(self, checks: Iterable[str], outcomes: int) -> None:
        self.checks.update(checks)
        self.outcomes += outcomes


def gaps(context: Context) -> tuple[parts.Gap, ...]:
    """The missing facts, those that most outcomes wait for first.

    More than 20 of one attribute stand together.
    """
    by_attribute: dict[tuple[str, str], dict[str, _Waiting]] = {}
    for fact, waiting in _by_fact(context).items():
        by_attribute.setdefault(attribute_key(fact), {})[fact] = waiting
    found: list[parts.Gap] = []
    for (type_name, attribute), single in by_attribute.items():
        if len(single) > MOST_SINGLE:
            found.append(_gap(context, f"{type_name}/*.{attribute}", _merged(single.values()), single))
        else:
            found += [_gap(context, fact, waiting) for fact, waiting in single.items()]
    return tuple(sorted(found, key=lambda gap: (-gap.blocks, gap.fact)))


def _by_fact(context: Context) -> dict[str, _Waiting]:
    """What waits for each fact.

    A check over outcomes waits for what they wait for; it counts only where nothing else does.
    """
    found = context.outcomes.values()
    single = _waiting(context, (one for one in found if not one.check.over_outcomes))
    later = _waiting(context, (one for one in found if one.check.over_outcomes))
    return later | single


def _waiting(context: Context, outcomes: Iterable[Outcomes]) -> dict[str, _Waiting]:
    """What waits for each fact; facts that many outcomes lack together are looked at once."""
    single: dict[str, _Waiting] = defaultdict(_Waiting)
    groups: dict[Group, _Waiting] = defaultdict(_Waiting)
    for found in outcomes:
        check, lacks = found.check.id, context.lacks(found)
        for fact, number in Counter(chain.from_iterable(one.own for one in lacks)).items():
            single[fact].add((check,), number)
        for group, number in Counter(one.group for one in lacks).items():
            groups[group].add((check,), number)
    for group, waiting in groups.items():
        for fact in group.names:
            single[fact].add(waiting.checks, waiting.outcomes)
    return single


def _merged(several: Iterable[_Waiting]) -> _Waiting:
    merged = _Waiting()
    for one in several:
        merged.add(one.checks, one.outcomes)
    return merged


def _gap(context: Context, name: str, waiting: _Waiting, facts: Collection[str] = ()) -> parts.Gap:
    """A missing fact, or all those of one attribute."""
    attribute = context.attribute_of(name)
    return parts.Gap(
        fact=name,
        label=_label(context, name, attribute),
        question=localise(attribute.question, context.language) if attribute else _whole(context, name),
        ask=localise(attribute.ask, context.language) if attribute else "",
        count=len(facts) or 1,
        sample=tuple(nsmallest(SAMPLE, facts)),
        checks=tuple(sorted(waiting.checks)),
        blocks=waiting.outcomes,
    )


def _whole(context: Context, name: str) -> str:
    """What to ask where a list, or whether there is a thing at all, is not known."""
    if name.endswith("[]"):
        return context.say(message("What is the full list, or at least the number?"))
    return context.say(message("Is there one?")) if name in context.base.vocabulary.types else ""


def _label(context: Context, name: str, attribute: Attribute | None) -> str:
    if attribute is not None:
        return context.attribute_label(attribute)
    if name == TODAY:
        return context.say(message("date of the assessment"))
    type_name = name.removesuffix("[]")
    if name.endswith("[]") and type_name in context.base.collections:
        return context.say(message("complete list of {things}", things=inside(context.type_label(type_name))))
    return context.type_label(type_name) if type_name in context.base.vocabulary.types else name
