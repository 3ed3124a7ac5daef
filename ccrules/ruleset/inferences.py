"""Inference rules, read from ``inferences:``; their patterns are looked up later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ccrules.documents import Node
from ccrules.errors import Problem, message
from ccrules.ruleset.model import Inference
from ccrules.ruleset.nodes import find, items, place_of, written
from ccrules.ruleset.parts import Parts, Reference
from ccrules.ruleset.patterns import Conjunction, InferenceDraft, read_alternatives
from ccrules.ruleset.sources import sources
from ccrules.ruleset.values import number

if TYPE_CHECKING:
    from ccrules.ruleset.schema import InferenceForm, RulesetForm

#: Texts of a conclusion with values in them.
TEMPLATES = ("title", "body")


def read_inferences(form: RulesetForm, node: Node, parts: Parts) -> None:
    """Read the inference rules of one file.

    Args:
        form: the file.
        node: its tree.
        parts: takes the rules, their texts and their references.
    """
    for rule, below in zip(form.inferences, items(node, "inferences"), strict=True):
        alternatives = read_alternatives(find(below, "when"), parts.problems)
        parts.inferences.append(InferenceDraft(_rule(rule, below, parts), alternatives, below))
        parts.give_up("inference", rule.id, below)
        parts.give_up("conclusion", rule.conclude.id, find(below, "conclude"))
        _refer(alternatives, parts)
        parts.refer("check", below, "explains")
        parts.refer("recommendation", below, "recommend")
        parts.use_templates("inference", rule.id, find(below, "conclude"), TEMPLATES)


def _refer(alternatives: Iterable[Conjunction], parts: Parts) -> None:
    """Note what the patterns name, each pattern once."""
    kinds = {"fact": "entity", "conclusion": "conclusion"}
    for pattern in {id(one): one for patterns in alternatives for one in patterns}.values():
        parts.references.append(Reference(kinds.get(pattern.kind, "check"), pattern.name, pattern.name_place))


def _rule(form: InferenceForm, node: Node, parts: Parts) -> Inference:
    conclude = form.conclude
    _check_severity(form, node, parts.problems)
    return Inference(
        id=form.id,
        ruleset=parts.ruleset,
        alternatives=(),
        conclusion=conclude.id,
        kind=conclude.kind,
        title=conclude.title,
        belief=_belief(node, parts.problems),
        about=conclude.about or "",
        body=conclude.body,
        severity=conclude.severity or "",
        explains=form.explains,
        recommend=form.recommend,
        sources=sources(form.source),
        place=place_of(node, "id"),
    )


def _belief(node: Node, problems: list[Problem]) -> float:
    text = written(node, "conclude", "belief")
    if text is None:
        return 1.0
    belief = number(text.text)
    if belief is not None and 0 < belief <= 1:
        return belief
    what = message("a belief lies above 0 and is at most 1")
    problems.append(Problem(text.place, what, message("0.6 says: likely, but by no means certain")))
    return 1.0


def _check_severity(form: InferenceForm, node: Node, problems: list[Problem]) -> None:
    conclude = form.conclude
    if conclude.kind == "anti-pattern" and not conclude.severity:
        what = message("a conclusion of the kind anti-pattern needs a severity")
        hint = message("it is listed among the findings; add severity: high, for example")
        problems.append(Problem(place_of(node, "conclude", "kind"), what, hint))
    if conclude.kind != "anti-pattern" and conclude.severity:
        what = message("a conclusion of the kind {kind} has no severity", kind=conclude.kind)
        problems.append(Problem(place_of(node, "conclude", "severity"), what, message("take the line out")))
