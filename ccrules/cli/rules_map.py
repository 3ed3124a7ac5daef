"""``ccrules rules map``: a method, and perhaps an assessment, beside the clauses of standards and grids."""

from __future__ import annotations

from pathlib import Path

import click

from ccrules.cli.options import option, with_facts
from ccrules.cli.output import target_problems, write_files
from ccrules.cli.shape import Choice, Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import progress, write_out
from ccrules.cli.work import load_method, read_facts
from ccrules.errors import NOWHERE, Problem, UsageError, message

FORMATS = ("markdown", "csv", "json")
_BY_SUFFIX = {".md": "markdown", ".csv": "csv", ".json": "json"}


@make_command(
    "map",
    message(
        "Show how far the rulesets answer each clause of a standard or grid, and with FACTS what they say of "
        "it: a clause stands as its weakest link. A grid is a file of yours; no text of standards ships."
    ),
)
@click.argument("facts", nargs=-1, metavar="[FACTS]...")
@option("--grid", "grids", multiple=True, metavar="FILE", says=message("a grid; may be repeated"))
@option("-o", "--output", metavar="FILE", default="-", says=message("where to write it; stdout if left out"))
@option("--format", "format", type=Choice(FORMATS), default=None, says=message("form of the output"))
@with_facts
def command(run: Run, facts: tuple[str, ...], grids: tuple[str, ...], output: str, format: str | None) -> int:
    """Show the matrix."""
    from ccrules.cli import rules_map_text
    from ccrules.pipeline import assess
    from ccrules.standards.grid import read_grids
    from ccrules.standards.matrix import matrix, unmapped

    _refuse(grids, output)
    method, plugins = load_method(run)
    read = read_grids([Path(grid) for grid in grids], method)
    assessment = None
    if facts:
        base = read_facts(run, facts, method, plugins)
        with progress(message("assessing"), run.language):
            assessment = assess(base, method, language=run.language, plugins=plugins)
    rows = [(grid, matrix(grid, method, assessment)) for grid in read]
    shape = format or _BY_SUFFIX.get(Path(output).suffix.lower(), "markdown")
    write = {
        "markdown": rules_map_text.as_markdown,
        "csv": rules_map_text.as_csv,
        "json": rules_map_text.as_json,
    }
    shown = rules_map_text.Matrix(rows, method, unmapped(read, method), run.language)
    text = write[shape](shown)
    if output == "-":
        write_out(text.rstrip("\n"))
    else:
        write_files({output: text.encode("utf-8")})
    return 0


def _refuse(grids: tuple[str, ...], output: str) -> None:
    problems = list(target_problems([output])) if output != "-" else []
    if not grids:
        hint = message("a grid is a file with grid:, clauses: and mapping:")
        problems.append(Problem(NOWHERE, message("{name} is missing", name="--grid FILE"), hint))
    if problems:
        raise UsageError(problems)
