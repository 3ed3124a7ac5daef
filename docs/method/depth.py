"""How much each depth of questioning asks, and how much it decides.

Run it with ``python docs/method/depth.py``. A question is an attribute of the vocabulary; a check
is decided by a depth if every attribute that its guard and its condition read is asked for at
that depth, those behind computed attributes included, and every collection it runs over has a
question at that depth.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from reads import Fact, decisive_facts

from ccrules import load_rulesets
from ccrules.facts.vocabulary import Attribute
from ccrules.ruleset.model import Method

DEPTHS = ("express", "standard", "full")
HEAD_OF_SERVICE = "service head"


@dataclass(frozen=True, slots=True)
class Depth:
    """What one depth asks and decides, the depths before it included.

    Attributes:
        name: ``express``, ``standard`` or ``full``.
        asked: the attributes it asks for, with what the vocabulary says of them.
        decided: the checks it decides.
        areas: the topics of these checks.
    """

    name: str
    asked: dict[Fact, Attribute]
    decided: tuple[str, ...]
    areas: tuple[str, ...]

    def who(self) -> Counter[str]:
        """How many questions each person is asked."""
        return Counter(attribute.ask.get("en", "") for attribute in self.asked.values())


def depth(method: Method, name: str) -> Depth:
    """What one depth asks and decides."""
    asked = _asked(method, DEPTHS[: DEPTHS.index(name) + 1])
    decided = [check for check in method.checks.values() if _is_decided(decisive_facts(method, check), asked)]
    touched = {topic for check in decided for topic in check.topics}
    areas = tuple(topic for topic in method.topics if topic in touched)
    return Depth(name, asked, tuple(check.id for check in decided), areas)


def areas(method: Method) -> tuple[str, ...]:
    """The topics that some check is about; the others are named as left out."""
    touched = {topic for check in method.checks.values() for topic in check.topics}
    return tuple(topic for topic in method.topics if topic in touched)


def _asked(method: Method, depths: Iterable[str]) -> dict[Fact, Attribute]:
    allowed = set(depths)
    return {
        (entity.name, attribute.name): attribute
        for entity in method.vocabulary
        for attribute in entity.attributes.values()
        if attribute.depth in allowed and not attribute.derive and attribute.inverse_of is None
    }


def _is_decided(facts: Iterable[Fact], asked: dict[Fact, Attribute]) -> bool:
    listed = {entity for entity, _ in asked}
    return all((entity, name) in asked if name else entity in listed for entity, name in facts)


def _print(found: Depth, method: Method) -> None:
    who = found.who()
    print(
        f"{found.name}: {len(found.asked)} questions "
        f"({who[HEAD_OF_SERVICE]} of them to the {HEAD_OF_SERVICE}), "
        f"{len(found.areas)} of {len(areas(method))} areas, "
        f"{len(found.decided)} of {len(method.checks)} checks decided"
    )
    others = [f"{name} {count}" for name, count in sorted(who.items()) if name != HEAD_OF_SERVICE]
    print(f"  others asked: {', '.join(others)}")


def main() -> int:
    """Print the figures of every depth, and the checks that express decides."""
    method = load_rulesets("contact-centre")
    for name in DEPTHS:
        _print(depth(method, name), method)
    print("decided by express: " + " ".join(depth(method, "express").decided))
    return 0


if __name__ == "__main__":
    sys.exit(main())
