"""Why an outcome, a conclusion or an action is otherwise: each reason is a difference that it rests on.

A reason names something that differs and that the rule reads: a fact, who is in a collection, the day,
a parameter, the rule's own definition, outcomes, findings. Nothing is guessed: where no such difference
is found, the change is said to be unexplained.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ccrules.assessment import Assessment, Definition, MissingGroup, Subject
from ccrules.errors import message
from ccrules.following.changes import TODAY, Changes, owner_of
from ccrules.following.comparison import Reason
from ccrules.following.matching import Matched
from ccrules.following.reasons import Reasons
from ccrules.following.verdicts import outcome_id


class Attribution:
    """Looks for the differences that something rests on.

    Args:
        sides: the two assessments.
        changes: what differs between them.
        changed: outcomes and conclusions that differ, by id, with what became of each in words.
        reasons: how differences are said.
    """

    def __init__(
        self, sides: Matched, changes: Changes, changed: Mapping[str, str], reasons: Reasons
    ) -> None:
        self.sides, self.changes, self.changed, self.reasons = sides, changes, changed, reasons
        self._old_checks = {one.id for one in sides.before.checks}
        self._new_checks = {one.id for one in sides.after.checks}
        self._old_rules = {name.partition("/")[2] for name in sides.before.definitions}
        self._named = _facts_named(sides.before, sides.after)

    # --- checks ------------------------------------------------------------------------

    def of_check(
        self, check: str, subject: Subject, outcome: str, verdicts: tuple[str, str]
    ) -> tuple[Reason, ...]:
        """Why a check comes out otherwise for a subject.

        Args:
            check: its id now.
            subject: the subject.
            outcome: the id of the outcome.
            verdicts: the earlier and the later one; equal ones where severity or exposure differ.
        """
        old = self.sides.names.before("check", check, self._old_checks)
        was, now = self.changes.definitions("check", old, check)
        reads, own = sorted({*was.reads, *now.reads}), {*was.own, *now.own}
        ids = {outcome, f"{old}{outcome[len(check) :]}"}
        found = [
            *self.reasons.facts_by_change(self._facts(reads, own, subject, ids if _turned(verdicts) else ())),
            *self._of_members(reads, own, subject),
            *(self.reasons.day() if TODAY in reads else ()),
            *self.reasons.parameters({*was.parameters, *now.parameters}),
            *self._of_definition(was, now, old, check),
            *self._of_outcomes({*was.outcomes, *now.outcomes}),
        ]
        return tuple(found or self.reasons.program())

    def _facts(
        self, reads: Iterable[str], own: Collection[str], subject: Subject, outcomes: Iterable[str]
    ) -> list[str]:
        """Facts that differ among those it reads: those the verdicts name, or else all that can matter."""
        shared = [one for one in reads if one not in own]
        owners = (subject.type, f"{subject.type}/{subject.id}")  # a singleton goes by its type
        names = {f"{owner}.{one.partition('.')[2]}" for one in own for owner in owners}
        every = sorted({*self.changes.read(shared), *(names & self.changes.facts.keys())})
        named = frozenset[str]().union(*(self._named.get(one, frozenset()) for one in outcomes))
        return [name for name in every if name in named or _group_of(name) in named] or every

    def _of_members(self, reads: Iterable[str], own: Collection[str], subject: Subject) -> Iterator[Reason]:
        for kind in (one.removesuffix("[]") for one in reads if one.endswith("[]")):
            moved = self.changes.members.get(kind)
            if moved is None:
                continue
            if subject.type == kind and subject.id in moved.came | moved.went:
                yield self.reasons.moved(moved, frozenset({str(subject.id)}))
                continue
            if f"{kind}[]" in own and subject.id is not None:
                continue  # who else is in the list does not matter to it
            if moved.came or moved.went:
                yield self.reasons.moved(moved, moved.came | moved.went)
            if moved.otherwise:
                yield self.reasons.otherwise_known(moved)

    def _of_definition(self, was: Definition, now: Definition, old: str, check: str) -> Iterator[Reason]:
        if was.sha256 == now.sha256:
            return
        if check not in self._new_checks:
            yield self.reasons.of("rules", message("the check is no longer in the method"))
        elif old not in self._old_checks:
            yield self.reasons.of("rules", message("the check is new in the method"))
        elif was.condition != now.condition and was.condition and now.condition:
            text = message("the condition: {before} → {after}", before=was.condition, after=now.condition)
            yield self.reasons.of("rules", text)
        elif was.sha256 and now.sha256:
            text = message("the check decides otherwise, though its condition reads the same")
            yield self.reasons.of("rules", text)

    def _of_outcomes(self, checks: Collection[str]) -> Iterator[Reason]:
        read = {self.sides.names.now("check", one) for one in checks}
        found = [name for name in self.changed if name.partition(":")[0] in read] if read else []
        if found:
            yield self.reasons.outcomes(found)

    # --- conclusions and actions -------------------------------------------------------

    def of_premises(self, rules: Iterable[str], premises: Iterable[str]) -> tuple[Reason, ...]:
        """Why a conclusion is otherwise.

        Args:
            rules: the inferences behind it, on either side.
            premises: ids of findings, outcomes, conclusions and entities that it rests on.
        """
        wanted = list(dict.fromkeys(premises))
        found = [*self._of_ids(wanted)]
        owners = {one for one in wanted if one not in self.changed}
        facts = [name for name in self.changes.facts if owner_of(name) in owners or name in owners]
        if facts:
            found.append(self.reasons.facts(facts))
        found += self._of_rules("inference", rules)
        return tuple(found or self.reasons.program())

    def of_action(self, name: str, touched: Iterable[str]) -> tuple[Reason, ...]:
        """Why an action is otherwise: what it resolves, its own definition, objectives, other actions.

        Args:
            name: its id now.
            touched: ids of the findings and conclusions it deals with, on either side.
        """
        found = [
            *self._of_ids(dict.fromkeys(touched)),
            *self._of_rules("recommendation", [name]),
            *self.reasons.objectives(),
        ]
        if not found and self.changed:
            text = message("what other actions deal with changed, and so did their order")
            found.append(self.reasons.of("plan", text))
        return tuple(found or self.reasons.program())

    def _of_ids(self, ids: Iterable[str]) -> Iterator[Reason]:
        found = {one: self.changed[one] for one in ids if one in self.changed}
        if found:
            yield self.reasons.rests_on(found)

    def _of_rules(self, kind: str, rules: Iterable[str]) -> Iterator[Reason]:
        changed = [rule for rule in dict.fromkeys(rules) if self._differs(kind, rule)]
        if changed:
            text = message("the rule changed: {names}", names=self.reasons.few(changed))
            yield self.reasons.of("rules", text, changed)

    def _differs(self, kind: str, rule: str) -> bool:
        """Whether a rule decides otherwise, as far as both sides tell."""
        old = self.sides.names.before(kind, rule, self._old_rules)
        was, now = self.changes.definitions(kind, old, rule)
        return was.sha256 != now.sha256 and self.changes.has_definitions


def _turned(verdicts: tuple[str, str]) -> bool:
    """Whether what the verdicts name is what turned them: not where the guard did, which they don't name."""
    return verdicts[0] != verdicts[1] and set(verdicts) <= {"fail", "pass", "not_assessed"}


def _group_of(fact: str) -> str:
    """The name that many facts of one attribute go by together."""
    owner, _, name = fact.rpartition(".")
    return f"{owner.partition('/')[0]}/*.{name}"


def _facts_named(before: Assessment, after: Assessment) -> Mapping[str, frozenset[str]]:
    """The facts that each outcome names: under a finding, or missing."""
    found: dict[str, set[str]] = {}
    for side in (before, after):
        for finding in side.findings:
            found.setdefault(finding.id, set()).update(one.fact for one in finding.evidence)
        for one in side.not_assessed:
            outcome = outcome_id((one.check, one.subject.type, one.subject.id))
            names = found.setdefault(outcome, set())
            names.update(lack.fact if isinstance(lack, MissingGroup) else lack for lack in one.missing)
    return {name: frozenset(facts) for name, facts in found.items()}
