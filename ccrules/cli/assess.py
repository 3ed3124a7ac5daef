"""``ccrules assess``: from facts to the report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ccrules.cli.clothes import branding_file, template_files, template_folders, with_clothes
from ccrules.cli.marks import read_marks, tell_of_marks, with_marks
from ccrules.cli.options import SEVERITIES, facts_argument, option, with_facts
from ccrules.cli.plan_files import followed, read_plan_file
from ccrules.cli.reports import render_options, reports_wanted, write_reports
from ccrules.cli.shape import Choice, Run, not_a_choice
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import aside, progress
from ccrules.cli.work import load_method, read_facts, read_without, warn_of_names
from ccrules.errors import message

if TYPE_CHECKING:
    from ccrules.assessment import Assessment
    from ccrules.audience import View
    from ccrules.ruleset.model import Method


@make_command(
    "assess",
    message(
        "Assess FACTS (files or folders) and write the report: to the terminal, or with -o to files "
        "whose extension tells the format. Leaves with 1 if a finding is at or above --fail-on."
    ),
)
@facts_argument
@option("-o", "--output", multiple=True, metavar="FILE", says=message("file to write; may be repeated"))
@option("--format", metavar="NAME", says=message("format of the report"))
@option("--inference", metavar="ENGINE", says=message("inference engine: durable or forward"))
@option("--fail-on", type=Choice(SEVERITIES), says=message("leave with 1 for findings this severe"))
@option("--explain", is_flag=True, says=message("keep the explanation of every outcome in the result"))
@option("--plan", metavar="FILE", says=message("what became of an earlier plan (.yaml, .xlsx)"))
@option("--audience", metavar="NAME", says=message("only what this audience may see, such as board"))
@option("--view", metavar="FILE", says=message("what an audience may see, from a file of your own"))
@with_clothes
@with_marks
@with_facts
def command(  # noqa: PLR0913, PLR0917 - one argument per option
    run: Run,
    facts: tuple[str, ...],
    output: tuple[str, ...],
    format: str | None,
    inference: str | None,
    fail_on: str | None,
    explain: bool,
    plan: str | None,
    audience: str | None,
    view: str | None,
) -> int:
    """Assess facts and write the report."""
    from ccrules import pipeline

    own = template_folders(run)
    method, plugins = load_method(run)
    reports = reports_wanted(output, format, plugins.renderers())
    engines = plugins.inference_engines()
    if inference is not None and inference not in engines:
        raise not_a_choice(inference, "--inference", tuple(engines))
    told = read_plan_file(plan, run.language)
    folders = (*own, *map(Path, method.template_folders), *plugins.template_folders())
    seen = _view(audience, view, method, folders)
    waivers, review = read_marks(run)
    base = read_facts(run, facts, method, plugins)
    warn_of_names(base, run.language)
    without = read_without(run, facts, method, plugins)
    with aside(), progress(message("assessing"), run.language):
        assessment = pipeline.assess(
            base,
            method,
            language=run.lang,
            settings=run.settings,
            inference=inference,
            explain=explain,
            without=without,
            waivers=waivers,
            review=review,
            plugins=plugins,
        )
    tell_of_marks(assessment, run.language)
    assessment = followed(assessment, told, plan, run.language)
    form = assessment if seen is None else pipeline.for_audience(assessment, seen, method, base)
    clothes = (template_files(run), branding_file(run), run.annex or "")
    write_reports(reports, form, render_options(run.lang or "", folders, *clothes))
    return int(_fails(assessment, fail_on))


def _view(audience: str | None, view: str | None, method: Method, folders: tuple[Path, ...]) -> View | None:
    """What the audience asked for may see; None if none is."""
    if audience is None and view is None:
        return None
    from ccrules.audience import find_view

    return find_view(audience, view, method, folders)


def _fails(assessment: Assessment, fail_on: str | None) -> bool:
    """Whether there is a finding at or above a severity that is not waived."""
    if fail_on is None:
        return False
    from ccrules.following.counting import counting

    return any(counting(assessment, fail_on))
