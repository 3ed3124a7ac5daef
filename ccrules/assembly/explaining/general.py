"""Conditions in words as they hold for any facts: for the documentation of a method."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ccrules.assembly.context import Context
from ccrules.assembly.explaining.naming import Naming
from ccrules.assembly.explaining.sentences import Sentences
from ccrules.conditions import tree
from ccrules.conditions.constancy import nothing_known
from ccrules.conditions.tracing import Place
from ccrules.engine.checks import CheckRunner
from ccrules.facts.vocabulary import ORGANISATION, Vocabulary
from ccrules.ruleset.model import Method


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition in words.

    Attributes:
        text: what is the case; of a group, how many of its parts must hold.
        parts: the parts of a group, in the author's order; none of anything else.
    """

    text: str
    parts: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """One value of a choice.

    Attributes:
        value: the value, in words.
        given: when it is taken; None for what is left.
    """

    value: tree.Node
    given: Clause | None


class General:
    """Puts the expressions of a method into words, without facts.

    Args:
        method: the rules.
        vocabulary: what the expressions speak of; see :meth:`Method.vocabulary_of`.
        language: ``en`` or ``fr``.
    """

    def __init__(self, method: Method, vocabulary: Vocabulary, language: str) -> None:
        self._method, self._vocabulary, self._language = method, vocabulary, language

    @cached_property
    def naming(self) -> Naming:
        """How attributes, types, parameters and values are called."""
        base = nothing_known(self._vocabulary)
        return Naming(Context(self._method, base, {}, CheckRunner(base, {}), self._language))

    @cached_property
    def _sentences(self) -> Sentences:
        return Sentences(self.naming)

    def clause(self, node: tree.Node, subject: str = "") -> Clause:
        """A condition as a clause; what ``and`` and ``or`` join stays apart.

        Args:
            node: the condition.
            subject: the entity type it is about; empty for the organisation.
        """
        return self._clause(node, _place(subject), wanted=True)

    def _clause(self, node: tree.Node, place: Place, *, wanted: bool) -> Clause:
        while isinstance(node, tree.Not | tree.Named):
            if isinstance(node, tree.Not):
                node, wanted = node.operand, not wanted
            else:
                node = node.body
        if isinstance(node, tree.Choose):
            found = self._by_case(node, place, lambda one: self._sentences.clause(one, place, wanted=wanted))
            return Clause(self._say("true by case"), found.parts)
        if not isinstance(node, tree.Logic):
            return Clause(self._typeset(self._sentences.clause(node, place, wanted=wanted)))
        every = wanted == (node.operator == "and")
        text = self._say("all of" if every else "any of")
        parts: list[Clause] = []
        for one in node.operands:
            part = self._clause(one, place, wanted=wanted)
            parts += part.parts if part.text == text else (part,)
        return Clause(text, tuple(parts))

    def _by_case(self, node: tree.Choose, place: Place, say: Callable[[tree.Node], str]) -> Clause:
        cases: list[Clause] = []
        rest: tree.Node = node
        while isinstance(rest, tree.Choose):
            condition = self._sentences.clause(rest.condition, place)
            cases.append(Clause(self._say("in case", condition=condition, then=say(rest.then))))
            rest = rest.otherwise
        return Clause(self._say("by case"), (*cases, Clause(self._say("otherwise", then=say(rest)))))

    def inline(self, node: tree.Node, subject: str = "") -> str:
        """A condition as one clause, however many parts it has.

        Args:
            node: the condition.
            subject: the entity type it is about; empty for the organisation.
        """
        return self._typeset(self._sentences.clause(node, _place(subject)))

    def noun(self, node: tree.Node, subject: str = "") -> str:
        """An expression that is no condition, as a noun.

        Args:
            node: the expression.
            subject: the entity type it is about; empty for the organisation.
        """
        return self._typeset(self._sentences.noun(node, _place(subject)))

    def branches(self, node: tree.Node, subject: str = "") -> Iterator[Branch]:
        """The values of a choice, in the order in which they are tried.

        Args:
            node: ``a if … else b if … else c``, or any other expression, which is one branch.
            subject: the entity type it is about; empty for the organisation.
        """
        while isinstance(node, tree.Named):
            node = node.body
        if not isinstance(node, tree.Choose):
            yield Branch(node, None)
            return
        yield Branch(node.then, self.clause(node.condition, subject))
        yield from self.branches(node.otherwise, subject)

    def worked_out(self, node: tree.Named, subject: str = "") -> Clause:
        """What a name stands for that ``let`` defined: a condition, or a value.

        Args:
            node: the name.
            subject: the entity type that the check is about; empty for the organisation.
        """
        body, place = node.body, _place(subject)
        if body.type.kind == "bool":
            return self.clause(body, subject)
        if isinstance(body, tree.Choose):
            return self._by_case(body, place, lambda one: self._sentences.noun(one, place))
        return Clause(self.noun(body, subject))

    def led(self, lead: str, clause: Clause) -> str:
        """A clause behind the words that lead to it: ``It fails where``."""
        return self._say("led", lead=lead, clause=clause.text)

    def _say(self, key: str, **values: str) -> str:
        return self._typeset(self.naming.phrases(key, **values))

    def _typeset(self, text: str) -> str:
        return self.naming.phrases.typeset(text)


def _place(subject: str) -> Place:
    """Nowhere in particular: no variable has a value, and everything is about the subject."""
    return Place({}, frozenset(), subject if subject != ORGANISATION else "")
