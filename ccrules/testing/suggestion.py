"""What a proposed case is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ccrules.documents import Node
from ccrules.ruleset.cases import Case
from ccrules.testing.boundaries import Boundary
from ccrules.testing.mutation import Trial
from ccrules.testing.trying import Signature

#: A side of a limit: the limit and ``below``, ``at`` or ``above``.
Side = tuple[Boundary, str]


@dataclass(frozen=True)
class Suggestion:
    """A case worth adding, or worth expecting more of.

    Attributes:
        rule: the check or inference that it is for.
        name: its name.
        facts: its facts.
        expect: outcome by check and subject; the subject is empty for all of them.
        conclusions: what must, or must not, be concluded.
        outcomes: the outcomes that no other case expects.
        sides: the sides of limits on which no other case stands.
        kills: the mutants that it notices and no other case does.
        case: the case with just these facts, which need only expect this; None if it is a new one.
    """

    rule: str
    name: str
    facts: Node
    expect: Mapping[str, Signature] = field(default_factory=dict)
    conclusions: Mapping[str, bool] = field(default_factory=dict)
    outcomes: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    kills: tuple[Trial, ...] = ()
    case: Case | None = None


@dataclass(frozen=True)
class Suggestions:
    """What was found.

    Attributes:
        found: the cases, in the order of the rules.
        unfound: the surviving mutants that no facts were found for; they may be equivalent.
    """

    found: tuple[Suggestion, ...]
    unfound: tuple[Trial, ...]
