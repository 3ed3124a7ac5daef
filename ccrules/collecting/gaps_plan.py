"""The plan of interviews: whom to see, about what, in which order, and how long it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ccrules.collecting.gaps import NextQuestion


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of an interview.

    Attributes:
        name: for people.
        questions: what to ask, the most useful first.
        minutes: how long it takes.
    """

    name: str
    questions: tuple[NextQuestion, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """An interview with one person.

    Attributes:
        person: who usually knows; empty where the vocabulary does not say it.
        topics: what to talk about, the most useful first.
        minutes: how long it takes.
        alone: outcomes that single answers of this person settle.
    """

    person: str
    topics: tuple[Topic, ...]
    minutes: int
    alone: int


def meetings(found: Sequence[NextQuestion]) -> tuple[Meeting, ...]:
    """The interviews, the one with the most useful question first.

    Args:
        found: the questions, ranked.
    """
    return tuple(_meeting(person, asked) for person, asked in by_person(found).items())


def by_person(found: Iterable[NextQuestion]) -> dict[str, list[NextQuestion]]:
    """Questions by who usually knows, in the order of the first question to each."""
    return _grouped(found, lambda one: one.ask)


def _meeting(person: str, asked: Sequence[NextQuestion]) -> Meeting:
    topics = tuple(
        Topic(name, tuple(some), sum(one.minutes for one in some))
        for name, some in _grouped(asked, lambda one: one.topic or one.label).items()
    )
    return Meeting(person, topics, sum(one.minutes for one in topics), sum(one.alone for one in asked))


def _grouped(
    found: Iterable[NextQuestion], name: Callable[[NextQuestion], str]
) -> dict[str, list[NextQuestion]]:
    groups: dict[str, list[NextQuestion]] = {}
    for one in found:
        groups.setdefault(name(one), []).append(one)
    return groups
