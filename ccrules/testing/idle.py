"""Guards that make no difference: what they leave out is not applicable anyway.

``exists(forecast)`` before a condition that reads nothing but the forecast is such a guard: without a
forecast the condition is not applicable by itself. Both checks are evaluated in every state in which
the forecast is not known to be there; where it is, both guards hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.constancy import nothing_known
from ccrules.conditions.evaluator import Evaluator
from ccrules.facts.base import Collection, Entity, FactBase
from ccrules.facts.vocabulary import ORGANISATION, Vocabulary
from ccrules.ruleset.model import Check
from ccrules.values import NONE, NOT_APPLICABLE, NOT_COLLECTED, UNKNOWN


def same_without(one: Check, other: Check, vocabulary: Vocabulary) -> bool:
    """Whether two checks that differ in their guards alone surely come out the same.

    Args:
        one: a check put to the organisation.
        other: the same with another guard, or none.
        vocabulary: the entity types.
    """
    if one.question is None or other.question is None or one.subject:
        return False
    guards = [check.question.applies for check in (one, other)]
    source = _only_source([one.question.when, *(guard for guard in guards if guard is not None)])
    if source is None:
        return False
    present = all(_mask(guard, base) == p.TRUE for guard in guards for base in _with(source, vocabulary))
    return present and all(
        _outcome(guards[0], one.question.when, base) == _outcome(guards[1], one.question.when, base)
        for base in _without(source, vocabulary)
    )


def _only_source(roots: list[tree.Node]) -> str | None:
    """The one collection or singleton through which expressions read all facts; None if there are more."""
    found: set[str] = set()
    for part in (part for root in roots for part in tree.walk(root)):
        if isinstance(part, tree.Singleton | tree.Everything):
            found.add(part.name)
        elif isinstance(part, tree.Today) or (isinstance(part, tree.Call) and part.function == "age"):
            return None
    return found.pop() if len(found) == 1 and ORGANISATION not in found else None


def _with(source: str, vocabulary: Vocabulary) -> Iterator[FactBase]:
    """Facts in which the source is there, and nothing is known of it."""
    base, kind = nothing_known(vocabulary), vocabulary[source]
    entity = Entity(kind, source)
    if kind.singleton:
        yield replace(base, singletons={**base.singletons, source: entity})
    else:
        some = Collection(kind, (entity,), None, complete=False)
        yield replace(base, collections={**base.collections, source: some})


def _without(source: str, vocabulary: Vocabulary) -> Iterator[FactBase]:
    """Facts in which the source is not there, or nobody knows whether it is."""
    base, kind = nothing_known(vocabulary), vocabulary[source]
    if kind.singleton:
        for state in (NONE, NOT_APPLICABLE, UNKNOWN, NOT_COLLECTED):
            yield replace(base, singletons={**base.singletons, source: state})
        return
    lists = [Collection(kind, (), state) for state in (NOT_APPLICABLE, UNKNOWN, NOT_COLLECTED)]
    lists += [Collection(kind, (), None, complete=complete) for complete in (True, False)]
    for some in lists:
        yield replace(base, collections={**base.collections, source: some})


def _outcome(guard: tree.Node | None, when: tree.Node, base: FactBase) -> str:
    applies = _mask(guard, base)
    if not applies & p.TRUE:
        return "not_applicable"
    if applies != p.TRUE:
        return "not_assessed"
    words = {p.TRUE: "fail", p.FALSE: "pass", p.NA: "not_applicable"}
    return words.get(_mask(when, base), "not_assessed")


def _mask(node: tree.Node | None, base: FactBase) -> p.Mask:
    return p.TRUE if node is None else Evaluator(base, forgiving=True).mask(node, {})
