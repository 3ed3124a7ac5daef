"""Coverage, mutants and suggestions of rule tests as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ccrules.cli.terminal import problem_line, say
from ccrules.errors import Message, Problem, message

if TYPE_CHECKING:
    from ccrules.testing.coverage import CheckCoverage, Coverage
    from ccrules.testing.mutation import Mutation, Trial
    from ccrules.testing.suggestion import Suggestion, Suggestions
    from ccrules.testing.suite import Suite

#: Longer parts of expressions are cut in the middle.
LONGEST = 90
Row = tuple[str, ...]


def table(rows: Iterable[Row]) -> Iterator[str]:
    """Rows with their columns below one another, the first to the left and the others to the right."""
    found = list(rows)
    widths = [max(map(len, column)) for column in zip(*found, strict=True)]
    for first, *others in found:
        cells = [
            first.ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)),
        ]
        yield "  " + "  ".join(cells).rstrip()


def cut(text: str) -> str:
    """A text on one line that is not too long."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"


# --- coverage ---------------------------------------------------------------------------

COLUMNS = ("fail", "pass", "not_assessed", "not_applicable")


def coverage_lines(coverage: Coverage, language: str) -> Iterator[str]:
    """How many cases expect what, and what no case expects."""
    if coverage.checks:
        yield say(message("cases by check and outcome:"), language)
        yield from table([("", *COLUMNS), *(_row(one) for one in coverage.checks)])
    if coverage.inferences:
        yield ""
        yield say(message("cases by inference:"), language)
        heads = (say(message("fires"), language), say(message("must not"), language))
        rows = [(one.inference.id, _number(one.fires), _number(one.must_not)) for one in coverage.inferences]
        yield from table([("", *heads), *rows])
    yield ""
    yield from (problem_line(problem, language) for problem in _lacks(coverage))
    yield from _totals(coverage, language)


def _row(one: CheckCoverage) -> Row:
    guarded = one.check.applies is not None or one.expected.get("not_applicable")
    numbers = [_number(one.expected.get(outcome, 0)) for outcome in COLUMNS[:-1]]
    last = _number(one.expected.get("not_applicable", 0)) if guarded else ""
    return (one.check.id, *numbers, last)


def _number(count: int) -> str:
    return str(count) if count else "–"


def _lacks(coverage: Coverage) -> Iterator[Problem]:
    """What no case expects or shows, at the rule."""
    for one in coverage.checks:
        for outcome in one.missing:
            what = message("{rule}: no case expects {outcome}", rule=one.check.id, outcome=outcome)
            yield Problem(one.check.place, what)
        for limit in one.boundaries:
            for side in limit.missing:
                names = {"rule": one.check.id, "field": limit.field, "comparison": cut(limit.text)}
                what = Message(_SIDES[side].template, names)
                yield Problem(limit.place, what)
    for rule in coverage.inferences:
        for outcome, count in (("yes", rule.fires), ("no", rule.must_not)):
            if not count:
                name = rule.inference.conclusion
                what = message("{rule}: no case expects {conclusion}: {outcome}",
                               rule=rule.inference.id, conclusion=name, outcome=outcome)  # fmt: skip
                yield Problem(rule.inference.place, what)


_SIDES = {
    "below": message("{rule} {field}: no case stands below the limit of {comparison}"),
    "at": message("{rule} {field}: no case stands at the limit of {comparison}"),
    "above": message("{rule} {field}: no case stands above the limit of {comparison}"),
}


def _totals(coverage: Coverage, language: str) -> Iterator[str]:
    whole = [one for one in coverage.checks if not one.missing]
    limits = [limit for one in coverage.checks for limit in one.boundaries]
    both = [limit for limit in limits if not limit.missing]
    rules = [one for one in coverage.inferences if one.fires and one.must_not]
    for what, some, every in (
        (message("checks with every outcome: {count} of {all}"), whole, coverage.checks),
        (message("limits with a case on every side: {count} of {all}"), both, limits),
        (message("inferences that fire and that must not: {count} of {all}"), rules, coverage.inferences),
    ):
        if every:
            yield say(Message(what.template, {"count": len(some), "all": len(every)}), language)


# --- mutants ----------------------------------------------------------------------------


def mutation_lines(mutation: Mutation, language: str) -> Iterator[str]:
    """The survivors, the scores of rules and files, and the score."""
    yield from (_survivor_line(trial, language) for trial in mutation.survivors)
    poor = [(rule, *score) for rule, score in mutation.scores.items() if score[0] < score[1]]
    if poor:
        yield ""
        yield say(message("rules with survivors: {count}", count=len(poor)), language)
        yield from table(_score(*row, language) for row in poor)
    files = _by_file(mutation)
    if len(files) > 1:
        yield ""
        yield say(message("by file:"), language)
        yield from table(_score(name, *counts, language) for name, counts in files.items())
    if mutation.survivors:
        yield ""
    yield say(_total(mutation, language), language)


def _by_file(mutation: Mutation) -> dict[str, tuple[int, int]]:
    files: dict[str, tuple[int, int]] = {}
    for trial in mutation.trials:
        if trial.status != "equivalent":
            name = Path(trial.mutant.place.file).name
            killed, counted = files.get(name, (0, 0))
            files[name] = (killed + (trial.status == "killed"), counted + 1)
    return files


def _survivor_line(trial: Trial, language: str) -> str:
    mutant = trial.mutant
    before, after = cut(mutant.before), cut(mutant.after)
    what = (
        message("{rule} {field}: nothing notices {before} → {after}",
                rule=mutant.rule, field=mutant.field, before=before, after=after)
        if after
        else message("{rule} {field}: nothing notices that {before} is left out",
                     rule=mutant.rule, field=mutant.field, before=before)
    )  # fmt: skip
    return problem_line(Problem(mutant.place, what, mutant.kills), language)


def _score(name: str, killed: int, counted: int, language: str) -> Row:
    return (name, str(killed), "/", str(counted), _share(killed, counted, language))


def _share(part: int, whole: int, language: str) -> str:
    from ccrules.cli.rule_tests import share
    from ccrules.text import percent

    found = share(part, whole)
    return "" if found is None else percent(found, language, 1)


def _total(mutation: Mutation, language: str) -> Message:
    killed, counted = mutation.score()
    if not counted:
        return message("there is nothing to change in these rules")
    return message(
        "mutants noticed: {killed} of {count} ({score}); left out as equivalent: {equivalent}",
        killed=killed,
        count=counted,
        score=_share(killed, counted, language),
        equivalent=len(mutation.trials) - counted,
    )


# --- suggestions ------------------------------------------------------------------------


def proven(suite: Suite, suggestions: Suggestions) -> Iterator[Suggestion]:
    """The suggestions that come true when they are read as written and run, which all should."""
    from ccrules.errors import InputError
    from ccrules.testing.case_text import read_back, yaml_of

    for one in suggestions.found:
        try:
            if not read_back(suite, yaml_of(one))[1]:
                yield one
        except InputError:
            continue


def suggestion_lines(suite: Suite, suggestions: Suggestions, language: str) -> Iterator[str]:
    """Cases as YAML, each below what it shows; more to expect of cases there are, as comments."""
    from ccrules.cli.rule_tests import purposes
    from ccrules.testing.case_text import expectation_of, yaml_of

    for one in proven(suite, suggestions):
        if one.case is None:
            yield from (f"# {one.rule}: {cut(purpose)}" for purpose in purposes(one))
            yield yaml_of(one)
        else:
            what = message("'{case}' can expect more: {expected}",
                           case=one.case.name, expected=expectation_of(one))  # fmt: skip
            yield f"# {problem_line(Problem(one.case.place, what), language)}"
            yield from (f"#   {one.rule}: {cut(purpose)}" for purpose in purposes(one))
            yield ""
    for trial in suggestions.unfound:
        mutant = trial.mutant
        what = message(
            "{rule} {field}: nothing found that notices {before} → {after}; perhaps it changes nothing",
            rule=mutant.rule,
            field=mutant.field,
            before=cut(mutant.before),
            after=cut(mutant.after) or "–",
        )
        yield f"# {problem_line(Problem(mutant.place, what), language)}"
