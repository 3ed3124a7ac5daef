"""Put one generated job to all contestants and print the ratios of this run.

    python -m benchmarks.compare
    python -m benchmarks.compare --sizes 3000 30000 --unknown 0.6 --only ccrules careful_loop

Every contestant runs in a process of its own, within a time limit. All must find the same
subjects, or the comparison stops.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import importlib.util
import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

from benchmarks.apart import LIMIT, Failed, apart, peak_memory
from benchmarks.job import RARE, Job, make_job
from benchmarks.outcome import Found
from benchmarks.tables import table

CONTESTANTS = ("ccrules", "inference", "loop", "careful_loop", "clips", "durable")
#: What a contestant needs that may not be installed.
NEEDS = {"clips": "clips", "durable": "durable"}
#: Those that can run although facts are missing.
CAREFUL = ("ccrules", "inference", "careful_loop")
#: A run is repeated until it took this many seconds in all, at least twice; the best counts.
ENOUGH = 1.0

HEADS = (
    "contestant",
    "conditions",
    "prepare ms",
    "load ms",
    "run ms",
    "memory MB",
    "run ÷ ccrules",
    "all ÷ ccrules",
)

Result = TypeVar("Result")
Verdicts = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Order:
    """What one process is to do.

    Attributes:
        contestant: one of :data:`CONTESTANTS`.
        size: how many entities.
        unknown: the share of attributes that are missing.
        firing: about what share of questions ends in a fail.
        conditions: how many the job has.
        like: only the conditions that this contestant can express.
    """

    contestant: str
    size: int
    unknown: float
    firing: float
    conditions: int
    like: str


@dataclass(frozen=True)
class Measured:
    """What one process found, and how long it took, in seconds.

    Attributes:
        name: the contestant's full name.
        number: how many conditions it was given.
        prepare: to read or build the conditions.
        load: to put the facts into its own form, where that is not part of the run.
        run: the best run.
        memory: how much the most memory held grew over all of it, in megabytes.
        fails: the subjects of each condition.
        unknown: those that lack facts.
    """

    name: str
    number: int
    prepare: float
    load: float
    run: float
    memory: float
    fails: Verdicts
    unknown: Verdicts

    @property
    def everything(self) -> float:
        """All of it, once."""
        return self.prepare + self.load + self.run


# --- in a process of its own -----------------------------------------------------------


def measure(order: Order) -> Measured:
    """Run one contestant."""
    contestant = importlib.import_module(f"benchmarks.with_{order.contestant}")
    like = importlib.import_module(f"benchmarks.with_{order.like}")
    job = make_job(order.size, unknown=order.unknown, conditions=order.conditions, firing=order.firing)
    conditions = [one for one in job.conditions if like.can_express(one)]
    warm_up = getattr(contestant, "warm_up", None)
    if warm_up:  # what it imports late is not what is measured here
        warm_up()
    before = peak_memory()
    prepare, prepared = timed(lambda: contestant.prepare(conditions))
    load, run = timed(lambda: contestant.load(prepared, job.facts))
    best, result = _best(run)
    memory = peak_memory() - before
    found: Found = contestant.found(result)
    fails, unknown = _sorted(found.fails), _sorted(found.unknown)
    return Measured(contestant.NAME, len(conditions), prepare, load, best, memory, fails, unknown)


def timed(call: Callable[[], Result]) -> tuple[float, Result]:
    """The CPU seconds that a call takes, and what it returns."""
    gc.collect()
    begin = time.process_time()
    result = call()
    return time.process_time() - begin, result


def _best(run: Callable[[], Result]) -> tuple[float, Result]:
    times: list[float] = []
    while len(times) < 2 or sum(times) < ENOUGH:
        seconds, result = timed(run)
        times.append(seconds)
        if seconds > 2 * ENOUGH:  # long enough for noise to matter little
            break
    return min(times), result


def _sorted(subjects: Mapping[str, Iterable[str]]) -> Verdicts:
    return {name: tuple(sorted(ids)) for name, ids in subjects.items()}


# --- all of them -----------------------------------------------------------------------


class Comparison:
    """Runs contestants and compares what they find.

    Args:
        unknown: the share of attributes that are missing.
        conditions: how many conditions the job has.
        firing: about what share of questions ends in a fail.
        limit: how many seconds one contestant may take, preparing and checking included.
    """

    def __init__(self, unknown: float, conditions: int, firing: float = RARE, limit: float = LIMIT) -> None:
        self.unknown, self.conditions, self.firing, self.limit = unknown, conditions, firing, limit
        self._done: dict[Order, Measured | str] = {}

    def measured(self, contestant: str, size: int, like: str = "") -> Measured:
        """What a contestant does on the conditions that it, or another, can express.

        Raises:
            Failed: it did not finish.
        """
        order = Order(contestant, size, self.unknown, self.firing, self.conditions, like or contestant)
        if order not in self._done:
            self._done[order] = self._tried(order)
        found = self._done[order]
        if isinstance(found, str):
            raise Failed(found)
        return found

    def _tried(self, order: Order) -> Measured | str:
        try:
            return apart(measure, order, self.limit)
        except Failed as why:
            return str(why)

    def like(self, contestant: str, size: int) -> Measured:
        """What ccrules does on the conditions that a contestant can express."""
        expressible = importlib.import_module(f"benchmarks.with_{contestant}").can_express
        job: Job = make_job(0, conditions=self.conditions)
        ours = "inference" if contestant == "inference" else "ccrules"
        return self.measured(ours, size, "" if all(map(expressible, job.conditions)) else contestant)

    def rows(self, contestants: Iterable[str], size: int) -> list[list[Any]]:
        """The table's rows for one size; raises AssertionError where verdicts differ."""
        return [self._row(contestant, size) for contestant in contestants]

    def _row(self, contestant: str, size: int) -> list[Any]:
        try:
            one, ours = self.measured(contestant, size), self.like(contestant, size)
        except Failed as why:
            return [name_of(contestant), str(why), *["–"] * (len(HEADS) - 2)]
        same_verdicts(one, ours)
        plain = self.measured("ccrules", size) if contestant == "inference" else ours
        return [
            one.name,
            one.number,
            *map(milliseconds, (one.prepare, one.load, one.run)),
            f"{one.memory:.0f}",
            f"{one.run / plain.run:.2f}",
            f"{one.everything / plain.everything:.2f}",
        ]

    def growth(self, contestants: Iterable[str], sizes: Sequence[int]) -> list[list[Any]]:
        """The exponent of growth of each contestant's run, from each size to the next."""
        steps = list(pairwise(sizes))
        return [[name_of(name), *(self.exponent(name, *step) for step in steps)] for name in contestants]

    def exponent(self, contestant: str, small: int, large: int) -> str:
        """The exponent by which a run grows from one size to another; a dash where one is not known."""
        try:
            return exponent(
                self.measured(contestant, small).run, self.measured(contestant, large).run, large / small
            )
        except Failed:
            return "–"


def exponent(small: float, large: float, factor: float) -> str:
    """The power of ``factor`` by which a time grew; a dash where nothing was measured."""
    return f"{math.log(large / small) / math.log(factor):.2f}" if small > 0 and large > 0 else "–"


def name_of(contestant: str) -> str:
    """A contestant's full name."""
    return str(importlib.import_module(f"benchmarks.with_{contestant}").NAME)


def same_verdicts(one: Measured, ours: Measured) -> None:
    """Require what two contestants find to be the same; of missing facts only if both know of them."""
    for condition, subjects in one.fails.items():
        assert subjects == ours.fails[condition], f"{condition}: {one.name} finds other subjects"
    for condition, subjects in one.unknown.items():
        assert subjects == ours.unknown[condition], f"{condition}: {one.name} lacks facts of others"


def milliseconds(seconds: float) -> str:
    """Seconds as milliseconds."""
    return f"{seconds * 1000:.1f}"


def installed(contestants: Iterable[str]) -> list[str]:
    """The contestants that can run here."""
    return [name for name in contestants if name not in NEEDS or importlib.util.find_spec(NEEDS[name])]


# --- the command -----------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    chosen = _parser().parse_args(arguments)
    contestants = installed(chosen.only or (CAREFUL if chosen.unknown else CONTESTANTS))
    comparison = Comparison(chosen.unknown, chosen.conditions, chosen.firing, chosen.limit)
    for size in chosen.sizes:
        share = f"{chosen.firing:.0%} firing, {chosen.unknown:.0%} of facts unknown"
        print(f"\n{size:,} entities, {chosen.conditions} conditions, {share}\n")
        print(table(HEADS, comparison.rows(contestants, size)))
    if len(chosen.sizes) > 1:
        print("\nGrowth of the run: the exponent of the number of entities\n")
        steps = [f"{a:,} to {b:,}" for a, b in pairwise(chosen.sizes)]
        print(table(["contestant", *steps], comparison.growth(contestants, chosen.sizes)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 3000], help="numbers of entities")
    parser.add_argument("--conditions", type=int, default=150, help="number of conditions")
    parser.add_argument(
        "--firing", type=float, default=RARE, help="share of questions that end in a fail, 0 to 1"
    )
    parser.add_argument(
        "--unknown", type=float, default=0.0, help="share of attributes that are missing, 0 to 1"
    )
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds that a contestant may take")
    parser.add_argument("--only", nargs="+", choices=CONTESTANTS, help="contestants to run")
    return parser


if __name__ == "__main__":
    main()
