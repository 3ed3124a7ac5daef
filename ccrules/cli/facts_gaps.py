"""``ccrules facts gaps``: what to ask next."""

from __future__ import annotations

import json

from ccrules.cli.options import facts_argument, option, with_facts
from ccrules.cli.output import target_problems, write_files
from ccrules.cli.shape import Choice, Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import write_out
from ccrules.cli.work import load_method, read_facts
from ccrules.errors import UsageError, message

FORMATS = ("markdown", "json")


@make_command(
    "gaps",
    message(
        "Rank the missing facts by what they would settle, by who usually knows: the next best questions, "
        "or a request that can be sent."
    ),
)
@facts_argument
@option("-o", "--output", metavar="FILE", default="-", says=message("where to write it; stdout if left out"))
@option(
    "--format",
    "format_",
    type=Choice(FORMATS),
    default="markdown",
    says=message("Markdown for people, JSON for programs"),
)
@option("--ask", default="", metavar="WHO", says=message("only what somebody usually knows"))
@option("--limit", type=int, default=20, metavar="N", says=message("how many questions; 0 for all"))
@with_facts
def command(run: Run, facts: tuple[str, ...], output: str, format_: str, ask: str, limit: int) -> int:
    """Rank the questions."""
    problems = list(target_problems([output])) if output != "-" else []
    if problems:
        raise UsageError(problems)
    from ccrules.collecting.gaps import as_json, as_markdown, next_questions
    from ccrules.pipeline import assess

    method, plugins = load_method(run)
    base = read_facts(run, facts, method, plugins)
    assessment = assess(base, method, language=run.language, plugins=plugins)
    found = next_questions(assessment, method, ask)
    shown = found[:limit] if limit > 0 else found
    if format_ == "json":
        text = json.dumps(as_json(shown), ensure_ascii=False, indent=2) + "\n"
    else:
        text = as_markdown(shown, assessment, len(found) - len(shown))
    if output == "-":
        write_out(text.rstrip("\n"))
    else:
        write_files({output: text.encode()})
    return 0
