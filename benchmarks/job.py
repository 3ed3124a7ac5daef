"""One generated job: entities of five attributes, and conditions over them in a neutral form.

Teams have agents and customer flows; agents and flows meet by the skill they have or need.
Everything follows from the size and the seed, so that all contestants, on all machines, get
the same job. Each contestant writes the conditions in its own way.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

Row = dict[str, Any]
"""An entity: its ``id`` and its attributes; one that is not known is left out."""

Facts = dict[str, list[Row]]
"""Entities by type."""

Kind = Literal["single", "reference", "exists", "count"]

VALUES = tuple(f"v{number}" for number in range(7))
"""The values of every attribute with a choice; each is as likely as the others."""

REFERENCES = {("agent", "team"): "team", ("flow", "team"): "team"}
PLURALS = {"team": "teams", "agent": "agents", "flow": "flows"}
CHOICES = {
    "team": ("site", "rhythm", "mission"),
    "agent": ("level", "contract"),
    "flow": ("channel", "priority"),
}
LIKELY_TRUE = 0.8
LARGEST = 1_000


@dataclass(frozen=True)
class Test:
    """A comparison of one attribute with a constant.

    Attributes:
        attribute: the attribute.
        operator: ``==`` or ``>``.
        value: the constant: a text, a truth value, or for ``>`` a number.
    """

    attribute: str
    operator: Literal["==", ">"]
    value: str | bool | int


@dataclass(frozen=True)
class Condition:
    """A condition that a subject fails if all its parts hold.

    Attributes:
        id: its name.
        kind: ``single``: nothing but ``tests``. ``reference``: what ``key`` refers to passes
            ``other_tests``. ``exists``: some entity of type ``other`` whose ``key`` is the
            subject's ``own`` passes ``other_tests``. ``count``: fewer than ``fewer_than`` do.
        subject: the entity type.
        tests: of the subject itself.
        own: the attribute of the subject by which it is joined; ``id`` for itself.
        key: the attribute of the others, or of the subject in a reference.
        other: the entity type of the others.
        other_tests: of the others.
        fewer_than: the bound for ``count``.
    """

    id: str
    kind: Kind
    subject: str
    tests: tuple[Test, ...]
    own: str = ""
    key: str = ""
    other: str = ""
    other_tests: tuple[Test, ...] = ()
    fewer_than: int = 0


@dataclass(frozen=True)
class Job:
    """What contestants get.

    Attributes:
        facts: the entities by type.
        conditions: what to find out.
    """

    facts: Facts
    conditions: tuple[Condition, ...]


def make_job(size: int, *, seed: int = 1, unknown: float = 0.0, conditions: int = 150) -> Job:
    """Generate a job.

    Args:
        size: how many entities.
        seed: another seed gives another job.
        unknown: the share of attributes that nobody knows.
        conditions: how many; half of them are joins.
    """
    facts = _facts(random.Random(f"facts {seed}"), size)  # noqa: S311 - nothing is kept secret here
    _forget(facts, random.Random(f"unknown {seed}"), unknown)  # noqa: S311
    return Job(facts, tuple(_conditions(random.Random(f"conditions {seed}"), conditions)))  # noqa: S311


# --- facts -----------------------------------------------------------------------------


def _facts(rng: random.Random, size: int) -> Facts:
    """Four agents in a team, eight with the same skill, and half of all are flows."""
    teams, agents = size // 10, size * 2 // 5
    skills = [f"s{number}" for number in range(max(1, agents // 8))]
    team_ids = [f"t{number}" for number in range(teams)]
    return {
        "team": [_team(rng, id_) for id_ in team_ids],
        "agent": [_agent(rng, f"a{number}", team_ids, skills) for number in range(agents)],
        "flow": [_flow(rng, f"f{number}", team_ids, skills) for number in range(size - teams - agents)],
    }


def _team(rng: random.Random, id_: str) -> Row:
    return {
        "id": id_,
        **{name: rng.choice(VALUES) for name in CHOICES["team"]},
        "managed": rng.random() < LIKELY_TRUE,
        "size": rng.randrange(LARGEST),
    }


def _agent(rng: random.Random, id_: str, teams: list[str], skills: list[str]) -> Row:
    return {
        "id": id_,
        "team": rng.choice(teams),
        "skill": rng.choice(skills),
        **{name: rng.choice(VALUES) for name in CHOICES["agent"]},
        "trained": rng.random() < LIKELY_TRUE,
    }


def _flow(rng: random.Random, id_: str, teams: list[str], skills: list[str]) -> Row:
    return {
        "id": id_,
        "team": rng.choice(teams),
        "skill": rng.choice(skills),
        **{name: rng.choice(VALUES) for name in CHOICES["flow"]},
        "volume": rng.randrange(LARGEST),
    }


def _forget(facts: Facts, rng: random.Random, share: float) -> None:
    for rows in facts.values():
        for row in rows:
            for name in [name for name in row if name != "id" and rng.random() < share]:
                del row[name]


# --- conditions ------------------------------------------------------------------------


def _conditions(rng: random.Random, number: int) -> Iterator[Condition]:
    """Half single, half joins of three kinds in turn."""
    joins: list[Callable[[random.Random, str], Condition]] = [_reference, _exists, _count]
    for index in range(number):
        name = f"C{index:04}"
        yield joins[index // 2 % 3](rng, name) if index % 2 else _single(rng, name)


def _choice(rng: random.Random, type_name: str) -> Test:
    return Test(rng.choice(CHOICES[type_name]), "==", rng.choice(VALUES))


def _single(rng: random.Random, name: str) -> Condition:
    """``flow.channel == 'v3' and flow.volume > 850``, and the like."""
    subject = rng.choice(("team", "agent", "flow"))
    second = {
        "team": Test("managed", "==", False),
        "agent": Test("trained", "==", False),
        "flow": Test("volume", ">", 50 * rng.randrange(15, 20)),
    }
    return Condition(name, "single", subject, (_choice(rng, subject), second[subject]))


def _reference(rng: random.Random, name: str) -> Condition:
    """``flow.channel == 'v3' and flow.team.site == 'v1'``."""
    subject = rng.choice(("agent", "flow"))
    tests, others = (_choice(rng, subject),), (_choice(rng, "team"),)
    return Condition(name, "reference", subject, tests, "team", "team", "team", others)


def _exists(rng: random.Random, name: str) -> Condition:
    """``any(a.level == 'v1' and not a.trained for a in agents if a.skill == flow.skill)``, also guarded."""
    others = (_choice(rng, "agent"), Test("trained", "==", False))
    return _met(rng, name, "exists", others, 0)


def _count(rng: random.Random, name: str) -> Condition:
    """``team.site == 'v1' and count(a for a in agents if a.team == team and a.trained) < 2``."""
    return _met(rng, name, "count", (Test("trained", "==", True),), 2)


def _met(rng: random.Random, name: str, kind: Kind, others: tuple[Test, ...], fewer: int) -> Condition:
    """Flows and the agents with their skill, or teams and their agents."""
    subject, own, key = rng.choice((("flow", "skill", "skill"), ("team", "id", "team")))
    guarded = rng.random() < 0.5 or (subject, kind) == ("team", "count")
    guard = (_choice(rng, subject),) if guarded else ()
    return Condition(name, kind, subject, guard, own, key, "agent", others, fewer)
