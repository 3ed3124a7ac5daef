"""What conditions can be for many entities at once is what they can be for each of them alone."""

from __future__ import annotations

import ast
import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccrules.conditions import plainly, tree
from ccrules.conditions import possible as p
from ccrules.conditions.columns import Table
from ccrules.conditions.compiler import outcome
from ccrules.conditions.evaluator import Evaluator
from ccrules.conditions.masks import Connected, masks_of, part_of
from ccrules.conditions.plainly import Plainly
from ccrules.conditions.possible import Choice, Mask
from ccrules.conditions.runtime import NAMESPACE
from ccrules.engine.checks import CheckRunner, Outcomes
from ccrules.facts.base import Entity, FactBase
from ccrules.pipeline import load_facts, load_rulesets
from ccrules.ruleset.model import Method
from ccrules.values import (
    NONE,
    NOT_APPLICABLE,
    NOT_COLLECTED,
    UNKNOWN,
    Computed,
    Duration,
    Interval,
    NotPlain,
    OneOf,
    PartialSet,
)
from tests.conditions import worlds
from tests.conditions.conditions import OPERATORS, conditions, logic, simple
from tests.conditions.test_sharing import Alone
from tests.effort import examples

ASKED = (NOT_COLLECTED, NOT_COLLECTED, UNKNOWN)


def mostly(known: Sequence[Any], *more: Any) -> st.SearchStrategy[Any]:
    """A plain value, or a hole of any sort."""
    return st.sampled_from([*known, *known, *ASKED, NOT_APPLICABLE, *more])


boxes = st.fixed_dictionaries(
    {
        "tracked": mostly([True, False], OneOf((True, False))),
        "sure": st.sampled_from([True, False, NOT_COLLECTED]),
        "volume": mostly([0, 2, 2.0, 9, 0.5], Interval(2, 9), Computed(p.Range(0, 2, na=True))),
        "delta": st.sampled_from([-5, 0, 5, NOT_COLLECTED]),
        "kind": mostly(["low", "mid", "top"], OneOf(("low", "top"))),
        "owner": mostly(["agent0", "agent1", "agent2"], NONE, ("agent0", "agent2")),
        "seen": mostly([datetime.date(2025, 1, 31), datetime.date(2026, 9, 30)], NONE),
        "rhythm": mostly([Duration(days=7), Duration(months=1), Duration(seconds=2_629_746)], NONE),
        "scores": mostly([worlds.DOMAINS["scores"][0], worlds.DOMAINS["scores"][2]]),
    }
)
agents = st.fixed_dictionaries(
    {
        "skills": mostly(
            [frozenset({"x"}), frozenset(), frozenset({"x", "y"})], PartialSet(frozenset({"y"})), NONE
        ),
        "team": mostly(["team0", "team1"], NONE),
        "age": st.sampled_from([0, 3, 9, NOT_COLLECTED, Interval(0, 3)]),
    }
)
plain_boxes = st.fixed_dictionaries(
    {
        "tracked": st.booleans(),
        "sure": st.booleans(),
        "volume": st.sampled_from([0, 2, 9]),
        "delta": st.sampled_from([-5, 0, 5]),
        "kind": st.sampled_from(["low", "mid", "top"]),
        "owner": st.sampled_from(["agent0", "agent1", "agent2"]),
        "seen": st.sampled_from([datetime.date(2025, 1, 31), datetime.date(2026, 9, 30)]),
    }
)
many = st.fixed_dictionaries(
    {
        "boxes": st.one_of(
            st.lists(boxes, min_size=1, max_size=24),
            st.lists(plain_boxes, min_size=1, max_size=24),
        ),
        "agents": st.lists(agents, min_size=3, max_size=9),
        "teams": st.just([{"open": True}, {"open": NOT_COLLECTED}]),
        "organisation": st.fixed_dictionaries({"size": st.sampled_from([2, NOT_COLLECTED])}),
        "partial": st.sampled_from([frozenset(), frozenset(), frozenset({"box"}), frozenset({"agent"})]),
    }
)


def facts_of(world: Mapping[str, Any]) -> FactBase:
    """The fact base; a pair of ids is a reference to one of two."""
    rows = [dict(row) for row in world["boxes"]]
    pairs = {n: row.pop("owner") for n, row in enumerate(rows) if isinstance(row.get("owner"), tuple)}
    facts = worlds.base(**{**world, "boxes": rows})
    staff = facts.collections["agent"].by_id
    for number, ids in pairs.items():
        facts.collections["box"].members[number].__dict__["owner"] = OneOf(tuple(staff[one] for one in ids))
    return facts


def keyed(row: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Conditions over the members with one key, or over all."""
    join = st.sampled_from(
        [
            "b.owner == box.owner",
            "b.kind == box.kind",
            "b.tracked == box.tracked",
            "b.volume == box.volume",
            "b.delta == box.volume",
            "b.seen == box.seen",
            "b.rhythm == box.rhythm",
            "b.owner == box.owner and b.sure",
            "b.kind == 'low'",
            "b.delta > 0",
        ]
    )
    rows = st.one_of(join, st.builds("{} and {}".format, join, row))
    value = st.sampled_from(["b.volume", "b.delta", "b.owner.age", "b.volume * 2"])
    staff = st.sampled_from(["a.team == box.owner.team", "'y' in a.skills", "a == box.owner", "a.age > 2"])
    bound = st.integers(0, 4)
    return st.one_of(
        st.builds("count(b for b in boxes if {}) {} {}".format, rows, OPERATORS, bound),
        st.builds("{} {} count(b for b in boxes if {})".format, bound, OPERATORS, rows),
        st.builds("count(b for b in boxes if {}) {} organisation.size".format, rows, OPERATORS),
        st.builds("count(b for b in boxes if {}) {} box.volume".format, rows, OPERATORS),
        st.builds(
            "{}({} for b in boxes if {})".format,
            st.sampled_from(["any", "all"]),
            st.one_of(row, st.just("b.sure")),
            rows,
        ),
        st.builds("sum({} for b in boxes if {}) {} {}".format, value, rows, OPERATORS, st.integers(-9, 30)),
        st.builds("mean({} for b in boxes if {}) {} {}".format, value, rows, OPERATORS, bound),
        st.builds("count(a for a in agents if {}) {} {}".format, staff, OPERATORS, bound),
        st.builds("any(count(b for b in boxes if b.owner == a) > 1 for a in agents if {})".format, staff),
    )


def row_conditions() -> st.SearchStrategy[str]:
    """Conditions on a box, joins and all."""
    return logic(st.one_of(simple("box"), keyed(logic(simple("b")))))


def alone(facts: FactBase, node: tree.Node, box: Entity) -> Mask:
    """What the evaluator says of one box, sharing nothing."""
    return Alone(facts).mask(node, {"box": Choice((box,))})


@settings(max_examples=examples(2500), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.one_of(conditions(), row_conditions()), world=many)
def test_masks_are_those_of_each_entity_alone(text: str, world: Mapping[str, Any]) -> None:
    when = worlds.question(text).when
    facts = facts_of(world)
    members = facts.collections["box"].members
    expected = [alone(facts, when, box) for box in members]
    part = part_of(when, "box")
    for _ in range(2):  # the second time, whatever can be compiled is
        evaluator = Evaluator(facts)
        assert list(part.masks(evaluator, evaluator.tables.of(members))) == expected
    some = members[::3]
    assert list(masks_of(Evaluator(facts), when, "box", some)) == expected[::3]


@settings(max_examples=examples(1000), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=row_conditions(), world=many, data=st.data())
def test_of_those_that_do_not_matter_anything_may_be_said(
    text: str, world: Mapping[str, Any], data: st.DataObject
) -> None:
    when = worlds.question(text).when
    facts = facts_of(world)
    members = facts.collections["box"].members
    asked = bytes(data.draw(st.lists(st.integers(0, 1), min_size=len(members), max_size=len(members))))
    evaluator = Evaluator(facts)
    found = part_of(when, "box").masks(evaluator, Table(members), asked)
    for box, mask, matters in zip(members, found, asked, strict=True):
        assert 0 < mask < 8
        if matters:
            assert mask == alone(facts, when, box)


@settings(max_examples=examples(1000), deadline=None, suppress_health_check=list(HealthCheck))
@given(first=row_conditions(), second=row_conditions(), world=many)
def test_where_few_are_left_all_others_are_decided(first: str, second: str, world: Mapping[str, Any]) -> None:
    when = worlds.question(f"({first}) and ({second}) and box.kind == 'low'").when
    facts = facts_of(world)
    members = facts.collections["box"].members
    evaluator = Evaluator(facts)
    places, masks = Connected("and", [part_of(when, "box")]).narrowed(evaluator, Table(members))
    found = dict(zip(places, masks, strict=True))
    assert [found.get(n, p.FALSE) for n in range(len(members))] == [
        alone(facts, when, box) for box in members
    ]


def sorted_by_outcome(outcomes: Outcomes) -> dict[str, list[str]]:
    """The ids of the subjects, by what came of them."""
    return {
        "failed": [one.id for one in outcomes.failed],
        "passed": [one.id for one in outcomes.passed],
        "open": [one.subject.id for one in outcomes.open if one.subject],
        "inapplicable": [one.subject.id for one in outcomes.inapplicable if one.subject],
    }


@settings(max_examples=examples(800), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    when=st.one_of(conditions(), row_conditions()),
    applies=st.one_of(st.just(""), row_conditions()),
    world=many,
    times=st.sampled_from([1, 3]),
)
def test_a_check_sorts_its_subjects_as_the_evaluator_does(
    when: str, applies: str, world: Mapping[str, Any], times: int
) -> None:
    facts = facts_of({**world, "boxes": [*world["boxes"]] * times})
    asked = worlds.question(when, applies=applies)
    found = CheckRunner(facts, {}).run(worlds.check(asked))
    names = ["failed", "passed", "open", "inapplicable", "inapplicable", "open", "open", "open"]
    expected: dict[str, list[str]] = {name: [] for name in names}
    for box in facts.collections["box"].members:
        guard = p.TRUE if asked.applies is None else alone(facts, asked.applies, box)
        expected[names[outcome(guard, alone(facts, asked.when, box))]].append(box.id)
    if found.broken:  # too many steps; nothing is judged then
        return
    assert sorted_by_outcome(found) == expected
    assert len(found.passed) == len(expected["passed"])


# --- what is said of a few kinds of facts ----------------------------------------------


def masks_for(text: str, facts: FactBase) -> list[Mask]:
    members = facts.collections["box"].members
    evaluator = Evaluator(facts)
    when = worlds.question(text).when
    found = list(part_of(when, "box").masks(evaluator, evaluator.tables.of(members)))
    assert found == [alone(facts, when, box) for box in members]
    return found


@pytest.mark.parametrize(
    ("text", "masks"),
    [
        ("count(b for b in boxes if b.owner == box.owner and b.sure) > 1", [1, 1, 2, 3, 2]),
        ("count(b for b in boxes if b.owner == box.owner) == 1", [2, 2, 3, 3, 2]),
        ("any(b.sure for b in boxes if b.owner == box.owner)", [1, 1, 3, 3, 2]),
        ("all(b.sure for b in boxes if b.owner == box.owner)", [3, 3, 2, 3, 1]),
        ("sum(b.delta for b in boxes if b.owner == box.owner) >= 5", [3, 3, 3, 3, 2]),
        ("count(b for b in boxes if b.sure) > 2", [3, 3, 3, 3, 3]),
    ],
)
def test_gathered_aggregates(text: str, masks: list[Mask]) -> None:
    rows = [
        {"owner": "agent0", "sure": True, "delta": 5},
        {"owner": "agent0", "sure": True, "delta": -5},
        {"owner": "agent1", "sure": False, "delta": 0},
        {"owner": NOT_COLLECTED, "sure": NOT_COLLECTED, "delta": 5},
        {"owner": NONE, "sure": False, "delta": 5},
    ]
    facts = worlds.base(boxes=rows, agents=[{}, {}], teams=[])
    assert masks_for(text, facts) == masks


@pytest.mark.parametrize(
    "doubtful",
    [
        {"owner": NOT_COLLECTED},
        {"owner": UNKNOWN, "delta": -5},
        {"volume": NOT_COLLECTED},
        {"volume": Interval(2, 4)},
        {"volume": Computed(p.Range(2, 2, na=True))},
        {"kind": OneOf(("low", "top")), "delta": NOT_COLLECTED},
        {"kind": NOT_COLLECTED, "delta": -5},
        {"tracked": NOT_COLLECTED, "delta": 5},
        {"tracked": OneOf((True, False))},
        {"delta": NOT_COLLECTED},
        {"owner": NONE, "kind": NOT_APPLICABLE},
    ],
)
@pytest.mark.parametrize("join", ["owner", "volume", "kind", "tracked", "delta"])
def test_members_whose_key_is_in_doubt(join: str, doubtful: dict[str, Any]) -> None:
    row = {"owner": "agent0", "volume": 2, "kind": "low", "tracked": True, "delta": 5, "sure": True}
    rows = [
        row,
        {**row, "delta": -5},
        {**row, **doubtful},
        {**row, "kind": "mid", "owner": "agent1", "volume": 9},
    ]
    facts = worlds.base(boxes=rows * 3, agents=[{}, {}], teams=[])
    loop = f"for b in boxes if b.{join} == box.{join}"
    for text in (
        *(f"count(b {loop} and b.sure) > {bound}" for bound in (2, 5, 8, 11)),
        *(f"sum(b.delta {loop}) > {bound}" for bound in (-50, -20, -1, 4, 14, 44)),
        *(f"sum(b.volume {loop}) > {bound}" for bound in (5, 17, 30)),
        f"any(b.delta < 0 {loop})",
        f"all(b.delta < 0 {loop})",
        "count(b for b in boxes if b.delta == box.volume) > 0",
    ):
        masks_for(text, facts)


def test_a_collection_that_nobody_collected() -> None:
    facts = worlds.base(boxes=[{"owner": NOT_COLLECTED, "volume": 3}] * 9)
    for bound in ("0", "box.volume"):
        masks_for(f"count(a for a in agents if a.team == box.owner.team) > {bound}", facts)
        masks_for(f"count(a for a in agents if a.age == 3) > {bound}", facts)


def test_a_whole_number_is_not_the_fraction_it_equals() -> None:
    whole = 10**20
    rows = [{"volume": value} for value in (whole, float(whole), whole, float(whole))]
    facts = worlds.base(boxes=rows, agents=[], teams=[])
    assert masks_for("box.volume + 1 > box.volume", facts) == [p.TRUE, p.FALSE, p.TRUE, p.FALSE]


SKILLS = {
    "ruleset": "skills",
    "version": "1.0.0",
    "entities": {
        "flow": {"plural": "flows", "attributes": {"skill": {"type": "text"}, "volume": {"type": "number"}}},
        "agent": {
            "plural": "agents",
            "attributes": {
                "skills": {"type": "text", "set": True},
                "main": {"type": "text"},
                "hours": {"type": "number"},
                "points": {"type": "int"},
                "calls": {"type": "int", "min": 0},
                "trained": {"type": "bool"},
            },
        },
    },
    "checks": [
        {"id": f"S-{n}", "title": "S", "for": "flow", "severity": "low", "message": "m", "when": when}
        for n, when in enumerate(
            [
                "count(a for a in agents if flow.skill in a.skills and a.trained) < 2",
                "count(a for a in agents if flow.skill in a.skills) == 1",
                "any(a.trained for a in agents if flow.skill in a.skills)",
                "not all(a.trained for a in agents if flow.skill in a.skills)",
                "sum(a.hours for a in agents if flow.skill in a.skills) > 30",
                "sum(a.hours for a in agents if a.main == flow.skill) > 30.3",
                "sum(a.hours for a in agents if a.main == flow.skill and a.trained) < flow.volume",
                "sum(a.hours for a in agents if a.main == 'x') < 20.2",
                "sum(a.points for a in agents if a.main == flow.skill) > 3",
                "sum(a.calls for a in agents if a.main == flow.skill) > 6",
                "sum(a.points for a in agents if flow.skill in a.skills and a.trained) > -6",
                "flow.volume > 5 and count(a for a in agents if a.main == flow.skill) < 2",
            ]
        )
    ],
}
flows = st.lists(
    st.fixed_dictionaries(
        {}, optional={"skill": st.sampled_from(["x", "y", "z", "none"]), "volume": st.integers(0, 9)}
    ),
    min_size=20,
    max_size=30,
)
staff = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "skills": st.lists(st.sampled_from(["x", "y", "unknown"]), unique=True, max_size=3),
            "main": st.sampled_from(["x", "y", "none", "unknown"]),
            "hours": st.sampled_from([0.1, 10.1, 20.2, "5..20", "unknown"]),
            "points": st.sampled_from([-5, -5, 7, "unknown"]),
            "calls": st.sampled_from([3, 3, "2..9"]),
            "trained": st.booleans(),
        },
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def method() -> Method:
    return load_rulesets(SKILLS)


@settings(max_examples=examples(500), deadline=None, suppress_health_check=list(HealthCheck))
@given(flows=flows, agents=staff, partial=st.sampled_from([[], ["agents"]]))
def test_joins_by_the_elements_of_sets(
    flows: list[dict[str, Any]], agents: list[dict[str, Any]], partial: list[str], method: Method
) -> None:
    rows = {
        name: [{"id": f"{name}{n}", **row} for n, row in enumerate(some)]
        for name, some in (("flows", flows), ("agents", agents))
    }
    facts = load_facts({"assessment": {"partial": partial}, **rows}, method)
    for check in method.checks.values():
        found = sorted_by_outcome(CheckRunner(facts, {}).run(check))
        expected: dict[str, list[str]] = {name: [] for name in found}
        for flow in facts.collections["flow"].members:
            mask = Alone(facts).mask(check.question.when, {"flow": Choice((flow,))})
            name = {p.TRUE: "failed", p.FALSE: "passed", p.NA: "inapplicable"}.get(mask, "open")
            expected[name].append(flow.id)
        assert found == expected, check.when


def test_two_durations_of_equal_length_are_two() -> None:
    month, as_long = Duration(months=1), Duration(seconds=2_629_746)
    assert month == as_long
    rows = [{"seen": datetime.date(2026, 10, 1), "rhythm": rhythm} for rhythm in (month, as_long)]
    facts = worlds.base(boxes=rows, agents=[], teams=[], today=datetime.date(2026, 11, 1))
    assert masks_for("age(box.seen) > box.rhythm", facts) == [p.FALSE, p.TRUE]


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">=", "==", "!="])
@pytest.mark.parametrize("negated", [False, True])
def test_a_look_up_among_sorted_values(operator: str, negated: bool) -> None:
    rows = [{"volume": value} for value in (5, 1, 5.0, 3, NOT_COLLECTED, 9, 0.5, Interval(4, 6), NONE)]
    facts = worlds.base(boxes=rows, agents=[], teams=[])
    for text in (
        f"box.volume {operator} 5",
        f"5 {operator} box.volume",
        f"params.limit {operator} box.volume",
    ):
        masks_for(f"not {text}" if negated else text, facts)


def test_a_value_that_is_not_a_number_is_in_no_order() -> None:
    rows = [{"volume": value} for value in (5.0, float("nan"), 1.0, 9.0, float("nan"), 3.0)]
    masks_for("box.volume > 2", worlds.base(boxes=rows, agents=[], teams=[]))


def test_what_python_can_not_compile_is_evaluated(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> None:
        raise MemoryError

    monkeypatch.setattr(plainly, "code_of", refuse)
    rows = [{"volume": volume, "delta": 0} for volume in (0, 9, NOT_COLLECTED)] * 4
    facts = worlds.base(boxes=rows, agents=[], teams=[])
    masks_for("box.volume + box.delta > 3 or count(b for b in boxes if b.volume == box.volume) > 2", facts)


def test_no_hole_is_ever_a_key() -> None:
    for hole in (NOT_COLLECTED, Interval(1, 2), OneOf((1, 2)), Computed(3), PartialSet(frozenset())):
        assert isinstance(hole, NotPlain)
        facts = worlds.base(boxes=[{"volume": hole}, {"volume": 1}] * 5, agents=[], teams=[])
        column = Table(facts.collections["box"].members).column((("volume",),))
        assert list(column.numbers) == [1, 0] * 5
        assert (column.known, list(column.ends)) == (1, [1, hole])


@settings(max_examples=examples(300), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=row_conditions())
def test_generated_code_names_nothing_of_the_author(text: str) -> None:
    source = Plainly(worlds.question(text).when, "box").source()
    module = ast.parse(source)
    names = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
    own = {"things", "s", "any", "all", "sum", "len", "frozenset", "bool"}
    assert all(name in own or name in NAMESPACE or name[1:].isdigit() for name in names), names
    attributes = {node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute)}
    assert not any(name.startswith("_") for name in attributes)
