"""Facts tried on a check and its mutants: what each makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ccrules.conditions.derived import derive
from ccrules.documents import Node
from ccrules.engine.checks import CheckRunner, Outcomes
from ccrules.errors import InputError
from ccrules.facts.reading import read_facts
from ccrules.ruleset.cases import Case
from ccrules.ruleset.expectations import RANGE
from ccrules.ruleset.model import Method
from ccrules.testing.situations import Prepared, Situation, by_subject

#: Outcome by subject; that of a failure with its severity, as ``fail high``.
Signature = Mapping[str, str]


@dataclass(frozen=True)
class Candidate:
    """Facts that may become a case.

    Attributes:
        what: how they differ from those of a case.
        facts: the facts, as they would be written.
        situation: the same, read.
        signature: what the check makes of them.
        rough: 0 if only values differ from those of a case, more if members or states do.
        case: the case that has just these facts; None if there is none.
    """

    what: str
    facts: Node
    situation: Situation
    signature: Signature
    rough: int = 0
    case: Case | None = None


def situation_of(method: Method, facts: Node, as_of: str | None) -> Situation | None:
    """Facts under some rules; None if they are wrong in themselves."""
    try:
        base = read_facts([facts], method.vocabulary, as_of=as_of)
    except InputError:
        return None
    derive(base, method.derived)
    return Situation(method, base)


def signature(situation: Situation, prepared: Prepared) -> Signature:
    """What a check, perhaps a mutant, makes of facts."""
    runner, outcomes = situation.run(prepared)
    return {**dict(by_subject(outcomes)), **_failures(runner, outcomes)}


def _failures(runner: CheckRunner, outcomes: Outcomes) -> Signature:
    severities = {one._name: runner.severity(outcomes.check, one) for one in outcomes.failed}
    return {
        name: f"fail {mildest}" if mildest == worst else f"fail {mildest}{RANGE}{worst}"
        for name, (mildest, worst) in severities.items()
    }


def words(signature: Signature) -> Signature:
    """The outcomes alone, without severities."""
    return {subject: outcome.partition(" ")[0] for subject, outcome in signature.items()}
