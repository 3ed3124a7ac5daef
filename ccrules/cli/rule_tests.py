"""What ``ccrules rules test`` prints: results, coverage, mutants and suggestions, as text or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ccrules.cli.terminal import say
from ccrules.errors import Place, message

if TYPE_CHECKING:
    from ccrules.ruleset.cases import CaseResult
    from ccrules.testing.coverage import CheckCoverage, Coverage
    from ccrules.testing.mutation import Mutation, Trial
    from ccrules.testing.suggestion import Suggestion, Suggestions
    from ccrules.testing.suite import Suite

SCHEMA = "ccrules/rule-tests/1"


@dataclass
class Report:
    """What is known of the tests of rulesets.

    Attributes:
        suite: the tests.
        results: what came of them.
        coverage: what they expect, if asked for.
        mutation: what they notice, if asked for.
        suggestions: what is missing, if asked for.
    """

    suite: Suite
    results: Sequence[CaseResult]
    coverage: Coverage | None = None
    mutation: Mutation | None = None
    suggestions: Suggestions | None = None


def as_text(report: Report, language: str) -> str:
    """Everything there is to say, the outcome of the tests last.

    Suggested cases stand alone, so that the output can be put into a test file: the rest is a comment.
    """
    from ccrules.cli.rule_tests_text import coverage_lines, mutation_lines, suggestion_lines

    lines: list[str] = []
    if report.coverage:
        lines += [*coverage_lines(report.coverage, language), ""]
    if report.mutation:
        lines += [*mutation_lines(report.mutation, language), ""]
    failed = sum(not result.passed for result in report.results)
    passed = len(report.results) - failed
    lines.append(say(message("passed: {passed}, failed: {failed}", passed=passed, failed=failed), language))
    if report.suggestions is None:
        return "\n".join(lines)
    comments = [f"# {line}".rstrip() for line in lines]
    return "\n".join([*suggestion_lines(report.suite, report.suggestions, language), *comments])


def as_json(report: Report, language: str) -> str:
    """The same as one JSON document."""
    parts: dict[str, Any] = {"schema": SCHEMA, **_results(report.results, language)}
    if report.coverage:
        parts["coverage"] = _coverage(report.coverage)
    if report.mutation:
        parts["mutation"] = _mutation(report.mutation, language)
    if report.suggestions:
        parts["suggestions"] = list(_suggestions(report.suite, report.suggestions))
        parts["unfound"] = [_trial(trial, language) for trial in report.suggestions.unfound]
    return json.dumps(parts, ensure_ascii=False, indent=2)


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column}


def share(part: int, whole: int) -> float | None:
    """A share cut to a tenth of a per cent, so that only all is all; None of nothing."""
    return (1000 * part // whole) / 1000 if whole else None


def _results(results: Sequence[CaseResult], language: str) -> dict[str, Any]:
    failed = [result for result in results if not result.passed]
    return {
        "passed": len(results) - len(failed),
        "failed": len(failed),
        "failures": [
            {
                "case": result.case.name,
                **_place(result.case.place),
                "differences": [
                    {**_place(one.place), "message": say(one.what, language)} for one in result.differences
                ],
            }
            for result in failed
        ],
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "checks": [_covered(one) for one in coverage.checks],
        "inferences": [
            {
                "id": one.inference.id,
                **_place(one.inference.place),
                "conclusion": one.inference.conclusion,
                "fires": one.fires,
                "must_not": one.must_not,
            }
            for one in coverage.inferences
        ],
        "untested": [name for name, _ in coverage.untested],
    }


def _covered(one: CheckCoverage) -> dict[str, Any]:
    return {
        "id": one.check.id,
        **_place(one.check.place),
        "expected": dict(sorted(one.expected.items())),
        "missing": one.missing,
        "severities": list(one.severities),
        "boundaries": [
            {
                "field": limit.field,
                "comparison": limit.text,
                **_place(limit.place),
                "cases": dict(limit.sides),
                "missing": limit.missing,
            }
            for limit in one.boundaries
        ],
    }


def _mutation(mutation: Mutation, language: str) -> dict[str, Any]:
    killed, counted = mutation.score()
    return {
        "score": share(killed, counted),
        "killed": killed,
        "mutants": counted,
        "equivalent": len(mutation.trials) - counted,
        "rules": [
            {"id": rule, "killed": one, "mutants": of, "score": share(one, of)}
            for rule, (one, of) in mutation.scores.items()
        ],
        "survivors": [_trial(trial, language) for trial in mutation.survivors],
    }


def _trial(trial: Trial, language: str) -> dict[str, Any]:
    mutant = trial.mutant
    return {
        "rule": mutant.rule,
        "kind": mutant.kind,
        "field": mutant.field,
        **_place(mutant.place),
        "before": mutant.before,
        "after": mutant.after,
        "kills": say(mutant.kills, language),
        "cases": trial.cases,
    }


def _suggestions(suite: Suite, suggestions: Suggestions) -> Iterator[Mapping[str, Any]]:
    from ccrules.cli.rule_tests_text import proven
    from ccrules.testing.case_text import yaml_of

    for one in proven(suite, suggestions):
        yield {
            "rule": one.rule,
            "name": one.name,
            "case": None if one.case is None else {"name": one.case.name, **_place(one.case.place)},
            "expect": {check: dict(found) for check, found in one.expect.items()},
            "conclusions": dict(one.conclusions),
            "outcomes": list(one.outcomes),
            "boundaries": [
                {"field": limit.field, "comparison": limit.text, "side": side} for limit, side in one.sides
            ],
            "kills": [_killed(trial) for trial in one.kills],
            "yaml": yaml_of(one),
        }


def _killed(trial: Trial) -> dict[str, Any]:
    mutant = trial.mutant
    return {"field": mutant.field, **_place(mutant.place), "before": mutant.before, "after": mutant.after}


def purposes(one: Suggestion) -> Iterator[str]:
    """What a suggested case shows, in the words of the ruleset."""
    yield from one.outcomes
    yield from (f"{limit.text}: {side}" for limit, side in one.sides)
    for trial in one.kills:
        after = trial.mutant.after or "–"
        yield f"{trial.mutant.before} → {after}"
