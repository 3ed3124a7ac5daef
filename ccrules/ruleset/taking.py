"""Which checks of a base, or of all rulesets, take part where only some are listed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from ccrules.documents import Node
from ccrules.errors import Message, Problem, message, suggestion
from ccrules.facts.vocabulary import LocalText
from ccrules.ruleset.model import Check
from ccrules.ruleset.nodes import written
from ccrules.ruleset.parts import Parts
from ccrules.text.language import LANGUAGES, translate


def take_listed(rulesets: Sequence[Parts], checks: dict[str, Check], problems: list[Problem]) -> None:
    """Switch off the checks of each base that a ruleset does not list, if it lists any.

    Args:
        rulesets: bases first.
        checks: changed in place.
        problems: takes names that fit nothing.
    """
    below = _all_bases(rulesets)
    for parts in rulesets:
        for base, names in parts.bases.items():
            of_base = {base, *below.get(base, ())}
            if names:
                mine = {name: check for name, check in checks.items() if check.ruleset in of_base}
                checks.update(only(names, mine, left_out_by(parts.ruleset), problems))


def only(
    names: Iterable[Node], checks: Mapping[str, Check], reason: Message, problems: list[Problem]
) -> dict[str, Check]:
    """The checks, with those switched off that no name fits.

    Args:
        names: ids, patterns such as ``KPI-*``, or topics.
        checks: by id.
        reason: why the others are off.
        problems: takes names that fit nothing.
    """
    kept = {name for node in names for name in _fitting(node, checks, problems)}
    why: LocalText = {language: translate(reason, language) for language in LANGUAGES}
    return {
        name: check if name in kept or check.off else replace(check, off=why)
        for name, check in checks.items()
    }


def _fitting(node: Node, checks: Mapping[str, Check], problems: list[Problem]) -> Iterator[str]:
    text = written(node)
    name = text.text if text else ""
    found = [one for one, check in checks.items() if fnmatchcase(one, name) or name in check.topics]
    if not found:
        topics = {topic for check in checks.values() for topic in check.topics}
        what = message("'{name}' fits no check, and no topic of one", name=name)
        problems.append(Problem(node.place, what, suggestion(name, sorted({*checks, *topics}))))
    yield from found


def left_out_by(ruleset: str) -> Message:
    """Why a check is off that a ruleset or profile does not list."""
    return message("{ruleset} takes only the checks it lists", ruleset=ruleset)


def _all_bases(rulesets: Sequence[Parts]) -> dict[str, Collection[str]]:
    """Everything that each ruleset builds on, through any depth; bases come first."""
    found: dict[str, Collection[str]] = {}
    for parts in rulesets:
        found[parts.ruleset] = {*parts.bases, *(one for base in parts.bases for one in found.get(base, ()))}
    return found
