"""What is aimed at, what was measured, and why something is not reached."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from benchmarks import cold_start, reading
from benchmarks.apart import Failed
from benchmarks.cold_start import Started
from benchmarks.compare import Comparison
from benchmarks.job import RARE

Measured = float | None


@dataclass
class Figures:
    """What was measured, as far as targets are about it.

    Attributes:
        comparisons: by the share of firing questions and of unknown facts, with the sizes measured.
        stages: the table of the whole pipeline, by the same.
        reading: how long facts take to be read.
        started: how long commands take to start.
    """

    comparisons: dict[tuple[float, float], tuple[Comparison, Sequence[int]]] = field(default_factory=dict)
    stages: dict[tuple[float, float], list[list[Any]]] = field(default_factory=dict)
    reading: list[reading.Row] = field(default_factory=list)
    started: Started | None = None

    def keep(self, comparison: Comparison, sizes: Sequence[int]) -> None:
        """Keep a comparison for its targets."""
        self.comparisons[comparison.firing, comparison.unknown] = comparison, sizes

    def ratio(
        self, ours: str, theirs: str, size: int, unknown: float = 0.0, *, everything: bool = False
    ) -> Measured:
        """How many times as long one of ours runs as a contestant, on what that can express."""
        comparison, sizes = self.comparisons.get((RARE, unknown), (None, ()))
        if comparison is None or size not in sizes:
            return None
        try:
            other = comparison.measured(theirs, size)
            own = comparison.measured(ours, size, "" if theirs.endswith("loop") else theirs)
        except Failed:
            return None
        return own.everything / other.everything if everything else own.run / other.run

    def growth(self, contestant: str, unknown: float) -> Measured:
        """The exponent of growth from 3,000 entities to the most."""
        comparison, sizes = self.comparisons.get((RARE, unknown), (None, ()))
        if comparison is None or 3_000 not in sizes or sizes[-1] == 3_000:
            return None
        try:
            small, large = (comparison.measured(contestant, size).run for size in (3_000, sizes[-1]))
        except Failed:
            return None
        return math.log(large / small) / math.log(sizes[-1] / 3_000)

    def start(self, command: str, base: str) -> Measured:
        """How many times as long a command takes as another."""
        if self.started is None:
            return None
        name = next((name for name in self.started.seconds if name.startswith(command)), "")
        return self.started.ratio(name, base) if name else None


@dataclass(frozen=True)
class Target:
    """Something aimed at.

    Attributes:
        text: what it is.
        wanted: the figure, in words.
        most: the most that the ratio of times may be.
        measured: finds it.
        inverted: whether people read it the other way round: so many times as fast.
        reason: why it is not reached, where it is not.
    """

    text: str
    wanted: str
    most: float
    measured: Callable[[Figures], Measured]
    inverted: bool = False
    reason: str = ""

    def shown(self, found: Measured) -> str:
        """The figure as it is printed."""
        if found is None:
            return "not measured"
        return f"{1 / found:.1f} times" if self.inverted else f"{found:.2f}"


LOOP = (
    "the loop by hand is a comprehension over dictionaries that were made for it. ccrules starts from "
    "named attributes, keeps who passed and who lacks facts, and sets up what its checks share anew in "
    "every run, which is most of the time where entities are few"
)
UNKNOWN = (
    "the loop that tests for unknown stops at the first value that decides. ccrules works out what "
    "every part of a condition can be, also for values that are ranges or that sources tell differently"
)
CLIPS = (
    "CLIPS matches facts in C as they come in. ccrules goes over the entities in Python once for each "
    "condition"
)
DURABLE = (
    "durable_rules matches in C too, and of this job it is given only what needs no counting. Fifty "
    "times its speed would be several times the speed of the loop by hand"
)
SMALL = (
    "nearly all of it is reading 150 conditions. CLIPS reads a rule in C in 0.2 ms and knows no types. "
    "Here every name, type and unit is checked against the vocabulary, every text for the names it "
    "prints, every record against its type, and everything keeps its place for messages"
)
COMMAND = (
    "a third is importing and building what the dependencies only offer (models, graphs, templates) and "
    "our own classes, and more than half is the assessment itself: hundreds of checks, what each of them "
    "lacks, and what later assessments are compared by. Reading the bundled ruleset and compiling its "
    "templates is kept from one start to the next and hardly counts any more"
)
GROWTH = "the more facts there are, the fewer of them the caches of the processor hold"

SIZES = (300, 3_000, 30_000, 100_000)


def _beside_the_loop(size: int) -> Target:
    return Target(
        f"checks stage, nothing unknown, {size:,} entities: run ÷ loop by hand",
        "at most 0.8",
        0.8,
        partial(Figures.ratio, ours="ccrules", theirs="loop", size=size),
        reason=f"{size:,} entities beside the loop by hand: {LOOP}",
    )


def _beside_the_careful_loop(size: int) -> Target:
    return Target(
        f"checks stage, 60 % unknown, {size:,} entities: run ÷ loop that tests for unknown",
        "at most 5",
        5,
        partial(Figures.ratio, ours="ccrules", theirs="careful_loop", size=size, unknown=0.6),
        reason=f"{size:,} entities beside the loop that tests for unknown: {UNKNOWN}",
    )


def _beside_an_engine(name: str, contestant: str, size: int, times: int, reason: str) -> Target:
    return Target(
        f"checks and inference, {size:,} entities: speed against {name}, its build left out",
        f"at least {times} times",
        1 / times,
        partial(Figures.ratio, ours="inference", theirs=contestant, size=size),
        inverted=True,
        reason=f"{size:,} entities beside {name}: {reason}",
    )


def _growth(unknown: float) -> Target:
    return Target(
        f"growth of the checks stage from 3,000 entities to the most, {unknown:.0%} unknown",
        "at most 1.1",
        1.1,
        partial(Figures.growth, contestant="ccrules", unknown=unknown),
        reason=f"growth with {unknown:.0%} unknown: {GROWTH}",
    )


TARGETS: tuple[Target, ...] = (
    *map(_beside_the_loop, SIZES),
    *map(_beside_the_careful_loop, SIZES),
    *(_beside_an_engine("clipspy", "clips", size, 5, CLIPS) for size in (3_000, 30_000)),
    *(_beside_an_engine("durable_rules", "durable", size, 50, DURABLE) for size in (3_000, 30_000)),
    Target(
        "everything included, 300 entities: all ÷ clipspy",
        "at most 1",
        1,
        partial(Figures.ratio, ours="inference", theirs="clips", size=300, everything=True),
        reason=f"everything included at 300 entities: {SMALL}",
    ),
    *map(_growth, (0.0, 0.2, 0.6)),
    Target(
        "`ccrules --help` ÷ `python -c 'import click'`",
        "under 1.5",
        1.5,
        partial(Figures.start, command=cold_start.HELP, base=cold_start.CLICK),
        reason="help: the commands and their options are built on top of what click imports",
    ),
    Target(
        "`ccrules assess` of an example ÷ importing the dependencies",
        "under 2",
        2,
        partial(Figures.start, command="ccrules assess", base=cold_start.DEPENDENCIES),
        reason=f"the whole command: {COMMAND}",
    ),
)


def target_rows(figures: Figures) -> list[tuple[str, str, str, str]]:
    """The table of targets."""
    rows = []
    for target in TARGETS:
        found = target.measured(figures)
        met = "–" if found is None else "yes" if found <= target.most else "no"
        rows.append((target.text, target.wanted, target.shown(found), met))
    return rows


def unmet(figures: Figures) -> Iterator[str]:
    """The reasons for what is not reached, each once."""
    for target in TARGETS:
        found = target.measured(figures)
        if found is not None and found > target.most:
            yield f"{target.reason}."
