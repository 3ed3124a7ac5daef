"""Names that something else has to define, looked up once everything is merged; and circles."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from ccrules.errors import Message, Place, Problem, message, suggestion
from ccrules.ruleset.circles import circle
from ccrules.ruleset.parts import Reference

_UNKNOWN: dict[str, Callable[[str], Message]] = {
    "entity": lambda name: message("there is no entity type '{name}'", name=name),
    "check": lambda name: message("there is no check '{name}'", name=name),
    "recommendation": lambda name: message("there is no recommendation '{name}'", name=name),
    "topic": lambda name: message("there is no topic '{name}'", name=name),
    "objective": lambda name: message("there is no objective '{name}'", name=name),
    "conclusion": lambda name: message("nothing concludes '{name}'", name=name),
    "rule": lambda name: message("there is no check, conclusion or recommendation '{name}'", name=name),
}


def unknown_references(
    references: Iterable[Reference], known: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    """Say which references lead nowhere.

    Args:
        references: what is referred to.
        known: what there is, by kind.
    """
    for reference in references:
        if reference.name not in known[reference.kind]:
            what = _UNKNOWN[reference.kind](reference.name)
            yield Problem(reference.place, what, suggestion(reference.name, known[reference.kind]))


def circle_problem(
    needs: Mapping[str, Iterable[str]], places: Mapping[str, Place], what: Callable[[str], Message]
) -> list[Problem]:
    """Report a circle at the place of its first thing.

    Args:
        needs: for each thing, what has to come before it.
        places: where each thing was declared.
        what: makes the message from the names of the circle.
    """
    found = circle(needs)
    if not found:
        return []
    return [Problem(places[found[0]], what(" → ".join(found)), message("take one of the steps out"))]
