"""From findings and conclusions to an ordered plan: scored, prerequisites first, in waves."""

from ccrules.recommend.model import Gain, OpenConclusion, OpenFinding, PlannedAction, Priority, Reach, Term
from ccrules.recommend.order import already_in_place
from ccrules.recommend.planning import plan
from ccrules.recommend.scoring import EFFORT_WEIGHTS, SEVERITY_WEIGHTS
from ccrules.recommend.wording import formula, term_label

__all__ = [
    "EFFORT_WEIGHTS",
    "SEVERITY_WEIGHTS",
    "Gain",
    "OpenConclusion",
    "OpenFinding",
    "PlannedAction",
    "Priority",
    "Reach",
    "Term",
    "already_in_place",
    "formula",
    "plan",
    "term_label",
]
