"""What the grammar consists of, read from the language itself, and what an expression uses of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ccrules.conditions import tree
from ccrules.conditions.checker import ARITHMETIC, COMPARISONS
from ccrules.conditions.functions import AGGREGATES, BUILTIN, DATES, GRAPHS, SERIES, SOURCES, STATES
from ccrules.facts.base import Entity, FactBase
from ccrules.values import (
    NONE,
    NOT_APPLICABLE,
    NOT_COLLECTED,
    UNKNOWN,
    Computed,
    Interval,
    NotPlain,
    OneOf,
    PartialSet,
    Series,
)

#: How each kind of node comes about that has an operator or a function; others have one form.
FORMS: Mapping[type[tree.Node], Collection[str]] = {
    tree.Compare: tuple(COMPARISONS.values()),
    tree.Logic: ("and", "or"),
    tree.Arithmetic: tuple(ARITHMETIC.values()),
    tree.Call: STATES | SERIES | DATES | SOURCES | {"a plugin's function"},
    tree.Aggregate: AGGREGATES | {"edges"},
    tree.Graph: GRAPHS - {"edges"},
}
#: What people call the others.
WORDS: Mapping[type[tree.Node], str] = {
    tree.Literal: "a constant",
    tree.Variable: "a variable",
    tree.Named: "a name of `let`",
    tree.Parameter: "a parameter",
    tree.Singleton: "a singleton",
    tree.Everything: "a collection",
    tree.Today: "`assessment.date`",
    tree.Field: "an attribute",
    tree.Identity: "an id",
    tree.Contains: "`in`",
    tree.Not: "`not`",
    tree.Choose: "`if … else`",
    tree.Pair: "an edge",
}
#: What is distinguished of loops beside the function that they stand in.
LOOPS = (
    "a loop over a collection",
    "a loop over a set",
    "a loop over a series",
    "a loop joined by a key",
    "several loops",
)
#: The states of facts and lists, in the order in which they are reported.
STATES_OF_FACTS = (
    "known", "interval", "one of several", "none", "not applicable", "unknown", "not collected", "incomplete",
    "computed", "list partial", "list by counts", "list empty", "list left out", "list not applicable",
    "list unknown", "date open",
)  # fmt: skip


def everything() -> frozenset[str]:
    """All constructs; one for each kind of node, operator and function that there is."""
    found = {_name(kind, form) for kind in _kinds() for form in FORMS.get(kind, ("",))}
    missing = BUILTIN - {form for forms in FORMS.values() for form in forms}
    assert not missing, f"functions that are no form of any node: {missing}"
    return frozenset(found | set(LOOPS))


def _kinds() -> Iterator[type[tree.Node]]:
    """The kinds of nodes that there are."""
    for kind in vars(tree).values():
        if isinstance(kind, type) and issubclass(kind, tree.Node) and kind is not tree.Node:
            yield kind


def _name(kind: type[tree.Node], form: str) -> str:
    if kind not in FORMS:
        return WORDS[kind]  # a kind that is new needs a word
    return form if " " in form else f"`{form}`"


def used(node: tree.Node) -> frozenset[str]:
    """The constructs of an expression."""
    return frozenset(name for part in tree.walk(node) for name in of(part))


def of(part: tree.Node) -> Iterator[str]:
    """The constructs that one node is."""
    form = getattr(part, "operator", "") or getattr(part, "function", "")
    if isinstance(part, tree.Call) and part.plugin:
        form = "a plugin's function"
    yield _name(type(part), form)
    if isinstance(part, tree.Aggregate):
        yield from _loops(part)


def _loops(part: tree.Aggregate) -> Iterator[str]:
    if len(part.loops) > 1:
        yield "several loops"
    for loop in part.loops:
        yield f"a loop over a {loop.source.type.kind}"
        if loop.key is not None:
            yield "a loop joined by a key"


# --- states of facts -------------------------------------------------------------------


def states(node: tree.Node, base: FactBase) -> frozenset[str]:
    """The states of the facts that an expression may look at."""
    return frozenset(state for part in tree.walk(node) for state in _states(part, base))


def _states(part: tree.Node, base: FactBase) -> Iterator[str]:
    if isinstance(part, tree.Field):
        owner, name = part.base.type.entity, part.attribute.name
        for entity in _entities(owner, base):
            yield _state(entity.__dict__[name])
    elif isinstance(part, tree.Everything):
        yield _state_of_list(part.name, base)
    elif isinstance(part, tree.Today) or (isinstance(part, tree.Call) and part.function == "age"):
        yield "date open" if isinstance(base.today, NotPlain) else "known"
    elif isinstance(part, tree.Singleton):
        yield _state(base.singletons[part.name])


def _entities(owner: str, base: FactBase) -> tuple[Entity, ...]:
    if owner in base.collections:
        return base.collections[owner].members
    found = base.singletons[owner]
    return (found,) if isinstance(found, Entity) else ()


def _state(value: Any) -> str:
    for state, name in (
        (NONE, "none"), (NOT_APPLICABLE, "not applicable"), (UNKNOWN, "unknown"), (NOT_COLLECTED, "not collected"),
    ):  # fmt: skip
        if value is state:
            return name
    if isinstance(value, Series) and any(isinstance(point.value, NotPlain) for point in value):
        return "incomplete"
    kinds = {Interval: "interval", OneOf: "one of several", PartialSet: "incomplete", Computed: "computed"}
    return kinds.get(type(value), "known")


def _state_of_list(name: str, base: FactBase) -> str:
    collection = base.collections[name]
    if collection.state is not None:
        left_out = "left out" if collection.state is NOT_COLLECTED else _state(collection.state)
        return f"list {left_out}"
    if collection.anonymous:
        return "list by counts"
    if not collection.complete:
        return "list partial"
    return "known" if collection.members else "list empty"
