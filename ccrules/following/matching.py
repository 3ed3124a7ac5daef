"""What stands on both sides of a comparison, matched by the ids that hold now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

from ccrules.assessment import Assessment, Conclusion, Finding, Recommendation
from ccrules.following.verdicts import Flip, Verdicts, flips, outcome_id, verdicts

T = TypeVar("T")


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

    def finding(self, one: Finding) -> str:
        """The id that a finding has now."""
        kind = "conclusion" if one.inferred else "check"
        return self.now(kind, one.check) + one.id.removeprefix(one.check)

    def conclusion(self, one: Conclusion) -> str:
        """The key that a conclusion has now."""
        return self.now("conclusion", one.id) + one.key.removeprefix(one.id)

    def reference(self, name: str) -> str:
        """The id now by which something refers to an outcome or a conclusion."""
        rule, colon, subject = name.partition(":")
        found = self.now("check", rule)
        return f"{found if found != rule else self.now('conclusion', rule)}{colon}{subject}"


@dataclass(frozen=True, slots=True)
class Pair(Generic[T]):
    """Something that stands on at least one side.

    Attributes:
        was: what it was; None if it was not there.
        now: what it is; None if it is gone.
    """

    was: T | None
    now: T | None

    @property
    def one(self) -> T:
        """The later of them."""
        one = self.now if self.now is not None else self.was
        assert one is not None
        return one

    @property
    def sides(self) -> tuple[T, ...]:
        """Those that there are, the earlier first."""
        return tuple(one for one in (self.was, self.now) if one is not None)


class Matched:
    """Two assessments side by side.

    Args:
        before: the earlier assessment.
        after: the later one.
        names: ids that were given up.
    """

    def __init__(self, before: Assessment, after: Assessment, names: Names) -> None:
        self.before, self.after, self.names = before, after, names

    @cached_property
    def findings(self) -> Mapping[str, Pair[Finding]]:
        """The findings by id, without those that a review rejected."""
        was = {self.names.finding(one): one for one in self.before.findings}
        return _paired(was, {one.id: one for one in self.after.findings})

    @cached_property
    def rejected(self) -> Mapping[str, Pair[Finding]]:
        """The findings that a review rejected, by id."""
        was = {self.names.finding(one): one for one in _rejected(self.before)}
        return _paired(was, {one.id: one for one in _rejected(self.after)})

    @cached_property
    def conclusions(self) -> Mapping[str, Pair[Conclusion]]:
        """The conclusions by key."""
        was = {self.names.conclusion(one): one for one in self.before.conclusions}
        return _paired(was, {one.key: one for one in self.after.conclusions})

    @cached_property
    def actions(self) -> Mapping[str, Pair[Recommendation]]:
        """The actions of the plans by id."""
        was = {self.names.now("recommendation", one.id): one for one in self.before.recommendations}
        return _paired(was, {one.id: one for one in self.after.recommendations})

    @cached_property
    def verdicts(self) -> tuple[Verdicts, Verdicts]:
        """The verdicts of all checks, before and after."""
        return verdicts(self.before, self.names.current.get("check")), verdicts(self.after)

    @cached_property
    def flips(self) -> Mapping[str, Flip]:
        """The verdicts that differ, by the id of the outcome."""
        return {outcome_id(one.question): one for one in flips(*self.verdicts)}

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The titles of checks by id; the later one where both sides have it."""
        titles = {self.names.now("check", one.id): one.title for one in self.before.checks}
        return titles | {one.id: one.title for one in self.after.checks}


def _rejected(side: Assessment) -> Iterable[Finding]:
    return side.review.findings if side.review else ()


def _paired(was: Mapping[str, T], now: Mapping[str, T]) -> dict[str, Pair[T]]:
    """What stands on either side, what is there now first."""
    return {name: Pair(was.get(name), now.get(name)) for name in {**now, **was}}
