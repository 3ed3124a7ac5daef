"""What the checks of a method read: attributes of the facts, and parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ccrules.conditions import tree
from ccrules.conditions.checker import Question
from ccrules.ruleset.model import Check, Method
from ccrules.text.templates import compile_template
from ccrules.errors import NOWHERE

#: An attribute (``type.attribute``), or a collection or singleton (``type[]``).
Fact = str


def conditions(question: Question) -> tuple[tree.Node, ...]:
    """What decides a check: its guard and its condition."""
    return tuple(node for node in (question.applies, question.when) if node is not None)


def expressions(question: Question) -> tuple[tree.Node, ...]:
    """Every expression of a check, severity, exposure and named values included."""
    others = (question.severity, question.exposure, *question.let.values())
    return (*conditions(question), *(node for node in others if node is not None))


def facts_of(method: Method, nodes: Iterable[tree.Node]) -> frozenset[Fact]:
    """The facts expressions read; instead of computed attributes, those they are computed from.

    Args:
        method: the method, for its computed attributes.
        nodes: typed expressions.
    """
    found: set[Fact] = set()
    waiting = list(nodes)
    while waiting:
        for part in tree.walk(waiting.pop()):
            for name in _facts(part):
                derived = method.derived.get(tuple(name.split(".")))  # type: ignore[arg-type]
                if derived is None:
                    found.add(name)
                elif name not in found:
                    waiting.append(derived)
    return frozenset(found)


def _facts(part: tree.Node) -> Iterator[Fact]:
    if isinstance(part, tree.Field):
        yield from _field(part)
    elif isinstance(part, tree.Singleton | tree.Everything):
        yield f"{part.name}[]"
