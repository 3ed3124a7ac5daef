"""Conditions as loops on plain operators, over things of which all that matters is plainly known.

Whatever is not plainly known raises :class:`~ccrules.values.Undecided` when touched; so does
nothing else, but for a division by zero or a number too large. Nothing of the author's text
enters the code: names become numbered variables, constants live in a table, and attribute
names come from the vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ccrules.conditions import tree
from ccrules.conditions.possible import Mask
from ccrules.conditions.runtime import NAMESPACE
from ccrules.conditions.writer import Binder, Writer, code_of
from ccrules.facts.base import FactBase
from ccrules.values import Undecided

#: What plain operators raise where the set-valued evaluator must have its say.
NOT_PLAIN = (Undecided, ZeroDivisionError, OverflowError)
#: What Python's parser raises for expressions that are nested too deeply.
TOO_DEEP = (SyntaxError, RecursionError, MemoryError)

_SOURCE = """\
def run(things{}):
    return [1 if {} else 2 for s in things]
"""


class Plainly:
    """A condition that depends on one thing; compiled when it is first asked.

    Args:
        node: the condition; it calls no plugin.
        variable: the name that stands for the thing in it.
        part: the part that stands for the thing in it, where it has no name.
    """

    def __init__(self, node: tree.Node, variable: str, part: tree.Node | None = None) -> None:
        self._node, self._variable, self._part = node, variable, part
        self._binders: list[Binder] = []
        self._run: Callable[..., list[Mask]] | None = None

    def masks(self, base: FactBase, things: Sequence[Any]) -> list[Mask]:
        """TRUE or FALSE for each of some things.

        Args:
            base: the facts.
            things: entities, or values of the part.

        Raises:
            Undecided: if not all that matters is plainly known; likewise ZeroDivisionError and
                OverflowError.
        """
        if self._run is None:
            self._run = self._compiled()
        if not self._binders:
            return self._run(things)
        return self._run(things, *[bind(base) for bind in self._binders])

    def source(self) -> str:
        """The module with the function ``run``."""
        return self._written()[1]

    def _written(self) -> tuple[_Writer, str]:
        writer = _Writer(self._variable, self._part)
        code = writer.code(self._node)
        bound = "".join(f", b{index}" for index in range(len(writer.binders)))
        return writer, _SOURCE.format(bound, code)

    def _compiled(self) -> Callable[..., list[Mask]]:
        try:
            writer, source = self._written()
            namespace: dict[str, Any] = {**NAMESPACE, **writer.constants}
            exec(code_of(source), namespace)  # noqa: S102 - generated from a checked tree
        except TOO_DEEP:
            return _refuse
        self._binders = writer.binders
        run: Callable[..., list[Mask]] = namespace["run"]
        return run


def _refuse(_: Sequence[Any]) -> list[Mask]:
    raise Undecided


class _Writer(Writer):
    """Writes the condition with what it depends on as ``s``."""

    def __init__(self, variable: str, part: tree.Node | None) -> None:
        super().__init__()
        self._part = part
        if part is None:
            self._variables[variable] = "s"

    def code(self, node: tree.Node) -> str:
        """The plain Python expression for a node, ``let`` names written out."""
        if node is self._part:
            return "s"
        return self.code(node.body) if isinstance(node, tree.Named) else super().code(node)
