"""What an inference engine is given and what it gives back.

A program is a set of production rules. Each rule is a conjunction of positive patterns
over elements (findings, passed and not assessed checks, facts, conclusions) joined by
equality, and concludes one thing, about one subject or about the organisation. There is
no negation, no comparison of size and no arithmetic: what needs these is a check.

Values are opaque tokens (``b:true``, ``n:1.0``, ``t:daily``, ``e:mailbox/billing``) and
equal only if they are the same string, so an engine never compares a number with a text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol

from ccrules.errors import NOWHERE, EngineError, Message, Problem, message

Kind = Literal["finding", "passed", "not_assessed", "fact", "conclusion"]

SUBJECT = "subject"
"""The field that holds what an element is about; a fact is about itself."""

MAX_PATTERNS = 16
"""Premises of one rule. durable-rules holds no more, and so both engines refuse the same rules."""


class Conclusion(NamedTuple):
    """What a rule concludes.

    Attributes:
        id: the conclusion's id.
        subject: the token of what it is about; None for the organisation as a whole.
    """

    id: str
    subject: str | None


Reference = str | Conclusion
"""Names an element: the public id of a finding or fact, or the conclusion itself."""


def reference_order(reference: Reference) -> tuple[str, str]:
    """Sort key for references, since texts and conclusions can't be compared directly."""
    if isinstance(reference, Conclusion):
        return reference.id, reference.subject or ""
    return reference, ""


@dataclass(frozen=True)
class Element:
    """Something that holds and that patterns can match.

    Attributes:
        kind: what sort of thing it is.
        name: check id, entity type or conclusion id.
        fields: known values as tokens, ``subject`` among them where it has one. Unknown,
            absent and not applicable values are left out, so that nothing matches them.
        ref: its stable public id. Conclusions are made by the engines, not given to them.
    """

    kind: Kind
    name: str
    fields: Mapping[str, str]
    ref: Reference


class Criterion(NamedTuple):
    """The part of a pattern that one element decides by itself."""

    kind: Kind
    name: str
    where: tuple[tuple[str, str], ...]

    def accepts(self, element: Element) -> bool:
        """Tell whether an element has the kind, the name and the literal values asked for."""
        return (element.kind, element.name) == (self.kind, self.name) and all(
            element.fields.get(name) == token for name, token in self.where
        )


class Same(NamedTuple):
    """An equality between a pattern's field and a field of another, aliased pattern."""

    field: str
    alias: str
    other: str


@dataclass(frozen=True)
class Pattern:
    """One premise of a rule; :meth:`of` builds it from plain mappings.

    Attributes:
        kind: the kind of element wanted.
        name: check id, entity type or conclusion id.
        alias: the name by which other premises refer to the element bound here.
        where: fields that must equal a literal token, sorted.
        same: fields that must equal a field of another premise, sorted.
    """

    kind: Kind
    name: str
    alias: str | None = None
    where: tuple[tuple[str, str], ...] = ()
    same: tuple[Same, ...] = ()

    @classmethod
    def of(
        cls,
        kind: Kind,
        name: str,
        alias: str | None = None,
        where: Mapping[str, str] = MappingProxyType({}),
        same: Mapping[str, tuple[str, str]] = MappingProxyType({}),
    ) -> Pattern:
        """Build a pattern.

        Args:
            kind: the kind of element wanted.
            name: check id, entity type or conclusion id.
            alias: the ``as`` of the rule.
            where: ``{field: token}``.
            same: ``{field: (alias, field of that alias)}``.
        """
        joins = tuple(Same(own, *other) for own, other in sorted(same.items()))
        return cls(kind, name, alias, tuple(sorted(where.items())), joins)

    @cached_property
    def criterion(self) -> Criterion:
        """What a single element must fulfil."""
        return Criterion(self.kind, self.name, self.where)


@dataclass(frozen=True)
class Rule:
    """If all patterns match together, the conclusion holds.

    Attributes:
        id: the rule's id. The variants of one rule (see ``expand``) share it and count
            once for belief.
        patterns: the premises, 1 to 16.
        conclusion_id: what it concludes.
        for_alias: the alias whose subject the conclusion is about; None for the organisation.
        belief: how strongly true premises speak for the conclusion, 0 to 1.
        variant: which of the rule's expansions this is, from 0.

    Raises:
        EngineError: with every fault of the rule, naming it.
    """

    id: str
    patterns: tuple[Pattern, ...]
    conclusion_id: str
    for_alias: str | None = None
    belief: float = 1.0
    variant: int = 0

    def __post_init__(self) -> None:
        found = [Problem(NOWHERE, what) for what in _faults(self)]
        if found:
            raise EngineError(found)

    @cached_property
    def references(self) -> frozenset[str]:
        """Aliases that another premise or the conclusion refers to."""
        used = {same.alias for pattern in self.patterns for same in pattern.same}
        return frozenset(used if self.for_alias is None else used | {self.for_alias})


def _faults(rule: Rule) -> Iterator[Message]:
    if not 1 <= len(rule.patterns) <= MAX_PATTERNS:
        yield message(
            "rule {rule} has {count} premises; there must be 1 to {limit}",
            rule=rule.id,
            count=len(rule.patterns),
            limit=MAX_PATTERNS,
        )
    if not 0 <= rule.belief <= 1:
        yield message("rule {rule} has belief {belief}; it must be 0 to 1", rule=rule.id, belief=rule.belief)
    yield from _alias_faults(rule)


def _alias_faults(rule: Rule) -> Iterator[Message]:
    aliases = [pattern.alias for pattern in rule.patterns if pattern.alias is not None]
    for alias in sorted({alias for alias in aliases if aliases.count(alias) > 1}):
        yield message("rule {rule} uses the alias {alias} for two premises", rule=rule.id, alias=alias)
    for alias in sorted(rule.references - set(aliases)):
        yield message("rule {rule} refers to {alias}, which no premise is called", rule=rule.id, alias=alias)
    for pattern in rule.patterns:
        if any(same.alias == pattern.alias for same in pattern.same):
            yield message("rule {rule} compares {alias} with itself", rule=rule.id, alias=pattern.alias)


@dataclass(frozen=True)
class Program:
    """Rules that run together, such as those of all loaded rulesets.

    Attributes:
        rules: the rules; only variants of one rule share an id.

    Raises:
        EngineError: if two rules have the same id and variant.
    """

    rules: tuple[Rule, ...]

    def __post_init__(self) -> None:
        count = Counter((rule.id, rule.variant) for rule in self.rules)
        twice = [rule for (rule, _), times in count.items() if times > 1]
        if twice:
            faults = [message("two rules are called {rule}", rule=rule) for rule in twice]
            raise EngineError([Problem(NOWHERE, fault) for fault in faults])


@dataclass(frozen=True)
class Firing:
    """One rule that fired on one binding.

    Attributes:
        rule: the rule's id.
        variant: which of its expansions.
        conclusion: what follows.
        premises: for each pattern what matched it: one reference for a pattern that is joined
            or referred to, otherwise all that match, sorted.
    """

    rule: str
    variant: int
    conclusion: Conclusion
    premises: tuple[tuple[Reference, ...], ...]


@dataclass(frozen=True)
class InferenceResult:
    """What fired; it does not depend on the engine or on the order of the elements.

    Attributes:
        engine: name and version of the engine that ran.
        facts: how many facts went in: each distinct element that a joined pattern names, and
            one token for each existential pattern that something matches.
        firings: in the order of rule, variant, conclusion and premises.
    """

    engine: str
    facts: int
    firings: tuple[Firing, ...] = field(default=())

    @property
    def fired(self) -> int:
        """How many rules fired, each counted once."""
        return len({firing.rule for firing in self.firings})

    @property
    def conclusions(self) -> tuple[Conclusion, ...]:
        """What was concluded, sorted, each once."""
        return tuple(sorted({firing.conclusion for firing in self.firings}, key=reference_order))


class Engine(Protocol):
    """Runs a program; a plugin may bring its own."""

    @property
    def name(self) -> str:
        """Name and version, as printed in the assessment."""

    def run(self, program: Program, elements: Iterable[Element]) -> InferenceResult:
        """Fire every rule on every binding, conclusions included, until nothing is new.

        Args:
            program: the rules.
            elements: what holds; order and duplicates don't matter.

        Raises:
            EngineError: if the engine fails; it names the rule.
        """
