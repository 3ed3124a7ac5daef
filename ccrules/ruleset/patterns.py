"""The patterns of inference rules: read from the tree, and expanded into alternatives.

``any`` and ``at_least`` only save writing: what they stand for is a list of conjunctions,
one of which must hold. How many there will be is counted before they are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

from ccrules import documents
from ccrules.documents import Node
from ccrules.errors import Place, Problem, message
from ccrules.ruleset.model import Inference
from ccrules.ruleset.nodes import entries, find, items, key_place, place_of, written
from ccrules.ruleset.values import number

#: Into how many alternatives one rule may expand.
MAX_ALTERNATIVES = 200

KINDS = ("finding", "passed", "not_assessed", "fact", "conclusion")
GROUPS = ("any", "at_least")


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """One pattern as written; names and values are not looked up yet.

    Attributes:
        kind: one of :data:`KINDS`.
        name: the check, entity type or conclusion it speaks of.
        alias: the name other patterns join on; empty if there is none.
        where: attribute to value, as nodes.
        same: own field to ``alias`` or ``alias.field``, as nodes.
        keys: the place of each key of ``where`` and ``same``, and of ``as``.
        place: where it was written.
        name_place: where the name was written.
    """

    kind: str
    name: str
    alias: str
    where: Mapping[str, documents.Scalar]
    same: Mapping[str, documents.Scalar]
    keys: Mapping[tuple[str, str], Place]
    place: Place
    name_place: Place


Conjunction = tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class InferenceDraft:
    """An inference whose patterns are not looked up yet.

    Attributes:
        rule: everything else; its alternatives are empty.
        alternatives: conjunctions of patterns, one of which must hold.
        node: the rule as written.
    """

    rule: Inference
    alternatives: tuple[Conjunction, ...]
    node: Node

    @property
    def id(self) -> str:
        """The rule's id."""
        return self.rule.id

    @property
    def place(self) -> Place:
        """Where the rule was declared."""
        return self.rule.place


@dataclass(frozen=True, slots=True)
class _Group:
    """So many of several branches; a branch is a list of patterns and groups.

    Attributes:
        needed: how many of the branches must hold.
        branches: the branches.
    """

    needed: int
    branches: tuple[_Branch, ...]


_Branch = tuple[Pattern | _Group, ...]


def read_alternatives(node: Node | None, problems: list[Problem]) -> tuple[Conjunction, ...]:
    """Read the ``when`` of an inference rule and expand it.

    Args:
        node: the pattern or the list of patterns.
        problems: takes patterns that are not one kind of thing, and rules that expand too far.

    Returns:
        Conjunctions, one of which must hold; none if anything is wrong.
    """
    before = len(problems)
    branch = _branch(node, problems)
    if len(problems) > before:
        return ()
    count = _count(branch)
    if count > MAX_ALTERNATIVES:
        what = message(
            "the patterns expand into {count} alternatives, more than {most}",
            count=count,
            most=MAX_ALTERNATIVES,
        )
        problems.append(
            Problem(place_of(node), what, message("split the rule, or draw an intermediate conclusion"))
        )
        return ()
    return tuple(_expand(branch))


def _branch(node: Node | None, problems: list[Problem]) -> _Branch:
    found = items(node)
    if not found:
        what = message("a rule needs at least one pattern")
        problems.append(Problem(place_of(node), what, message("write: finding: a check's id")))
    return tuple(part for item in found if (part := _part(item, problems)))


def _part(node: Node, problems: list[Problem]) -> Pattern | _Group | None:
    given = [key for key, _, value in entries(node) if key in KINDS + GROUPS]
    if len(given) != 1:
        what = message("a pattern is one of {kinds}", kinds=", ".join(KINDS + GROUPS))
        hint = (
            message("put each into an entry of its own") if given else message("write: finding: a check's id")
        )
        problems.append(Problem(place_of(node), what, hint))
        return None
    kind = given[0]
    if kind in GROUPS:
        _refuse_fields_of_group(node, kind, problems)
        return _group(node, kind, problems)
    return _pattern(node, kind)


def _refuse_fields_of_group(node: Node, kind: str, problems: list[Problem]) -> None:
    for key, place, _ in entries(node):
        if key != kind:
            what = message("{key} cannot stand beside {group}", key=key, group=kind)
            problems.append(Problem(place, what, message("move it into the patterns of {group}", group=kind)))


def _pattern(node: Node, kind: str) -> Pattern:
    name, alias = written(node, kind), written(node, "as")
    keys = {(part, key): place for part in ("where", "same") for key, place, _ in entries(node, part)}
    return Pattern(
        kind=kind,
        name=name.text if name else "",
        alias=alias.text if alias else "",
        where=_scalars(node, "where"),
        same=_scalars(node, "same"),
        keys={**keys, ("as", ""): place_of(node, "as")},
        place=place_of(node),
        name_place=place_of(node, kind),
    )


def _scalars(node: Node, key: str) -> dict[str, documents.Scalar]:
    return {name: value for name, _, value in entries(node, key) if isinstance(value, documents.Scalar)}


def _group(node: Node, kind: str, problems: list[Problem]) -> _Group | None:
    below = find(node, kind) if kind == "any" else find(node, kind, "of")
    branches = tuple(_branch(item, problems) for item in items(below))
    needed = 1 if kind == "any" else _needed(node, problems)
    if not 1 <= needed <= len(branches):
        what = message("{needed} of {count} patterns cannot hold", needed=needed, count=len(branches))
        place = key_place(node, kind) if kind == "any" else place_of(node, kind, "n")
        problems.append(Problem(place, what, message("ask for 1 to {count}", count=max(1, len(branches)))))
        return None
    return _Group(needed, branches)


def _needed(node: Node, problems: list[Problem]) -> int:
    text = written(node, "at_least", "n")
    needed = number(text.text) if text else None
    if needed is None or needed != int(needed):
        problems.append(
            Problem(
                place_of(node, "at_least", "n"),
                message("n should be a whole number"),
                message("say how many of the patterns must hold"),
            )
        )
        return 1
    return int(needed)


def _count(branch: _Branch) -> int:
    return prod(_count_part(part) for part in branch)


def _count_part(part: Pattern | _Group) -> int:
    """How many alternatives: for a group the elementary symmetric polynomial of its branches."""
    if isinstance(part, Pattern):
        return 1
    sums = [1] + [0] * part.needed
    for branch in part.branches:
        count = _count(branch)
        for taken in range(part.needed, 0, -1):
            sums[taken] += sums[taken - 1] * count
    return sums[part.needed]


def _expand(branch: _Branch) -> list[Conjunction]:
    return [_joined(choice) for choice in product(*(_expand_part(part) for part in branch))]


def _expand_part(part: Pattern | _Group) -> list[Conjunction]:
    if isinstance(part, Pattern):
        return [(part,)]
    return [
        _joined(choice)
        for chosen in combinations(part.branches, part.needed)
        for choice in product(*(_expand(branch) for branch in chosen))
    ]


def _joined(conjunctions: Iterable[Sequence[Pattern]]) -> Conjunction:
    return tuple(pattern for conjunction in conjunctions for pattern in conjunction)
