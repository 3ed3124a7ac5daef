"""``ccrules report verify``: whether every figure of a rendered report comes from its assessment."""

from __future__ import annotations

from pathlib import Path

import click

from ccrules.cli.options import configured
from ccrules.cli.shape import Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import problem_line, say, write_out
from ccrules.errors import message


@make_command(
    "verify",
    message(
        "Verify that every figure of REPORT comes from ASSESSMENT (JSON), every recommendation from a "
        "finding or conclusion, and every finding from evidence. Leaves with 1 if anything does not."
    ),
)
@click.argument("report", required=True, metavar="REPORT")
@click.argument("assessment", required=True, metavar="ASSESSMENT.json")
@configured
def command(run: Run, report: str, assessment: str) -> int:
    """Verify a report."""
    from ccrules.documents import read_bytes
    from ccrules.plugins import load_plugins
    from ccrules.renderers.options import RenderOptions
    from ccrules.verifying.report import read_assessment, verify

    made_from = read_assessment(Path(assessment))
    options = RenderOptions(language=run.lang or "", template_folders=load_plugins().template_folders())
    problems = list(verify(read_bytes(Path(report)), Path(report).as_posix(), made_from, options))
    lines = list(dict.fromkeys(problem_line(one, run.language) for one in problems))
    lines.append(say(message("problems: {count}", count=len(lines)), run.language))
    write_out("\n".join(lines))
    return int(bool(problems))
