"""Checks over outcomes: what their conditions may not say, and what an author should know of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ccrules.conditions import tree
from ccrules.conditions.checker import Question
from ccrules.conditions.types import Unit, unit_text
from ccrules.conditions.written import Written
from ccrules.errors import Problem, message
from ccrules.facts.vocabulary import OUTCOME, Vocabulary
from ccrules.ruleset import remarks
from ccrules.ruleset.model import Check, Method, Remark
from ccrules.ruleset.sight import LoopSight, OutcomeLoop, loops_over_outcomes


def exposure_problems(checks: Mapping[str, Check], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Say where a loop reads exposures of different units, which cannot be added or compared.

    Args:
        checks: by id, with their questions.
        vocabulary: with the type of outcomes.
    """
    others = [check for check in checks.values() if not check.over_outcomes]
    for check in checks.values():
        for written, root in _expressions(check) if check.over_outcomes else ():
            for loop in loops_over_outcomes(_own_parts(root)):
                if loop.node is not None and _reads_exposure(loop):
                    yield from _different_units(LoopSight(vocabulary, loop), others, written, loop.node)


def _reads_exposure(loop: OutcomeLoop) -> bool:
    assert loop.node is not None
    return any(
        isinstance(part, tree.Field)
        and part.attribute.name == "exposure"
        and isinstance(part.base, tree.Variable)
        and part.base.name == loop.variable
        for part in tree.walk(loop.node)
    )


def _different_units(
    loop: LoopSight, others: Iterable[Check], written: Written, node: tree.Node
) -> Iterator[Problem]:
    units: dict[Unit, Check] = {}
    for check in others:
        exposure = check.terms.exposure if check.terms else None
        if exposure is not None and loop.admitted(check):
            units.setdefault(exposure.type.unit, check)
    if len(units) < 2:
        return
    (first, one), (second, other) = list(units.items())[:2]
    what = message(
        "exposures of different units: {first} of {one}, {second} of {other}",
        first=unit_text(first) or "-", one=one.id, second=unit_text(second) or "-", other=other.id,
    )  # fmt: skip
    yield Problem(written.at(node.start), what, message("ask for checks of one unit: if o.check in (…)"))


def unseen_checks(method: Method) -> Iterator[Remark]:
    """Checks over outcomes that ask for one another: they run in one stratum and see no outcome of it."""
    for check in method.checks.values():
        for written, root in _expressions(check) if check.over_outcomes else ():
            for part in _own_parts(root):
                for name in sorted(_named(part, check, method)):
                    yield _unseen(check, name, written, part)


def _named(part: tree.Node, check: Check, method: Method) -> set[str]:
    """The checks over outcomes that a constant names."""
    ids = method.vocabulary_of(check)[OUTCOME].attributes["check"].values
    type_ = part.type.element or part.type
    if not isinstance(part, tree.Literal) or type_.values != ids:
        return set()
    values = part.value if isinstance(part.value, frozenset) else (part.value,)
    return {name for name in values if method.checks[name].over_outcomes}


def _unseen(check: Check, name: str, written: Written, part: tree.Node) -> Remark:
    what = message("{id} asks for {other}, which reads outcomes itself", id=check.id, other=name)
    hint = message("checks over outcomes don't see each other: an inference can combine their findings")
    return Remark(remarks.UNSEEN, written.at(part.start), what, hint, check.id)


def _expressions(check: Check) -> Iterator[tuple[Written, tree.Node]]:
    """Every expression of a check as written and typed, each part in the one it was written in."""
    question: Question | None = check.question
    if question is None:
        return
    for name, written in question.texts.items():
        named = question.let.get(name)
        root = named.body if named is not None else getattr(question, name)
        yield written, root


def _own_parts(node: tree.Node) -> Iterator[tree.Node]:
    """The node and what is written below it, without what ``let`` names."""
    yield node
    for part in node.parts():
        if not isinstance(part, tree.Named):
            yield from _own_parts(part)
