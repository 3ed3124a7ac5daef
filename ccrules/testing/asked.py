"""What a check asks about: the facts it reads, the values it compares them with, and round shares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

from ccrules.conditions import tree
from ccrules.conditions.missing import Derivations
from ccrules.conditions.supposing import read_by
from ccrules.facts.vocabulary import ORGANISATION, Vocabulary

#: The largest group in which a share is looked for: 0.15 is 3 of 20.
MOST_IN_GROUP = 20
#: How far a share is moved by a mutant, and the largest group in which one in between is looked for.
STEP = Fraction(1, 100)
MOST_BETWEEN = 40
#: The largest number of members that a count is compared with and that is tried.
MOST_MEMBERS = 25

Key = tuple[str, str]


@dataclass(frozen=True)
class Asked:
    """What some checks ask about.

    Attributes:
        facts: the attributes read, by entity type and name, those behind derived ones included.
        types: the entity types read, sorted.
        values: the constants that each attribute is compared with, directly.
        counts: whole numbers that something is compared with.
        shares: numbers between 0 and 1 that something is compared with, as members of a group.
        loose: other constants, for whatever number is behind a calculation.
        today: whether the day of the assessment is asked for.
    """

    facts: frozenset[Key]
    types: tuple[str, ...]
    values: Mapping[Key, tuple[Any, ...]]
    counts: tuple[int, ...]
    shares: tuple[tuple[int, int], ...]
    loose: tuple[Any, ...]
    today: bool


def asked_by(roots: Iterable[tree.Node], derivations: Derivations, vocabulary: Vocabulary) -> Asked:
    """What expressions ask about.

    Args:
        roots: guards, conditions and severities, those of mutants too.
        derivations: the expressions of derived attributes.
        vocabulary: the entity types.
    """
    some = list(roots)
    facts = read_by(derivations, some)
    behind = [derivations[key] for key in sorted(facts) if key in derivations]
    values: dict[Key, dict[Any, None]] = defaultdict(dict)
    loose: dict[Any, None] = {}
    for node in (part for root in (*some, *behind) for part in tree.walk(root)):
        for side, constant in _comparisons(node):
            found = list(_fields(side))
            for key in found:
                values[key].update(dict.fromkeys(_each(constant)))
            if not found:
                loose.update(dict.fromkeys(_each(constant)))
    types = {name for name, _ in facts} | set(_types(some)) | set(_types(behind))
    return Asked(
        facts=frozenset(key for key in facts if _is_given(vocabulary, key)),
        types=tuple(sorted(types | {ORGANISATION})),
        values={key: tuple(found) for key, found in values.items()},
        counts=tuple(sorted({one for one in loose if type(one) is int and 0 <= one <= MOST_MEMBERS})),
        shares=tuple(sorted(set(_shares(loose)))),
        loose=tuple(loose),
        today=any(_asks_for_today(part) for root in (*some, *behind) for part in tree.walk(root)),
    )


def _asks_for_today(node: tree.Node) -> bool:
    return isinstance(node, tree.Today) or (isinstance(node, tree.Call) and node.function == "age")


def _is_given(vocabulary: Vocabulary, key: Key) -> bool:
    """Whether an attribute is given in facts, and not only seen from the other end of a reference."""
    return vocabulary.attribute(*key) is not None


def _comparisons(node: tree.Node) -> Iterator[tuple[tree.Node, Any]]:
    """The sides of a comparison that stand against a constant."""
    if isinstance(node, tree.Compare | tree.Contains):
        left, right = node.parts()
        for side, other in ((left, right), (right, left)):
            if isinstance(other, tree.Literal | tree.Parameter):
                yield side, other.value


def _each(constant: Any) -> list[Any]:
    return sorted(constant, key=str) if isinstance(constant, frozenset) else [constant]


def _fields(node: tree.Node) -> Iterator[Key]:
    """The attribute that an expression is, through names and functions of single values."""
    if isinstance(node, tree.Named):
        yield from _fields(node.body)
    elif isinstance(node, tree.Call):
        yield from (key for argument in node.arguments for key in _fields(argument))
    elif isinstance(node, tree.Field):
        yield node.base.type.entity, node.attribute.name


def _types(roots: Iterable[tree.Node]) -> Iterator[str]:
    for root in roots:
        for part in tree.walk(root):
            if isinstance(part, tree.Everything | tree.Singleton):
                yield part.name
            elif part.type.kind == "ref":
                yield part.type.entity


def _shares(constants: Iterable[Any]) -> Iterator[tuple[int, int]]:
    for constant in constants:
        if isinstance(constant, float) and 0 < constant < 1:
            share = Fraction(constant).limit_denominator(MOST_IN_GROUP)
            if abs(float(share) - constant) < 1e-9:
                yield share.numerator, share.denominator
                for low, high in ((share - STEP, share), (share, share + STEP)):
                    yield from islice(_between(low, high), 1)


def _between(low: Fraction, high: Fraction) -> Iterator[tuple[int, int]]:
    """Shares strictly between two numbers, of the smallest groups first."""
    for whole in range(2, MOST_BETWEEN + 1):
        part = int(low * whole) + 1
        if low < Fraction(part, whole) < high and part < whole:
            yield part, whole
