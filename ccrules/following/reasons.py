"""Differences as reasons: each with what differs, said in one line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from ccrules.assessment import AttributeInfo, ParameterValue
from ccrules.errors import Message, message
from ccrules.following.changes import Changes, Membership, is_known
from ccrules.following.comparison import FactChange, Reason, ReasonKind
from ccrules.following.telling import ABSENT, told
from ccrules.following.titles import Titles
from ccrules.following.wording import joined
from ccrules.text import listing, worded

#: Facts and ids that a reason names in words; the rest is counted.
MOST_NAMED = 4

_FACTS: Mapping[str, ReasonKind] = {
    "changed": "facts",
    "became known": "coverage",
    "became unknown": "coverage",
}


class Reasons:
    """Words what differs between two assessments.

    Args:
        changes: the differences.
        language: of the texts.
    """

    def __init__(self, changes: Changes, language: str) -> None:
        self.changes, self.language = changes, language
        self.titles = Titles(changes.before, changes.after, self._say)

    def of(self, kind: ReasonKind, text: Message, ids: Iterable[str] = ()) -> Reason:
        """A reason that is no fact.

        Args:
            kind: what differs.
            text: what is said of it.
            ids: by what it goes.
        """
        return Reason(kind=kind, text=self._say(text), ids=tuple(ids))

    def few(self, names: Iterable[str]) -> str:
        """Some names; of many the rest is counted."""
        return listing(list(names), self.language, MOST_NAMED)

    def _say(self, text: Message) -> str:
        return worded(text, self.language)

    # --- facts -------------------------------------------------------------------------

    def facts_by_change(self, names: Iterable[str]) -> Iterator[Reason]:
        """Facts whose value differs, those that became known, and those that are known no more."""
        facts = self.changes.told(names)
        for change, kind in _FACTS.items():
            some = tuple(one for one in facts if one.change == change)
            if some:
                yield self._facts(kind, some)

    def facts(self, names: Iterable[str]) -> Reason:
        """Facts that differ, whatever about them does."""
        return self._facts("facts", self.changes.told(names))

    def _facts(self, kind: ReasonKind, facts: tuple[FactChange, ...]) -> Reason:
        said = [self._fact(one) for one in facts[:MOST_NAMED]]
        if len(facts) > MOST_NAMED:
            said.append(self._say(message("{n} more", n=len(facts) - MOST_NAMED)))
        return Reason(kind=kind, text=joined(said, self.language), facts=facts)

    def _fact(self, one: FactChange) -> str:
        if one.count > 1:
            return self._say(message("{n} facts {fact}", n=one.count, fact=one.label or one.fact))
        name = self.titles.of_fact(one.fact, one.label)
        return self._say(
            message("{name}: {before} → {after}", name=name, before=one.before_text, after=one.after_text)
        )

    # --- lists -------------------------------------------------------------------------

    def moved(self, list_: Membership, ids: frozenset[str]) -> Reason:
        """Members that came to a list, and those that left it.

        Args:
            list_: the list.
            ids: the members that matter.
        """
        came, went = sorted(list_.came & ids), sorted(list_.went & ids)
        said = [self._came(list_.type, came)] if came else []
        said += [self._went(list_.type, went)] if went else []
        text = joined(map(self._say, said), self.language)
        return Reason(kind="subjects", text=text, ids=tuple(f"{list_.type}/{one}" for one in (*came, *went)))

    def _came(self, kind: str, ids: list[str]) -> Message:
        if ids == [kind]:  # there is at most one of its type, so no list either
            return message("now there: {name}", name=self._quoted(kind))
        return message("new in the list {list}: {names}", list=self._quoted(kind), names=self.few(ids))

    def _went(self, kind: str, ids: list[str]) -> Message:
        if ids == [kind]:
            return message("gone: {name}", name=self._quoted(kind))
        return message("no longer in the list {list}: {names}", list=self._quoted(kind), names=self.few(ids))

    def _quoted(self, kind: str) -> Message:
        return message("“{text}”", text=self.titles.of_type(kind))

    def otherwise_known(self, list_: Membership) -> Reason:
        """A list that is otherwise complete, otherwise sorted, or has another number of members."""
        both = is_known(list_.before) and is_known(list_.after)
        same = both and _closed(list_.before) == _closed(list_.after)
        return self._facts("facts" if same else "coverage", (self.as_known(list_),))

    def as_known(self, list_: Membership) -> FactChange:
        """What is known of a list before and after."""
        nothing = AttributeInfo()
        return FactChange(
            fact=f"{list_.type}[]",
            label=self.titles.of_type(list_.type),
            before=None if list_.before is ABSENT else list_.before,
            after=None if list_.after is ABSENT else list_.after,
            before_text=told(list_.before, nothing, self.language),
            after_text=told(list_.after, nothing, self.language),
        )

    def lists(self) -> Iterator[FactChange]:
        """The lists that differ: who came and went, or else what is known of them."""
        for list_ in self.changes.members.values():
            if not (list_.came or list_.went):
                yield self.as_known(list_)
                continue
            yield FactChange(
                fact=f"{list_.type}[]",
                label=self.titles.of_type(list_.type),
                before=sorted(list_.went),
                after=sorted(list_.came),
                before_text=self._members(list_.type, list_.went),
                after_text=self._members(list_.type, list_.came),
            )

    def _members(self, kind: str, ids: Collection[str]) -> str:
        """Ids of members; what there is one of goes by its type."""
        names = [self.titles.of_type(kind) if one == kind else one for one in sorted(ids)]
        return self.few(names) if names else ""

    # --- findings and conclusions ------------------------------------------------------

    def outcomes(self, ids: Sequence[str]) -> Reason:
        """Outcomes of other checks that differ."""
        names = self.few(map(self.titles.of, ids))
        return self.of("outcomes", message("outcomes of other checks: {names}", names=names), ids)

    def rests_on(self, changes: Mapping[str, str]) -> Reason:
        """Findings and conclusions that differ, by id, with what became of each."""
        text = self.few(self.titles.with_changes(changes))
        return Reason(kind="findings", text=text, ids=tuple(changes))

    # --- what rules are decided by -----------------------------------------------------

    def day(self) -> Iterator[Reason]:
        """The day of the assessment, if it differs."""
        if self.changes.dates is None:
            return
        info = AttributeInfo(type="date")
        before, after = (told(one, info, self.language) for one in self.changes.dates)
        yield self.of(
            "time", message("the day of the assessment: {before} → {after}", before=before, after=after)
        )

    def parameters(self, names: Iterable[str]) -> Iterator[Reason]:
        """Parameters among some that differ, with their values."""
        found = sorted(self.changes.parameters & set(names))
        if found:
            text = joined(map(self._parameter, found), self.language)
            yield Reason(kind="thresholds", text=text, ids=tuple(found))

    def _parameter(self, name: str) -> str:
        was, now = self._all_parameters
        nothing = self._say(message("not there"))
        return self._say(
            message(
                "{name}: {before} → {after}",
                name=(now.get(name) or was[name]).label or name,
                before=was[name].text if name in was else nothing,
                after=now[name].text if name in now else nothing,
            )
        )

    @cached_property
    def _all_parameters(self) -> tuple[dict[str, ParameterValue], dict[str, ParameterValue]]:
        was, now = self.changes.before.parameters, self.changes.after.parameters
        return {one.name: one for one in was}, {one.name: one for one in now}

    def objectives(self) -> Iterator[Reason]:
        """Objectives, if any weighs otherwise."""
        was = {one.id: one.weight for one in self.changes.before.objectives}
        now = {one.id: one.weight for one in self.changes.after.objectives}
        found = sorted(one for one in {*was, *now} if was.get(one) != now.get(one))
        if found:
            text = message("the weights of objectives: {names}", names=self.few(found))
            yield self.of("objectives", text, found)

    def program(self) -> Iterator[Reason]:
        """What remains where nothing differs that a rule reads: the method as a whole, or ccrules itself."""
        versions = self.changes.before.ccrules, self.changes.after.ccrules
        if self.changes.rulesets:
            yield self.of("rules", message("the rulesets differ, though not in this rule itself"))
        elif versions[0] != versions[1]:
            text = message("ccrules itself: {before} → {after}", before=versions[0], after=versions[1])
            yield self.of("program", text)


def _closed(value: object) -> object:
    """Whether a list is complete, or known only by number; what is said of one that is not there."""
    return (value.get("complete", True), "total" in value) if isinstance(value, Mapping) else value
