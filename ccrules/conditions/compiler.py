"""The condition of a check, compiled; what comes of it for many subjects at once.

:class:`Compiled` judges all subjects of a check together, facts missing or not. Where a plugin's
function must be called, whose every failure needs its own report, it judges one subject after
the other in a loop on plain operators; whatever is not plainly known raises
:class:`~ccrules.values.Undecided` there when touched, and that subject is left to the
set-valued evaluator.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, Any

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.checker import Question
from ccrules.conditions.masks import Connected, Part, paired, part_of, whole_of
from ccrules.conditions.plainly import TOO_DEEP
from ccrules.conditions.possible import Mask
from ccrules.conditions.runtime import NAMESPACE
from ccrules.conditions.tallies import PERHAPS, selecting
from ccrules.conditions.writer import Writer, code_of
from ccrules.facts.base import Entity, FactBase

if TYPE_CHECKING:
    from ccrules.conditions.evaluator import Evaluator

#: What comes of a subject. The guard is false; it is open, and then the condition is true, false or either.
FAILED, PASSED, OPEN, INAPPLICABLE, EXCLUDED, WOULD_FAIL, WOULD_PASS, GUARDED = range(8)


def outcome(applies: Mask, verdict: Mask) -> int:
    """What comes of a subject.

    Args:
        applies: the possible outcomes of the guard; TRUE if there is none.
        verdict: the possible outcomes of the condition.
    """
    if not applies & p.TRUE:
        return EXCLUDED
    if applies != p.TRUE:
        return {p.TRUE: WOULD_FAIL, p.FALSE: WOULD_PASS}.get(verdict, GUARDED)
    return {p.TRUE: FAILED, p.FALSE: PASSED, p.NA: INAPPLICABLE}.get(verdict, OPEN)


_OF_VERDICT = bytes(outcome(p.TRUE, byte & 7) for byte in range(256))
_OF_BOTH = bytes(outcome(byte & 7, byte >> 3 & 7) for byte in range(256))
_SELECT = [selecting(one) for one in range(8)]


class Judged:
    """What came of the subjects of one check.

    Args:
        subjects: all of them.
        outcomes: what came of some subjects, as one byte each; all others passed.
        places: where these stand among all.
    """

    def __init__(self, subjects: Sequence[Entity], outcomes: bytes, places: Sequence[int]) -> None:
        self.subjects, self.outcomes, self._places = subjects, outcomes, places

    def of(self, outcome: int) -> list[Entity]:
        """The subjects that one thing came of."""
        if outcome not in self.outcomes:
            return []
        chosen = self.outcomes.translate(_SELECT[outcome])
        if len(chosen) == len(self.subjects):
            return list(compress(self.subjects, chosen))
        return [self.subjects[place] for place in compress(self._places, chosen)]

    def __iter__(self) -> Iterator[tuple[Entity, int]]:
        """The subjects that did not surely pass, and what came of them."""
        for place, outcome in zip(self._places, self.outcomes, strict=True):
            yield self.subjects[place], outcome


class Passed(Sequence[Entity]):
    """The subjects that passed; listed when somebody asks for them.

    Args:
        judged: what came of the subjects.
    """

    def __init__(self, judged: Judged) -> None:
        self._judged = judged
        others = len(judged.subjects) - len(judged.outcomes)
        self._number = others + judged.outcomes.count(PASSED)

    def __len__(self) -> int:
        return self._number

    def __getitem__(self, index: Any) -> Any:
        return self._listed[index]

    def __iter__(self) -> Iterator[Entity]:
        return iter(self._listed)

    @cached_property
    def _listed(self) -> list[Entity]:
        judged = self._judged
        others = {subject for subject, outcome in judged if outcome != PASSED}
        return [subject for subject in judged.subjects if subject not in others]


@dataclass(slots=True)
class Verdicts:
    """Where each subject of one check ended up, in the order of the subjects.

    Attributes:
        failed: ``when`` is true.
        passed: ``when`` is false.
        inapplicable: ``applies`` is false.
        open: left to the set-valued evaluator.
        broken: subjects for which a plugin's function raised, with the exception.
    """

    failed: list[Entity] = field(default_factory=list)
    passed: list[Entity] = field(default_factory=list)
    inapplicable: list[Entity] = field(default_factory=list)
    open: list[Entity] = field(default_factory=list)
    broken: list[tuple[Entity, Exception]] = field(default_factory=list)


class Compiled:
    """The condition of one question; serves any number of fact bases.

    Args:
        question: the typed expressions.
    """

    def __init__(self, question: Question) -> None:
        self.question = question
        self._roots = [root for root in (question.applies, question.when) if root is not None]

    @cached_property
    def _nodes(self) -> list[tree.Node]:
        """Its parts that have a say in how it is judged."""
        telling = (tree.Aggregate, tree.Graph, tree.Call)
        return [part for root in self._roots for part in tree.walk(root) if isinstance(part, telling)]

    @cached_property
    def calls_plugin(self) -> bool:
        """Whether it calls a plugin's function."""
        return any(map(tree.is_called_alone, self._nodes))

    @cached_property
    def collections(self) -> frozenset[str]:
        """The collections that its loops run over."""
        loops = [loop for part in self._nodes if isinstance(part, tree.Aggregate) for loop in part.loops]
        return frozenset(loop.source.name for loop in loops if isinstance(loop.source, tree.Everything))

    @cached_property
    def scans(self) -> bool:
        """Whether it may look at more rows than an index or a column finds."""
        return any(map(_scans, self._nodes))

    # --- all subjects together -------------------------------------------------------

    @cached_property
    def _guard(self) -> Part | None:
        applies = self.question.applies
        return None if applies is None else part_of(applies, self.question.subject)

    @cached_property
    def _condition(self) -> Connected:
        return whole_of(self.question.when, self.question.subject)

    def judged(self, evaluator: Evaluator, subjects: Sequence[Entity]) -> Judged:
        """What comes of each subject.

        Args:
            evaluator: over the facts.
            subjects: of the question's entity type.

        Raises:
            FunctionFailed: if a value can't be computed because a plugin's function failed.
            RecursionError: if the condition is nested too deeply.
        """
        table = evaluator.tables.of(subjects)
        guard, condition = self._guard, self._condition
        if guard:
            applies = guard.masks(evaluator, table)
            verdicts = condition.masks(evaluator, table, applies.translate(PERHAPS))
            return Judged(subjects, paired(applies, verdicts).translate(_OF_BOTH), range(len(subjects)))
        places, verdicts = condition.narrowed(evaluator, table)
        return Judged(subjects, verdicts.translate(_OF_VERDICT), places)

    # --- one after the other ---------------------------------------------------------

    @cached_property
    def source(self) -> str:
        """The code of the loop."""
        return self._written[1]

    @cached_property
    def _written(self) -> tuple[_LoopWriter, str]:
        writer = _LoopWriter(self.question)
        return writer, writer.write()

    @cached_property
    def _run(self) -> Callable[..., None]:
        try:
            writer, source = self._written
            namespace: dict[str, Any] = {**NAMESPACE, **writer.constants}
            exec(code_of(source), namespace)  # noqa: S102 - generated from a checked tree
        except TOO_DEEP:
            return _leave_all
        run: Callable[..., None] = namespace["run"]
        return run

    def run(self, base: FactBase, subjects: Sequence[Entity]) -> Verdicts:
        """Judge every subject that can be judged on plain values, one after the other."""
        verdicts = Verdicts()
        run = self._run
        bound = [] if run is _leave_all else [bind(base) for bind in self._written[0].binders]
        run(subjects, verdicts, *bound)
        return verdicts


def _scans(node: tree.Node) -> bool:
    if not isinstance(node, tree.Aggregate):
        return isinstance(node, tree.Graph)
    return node.function == "share" or any(loop.key is None for loop in node.loops)


def _leave_all(subjects: Sequence[Entity], verdicts: Verdicts) -> None:
    verdicts.open.extend(subjects)


class _LoopWriter(Writer):
    """Writes the loop of one question."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self._written: set[str] = set()

    def write(self) -> str:
        """The module with the function ``run``."""
        body = list(self._body())
        bound = "".join(f", b{index}" for index in range(len(self.binders)))
        return "\n".join(
            [
                f"def run(subjects, verdicts{bound}):",
                "    failed, passed = verdicts.failed.append, verdicts.passed.append",
                "    inapplicable, left = verdicts.inapplicable.append, verdicts.open.append",
                "    for s in subjects:",
                "        try:",
                *(f"            {line}" for line in body),
                "        except (Undecided, ZeroDivisionError, OverflowError):",
                "            left(s)",
                "        except FunctionFailed as error:",
                "            verdicts.broken.append((s, error))",
            ]
        )

    def _body(self) -> Iterator[str]:
        question = self.question
        if question.subject:
            self._variables[question.subject] = "s"
        if question.applies is not None:
            yield from self._lets(question.applies)
            yield f"if not {self.code(question.applies)}:"
            yield "    inapplicable(s)"
            yield "    continue"
        yield from self._lets(question.when)
        yield f"if {self.code(question.when)}:"
        yield "    failed(s)"
        yield "else:"
        yield "    passed(s)"

    def _lets(self, node: tree.Node) -> Iterator[str]:
        """Assignments of the ``let`` names an expression needs, each once, in order."""
        needed = {part.name for part in tree.walk(node) if isinstance(part, tree.Named)}
        for name, named in self.question.let.items():
            if name in needed and name not in self._written:
                self._written.add(name)
                yield f"{self._variable(name)} = {self.code(named.body)}"
