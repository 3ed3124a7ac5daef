"""One generated job: entities of five attributes, and conditions over them in a neutral form.

Teams have agents and customer flows; agents and flows meet by the skill they have or need.
Everything follows from the size and the seed, so that all contestants, on all machines, get
the same job. Each contestant writes the conditions in its own way.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Any, Literal

Row = dict[str, Any]
"""An entity: its ``id`` and its attributes; one that is not known is left out."""

Facts = dict[str, list[Row]]
"""Entities by type."""

Kind = Literal["single", "reference", "exists", "count", "sum"]

VALUES = tuple(f"v{number}" for number in range(7))
"""The values of every attribute with a choice; each is as likely as the others."""

REFERENCES = {("agent", "team"): "team", ("flow", "team"): "team"}
PLURALS = {"team": "teams", "agent": "agents", "flow": "flows"}
CHOICES = {"team": ("site", "rhythm", "mission"), "agent": ("level",), "flow": ("channel", "priority")}
TRUTHS = {"team": "managed", "agent": "trained"}
NUMBERS = {"team": "size", "agent": "hours", "flow": "volume"}
LIKELY_TRUE = 0.8
LARGEST = 1_000
#: How many agents meet a flow by its skill, and a team by its members, on average.
MET = {"flow": 8, "team": 4}

RARE = 0.02
"""The share of questions that end in a fail where little is wrong."""

COMMON = 0.47
"""The same where much is."""


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
            subject's ``own`` passes ``other_tests``. ``count``: fewer than ``bound`` of them do.
            ``sum``: the numbers of all of them add up to more than ``bound``.
        subject: the entity type.
        tests: of the subject itself.
        own: the attribute of the subject by which it is joined; ``id`` for itself.
        key: the attribute of the others, or of the subject in a reference.
        other: the entity type of the others.
        other_tests: of the others.
        bound: for ``count`` and ``sum``.
    """

    id: str
    kind: Kind
    subject: str
    tests: tuple[Test, ...]
    own: str = ""
    key: str = ""
    other: str = ""
    other_tests: tuple[Test, ...] = ()
    bound: int = 0


@dataclass(frozen=True)
class Job:
    """What contestants get.

    Attributes:
        facts: the entities by type.
        conditions: what to find out.
    """

    facts: Facts
    conditions: tuple[Condition, ...]


def make_job(
    size: int, *, seed: int = 1, unknown: float = 0.0, conditions: int = 150, firing: float = RARE
) -> Job:
    """Generate a job.

    Args:
        size: how many entities.
        seed: another seed gives another job.
        unknown: the share of attributes that nobody knows.
        conditions: how many: a third look at one entity, a third join, a third count or add up.
        firing: about what share of all questions ends in a fail if everything is known.
    """
    facts = _facts(random.Random(f"facts {seed}"), size)  # noqa: S311 - nothing is kept secret here
    _forget(facts, random.Random(f"unknown {seed}"), unknown)  # noqa: S311
    made = _conditions(random.Random(f"conditions {seed}"), conditions, firing)  # noqa: S311
    return Job(facts, tuple(made))


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
        "hours": rng.randrange(LARGEST),
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


def _conditions(rng: random.Random, number: int, firing: float) -> Iterator[Condition]:
    """In turn one of a single entity, a join and an aggregate; of the last two there are two kinds each."""
    kinds = (_single, _reference, _count, _single, _exists, _sum)
    for index in range(number):
        yield kinds[index % len(kinds)](rng, f"C{index:04}", firing)


def _single(rng: random.Random, name: str, firing: float) -> Condition:
    """``flow.channel == 'v3' and flow.volume > 860``, and the like."""
    subject = rng.choice(("team", "agent", "flow"))
    return Condition(name, "single", subject, _passed_by(rng, subject, firing))


def _reference(rng: random.Random, name: str, firing: float) -> Condition:
    """``flow.channel == 'v3' and flow.team.site == 'v1'``, and the like."""
    subject, each = rng.choice(("agent", "flow")), math.sqrt(firing)
    tests, others = _passed_by(rng, subject, each), _passed_by(rng, "team", each)
    return Condition(name, "reference", subject, tests, "team", "team", "team", others)


def _exists(rng: random.Random, name: str, firing: float) -> Condition:
    """``any(a.level == 'v1' and a.hours > 870 for a in agents if a.skill == flow.skill)``, also guarded."""
    meeting, left = _meeting(rng, firing)
    share = -math.log(1 - left) / MET[meeting.subject]
    return replace(meeting, id=name, kind="exists", other_tests=_passed_by(rng, "agent", share))


def _count(rng: random.Random, name: str, firing: float) -> Condition:
    """``team.site == 'v1' and count(a for a in agents if a.team == team and a.trained) < 2``."""
    meeting, left = _meeting(rng, firing)
    share = min(1.0, _mean_below_two(left) / MET[meeting.subject])
    tests = _passed_by(rng, "agent", share)
    return replace(meeting, id=name, kind="count", other_tests=tests, bound=2)


def _sum(rng: random.Random, name: str, firing: float) -> Condition:
    """``sum(a.hours for a in agents if a.team == team) > 3240``, also guarded."""
    meeting, left = _meeting(rng, firing)
    met = MET[meeting.subject]
    spread = LARGEST * math.sqrt(met / 3)  # of a sum of so many even numbers, their number being random too
    bound = met * LARGEST / 2 + NormalDist().inv_cdf(1 - left) * spread
    return replace(meeting, id=name, kind="sum", bound=round(bound))


def _meeting(rng: random.Random, firing: float) -> tuple[Condition, float]:
    """Flows and the agents with their skill, or teams and theirs; and what share may still fire."""
    subject, own, key = rng.choice((("flow", "skill", "skill"), ("team", "id", "team")))
    guard, share = ((), 1.0) if rng.random() < 0.5 else ((_choice(rng, subject),), 1 / len(VALUES))
    if firing > share:
        guard, share = (_number(subject, math.sqrt(firing)),), math.sqrt(firing)
    return Condition("", "exists", subject, guard, own, key, "agent"), firing / share


def _passed_by(rng: random.Random, type_name: str, share: float) -> tuple[Test, ...]:
    """One or two tests that about this share of a type passes."""
    openers = [(1 / len(VALUES), _choice(rng, type_name))]
    if type_name in TRUTHS:
        likely = rng.random() < 0.5
        openers.append((LIKELY_TRUE if likely else 1 - LIKELY_TRUE, Test(TRUTHS[type_name], "==", likely)))
    part, opener = rng.choice(openers)
    if math.isclose(part, share, rel_tol=0.02):
        return (opener,)
    return (opener, _number(type_name, share / part)) if share < part else (_number(type_name, share),)


def _choice(rng: random.Random, type_name: str) -> Test:
    return Test(rng.choice(CHOICES[type_name]), "==", rng.choice(VALUES))


def _number(type_name: str, share: float) -> Test:
    """A number is above a bound for this share of a type."""
    return Test(NUMBERS[type_name], ">", round(LARGEST * (1 - share)) - 1)


def _mean_below_two(share: float) -> float:
    """The mean with which a number of the Poisson distribution is 0 or 1 in this share of all cases."""
    low, high = 0.0, 50.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if math.exp(-middle) * (1 + middle) > share else (low, middle)
    return low
