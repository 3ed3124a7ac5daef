"""``ccrules rules test``: the tests beside rulesets, and how good they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ccrules.cli.options import option, with_rulesets
from ccrules.cli.output import target_problems, write_files
from ccrules.cli.shape import Choice, Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import bar, progress, write_error, write_out, write_problems
from ccrules.cli.work import rule_tests_of
from ccrules.errors import NOWHERE, Problem, UsageError, message, suggestion

if TYPE_CHECKING:
    from ccrules.cli.rule_tests import Report
    from ccrules.ruleset.cases import CaseResult
    from ccrules.testing.suite import Suite

FORMATS = ("text", "json")


@make_command(
    "test",
    message("Run the tests in <file>.tests.yaml beside the files of rulesets. Leaves with 1 if one fails."),
)
@with_rulesets
@option("--coverage", is_flag=True, says=message("say what the tests expect, and what none expects"))
@option("--mutate", is_flag=True, says=message("say which small changes of the rules no test notices"))
@option("--suggest", is_flag=True, says=message("write the cases that are missing, as YAML"))
@option(
    "--check",
    "only",
    multiple=True,
    metavar="ID",
    says=message("measure only this check or inference; may be repeated"),
)
@option(
    "--min-score",
    type=float,
    metavar="PERCENT",
    says=message("leave with 1 if a smaller share of mutants is noticed"),
)
@option("--junit", metavar="FILE", says=message("write the results to a file, as JUnit XML"))
@option("--format", "format", type=Choice(FORMATS), default="text", says=message("form of the output"))
def command(  # noqa: PLR0917 - each is an option of the command
    run: Run,
    coverage: bool,
    mutate: bool,
    suggest: bool,
    only: Sequence[str],
    min_score: float | None,
    junit: str | None,
    format: str,
) -> int:
    """Run tests."""
    from ccrules.cli.rule_tests import as_json, as_text

    _refuse(min_score, junit, mutate=mutate)
    suite, results = _run(run, only)
    failed = [result for result in results if not result.passed]
    for result in failed:
        write_problems(result.differences, run.language)
    if junit:
        write_files({junit: _junit(results, run.language)})
    report = _measured(suite, results, only, run, (coverage, mutate and not failed, suggest and not failed))
    if failed and (mutate or suggest):
        write_error(message("mutants and suggestions wait until all tests pass"), run.language)
    write_out((as_json if format == "json" else as_text)(report, run.language))
    return int(bool(failed) or _too_few(report, min_score))


def _refuse(min_score: float | None, junit: str | None, *, mutate: bool) -> None:
    problems = list(target_problems([junit] if junit else []))
    if min_score is not None and not mutate:
        what = message("{option} says nothing without {other}", option="--min-score", other="--mutate")
        problems.append(Problem(NOWHERE, what, message("add {option}", option="--mutate")))
    if min_score is not None and not 0 <= min_score <= 100:
        what = message("{value} is no value of {option}", value=min_score, option="--min-score")
        problems.append(Problem(NOWHERE, what, message("a share in per cent lies between 0 and 100")))
    if problems:
        raise UsageError(problems)


def _run(run: Run, only: Sequence[str]) -> tuple[Suite, list[CaseResult]]:
    with rule_tests_of(run, message("running tests")) as (suite, _):
        _check_names(suite, only)
        return suite, suite.run()


def _check_names(suite: Suite, names: Sequence[str]) -> None:
    known = [*(check.id for check in suite.checks), *(rule.id for rule in suite.inferences)]
    known += map(".".join, suite.derived)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(
            Problem(
                NOWHERE,
                message("there is no check or inference '{name}' in the rulesets tested", name=name),
                suggestion(name, known),
            )
            for name in unknown
        )


def _measured(
    suite: Suite, results: list[CaseResult], only: Sequence[str], run: Run, wanted: tuple[bool, bool, bool]
) -> Report:
    from ccrules.cli.rule_tests import Report
    from ccrules.testing.coverage import coverage
    from ccrules.testing.mutation import mutate
    from ccrules.testing.suggesting import suggest

    covering, mutating, suggesting = wanted
    report = Report(suite, results)
    if covering or suggesting:
        with progress(message("measuring coverage"), run.language):
            report.coverage = coverage(suite, only)
    if mutating:
        with bar(message("trying mutants"), run.language) as tick:
            report.mutation = mutate(suite, only, tick)
    if suggesting and report.coverage:
        with bar(message("looking for cases"), run.language) as tick:
            report.suggestions = suggest(suite, report.coverage, report.mutation, tick)
    if not covering:
        report.coverage = None
    return report


def _too_few(report: Report, least: float | None) -> bool:
    if report.mutation is None or least is None:
        return False
    killed, counted = report.mutation.score()
    return 100 * killed < least * counted


def _junit(results: list[CaseResult], language: str) -> bytes:
    from ccrules.cli.junit import junit

    return junit(results, Path.cwd(), language)
