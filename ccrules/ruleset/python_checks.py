"""Checks written in Python, which plugins bring along, joined to the rulesets at hand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ccrules.errors import Problem, message
from ccrules.ruleset.merging import Merged
from ccrules.ruleset.model import Check, Remark
from ccrules.ruleset.remarks import left_out


def add_python_checks(
    checks: Iterable[Check], merged: Merged, problems: list[Problem], contested: Collection[str] = ()
) -> list[Remark]:
    """Add the checks that fit.

    Args:
        checks: the checks of plugins.
        merged: takes them.
        problems: takes ids that a ruleset already uses.
        contested: entity types and attributes of plugins that were left out: what the rulesets
            declare by these names is not what the check was written for.

    Returns:
        A remark for each check that was left out because the rulesets lack what it needs:
        a plugin that is installed must not keep other rulesets from being used.
    """
    remarks = []
    for check in checks:
        lacking = list(_lacking(check, merged, contested))
        if lacking:
            remarks.append(left_out(check, lacking))
        elif check.id in merged.checks:
            what = message(
                "{name} is defined twice, first at {place}",
                name=check.id,
                place=merged.checks[check.id].place,
            )
            problems.append(Problem(check.place, what, message("rename the check of the plugin")))
        else:
            merged.checks[check.id] = check
    return remarks


def _lacking(check: Check, merged: Merged, contested: Collection[str]) -> Iterator[str]:
    if check.subject and (check.subject not in merged.vocabulary.types or check.subject in contested):
        yield check.subject
    for need in check.needs:
        entity, _, attribute = need.partition(".")
        if need in contested or merged.vocabulary.attribute(entity, attribute) is None:
            yield need
    yield from (name for name in check.recommend if name not in merged.recommendations)
    yield from (name for name in check.topics if name not in merged.topics)
