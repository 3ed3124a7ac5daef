"""``ccrules facts convert``: facts from one kind of file to another, nothing lost."""

from __future__ import annotations

from pathlib import Path

from ccrules.cli.options import facts_argument, option, with_facts
from ccrules.cli.output import target_problems, write_files
from ccrules.cli.shape import Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.work import load_method, read_facts
from ccrules.errors import Place, Problem, UsageError, message

KINDS = (".yaml", ".yml", ".xlsx")


@make_command(
    "convert",
    message("Write FACTS (files or folders, merged) as one file, YAML or a workbook by its name."),
)
@facts_argument
@option("-o", "--output", required=True, metavar="FILE", says=message("the file to write (.yaml or .xlsx)"))
@with_facts
def command(run: Run, facts: tuple[str, ...], output: str) -> int:
    """Write the facts."""
    kind = Path(output).suffix.lower()
    problems = list(target_problems([output]))
    if kind not in KINDS:
        what = message("facts can't be written as {suffix}", suffix=kind or "?")
        problems.append(Problem(Place(output), what, message("write -o {name}", name="facts.yaml")))
    if problems:
        raise UsageError(problems)
    method, plugins = load_method(run)
    base = read_facts(run, facts, method, plugins)
    if kind == ".xlsx":
        from ccrules.collecting.questions import Selection
        from ccrules.collecting.workbook import fact_workbook

        content = fact_workbook(method, run.language, Selection("express"), base)
    else:
        from ccrules.facts.writing import as_yaml

        content = as_yaml(base).encode()
    write_files({output: content})
    return 0
