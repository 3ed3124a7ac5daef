"""Conditions on one entity as compiled loops that also say what is possible where facts are missing.

The connectives become table look-ups, and each part between them a *leaf*. Where everything at
the paths of a leaf (``flow.team.site``) is plainly known, plain operators answer. Where
something is not, the set-valued evaluator answers, once for each state that a single path can
end in; likewise once for each value at the paths of a leaf with loops in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.inputs import inputs
from ccrules.conditions.possible import Choice, Mask
from ccrules.conditions.runtime import NAMESPACE
from ccrules.conditions.writer import Writer, code_of
from ccrules.facts.base import Entity
from ccrules.values import Computed, Interval, OneOf, PartialSet, State

if TYPE_CHECKING:
    from ccrules.conditions.checker import Question
    from ccrules.conditions.evaluator import Evaluator

HOLES = frozenset((State, Interval, OneOf, Computed, PartialSet))
#: What Python's parser raises for expressions that are nested too deeply.
TOO_DEEP = (SyntaxError, RecursionError, MemoryError)
#: For fewer entities the evaluator answers sooner than a loop is compiled.
FEW = 8
#: Where more than one value in so many is a hole, plain operators stumble too often.
MANY_HOLES = 10

Run = Callable[[Sequence[Entity]], list[Mask]]


class Masks:
    """Judges many entities, over one fact base.

    Args:
        evaluator: over the fact base.
    """

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self._holes: dict[tuple[str, str], bool] = {}

    def reads_holes(self, question: Question) -> bool:
        """Whether many values of an attribute that a question reads are not plainly known."""
        roots = (question.when,) if question.applies is None else (question.applies, question.when)
        fields = (part for root in roots for part in tree.walk(root) if isinstance(part, tree.Field))
        return any(self._has_holes(field.base.type.entity, field.attribute.name) for field in fields)

    def _has_holes(self, type_name: str, attribute: str) -> bool:
        sort = (type_name, attribute)
        if sort not in self._holes:
            collection = self.evaluator.base.collections.get(type_name)
            members = collection.members if collection else ()
            holes = [1 for member in members if member.__dict__[attribute].__class__ in HOLES]
            self._holes[sort] = len(holes) * MANY_HOLES > len(members)
        return self._holes[sort]

    def judge(self, question: Question, subjects: Sequence[Entity]) -> tuple[list[Mask], list[Mask]] | None:
        """The possible outcomes of guard and condition for each subject.

        Args:
            question: the typed expressions.
            subjects: of the question's entity type.

        Returns:
            None if that takes one subject at a time: there are few, or the question calls a plugin,
            whose every failure needs its own report, or it is nested too deeply.
        """
        guard, condition = question.applies, question.when
        plugin = tree.calls_plugin(condition) or (guard is not None and tree.calls_plugin(guard))
        if plugin or len(subjects) < FEW:
            return None
        try:
            verdicts = masks_of(self.evaluator, condition, question.subject, subjects)
            if guard is None:
                return [p.TRUE] * len(subjects), verdicts
            return masks_of(self.evaluator, guard, question.subject, subjects), verdicts
        except RecursionError:
            return None


def masks_of(evaluator: Evaluator, node: tree.Node, variable: str, entities: Sequence[Entity]) -> list[Mask]:
    """The possible outcomes of a condition for each of some entities, few or many.

    Args:
        evaluator: over the fact base.
        node: the condition; it calls no plugin.
        variable: the only free variable in it.
        entities: what the variable stands for.
    """
    if len(entities) >= FEW:
        try:
            return compiled(evaluator, node, variable)(entities)
        except TOO_DEEP:
            pass
    return [evaluator.mask(node, {variable: Choice((entity,))}) for entity in entities]


def compiled(evaluator: Evaluator, node: tree.Node, variable: str) -> Run:
    """A loop that tells the possible outcomes of a condition for each of many entities.

    Args:
        evaluator: over the fact base.
        node: the condition; it calls no plugin.
        variable: the only free variable in it.
    """
    writer = _MaskWriter(evaluator, variable)
    source = _SOURCE.format(writer.mask(node))
    whole = _Leaf(evaluator, node, variable, 0)
    namespace = {**NAMESPACE, **TABLES, **writer.constants, **writer.bound(), "slow": whole.of}
    exec(code_of(source), namespace)  # noqa: S102 - generated from a checked tree
    run: Run = namespace["run"]
    return run


TABLES: dict[str, Any] = {"AND": p.AND, "OR": p.OR, "NOT": p.NOT, "HOLES": HOLES}
_SOURCE = """\
def run(entities):
    found = []
    add = found.append
    for s in entities:
        try:
            add({})
        except (Undecided, ZeroDivisionError, OverflowError):
            add(slow(s))
    return found
"""


class _Leaf:
    """What a part without connectives can be.

    Args:
        evaluator: over the fact base.
        node: the part.
        variable: the entity's name in it.
        steps: the length of its path, if it has a single one.
    """

    def __init__(self, evaluator: Evaluator, node: tree.Node, variable: str, steps: int) -> None:
        self.evaluator, self.node, self.variable = evaluator, node, variable
        self.by_key: dict[Any, Mask] = {}
        self.by_state: list[dict[int, Mask]] = [{} for _ in range(steps)]

    def of(self, entity: Entity) -> Mask:
        """What it can be for an entity."""
        return self.evaluator.mask(self.node, {self.variable: Choice((entity,))})

    def with_key(self, key: Any, entity: Entity) -> Mask:
        """What it can be for all entities with the same values at its paths."""
        found = self.by_key[key] = self.of(entity)
        return found

    def with_hole(self, step: int, hole: Any, entity: Entity) -> Mask:
        """What it can be for an entity at whose path something is not plainly known.

        If it is a state, it is the same for all entities.
        """
        found = self.of(entity)
        if isinstance(hole, State):
            self.by_state[step][id(hole)] = found
        return found


class _MaskWriter(Writer):
    """Writes the expression of a mask."""

    def __init__(self, evaluator: Evaluator, variable: str) -> None:
        super().__init__()
        self.evaluator = evaluator
        self.variable = variable
        self._variables[variable] = "s"
        self._ends: dict[tree.Node, str] = {}
        self._numbered = 0

    def bound(self) -> dict[str, Any]:
        """What the expression needs of the fact base, by name."""
        return {f"b{index}": bind(self.evaluator.base) for index, bind in enumerate(self.binders)}

    def code(self, node: tree.Node) -> str:
        """The plain Python expression for a node, with the ends of paths in their variables."""
        if node in self._ends:
            return self._ends[node]
        return self.code(node.body) if isinstance(node, tree.Named) else super().code(node)

    def mask(self, node: tree.Node) -> str:
        """The expression for the possible outcomes of a condition."""
        if isinstance(node, tree.Named):
            return self.mask(node.body)
        if isinstance(node, tree.Not):
            return f"NOT[{self.mask(node.operand)}]"
        if isinstance(node, tree.Logic):
            return self._connected(node)
        return self._leaf(node)

    def _fresh(self, letter: str) -> str:
        self._numbered += 1
        return f"{letter}{self._numbered}"

    def _connected(self, node: tree.Logic) -> str:
        """Table look-ups from left to right, up to the part that decides."""
        table, stop = ("AND", p.FALSE) if node.operator == "and" else ("OR", p.TRUE)
        name = self._fresh("m")
        first, *others = map(self.mask, node.operands)
        steps = [f"({name} := {first})", *(f"({name} := {table}[{name}][{other}])" for other in others)]
        return f"({stop} if {' or '.join(f'{step} == {stop}' for step in steps)} else {name})"

    def _leaf(self, node: tree.Node) -> str:
        paths = [_path(root) for root in _roots(node)]
        single = paths[0] if len(paths) == 1 else None
        leaf = _Leaf(self.evaluator, node, self.variable, len(single) if single else 0)
        name = self._constant(leaf)
        if any(path is None or not path for path in paths):
            return f"{name}.of(s)"
        ends = [self._fresh("h") for _ in paths]
        known = self._known(node, leaf, name, ends, [path for path in paths if path])
        if single:
            return self._single(single, name, ends[0], known)
        holes = [hole for path, end in zip(paths, ends, strict=True) for hole in self._holes(path or (), end)]
        return f"({name}.of(s) if {' or '.join(holes)} else {known})" if holes else known

    def _single(self, path: tuple[tree.Field, ...], name: str, end: str, known: str) -> str:
        """A leaf with a single path: what it is where the path ends early depends on nothing else."""
        written = known
        for step, hole in reversed(list(enumerate(self._holes(path, end)))):
            seen = f"{name}.by_state[{step}].get(id({end}))"
            written = f"({seen} or {name}.with_hole({step}, {end}, s) if {hole} else {written})"
        return written

    def _holes(self, path: tuple[tree.Field, ...], end: str) -> Iterator[str]:
        """Go a path step by step, and ask at each whether something is not plainly known."""
        here = self.code(path[0].base)
        for field in path:
            yield f"({end} := {here}.{field.attribute.name}).__class__ in HOLES"
            here = end

    def _known(
        self, node: tree.Node, leaf: _Leaf, name: str, ends: list[str], paths: list[tuple[tree.Field, ...]]
    ) -> str:
        """What the leaf is where the ends of its paths are plainly known."""
        if any(isinstance(part, tree.Aggregate) for part in tree.walk(node)):
            key = f"({', '.join(ends)})" if ends else "None"
            return f"({self._constant(leaf.by_key)}.get({key}) or {name}.with_key({key}, s))"
        self._ends = {path[-1]: end for path, end in zip(paths, ends, strict=True)}
        return f"(1 if {self.code(node)} else 2)"


def _roots(node: tree.Node) -> Iterator[tree.Node]:
    """What a leaf reads of the entity: paths, or anything else that a loop in it depends on."""
    if isinstance(node, tree.Aggregate):
        yield from inputs(node)
    elif isinstance(node, tree.Field | tree.Variable):
        yield node
    else:
        for part in node.parts():
            yield from _roots(part)


def _path(node: tree.Node) -> tuple[tree.Field, ...] | None:
    """The steps from a variable or singleton to a field, first to last; None if it is no such path."""
    if isinstance(node, tree.Named):
        return _path(node.body)
    if isinstance(node, tree.Variable | tree.Singleton):
        return ()
    if not isinstance(node, tree.Field):
        return None
    before = _path(node.base)
    return None if before is None else (*before, node)
