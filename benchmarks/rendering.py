"""How long each form of a report takes for many findings, and how that grows.

    python -m benchmarks.rendering
    python -m benchmarks.rendering --sizes 500 2000 --forms html docx

Times are CPU time of the process beyond imports: every form is rendered once for a small assessment
first. *growth* is the exponent by which the time grows from the smallest size to the largest: 1 is
linear. *memory* is the most the process held while it rendered the largest.
"""

from __future__ import annotations

import argparse
import gc
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.apart import Failed, apart, peak_memory
from benchmarks.tables import table
from ccrules.cli import RUBBISH

SIZES = (500, 2_000)
#: Findings of one check, and actions, in what is rendered.
PER_CHECK, ACTIONS = 50, 40
LIMIT = 300.0


@dataclass(frozen=True)
class Row:
    """One form.

    Attributes:
        form: its name.
        seconds: for each size.
        kilobytes: of the largest document.
        megabytes: the most memory held.
        failure: why there is no result; empty if there is one.
    """

    form: str
    seconds: tuple[float, ...]
    kilobytes: float
    megabytes: float
    failure: str = ""


def measure(given: tuple[str, tuple[int, ...]]) -> Row:
    """Render one form for each size.

    Args:
        given: the form's name, and how many findings.
    """
    from ccrules.plugins import load_plugins
    from ccrules.renderers.options import RenderOptions
    from ccrules.testing.report_samples import assessment

    form, sizes = given
    gc.set_threshold(*RUBBISH)  # as the command does
    renderer, options = load_plugins().renderers()[form], RenderOptions(width=100)
    renderer.render(assessment(12), options)
    seconds, length = [], 0
    for size in sizes:
        made = assessment(size, per_check=PER_CHECK, actions=ACTIONS)
        begin = time.process_time()
        length = len(renderer.render(made, options))
        seconds.append(time.process_time() - begin)
    return Row(form, tuple(seconds), length / 1_000, peak_memory())


def rows(measured: Sequence[Row], sizes: Sequence[int]) -> list[list[str]]:
    """The table: seconds for each size, growth, size of the document, memory."""
    return [_row(one, sizes) for one in measured]


def _row(one: Row, sizes: Sequence[int]) -> list[str]:
    if one.failure:
        return [one.form, *[""] * len(sizes), "", "", one.failure]
    growth = (
        math.log(one.seconds[-1] / one.seconds[0]) / math.log(sizes[-1] / sizes[0]) if len(sizes) > 1 else 0
    )
    times = [f"{value:.2f}" for value in one.seconds]
    return [one.form, *times, f"{growth:.2f}", f"{one.kilobytes:,.0f}", f"{one.megabytes:.0f}"]


def main() -> None:
    """Measure every form in a process of its own and print the table."""
    from ccrules.plugins import load_plugins

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--forms", nargs="+", default=sorted(load_plugins().renderers()))
    arguments = parser.parse_args()
    measured = [_measured(form, tuple(arguments.sizes)) for form in arguments.forms]
    heads = ["form", *[f"{size:,} findings, s" for size in arguments.sizes], "growth", "kB", "MB"]
    print(table(heads, rows(measured, arguments.sizes)))


def _measured(form: str, sizes: tuple[int, ...]) -> Row:
    try:
        return apart(measure, (form, sizes), LIMIT)
    except Failed as failed:
        return Row(form, (), 0, 0, str(failed))


if __name__ == "__main__":
    main()
