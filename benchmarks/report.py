"""Measure everything and write ``docs/performance.md``.

    python -m benchmarks.report
    python -m benchmarks.report --quick

It takes about half an hour; ``--quick`` leaves out the largest sizes and takes a few minutes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks import cold_start, compare, machine, reading, stages
from benchmarks.apart import Failed, apart
from benchmarks.job import COMMON, RARE
from benchmarks.tables import table
from benchmarks.targets import Figures, target_rows, unmet

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "performance.md"
#: Seconds for one contestant at one size, or for one run of the whole pipeline.
LIMIT, STAGES_LIMIT = 300.0, 1_800.0


@dataclass(frozen=True)
class Scale:
    """How much is measured.

    Attributes:
        sizes: numbers of entities for the contestants.
        stages: numbers of entities for the whole pipeline.
        many_findings: the same where half of all questions end in a finding.
        facts: how many are read from files.
        repeat: how often commands are started.
    """

    sizes: tuple[int, ...] = (300, 3_000, 30_000, 100_000)
    stages: tuple[int, ...] = (600, 6_000, 20_000)
    many_findings: tuple[int, ...] = (600, 6_000)
    facts: int = 100_000
    repeat: int = 7


QUICK = Scale((300, 3_000), (600, 1_800), (600, 1_800), 10_000, 3)

INTRODUCTION = """\
# Performance

How fast ccrules is, beside other ways to get the same, and what it does not reach. The figures are
measured, and this page is written, by `python -m benchmarks.report`; what is measured, and how to
read the tables, stands in the [benchmarks' own page](../benchmarks/README.md). Times are CPU time of
one core. Ratios within one table compare well; times of different days or machines do not.
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="leave out the largest sizes")
    parser.add_argument("--output", type=Path, default=TARGET, help="the file to write")
    chosen = parser.parse_args(arguments)
    page = "\n".join(_Report(QUICK if chosen.quick else Scale()).page())
    chosen.output.write_text(page, encoding="utf-8", newline="\n")


class _Report:
    """Measures as it goes along, and keeps what the targets are about.

    Args:
        scale: how much is measured.
    """

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self.figures = Figures()

    def page(self) -> list[str]:
        """The lines of the page; the targets stand first, though they are known last."""
        parts = [
            *self._contest(),
            *self._many_conditions(),
            *self._pipeline(),
            *self._reading(),
            *self._starting(),
        ]
        return [INTRODUCTION, *self._machine(), *self._targets(), *parts]

    def _machine(self) -> list[str]:
        return ["## The machine", "", *(f"- {line}" for line in machine.description()), ""]

    def _targets(self) -> Iterator[str]:
        heads = ("target, on one core", "wanted", "measured", "met")
        yield from ("## Targets", "", table(heads, target_rows(self.figures)), "")
        missed = list(unmet(self.figures))
        if missed:
            yield from ("What is not met, and why:", "", *(f"- {reason}" for reason in missed), "")

    # --- contestants -------------------------------------------------------------------

    def _contest(self) -> Iterator[str]:
        yield from ("## Beside other engines and loops by hand", "")
        yield from (CONTEST, "")
        for firing, unknown in ((RARE, 0.0), (RARE, 0.2), (RARE, 0.6), (COMMON, 0.0), (COMMON, 0.6)):
            yield from self._job(firing, unknown, self.scale.sizes, 150)

    def _many_conditions(self) -> Iterator[str]:
        yield from ("## A thousand conditions", "")
        yield from self._job(RARE, 0.0, (3_000,), 1_000)

    def _job(self, firing: float, unknown: float, sizes: Sequence[int], conditions: int) -> Iterator[str]:
        who = ("ccrules", "careful_loop") if unknown else compare.CONTESTANTS
        contestants = compare.installed(who)
        comparison = compare.Comparison(unknown, conditions, firing, LIMIT)
        yield from (f"### {firing:.0%} firing, {unknown:.0%} of facts unknown, {conditions:,} conditions", "")
        for size in sizes:
            _tell(f"{size} entities, {firing:.0%} firing, {unknown:.0%} unknown, {conditions} conditions")
            yield from (
                f"{size:,} entities:",
                "",
                table(compare.HEADS, comparison.rows(contestants, size)),
                "",
            )
        if conditions == 150:
            self.figures.keep(comparison, sizes)
        if len(sizes) > 1:
            steps = [*pairwise(sizes), (sizes[1], sizes[-1])] if len(sizes) > 2 else list(pairwise(sizes))
            heads = ["growth of the run", *(f"{a:,} to {b:,}" for a, b in steps)]
            rows = [
                [compare.name_of(one), *(comparison.exponent(one, *step) for step in steps)]
                for one in contestants
            ]
            yield from (table(heads, rows), "")

    # --- the rest ----------------------------------------------------------------------

    def _pipeline(self) -> Iterator[str]:
        yield from ("## The whole way, from facts to a report", "")
        yield from (WHOLE, "")
        for firing, unknown, sizes in (
            (RARE, 0.0, self.scale.stages),
            (RARE, 0.6, self.scale.stages),
            (COMMON, 0.0, self.scale.many_findings),
        ):
            _tell(f"the whole way, {firing:.0%} firing, {unknown:.0%} unknown")
            yield from (f"{firing:.0%} firing, {unknown:.0%} of facts unknown:", "")
            rows = stages.rows(stages.Order(0, unknown, firing), sizes, STAGES_LIMIT)
            self.figures.stages[firing, unknown] = rows
            yield from (table(stages.HEADS, rows), "")

    def _reading(self) -> Iterator[str]:
        _tell("reading")
        yield from (f"## Reading {self.scale.facts:,} facts", "")
        try:
            measured = apart(reading.measure, self.scale.facts, STAGES_LIMIT)
        except Failed as why:
            yield from (f"Not measured: {why}.", "")
            return
        self.figures.reading = measured
        yield from (table(reading.HEADS, reading.rows(measured)), "", READING, "")

    def _starting(self) -> Iterator[str]:
        _tell("starting")
        started = cold_start.measure(repeat=self.scale.repeat)
        self.figures.started = started
        yield from ("## Starting", "", table(cold_start.HEADS, cold_start.rows(started)), "")
        yield STARTING
        for name, imports in started.imports.items():
            about = f"What `{name}` spends on imports, without what modules import themselves:"
            yield from ("", about, "", table(cold_start.IMPORT_HEADS, imports))
        yield ""


CONTEST = """\
150 conditions: a third look at one entity, a third join, a third count or add up. All contestants
must find the same; one that can't express a condition is compared with ccrules on the others.
Facts are in memory before the run begins; CLIPS and durable_rules match while they take them in.
`all` is prepare, load and run. A contestant that takes more than five minutes is stopped."""

WHOLE = """\
The same job with messages, exposures, recommendations and rules that combine findings, from a
mapping in memory to texts in memory. `assemble` is what an assessment takes beyond the stages
before it. Garbage is collected as the command does it. The growth exponents are those from one
size to the next; 1 is linear."""

STARTING = """\
All modules are compiled beforehand, as pip does. The dependencies are those that the package
declares, imported alone and without the work that they do in the command. What reading the bundled
ruleset and compiling the built-in templates gave is kept from an earlier start, beside the compiled
modules; the last column tells how many times as long the same command takes with
`CCRULES_CACHE=off`, and about what the first start takes, and a ruleset of one's own."""

READING = """\
A parser makes dictionaries and forgets where each value stood. ccrules keeps the line and column
of every key and value, since each finding names them; it refuses duplicate keys and what YAML
would silently take for something else, reads numbers, dates and states as people write them,
validates every record, and links references. From YAML that costs no more than PyYAML's own
loader, because values are built once and not guessed; libyaml's part is the line above it. From
JSON there is no parser in C that tells places, so the tree is built in Python by regular
expressions; that is the distance to `json.loads`."""


def _tell(what: str) -> None:
    print(what, file=sys.stderr)


if __name__ == "__main__":
    main()
