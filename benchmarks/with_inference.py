"""Checks and inference of ccrules: the job as above, and rules that combine what its checks find.

No other contestant combines anything. It is measured because an assessment does both, and so
that working memory costs no more than what the rules mention.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from benchmarks import with_ccrules
from benchmarks.job import Condition, Facts
from benchmarks.with_ccrules import can_express, found, ruleset, warm_up
from ccrules.conditions.compiler import Compiled
from ccrules.engine.checks import Outcomes
from ccrules.engine.inference import Engine
from ccrules.engine.inference.durable import DurableEngine, available
from ccrules.engine.inference.forward import ForwardEngine
from ccrules.engine.reasoning import reason
from ccrules.facts.base import FactBase
from ccrules.pipeline import load_facts, load_rulesets
from ccrules.ruleset.model import Method

__all__ = ["NAME", "can_express", "found", "load", "prepare", "warm_up"]

NAME = "ccrules, checks and inference"

#: One rule for so many checks; it combines the first two of them.
CHECKS_PER_RULE = 10

Result = dict[str, Outcomes]


def prepare(conditions: Iterable[Condition]) -> tuple[Method, dict[str, Compiled]]:
    """Load the ruleset and compile its conditions."""
    conditions = list(conditions)
    method = load_rulesets({**ruleset(conditions), "inferences": _rules(conditions)})
    return method, {check.id: Compiled(check.question) for check in method.checks.values()}


def load(prepared: tuple[Method, dict[str, Compiled]], facts: Facts) -> Callable[[], Result]:
    """Build the fact base; return both stages."""
    method, compiled = prepared
    base = load_facts(with_ccrules.collections(facts), method)
    return lambda: _run(method, compiled, base, DurableEngine() if available() else ForwardEngine())


def _run(method: Method, compiled: dict[str, Compiled], base: FactBase, engine: Engine) -> Result:
    outcomes = with_ccrules.run(method, compiled, base)
    reason(method, base, outcomes, engine)
    return outcomes


def _rules(conditions: list[Condition]) -> list[dict[str, Any]]:
    pairs = zip(conditions[::CHECKS_PER_RULE], conditions[1::CHECKS_PER_RULE], strict=False)
    return [
        {
            "id": f"I{number:04}",
            "when": [{"finding": first.id}, {"finding": second.id}],
            "conclude": {"id": f"cause-{number}", "kind": "cause", "title": f"Cause {number}", "belief": 0.5},
        }
        for number, (first, second) in enumerate(pairs)
    ]
