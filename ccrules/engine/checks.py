"""The checks stage: one outcome per check and subject.

Each check runs its compiled loop over all subjects; what the loop leaves open goes to the
set-valued evaluator one by one. Passed and not applicable subjects stay plain lists, so
that a large result costs little; whatever a report prints is worked out on demand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.budget import Excess, excess
from ccrules.conditions.compiler import Compiled, Others, Verdicts
from ccrules.conditions.evaluator import Environment, Evaluator
from ccrules.conditions.masks import Masks
from ccrules.conditions.missing import Derivations, Memory, Missing, MissingFacts
from ccrules.conditions.possible import Choice, Mask, Possible, Range
from ccrules.conditions.runtime import FunctionFailed
from ccrules.errors import Message, message
from ccrules.facts.base import Collection, Entity, FactBase
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.ruleset.model import SEVERITIES, Check
from ccrules.values import NONE, NOT_APPLICABLE, NotPlain

#: Finds the facts that a subject lacks, those for the guard included if it is open.
Find = Callable[[Entity | None, bool], Missing]
#: Below so many subjects the evaluator answers sooner than a loop is compiled.
FEW = 8


class Open(NamedTuple):
    """An outcome that facts are missing for.

    Attributes:
        subject: the entity; None for members that nobody listed.
        would: ``fail`` or ``pass`` if only the guard is open; else empty.
        guarded: whether the guard is open.
        find: finds the missing facts; to see that some are missing takes less time.
    """

    subject: Entity | None
    would: str
    guarded: bool
    find: Find

    @property
    def lacks(self) -> Missing:
        """The missing facts, those that many outcomes lack as a group."""
        return self.find(self.subject, self.guarded)

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of all missing facts, sorted."""
        return tuple(self.lacks)


class Opens(Sequence[Open]):
    """The open outcomes of one check. Of most of them nothing is kept but the subject.

    Args:
        find: finds the facts that a subject lacks, those for the guard included if it is open.
    """

    def __init__(self, find: Find) -> None:
        self._find = find
        self._entries: list[Entity | Open] = []
        self.add = self._entries.append

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, index: Any) -> Any:
        found = self._entries[index]
        return [self._built(entry) for entry in found] if isinstance(found, list) else self._built(found)

    def _built(self, entry: Entity | Open) -> Open:
        return entry if isinstance(entry, Open) else Open(entry, "", False, self._find)


def _open(subject: Entity | None, *names: str) -> Open:
    missing = Missing(frozenset(names))
    return Open(subject, "", False, lambda *_: missing)


@dataclass(frozen=True, slots=True)
class Inapplicable:
    """A subject, or a whole collection (None), that a check does not apply to."""

    subject: Entity | None
    reason: Message


@dataclass(frozen=True, slots=True)
class Broken:
    """A check that broke on a subject (None: on all of them)."""

    subject: Entity | None
    what: Message
    hint: Message | None = None
    error: Exception | None = field(default=None, compare=False)


@dataclass(slots=True)
class Outcomes:
    """All outcomes of one check.

    Attributes:
        check: the check.
        open: subjects that lack facts.
        failed: subjects for which the anti-pattern is there.
        passed: subjects for which it is not.
        inapplicable: subjects it makes no sense for.
        broken: subjects on which it broke.
    """

    check: Check
    open: Opens
    failed: list[Entity] = field(default_factory=list)
    passed: list[Entity] | Others = field(default_factory=list)
    inapplicable: list[Inapplicable] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)


class CheckRunner:
    """Runs checks over one fact base.

    Args:
        base: the facts, derived attributes included.
        derivations: the expressions of derived attributes.
        compiled: a cache of compiled loops by check id, shared between assessments.
    """

    def __init__(
        self, base: FactBase, derivations: Derivations, compiled: dict[str, Compiled] | None = None
    ) -> None:
        self.base, self.derivations = base, derivations
        self.evaluator = Evaluator(base)
        self._masks = Masks(self.evaluator)
        self._memory = Memory()
        self._compiled = {} if compiled is None else compiled

    def run(self, check: Check) -> Outcomes:
        """All outcomes of one check."""
        outcomes = Outcomes(check, Opens(partial(self._missing, check)))
        subjects = self._subjects(check, outcomes)
        if not subjects:
            return outcomes
        if check.run is not None:
            self._run_python(check, subjects, outcomes)
        else:
            self._run_condition(check, subjects, outcomes)
        return outcomes

    # --- subjects --------------------------------------------------------------------

    def _subjects(self, check: Check, outcomes: Outcomes) -> Sequence[Entity]:
        """The entities a check is put to; a collection that lacks facts gives an outcome itself."""
        name = check.subject or ORGANISATION
        if name in self.base.singletons:
            return self._singleton(name, outcomes)
        collection = self.base.collections[name]
        if not collection.listed:
            self._unlisted(collection, outcomes)
        elif not collection.members:
            outcomes.inapplicable.append(
                Inapplicable(None, message("there are none ({name})", name=collection.type.plural))
            )
        return collection.members

    def _singleton(self, name: str, outcomes: Outcomes) -> Sequence[Entity]:
        found = self.base.singletons[name]
        if isinstance(found, Entity):
            return (found,)
        if found is NONE:
            outcomes.inapplicable.append(Inapplicable(None, message("there is none ({name})", name=name)))
        elif found is NOT_APPLICABLE:
            outcomes.inapplicable.append(Inapplicable(None, message("{name} is not applicable", name=name)))
        else:
            outcomes.open.add(_open(None, name))
        return ()

    def _unlisted(self, collection: Collection, outcomes: Outcomes) -> None:
        if collection.state is NOT_APPLICABLE:
            reason = message("{name} is not applicable", name=collection.type.plural)
            outcomes.inapplicable.append(Inapplicable(None, reason))
        else:
            outcomes.open.add(_open(None, f"{collection.type.name}[]"))

    # --- conditions ------------------------------------------------------------------

    def _run_condition(self, check: Check, subjects: Sequence[Entity], outcomes: Outcomes) -> None:
        too_much = excess(check.question, self.base, len(subjects))
        if too_much:
            outcomes.broken.append(_too_much(too_much))
            return
        verdicts = self._judged_plainly(check, subjects)
        outcomes.failed, outcomes.passed = verdicts.failed, verdicts.passed
        if verdicts.inapplicable:
            reason = self._guard_reason(check)
            outcomes.inapplicable += [Inapplicable(subject, reason) for subject in verdicts.inapplicable]
        outcomes.broken += [_broken(subject, error) for subject, error in verdicts.broken]
        if verdicts.open:
            self._run_open(check, verdicts.open, outcomes)
            if len(verdicts.open) < len(subjects):
                self._restore_order(subjects, outcomes)

    def _judged_plainly(self, check: Check, subjects: Sequence[Entity]) -> Verdicts:
        """What the compiled loop can say; it is left out where it would say little for its cost."""
        few = len(subjects) < FEW and check.id not in self._compiled
        if few or self._masks.reads_holes(check.question):
            return Verdicts([], [], [], list(subjects), [])
        return self._loop(check).run(self.base, subjects)

    def _loop(self, check: Check) -> Compiled:
        if check.id not in self._compiled:
            self._compiled[check.id] = Compiled(check.question)
        return self._compiled[check.id]

    def _run_open(self, check: Check, subjects: Sequence[Entity], outcomes: Outcomes) -> None:
        judged = self._masks.judge(check.question, subjects)
        if judged is not None:
            for subject, applies, verdict in zip(subjects, *judged, strict=True):
                self._settle(check, subject, applies, verdict, outcomes)
            return
        for subject in subjects:
            try:
                self._settle(check, subject, *self._judge(check, subject), outcomes)
            except FunctionFailed as error:
                outcomes.broken.append(_broken(subject, error))
            except RecursionError:
                outcomes.broken.append(Broken(subject, message("the condition is nested too deeply")))

    @staticmethod
    def _restore_order(subjects: Sequence[Entity], outcomes: Outcomes) -> None:
        """Put subjects that took the slower way back where they stand in the fact files."""
        rank = {id(subject): index for index, subject in enumerate(subjects)}
        for settled in (outcomes.failed, outcomes.passed):
            assert isinstance(settled, list)
            settled.sort(key=lambda entity: rank[id(entity)])

    def environment(self, check: Check, subject: Entity) -> Environment:
        """The variables of a check for one subject."""
        return {check.subject: Choice((subject,))} if check.subject else {}

    def _judge(self, check: Check, subject: Entity) -> tuple[Mask, Mask]:
        """The possible outcomes of guard and condition."""
        question, environment = check.question, self.environment(check, subject)
        applies = p.TRUE if question.applies is None else self.evaluator.mask(question.applies, environment)
        return applies, self.evaluator.mask(question.when, environment) if applies & p.TRUE else p.NA

    def _settle(
        self, check: Check, subject: Entity, applies: Mask, verdict: Mask, outcomes: Outcomes
    ) -> None:
        """Put a subject where its possible outcomes belong."""
        if not applies & p.TRUE:
            outcomes.inapplicable.append(Inapplicable(subject, self._guard_reason(check)))
        elif applies != p.TRUE:
            would = {p.TRUE: "fail", p.FALSE: "pass"}.get(verdict, "")
            outcomes.open.add(Open(subject, would, True, partial(self._missing, check)))
        elif verdict == p.TRUE:
            outcomes.failed.append(subject)
        elif verdict == p.FALSE:
            assert isinstance(outcomes.passed, list)
            outcomes.passed.append(subject)
        elif verdict == p.NA:
            reason = message("what it asks is not applicable here")
            outcomes.inapplicable.append(Inapplicable(subject, reason))
        else:
            outcomes.open.add(subject)

    def _missing(self, check: Check, subject: Entity | None, guarded: bool) -> Missing:
        assert subject is not None
        missing = MissingFacts(self.evaluator, self.derivations, self._memory)
        environment = self.environment(check, subject)
        if guarded:
            missing.collect(check.question.applies, environment)
        missing.collect(check.question.when, environment)
        return missing.missing

    @staticmethod
    def _guard_reason(check: Check) -> Message:
        assert check.applies is not None
        return message("it applies only where: {condition}", condition=" ".join(check.applies.text.split()))

    # --- values of a finding ---------------------------------------------------------

    def value(self, check: Check, subject: Entity, node: tree.Node) -> Possible:
        """What an expression of a check is for one subject."""
        return self.evaluator.value(node, self.environment(check, subject))

    def severity(self, check: Check, subject: Entity) -> tuple[str, str]:
        """Lowest and highest severity of a finding; the same if it is decided."""
        node = check.question.severity if check.question else None
        if node is None or isinstance(node, tree.Literal):
            only = str(node.value) if node is not None else check.severity.text
            return only, only
        found = self.value(check, subject, node)
        candidates = found.candidates if isinstance(found, Choice) else None
        ranked = [severity for severity in SEVERITIES if severity in (candidates or SEVERITIES)]
        return ranked[-1], ranked[0]

    def exposure(self, check: Check, subject: Entity) -> Range | None:
        """What is exposed by a finding, in the unit of the check's exposure."""
        if check.question is None or check.question.exposure is None:
            return None
        found = self.value(check, subject, check.question.exposure)
        assert isinstance(found, Range)
        return found

    # --- Python checks ---------------------------------------------------------------

    def _run_python(self, check: Check, subjects: Sequence[Entity], outcomes: Outcomes) -> None:
        assert check.run is not None
        assert isinstance(outcomes.passed, list)
        for subject in subjects:
            missing, inapplicable = self._needs(check, subject)
            if missing:
                outcomes.open.add(_open(subject, *missing))
                continue
            if inapplicable:
                reason = message("{name} is not applicable", name=inapplicable[0])
                outcomes.inapplicable.append(Inapplicable(subject, reason))
                continue
            try:
                failed = bool(check.run(subject))
            except Exception as error:  # noqa: BLE001 - a plugin's check must not stop the run
                outcomes.broken.append(_broken(subject, error))
                continue
            (outcomes.failed if failed else outcomes.passed).append(subject)

    def _needs(self, check: Check, subject: Entity) -> tuple[list[str], list[str]]:
        """The facts a Python check declares but that are missing, and those not applicable."""
        missing: list[str] = []
        inapplicable: list[str] = []
        for need in check.needs:
            for entity, name in self._needed(need, subject, missing):
                value = entity.__dict__.get(name)
                if value is NONE or value is NOT_APPLICABLE:
                    inapplicable.append(f"{entity._name}.{name}")
                elif isinstance(value, NotPlain):
                    missing.append(f"{entity._name}.{name}")
        return missing, inapplicable

    def _needed(self, need: str, subject: Entity, missing: list[str]) -> list[tuple[Entity, str]]:
        type_name, _, name = need.partition(".")
        if type_name == subject._type.name:
            return [(subject, name)]
        found: Any = self.base.singletons.get(type_name)
        if isinstance(found, Entity):
            return [(found, name)]
        if type_name not in self.base.collections:
            missing.append(type_name)
            return []
        if not self.base.collections[type_name].listed:
            missing.append(f"{type_name}[]")
        return [(member, name) for member in self.base.collections[type_name].members]


def _broken(subject: Entity, error: Exception) -> Broken:
    cause = error.cause if isinstance(error, FunctionFailed) else error
    what = message("{kind}: {error}", kind=type(cause).__name__, error=str(cause))
    where = error.name if isinstance(error, FunctionFailed) else ""
    hint = (
        message("raised by the function {name}", name=where)
        if where
        else message("raised by the check's code")
    )
    return Broken(subject, what, hint, cause)


def _too_much(found: Excess) -> Broken:
    what = message("the loop over {name} would take {steps} steps", name=found.name, steps=found.steps)
    return Broken(None, what, message("join the collections by an equality, which an index can answer"))


def run_checks(checks: Mapping[str, Check], runner: CheckRunner) -> dict[str, Outcomes]:
    """Run all checks that are switched on, in order.

    Args:
        checks: by id.
        runner: over the same facts.
    """
    return {check.id: runner.run(check) for check in checks.values() if not check.off}
