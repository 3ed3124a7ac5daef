"""``ccrules rules lint``: what is odd in rulesets but usable."""

from __future__ import annotations

from ccrules.cli.options import with_rulesets
from ccrules.cli.shape import Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import say, write_out
from ccrules.cli.work import load_method, remark_line, ruleset_paths
from ccrules.errors import message


@make_command(
    "lint",
    message(
        "Say what is odd in rulesets but usable, each with a code and a hint. Leaves with 1 if anything is."
    ),
)
@with_rulesets
def command(run: Run) -> int:
    """Lint rulesets."""
    from ccrules.ruleset.cases import case_files, read_cases
    from ccrules.ruleset.lint import lint

    method, plugins = load_method(run, quiet=True)
    cases = read_cases(method, case_files(ruleset_paths(run, plugins)))
    remarks = lint(method, cases)
    lines = [remark_line(remark, run.language) for remark in remarks]
    lines.append(say(message("remarks: {count}", count=len(lines)), run.language))
    write_out("\n".join(lines))
    return int(bool(remarks))
