"""``sources`` and ``stale`` of a ruleset: how much facts are worth by where they come from and their age."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ccrules.documents import Node
from ccrules.errors import Place, Problem, message
from ccrules.facts.trust import Trust
from ccrules.facts.words import folded
from ccrules.ruleset.nodes import place_of
from ccrules.ruleset.values import number

if TYPE_CHECKING:
    from ccrules.ruleset.parts import Parts
    from ccrules.ruleset.schema import RulesetForm


@dataclass(frozen=True, slots=True)
class TrustRules:
    """What one file says.

    Attributes:
        sources: confidence by source, in order of precedence; empty if it says nothing of them.
        stale: what the confidence in a stale fact is multiplied by; None if it says nothing.
    """

    sources: dict[str, float]
    stale: float | None


def read_trust(form: RulesetForm, node: Node, parts: Parts) -> None:
    """Read how much one file trusts facts.

    Args:
        form: the file.
        node: its tree.
        parts: takes it, and what is no share.
    """
    if not form.sources and form.stale is None:
        return
    sources = {
        folded(name): _share(str(text), place_of(node, "sources", name), parts.problems)
        for name, text in form.sources.items()
    }
    stale = None if form.stale is None else _share(str(form.stale), place_of(node, "stale"), parts.problems)
    parts.trust.append(TrustRules(sources, stale))


def _share(text: str, place: Place, problems: list[Problem]) -> float:
    found = number(text)
    if found is None or not 0 <= found <= 1:
        what = message("a confidence is at least 0 and at most 1")
        problems.append(Problem(place, what, message("1 relies on it in full, 0.8 a little less")))
        return 1.0
    return found


def merge_trust(rules: Iterable[TrustRules]) -> Trust:
    """What all files say together: of each part the last word, which is nearest to the client.

    Args:
        rules: in the order of the files, bases first.
    """
    trust = Trust()
    for one in rules:
        stale = trust.stale if one.stale is None else one.stale
        trust = Trust(one.sources or trust.sources, stale)
    return trust
