"""Which outcomes a check over outcomes can see, told from its filters alone.

``count(o for o in outcomes if o.theme == "governance" and o.failed)`` sees no check of another
theme and nothing that passed. Each filter is asked of one outcome of each check, of which
nothing is known but the check and the verdict; what it surely excludes is never made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.checker import Terms
from ccrules.conditions.constancy import nothing_known
from ccrules.conditions.derived import Key
from ccrules.conditions.evaluator import Evaluator
from ccrules.conditions.inputs import free
from ccrules.conditions.possible import Choice
from ccrules.conditions.supposing import comparable, read_by
from ccrules.facts.base import Entity, FactBase
from ccrules.facts.vocabulary import ORGANISATION, OUTCOME, Vocabulary
from ccrules.ruleset.model import SEVERITIES, Check, Method
from ccrules.values import NONE, NOT_APPLICABLE, NOT_COLLECTED, Computed

#: What ``failed`` holds after each verdict.
FAILED: Mapping[str, Any] = {
    "fail": True,
    "pass": False,
    "not_applicable": NOT_APPLICABLE,
    "open": Computed(p.ANYTHING),
}

#: The verdicts that can be seen, by check.
Seen = Mapping[str, frozenset[str]]


def sight(method: Method, readers: Iterable[Check]) -> Seen:
    """Which outcomes some checks can see together.

    Args:
        method: the rules.
        readers: checks over outcomes.

    Returns:
        By id of the checks seen, the verdicts seen of each; see :data:`FAILED`.
    """
    together: dict[str, frozenset[str]] = {}
    for reader in readers:
        if not reader.over_outcomes:
            continue
        for name, verdicts in _seen_by(method, reader).items():
            together[name] = together.get(name, frozenset()) | verdicts
    return together


def attributes_read(readers: Iterable[Check]) -> frozenset[str]:
    """The attributes of outcomes that some checks read."""
    return _attributes_of_outcomes(root for reader in readers for root in _roots(reader))


def _attributes_of_outcomes(roots: Iterable[tree.Node]) -> frozenset[str]:
    return frozenset(
        node.attribute.name
        for root in roots
        for node in tree.walk(root)
        if isinstance(node, tree.Field) and node.base.type.entity == OUTCOME
    )


def needed(method: Method, check: Check) -> frozenset[str]:
    """The checks that have to run for one of them: itself, those it sees, and those that doubt a figure.

    Args:
        method: the rules.
        check: one of its checks.
    """
    names = {check.id, *sight(method, [check])}
    read = {f"{type_}.{name}" for type_, name in _read_by(method, names)}
    doubting = [
        one for one in method.checks.values() if not one.off and any(fact.text in read for fact in one.doubts)
    ]
    return frozenset(names.union((one.id for one in doubting), sight(method, doubting)))


def behind(method: Method, check: Check) -> frozenset[Key]:
    """The attributes behind the outcomes that a check sees, by entity type and name.

    Args:
        method: the rules.
        check: one of its checks.
    """
    return _read_by(method, sight(method, [check]))


def _read_by(method: Method, names: Iterable[str]) -> frozenset[Key]:
    checks = [method.checks[name] for name in names]
    nodes = [node for check in checks for node in _roots(check)]
    declared = {
        (type_, name) for check in checks for type_, _, name in (n.partition(".") for n in check.needs)
    }
    return read_by(method.derived, nodes) | declared


def _seen_by(method: Method, reader: Check) -> Seen:
    vocabulary, question = method.vocabulary_of(reader), reader.question
    if question is None or OUTCOME not in vocabulary.types:
        return {}
    every = [check for check in method.checks.values() if not check.over_outcomes and not check.off]
    key = ("sight", question, tuple(check.id for check in every))
    found: Seen = vocabulary.built(key, lambda: _look(vocabulary, reader, every))
    return found


def _look(vocabulary: Vocabulary, reader: Check, every: Iterable[Check]) -> Seen:
    """Ask the filters of each loop over outcomes about every check and verdict."""
    found = {loop: None for root in _roots(reader) for loop in loops_over_outcomes(tree.walk(root))}
    asked = [LoopSight(vocabulary, loop) for loop in found]
    seen: dict[str, frozenset[str]] = {}
    for check in every:
        verdicts = frozenset[str]().union(*(loop.admitted(check) for loop in asked))
        if verdicts:
            seen[check.id] = verdicts
    return seen


@dataclass(frozen=True, slots=True)
class OutcomeLoop:
    """A loop over outcomes.

    Attributes:
        variable: its variable; empty where all outcomes are meant without a loop.
        node: the aggregate it belongs to; None likewise.
        loop: the loop; None likewise.
    """

    variable: str = ""
    node: tree.Aggregate | None = None
    loop: tree.Loop | None = None

    @property
    def conditions(self) -> list[tree.Node]:
        """What a row must satisfy to count, as far as nothing but the outcome is asked.

        In a share the rows that are filtered out weigh too.
        """
        if self.node is None or self.loop is None or self.node.function in ("share", "consecutive"):
            return []
        wanted = [*self.loop.filters, *([self.node.element] if self.node.function == "any" else [])]
        return [condition for condition in wanted if free(condition) <= {self.variable}]


def loops_over_outcomes(parts: Iterable[tree.Node]) -> Iterator[OutcomeLoop]:
    """The loops over outcomes among the parts of an expression.

    Args:
        parts: the parts, a loop's source after the loop.
    """
    sources: set[int] = set()
    for node in parts:
        if isinstance(node, tree.Aggregate):
            for loop in node.loops:
                if isinstance(loop.source, tree.Everything) and loop.source.name == OUTCOME:
                    sources.add(id(loop.source))
                    yield OutcomeLoop(loop.variable.name, node, loop)
        elif isinstance(node, tree.Everything) and node.name == OUTCOME and id(node) not in sources:
            yield OutcomeLoop()


class LoopSight:
    """Tells which outcomes a loop may count.

    Args:
        vocabulary: with the type of outcomes.
        loop: the loop.
    """

    def __init__(self, vocabulary: Vocabulary, loop: OutcomeLoop) -> None:
        self.vocabulary, self.variable, self.conditions = vocabulary, loop.variable, loop.conditions
        known: FactBase = vocabulary.built("nothing known", lambda: nothing_known(vocabulary))
        self.evaluator = Evaluator(known)
        self._read = sorted(_attributes_of_outcomes(self.conditions))
        self._admitted: dict[tuple[Any, ...], frozenset[str]] = {}

    def admitted(self, check: Check) -> frozenset[str]:
        """The verdicts of a check that may count; where an open one may not, none does."""
        values = of_check(check)
        told = tuple(comparable(values.get(name)) for name in self._read)
        if told not in self._admitted:  # hundreds of checks differ in nothing that the filters ask
            self._admitted[told] = frozenset(self._verdicts(check))
        return self._admitted[told]

    def _verdicts(self, check: Check) -> Iterator[str]:
        if self.admits(check, "open"):
            yield from (verdict for verdict in FAILED if self.admits(check, verdict))

    def admits(self, check: Check, verdict: str) -> bool:
        """Whether an outcome may count.

        Args:
            check: its check.
            verdict: one of :data:`FAILED`.
        """
        outcome = sample(self.vocabulary, check, verdict)
        return all(
            self.evaluator.mask(condition, {self.variable: Choice((outcome,))}) & p.TRUE
            for condition in self.conditions
        )


def sample(vocabulary: Vocabulary, check: Check, verdict: str) -> Entity:
    """An outcome of which nothing is known but its check and the verdict.

    Args:
        vocabulary: with the type of outcomes.
        check: the check.
        verdict: one of :data:`FAILED`.
    """
    return Entity(vocabulary[OUTCOME], "any", {**of_check(check), "failed": FAILED[verdict]})


def of_check(check: Check) -> dict[str, Any]:
    """What all outcomes of a check have in common."""
    severity = constant_severity(check)
    exposed = check.terms is not None and check.terms.exposure is not None
    return {
        "check": check.id,
        "theme": check.topics[0] if check.topics else NONE,
        "topics": frozenset(check.topics),
        "subject_type": check.subject or ORGANISATION,
        "severity": NOT_COLLECTED if severity is None else severity,
        "exposure": NOT_COLLECTED if exposed else NOT_APPLICABLE,
    }


def constant_severity(check: Check) -> str | None:
    """The severity of a check that has the same for all subjects; None if it is worked out."""
    terms: Terms | None = check.terms
    if terms is None:
        return check.severity.text if check.severity.text in SEVERITIES else None
    return str(terms.severity.value) if isinstance(terms.severity, tree.Literal) else None


def _roots(reader: Check) -> list[tree.Node]:
    terms: Terms | None = reader.terms
    if terms is None:
        return []
    roots = (terms.applies, getattr(terms, "when", None), terms.severity, terms.exposure)
    return [node for node in (*roots, *terms.let.values()) if node is not None]
