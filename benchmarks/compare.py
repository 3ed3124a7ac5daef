"""Put one generated job to all contestants and print the ratios of this run.

    python -m benchmarks.compare
    python -m benchmarks.compare --sizes 3000 30000 --unknown 0.6 --only ccrules careful_loop

Every contestant runs in a process of its own, so that none pays for the memory, the threads
or the crash of another. All must find the same subjects, or the comparison stops.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import importlib.util
import math
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

from benchmarks.job import Job, make_job
from benchmarks.outcome import Found
from benchmarks.tables import table

CONTESTANTS = ("ccrules", "loop", "careful_loop", "clips", "durable")
#: What a contestant needs that may not be installed.
NEEDS = {"clips": "clips", "durable": "durable"}
#: Those that can run although facts are missing.
CAREFUL = ("ccrules", "careful_loop")
#: A run is repeated until it took this many seconds in all, at least twice; the best counts.
ENOUGH = 1.0

Result = TypeVar("Result")
Verdicts = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Order:
    """What one process is to do.

    Attributes:
        contestant: one of :data:`CONTESTANTS`.
        size: how many entities.
        unknown: the share of attributes that are missing.
        conditions: how many the job has.
        like: only the conditions that this contestant can express.
    """

    contestant: str
    size: int
    unknown: float
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
        fails: the subjects of each condition.
        unknown: those that lack facts.
    """

    name: str
    number: int
    prepare: float
    load: float
    run: float
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
    job = make_job(order.size, unknown=order.unknown, conditions=order.conditions)
    conditions = [one for one in job.conditions if like.can_express(one)]
    prepare, prepared = _timed(lambda: contestant.prepare(conditions))
    load, run = _timed(lambda: contestant.load(prepared, job.facts))
    best, result = _best(run)
    found: Found = contestant.found(result)
    fails, unknown = _sorted(found.fails), _sorted(found.unknown)
    return Measured(contestant.NAME, len(conditions), prepare, load, best, fails, unknown)


def _timed(call: Callable[[], Result]) -> tuple[float, Result]:
    gc.collect()
    begin = time.process_time()
    result = call()
    return time.process_time() - begin, result


def _best(run: Callable[[], Result]) -> tuple[float, Result]:
    times: list[float] = []
    while len(times) < 2 or sum(times) < ENOUGH:
        seconds, result = _timed(run)
        times.append(seconds)
    return min(times), result


def _sorted(subjects: Mapping[str, Iterable[str]]) -> Verdicts:
    return {name: tuple(sorted(ids)) for name, ids in subjects.items()}


# --- all of them -----------------------------------------------------------------------


class Comparison:
    """Runs contestants and compares what they find.

    Args:
        unknown: the share of attributes that are missing.
        conditions: how many conditions the job has.
    """

    def __init__(self, unknown: float, conditions: int) -> None:
        self.unknown, self.conditions = unknown, conditions
        self._done: dict[Order, Measured] = {}

    def measured(self, contestant: str, size: int, like: str = "") -> Measured:
        """What a contestant does on the conditions that it, or another, can express."""
        order = Order(contestant, size, self.unknown, self.conditions, like or contestant)
        if order not in self._done:
            self._done[order] = _elsewhere(order)
        return self._done[order]

    def like(self, contestant: str, size: int) -> Measured:
        """What ccrules does on the conditions that a contestant can express."""
        expressible = importlib.import_module(f"benchmarks.with_{contestant}").can_express
        job: Job = make_job(0, conditions=self.conditions)
        return self.measured("ccrules", size, "" if all(map(expressible, job.conditions)) else contestant)

    def rows(self, contestants: Iterable[str], size: int) -> list[list[Any]]:
        """The table's rows for one size; raises AssertionError where verdicts differ."""
        found: list[list[Any]] = []
        for contestant in contestants:
            one, ours = self.measured(contestant, size), self.like(contestant, size)
            _same_verdicts(one, ours)
            ratios = [f"{one.run / ours.run:.2f}", f"{one.everything / ours.everything:.2f}"]
            found.append(
                [one.name, one.number, *map(_milliseconds, (one.prepare, one.load, one.run)), *ratios]
            )
        return found

    def growth(self, contestants: Iterable[str], sizes: Sequence[int]) -> list[list[Any]]:
        """The exponent of growth of each contestant's run, from each size to the next."""
        steps = list(pairwise(sizes))
        return [
            [self.measured(name, sizes[0]).name, *(self._exponent(name, *step) for step in steps)]
            for name in contestants
        ]

    def _exponent(self, contestant: str, small: int, large: int) -> str:
        ratio = self.measured(contestant, large).run / self.measured(contestant, small).run
        return f"{math.log(ratio) / math.log(large / small):.2f}"


def _elsewhere(order: Order) -> Measured:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as pool:
        return pool.submit(measure, order).result()


def _same_verdicts(one: Measured, ours: Measured) -> None:
    for name, subjects in ours.fails.items():
        assert one.fails[name] == subjects, f"{one.name} finds other fails of {name} than {ours.name}"
        if one.unknown:
            assert one.unknown[name] == ours.unknown[name], f"{one.name} lacks other facts for {name}"


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"


# --- the command -----------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    chosen = _parser().parse_args(arguments)
    wanted = chosen.only or (CAREFUL if chosen.unknown else CONTESTANTS)
    contestants = [name for name in wanted if name not in NEEDS or importlib.util.find_spec(NEEDS[name])]
    comparison = Comparison(chosen.unknown, chosen.conditions)
    print(f"{sys.implementation.name} {sys.version.split()[0]}, {sys.platform}; CPU time")
    for size in chosen.sizes:
        print(f"\n{size:,} entities, {chosen.conditions} conditions, {chosen.unknown:.0%} of facts unknown\n")
        heads = [
            "contestant",
            "conditions",
            "prepare ms",
            "load ms",
            "run ms",
            "run ÷ ccrules",
            "all ÷ ccrules",
        ]
        print(table(heads, comparison.rows(contestants, size)))
    if len(chosen.sizes) > 1:
        print("\nGrowth of the run: the exponent of the number of entities\n")
        steps = [f"{a:,} to {b:,}" for a, b in pairwise(chosen.sizes)]
        print(table(["contestant", *steps], comparison.growth(contestants, chosen.sizes)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[300, 3000], help="numbers of entities")
    parser.add_argument(
        "--conditions", type=int, default=150, help="number of conditions, half of them joins"
    )
    parser.add_argument(
        "--unknown", type=float, default=0.0, help="share of attributes that are missing, 0 to 1"
    )
    parser.add_argument("--only", nargs="+", choices=CONTESTANTS, help="contestants to run")
    return parser


if __name__ == "__main__":
    main()
