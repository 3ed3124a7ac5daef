"""The later stratum: checks over the outcomes of other checks.

The checks that read facts alone run first. What they gave becomes one more collection,
``outcomes``, whose members have a hole where a check could not be assessed; then the checks
marked ``over: outcomes`` run like any others. They don't see each other, so one stratum does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.checker import SEVERITY
from ccrules.conditions.derived import stored
from ccrules.conditions.missing import Missing, MissingFacts
from ccrules.conditions.possible import Choice, Possible
from ccrules.conditions.rows import NOBODY
from ccrules.conditions.runtime import FunctionFailed
from ccrules.engine.checks import CheckRunner, Open, Outcomes, run_checks
from ccrules.engine.reasoning import finding_id
from ccrules.facts.base import Collection, Entity
from ccrules.facts.vocabulary import OUTCOME, EntityType
from ccrules.ruleset.model import SEVERITIES, Check, Method
from ccrules.ruleset.sight import FAILED, Seen, attributes_read, constant_severity, of_check, sight
from ccrules.text import entity_name, localise
from ccrules.values import NOT_COLLECTED, Computed, OneOf

#: Groups of facts that something waits for.
Awaited = tuple[frozenset[str], ...]
#: Outcomes of one check and verdict that are made although no filter admits them: they cost little,
#: and what would turn a verdict is found among them. Of more than this none is.
MOST_UNSEEN = 1_000
#: Whether a check may have failed where only its guard is open, by the verdict if it applies.
GUARDED: Mapping[str, Any] = {"fail": Computed(p.TRUE | p.NA), "pass": Computed(p.FALSE | p.NA)}


class OutcomeEntity(Entity):
    """What one check gave for one subject, as an entity that conditions can read.

    Args:
        type: the type of outcomes.
        check: the check.
        about: the subject; None for members that nobody listed.
        verdict: ``fail``, ``pass``, ``not_assessed``, ``not_applicable`` or ``error``.
        values: the attributes.
        find: finds the facts that an undecided attribute waits for.
    """

    _check: Check
    _about: Entity | None
    _verdict: str
    _find: Callable[[OutcomeEntity, str], Awaited]

    def __init__(
        self,
        type: EntityType,
        check: Check,
        about: Entity | None,
        verdict: str,
        values: Mapping[str, Any],
        find: Callable[[OutcomeEntity, str], Awaited],
    ) -> None:
        super().__init__(type, NOBODY if about is None else finding_id(check.id, about), values)
        state = self.__dict__
        state["_check"], state["_about"], state["_verdict"], state["_find"] = check, about, verdict, find

    def _awaited(self, attribute: str) -> Awaited:
        return self._find(self, attribute)

    def _label(self, language: str) -> str:
        return outcome_name(self._check, self._about, language)


def outcome_name(check: Check, about: Entity | None, language: str) -> str:
    """What an outcome is called: ``Untracked mailbox (DEMO-001 claims)``.

    Args:
        check: the check.
        about: its subject; None for members that nobody listed.
        language: ``en`` or ``fr``.
    """
    subject = "" if about is None or not check.subject else f" {entity_name(about, language)}"
    return f"{localise(check.title, language)} ({check.id}{subject})"


def run_strata(method: Method, runner: CheckRunner) -> dict[str, Outcomes]:
    """Run all checks that are switched on, those over outcomes last.

    Args:
        method: the rules.
        runner: over the facts; afterwards its fact base holds the outcomes too, if any check reads them.

    Returns:
        The outcomes by check, in the order of declaration.
    """
    outcomes = run_checks(_of_stratum(method, later=False), runner)
    readers = _of_stratum(method, later=True)
    if readers:
        add_outcomes(method, runner, readers.values(), outcomes.__getitem__)
        outcomes |= run_checks(readers, runner)
    return {name: outcomes[name] for name in method.checks if name in outcomes}


def _of_stratum(method: Method, *, later: bool) -> dict[str, Check]:
    return {
        name: check for name, check in method.checks.items() if check.over_outcomes is later and not check.off
    }


def add_outcomes(
    method: Method, runner: CheckRunner, readers: Iterable[Check], outcomes_of: Callable[[str], Outcomes]
) -> None:
    """Let the checks of a runner read outcomes.

    The collection only comes in addition, so whatever was worked out over the facts stays right.

    Args:
        method: the rules.
        runner: gets the collection.
        readers: the checks that will read it; what none of them can see is left out.
        outcomes_of: gives the outcomes of a check that reads facts alone.
    """
    readers = list(readers)
    vocabulary = method.outcome_vocabulary
    assert vocabulary is not None
    maker = _Maker(vocabulary[OUTCOME], runner, attributes_read(readers))
    seen = sight(method, readers)
    collection = maker.collection({name: outcomes_of(name) for name in seen}, seen)
    collections = {**runner.base.collections, OUTCOME: collection}
    runner.extend(replace(runner.base, vocabulary=vocabulary, collections=collections))


class _Maker:
    """Makes entities of outcomes.

    Args:
        type: the type of outcomes.
        runner: ran the checks.
        read: the attributes that are read; what costs an evaluation is left out if it is not.
    """

    def __init__(self, type: EntityType, runner: CheckRunner, read: frozenset[str]) -> None:
        self.type, self.runner, self.read = type, runner, read

    def collection(self, outcomes: Mapping[str, Outcomes], seen: Seen) -> Collection:
        """The outcomes that can be seen, in the order of the checks."""
        some = [(outcomes[name], verdicts) for name, verdicts in seen.items()]
        members = tuple(entity for found, verdicts in some for entity in self._members(found, verdicts))
        unlisted = tuple(entity for found, verdicts in some for entity in self._unlisted(found, verdicts))
        return Collection(self.type, members, state=None, complete=True, unlisted=unlisted)

    def _members(self, found: Outcomes, verdicts: frozenset[str]) -> Iterator[Entity]:
        make = partial(self._make, found.check, of_check(found.check))
        settled: Mapping[str, Sequence[Entity]] = {
            "fail": found.failed,
            "pass": found.passed,
            "not_applicable": [one.subject for one in found.inapplicable if one.subject is not None],
        }
        for verdict, subjects in settled.items():
            if verdict in verdicts or len(subjects) <= MOST_UNSEEN:
                yield from (make(subject, verdict, FAILED[verdict]) for subject in subjects)
        if "open" not in verdicts:
            return
        for one in found.open:
            if one.subject is not None:
                failed = GUARDED.get(one.would, FAILED["open"])
                yield make(one.subject, "not_assessed", failed, partial(_lacks, one))
        for broken in found.broken:
            if broken.subject is not None:
                yield make(broken.subject, "error", FAILED["open"])

    def _unlisted(self, found: Outcomes, verdicts: frozenset[str]) -> Iterator[Entity]:
        """What stands for the outcomes about members that nobody listed."""
        make = partial(self._make, found.check, of_check(found.check), None)
        for one in found.open if "open" in verdicts else ():
            if one.subject is None:
                yield make("not_assessed", FAILED["open"], partial(_lacks, one))
        for broken in found.broken if "open" in verdicts else ():
            if broken.subject is None:
                yield make("error", FAILED["open"])

    def _make(
        self,
        check: Check,
        common: Mapping[str, Any],
        about: Entity | None,
        verdict: str,
        failed: Any,
        lacks: Callable[[], Awaited] | None = None,
    ) -> Entity:
        values = {**common, "failed": failed}
        if about is not None:
            values["subject"] = about.id
            values |= self._worked_out(check, about)
        find = partial(self._find, lacks)
        return OutcomeEntity(self.type, check, about, verdict, values, find)

    def _worked_out(self, check: Check, about: Entity) -> dict[str, Any]:
        """Severity and exposure, where they are read and differ between subjects."""
        found: dict[str, Any] = {}
        for name in ("severity", "exposure"):
            node = worked_out(check, name) if name in self.read else None
            if node is not None:
                found[name] = self._value(check, about, node)
        return found

    def _value(self, check: Check, about: Entity, node: tree.Node) -> Any:
        try:
            found = self.runner.value(check, about, node)
        except FunctionFailed:
            return NOT_COLLECTED
        return _severity(node, found) if node.type == SEVERITY else stored(found)

    def _find(self, lacks: Callable[[], Awaited] | None, outcome: OutcomeEntity, attribute: str) -> Awaited:
        """The facts that an attribute waits for; where a check broke, its outcome itself."""
        check, about = outcome._check, outcome._about
        node = worked_out(check, attribute)
        if node is not None and about is not None:
            missing = MissingFacts(self.runner.reader, self.runner.derivations)
            missing.collect(node, self.runner.environment(check, about))
            return _pieces(missing.missing)
        return (frozenset({f"{OUTCOME}/{outcome.id or check.id}.failed"}),) if lacks is None else lacks()


def _severity(node: tree.Node, found: Possible) -> Any:
    """A severity; where the expression makes no sense, the mildest that it can give."""
    assert isinstance(found, Choice)
    named = {
        part.value for part in tree.walk(node) if isinstance(part, tree.Literal) and part.type == SEVERITY
    }
    able = [one for one in SEVERITIES if one in named] or list(SEVERITIES)
    candidates = set(able if found.candidates is None else found.candidates)
    if found.may_leave:
        candidates.add(able[-1])
    some = tuple(one for one in SEVERITIES if one in candidates)
    return some[0] if len(some) == 1 else OneOf(some)


def worked_out(check: Check, name: str) -> tree.Node | None:
    """The expression behind an attribute of an outcome: severity or exposure, if subjects differ in it."""
    if name not in ("severity", "exposure"):
        return None
    if check.terms is None or (name == "severity" and constant_severity(check) is not None):
        return None
    node: tree.Node | None = getattr(check.terms, name)
    return node


def _lacks(one: Open) -> Awaited:
    return _pieces(one.lacks)


def _pieces(missing: Missing) -> Awaited:
    """Missing facts in pieces that outcomes share, so that none is copied."""
    return tuple(piece for piece in (missing.own, missing.group.names) if piece)
