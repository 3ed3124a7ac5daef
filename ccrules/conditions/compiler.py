"""One compiled Python loop per check, for subjects of which all that matters is plainly known.

The code works on plain operators. Whatever is not plainly known raises
:class:`~ccrules.values.Undecided` when touched; that subject then goes to the set-valued
evaluator. Nothing of the author's text enters the code: names become numbered variables,
constants live in a table, and attribute names come from the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ccrules.conditions import tree
from ccrules.conditions.checker import Question
from ccrules.conditions.runtime import NAMESPACE
from ccrules.conditions.writer import Writer
from ccrules.facts.base import Entity, FactBase


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

    failed: list[Entity]
    passed: list[Entity]
    inapplicable: list[Entity]
    open: list[Entity]
    broken: list[tuple[Entity, Exception]]


class Compiled:
    """The compiled loop of one question; serves any number of fact bases.

    Args:
        question: the typed expressions.
    """

    def __init__(self, question: Question) -> None:
        writer = _LoopWriter(question)
        self.source = writer.write()
        self._binders = writer.binders
        namespace: dict[str, Any] = {**NAMESPACE, **writer.constants}
        exec(compile(self.source, "<condition>", "exec"), namespace)  # noqa: S102 - generated from a checked tree
        self._run = namespace["run"]

    def run(self, base: FactBase, subjects: Sequence[Entity]) -> Verdicts:
        """Judge every subject that can be judged on plain values."""
        verdicts = Verdicts([], [], [], [], [])
        bound = [bind(base) for bind in self._binders]
        self._run(subjects, verdicts, *bound)
        return verdicts


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
