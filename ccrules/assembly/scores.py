"""Scores: of each topic and of the whole, as what every completion of the unknowns lies between.

A check holds a share of its weight (:mod:`ccrules.assembly.held`); the score of a topic is 100 times
the weighted mean of these shares, that of the whole the weighted mean of its topics. What may turn
out not to apply counts where it makes the bound worse. Gates then cap what the mean says. Waivers
have no part in this: a finding that is tolerated is still there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from ccrules import assessment as parts
from ccrules.assembly import score_words as words
from ccrules.assembly.bounds import Member, Sum, highest, lowest
from ccrules.assembly.context import Context
from ccrules.assembly.held import Held, held
from ccrules.assembly.outcomes import summary
from ccrules.engine.checks import Outcomes
from ccrules.ruleset.model import SEVERITIES
from ccrules.ruleset.score_rules import FULL, Gate, ScoreRules, Target

_SCALE = Fraction(int(FULL))
#: Bounds are exact; written, they have so many digits after the point.
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class _Mean:
    """Lowest and highest weighted mean of some members."""

    low: Sum
    high: Sum
    sure: bool

    @classmethod
    def of(cls, members: Sequence[Member]) -> _Mean | None:
        low, high = lowest(members), highest(members)
        if low is None or high is None:
            return None
        return cls(low, high, any(one.sure for one in members))


@dataclass(frozen=True, slots=True)
class _Scored:
    """A topic with its checks, and what the mean and the gates make of them."""

    name: str
    checks: tuple[Held, ...]
    mean: _Mean | None
    gates: tuple[parts.ScoreGate, ...]
    low: Fraction
    high: Fraction

    def member(self, weight: float) -> Member:
        """The topic as a part of the mean of the whole."""
        assert self.mean is not None
        return Member(_exact(weight), self.low, self.high, self.mean.sure)


def scores(context: Context, findings: Iterable[parts.Finding]) -> parts.Scores | None:
    """Score what was found.

    Args:
        context: the outcomes.
        findings: of checks, in any order.

    Returns:
        None if no ruleset says how to score.
    """
    rules = context.method.scores
    return None if rules is None else _Scoring(context, rules, findings).scores()


class _Scoring:
    """One assessment being scored."""

    def __init__(self, context: Context, rules: ScoreRules, findings: Iterable[parts.Finding]) -> None:
        self.context, self.rules = context, rules
        self.by_check: dict[str, list[parts.Finding]] = {}
        for one in sorted(findings, key=lambda one: one.id):
            self.by_check.setdefault(one.check, []).append(one)
        weights = {name: _exact(weight) for name, weight in rules.weights.items()}
        every = (
            held(found, self.by_check.get(name, ()), weights, context.base)
            for name, found in sorted(context.outcomes.items())
        )
        self.held = {one.check.id: one for one in every if one is not None}

    def scores(self) -> parts.Scores:
        """The topics in the order of the method, and the whole."""
        topics = [self._topic(name) for name in self.context.method.topics]
        return parts.Scores(
            overall=self._overall(topics),
            topics=tuple(self._topic_score(one) for one in topics),
            weights=dict(self.rules.weights),
            why=self.context.text(self.rules.why),
        )

    # --- topics ----------------------------------------------------------------------

    def _topic(self, name: str) -> _Scored:
        checks = tuple(one for one in self.held.values() if name in one.check.topics)
        gates = tuple(self._gates(name, checks, "cap"))
        mean = _Mean.of([one.member for one in checks if one.weight])
        low, high = _capped(mean, gates)
        return _Scored(name, checks, mean, gates, low, high)

    def _topic_score(self, topic: _Scored) -> parts.TopicScore:
        found = [one for one in self._outcomes() if topic.name in one.check.topics]
        weighing = [one for one in topic.checks if one.weight]
        shares = _costs([one.member for one in weighing], topic.mean)
        listed = [self._of_check(one, costs) for one, costs in zip(weighing, shares, strict=True)]
        aims = ((one, one.topics.get(topic.name, one.topic)) for one in self.rules.targets.values())
        score = self._score(topic.mean, topic.gates, found, aims, listed)
        title = self.context.text(self.context.method.topics[topic.name])
        return parts.TopicScore(id=topic.name, title=title, **dict(score))

    def _of_check(self, one: Held, costs: tuple[float, float]) -> parts.ScoreContribution:
        counted = summary([self.context.outcomes[one.check.id]])
        return parts.ScoreContribution(
            id=one.check.id,
            title=self.context.text(one.check.title),
            weight=float(one.weight),
            held=(_written(one.low), _written(one.high)),
            costs=costs,
            counts="surely" if one.sure else "perhaps",
            severity=one.severities[0],
            fail=counted.fail,
            passed=counted.passed,
            not_assessed=counted.not_assessed,
            error=counted.error,
        )

    # --- the whole -------------------------------------------------------------------

    def _overall(self, topics: Sequence[_Scored]) -> parts.Score:
        weighing = [one for one in topics if one.mean is not None and self._weight(one.name)]
        members = [one.member(self._weight(one.name)) for one in weighing]
        mean = _Mean.of(members)
        in_topics = {one.check.id: one for one in chain.from_iterable(topic.checks for topic in topics)}
        gates = tuple(self._gates("", tuple(in_topics.values()), "overall"))
        found = [one for one in self._outcomes() if self._known_topics(one)]
        aims = ((one, one.overall) for one in self.rules.targets.values())
        shares = _costs(members, mean)
        listed = [
            self._of_topic(topic, member, costs)
            for topic, member, costs in zip(weighing, members, shares, strict=True)
        ]
        return parts.Score(**dict(self._score(mean, gates, found, aims, listed)))

    def _of_topic(
        self, topic: _Scored, member: Member, costs: tuple[float, float]
    ) -> parts.ScoreContribution:
        found = summary(one for one in self._outcomes() if topic.name in one.check.topics)
        return parts.ScoreContribution(
            id=topic.name,
            title=self.context.text(self.context.method.topics[topic.name]),
            weight=float(member.weight),
            held=(_written(member.low), _written(member.high)),
            costs=costs,
            counts="surely" if member.sure else "perhaps",
            fail=found.fail,
            passed=found.passed,
            not_assessed=found.not_assessed,
            error=found.error,
        )

    def _weight(self, topic: str) -> float:
        return self.rules.topics.get(topic, 1.0)

    def _outcomes(self) -> Iterator[Outcomes]:
        yield from self.context.outcomes.values()

    def _known_topics(self, found: Outcomes) -> bool:
        return any(name in self.context.method.topics for name in found.check.topics)

    # --- both ------------------------------------------------------------------------

    def _score(
        self,
        mean: _Mean | None,
        gates: tuple[parts.ScoreGate, ...],
        found: Iterable[Outcomes],
        aims: Iterable[tuple[Target, float | None]],
        listed: Iterable[parts.ScoreContribution],
    ) -> parts.Score:
        coverage = summary(found).coverage
        if mean is None:
            return parts.Score(
                low=None, high=None, coverage=coverage, text=words.nothing(self.context), gates=gates
            )
        low, high = (_points(one) for one in _capped(mean, gates))
        before = _points(mean.low.mean), _points(mean.high.mean)
        return parts.Score(
            low=low,
            high=high,
            coverage=coverage,
            text=words.score(self.context, low, high, coverage),
            before_gates=before if before != (low, high) else None,
            gates=gates,
            gaps=tuple(self._gap(one, aim, low, high) for one, aim in aims if aim is not None),
            contributions=tuple(sorted(listed, key=lambda one: (-one.costs[1], -one.costs[0], one.id))),
            arithmetic=words.arithmetic(self.context, (mean.low, mean.high), before),
        )

    def _gap(self, target: Target, aim: float, low: float, high: float) -> parts.ScoreGap:
        gap = _rounded(max(0.0, aim - high)), _rounded(max(0.0, aim - low))
        title = self.context.text(target.title)
        return parts.ScoreGap(
            target=target.id,
            title=title,
            aim=aim,
            gap=gap,
            standing="missed" if gap[0] else "open" if gap[1] else "reached",
            text=words.gap(self.context, title, aim, gap),
        )

    # --- gates -----------------------------------------------------------------------

    def _gates(self, topic: str, checks: Sequence[Held], kind: str) -> Iterator[parts.ScoreGate]:
        """The gates of a topic (``cap``), or of the whole (``overall``)."""
        for gate in self.rules.gates.values():
            cap = gate.cap if kind == "cap" else gate.overall
            if cap is not None and (not topic or not gate.topics or topic in gate.topics):
                looked_at = self.held.values() if gate.checks and gate.topics else checks
                yield self._gate(gate, cap, [one for one in looked_at if _guards(gate, one)])

    def _gate(self, gate: Gate, cap: float, checks: Sequence[Held]) -> parts.ScoreGate:
        tripping = [
            name for one in checks for name, mildest, _ in one.worst_found if _at_least(mildest, gate)
        ]
        waits = [
            one.check.id
            for one in checks
            if _at_least(one.may_find, gate)
            or any(_at_least(worst, gate) and not _at_least(mild, gate) for _, mild, worst in one.worst_found)
        ]
        state = "tripped" if tripping else "possible" if waits else "clear"
        title = self.context.text(gate.title)
        return parts.ScoreGate(
            id=gate.id,
            title=title,
            cap=cap,
            state=state,  # type: ignore[arg-type]  # one of the three
            findings=tuple(tripping),
            waits_for=tuple(waits),
            text=words.gate(self.context, title, cap, state, len(tripping)),
        )


def _guards(gate: Gate, one: Held) -> bool:
    if gate.checks:
        return one.check.id in gate.checks
    return not gate.topics or any(name in gate.topics for name in one.check.topics)


def _at_least(severity: str, gate: Gate) -> bool:
    if not severity:
        return False
    return not gate.severity or SEVERITIES.index(severity) <= SEVERITIES.index(gate.severity)


def _capped(mean: _Mean | None, gates: Iterable[parts.ScoreGate]) -> tuple[Fraction, Fraction]:
    """The bounds of a mean, from 0 to 1, once gates that are tripped, or may be, have capped it."""
    if mean is None:
        return Fraction(), Fraction(1)
    low, high = mean.low.mean, mean.high.mean
    for gate in gates:
        cap = _exact(gate.cap) / _SCALE
        low = min(low, cap) if gate.state != "clear" else low
        high = min(high, cap) if gate.state == "tripped" else high
    return low, high


def _costs(members: Sequence[Member], mean: _Mean | None) -> list[tuple[float, float]]:
    """What each member costs in points, at best and at worst."""
    if mean is None:
        return []
    rows = zip(members, mean.high.counted, mean.low.counted, strict=True)
    return [
        (
            _points(one.weight * (1 - one.high) / mean.high.weight) if at_best else 0.0,
            _points(one.weight * (1 - one.low) / mean.low.weight) if at_worst else 0.0,
        )
        for one, at_best, at_worst in rows
    ]


def _exact(value: float) -> Fraction:
    """A number of a ruleset as its author wrote it."""
    return Fraction(str(value))


def _points(share: Fraction) -> float:
    return _written(share * _SCALE)


def _written(value: Fraction) -> float:
    return _rounded(float(round(value, _DIGITS)))


def _rounded(value: float) -> float:
    return round(value, _DIGITS)
