"""Mutants of inferences: a premise, an alternative, a join or a condition fewer, or other numbers needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ccrules.documents import Node, read_document
from ccrules.engine.inference import AllOf, AtLeast, expand
from ccrules.engine.inference.protocol import MAX_PATTERNS
from ccrules.errors import InputError, Message, Place, Problem, UsageError, message
from ccrules.ruleset.model import Inference, Premise
from ccrules.ruleset.nodes import entries, find, items, key_place, place_of, written
from ccrules.testing.mutants import Mutant

#: A premise as written: a pattern, or a group of alternatives.
Part = Premise | AllOf[Premise] | AtLeast[Premise]
Parts = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class InferenceMutant(Mutant):
    """A mutant of an inference.

    Attributes:
        inference: the changed rule.
    """

    inference: Inference


@dataclass(frozen=True, slots=True)
class _Change:
    kind: str
    place: Place
    before: str
    after: str
    kills: Message
    when: Parts


def inference_mutants(inference: Inference, node: Node | None) -> Iterator[InferenceMutant]:
    """Every mutant of an inference that is a sound rule itself, in the order of its premises.

    Args:
        inference: the rule.
        node: the rule as written.
    """
    by_place = {premise.place: premise for patterns in inference.alternatives for premise in patterns}
    written_parts = _parts(items(node, "when"), by_place)
    for change in _changes(items(node, "when"), written_parts, lambda when: when, outermost=True):
        mutant = _changed(inference, change.when)
        if mutant is not None and mutant.alternatives != inference.alternatives:
            yield InferenceMutant(
                rule=inference.id,
                kind=change.kind,
                field="when",
                place=change.place,
                before=change.before,
                after=change.after,
                kills=change.kills,
                inference=mutant,
            )


def rule_nodes(inferences: Sequence[Inference]) -> Mapping[str, Node]:
    """The nodes of inferences, by id, read again from their files."""
    found: dict[str, Node] = {}
    for file in dict.fromkeys(inference.place.file for inference in inferences):
        for node in items(read_document(Path(file)), "inferences"):
            if name := written(node, "id"):
                found.setdefault(name.text, node)
    return found


def _changed(inference: Inference, when: Parts) -> Inference | None:
    """The rule with other premises; None if it would be none."""
    try:
        alternatives = tuple(expand(when)) if when else ()
    except InputError:
        return None
    return (
        replace(inference, alternatives=alternatives)
        if alternatives and all(_is_sound(inference, premises) for premises in alternatives)
        else None
    )


def _is_sound(inference: Inference, premises: Sequence[Premise]) -> bool:
    """Whether there is one premise behind every name that joins and the conclusion refer to."""
    named = [premise.alias for premise in premises if premise.alias]
    used = {target.partition(".")[0] for premise in premises for target in premise.same.values()}
    clear = len(set(named)) == len(named) and used | ({inference.about} - {""}) <= set(named)
    return clear and 1 <= len(premises) <= MAX_PATTERNS


# --- what was written -------------------------------------------------------------------


def _parts(nodes: Sequence[Node], by_place: Mapping[Place, Premise]) -> Parts:
    return tuple(_part(node, by_place) for node in nodes)


def _part(node: Node, by_place: Mapping[Place, Premise]) -> Part:
    branches, count = _group(node)
    if not count:
        found = by_place.get(place_of(node))
        if found is None:
            raise UsageError(_changed_meanwhile(place_of(node)))
        return found
    return AtLeast(count, tuple(_branch(_parts(items(branch), by_place)) for branch in branches))


def _changed_meanwhile(place: Place) -> Problem:
    return Problem(place, message("the file has changed since it was read"), message("run it again"))


def _branch(parts: Parts) -> Part:
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _group(node: Node) -> tuple[list[Node], int]:
    """The branches of a group and how many of them must hold; 0 for a pattern."""
    if find(node, "any") is not None:
        return items(node, "any"), 1
    n = written(node, "at_least", "n")
    return (items(node, "at_least", "of"), int(float(n.text))) if n else ([], 0)


# --- changes ----------------------------------------------------------------------------

Around = Callable[[Parts], Parts]


def _changes(
    nodes: Sequence[Node], parts: Parts, around: Around, *, outermost: bool = False
) -> Iterator[_Change]:
    """The changes of a list of premises that must all hold; ``around`` puts the rest of the rule back."""
    for index, (node, part) in enumerate(zip(nodes, parts, strict=True)):
        rest = (*parts[:index], *parts[index + 1 :])

        def put(new: Part, index: int = index) -> Parts:
            return around((*parts[:index], new, *parts[index + 1 :]))

        if rest:
            kills = message("a case in which all premises hold but this one, and which expects no conclusion")
            yield _Change("premise", place_of(node), _text(node), "", kills, around(rest))
        if isinstance(part, Premise):
            yield from _of_pattern(node, part, put)
        elif isinstance(part, AtLeast):
            yield from _of_group(node, part, put)
    if outermost and len(parts) > 1:
        kills = message("a case in which some of the premises hold, and which expects no conclusion")
        before, after = "all of when", "any of when"
        yield _Change("quantifier", place_of(nodes[0]), before, after, kills, (AtLeast(1, parts),))


def _of_pattern(node: Node, premise: Premise, put: Callable[[Part], Parts]) -> Iterator[_Change]:
    for name in premise.where:
        place, text = key_place(node, "where", name), _pair(node, "where", name)
        kills = message("a case with {name} for which {part} does not hold", name=premise.name, part=text)
        rest = {key: value for key, value in premise.where.items() if key != name}
        yield _Change("filter", place, text, "", kills, put(replace(premise, where=rest)))
    for name in premise.same:
        place, text = key_place(node, "same", name), _pair(node, "same", name)
        kills = message("a case with {name} for which {part} does not hold", name=premise.name, part=text)
        rest_same = {key: value for key, value in premise.same.items() if key != name}
        yield _Change("join", place, text, "", kills, put(replace(premise, same=rest_same)))


def _of_group(node: Node, group: AtLeast[Premise], put: Callable[[Part], Parts]) -> Iterator[_Change]:
    branches, count = _group(node)
    yield from _other_counts(node, group, put)
    for index, (branch, option) in enumerate(zip(branches, group.options, strict=True)):
        rest = (*group.options[:index], *group.options[index + 1 :])
        if len(rest) >= count:
            part = _text(branch)
            kills = (
                message("a case in which {part} holds and none of the others", part=part)
                if count == 1
                else message("a case in which {part} is one of just {n} that hold", part=part, n=count)
            )
            without: Part = AtLeast(count, rest)
            yield _Change("alternative", place_of(branch), _text(branch), "", kills, put(without))

        def inside(new: Parts, index: int = index) -> Parts:
            options = (*group.options[:index], _branch(new), *group.options[index + 1 :])
            return put(AtLeast(count, options))

        listed = option.premises if isinstance(option, AllOf) else (option,)
        yield from _changes(items(branch), listed, inside)


def _other_counts(node: Node, group: AtLeast[Premise], put: Callable[[Part], Parts]) -> Iterator[_Change]:
    most, now, is_any = len(group.options), group.count, find(node, "any") is not None
    place = key_place(node, "any") if is_any else place_of(node, "at_least", "n")
    for count in (most,) if is_any else (now + 1, now - 1):
        if 1 <= count <= most and count != now:
            least = min(count, now)
            kills = (
                message("a case in which just {n} of them hold, and which expects no conclusion", n=least)
                if count < now
                else message("a case in which just {n} of them hold", n=least)
            )
            before, after = f"at least {now} of {most}", f"at least {count} of {most}"
            yield _Change("count", place, before, after, kills, put(AtLeast(count, group.options)))


def _pair(node: Node, part: str, name: str) -> str:
    value = written(node, part, name)
    return f"{name}: {value.text if value else ''}"


def _text(node: Node) -> str:
    """A premise on one line, as people write it."""
    if not list(entries(node)):
        return "[" + ", ".join(map(_text, items(node))) + "]"
    branches, count = _group(node)
    if count:
        return f"at least {count} of [" + ", ".join(map(_text, branches)) + "]"
    return ", ".join(f"{key}: {text.text}" for key, _, value in entries(node) if (text := written(value)))
