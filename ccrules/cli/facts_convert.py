"""``ccrules facts convert``: facts from one kind of file to another, nothing lost."""

from __future__ import annotations

from ccrules.cli.fact_files import fact_contents, fact_file_problems, write_facts
from ccrules.cli.options import facts_argument, option, with_facts
from ccrules.cli.shape import Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.work import load_method, read_facts
from ccrules.errors import UsageError, message


@make_command(
    "convert",
    message(
        "Write FACTS (files or folders, merged) as one file, YAML, JSON or a workbook by its name, "
        "or as a folder of CSV files."
    ),
)
@facts_argument
@option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    says=message("the file to write (.yaml, .json or .xlsx), or a folder for CSV files"),
)
@with_facts
def command(run: Run, facts: tuple[str, ...], output: str) -> int:
    """Write the facts."""
    problems = list(fact_file_problems(output))
    if problems:
        raise UsageError(problems)
    from ccrules.collecting.questions import Selection

    method, plugins = load_method(run)
    base = read_facts(run, facts, method, plugins)
    write_facts(output, fact_contents(output, method, run.language, Selection("express"), base))
    return 0
