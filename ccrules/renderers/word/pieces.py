"""The parts of the report that a Word template places with ``{{p part.findings }}`` and the like."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ccrules.renderers.report.model import Report
from ccrules.renderers.word.annex import annex
from ccrules.renderers.word.conclusions import causes, consequences, patterns, strengths
from ccrules.renderers.word.contents import contents
from ccrules.renderers.word.findings import findings, topics
from ccrules.renderers.word.markup import Writer
from ccrules.renderers.word.opening import comments, figures, messages, summary, unknowns, what_if
from ccrules.renderers.word.outcomes import (
    by_hand,
    errors,
    hypotheses,
    method,
    not_applicable,
    not_assessed,
    notes,
    passed,
)
from ccrules.renderers.word.plan import matrix, plan, steps
from ccrules.renderers.word.standing import diagrams, score_arithmetic, scores

Piece = Callable[[Writer, Report], str]

#: Every part by its name in templates.
PIECES: Mapping[str, Piece] = {
    "contents": contents,
    "figures": figures,
    "summary": summary,
    "messages": messages,
    "what_if": what_if,
    "comments": comments,
    "unknowns": unknowns,
    "plan": plan,
    "matrix": matrix,
    "steps": steps,
    "topics": topics,
    "findings": findings,
    "scores": scores,
    "score_arithmetic": score_arithmetic,
    "diagrams": diagrams,
    "causes": causes,
    "patterns": patterns,
    "consequences": consequences,
    "strengths": strengths,
    "passed": passed,
    "not_assessed": not_assessed,
    "not_applicable": not_applicable,
    "errors": errors,
    "hypotheses": hypotheses,
    "notes": notes,
    "by_hand": by_hand,
    "method": method,
    "annex": annex,
}
