"""The ways in which elements could match premises when something about them is not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ccrules.conditions.missing import Lack
from ccrules.engine.inference.protocol import SUBJECT, Element, Kind, Pattern, Program, Rule

Place = tuple[Kind, str, str]
"""A field of the elements of one kind and name."""

OUTCOMES: frozenset[Kind] = frozenset({"finding", "passed", "not_assessed"})
"""Kinds that exclude each other for one check and subject."""


@dataclass(frozen=True)
class Choice:
    """A field whose value is not known.

    Attributes:
        missing: names of the facts that would tell it, many of them as a group.
        tokens: the values it may have; None if it may have any.
    """

    missing: tuple[Lack, ...]
    tokens: frozenset[str] | None = None


@dataclass(frozen=True)
class Possible:
    """An element that may hold, or that holds but has fields not known.

    An entity whose attributes are partly unknown is given twice: as an element with what
    is known, and as this, with what is not.

    Attributes:
        kind: what sort of thing it is.
        name: check id or entity type.
        fields: known values as tokens.
        open: fields that are not known; ``subject`` too, if it is not known what there is at all.
        ref: its stable public id.
        missing: names of the facts that decide whether it holds at all, many of them as a group;
            none if it does.
    """

    kind: Kind
    name: str
    fields: Mapping[str, str]
    ref: str
    open: Mapping[str, Choice] = field(default_factory=dict)
    missing: tuple[Lack, ...] = ()


class Question(NamedTuple):
    """What a premise asks of an element: literal values, the fields it is joined by, and its subject."""

    kind: Kind
    name: str
    where: tuple[tuple[str, str], ...]
    joined: tuple[str, ...]
    about: bool


@dataclass(frozen=True)
class Reading:
    """One way in which an element could answer a question.

    Attributes:
        ref: the element's public id.
        assumed: the values taken for its open fields, and its outcome under the name ``""``.
        missing: the facts that would tell whether this is so; none if it is.
    """

    ref: str
    assumed: Mapping[str, str]
    missing: frozenset[Lack]


class Readings:
    """A program whose premises ask for readings, and the readings of what is given to it.

    Args:
        program: the rules.
        elements: what holds.
        possible: what may hold.

    Attributes:
        program: the same rules, in which a premise's name is the number of its question.
        elements: an element for each reading; its ``ref`` is the reading's number.
    """

    def __init__(self, program: Program, elements: Iterable[Element], possible: Iterable[Possible]) -> None:
        self._readings: list[Reading] = []
        self._numbers: dict[Question, str] = {}
        self._questions: dict[tuple[Kind, str], list[Question]] = defaultdict(list)
        self.program = Program(tuple(map(self._rewritten, program.rules)))
        certain, uncertain = list(map(_certain, elements)), list(possible)
        self._tokens = _Tokens(program, [*certain, *uncertain])
        self.elements = list(self._read(certain))
        # An entity that holds is among the elements, so only readings that assume something are new.
        self.elements += (each for each in self._read(uncertain) if self[str(each.ref)].missing)

    def __getitem__(self, ref: str) -> Reading:
        return self._readings[int(ref)]

    def _rewritten(self, rule: Rule) -> Rule:
        return replace(rule, patterns=tuple(self._asking(rule, pattern) for pattern in rule.patterns))

    def _asking(self, rule: Rule, pattern: Pattern) -> Pattern:
        if pattern.kind == "conclusion":
            return pattern  # has no open fields
        about = pattern.alias is not None and pattern.alias == rule.for_alias
        question = Question(pattern.kind, pattern.name, pattern.where, _joined_by(rule, pattern), about)
        if question not in self._numbers:
            self._numbers[question] = str(len(self._numbers))
            self._questions[pattern.kind, pattern.name].append(question)
        return replace(pattern, name=self._numbers[question], where=())

    def _read(self, possible: Iterable[Possible]) -> Iterator[Element]:
        for each in possible:
            for question in self._questions.get((each.kind, each.name), ()):
                for fields, reading in self._answers(question, each):
                    self._readings.append(reading)
                    yield Element(each.kind, self._numbers[question], fields, str(len(self._readings) - 1))

    def _answers(self, question: Question, each: Possible) -> Iterator[tuple[dict[str, str], Reading]]:
        about = {SUBJECT} if question.about else set()
        for taken in self._taken(question, each):
            known = {**taken, **each.fields}
            fields = {name: known[name] for name in {*question.joined, *about} & known.keys()}
            # An open subject that nothing joins stays open: the conclusion is about something unnamed.
            lacking = [each.open[name] for name in {*taken, *(about & each.open.keys() - known.keys())}]
            missing = frozenset(each.missing).union(*(choice.missing for choice in lacking))
            outcome = {"": each.kind} if each.kind in OUTCOMES else {}
            yield fields, Reading(each.ref, {**taken, **outcome}, missing)

    def _taken(self, question: Question, each: Possible) -> list[dict[str, str]]:
        """All ways to choose the open fields so that the question is answered."""
        ways: list[dict[str, str]] = [{}]
        open_ones = each.open.keys() - each.fields.keys()
        for name, token in question.where:
            if name in open_ones and _allows(each.open[name], token):
                ways = [{**way, name: token} for way in ways]
            elif each.fields.get(name) != token:
                return []
        for name in question.joined:
            if name in open_ones - dict(question.where).keys():
                tokens = self._tokens.of(each, name)
                ways = [{**way, name: token} for way in ways for token in tokens]
        return ways


def _allows(choice: Choice, token: str) -> bool:
    return choice.tokens is None or token in choice.tokens


def _certain(element: Element) -> Possible:
    """An element that holds, seen as one about which nothing is open."""
    return Possible(element.kind, element.name, element.fields, str(element.ref))


def _joined_by(rule: Rule, pattern: Pattern) -> tuple[str, ...]:
    """The fields of a premise that are compared with those of others."""
    own = {same.field for same in pattern.same}
    if pattern.alias is not None:
        every = (same for other in rule.patterns for same in other.same)
        own |= {same.other for same in every if same.alias == pattern.alias}
    return tuple(sorted(own))


class _Tokens:
    """The values that an open field may take: those it is said to have, or those it could be joined to."""

    def __init__(self, program: Program, elements: Iterable[Possible]) -> None:
        self._partners: dict[Place, set[Place]] = defaultdict(set)
        for rule in program.rules:
            for one, other in _joined(rule):
                self._partners[one].add(other)
                self._partners[other].add(one)
        self._seen: dict[Place, set[str]] = defaultdict(set)
        self._subjects: set[str] = set()
        for element in elements:
            self._note(element)

    def _note(self, element: Possible) -> None:
        for name, token in element.fields.items():
            self._seen[element.kind, element.name, name].add(token)
        for name, choice in element.open.items():
            self._seen[element.kind, element.name, name].update(choice.tokens or ())
        if SUBJECT in element.fields:
            self._subjects.add(element.fields[SUBJECT])

    def of(self, each: Possible, name: str) -> list[str]:
        """The tokens to try for an open field, sorted."""
        tokens = each.open[name].tokens
        if tokens is not None:
            return sorted(tokens)
        partners = self._partners[each.kind, each.name, name]
        return sorted(set[str]().union(*map(self._at, partners)))

    def _at(self, place: Place) -> set[str]:
        return self._subjects if place[0] == "conclusion" else self._seen[place]


def _joined(rule: Rule) -> Iterator[tuple[Place, Place]]:
    called = {pattern.alias: pattern for pattern in rule.patterns}
    for pattern in rule.patterns:
        for own, alias, other in pattern.same:
            yield (pattern.kind, pattern.name, own), (called[alias].kind, called[alias].name, other)
