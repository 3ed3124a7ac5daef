"""One compiled Python loop per check, for subjects of which all that matters is plainly known.

The code works on plain operators. Whatever is not plainly known raises
:class:`~ccrules.values.Undecided` when touched; that subject then goes to the set-valued
evaluator. Nothing of the author's text enters the code: names become numbered variables,
constants live in a table, and attribute names come from the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ccrules.conditions import tree
from ccrules.conditions.checker import Question
from ccrules.conditions.inputs import free, key_alone
from ccrules.conditions.runtime import NAMESPACE
from ccrules.conditions.writer import Writer, code_of
from ccrules.facts.base import Entity, FactBase


@dataclass(slots=True)
class Verdicts:
    """Where each subject of one check ended up, in the order of the subjects.

    Attributes:
        failed: ``when`` is true.
        passed: ``when`` is false; :class:`Others` where that is so for all that did not fail.
        inapplicable: ``applies`` is false.
        open: left to the set-valued evaluator.
        broken: subjects for which a plugin's function raised, with the exception.
    """

    failed: list[Entity]
    passed: list[Entity] | Others
    inapplicable: list[Entity]
    open: list[Entity]
    broken: list[tuple[Entity, Exception]]


class Others(Sequence[Entity]):
    """The subjects that are not among some of them; listed when somebody asks for them.

    Args:
        subjects: all of them.
        some: those left out.
    """

    def __init__(self, subjects: Sequence[Entity], some: Sequence[Entity]) -> None:
        self._subjects, self._some = subjects, some

    def __len__(self) -> int:
        return len(self._subjects) - len(self._some)

    def __getitem__(self, index: Any) -> Any:
        return self._listed[index]

    def __iter__(self) -> Iterator[Entity]:
        return iter(self._listed)

    @cached_property
    def _listed(self) -> list[Entity]:
        some = set(self._some)
        return [subject for subject in self._subjects if subject not in some]


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
        exec(code_of(self.source), namespace)  # noqa: S102 - generated from a checked tree
        self._run = namespace["run"]

    def run(self, base: FactBase, subjects: Sequence[Entity]) -> Verdicts:
        """Judge every subject that can be judged on plain values."""
        verdicts = Verdicts([], [], [], [], [])
        bound = [bind(base) for bind in self._binders]
        if self._run(subjects, verdicts, *bound):
            verdicts.passed = Others(subjects, verdicts.failed)
        return verdicts


class _LoopWriter(Writer):
    """Writes the loop of one question."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self._written: set[str] = set()
        self._before: list[str] = []
        self._condition = ""

    def write(self) -> str:
        """The module with the function ``run``."""
        body = list(self._body())
        whole = list(self._whole())
        bound = "".join(f", b{index}" for index in range(len(self.binders)))
        return "\n".join(
            [
                f"def run(subjects, verdicts{bound}):",
                "    failed, passed = verdicts.failed.append, verdicts.passed.append",
                "    inapplicable, left = verdicts.inapplicable.append, verdicts.open.append",
                *self._gathering(),
                *whole,
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
        self._condition = self.code(question.when)
        yield f"if {self._condition}:"
        yield "    failed(s)"
        yield "else:"
        yield "    passed(s)"

    def _whole(self) -> Iterator[str]:
        """Without guard and ``let``: all subjects at once, which goes well unless facts are missing."""
        if self.question.applies is None and not self._written:
            yield "    try:"
            yield f"        verdicts.failed += [s for s in subjects if {self._condition}]"
            yield "        return True"
            yield "    except (Undecided, ZeroDivisionError, OverflowError, FunctionFailed):"
            yield "        pass"

    def _lets(self, node: tree.Node) -> Iterator[str]:
        """Assignments of the ``let`` names an expression needs, each once, in order."""
        needed = {part.name for part in tree.walk(node) if isinstance(part, tree.Named)}
        for name, named in self.question.let.items():
            if name in needed and name not in self._written:
                self._written.add(name)
                yield f"{self._variable(name)} = {self.code(named.body)}"

    # --- what is gathered before the loop --------------------------------------------

    def _gathering(self) -> Iterator[str]:
        """Look once through what every subject would look through for its own key."""
        if self._before:
            yield "    try:"
            yield from (f"        {line}" for line in self._before)
            yield "    except (Undecided, ZeroDivisionError, OverflowError):"
            yield "        verdicts.open.extend(subjects)"
            yield "        return"

    def _aggregate(self, node: tree.Aggregate) -> str:
        loop = node.loops[0]
        write = GATHERED.get(node.function)
        gathers = write and len(node.loops) == 1 and key_alone(node) and not tree.calls_plugin(node)
        if not write or not gathers or loop.key is None or not free(loop.key):
            return super()._aggregate(node)
        others = [self.code(one) for index, one in enumerate(loop.filters) if index != loop.key_filter]
        variable, index = self._variable(loop.variable.name), self._index(loop)
        gathered, key, rows = (f"{letter}{len(self._before)}" for letter in "gkr")
        row = f"for {variable} in {rows}" + "".join(f" if {other}" for other in others)
        before, found = write
        values = {
            "element": self.code(node.element),
            "row": row,
            "key": key,
            "all": f"{key}, {rows} in {index}.items()",
        }
        self._before.append(f"{gathered} = {before.format(**values)}")
        return found.format(gathered=gathered, key=self.code(loop.key))


#: How functions over the rows with one key are gathered for all keys, and then looked up.
GATHERED = {
    "any": ("{{{key} for {all} if any({element} {row})}}", "({key} in {gathered})"),
    "all": ("{{{key} for {all} if not all({element} {row})}}", "({key} not in {gathered})"),
    "count": ("{{{key}: len([1 {row}]) for {all}}}", "{gathered}.get({key}, 0)"),
}
