"""What rulesets, profiles and the user change in what was merged, each after what it builds on.

The order, later ones winning: what the rulesets declare; the checks each takes from its bases, and
what it overrides, bases first; the profiles that were chosen, each after those it extends; and the
parameters that the user sets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ccrules.errors import Problem, message
from ccrules.ruleset.merging import Merged
from ccrules.ruleset.overriding import Targets, apply_change
from ccrules.ruleset.parameters import set_parameters
from ccrules.ruleset.parts import Parts
from ccrules.ruleset.profiles import chosen_changes, known_profiles, listed
from ccrules.ruleset.taking import only, take_listed


def change(
    rulesets: Sequence[Parts],
    merged: Merged,
    aliases: Mapping[str, Mapping[str, str]],
    profiles: Sequence[str],
    settings: Mapping[str, str],
    problems: list[Problem],
) -> None:
    """Apply all changes.

    Args:
        rulesets: bases first.
        merged: changed in place.
        aliases: ids given up, by kind.
        profiles: those the user chose, by name.
        settings: parameters the user sets, text by name.
        problems: takes changes that can't be made.
    """
    targets = Targets(merged.checks, merged.parameters, merged.recommendations, aliases)
    take_listed(rulesets, merged.checks, problems)
    for parts in rulesets:
        for override in parts.overrides:
            apply_change(override, targets, parts, problems)
    merged.profiles = known_profiles(rulesets, profiles, problems)
    _apply_profiles(rulesets, targets, profiles, problems)
    merged.references = [reference for parts in rulesets for reference in parts.references]
    merged.templates = [use for parts in rulesets for use in parts.templates]
    merged.parameters = set_parameters(merged.parameters, settings, problems)


def _apply_profiles(
    rulesets: Sequence[Parts], targets: Targets, chosen: Sequence[str], problems: list[Problem]
) -> None:
    """The changes of profiles; what they name is looked up like that of their ruleset."""
    for one in chosen_changes(rulesets, chosen):
        parts = next(parts for parts in rulesets if any(one is change for _, change in parts.profiles))
        names = listed(one)
        if names:
            reason = message("{ruleset} takes only the checks it lists", ruleset=one.by)
            targets.checks.update(only(names, targets.checks, reason, problems))
        apply_change(one, targets, parts, problems)
