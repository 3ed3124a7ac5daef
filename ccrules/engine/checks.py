"""The checks stage: one outcome per check and subject.

Each check judges all its subjects together. Of failed, passed and open subjects nothing is kept
but the subjects themselves, so that a large result costs little; whatever a report prints is
worked out on demand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from ccrules.conditions import compiler, tree
from ccrules.conditions import possible as p
from ccrules.conditions.budget import Excess, excess
from ccrules.conditions.compiler import Compiled, Judged, Passed, Verdicts
from ccrules.conditions.evaluator import Environment, Evaluator
from ccrules.conditions.missing import Derivations, Memory, Missing, MissingFacts
from ccrules.conditions.plugin_results import WrongResult
from ccrules.conditions.possible import Choice, Mask, Possible, Range
from ccrules.conditions.runtime import FunctionFailed
from ccrules.engine.python_checks import Judgement, judge
from ccrules.errors import Message, message
from ccrules.facts.base import Collection, Entity, FactBase
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.ruleset.model import SEVERITIES, Check
from ccrules.values import NONE, NOT_APPLICABLE

#: Finds the facts that a subject lacks, those for the guard included if it is open.
Find = Callable[[Entity | None, bool], Missing]


#: Where there are fewer subjects, and fewer members in each loop, the evaluator is done before a
#: condition is compiled.
FEW = 20


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
        self.extend = self._entries.extend

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def special(self) -> list[Open]:
        """Those of which more is kept than the subject: what they would be, or that nobody listed them."""
        return [entry for entry in self._entries if type(entry) is Open]

    def __getitem__(self, index: Any) -> Any:
        found = self._entries[index]
        return [self._built(entry) for entry in found] if isinstance(found, list) else self._built(found)

    def _built(self, entry: Entity | Open) -> Open:
        return entry if isinstance(entry, Open) else Open(entry, "", False, self._find)


def _open(subject: Entity | None, missing: Missing, would: str = "") -> Open:
    return Open(subject, would, bool(would), lambda *_: missing)


def _named(name: str) -> Missing:
    """A collection or a singleton as a whole."""
    return Missing(frozenset({name}))


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
    passed: list[Entity] | Passed = field(default_factory=list)
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
        self._memory = Memory()
        self._compiled = {} if compiled is None else compiled
        self._forgiving = Evaluator(base, forgiving=True)
        self._may_fail = any(map(tree.calls_plugin, derivations.values()))
        self._unsearched: list[Check] = []

    @property
    def reader(self) -> Evaluator:
        """Evaluates what is said of verdicts: whatever they passed over, even functions that fail."""
        while self._unsearched and not self._may_fail:
            self._may_fail = _calls_plugin(self._unsearched.pop())
        return self._forgiving if self._may_fail else self.evaluator

    def extend(self, base: FactBase) -> None:
        """Go on with more: what was worked out so far stays right, so only additions are allowed.

        Args:
            base: the same facts and further collections.
        """
        self.base = self.evaluator.base = self._forgiving.base = base

    def run(self, check: Check) -> Outcomes:
        """All outcomes of one check."""
        outcomes = Outcomes(check, Opens(partial(self._missing, check)))
        self._unsearched.append(check)
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
            outcomes.open.add(_open(None, _named(name)))
        return ()

    def _unlisted(self, collection: Collection, outcomes: Outcomes) -> None:
        if collection.state is NOT_APPLICABLE:
            reason = message("{name} is not applicable", name=collection.type.plural)
            outcomes.inapplicable.append(Inapplicable(None, reason))
        else:
            outcomes.open.add(_open(None, _named(f"{collection.type.name}[]")))

    # --- conditions ------------------------------------------------------------------

    def _run_condition(self, check: Check, subjects: Sequence[Entity], outcomes: Outcomes) -> None:
        compiled = self._prepared(check)
        too_much = excess(check.question, self.base, len(subjects)) if compiled.scans else None
        if too_much:
            outcomes.broken.append(_too_much(too_much))
            return
        few = self._few(compiled, subjects)
        found = None if few else self._judged_together(compiled, subjects)
        if found is None:
            verdicts = Verdicts(open=list(subjects)) if few else compiled.run(self.base, subjects)
            self._run_in_turn(check, subjects, verdicts, outcomes)
        else:
            self._sort(check, found, outcomes)

    def _prepared(self, check: Check) -> Compiled:
        if check.id not in self._compiled:
            self._compiled[check.id] = Compiled(check.question)
        return self._compiled[check.id]

    def _judged_together(self, compiled: Compiled, subjects: Sequence[Entity]) -> Judged | None:
        """What comes of each subject; None if that takes one after the other.

        A plugin's function needs a report of its own for each time that it fails, also where it
        computed what others read.
        """
        if compiled.calls_plugin:
            return None
        try:
            return compiled.judged(self.evaluator, subjects)
        except (FunctionFailed, RecursionError):
            return None

    def _few(self, compiled: Compiled, subjects: Sequence[Entity]) -> bool:
        """Whether the evaluator judges all subjects before their condition is compiled."""
        collections = (self.base.collections[name] for name in compiled.collections)
        return len(subjects) < FEW and all(len(one.members) < FEW for one in collections)

    def _sort(self, check: Check, judged: Judged, outcomes: Outcomes) -> None:
        """Put all subjects where what came of them belongs."""
        outcomes.failed, outcomes.passed = judged.of(compiler.FAILED), Passed(judged)
        open_ = judged.of(compiler.OPEN)
        if len(outcomes.failed) + len(outcomes.passed) + len(open_) == len(judged.subjects):
            outcomes.open.extend(open_)
            return
        for subject, one in judged:
            if one not in (compiler.FAILED, compiler.PASSED):
                self._settle(check, subject, one, outcomes)

    def _run_in_turn(
        self, check: Check, subjects: Sequence[Entity], verdicts: Verdicts, outcomes: Outcomes
    ) -> None:
        """Let the evaluator judge one subject after the other, where a loop left them open."""
        outcomes.failed, outcomes.passed = verdicts.failed, verdicts.passed
        for subject in verdicts.inapplicable:
            self._settle(check, subject, compiler.EXCLUDED, outcomes)
        outcomes.broken += [_broken(subject, error) for subject, error in verdicts.broken]
        for subject in verdicts.open:
            try:
                self._settle(check, subject, compiler.outcome(*self._judge(check, subject)), outcomes)
            except FunctionFailed as error:
                outcomes.broken.append(_broken(subject, error))
            except RecursionError:
                outcomes.broken.append(Broken(subject, message("the condition is nested too deeply")))
        if verdicts.open:
            self._restore_order(subjects, outcomes)

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

    def _settle(self, check: Check, subject: Entity, found: int, outcomes: Outcomes) -> None:
        """Put a subject where what came of it belongs."""
        if found == compiler.FAILED:
            outcomes.failed.append(subject)
        elif found == compiler.PASSED:
            assert isinstance(outcomes.passed, list)
            outcomes.passed.append(subject)
        elif found == compiler.OPEN:
            outcomes.open.add(subject)
        elif found == compiler.INAPPLICABLE:
            reason = message("what it asks is not applicable here")
            outcomes.inapplicable.append(Inapplicable(subject, reason))
        elif found == compiler.EXCLUDED:
            outcomes.inapplicable.append(Inapplicable(subject, self._guard_reason(check)))
        else:
            would = {compiler.WOULD_FAIL: "fail", compiler.WOULD_PASS: "pass"}.get(found, "")
            outcomes.open.add(Open(subject, would, True, partial(self._missing, check)))

    def _missing(self, check: Check, subject: Entity | None, guarded: bool) -> Missing:
        assert subject is not None
        missing = MissingFacts(self.reader, self.derivations, self._memory)
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
        return self.reader.value(node, self.environment(check, subject))

    def severity(self, check: Check, subject: Entity) -> tuple[str, str]:
        """Lowest and highest severity of a finding; the same if it is decided."""
        node = check.terms.severity if check.terms else None
        if node is None or isinstance(node, tree.Literal):
            only = str(node.value) if node is not None else check.severity.text
            return only, only
        found = self.value(check, subject, node)
        candidates = found.candidates if isinstance(found, Choice) else None
        ranked = [severity for severity in SEVERITIES if severity in (candidates or SEVERITIES)]
        return ranked[-1], ranked[0]

    def exposure(self, check: Check, subject: Entity) -> Range | None:
        """What is exposed by a finding, in the unit of the check's exposure."""
        if check.terms is None or check.terms.exposure is None:
            return None
        found = self.value(check, subject, check.terms.exposure)
        assert isinstance(found, Range)
        return found

    # --- Python checks ---------------------------------------------------------------

    def _run_python(self, check: Check, subjects: Sequence[Entity], outcomes: Outcomes) -> None:
        for subject in subjects:
            try:
                found = judge(check, subject, self.evaluator, self.derivations, self._memory)
            except FunctionFailed as error:
                outcomes.broken.append(_broken(subject, error))
                continue
            self._file(check, subject, found, outcomes)

    def _file(self, check: Check, subject: Entity, found: Judgement, outcomes: Outcomes) -> None:
        """Put the subject of a Python check where it belongs."""
        assert isinstance(outcomes.passed, list)
        if found.error is not None:
            outcomes.broken.append(_broken(subject, found.error))
        elif found.missing is not None:
            outcomes.open.add(_open(subject, found.missing, found.would))
        elif found.verdict == "not_applicable":
            reason = found.reason or self._guard_reason(check)
            outcomes.inapplicable.append(Inapplicable(subject, reason))
        else:
            (outcomes.failed if found.verdict == "fail" else outcomes.passed).append(subject)


def _calls_plugin(check: Check) -> bool:
    """Whether an expression of a check calls a plugin's function."""
    terms = check.terms
    if terms is None:
        return False
    roots = [terms.applies, terms.severity, terms.exposure, *terms.let.values()]
    roots += [check.question.when] if check.question else []
    return any(root is not None and tree.calls_plugin(root) for root in roots)


def _broken(subject: Entity, error: Exception) -> Broken:
    cause = error.cause if isinstance(error, FunctionFailed) else error
    if isinstance(cause, WrongResult):
        what = cause.what
    else:
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
