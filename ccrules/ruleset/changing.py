"""What rulesets, profiles and the user change in what was merged, each after what it builds on.

The order, later ones winning: what the rulesets declare; the checks each takes from its bases, and
what it overrides, bases first; the profiles that were chosen, each after those it extends; and the
parameters that the user sets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ccrules.errors import Problem
from ccrules.ruleset.merging import Merged
from ccrules.ruleset.overriding import Targets, apply_change
from ccrules.ruleset.parameters import set_parameters
from ccrules.ruleset.parts import Change, Parts
from ccrules.ruleset.profiles import listed, profiles_of
from ccrules.ruleset.taking import left_out_by, only, take_listed


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
    merged.profiles, chosen = profiles_of(rulesets, profiles, problems)
    for parts, one in chosen:
        _apply_profile(one, targets, parts, problems)
    merged.references = [reference for parts in rulesets for reference in parts.references]
    merged.templates = [use for parts in rulesets for use in parts.templates]
    merged.parameters = set_parameters(merged.parameters, settings, problems)


def _apply_profile(one: Change, targets: Targets, parts: Parts, problems: list[Problem]) -> None:
    """The change of a profile; what it names is looked up like that of its ruleset."""
    names = listed(one)
    if names:
        targets.checks.update(only(names, targets.checks, left_out_by(one.by), problems))
    apply_change(one, targets, parts, problems)
