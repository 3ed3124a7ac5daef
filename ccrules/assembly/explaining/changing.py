"""Changes of facts in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ccrules.assembly.context import json_value
from ccrules.assembly.explaining.explained import Explained
from ccrules.assembly.explaining.reversing import AIMS
from ccrules.assembly.explaining.sentences import Sentences
from ccrules.conditions.limits import Quantity
from ccrules.conditions.thresholds import Limit
from ccrules.conditions.turning import Change, Move
from ccrules.facts.base import Entity, fact_name
from ccrules.facts.vocabulary import Attribute
from ccrules.text import entity_name, listing, shown
from ccrules.values import NONE, PartialSet, Series

#: Ways that are printed; the rest is counted.
MOST_PRINTED = 8
#: Entities or values that one way names.
MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of an attribute, apart from whose it is.

    Attributes:
        phrase: the key of the phrase.
        value: the value in words; empty if the phrase needs none.
    """

    phrase: str
    value: str = ""


class Changing:
    """Says what would turn a verdict.

    Args:
        sentences: names of things, and the values of expressions.
    """

    def __init__(self, sentences: Sentences) -> None:
        self.sentences, self.naming, self.phrases = sentences, sentences.naming, sentences.phrases
        self.language = sentences.naming.language

    # --- words -----------------------------------------------------------------------

    def lines(self, found: Explained) -> Iterator[str]:
        """The ways to turn a verdict, one per line, the heading first.

        Args:
            found: an explained outcome.
        """
        if found.turned is None:
            return
        limits, ways = self._limits(found), list(self._ways(found))
        aim, reached = AIMS[found.verdict][0], [change.outcome for change in found.turned.changes]
        if reached and reached[0] != aim:
            yield from self._list(aim, limits)
            yield from self._list(reached[0], ways)
        else:
            yield from self._list(aim, [*limits, *ways])
        if found.check.over_outcomes:
            yield self._sentence("turned by outcomes")
        elif not ways:
            key = "nothing changes it" if found.turned.complete else "nothing found"
            yield self._sentence(key)

    def _list(self, outcome: str, changes: list[str]) -> Iterator[str]:
        if changes:
            yield f"{self._sentence(f'would {outcome}', change='').rstrip()}"
        yield from (f"  - {self.phrases.typeset(change)}" for change in changes[:MOST_PRINTED])
        if len(changes) > MOST_PRINTED:
            yield f"  {self._sentence('more changes', n=len(changes) - MOST_PRINTED)}"

    def _sentence(self, key: str, **values: object) -> str:
        return self.phrases.sentence(self.phrases(key, **values))

    def _limits(self, found: Explained) -> list[str]:
        return [self._limit(one) for one in found.quantities]

    def _would(self, outcome: str, change: str) -> str:
        return self.phrases(f"would {outcome}", change=change)

    def _limit(self, found: Quantity) -> str:
        name = self.sentences.noun(found.node, found.trace.place)
        unit = self.naming.unit_and_labels(found.node)[0] or self.naming.unit_and_labels(found.beside)[0]
        value = self._bound(found.limit, lambda value: self.naming.written(value, unit))
        change = self.phrases("becomes", name=name, value=value)
        return self.phrases("now", change=change, now=self.naming.value(found.node, found.now, unit))

    def _bound(self, limit: Limit, form: Any) -> str:
        """A limit in words; a single value where nothing lies beyond or not all of it has turned."""
        if not limit.beyond or limit.last:
            return str(form(limit.sample))
        key = bound_key(limit).replace("_", " ")
        value = form(limit.value)
        if hasattr(limit.value, "toordinal"):
            return self.phrases(f"date {key}", value=value)
        return self.phrases(key, value=value)

    # --- facts -----------------------------------------------------------------------

    def _ways(self, found: Explained) -> Iterator[str]:
        assert found.turned is not None
        single = [change for change in found.turned.changes if len(change.moves) == 1]
        for moves in self._together([change.moves[0] for change in single]):
            yield self._moves(moves, found.subject)
        for change in found.turned.changes:
            if len(change.moves) > 1:
                texts = [self._moves([move], found.subject) for move in change.moves]
                yield listing(texts, self.language)

    def _together(self, moves: Iterable[Move]) -> list[list[Move]]:
        """Moves that one sentence can tell: the same of several entities, or several values of one."""
        same: dict[Any, list[Move]] = {}
        for move in moves:
            lever = move.lever
            key = (lever.entity._type.name, lever.attribute.name, self._effect(move))
            same.setdefault(key, []).append(move)
        joined: dict[Any, list[Move]] = {}
        for (type_name, name, effect), some in same.items():
            alone = len(some) == 1 and effect.value and some[0].limit is None
            owner = id(some[0].lever.entity)
            about = (owner, name, effect.phrase) if alone else (type_name, name, effect)
            joined.setdefault(about, []).extend(some)
        return list(joined.values())

    def _moves(self, moves: list[Move], subject: Entity) -> str:
        first, effect = moves[0], self._effect(moves[0])
        if len({id(move.lever.entity) for move in moves}) > 1:
            return self.phrases(effect.phrase, name=self._of_several(moves), value=effect.value)
        values = [self._effect(move).value for move in moves]
        name = self._name(first.lever.attribute, first.lever.stored, first.lever.entity, subject)
        change = self.phrases(effect.phrase, name=name, value=self._or(values))
        return self.phrases("now", change=change, now=self._value(first, first.now))

    def _name(self, attribute: Attribute, stored: Any, entity: Entity | None, subject: Entity | None) -> str:
        name = self.naming.attribute(attribute)
        if entity is not None:
            name = self.naming.owned(name, entity, subject)
        return self.phrases("latest", series=name) if isinstance(stored, Series) else name

    def _of_several(self, moves: list[Move]) -> str:
        lever = moves[0].lever
        names = self._or([entity_name(move.lever.entity, self.language) for move in moves])
        return f"{self._name(lever.attribute, lever.stored, None, None)} {self.phrases.of(names)}"

    def _or(self, names: list[str]) -> str:
        if len(names) <= MOST_NAMED + 1:
            return listing(names, self.language, join="or")
        some = ", ".join(names[:MOST_NAMED])
        return self.phrases("or others", names=some, n=shown(len(names) - MOST_NAMED, self.language))

    def _effect(self, move: Move) -> Effect:
        attribute = move.lever.attribute
        if move.any_of:
            return Effect("became filled" if attribute.set else "became there")
        if attribute.set:
            return self._set_effect(move)
        if move.then is NONE:
            return Effect("became gone")
        if move.limit is not None:
            return Effect("becomes", self._bound(move.limit, lambda value: self._value(move, value)))
        return Effect("becomes", self._value(move, move.then))

    def _set_effect(self, move: Move) -> Effect:
        before, after = _members(move.now), _members(move.then)
        phrase, changed = ("included", after - before) if after - before else ("excluded", before - after)
        return Effect(phrase, self._value(move, changed))

    def _value(self, move: Move, value: Any) -> str:
        attribute = move.lever.attribute
        return self.naming.written(value, attribute.unit, attribute.labels)

    # --- data ------------------------------------------------------------------------

    def data(self, found: Explained) -> dict[str, Any]:
        """The same as JSON; empty if no change of facts turns the verdict.

        Args:
            found: an explained outcome.
        """
        if found.turned is None:
            return {}
        return {
            "complete": found.turned.complete,
            "facts": [self._change(change, found.subject) for change in found.turned.changes],
            "limits": [self._quantity(one, AIMS[found.verdict][0]) for one in found.quantities],
        }

    def _change(self, change: Change, subject: Entity) -> dict[str, Any]:
        texts = [self._moves([move], subject) for move in change.moves]
        text = self._would(change.outcome, listing(texts, self.language))
        return {
            "text": self.phrases.sentence(text),
            "outcome": change.outcome,
            "facts": [_move(move) for move in change.moves],
        }

    def _quantity(self, found: Quantity, outcome: str) -> dict[str, Any]:
        return {
            "text": self.phrases.sentence(self._would(outcome, self._limit(found))),
            "outcome": outcome,
            "part": found.trace.text,
            "now": json_value(found.now.low if found.now.decided else [found.now.low, found.now.high]),
            **_limit(found.limit),
        }


def _move(move: Move) -> dict[str, Any]:
    data = {"fact": fact_name(move.lever.entity, move.lever.attribute), "now": json_value(move.now)}
    if move.any_of:
        return data | {"then": {"state": "known"}}
    data["then"] = json_value(move.then)
    return data | (_limit(move.limit) if move.limit is not None else {})


def _limit(limit: Limit) -> dict[str, Any]:
    if not limit.beyond or limit.last:
        return {"then": json_value(limit.sample)}
    return {bound_key(limit): json_value(limit.value)}


def bound_key(limit: Limit) -> str:
    """``at_least``, ``more_than``, ``at_most`` or ``less_than``."""
    if limit.upwards:
        return "at_least" if limit.included else "more_than"
    return "at_most" if limit.included else "less_than"


def _members(value: Any) -> frozenset[Any]:
    known = value._members if isinstance(value, PartialSet) else value
    return known if isinstance(known, frozenset) else frozenset()
