"""``ccrules facts gaps``: what to ask next."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from ccrules.cli.options import facts_argument, option, with_facts
from ccrules.cli.output import target_problems, write_files
from ccrules.cli.shape import Choice, Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import write_out
from ccrules.cli.work import load_method, read_facts
from ccrules.errors import Place, Problem, UsageError, message

if TYPE_CHECKING:
    from ccrules.assessment import Assessment
    from ccrules.collecting.gaps import NextQuestion
    from ccrules.facts.base import FactBase
    from ccrules.ruleset.model import Method

FORMATS = ("markdown", "json", "docx", "xlsx")
_BY_SUFFIX = {
    ".md": "markdown", ".markdown": "markdown", ".json": "json", ".docx": "docx", ".xlsx": "xlsx",
}  # fmt: skip


@make_command(
    "gaps",
    message(
        "Rank the missing facts by what they would settle, by who usually knows: the next best questions, "
        "or a request that can be sent, also as a Word document or as a workbook whose answers are read "
        "back. With --plan: whom to see about what, and which facts decide something only together."
    ),
)
@facts_argument
@option("-o", "--output", metavar="FILE", default="-", says=message("where to write it; stdout if left out"))
@option(
    "--format",
    "format_",
    type=Choice(FORMATS),
    says=message("Markdown for people, JSON for programs, docx or xlsx to send; by default the name decides"),
)
@option("--plan", is_flag=True, says=message("the interview plan instead of the questions"))
@option("--ask", default="", metavar="WHO", says=message("only what somebody usually knows"))
@option("--limit", type=int, default=20, metavar="N", says=message("how many questions; 0 for all"))
@with_facts
def command(
    run: Run, *, facts: tuple[str, ...], output: str, format_: str | None, plan: bool, ask: str, limit: int
) -> int:
    """Rank the questions."""
    chosen = format_ or _BY_SUFFIX.get(Path(output).suffix.lower(), "markdown")
    problems = list(target_problems([output])) if output != "-" else []
    if output == "-" and chosen in ("docx", "xlsx"):
        what = message("{format} goes to a file", format=chosen)
        problems.append(Problem(Place("-o"), what, message("write -o {name}", name=f"request.{chosen}")))
    if plan and chosen == "xlsx":
        what = message("the plan is written as Markdown, JSON or a Word document")
        problems.append(Problem(Place(output), what, message("write -o {name}", name="plan.docx")))
    if problems:
        raise UsageError(problems)
    from ccrules.collecting.gaps import next_questions
    from ccrules.pipeline import assess

    method, plugins = load_method(run)
    base = read_facts(run, facts, method, plugins)
    assessment = assess(base, method, language=run.language, plugins=plugins)
    found = next_questions(assessment, method, ask)
    shown = found[:limit] if limit > 0 else found
    if plan:
        content = _plan(chosen, shown, assessment, method)
    else:
        content = _request(chosen, shown, assessment, method, base, len(found) - len(shown))
    if output == "-":
        write_out(content.decode().rstrip("\n"))
    else:
        write_files({output: content})
    return 0


def _request(
    form: str,
    shown: tuple[NextQuestion, ...],
    assessment: Assessment,
    method: Method,
    base: FactBase,
    rest: int,
) -> bytes:
    from ccrules.collecting.gaps_text import as_json, as_markdown

    if form == "json":
        return (json.dumps(as_json(shown), ensure_ascii=False, indent=2) + "\n").encode()
    if form == "docx":
        from ccrules.collecting.gaps_word import word_request

        return word_request(shown, assessment, rest)
    if form == "xlsx":
        from ccrules.collecting.gaps_excel import excel_request

        return excel_request(shown, assessment, method, base, rest)
    return as_markdown(shown, assessment, rest).encode()


def _plan(form: str, shown: tuple[NextQuestion, ...], assessment: Assessment, method: Method) -> bytes:
    from ccrules.collecting.gaps_plan import meetings
    from ccrules.collecting.gaps_sets import deciding_sets
    from ccrules.collecting.gaps_text import plan_as_json, plan_as_markdown

    plan, sets = meetings(shown), deciding_sets(assessment, method)
    if form == "json":
        return (json.dumps(plan_as_json(plan, sets), ensure_ascii=False, indent=2) + "\n").encode()
    if form == "docx":
        from ccrules.collecting.gaps_word import word_plan

        return word_plan(plan, sets, assessment)
    return plan_as_markdown(plan, sets, assessment).encode()
