"""Python expressions for conditions, on plain operators.

Nothing of the author's text enters the code: names become numbered variables, constants live
in a table, and attribute names come from the vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from types import CodeType
from typing import Any

from ccrules.conditions import tree
from ccrules.conditions.plugin_calls import guarded
from ccrules.facts.base import Entity, FactBase
from ccrules.values import NONE, NOT_APPLICABLE, NOT_COLLECTED, State

#: The code of functions of single values.
CALLS = {
    "exists": "exists({0})",
    "known": "known({0})",
    "cannot_tell": "(not known({0}))",
    "differ": "differ({0})",
    "latest": "from_end({0}, 1)",
    "previous": "from_end({0}, 2)",
    "age": "Age({0}, {today})",
    "days_between": "({1} - {0}).days",
}

#: The code of functions over rows, where it is not a function of a list of plain values.
AGGREGATES = {
    "any": "any({0} {1})",
    "all": "all({0} {1})",
    "distinct": "len({{{0} {1}}})",
    "names": "frozenset([plain({0}) {1}])",
    "min": "lowest([plain({0}) {1}])",
    "max": "highest([plain({0}) {1}])",
}

Binder = Callable[[FactBase], Any]


@lru_cache(maxsize=4096)
def code_of(source: str) -> CodeType:
    """Compile a module; conditions that differ in their constants alone share their code."""
    return compile(source, "<condition>", "exec")


class Writer:
    """Writes expressions.

    Attributes:
        constants: the values that the code reads, by name.
        binders: what the code needs of a fact base; the result of the first is called ``b0``.
    """

    def __init__(self) -> None:
        self.constants: dict[str, Any] = {}
        self.binders: list[Binder] = []
        self._bound: dict[tuple[str, ...], str] = {}
        self._variables: dict[str, str] = {}

    def _variable(self, name: str) -> str:
        return self._variables.setdefault(name, f"v{len(self._variables)}")

    def _constant(self, value: Any) -> str:
        name = f"c{len(self.constants)}"
        self.constants[name] = value
        return name

    def _bind(self, key: tuple[str, ...], binder: Binder) -> str:
        if key not in self._bound:
            self._bound[key] = f"b{len(self.binders)}"
            self.binders.append(binder)
        return self._bound[key]

    # --- expressions -----------------------------------------------------------------

    def code(self, node: tree.Node) -> str:
        """The Python expression for a node."""
        if isinstance(node, tree.Variable | tree.Named):
            return self._variable(node.name)
        method: Callable[[Any], str] = getattr(self, f"_{type(node).__name__.lower()}")
        return method(node)

    def _literal(self, node: tree.Literal | tree.Parameter) -> str:
        return self._constant(node.value)

    _parameter = _literal

    def _singleton(self, node: tree.Singleton) -> str:
        return self._bind(
            ("singleton", node.name), lambda base: base.singletons.get(node.name, NOT_COLLECTED)
        )

    def _everything(self, node: tree.Everything) -> str:
        return self._bind(("members", node.name), lambda base: _members(base, node.name))

    def _today(self, _: tree.Today) -> str:
        return self._bind(("today",), lambda base: base.today)

    def _field(self, node: tree.Field) -> str:
        return f"{self.code(node.base)}.{node.attribute.name}"

    def _identity(self, node: tree.Identity) -> str:
        return f"{self.code(node.base)}.id"

    def _compare(self, node: tree.Compare) -> str:
        left, right = self.code(node.left), self.code(node.right)
        if node.rounded:
            left, right = f"round12({left})", f"round12({right})"
        if node.left.type.kind == "enum" and node.operator not in ("==", "!="):
            ranks = self._constant({value: rank for rank, value in enumerate(node.left.type.values)})
            left, right = f"{ranks}[{left}]", f"{ranks}[{right}]"
        return f"({left} {node.operator} {right})"

    def _contains(self, node: tree.Contains) -> str:
        if isinstance(node.container, tree.Everything):
            name = node.container.name
            container = self._bind(("whole", name), lambda base: _whole(base, name))
        else:
            container = self.code(node.container)
        return f"({self.code(node.item)} in {container})"

    def _logic(self, node: tree.Logic) -> str:
        return "(" + f" {node.operator} ".join(self.code(operand) for operand in node.operands) + ")"

    def _not(self, node: tree.Not) -> str:
        return f"(not {self.code(node.operand)})"

    def _arithmetic(self, node: tree.Arithmetic) -> str:
        return f"({self.code(node.left)} {node.operator} {self.code(node.right)})"

    def _choose(self, node: tree.Choose) -> str:
        return f"({self.code(node.then)} if {self.code(node.condition)} else {self.code(node.otherwise)})"

    # --- functions -------------------------------------------------------------------

    def _call(self, node: tree.Call) -> str:
        if node.plugin:
            function = self._constant(guarded(node.plugin))
            return f"{function}({', '.join(f'plain({self.code(a)})' for a in node.arguments)})"
        if isinstance(node.arguments[0], tree.Everything):
            return "undecided()"
        arguments = [self.code(argument) for argument in node.arguments]
        today = self._today(tree.Today(node.type, 0, 0)) if node.function == "age" else ""
        return CALLS[node.function].format(*arguments, today=today)

    def _graph(self, _: tree.Graph) -> str:
        return "undecided()"

    def _aggregate(self, node: tree.Aggregate) -> str:
        function = node.function
        if function == "edges":
            return "undecided()"
        if function in ("share", "consecutive"):
            return self._weighed(node)
        rows = " ".join(self._loop(loop) for loop in node.loops)
        element = self.code(node.element)
        if function == "count":
            return self._count(node, element, rows)
        if function == "sum":
            return f"{'sum' if node.type.integer else 'fsum'}({element} {rows})"
        return AGGREGATES.get(function, function + "([plain({0}) {1}])").format(element, rows)

    def _count(self, node: tree.Aggregate, element: str, rows: str) -> str:
        if not isinstance(node.element, tree.Variable) or node.loops[0].source.type.kind == "series":
            return f"sum([plain({element}) is not None {rows}])"
        loop = node.loops[0]
        filters = len(loop.filters) - (loop.key is not None)
        if len(node.loops) == 1 and not filters:
            return f"len({self._source(loop)})"
        return f"len([1 {rows}])"

    def _weighed(self, node: tree.Aggregate) -> str:
        """Aggregates that also need the members for which the filters are false."""
        sources = " ".join(self._loop(loop, filtered=False) for loop in node.loops)
        filters = [self.code(condition) for loop in node.loops for condition in loop.filters]
        holds = " and ".join(f"bool({condition})" for condition in filters) or "True"
        if node.function == "consecutive":
            return f"consecutive([(plain({self.code(node.element)}) is not None and {holds}) {sources}])"
        weight = self.code(node.element)
        if node.element.type.kind != "number":
            weight = f"(plain({weight}) is not None)"
        return f"share([({weight}, {holds}) {sources}])"

    def _loop(self, loop: tree.Loop, filtered: bool = True) -> str:
        variable = self._variable(loop.variable.name)
        source = self._source(loop, joined=filtered)
        joined = loop.key_filter if filtered and loop.key is not None else -1
        filters = [self.code(f) for index, f in enumerate(loop.filters) if filtered and index != joined]
        return f"for {variable} in {source}" + "".join(f" if {condition}" for condition in filters)

    def _source(self, loop: tree.Loop, joined: bool = True) -> str:
        if joined and loop.key is not None:
            return f"{self._index(loop)}.get({self.code(loop.key)}, ())"
        source = self.code(loop.source)
        return f"{source}.values()" if loop.source.type.kind == "series" else source

    def _index(self, loop: tree.Loop) -> str:
        """The members by their key; to look for a key that is not plainly known raises Undecided."""
        assert isinstance(loop.source, tree.Everything)
        name, attribute = loop.source.name, loop.attribute
        return self._bind(("index", name, attribute), lambda base: _index(base, name, attribute))


def _members(base: FactBase, name: str) -> tuple[Entity, ...] | State:
    collection = base.collections[name]
    return collection.members if collection.listed else NOT_COLLECTED


def _whole(base: FactBase, name: str) -> frozenset[Entity] | State:
    collection = base.collections[name]
    return frozenset(collection.members) if collection.listed else NOT_COLLECTED


def _index(base: FactBase, name: str, attribute: str) -> Any:
    collection = base.collections[name]
    if not collection.listed:
        return NOT_COLLECTED
    index = collection.index(attribute)
    return index.by_value if all(_has_none(one, attribute) for one in index.undecided) else NOT_COLLECTED


def _has_none(entity: Entity, attribute: str) -> bool:
    """Whether an entity surely has no value that could equal a key."""
    value = entity.__dict__[attribute]
    return value is NONE or value is NOT_APPLICABLE
