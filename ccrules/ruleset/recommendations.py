"""Recommendations, read from ``recommendations:``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccrules.documents import Node
from ccrules.ruleset.model import Recommendation
from ccrules.ruleset.nodes import items, place_of
from ccrules.ruleset.parts import Parts
from ccrules.ruleset.sources import sources

if TYPE_CHECKING:
    from ccrules.ruleset.schema import RecommendationForm, RulesetForm

#: Texts of a recommendation with values in them.
TEMPLATES = ("body",)


def read_recommendations(form: RulesetForm, node: Node, parts: Parts) -> None:
    """Read the recommendations of one file.

    Args:
        form: the file.
        node: its tree.
        parts: takes the recommendations, their texts and their references.
    """
    for recommendation, below in zip(form.recommendations, items(node, "recommendations"), strict=True):
        parts.recommendations.append(_recommendation(recommendation, below, parts.ruleset))
        parts.give_up("recommendation", recommendation.id, below)
        parts.refer("objective", below, "objectives")
        parts.refer("recommendation", below, "after")
        parts.use_templates("recommendation", recommendation.id, below, TEMPLATES)


def _recommendation(form: RecommendationForm, node: Node, ruleset: str) -> Recommendation:
    return Recommendation(
        id=form.id,
        ruleset=ruleset,
        title=form.title,
        effort=form.effort,
        body=form.body,
        objectives=form.objectives,
        after=form.after,
        owner=form.owner,
        horizon=form.horizon,
        sources=sources(form.source),
        place=place_of(node, "id"),
    )
