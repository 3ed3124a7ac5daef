"""``doubts`` of a check: the figures of its subject that are in doubt where it fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ccrules.conditions.written import Written
from ccrules.documents import Node
from ccrules.errors import Place, Problem, message, suggestion
from ccrules.facts.vocabulary import ORGANISATION, Vocabulary
from ccrules.ruleset.model import CONFIDENCE_IN_DOUBT, Check
from ccrules.ruleset.nodes import items, key_place, place_of, written
from ccrules.ruleset.values import number


def read_doubts(node: Node) -> tuple[Written, ...]:
    """The attributes a check casts doubt on, as written.

    Args:
        node: the check.
    """
    return tuple(text for item in items(node, "doubts") if (text := written(item)))


def read_doubt(node: Node, problems: list[Problem]) -> float | None:
    """What the confidence of a finding is multiplied by if it rests on a figure in doubt.

    Args:
        node: the check.
        problems: takes a factor that is no share, and one without anything in doubt.

    Returns:
        None if the check casts no doubt.
    """
    text = written(node, "doubt")
    if not items(node, "doubts"):
        problems.extend([_nothing_doubted(key_place(node, "doubt"))] if text else ())
        return None
    factor = number(text.text) if text else CONFIDENCE_IN_DOUBT
    if factor is None or not 0 <= factor < 1:
        what = message("a doubt is at least 0 and less than 1")
        hint = message("0.5 halves the confidence of what rests on the figure")
        problems.append(Problem(place_of(node, "doubt"), what, hint))
    return factor


def _nothing_doubted(place: Place) -> Problem:
    what = message("doubt has no meaning without doubts")
    return Problem(place, what, message("name the figures in doubt, such as doubts: [indicator.value]"))


def doubt_problems(checks: Iterable[Check], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Say which figures in doubt are no attributes of the subject.

    Args:
        checks: all checks; one whose subject is unknown is told elsewhere.
        vocabulary: the entity types.
    """
    for check in checks:
        subject = check.subject or ORGANISATION
        if subject in vocabulary.types:
            known = [f"{subject}.{name}" for name in vocabulary[subject].attributes]
            yield from (_no_such(one, subject, known) for one in check.doubts if one.text not in known)


def _no_such(doubted: Written, subject: str, known: list[str]) -> Problem:
    what = message("{name} is no attribute of {subject}, the subject", name=doubted.text, subject=subject)
    return Problem(doubted.place, what, suggestion(doubted.text, known))
