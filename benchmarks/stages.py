"""How long each stage of an assessment takes, how that grows, and how much memory it takes.

    python -m benchmarks.stages
    python -m benchmarks.stages --sizes 600 6000 20000 --unknown 0.6

The job is the one of ``compare``, as a method: its checks have messages with values in them, an
exposure and recommendations; some rules combine them. Every size runs in a process of its own.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from types import ModuleType
from typing import Any
from unittest.mock import patch

from benchmarks.apart import LIMIT, Failed, apart, peak_memory
from benchmarks.compare import exponent, milliseconds
from benchmarks.job import NUMBERS, RARE, Condition, make_job
from benchmarks.tables import table
from benchmarks.with_ccrules import collections, ruleset
from ccrules.cli import RUBBISH

#: In the order in which they run; ``assemble`` is what the assessment takes beyond the stages before it.
STAGES = ("load", "check", "infer", "rank", "assemble", "json", "html")
#: Attributes of an entity, and so facts where nothing is missing.
FACTS_PER_ENTITY = 5
RECOMMENDATIONS = 20


@dataclass(frozen=True)
class Order:
    """What one process is to do.

    Attributes:
        size: how many entities.
        unknown: the share of attributes that are missing.
        firing: about what share of questions ends in a fail.
        conditions: how many checks.
    """

    size: int
    unknown: float = 0.0
    firing: float = RARE
    conditions: int = 150


@dataclass
class Measured:
    """What one process measured.

    Attributes:
        outcomes: how many there are, and how many of them are findings or lack facts.
        seconds: CPU time by stage.
        memory: how much the most memory held grew, in megabytes.
    """

    outcomes: dict[str, int]
    seconds: dict[str, float] = field(default_factory=dict)
    memory: float = 0.0


def measure(order: Order) -> Measured:
    """Run the whole pipeline once."""
    from ccrules import pipeline
    from ccrules.assembly import planning
    from ccrules.renderers import html, json
    from ccrules.renderers.options import RenderOptions

    gc.set_threshold(*RUBBISH)  # as the command does
    job = make_job(order.size, unknown=order.unknown, conditions=order.conditions, firing=order.firing)
    method = pipeline.load_rulesets(with_texts(job.conditions))
    pipeline.assess({}, method)  # what is imported and built late is not what is measured here
    clock = _Clock()
    before = peak_memory()
    base = clock.run("load", lambda: pipeline.load_facts(collections(job.facts), method))
    with (
        clock.inside(pipeline, "_checked", "check"),
        clock.inside(pipeline, "reason", "infer"),
        clock.inside(planning, "plan", "rank"),
    ):
        assessment = clock.run("assemble", lambda: pipeline.assess(base, method))
    clock.run("json", lambda: json.render(assessment, RenderOptions()))
    clock.run("html", lambda: html.render(assessment, RenderOptions()))
    return Measured(_outcomes(assessment), clock.seconds, peak_memory() - before)


def _outcomes(assessment: Any) -> dict[str, int]:
    counted = assessment.summary
    everything = counted.fail + counted.passed + counted.not_assessed + counted.not_applicable
    return {"all": everything, "findings": counted.fail, "open": counted.not_assessed}


class _Clock:
    """CPU time by stage; that of a stage inside another counts for itself only."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._inner = 0.0

    def run(self, stage: str, call: Callable[[], Any]) -> Any:
        gc.collect()
        begin, self._inner = time.process_time(), 0.0
        result = call()
        self.seconds[stage] = time.process_time() - begin - self._inner
        return result

    @contextmanager
    def inside(self, module: ModuleType, name: str, stage: str) -> Iterator[None]:
        """Time a function wherever the module calls it."""
        original = getattr(module, name)

        def timed(*arguments: Any, **named: Any) -> Any:
            begin = time.process_time()
            try:
                return original(*arguments, **named)
            finally:
                took = time.process_time() - begin
                self.seconds[stage] = self.seconds.get(stage, 0.0) + took
                self._inner += took

        with patch.object(module, name, timed):
            yield


# --- the method ------------------------------------------------------------------------


def with_texts(conditions: Sequence[Condition]) -> dict[str, Any]:
    """The job's ruleset with what an author would add to it."""
    contents = ruleset(conditions)
    for number, (check, condition) in enumerate(zip(contents["checks"], conditions, strict=True)):
        subject = condition.subject
        check["title"] = f"Check {number} of every {subject}"
        check["message"] = (
            f"{{{{ {subject}.id }}}} has {NUMBERS[subject]} {{{{ {subject}.{NUMBERS[subject]} }}}}"
        )
        check["exposure"] = f"{subject}.{NUMBERS[subject]}"
        check["recommend"] = [f"action-{number % RECOMMENDATIONS}"]
    contents["inferences"] = list(_rules(conditions))
    contents["recommendations"] = [
        {"id": f"action-{number}", "title": f"Action {number}", "body": "What to *do*.", "effort": "low"}
        for number in range(RECOMMENDATIONS)
    ]
    return contents


def _rules(conditions: Sequence[Condition]) -> Iterator[dict[str, Any]]:
    """Of every ten checks two together, two of one subject, and one with a fact."""
    by_subject = {name: [one.id for one in conditions if one.subject == name] for name in NUMBERS}
    for number, one in enumerate(conditions[::10]):
        other = conditions[number * 10 + 1 if number * 10 + 1 < len(conditions) else 0]
        yield _rule(f"A{number}", [{"finding": one.id}, {"finding": other.id}])
        twin = by_subject[one.subject][number % len(by_subject[one.subject])]
        joined = [{"finding": one.id, "as": "a"}, {"finding": twin, "same": {"subject": "a.subject"}}]
        yield _rule(f"B{number}", joined, about="a")
        fact = {"fact": one.subject, "as": "f"}
        yield _rule(f"C{number}", [fact, {"finding": one.id, "same": {"subject": "f"}}], about="f")


def _rule(name: str, when: list[dict[str, Any]], about: str = "") -> dict[str, Any]:
    concluded = {"id": f"cause-{name}", "kind": "cause", "title": f"Cause {name}", "belief": 0.5}
    return {"id": name, "when": when, "conclude": {**concluded, **({"for": about} if about else {})}}


# --- the command -----------------------------------------------------------------------


def rows(order: Order, sizes: Sequence[int], limit: float = LIMIT) -> list[list[Any]]:
    """A row for each size, then one for the exponents between the first size and the last."""
    done: dict[int, Measured] = {}
    found: list[list[Any]] = []
    for size in sizes:
        one = Order(size, order.unknown, order.firing, order.conditions)
        try:
            done[size] = apart(measure, one, limit)
        except Failed as why:
            found.append([f"{size * FACTS_PER_ENTITY:,}", str(why), *["–"] * (len(STAGES) + 2)])
            continue
        found.append(_row(size, done[size]))
    found += [growth_row(a, b, done) for a, b in pairwise(sizes) if a in done and b in done]
    return found


HEADS = ("facts", "outcomes", "findings", *(f"{stage} ms" for stage in STAGES), "memory MB")


def _row(size: int, one: Measured) -> list[Any]:
    times = [milliseconds(one.seconds[stage]) for stage in STAGES]
    counts = [f"{one.outcomes[kind]:,}" for kind in ("all", "findings")]
    return [f"{size * FACTS_PER_ENTITY:,}", *counts, *times, f"{one.memory:.0f}"]


def growth_row(small: int, large: int, done: dict[int, Measured]) -> list[Any]:
    """The exponents by which the times of two sizes grow."""
    exponents = [
        exponent(done[small].seconds[stage], done[large].seconds[stage], large / small) for stage in STAGES
    ]
    name = f"growth {small * FACTS_PER_ENTITY:,} to {large * FACTS_PER_ENTITY:,}"
    return [name, "", "", *exponents, exponent(done[small].memory, done[large].memory, large / small)]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[600, 6000], help="numbers of entities")
    parser.add_argument("--conditions", type=int, default=150, help="number of checks")
    parser.add_argument("--firing", type=float, default=RARE, help="share of questions that end in a fail")
    parser.add_argument("--unknown", type=float, default=0.0, help="share of attributes that are missing")
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds that one size may take")
    chosen = parser.parse_args(arguments)
    order = Order(0, chosen.unknown, chosen.firing, chosen.conditions)
    print(table(HEADS, rows(order, chosen.sizes, chosen.limit)))


if __name__ == "__main__":
    main()
