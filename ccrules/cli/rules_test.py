"""``ccrules rules test``: the tests beside rulesets."""

from __future__ import annotations

from ccrules.cli.options import with_rulesets
from ccrules.cli.shape import Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import progress, say, write_out, write_problems
from ccrules.errors import message


@make_command(
    "test",
    message("Run the tests in <file>.tests.yaml beside the files of rulesets. Leaves with 1 if one fails."),
)
@with_rulesets
def command(run: Run) -> int:
    """Run tests."""
    from ccrules.pipeline import run_rule_tests

    with progress(message("running tests"), run.language):
        results = run_rule_tests(run.ruleset)
    failed = [result for result in results if not result.passed]
    for result in failed:
        write_problems(result.differences, run.language)
    summary = message(
        "passed: {passed}, failed: {failed}", passed=len(results) - len(failed), failed=len(failed)
    )
    write_out(say(summary, run.language))
    return int(bool(failed))
