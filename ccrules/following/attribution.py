"""Why an outcome, a conclusion or an action is otherwise: each reason is a difference that it rests on.

A reason names something that differs and that the rule reads: a fact, who is in a collection, the day,
a parameter, the rule's own definition, outcomes, findings. Nothing is guessed: where no such difference
is found, the change is said to be unexplained.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ccrules.assessment import Assessment, AttributeInfo, Definition, MissingGroup, Subject
from ccrules.errors import Message, message
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.following.changes import TODAY, Changes, Membership, is_known, owner_of
from ccrules.following.comparison import FactChange, Reason, ReasonKind
from ccrules.following.telling import ABSENT, told
from ccrules.following.titles import Titles
from ccrules.following.wording import joined
from ccrules.text import listing, translate, typeset

#: Facts and ids that a reason names in words; the rest is counted.
MOST_NAMED = 4


@dataclass(slots=True)
class Names:
    """Ids that were given up, by kind, each with the one that holds now."""

    current: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def now(self, kind: str, name: str) -> str:
        """The id that holds now."""
        return self.current.get(kind, {}).get(name, name)

    def before(self, kind: str, name: str, known: Collection[str]) -> str:
        """The id that something had, among those an earlier assessment knows."""
        if name in known:
            return name
        return next(
            (old for old, new in self.current.get(kind, {}).items() if new == name and old in known), name
        )


class Attribution:
    """Reasons for what differs between two assessments.

    Args:
        before: the earlier assessment.
        after: the later one.
        names: ids that were given up.
        language: of the texts.
    """

    def __init__(self, before: Assessment, after: Assessment, names: Names, language: str) -> None:
        self.before, self.after, self.names, self.language = before, after, names, language
        self.titles = Titles(before, after, self.say)
        self.changes = Changes(before, after, language)
        self._old_checks = {one.id for one in before.checks}
        self._new_checks = {one.id for one in after.checks}
        self._old_rules = {name.partition("/")[2] for name in before.definitions}
        self._named = _facts_named(before, after)
        #: Ids of outcomes and conclusions that differ; filled as they are found.
        self.changed: dict[str, str] = {}

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
        old = self.names.before("check", check, self._old_checks)
        was, now = self.changes.definitions("check", old, check)
        reads = sorted({*was.reads, *now.reads})
        ids = {outcome, f"{old}{outcome[len(check) :]}"}
        found = [
            *self._of_facts(reads, {*was.own, *now.own}, subject, ids if _turned(verdicts) else ()),
            *self._of_members(reads, {*was.own, *now.own}, subject),
            *self._of_day(reads),
            *self._of_parameters({*was.parameters, *now.parameters}),
            *self._of_definition(was, now, old, check),
            *self._of_outcomes({*was.outcomes, *now.outcomes}),
        ]
        return tuple(found) or self._otherwise()

    def _of_facts(
        self, reads: Iterable[str], own: Collection[str], subject: Subject, outcomes: Iterable[str]
    ) -> Iterator[Reason]:
        """Facts that differ among those it reads: those the verdicts name, or else all that can matter."""
        shared = [one for one in reads if one not in own]
        owners = (subject.type, f"{subject.type}/{subject.id}")  # a singleton goes by its type
        names = {f"{owner}.{one.partition('.')[2]}" for one in own for owner in owners}
        every = sorted({*self.changes.read(shared), *(names & self.changes.facts.keys())})
        named = frozenset[str]().union(*(self._named.get(one, frozenset()) for one in outcomes))
        near = [name for name in every if name in named or _group_of(name) in named]
        facts = self.changes.told(near or every)
        turned = tuple(one for one in facts if one.change == "changed")
        if turned:
            yield self._reason("facts", self._facts_text(turned), facts=turned)
        for change in ("became known", "became unknown"):
            some = tuple(one for one in facts if one.change == change)
            if some:
                yield self._reason("coverage", self._facts_text(some), facts=some)

    def _of_members(self, reads: Iterable[str], own: Collection[str], subject: Subject) -> Iterator[Reason]:
        for kind in (one.removesuffix("[]") for one in reads if one.endswith("[]")):
            moved = self.changes.members.get(kind)
            if moved is None:
                continue
            if subject.type == kind and subject.id in moved.came | moved.went:
                yield self._moved(moved, frozenset({str(subject.id)}))
                continue
            if f"{kind}[]" in own and subject.id is not None:
                continue  # who else is in the list does not matter to it
            if moved.came or moved.went:
                yield self._moved(moved, moved.came | moved.went)
            if moved.otherwise:
                yield self._listed(moved)

    def _moved(self, moved: Membership, ids: frozenset[str]) -> Reason:
        came, went = sorted(moved.came & ids), sorted(moved.went & ids)
        parts = (self._came_or_went(moved.type, some, came=some is came) for some in (came, went) if some)
        text = joined(map(self.say, parts), self.language)
        return Reason(kind="subjects", text=text, ids=tuple(f"{moved.type}/{one}" for one in (*came, *went)))

    def _came_or_went(self, kind: str, ids: list[str], *, came: bool) -> Message:
        label = message("“{text}”", text=self.titles.of_type(kind))
        if ids == [kind]:  # there is at most one of its type, so no list either
            return message("now there: {name}", name=label) if came else message("gone: {name}", name=label)
        names = self._few(ids)
        if came:
            return message("new in the list {list}: {names}", list=label, names=names)
        return message("no longer in the list {list}: {names}", list=label, names=names)

    def _listed(self, moved: Membership) -> Reason:
        """Otherwise known: whether a list is complete, how many there are, how they are sorted."""
        nothing = AttributeInfo()
        before, after = (told(one, nothing, self.language) for one in (moved.before, moved.after))
        change = FactChange(
            fact=f"{moved.type}[]",
            label=self.titles.of_type(moved.type),
            before=None if moved.before is ABSENT else moved.before,
            after=None if moved.after is ABSENT else moved.after,
            before_text=before,
            after_text=after,
        )
        both = is_known(moved.before) and is_known(moved.after)
        kind: ReasonKind = "facts" if both and _closed(moved.before) == _closed(moved.after) else "coverage"
        return self._reason(kind, self._facts_text([change]), facts=(change,))

    def _of_day(self, reads: Iterable[str]) -> Iterator[Reason]:
        days = self.changes.dates
        if days is None or TODAY not in reads:
            return
        info = AttributeInfo(type="date")
        before, after = (told(one, info, self.language) for one in days)
        yield self._reason(
            "time", message("the day of the assessment: {before} → {after}", before=before, after=after)
        )

    def _of_parameters(self, names: Iterable[str]) -> Iterator[Reason]:
        found = sorted(self.changes.parameters & set(names))
        if found:
            yield self._reason("thresholds", self.parameters_text(found), ids=tuple(found))

    def parameters_text(self, names: Iterable[str]) -> str:
        """Parameters with their values before and after."""
        was = {one.name: one for one in self.before.parameters}
        now = {one.name: one for one in self.after.parameters}
        nothing = self.say(message("not there"))
        return joined(
            (
                self.say(
                    message(
                        "{name}: {before} → {after}",
                        name=(now.get(name) or was[name]).label or name,
                        before=was[name].text if name in was else nothing,
                        after=now[name].text if name in now else nothing,
                    )
                )
                for name in names
            ),
            self.language,
        )

    def _of_definition(self, was: Definition, now: Definition, old: str, check: str) -> Iterator[Reason]:
        if was.sha256 == now.sha256:
            return
        if check not in self._new_checks:
            yield self._reason("rules", message("the check is no longer in the method"))
        elif old not in self._old_checks:
            yield self._reason("rules", message("the check is new in the method"))
        elif was.condition != now.condition and was.condition and now.condition:
            text = message("the condition: {before} → {after}", before=was.condition, after=now.condition)
            yield self._reason("rules", text)
        elif was.sha256 and now.sha256:
            yield self._reason(
                "rules", message("the check decides otherwise, though its condition reads the same")
            )

    def _of_outcomes(self, checks: Collection[str]) -> Iterator[Reason]:
        read = {self.names.now("check", one) for one in checks}
        found = [name for name in self.changed if name.partition(":")[0] in read] if read else []
        if found:
            text = message("outcomes of other checks: {names}", names=self._few(map(self.titles.of, found)))
            yield self._reason("outcomes", text, ids=tuple(found))

    def _otherwise(self) -> tuple[Reason, ...]:
        """What remains where nothing differs that the rule reads: the method as a whole, or the program."""
        if self.changes.rulesets:
            return (self._reason("rules", message("the rulesets differ, though not in this rule itself")),)
        if self.before.ccrules != self.after.ccrules:
            text = message(
                "ccrules itself: {before} → {after}", before=self.before.ccrules, after=self.after.ccrules
            )
            return (self._reason("program", text),)
        return ()

    def members_told(self) -> Iterator[FactChange]:
        """Collections that differ: who came and went, and what else is known of them."""
        for kind, moved in self.changes.members.items():
            if not (moved.came or moved.went):
                yield self._listed(moved).facts[0]
                continue
            yield FactChange(
                fact=f"{kind}[]",
                label=self.titles.of_type(kind),
                before=sorted(moved.went),
                after=sorted(moved.came),
                before_text=self._members(kind, moved.went),
                after_text=self._members(kind, moved.came),
            )

    def _members(self, kind: str, ids: Collection[str]) -> str:
        """Ids of members; what there is one of goes by its type."""
        return (
            self._few(self.titles.of_type(kind) if one == kind else one for one in sorted(ids)) if ids else ""
        )

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
            told_facts = self.changes.told(facts)
            found.append(self._reason("facts", self._facts_text(told_facts), facts=told_facts))
        found += self._of_rules("inference", rules)
        return tuple(found) or self._otherwise()

    def of_action(self, name: str, touched: Iterable[str]) -> tuple[Reason, ...]:
        """Why an action is otherwise: what it resolves, its own definition, objectives, other actions.

        Args:
            name: its id now.
            touched: ids of the findings and conclusions it deals with, on either side.
        """
        found = [*self._of_ids(dict.fromkeys(touched)), *self._of_rules("recommendation", [name])]
        found += self._of_objectives()
        if not found and self.changed:
            found.append(
                self._reason("plan", message("what other actions deal with changed, and so did their order"))
            )
        return tuple(found) or self._otherwise()

    def _of_ids(self, ids: Iterable[str]) -> Iterator[Reason]:
        found = [one for one in ids if one in self.changed]
        if found:
            named = self.titles.with_changes({one: self.changed[one] for one in found})
            yield self._reason("findings", listing(named, self.language, MOST_NAMED), ids=tuple(found))

    def _of_rules(self, kind: str, rules: Iterable[str]) -> Iterator[Reason]:
        changed = []
        for rule in dict.fromkeys(rules):
            old = self.names.before(kind, rule, self._old_rules)
            was, now = self.changes.definitions(kind, old, rule)
            if was.sha256 != now.sha256 and self.changes.has_definitions:
                changed.append(rule)
        if changed:
            text = message("the rule changed: {names}", names=self._few(changed))
            yield self._reason("rules", text, ids=tuple(changed))

    def _of_objectives(self) -> Iterator[Reason]:
        was = {one.id: one.weight for one in self.before.objectives}
        now = {one.id: one.weight for one in self.after.objectives}
        found = sorted(name for name in {*was, *now} if was.get(name) != now.get(name))
        if found:
            text = message("the weights of objectives: {names}", names=self._few(found))
            yield self._reason("objectives", text, ids=tuple(found))

    # --- words -------------------------------------------------------------------------

    def say(self, text: Message) -> str:
        """A message in the language of the comparison."""
        return typeset(translate(text, self.language), self.language)

    def _reason(
        self,
        kind: ReasonKind,
        text: Message | str,
        *,
        facts: tuple[FactChange, ...] = (),
        ids: tuple[str, ...] = (),
    ) -> Reason:
        said = text if isinstance(text, str) else self.say(text)
        return Reason(kind=kind, text=said, facts=facts, ids=ids)

    def _few(self, names: Iterable[str]) -> str:
        return listing(list(names), self.language, MOST_NAMED)

    def _facts_text(self, facts: Iterable[FactChange]) -> str:
        every = list(facts)
        said = [self.fact_text(one) for one in every[:MOST_NAMED]]
        if len(every) > MOST_NAMED:
            said.append(self.say(message("{n} more", n=len(every) - MOST_NAMED)))
        return joined(said, self.language)

    def fact_text(self, one: FactChange) -> str:
        """A fact that differs, on one line."""
        if one.count > 1:
            return self.say(message("{n} facts {fact}", n=one.count, fact=one.label or one.fact))
        name = self.titles.of_fact(one.fact, one.label)
        return self.say(
            message("{name}: {before} → {after}", name=name, before=one.before_text, after=one.after_text)
        )


def _turned(verdicts: tuple[str, str]) -> bool:
    """Whether what the verdicts name is what turned them: not where the guard did, which they don't name."""
    return verdicts[0] != verdicts[1] and set(verdicts) <= {"fail", "pass", "not_assessed"}


def _group_of(fact: str) -> str:
    """The name that many facts of one attribute go by together."""
    owner, _, name = fact.rpartition(".")
    return f"{owner.partition('/')[0]}/*.{name}"


def _closed(value: object) -> object:
    """Whether a list is complete, or known only by number; what is said of one that is not there."""
    return (value.get("complete", True), "total" in value) if isinstance(value, Mapping) else value


def _facts_named(before: Assessment, after: Assessment) -> Mapping[str, frozenset[str]]:
    """The facts that each outcome names: under a finding, or missing."""
    found: dict[str, set[str]] = {}
    for side in (before, after):
        for finding in side.findings:
            found.setdefault(finding.id, set()).update(one.fact for one in finding.evidence)
        for one in side.not_assessed:
            whole = one.subject.type == ORGANISATION
            key = one.check if whole else f"{one.check}:{one.subject.type}/{one.subject.id or '*'}"
            names = found.setdefault(key, set())
            names.update(lack.fact if isinstance(lack, MissingGroup) else lack for lack in one.missing)
    return {name: frozenset(facts) for name, facts in found.items()}
