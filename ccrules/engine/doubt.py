"""Confidence in findings: a figure that fails coherence lowers what rests on it.

A check may say which figures of its subject are in doubt where it fails (``doubts``). Each
finding whose evidence holds such a figure, directly or behind a derived attribute, is believed
less: its confidence is the product of the factors (``doubt``) of the findings that doubt it. A
check that itself doubts a figure speaks about the figure, not from it, and is not lowered.

A fact that is not relied on in full, by its source or because it is stale (:mod:`ccrules.facts.trust`),
lowers what rests on it in the same way. Of several such facts under one finding the weakest counts:
facts declared by the same people are no independent doubts.

A finding over outcomes is as sure as its weakest link: the highest confidence such that the
outcomes believed at least so much give the finding alone. So of "and" the least counts, of
"or" the most, and of "three of them" the third, as in possibilistic logic (D. Dubois and
H. Prade, "Possibility Theory", Plenum Press, 1988: the degree of necessity).
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.derived import Key
from ccrules.conditions.evaluator import Evaluator
from ccrules.conditions.evidence import Evidence, FactRead
from ccrules.conditions.possible import Choice
from ccrules.conditions.supposing import Setting, Supposer, read_by
from ccrules.engine.checks import CheckRunner, Outcomes
from ccrules.engine.later import OutcomeEntity, worked_out
from ccrules.engine.python_checks import needed
from ccrules.engine.reasoning import finding_id
from ccrules.errors import Message
from ccrules.facts.base import Entity, FactBase, fact_name
from ccrules.facts.trust import Trust, weak_facts
from ccrules.facts.vocabulary import ORGANISATION, Attribute
from ccrules.ruleset.model import Check
from ccrules.values import Computed

#: What an outcome that is not believed may have been.
DISBELIEVED = Computed(p.EITHER)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What casts doubt on a figure: a finding, or where the figure comes from.

    Attributes:
        finding: the id of the finding, or the name of the figure.
        factor: what the confidence of that which rests on the figure is multiplied by.
        check: the check that failed; None if the figure's provenance speaks against it.
        subject: what it failed for, or what the figure is about.
        reasons: what its provenance says against the figure.
    """

    finding: str
    factor: float
    check: Check | None = field(compare=False)
    subject: Entity = field(compare=False)
    reasons: tuple[Message, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure a finding is.

    Attributes:
        value: 0 to 1.
        doubts: the findings and figures that lower it, by id.
        figures: the figures in doubt, in the order in which the condition reads them.
    """

    value: float
    doubts: tuple[Doubt, ...]
    figures: tuple[tuple[Entity, Attribute], ...]


#: By check and subject; findings that nothing doubts are left out.
Confidences = Mapping[tuple[str, Entity], Confidence]


def confidences(
    outcomes: Mapping[str, Outcomes], runner: CheckRunner, trust: Trust | None = None
) -> Confidences:
    """Work out the confidence of every finding that rests on a figure in doubt.

    Args:
        outcomes: of every check, by id.
        runner: ran the checks.
        trust: how much facts are worth by their source and age; that of no ruleset if left out.
    """
    doubting = _Doubting(outcomes, runner, trust or Trust())
    if not doubting.doubted:
        return {}
    found: dict[tuple[str, Entity], Confidence] = {}
    for one in sorted(outcomes.values(), key=lambda one: one.check.over_outcomes):
        for subject, confidence in doubting.of_check(one, found):
            found[one.check.id, subject] = confidence
    return found


def fact_confidences(
    outcomes: Mapping[str, Outcomes],
    runner: CheckRunner,
    trust: Trust,
    read: Mapping[str, Iterable[str]],
) -> Mapping[str, float]:
    """How sure facts are that rules take as premises, by the name of the fact; in full if left out.

    Args:
        outcomes: of every check, by id.
        runner: ran the checks.
        trust: how much facts are worth by their source and age.
        read: the attributes that rules read, by entity type.
    """
    doubting = _Doubting(outcomes, runner, trust)
    found: dict[str, float] = {}
    for type_name, names in read.items() if doubting.doubted else ():
        known = runner.base.vocabulary[type_name].attributes
        attributes = [known[name] for name in names if name in known]
        for entity in entities_of(runner.base, type_name):
            for attribute in attributes:
                sure = doubting.of_fact(entity, attribute)
                if sure < 1:
                    found[fact_name(entity, attribute)] = sure
    return found


class _Doubting:
    """Looks for figures in doubt under findings."""

    def __init__(self, outcomes: Mapping[str, Outcomes], runner: CheckRunner, trust: Trust) -> None:
        self.runner = runner
        self.doubted: dict[tuple[Entity, str], list[Doubt]] = {}
        for found in outcomes.values():
            for subject in found.failed if found.check.doubts else ():
                self._cast(found.check, subject)
        for weak in weak_facts(runner.base, trust):
            name = fact_name(weak.entity, weak.attribute)
            doubt = Doubt(name, weak.confidence, None, weak.entity, weak.reasons)
            self.doubted.setdefault((weak.entity, weak.attribute.name), []).append(doubt)
        self._keys = {(entity._type.name, name) for entity, name in self.doubted}

    def _cast(self, check: Check, subject: Entity) -> None:
        assert check.doubt is not None
        doubt = Doubt(finding_id(check.id, subject), check.doubt, check, subject)
        for name in attributes_doubted(check):
            self.doubted.setdefault((subject, name), []).append(doubt)

    def of_check(self, found: Outcomes, earlier: Confidences) -> Iterator[tuple[Entity, Confidence]]:
        """The findings of a check whose confidence is lowered."""
        check = found.check
        if not found.failed or not (check.over_outcomes or self._keys & _read(check, self.runner)):
            return
        for subject in found.failed:
            reads = list(self._reads(check, subject))
            confidence = self._direct(check, reads)
            if check.over_outcomes:
                confidence = self._together(confidence, self._weakest(check, subject, reads, earlier))
            if confidence.doubts:
                yield subject, confidence

    def of_fact(self, entity: Entity, attribute: Attribute) -> float:
        """The confidence in one fact, those behind it included."""
        if (entity._type.name, attribute.name) not in self._keys and not attribute.derive:
            return 1.0
        doubts: dict[str, Doubt] = {}
        for read in self._all_behind([FactRead(entity, attribute)]):
            assert read.entity is not None
            assert read.attribute is not None
            doubts |= {one.finding: one for one in self.doubted.get((read.entity, read.attribute.name), ())}
        return _product(doubts.values())

    # --- figures ---------------------------------------------------------------------

    def _reads(self, check: Check, subject: Entity) -> Iterator[FactRead]:
        """The facts under a finding, those behind derived attributes included."""
        if check.question is None:
            reads = [FactRead(*fact) for fact in needed(check, subject, self.runner.base)]
        else:
            evidence = Evidence(self.runner.reader)
            evidence.collect(check.question.when, self.runner.environment(check, subject))
            reads = list(evidence.facts)
        return self._all_behind(reads)

    def _all_behind(self, reads: Iterable[FactRead]) -> Iterator[FactRead]:
        """Facts, and those from which they were computed."""
        waiting, seen = deque(reads), set[tuple[int, str]]()
        while waiting:
            read = waiting.popleft()
            if read.entity is None or read.attribute is None:
                continue
            if (id(read.entity), read.attribute.name) not in seen:
                seen.add((id(read.entity), read.attribute.name))
                yield read
                waiting += self._behind(read.entity, read.attribute)

    def _behind(self, entity: Entity, attribute: Attribute) -> tuple[FactRead, ...]:
        """The facts from which a derived attribute, or one of an outcome, was computed."""
        if isinstance(entity, OutcomeEntity):
            return self._behind_outcome(entity, attribute)
        type_ = entity._type.name
        node = self.runner.derivations.get((type_, attribute.name))
        if node is None or self.runner.base.origin(entity, attribute.name) is not None:
            return ()
        evidence = Evidence(self.runner.reader)
        evidence.collect(node, {type_: Choice((entity,))})
        return evidence.facts

    def _behind_outcome(self, outcome: OutcomeEntity, attribute: Attribute) -> tuple[FactRead, ...]:
        """The facts behind the severity or the exposure of an outcome."""
        node = worked_out(outcome._check, attribute.name)
        if node is None or outcome._about is None or outcome._verdict not in ("fail", "pass"):
            return ()
        evidence = Evidence(self.runner.reader)
        evidence.collect(node, self.runner.environment(outcome._check, outcome._about))
        return evidence.facts

    def _direct(self, check: Check, reads: Iterable[FactRead]) -> Confidence:
        """What the figures in doubt among some facts leave of a finding's confidence."""
        own = {(check.subject or ORGANISATION, name) for name in attributes_doubted(check)}
        figures: dict[tuple[Entity, str], Attribute] = {}
        doubts: dict[str, Doubt] = {}
        for read in reads:
            assert read.entity is not None
            assert read.attribute is not None
            key = (read.entity, read.attribute.name)
            if key in self.doubted and (read.entity._type.name, key[1]) not in own:
                figures[key] = read.attribute
                doubts |= {one.finding: one for one in self.doubted[key]}
        about = ((entity, attribute) for (entity, _), attribute in figures.items())
        return _confidence(_product(doubts.values()), doubts.values(), about)

    # --- outcomes --------------------------------------------------------------------

    def _weakest(
        self, check: Check, subject: Entity, reads: Iterable[FactRead], earlier: Confidences
    ) -> Confidence:
        """The confidence of the weakest outcome without which the finding would not be."""
        weak: dict[OutcomeEntity, Confidence] = {}
        for read in reads:
            outcome = read.entity
            if (
                isinstance(outcome, OutcomeEntity)
                and outcome._verdict == "fail"
                and outcome._about is not None
            ):
                confidence = earlier.get((outcome._check.id, outcome._about))
                if confidence is not None:
                    weak[outcome] = confidence
        levels = sorted({1.0, *(one.value for one in weak.values())}, reverse=True)
        level = next(one for one in levels if one == levels[-1] or self._holds(check, subject, weak, one))
        used = [one for one in weak.values() if one.value == level and level < 1]
        doubts = {doubt.finding: doubt for one in used for doubt in one.doubts}
        figures = {(entity, figure.name): (entity, figure) for one in used for entity, figure in one.figures}
        return _confidence(level, doubts.values(), figures.values())

    def _holds(
        self, check: Check, subject: Entity, weak: Mapping[OutcomeEntity, Confidence], level: float
    ) -> bool:
        """Whether the outcomes believed at least so much give the finding by themselves."""
        conditions = [one for one in (check.question.applies, check.question.when) if one is not None]
        supposer = Supposer(self.runner.base, self.runner.derivations, conditions)
        doubtful = [Setting(one, "failed", DISBELIEVED) for one, own in weak.items() if own.value < level]
        with supposer.suppose(doubtful) as trial:
            evaluator, environment = Evaluator(trial), self.runner.environment(check, subject)
            return all(evaluator.mask(condition, environment) == p.TRUE for condition in conditions)

    @staticmethod
    def _together(facts: Confidence, outcomes: Confidence) -> Confidence:
        """Confidence in view of both; what doubts facts and outcomes alike counts once."""
        more = [one for one in facts.doubts if one not in outcomes.doubts]
        doubts = (*outcomes.doubts, *more)
        figures = {(entity, one.name): (entity, one) for entity, one in (*facts.figures, *outcomes.figures)}
        return _confidence(outcomes.value * _product(more), doubts, figures.values())


def _confidence(
    value: float, doubts: Iterable[Doubt], figures: Iterable[tuple[Entity, Attribute]]
) -> Confidence:
    return Confidence(value, tuple(sorted(doubts, key=lambda one: one.finding)), tuple(figures))


def _product(doubts: Iterable[Doubt]) -> float:
    """What several doubts leave, in an order that depends on nothing but their ids.

    Findings multiply; of the figures doubted for their provenance the weakest counts.
    """
    ordered = sorted(doubts, key=lambda one: one.finding)
    weakest = min((one.factor for one in ordered if one.check is None), default=1.0)
    return weakest * math.prod(one.factor for one in ordered if one.check is not None)


def entities_of(base: FactBase, type_name: str) -> Iterable[Entity]:
    """The known entities of a type.

    Args:
        base: the facts.
        type_name: its name; that of a singleton too.
    """
    if type_name in base.collections:
        return base.collections[type_name].members
    found = base.singletons.get(type_name)
    return (found,) if isinstance(found, Entity) else ()


def attributes_doubted(check: Check) -> tuple[str, ...]:
    """The attributes of its subject that a check casts doubt on."""
    return tuple(one.text.partition(".")[2] for one in check.doubts)


def _read(check: Check, runner: CheckRunner) -> frozenset[Key]:
    """The attributes a check reads, those behind derived ones included."""
    if check.question is None:
        return frozenset((name.partition(".")[0], name.partition(".")[2]) for name in check.needs)
    roots: list[tree.Node] = [check.question.when]
    return read_by(runner.derivations, roots)
