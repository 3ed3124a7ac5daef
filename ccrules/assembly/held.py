"""What each check holds of its weight: the share of its subjects for which all is well, as bounds.

A subject that failed loses the share that its severity weighs of the worst one the check can have.
A subject that lacks facts, or on which the check broke, may turn out any way, even not to count.
Of members that nobody listed there may be any number, up to a declared total.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ccrules.assembly.bounds import Member, highest, lowest
from ccrules.assembly.context import subject_type
from ccrules.assessment import Finding
from ccrules.conditions import tree
from ccrules.engine.checks import Outcomes
from ccrules.facts.base import FactBase
from ccrules.ruleset.model import SEVERITIES, Check

_ALL, _NONE = Fraction(1), Fraction(0)


@dataclass(frozen=True, slots=True)
class Held:
    """What a check holds of its weight.

    Attributes:
        check: the check.
        severities: those its findings can have, worst first.
        weight: what it weighs: that of the worst of them.
        low: the least share of the weight that it may hold, 0 to 1.
        high: the greatest.
        sure: whether it applies to something whatever the missing facts turn out to be.
        worst_found: ids and severities, lowest and highest possible, of its findings.
        may_find: the worst severity that an open outcome may turn out to have; empty if none may fail.
    """

    check: Check
    severities: tuple[str, ...]
    weight: Fraction
    low: Fraction
    high: Fraction
    sure: bool
    worst_found: tuple[tuple[str, str, str], ...]
    may_find: str

    @property
    def member(self) -> Member:
        """The check as a part of the mean of a topic."""
        return Member(self.weight, self.low, self.high, self.sure)


def held(
    found: Outcomes, findings: Sequence[Finding], weights: Mapping[str, Fraction], base: FactBase
) -> Held | None:
    """What one check holds of its weight.

    Args:
        found: its outcomes.
        findings: its findings.
        weights: by severity.
        base: the facts, for how many members nobody listed.

    Returns:
        None if it applies to nothing, so that there is nothing to score.
    """
    severities = possible_severities(found.check)
    budget = weights[severities[0]]
    opens = _Opens.of(found, base)
    members = list(_members(found, findings, severities, weights, opens)) if budget else []
    top, bottom = highest(members), lowest(members)
    if top is None or bottom is None:
        if budget or not (findings or opens):
            return None
        low = high = _NONE  # it weighs nothing, but a gate may look at it
    else:
        low, high = bottom.mean, top.mean
    if opens.endless:
        low, high = min(low, _NONE), max(high, _ALL)
    ranges = tuple((one.id, *(one.severity_range or (one.severity, one.severity))) for one in findings)
    sure = bool(findings or len(found.passed))
    return Held(
        found.check, severities, budget, low, high, sure, ranges, severities[0] if opens.may_fail else ""
    )


def possible_severities(check: Check) -> tuple[str, ...]:
    """The severities that findings of a check can have, whatever the facts; worst first."""
    node = check.terms.severity if check.terms else None
    if node is None:
        return (check.severity.text,)
    found = set(_results(node))
    return tuple(one for one in SEVERITIES if one in found)


def _results(node: tree.Node) -> Iterator[str]:
    if isinstance(node, tree.Literal):
        yield str(node.value)
    elif isinstance(node, tree.Choose):
        yield from _results(node.then)
        yield from _results(node.otherwise)
    else:
        yield from SEVERITIES


@dataclass(frozen=True, slots=True)
class _Opens:
    """The outcomes of a check that are not settled.

    Attributes:
        would_pass: pass if the check applies.
        would_fail: fail if the check applies.
        any_way: may turn out any way.
        endless: whether nobody knows how many there are.
    """

    would_pass: int = 0
    would_fail: int = 0
    any_way: int = 0
    endless: bool = False

    @classmethod
    def of(cls, found: Outcomes, base: FactBase) -> _Opens:
        special = found.open.special
        unlisted = sum(one.subject is None for one in special)
        whole = any(one.subject is None for one in found.broken)  # it broke on all there are
        passing = sum(one.would == "pass" for one in special)
        failing = sum(one.would == "fail" for one in special)
        number = _unlisted(found.check, base) if unlisted else 0
        rest = len(found.open) + len(found.broken) - unlisted - passing - failing
        return cls(passing, failing, rest + (number or 0), whole or number is None)

    @property
    def may_fail(self) -> bool:
        return bool(self.would_fail or self.any_way or self.endless)

    def __bool__(self) -> bool:
        return self.may_fail or bool(self.would_pass)


def _unlisted(check: Check, base: FactBase) -> int | None:
    """How many subjects there may be that nobody listed; None if nobody knows."""
    collection = base.collections.get(subject_type(check.subject))
    if collection is None:
        return 1  # a singleton, of which there is one at most
    return collection.anonymous or None


def _members(
    found: Outcomes,
    findings: Sequence[Finding],
    severities: tuple[str, ...],
    weights: Mapping[str, Fraction],
    opens: _Opens,
) -> Iterator[Member]:
    """The subjects as parts of a mean, those alike together."""
    keep = {name: 1 - weights[name] / weights[severities[0]] for name in SEVERITIES}
    if len(found.passed):
        yield Member(Fraction(len(found.passed)), _ALL, _ALL)
    for one in findings:
        mildest, worst = one.severity_range or (one.severity, one.severity)
        yield Member(_ALL, max(keep[worst], _NONE), keep[mildest])
    worst_kept, best_kept = keep[severities[0]], keep[severities[-1]]
    if opens.would_fail:
        yield Member(Fraction(opens.would_fail), worst_kept, best_kept, sure=False)
    if opens.would_pass:
        yield Member(Fraction(opens.would_pass), _ALL, _ALL, sure=False)
    if opens.any_way or opens.endless:
        yield Member(Fraction(opens.any_way or 1), worst_kept, _ALL, sure=False)
