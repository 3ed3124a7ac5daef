"""``ccrules review new``: a review to be filled in."""

from __future__ import annotations

import click

from ccrules.cli.options import configured, option
from ccrules.cli.output import target_problems, write_files
from ccrules.cli.shape import Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import write_out
from ccrules.errors import UsageError, message


@make_command(
    "new",
    message(
        "Write a review of ASSESSMENT (a JSON file that assess -o has written), every finding and "
        "recommendation in it, to be filled in and given to assess --review."
    ),
)
@click.argument("assessment", metavar="ASSESSMENT")
@option("-o", "--output", metavar="FILE", default="-", says=message("where to write it; stdout if left out"))
@configured
def command(run: Run, assessment: str, output: str) -> int:  # noqa: ARG001 - every command has the run
    """Write a review to be filled in."""
    from ccrules.following.reading import read_assessment
    from ccrules.following.skeleton import skeleton

    problems = list(target_problems([output])) if output != "-" else []
    if problems:
        raise UsageError(problems)
    text = skeleton(read_assessment(assessment))
    if output == "-":
        write_out(text.rstrip("\n"))
    else:
        write_files({output: text.encode()})
    return 0
