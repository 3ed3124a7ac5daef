"""What an aggregate takes from outside its loops: its value depends on that and on nothing else.

So it is worked out once for each combination of inputs, however many subjects share it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ccrules.conditions import tree


def free(node: tree.Node) -> frozenset[str]:
    """The variables an expression reads that none of its own loops sets, ``let`` bodies included."""
    if isinstance(node, tree.Variable):
        return frozenset((node.name,))
    found = frozenset[str]().union(*map(free, node.parts()))
    return found - _own(node)


def _own(node: tree.Node) -> frozenset[str]:
    loops = node.loops if isinstance(node, tree.Aggregate) else ()
    return frozenset(loop.variable.name for loop in loops)


def inputs(node: tree.Aggregate) -> tuple[tree.Node, ...]:
    """The largest parts of an aggregate that are the same for all its rows, constants left out."""
    return tuple(_inputs(node, frozenset()))


def _inputs(node: tree.Node, bound: frozenset[str]) -> Iterator[tree.Node]:
    bound |= _own(node)
    for part in node.parts():
        names = free(part)
        if names and not names & bound and _is_value(part):
            yield part
        elif names - bound or isinstance(part, tree.Aggregate):
            yield from _inputs(part, bound)


def _is_value(node: tree.Node) -> bool:
    """Not a series, which has no possible value; not what a plugin may refuse to compute."""
    return not tree.is_called_alone(node) and node.type.kind != "series"


def key_alone(node: tree.Aggregate) -> bool:
    """Whether nothing but the key of its last loop ties that loop's rows to what is outside it."""
    last = node.loops[-1]
    if last.key is None or node.function in ("share", "consecutive", "edges"):
        return False
    others = [condition for index, condition in enumerate(last.filters) if index != last.key_filter]
    return all(free(part) <= {last.variable.name} for part in (*others, node.element))
