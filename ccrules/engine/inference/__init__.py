"""Inference: from findings and facts to causes, consequences and what only a combination shows.

The engines (``durable`` and ``forward``) derive which rules fire on what, and give the same
answer. What this means is worked out afterwards: ``belief`` says how strongly a conclusion
is believed, ``hypotheses`` what would follow if missing facts were known.
"""

from ccrules.engine.inference.belief import Beliefs, Cycle, beliefs, cycles
from ccrules.engine.inference.expand import AllOf, AtLeast, expand
from ccrules.engine.inference.hypotheses import Hypothesis, hypotheses
from ccrules.engine.inference.protocol import (
    SUBJECT,
    Conclusion,
    Element,
    Engine,
    Firing,
    InferenceResult,
    Kind,
    Pattern,
    Program,
    Reference,
    Rule,
)
from ccrules.engine.inference.readings import OUTCOMES, Choice, Possible

__all__ = [
    "OUTCOMES",
    "SUBJECT",
    "AllOf",
    "AtLeast",
    "Beliefs",
    "Choice",
    "Conclusion",
    "Cycle",
    "Element",
    "Engine",
    "Firing",
    "Hypothesis",
    "InferenceResult",
    "Kind",
    "Pattern",
    "Possible",
    "Program",
    "Reference",
    "Rule",
    "beliefs",
    "cycles",
    "expand",
    "hypotheses",
]
