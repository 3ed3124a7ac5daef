"""``ccrules facts template``: a workbook, or a folder of CSV files, that asks for facts."""

from __future__ import annotations

import click

from ccrules.cli.fact_files import fact_contents, fact_file_problems, write_facts
from ccrules.cli.options import option, with_facts
from ccrules.cli.shape import Choice, Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.work import load_method, read_facts, refuse_unknown_topics
from ccrules.errors import NOWHERE, InputError, Problem, UsageError, message

DEPTHS = ("express", "standard", "full")


@make_command(
    "template",
    message(
        "Write a workbook, or a folder of CSV files, that asks for facts, in the language of --lang. "
        "With FACTS (files or folders) it holds what they say already."
    ),
)
@click.argument("facts", nargs=-1, metavar="[FACTS]...")
@option("-o", "--output", required=True, metavar="FILE", says=message("the workbook (.xlsx), or a folder"))
@option(
    "--format",
    "format_",
    type=Choice(("xlsx", "csv")),
    says=message("csv for a folder whatever its name; by default the name decides"),
)
@option(
    "--depth",
    type=Choice(DEPTHS),
    default="standard",
    says=message("how deep to ask: express for a first visit, full for an audit"),
)
@option(
    "--theme", "themes", multiple=True, metavar="TOPIC", says=message("only what decides a topic's checks")
)
@option("--ask", default="", metavar="WHO", says=message("only what somebody usually knows"))
@with_facts
def command(
    run: Run,
    *,
    facts: tuple[str, ...],
    output: str,
    format_: str | None,
    depth: str,
    themes: tuple[str, ...],
    ask: str,
) -> int:
    """Write the workbook or the folder."""
    if format_ == "csv" and not output.endswith(("/", "\\")):
        output = f"{output}/"
    problems = list(fact_file_problems(output, (".xlsx", "")))
    if problems:
        raise UsageError(problems)
    from ccrules.collecting.questions import Selection, questions

    method, plugins = load_method(run)
    refuse_unknown_topics(themes, method)
    base = read_facts(run, facts, method, plugins) if facts else None
    selection = Selection(depth, themes, ask)
    if next(questions(method, run.language, selection), None) is None:
        what = message("no question is left")
        raise InputError(Problem(NOWHERE, what, message("ask deeper, of more topics, or of somebody else")))
    write_facts(output, fact_contents(output, method, run.language, selection, base))
    return 0
