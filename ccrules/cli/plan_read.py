"""``ccrules plan read``: what a client filled in, from the workbook to a follow-up file."""

from __future__ import annotations

from pathlib import Path

import click

from ccrules.cli.options import configured, option
from ccrules.cli.output import target_problems, write_files
from ccrules.cli.plan_files import counted
from ccrules.cli.shape import Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import say, write_error, write_out, write_problems
from ccrules.errors import UsageError, message


@make_command(
    "read",
    message(
        "Read PLAN, an action plan (.xlsx) that a client filled in, and write status, owners, dates and "
        "comments as a follow-up file for assess --plan."
    ),
)
@click.argument("plan", required=True, metavar="PLAN")
@option("-o", "--output", metavar="FILE", says=message("follow-up file to write (.yaml)"))
@configured
def command(run: Run, plan: str, output: str | None) -> int:
    """Read the plan."""
    from ccrules.follow_up.files import follow_up_text, read_follow_up

    problems = list(target_problems([output])) if output else []
    if problems:
        raise UsageError(problems)
    found = read_follow_up(Path(plan))
    write_problems(found.remarks, run.language)
    text = follow_up_text(found)
    if output is None:
        write_out(text)
        return 0
    write_files({output: text.encode()})
    write_error(say(counted(found), run.language), run.language)
    return 0
