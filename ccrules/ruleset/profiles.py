"""Profiles: changes that belong together, chosen by name for an engagement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from ccrules.errors import Message, Place, Problem, message, suggestion
from ccrules.ruleset.model import Profile
from ccrules.ruleset.nodes import entries, find, items, place_of
from ccrules.ruleset.parts import Change, Parts
from ccrules.ruleset.references import circle_problem

if TYPE_CHECKING:
    from ccrules.documents import Node
    from ccrules.ruleset.schema import ProfileForm, RulesetForm

#: Where a profile that was asked for is told to be unknown.
OPTION = "--profile"


def read_profiles(form: RulesetForm, node: Node, parts: Parts) -> None:
    """Read the profiles of one file.

    Args:
        form: the file.
        node: its tree.
        parts: takes the profiles.
    """
    for name, _, below in entries(node, "profiles"):
        by = f"{parts.ruleset} ({name})"
        parts.profiles.append((name, Change(form.profiles[name], below, by)))


def profiles_of(
    rulesets: Iterable[Parts], chosen: Sequence[str], problems: list[Problem]
) -> tuple[dict[str, Profile], list[tuple[Parts, Change]]]:
    """All profiles, and the changes of those asked for; several rulesets may add to one.

    Args:
        rulesets: bases first.
        chosen: the names asked for.
        problems: takes names that there are not, and profiles that extend one another in a circle.

    Returns:
        The profiles by name, those that are applied marked; and their changes in the order in which
        they are applied, each with its ruleset.
    """
    written = [(name, parts, change) for parts in rulesets for name, change in parts.profiles]
    extends = _extended((name, change) for name, _, change in written)
    places = {name: place_of(change.node) for name, _, change in reversed(written)}
    problems.extend(_unknown([change for _, _, change in written], chosen, extends))
    circular = circle_problem(extends, places, _in_a_circle)
    problems.extend(circular)
    applied = [] if circular else _ladder(chosen, extends)
    changes = [(parts, change) for name in applied for one, parts, change in written if one == name]
    forms: dict[str, list[ProfileForm]] = {name: [] for name in extends}
    for name, _, change in written:
        forms[name].append(cast("ProfileForm", change.form))
    return {
        name: _profile(name, forms[name], extends[name], places[name], name in applied) for name in extends
    }, changes


def _extended(written: Iterable[tuple[str, Change]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, change in written:
        form = cast("ProfileForm", change.form)
        found[name] = tuple(dict.fromkeys((*found.get(name, ()), *form.extends)))
    return found


def _unknown(
    changes: Iterable[Change], chosen: Iterable[str], known: dict[str, tuple[str, ...]]
) -> Iterable[Problem]:
    asked = [(name, Place(cell=f"{OPTION} {name}")) for name in chosen]
    for change in changes:
        asked += [(getattr(item, "text", ""), item.place) for item in items(change.node, "extends")]
    for name, place in asked:
        if name not in known:
            yield Problem(place, message("there is no profile '{name}'", name=name), suggestion(name, known))


def _in_a_circle(names: str) -> Message:
    return message("profiles extend one another in a circle: {names}", names=names)


def _ladder(chosen: Iterable[str], extends: dict[str, tuple[str, ...]]) -> list[str]:
    """The profiles to apply: what a profile extends comes before it, each once."""
    found: list[str] = []
    for name in chosen:
        for one in (*_ladder(extends.get(name, ()), extends), name):
            if one in extends and one not in found:
                found.append(one)
    return found


def _profile(
    name: str, forms: list[ProfileForm], extends: tuple[str, ...], place: Place, chosen: bool
) -> Profile:
    title = {language: text for form in forms for language, text in form.title.items()}
    why = {language: text for form in forms for language, text in form.why.items()}
    return Profile(name, title or {"": name}, why, extends, chosen, place)


def listed(change: Change) -> list[Node]:
    """The names of the only checks that a profile lets run; none if it names none."""
    return items(find(change.node, "only"))
