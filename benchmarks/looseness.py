"""How often a verdict stays open although every completion of the facts agrees.

Run it from the checkout with ``python -m benchmarks.looseness``. Random conditions from the whole
grammar are put to random fact bases with holes; every completion is enumerated. It prints the
share of open verdicts that the completions would have decided, and which productions of the
grammar were met. The seed is fixed, so two runs print the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, given, seed, settings

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from tests.conditions import worlds
from tests.conditions.conditions import conditions
from tests.conditions.test_soundness import (
    MOST_COMPLETIONS,
    attributes_read,
    mask_of,
    number_of_completions,
    worlds_with_holes,
)

EXAMPLES = 6_000
DECIDED = (p.TRUE, p.FALSE, p.NA)


class Counts:
    """What was met."""

    def __init__(self) -> None:
        self.verdicts: Counter[str] = Counter()
        self.productions: Counter[str] = Counter()
        self.loose: Counter[str] = Counter()


def productions(node: tree.Node) -> set[str]:
    """The productions of the grammar that a condition uses."""
    return {_production(part) for part in tree.walk(node)}


def _production(part: tree.Node) -> str:
    if isinstance(part, tree.Aggregate):
        return f"{part.function}(…{' join' if any(loop.key for loop in part.loops) else ''})"
    if isinstance(part, tree.Call):
        return f"{part.function}(…)"
    operator = getattr(part, "operator", "")
    return f"{type(part).__name__.lower()} {operator}".strip()


def judge(counts: Counts, text: str, world: Mapping[str, Any]) -> None:
    """Compare one verdict with what every completion gives."""
    asked = worlds.question(text)
    facts = worlds.base(**world)
    used = productions(asked.when)
    counts.productions.update(used)
    read = attributes_read(asked.when)
    if number_of_completions(facts, read) > MOST_COMPLETIONS:
        counts.verdicts["too many completions"] += 1
        return
    found = mask_of(facts, asked.when)
    if found in DECIDED:
        counts.verdicts["decided"] += 1
        return
    everything = 0
    for completed in worlds.completions(facts, read):
        everything |= mask_of(completed, asked.when)
    agreed = everything in DECIDED
    counts.verdicts["open, though all completions agree" if agreed else "open, and rightly so"] += 1
    if agreed:
        counts.loose[re.sub(r"-?\d+", "n", text)[:70]] += 1


def main() -> None:
    """Print the counts."""
    counts = Counts()

    @seed(20261001)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(text=conditions(), world=worlds_with_holes)
    def run(text: str, world: Mapping[str, Any]) -> None:
        judge(counts, text, world)

    run()
    total = sum(counts.verdicts.values())
    for name, number in sorted(counts.verdicts.items()):
        print(f"{number:6} {number / total:6.1%}  {name}")
    print("\nmost often open for nothing:")
    for text, number in counts.loose.most_common(12):
        print(f"{number:6}  {text}")
    print(f"\nproductions met: {len(counts.productions)}")
    print("  " + ", ".join(f"{name} {number}" for name, number in sorted(counts.productions.items())))


if __name__ == "__main__":
    main()
