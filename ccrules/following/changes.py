"""The facts, parameters and definitions that differ between two assessments, looked up by what reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ccrules.assessment import Assessment, AttributeInfo, Definition
from ccrules.following.comparison import FactChange, ValueChange
from ccrules.following.telling import ABSENT, told

#: The day of the assessment among the facts.
TODAY = "assessment.date"
#: More facts of one attribute than this are grouped; a group names a few.
MOST_SINGLE, SAMPLE = 20, 5

NOTHING = Definition(sha256="")


@dataclass(frozen=True, slots=True)
class Membership:
    """A collection that differs.

    Attributes:
        type: the entity type.
        came: ids of members that are only in the later assessment.
        went: ids of members that are only in the earlier one.
        before: what was known of it, as the assessment says.
        after: what is.
    """

    type: str
    came: frozenset[str]
    went: frozenset[str]
    before: Any
    after: Any

    @property
    def otherwise(self) -> bool:
        """Whether more differs than who is in it: its number, its counts, or whether the list is complete."""
        return bool(_rest(self.before) != _rest(self.after))


def _rest(value: Any) -> Any:
    """What is said of a collection beside its members; ABSENT and states as they are."""
    if not isinstance(value, Mapping) or "members" not in value:
        return value
    return {name: one for name, one in value.items() if name != "members"}


def attribute_of(fact: str) -> str:
    """The attribute of a fact: ``mailbox/claims.tracked`` gives ``mailbox.tracked``."""
    owner, dot, name = fact.rpartition(".")
    return f"{owner.partition('/')[0]}.{name}" if dot else fact


def owner_of(fact: str) -> str:
    """What a fact speaks of: ``mailbox/claims.tracked`` gives ``mailbox/claims``."""
    return fact.rpartition(".")[0] or fact


class Changes:
    """What differs between two assessments, before anybody asks what follows from it.

    Args:
        before: the earlier assessment.
        after: the later one.
        language: of the texts.
    """

    def __init__(self, before: Assessment, after: Assessment, language: str) -> None:
        self.before, self.after, self.language = before, after, language
        self.old, self.new = before.facts, after.facts
        self._told: dict[str, FactChange] = {}

    # --- facts -------------------------------------------------------------------------

    @cached_property
    def members(self) -> Mapping[str, Membership]:
        """Collections that differ, by entity type."""
        names = sorted({name for name in (*self.old, *self.new) if name.endswith("[]")})
        found = (self._membership(name) for name in names)
        return {one.type: one for one in found if one is not None}

    def _membership(self, name: str) -> Membership | None:
        before, after = self.old.get(name, ABSENT), self.new.get(name, ABSENT)
        if before == after:
            return None
        was, now = _ids(before), _ids(after)
        return Membership(name.removesuffix("[]"), now - was, was - now, before, after)

    @cached_property
    def facts(self) -> Mapping[str, tuple[Any, Any]]:
        """Facts that differ, by name, of members that both know."""
        moved = {f"{one.type}/{name}" for one in self.members.values() for name in (*one.came, *one.went)} | {
            kind for kind, one in self.members.items() if kind in one.came | one.went
        }
        found = {}
        for name in sorted({*self.old, *self.new}):
            before, after = self.old.get(name, ABSENT), self.new.get(name, ABSENT)
            if name == TODAY or name.endswith("[]") or owner_of(name) in moved:
                continue
            if before != after:
                found[name] = before, after
        return found

    @cached_property
    def by_attribute(self) -> Mapping[str, Sequence[str]]:
        """The names of these facts by attribute."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name in self.facts:
            found[attribute_of(name)].append(name)
        return found

    def read(self, reads: Iterable[str]) -> list[str]:
        """The names of the facts that differ among those of some attributes, without the day."""
        return [name for one in reads if one != TODAY for name in self.by_attribute.get(one, ())]

    def told(self, names: Iterable[str]) -> tuple[FactChange, ...]:
        """Facts that differ, in words; many of one attribute as a group."""
        grouped: defaultdict[str, list[str]] = defaultdict(list)
        for name in names:
            grouped[attribute_of(name)].append(name)
        return tuple(one for some in grouped.values() for one in self._grouped(some))

    def _grouped(self, names: list[str]) -> Iterator[FactChange]:
        if len(names) <= MOST_SINGLE:
            yield from (self.one(name) for name in names)
            return
        first = self.one(names[0])
        owner, _, attribute = names[0].rpartition(".")
        yield FactChange(
            fact=f"{owner.partition('/')[0]}/*.{attribute}",
            label=first.label,
            change=first.change,
            count=len(names),
            sample=tuple(names[:SAMPLE]),
        )

    def one(self, name: str) -> FactChange:
        """One fact that differs, in words."""
        if name not in self._told:
            before, after = self.facts[name]
            self._told[name] = self._fact(name, before, after)
        return self._told[name]

    def _fact(self, name: str, before: Any, after: Any) -> FactChange:
        key = attribute_of(name)
        info = self.info(key)
        return FactChange(
            fact=name,
            label=info.label,
            before=None if before is ABSENT else before,
            after=None if after is ABSENT else after,
            before_text=told(before, info, self.language),
            after_text=told(after, info, self.language),
            change=change_of(before, after),
        )

    def info(self, attribute: str) -> AttributeInfo:
        """What is known of an attribute, from either side."""
        nothing = AttributeInfo()
        return self.after.attributes.get(attribute) or self.before.attributes.get(attribute, nothing)

    @cached_property
    def dates(self) -> tuple[Any, Any] | None:
        """The days of the assessments, if they differ."""
        before, after = self.old.get(TODAY, ABSENT), self.new.get(TODAY, ABSENT)
        return (before, after) if before != after else None

    # --- rules -------------------------------------------------------------------------

    @cached_property
    def parameters(self) -> frozenset[str]:
        """Names of the parameters whose value differs, or that only one side has."""
        was = {one.name: one.value for one in self.before.parameters}
        now = {one.name: one.value for one in self.after.parameters}
        return frozenset(name for name in {*was, *now} if was.get(name, ABSENT) != now.get(name, ABSENT))

    @cached_property
    def rulesets(self) -> bool:
        """Whether any ruleset differs."""
        return {(one.name, one.sha256) for one in self.before.rulesets} != {
            (one.name, one.sha256) for one in self.after.rulesets
        }

    def definitions(self, kind: str, old: str, new: str) -> tuple[Definition, Definition]:
        """How a rule decided and how it decides; without a hash where it is not there.

        Args:
            kind: ``check``, ``inference`` or ``recommendation``.
            old: its earlier id.
            new: its id now.
        """
        before = self.before.definitions.get(f"{kind}/{old}", NOTHING)
        return before, self.after.definitions.get(f"{kind}/{new}", NOTHING)

    @cached_property
    def has_definitions(self) -> bool:
        """Whether both sides say how their rules decide; assessments of early versions don't."""
        return bool(self.before.definitions) and bool(self.after.definitions)


def change_of(before: Any, after: Any) -> ValueChange:
    """Whether a fact changed, or whether it is known that did."""
    was, now = is_known(before), is_known(after)
    if was == now:
        return "changed"
    return "became known" if now else "became unknown"


def is_known(value: Any) -> bool:
    """Whether there is a value, none or not applicable: neither missing nor unknown."""
    return value is not ABSENT and value != {"state": "unknown"}


def _ids(value: Any) -> frozenset[str]:
    return frozenset(value.get("members", ())) if isinstance(value, Mapping) else frozenset()
