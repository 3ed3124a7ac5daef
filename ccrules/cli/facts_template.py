"""``ccrules facts template``: a workbook that asks for facts."""

from __future__ import annotations

import click

from ccrules.cli.options import option, with_facts
from ccrules.cli.output import target_problems, write_files
from ccrules.cli.shape import Choice, Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.work import load_method, read_facts
from ccrules.errors import NOWHERE, InputError, Place, Problem, UsageError, message, suggestion

DEPTHS = ("express", "standard", "full")


@make_command(
    "template",
    message(
        "Write a workbook that asks for facts, in the language of --lang. "
        "With FACTS (files or folders) it holds what they say already."
    ),
)
@click.argument("facts", nargs=-1, metavar="[FACTS]...")
@option("-o", "--output", required=True, metavar="FILE", says=message("the workbook (.xlsx)"))
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
    run: Run, facts: tuple[str, ...], output: str, depth: str, themes: tuple[str, ...], ask: str
) -> int:
    """Write the workbook."""
    if not output.lower().endswith(".xlsx"):
        what = message("a workbook's name ends in .xlsx")
        raise UsageError(Problem(Place(output), what, message("write -o {name}", name="facts.xlsx")))
    problems = list(target_problems([output]))
    if problems:
        raise UsageError(problems)
    from ccrules.collecting.questions import Selection, questions
    from ccrules.collecting.workbook import fact_workbook

    method, plugins = load_method(run)
    unknown = [name for name in themes if name not in method.topics]
    if unknown:
        raise UsageError(
            Problem(NOWHERE, message("there is no topic {name}", name=name), suggestion(name, method.topics))
            for name in unknown
        )
    base = read_facts(run, facts, method, plugins) if facts else None
    selection = Selection(depth, themes, ask)
    if next(questions(method, run.language, selection), None) is None:
        what = message("no question is left")
        raise InputError(Problem(NOWHERE, what, message("ask deeper, of more topics, or of somebody else")))
    write_files({output: fact_workbook(method, run.language, selection, base)})
    return 0
