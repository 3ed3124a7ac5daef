"""Competing causes side by side: which symptoms they would explain, what speaks for and against each.

This is the differential diagnosis of clinical reasoning. Symptoms that the same causes would
explain stand together. For each of these causes is said how far it got: *concluded*, because
a rule fired; *possible*, because a rule only waits for facts; *ruled out*, because every rule
for it needs something that was looked for and is not there. A fact tells causes apart if only
one of them waits for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ccrules import assessment as parts
from ccrules.assembly.context import Context
from ccrules.ruleset.model import Inference

#: Fewer causes than this don't compete.
COMPETITORS = 2


def differentials(
    context: Context,
    findings: Iterable[parts.Finding],
    conclusions: Sequence[parts.Conclusion],
    hypotheses: Sequence[parts.Hypothesis],
) -> tuple[parts.Differential, ...]:
    """The symptoms that several causes would explain, those with most symptoms first.

    Args:
        context: the assessment in the making.
        findings: of checks.
        conclusions: what was concluded.
        hypotheses: what waits for facts.
    """
    stage = _Stage(context, conclusions, hypotheses)
    by_check: dict[str, list[parts.Finding]] = {}
    for finding in findings:
        by_check.setdefault(finding.check, []).append(finding)
    groups: list[_Group] = []
    for check, found in sorted(by_check.items(), key=lambda item: (-len(item[1]), item[0])):
        standing = {name for name in stage.causes_of(check) if any(stage.stands(name, one) for one in found)}
        if len(standing) >= COMPETITORS and any(stage.concluded[name] for name in standing):
            _join(groups, _Group(list(found), standing))
    groups.sort(key=lambda group: -len(group.symptoms))
    return tuple(stage.differential(group.symptoms, group.causes) for group in groups)


@dataclass
class _Group:
    """Symptoms that share most of their causes."""

    symptoms: list[parts.Finding]
    causes: set[str]


def _join(groups: list[_Group], new: _Group) -> None:
    """Add symptoms to the first that share half of their causes with them, or as a group of their own."""
    for group in groups:
        if 2 * len(group.causes & new.causes) >= len(new.causes):
            group.symptoms += new.symptoms
            group.causes |= new.causes
            return
    groups.append(new)


@dataclass(frozen=True)
class _Stage:
    """What inference left, by cause."""

    context: Context
    conclusions: Sequence[parts.Conclusion]
    hypotheses: Sequence[parts.Hypothesis]

    @cached_property
    def rules(self) -> Mapping[str, list[Inference]]:
        """The rules for each cause."""
        found: dict[str, list[Inference]] = {}
        for rule in self.context.method.inferences.values():
            if rule.kind == "cause":
                found.setdefault(rule.conclusion, []).append(rule)
        return found

    @cached_property
    def concluded(self) -> Mapping[str, list[parts.Conclusion]]:
        """Conclusions by id."""
        found: dict[str, list[parts.Conclusion]] = {name: [] for name in self.rules}
        for one in self.conclusions:
            found.setdefault(one.id, []).append(one)
        return found

    @cached_property
    def waiting(self) -> Mapping[str, list[parts.Hypothesis]]:
        """Hypotheses by the id of their conclusion."""
        found: dict[str, list[parts.Hypothesis]] = {name: [] for name in self.rules}
        for one in self.hypotheses:
            found.setdefault(one.conclusion.partition(":")[0], []).append(one)
        return found

    @cached_property
    def _explaining(self) -> Mapping[str, list[str]]:
        found: dict[str, dict[str, None]] = {}
        for name, rules in self.rules.items():
            for rule in rules:
                for check in rule.explains:
                    found.setdefault(check, {})[name] = None
        return {check: list(names) for check, names in found.items()}

    def causes_of(self, check: str) -> Sequence[str]:
        """Ids of the causes that would explain what a check finds."""
        return self._explaining.get(check, ())

    def stands(self, cause: str, finding: parts.Finding) -> bool:
        """Whether a cause is concluded for a finding, or something already supports it."""
        if self.concluded[cause]:
            return any(finding.id in one.explains for one in self.concluded[cause])
        return any(one.supported for one in self.waiting[cause])

    # --- one table -------------------------------------------------------------------

    def differential(
        self, symptoms: Sequence[parts.Finding], standing: Collection[str]
    ) -> parts.Differential:
        """The causes of some symptoms side by side."""
        names = list(dict.fromkeys(name for one in symptoms for name in self.causes_of(one.check)))
        shared = self._shared([name for name in names if name in standing])
        causes = [self._standing(name, symptoms, shared) for name in names if name in standing]
        out = [self._ruled_out(name, symptoms) for name in names if name not in standing]
        return parts.Differential(
            symptoms=tuple(one.id for one in symptoms),
            candidates=(*sorted(causes, key=_best), *(one for one in out if one is not None)),
            consequences=tuple(self._consequences(standing)),
        )

    def _standing(
        self, name: str, symptoms: Sequence[parts.Finding], shared: Collection[str]
    ) -> parts.Candidate:
        concluded, waiting = self.concluded[name], self.waiting[name]
        missing = _merged(waiting)
        telling = tuple(one for one in missing if _name(one) not in shared)
        return parts.Candidate(
            id=name,
            conclusions=tuple(one.key for one in concluded),
            title=(concluded[0] if concluded else waiting[0]).title,
            standing="concluded" if concluded else "possible",
            belief=max((one.belief for one in concluded), default=None),
            explains=self._explained(name, symptoms),
            rests_on=_rests_on(concluded),
            against=tuple(self._against(name)),
            missing=missing,
            tells_apart=telling,
        )

    def _explained(self, name: str, symptoms: Sequence[parts.Finding]) -> tuple[str, ...]:
        checks = {check for rule in self.rules[name] for check in rule.explains}
        return tuple(one.id for one in symptoms if one.check in checks)

    def _shared(self, names: Iterable[str]) -> frozenset[str]:
        """Facts that more than one cause waits for."""
        count = Counter(_name(fact) for name in names for fact in _merged(self.waiting[name]))
        return frozenset(fact for fact, times in count.items() if times > 1)

    def _ruled_out(self, name: str, symptoms: Sequence[parts.Finding]) -> parts.Candidate | None:
        """A cause whose every rule needs what is not there; None where that can't be said so simply."""
        against, heard = tuple(self._against(name)), self.concluded[name] or self.waiting[name]
        if heard or not against or any(rule.about for rule in self.rules[name]):
            return None
        title = next((rule.title for rule in self.rules[name] if rule.title), {})
        return parts.Candidate(
            id=name,
            title=self.context.fill(title, self.context.common_names),
            standing="ruled out",
            explains=self._explained(name, symptoms),
            against=against,
        )

    # --- evidence --------------------------------------------------------------------

    def _against(self, name: str) -> Iterator[str]:
        """Checks that rules for a cause wanted to fail, and that passed for every subject."""
        fired = {because.inference for one in self.concluded[name] for because in one.because}
        stopped = fired | {one.inference for one in self.waiting[name]}
        checks = (
            premise.name
            for rule in self.rules[name]
            if rule.id not in stopped
            for premises in rule.alternatives
            for premise in premises
            if premise.kind == "finding" and self._is_absent(premise.name)
        )
        yield from dict.fromkeys(checks)

    def _is_absent(self, check: str) -> bool:
        found = self.context.outcomes.get(check)
        return found is not None and bool(found.passed) and not (found.failed or found.open or found.broken)

    def _consequences(self, causes: Collection[str]) -> Iterator[str]:
        """Keys of what is concluded from one of the causes."""
        keys = {one.key for name in causes for one in self.concluded[name]}
        for one in self.conclusions:
            if one.kind == "consequence" and any(keys & set(because.conclusions) for because in one.because):
                yield one.key


def _best(one: parts.Candidate) -> tuple[bool, float, int, int]:
    """Concluded before possible; then belief times symptoms explained, then what waits for least."""
    explained = len(one.explains)
    return one.standing != "concluded", -(one.belief or 0) * explained, -explained, len(one.missing)


def _rests_on(concluded: Iterable[parts.Conclusion]) -> tuple[str, ...]:
    found = (name for one in concluded for because in one.because for name in because.findings)
    return tuple(dict.fromkeys(found))


def _merged(waiting: Iterable[parts.Hypothesis]) -> tuple[parts.Missing, ...]:
    """The facts that hypotheses wait for, each once."""
    found = {_name(fact): fact for one in waiting for fact in one.missing}
    return tuple(found[name] for name in sorted(found))


def _name(fact: parts.Missing) -> str:
    return fact if isinstance(fact, str) else fact.fact
