"""Functions over graphs: right where all is known, sound and tight where it is not."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ccrules.conditions import budget, missing
from ccrules.conditions import possible as p
from ccrules.conditions.checker import Scope, check_expression, check_question
from ccrules.conditions.evaluator import Evaluator
from ccrules.conditions.evidence import Evidence
from ccrules.conditions.missing import MissingFacts
from ccrules.conditions.possible import Choice, Range
from ccrules.conditions.presenting import presentable
from ccrules.conditions.written import Written
from ccrules.engine.checks import CheckRunner, Outcomes
from ccrules.errors import InputError
from ccrules.facts.base import Collection, Entity, FactBase, fact_name
from ccrules.facts.vocabulary import EntityType, Vocabulary
from ccrules.values import NONE, NOT_APPLICABLE, NOT_COLLECTED, Interval, OneOf, PartialSet
from tests.conditions.worlds import attribute, check
from tests.effort import examples

PLACE = EntityType(
    "place",
    "places",
    attributes={
        "next": attribute("next", "ref", to="place"),
        "near": attribute("near", "ref", to="place", set=True),
        "kind": attribute("kind", "enum", values=("low", "mid", "top"), always_applicable=True),
        "code": attribute("code", "text", always_applicable=True),
    },
)
ROAD = EntityType(
    "road",
    "roads",
    attributes={
        "tail": attribute("tail", "ref", to="place", always_applicable=True),
        "head": attribute("head", "ref", to="place", always_applicable=True),
        "open": attribute("open", "bool", always_applicable=True),
        "length": attribute("length", "number", minimum=0),
        "keeper": attribute("keeper", "ref", to="keeper", always_applicable=True),
    },
)
KEEPER = EntityType("keeper", "keepers", attributes={})
WHOLE = EntityType("organisation", singleton=True, attributes={})
VOCABULARY = Vocabulary({type_.name: type_ for type_ in (WHOLE, PLACE, ROAD, KEEPER)})
SCOPE = Scope(VOCABULARY)
PAIRS = "((r.tail, r.head) for r in roads if r.open)"
ENDS = [*(f"p{n}" for n in range(4)), "-"]

#: A road: where it starts, where it ends, whether it is open. None where nobody knows, "-" for no end.
Road = tuple[Any, Any, Any]
Edge = tuple[str, str]


def world(
    roads: Sequence[Road], *, places: int = 4, listed: bool = True, complete: bool = True, state: Any = None
) -> FactBase:
    """Places ``p0``, ``p1`` …, of which the first has the second for its ``next``, and roads.

    Args:
        roads: the roads.
        places: how many places.
        listed: whether these are all the roads.
        complete: whether these are all the places.
        state: of the list of roads.
    """
    members = tuple(Entity(PLACE, f"p{n}") for n in range(places))
    if places > 1:
        members[0].__dict__["next"] = members[1]
    known: dict[Any, Any] = {one.id: one for one in members} | {None: NOT_COLLECTED, "-": NONE}

    def end(value: Any) -> Any:
        return OneOf(tuple(known[one] for one in value)) if isinstance(value, list) else known[value]

    entities = tuple(
        Entity(
            ROAD,
            f"r{n}",
            {"tail": end(tail), "head": end(head), "open": NOT_COLLECTED if open_ is None else open_},
        )
        for n, (tail, head, open_) in enumerate(roads)
    )
    collections = {
        "place": Collection(PLACE, members, None, complete=complete),
        "road": Collection(ROAD, entities, state, complete=listed),
        "keeper": Collection(KEEPER, (Entity(KEEPER, "k0"), Entity(KEEPER, "k1")), None, complete=True),
    }
    return FactBase(VOCABULARY, collections, {"organisation": Entity(WHOLE, "organisation")})


def value(facts: FactBase, text: str, place: str = "p0") -> Any:
    """What an expression about a place can be."""
    node = check_expression(SCOPE, Written(text), "place")
    return Evaluator(facts).value(node, {"place": Choice((at(facts, place),))})


def at(facts: FactBase, place: str) -> Entity:
    return facts.collections["place"].by_id[place]


def missing_of(facts: FactBase, text: str, place: str = "p0") -> set[str]:
    """The facts that an expression about a place waits for."""
    found = MissingFacts(Evaluator(facts), {})
    found.collect(check_expression(SCOPE, Written(text), "place"), {"place": Choice((at(facts, place),))})
    return set(found.names)


def run(facts: FactBase, when: str, **let: str) -> Outcomes:
    """All outcomes of a condition on places."""
    named = {name: Written(text) for name, text in let.items()}
    question = check_question(SCOPE, "place", when=Written(when), let=named, severity=Written("high"))
    return CheckRunner(facts, {}).run(check(question))


# --- an oracle that shares nothing with the evaluator ----------------------------------


def reached(start: str, edges: set[Edge]) -> dict[str, int]:
    """How many steps away everything is."""
    found, level, steps = {start: 0}, {start}, 0
    while level:
        steps += 1
        level = {head for tail, head in edges if tail in level and head not in found}
        found |= dict.fromkeys(level, steps)
    return found


def both_ways(edges: set[Edge]) -> set[Edge]:
    return edges | {(head, tail) for tail, head in edges}


def on_cycle(edges: set[Edge]) -> bool:
    return any(tail == "p0" and "p0" in reached(head, edges) for tail, head in edges)


def separates(edges: set[Edge]) -> bool:
    """Whether two others are connected with ``p0`` and not without it."""
    rest = {edge for edge in both_ways(edges) if "p0" not in edge}
    around = reached("p0", both_ways(edges)).keys() - {"p0"}
    return any(other not in reached(first, rest) for first in around for other in around)


REACHES, HOPS, ON_CYCLE = (
    f"reaches(place, place.next, {PAIRS})",
    f"hops(place, place.next, {PAIRS})",
    f"on_cycle(place, {PAIRS})",
)
CONNECTED, SEPARATES = f"connected(place, place.next, {PAIRS})", f"separates(place, {PAIRS})"
#: What each function is for the open roads of a world in which all is known; None: not applicable.
ORACLE: dict[str, Callable[[set[Edge]], Any]] = {
    REACHES: lambda edges: "p1" in reached("p0", edges),
    HOPS: lambda edges: reached("p0", edges).get("p1"),
    ON_CYCLE: on_cycle,
    CONNECTED: lambda edges: "p1" in reached("p0", both_ways(edges)),
    SEPARATES: separates,
}


def edges_of(roads: Sequence[Road]) -> set[Edge]:
    return {(tail, head) for tail, head, open_ in roads if open_ and "-" not in (tail, head)}


def completions(roads: Sequence[Road]) -> Iterator[list[Road]]:
    """Every way to fill the holes."""
    options = [
        itertools.product(
            ENDS if tail is None else tail if isinstance(tail, list) else [tail],
            ENDS if head is None else head if isinstance(head, list) else [head],
            [True, False] if open_ is None else [open_],
        )
        for tail, head, open_ in roads
    ]
    return (list(one) for one in itertools.product(*map(list, options)))


def number_of_completions(roads: Sequence[Road]) -> int:
    number = 1
    for tail, head, open_ in roads:
        for end in (tail, head):
            number *= 5 if end is None else len(end) if isinstance(end, list) else 1
        number *= 2 if open_ is None else 1
    return number


def is_possible(found: Any, outcome: Any) -> bool:
    """Whether a set of possible outcomes holds one."""
    if isinstance(found, Range):
        return found.na if outcome is None else not found.empty and found.low <= outcome <= found.high
    return bool(found & (p.TRUE if outcome else p.FALSE))


def hull(outcomes: set[Any]) -> Any:
    """The least that holds all outcomes, as the evaluator can say it."""
    if all(isinstance(one, bool) for one in outcomes):
        return p.outcome(True in outcomes, False in outcomes)
    steps = outcomes - {None}
    return Range(min(steps), max(steps), na=None in outcomes) if steps else p.NO_RANGE


ends = st.sampled_from(["p0", "p1", "p2", "p3"])
known_roads = st.lists(st.tuples(ends, ends, st.booleans()), max_size=7)
open_roads = st.lists(st.tuples(ends, ends, st.sampled_from([True, True, None, False])), max_size=6)
vague_roads = st.lists(
    st.tuples(
        st.one_of(ends, ends, st.sampled_from([None, "-", ["p1", "p2"]])),
        st.one_of(ends, ends, st.sampled_from([None, "-", ["p0", "p3"]])),
        st.sampled_from([True, True, None, False]),
    ),
    max_size=5,
)


def tried(number: int) -> settings:
    """How often a property is tried."""
    return settings(max_examples=examples(number), deadline=None, suppress_health_check=list(HealthCheck))


@tried(600)
@given(roads=known_roads)
def test_where_all_is_known_the_outcome_is_that_of_the_definition(roads: list[Road]) -> None:
    facts = world(roads)
    for text, oracle in ORACLE.items():
        assert value(facts, text) == hull({oracle(edges_of(roads))}), text


@tried(600)
@given(roads=open_roads)
def test_open_filters_leave_exactly_what_their_answers_would_give(roads: list[Road]) -> None:
    outcomes: dict[str, set[Any]] = {text: set() for text in ORACLE}
    for full in completions(roads):
        for text, oracle in ORACLE.items():
            outcomes[text].add(oracle(edges_of(full)))
    facts = world(roads)
    for text in (REACHES, ON_CYCLE, CONNECTED):
        assert value(facts, text) == hull(outcomes[text]), text
    found, exact = value(facts, HOPS), hull(outcomes[HOPS])
    assert (found.low, found.na, found.empty) == (exact.low, exact.na, exact.empty)
    assert found.high == exact.high or (found.na and found.high > exact.high)
    assert all(is_possible(value(facts, SEPARATES), one) for one in outcomes[SEPARATES])


@tried(800)
@given(roads=vague_roads)
def test_every_completion_gives_a_possible_outcome(roads: list[Road]) -> None:
    assume(number_of_completions(roads) <= 700)
    facts = world(roads)
    found = {text: value(facts, text) for text in ORACLE}
    for full in completions(roads):
        for text, oracle in ORACLE.items():
            assert is_possible(found[text], oracle(edges_of(full))), (text, full)


@tried(500)
@given(roads=vague_roads)
def test_along_directed_edges_true_is_possible_only_if_some_completion_gives_it(roads: list[Road]) -> None:
    assume(number_of_completions(roads) <= 700)
    facts = world(roads)
    for text in (REACHES, ON_CYCLE):
        reachable = any(ORACLE[text](edges_of(full)) for full in completions(roads))
        assert bool(value(facts, text) & p.TRUE) == reachable, text
    steps = [ORACLE[HOPS](edges_of(full)) for full in completions(roads)]
    least = min((one for one in steps if one is not None), default=None)
    found = value(facts, HOPS)
    assert (None if found.empty else found.low) == least


@tried(300)
@given(roads=open_roads, more=st.lists(st.tuples(ends, ends, st.just(True)), max_size=2))
def test_roads_that_nobody_listed_may_lead_anywhere(roads: list[Road], more: list[Road]) -> None:
    facts = world(roads, listed=False)
    for text, oracle in ORACLE.items():
        found = value(facts, text)
        for full in completions([*roads, *more]):
            assert is_possible(found, oracle(edges_of(full))), (text, full)
    sure = edges_of([road for road in roads if road[2]])
    for text in (REACHES, ON_CYCLE, CONNECTED):
        assert value(facts, text) == (p.TRUE if ORACLE[text](sure) else p.EITHER)


@tried(400)
@given(roads=vague_roads, listed=st.booleans())
def test_filling_the_missing_facts_decides(roads: list[Road], listed: bool) -> None:
    for text in ORACLE:
        facts = world(roads, listed=listed)
        names = missing_of(facts, text)
        if "road[]" in names:
            facts.collections["road"].complete = True
            names.remove("road[]")
        holes = [
            (road, name)
            for road in facts.collections["road"].members
            for name in ("tail", "head", "open")
            if fact_name(road, ROAD.attributes[name]) in names
        ]
        assert len(holes) == len(names)
        before = [road.__dict__[name] for road, name in holes]
        for choice in range(3):
            for (road, name), hole in zip(holes, before, strict=True):
                road.__dict__[name] = _filled(facts, name, hole, choice)
            assert p.decided(value(facts, text)), (text, names)


def _filled(facts: FactBase, name: str, hole: Any, choice: int) -> Any:
    """One of the values that a hole can be filled with."""
    if isinstance(hole, OneOf):
        return hole._candidates[choice % len(hole._candidates)]
    return choice != 1 if name == "open" else at(facts, f"p{choice}")


@tried(300)
@given(roads=known_roads, data=st.data())
def test_paths_and_cycles_are_shortest_and_the_same_in_any_order(
    roads: list[Road], data: st.DataObject
) -> None:
    facts, edges = world(roads), edges_of(roads)
    shuffled = world(data.draw(st.permutations(roads)))
    for text, steps in (("path(place, place.next, ", HOPS), ("cycle(place, ", "")):
        texts = [_names(value(one, f"shortest_{text}{PAIRS})")) for one in (facts, shuffled)]
        assert texts[0] == texts[1]
        if texts[0] is None:
            assert not ORACLE[REACHES if steps else ON_CYCLE](edges)
            continue
        assert set(itertools.pairwise(texts[0])) <= edges
        assert (texts[0][0], texts[0][-1]) == ("p0", "p1" if steps else "p0")
        back = (
            min(reached(head, edges).get("p0", 99) + 1 for tail, head in edges if tail == "p0")
            if not steps
            else 0
        )
        assert len(texts[0]) - 1 == (ORACLE[HOPS](edges) if steps else back)


def _names(found: Choice) -> tuple[str, ...] | None:
    return tuple(one.id for one in found.candidates[0]) if found.candidates else None


# --- single cases ----------------------------------------------------------------------


def test_a_place_reaches_itself_and_lies_on_a_cycle_only_by_an_edge() -> None:
    facts = world([("p2", "p2", True)])
    assert value(facts, f"reaches(place, place, {PAIRS})") == p.TRUE
    assert value(facts, f"hops(place, place, {PAIRS}) == 0") == p.TRUE
    assert value(facts, ON_CYCLE) == p.FALSE
    assert value(facts, ON_CYCLE, "p2") == p.TRUE


def test_without_a_path_there_is_no_number_of_hops() -> None:
    assert value(world([("p1", "p0", True)]), f"{HOPS} > 1") == p.NA


def test_the_number_of_hops_lies_between_all_edges_and_the_certain_ones() -> None:
    roads = [("p0", "p2", True), ("p2", "p3", True), ("p3", "p1", True), ("p0", "p1", None)]
    facts = world(roads)
    assert value(facts, HOPS) == Range(1, 3)
    assert value(facts, f"{HOPS} <= 3") == p.TRUE
    assert missing_of(facts, f"{HOPS} > 2") == {"road/r3.open"}


def test_only_edges_that_have_a_say_are_missing() -> None:
    roads = [
        ("p0", "p1", None),
        ("p1", "p0", True),
        ("p2", "p3", None),
        ("p3", "p2", None),
        ("p1", "p2", None),
    ]
    facts = world(roads)
    assert missing_of(facts, ON_CYCLE) == {"road/r0.open"}
    assert missing_of(facts, ON_CYCLE, "p2") == {"road/r2.open", "road/r3.open"}
    assert missing_of(facts, REACHES, "p0") == {"road/r0.open"}


def test_where_many_edges_are_open_all_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing, "MOST_EDGES", 1)
    facts = world([("p0", "p1", None), ("p1", "p0", True), ("p2", "p3", None)])
    assert missing_of(facts, ON_CYCLE) == {"road/r0.open", "road/r2.open"}


def test_an_end_that_nobody_knows_is_missing() -> None:
    facts = world([("p0", None, True)])
    assert value(facts, REACHES) == p.EITHER
    assert missing_of(facts, REACHES) == {"road/r0.head"}


def test_a_vertex_that_nobody_knows_is_missing_beside_the_edges() -> None:
    facts = world([("p0", "p1", True), ("p2", "p3", None)])
    at(facts, "p0").__dict__["next"] = NOT_COLLECTED
    assert value(facts, REACHES) == p.ANYTHING
    assert missing_of(facts, REACHES) == {"place/p0.next", "road/r1.open"}


def test_a_vertex_that_is_not_there_makes_no_question() -> None:
    facts = world([("p0", "p1", True)])
    for state in (NONE, NOT_APPLICABLE):
        at(facts, "p0").__dict__["next"] = state
        assert value(facts, REACHES) == p.NA
        assert value(facts, HOPS) == p.NO_RANGE


def test_sources_that_differ_on_a_vertex_are_both_looked_at() -> None:
    facts = world([("p0", "p1", True), ("p1", "p2", True)])
    at(facts, "p0").__dict__["next"] = OneOf((at(facts, "p1"), at(facts, "p2")))
    assert value(facts, REACHES) == p.TRUE
    assert value(facts, HOPS) == Range(1, 2)


def test_a_list_nobody_gave_leaves_everything_open() -> None:
    facts = world([], state=NOT_COLLECTED, listed=False)
    assert value(facts, ON_CYCLE) == p.ANYTHING
    assert missing_of(facts, ON_CYCLE) == {"road[]"}


def test_a_list_that_is_not_applicable_makes_no_question() -> None:
    assert value(world([], state=NOT_APPLICABLE, listed=False), ON_CYCLE) == p.NA


def test_a_place_that_nobody_listed_may_be_reached() -> None:
    facts = world([("p0", None, True)], complete=False)
    at(facts, "p0").__dict__["next"] = NOT_COLLECTED
    assert value(facts, REACHES) == p.ANYTHING


def test_two_certain_neighbours_without_another_way_are_separated_whatever_else_is_open() -> None:
    roads = [("p0", "p1", True), ("p2", "p0", True), ("p0", "p3", None)]
    assert value(world(roads), SEPARATES) == p.TRUE
    assert value(world([*roads, ("p1", "p2", None)]), SEPARATES) == p.EITHER
    assert value(world([("p0", "p1", None), ("p1", "p2", True)]), SEPARATES) == p.FALSE
    assert value(world([("p0", ["p1", "p2"], True)]), SEPARATES) == p.FALSE


def test_edges_between_texts_and_between_choices() -> None:
    facts = world([])
    for place, kind, code in (("p0", "low", "x"), ("p1", "mid", "y"), ("p2", "top", "z")):
        at(facts, place).__dict__.update(kind=kind, code=code)
    at(facts, "p3").__dict__.update(kind=NOT_COLLECTED, code=NOT_COLLECTED)
    at(facts, "p1").__dict__["next"] = at(facts, "p2")
    at(facts, "p2").__dict__["next"] = NONE
    at(facts, "p3").__dict__["next"] = NONE
    kinds = "((x.kind, x.next.kind) for x in places)"
    assert value(facts, f"reaches('low', 'top', {kinds})") == p.TRUE
    assert value(facts, f"reaches('top', 'low', {kinds})") == p.FALSE
    codes = "((x.code, x.next.code) for x in places)"
    assert value(facts, f"hops('x', 'z', {codes}) == 2") == p.TRUE
    assert value(facts, f"reaches('x', 'w', {codes})") == p.FALSE
    at(facts, "p2").__dict__["next"] = at(facts, "p3")
    assert value(facts, f"reaches('x', 'w', {codes})") == p.EITHER


def test_edges_between_two_kinds_of_things_join_in_both_directions() -> None:
    facts = world([("p0", "p1", True), ("p1", "p2", True)])
    keepers = facts.collections["keeper"].members
    for road, keeper in zip(facts.collections["road"].members, keepers, strict=True):
        road.__dict__["keeper"] = keeper
    kept = "((r.tail, r.keeper) for r in roads)"
    assert value(facts, f"connected(place, place.next, {kept})") == p.FALSE
    facts.collections["road"].members[1].__dict__["keeper"] = keepers[0]
    assert value(facts, f"connected(place, place.next, {kept})") == p.TRUE
    assert value(facts, f"any(separates(k, {kept}) for k in keepers)") == p.TRUE


def test_several_loops_make_edges_and_partial_sets_leave_them_open() -> None:
    facts = world([])
    at(facts, "p0").__dict__["near"] = frozenset({at(facts, "p1")})
    at(facts, "p1").__dict__["near"] = PartialSet(frozenset())
    for place in ("p2", "p3"):
        at(facts, place).__dict__["near"] = frozenset()
    pairs = "((x, y) for x in places for y in x.near)"
    assert value(facts, f"reaches(place, place.next, {pairs})") == p.TRUE
    assert value(facts, f"on_cycle(place, {pairs})") == p.EITHER
    assert missing_of(facts, f"on_cycle(place, {pairs})") == {"place/p1.near"}


def test_a_name_stands_for_edges_and_prints_as_their_number() -> None:
    roads = [("p0", "p1", True), ("p1", "p0", True), ("p2", "p0", None)]
    outcomes = run(
        world(roads), "on_cycle(place, links)", links="edges((r.tail, r.head) for r in roads if r.open)"
    )
    assert [place.id for place in outcomes.failed] == ["p0", "p1"]
    assert [place.id for place in outcomes.passed] == ["p2", "p3"]
    number = presentable(value(world(roads), f"edges({PAIRS})"))
    assert isinstance(number, Interval)
    assert (number._low, number._high) == (2, 3)
    assert presentable(value(world(roads[:2]), f"edges({PAIRS})")) == 2


def test_a_path_for_texts_is_one_that_is_surely_there() -> None:
    roads = [("p0", "p2", True), ("p2", "p1", True), ("p0", "p1", None)]
    assert _names(value(world(roads), f"shortest_path(place, place.next, {PAIRS})")) == ("p0", "p2", "p1")
    assert value(world(roads[1:]), f"shortest_path(place, place.next, {PAIRS})") == Choice(None, na=True)
    assert value(world(roads[1:2]), f"shortest_path(place, place.next, {PAIRS})") == p.NO_CHOICE


def test_the_compiled_loop_leaves_graphs_to_the_evaluator() -> None:
    roads = [(f"p{n}", f"p{(n + 1) % 9}", True) for n in range(8)]
    facts = world(roads, places=12)
    outcomes = run(facts, f"place.id != 'p11' and reaches(place, place.next, {PAIRS})")
    assert [place.id for place in outcomes.failed] == ["p0"]
    assert [place.id for place in outcomes.passed] == ["p11"]
    assert len(outcomes.open) == 10


def test_evidence_is_the_path_that_shows_it() -> None:
    facts = world([("p0", "p1", True), ("p1", "p0", True), ("p1", "p2", True), ("p2", "p3", True)])
    found = Evidence(Evaluator(facts))
    found.collect(check_expression(SCOPE, Written(ON_CYCLE), "place"), {"place": Choice((at(facts, "p0"),))})
    read = {fact.entity.id for fact in found.facts if fact.entity is not None}
    assert read == {"r0", "r1"}


# --- bounds ----------------------------------------------------------------------------


def test_searches_of_large_graphs_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget.excess, "__defaults__", (30,))
    facts = world([("p0", "p1", True)] * 10)
    assert not run(facts, ON_CYCLE).broken
    (broken,) = run(facts, REACHES).broken
    assert "road" in str(broken.what)


def test_many_combinations_of_vertices_are_not_tried_one_by_one() -> None:
    facts = world([("p0", "p1", True)], places=500)
    at(facts, "p0").__dict__["next"] = NOT_COLLECTED
    assert value(facts, REACHES) == p.ANYTHING
    assert value(facts, HOPS) == Range(0, float("inf"), none=False, na=True)


CHAIN = """
import sys
from tests.conditions.test_graphs import ON_CYCLE, PAIRS, value, world
value(world([]), ON_CYCLE)
assert "networkx" not in sys.modules, "loaded without an edge"
found = value(world([("p0", f"p{n}", True) for n in (3, 1, 2)] + [(f"p{n}", "p0", True) for n in (2, 3, 1)]),
              f"shortest_cycle(place, {PAIRS})")
assert "networkx" in sys.modules
print([one.id for one in found.candidates[0]])
"""


@pytest.mark.parametrize("seed", ["1", "2"])
def test_networkx_is_loaded_for_edges_only_and_hashing_changes_nothing(seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", CHAIN], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("['p0', 'p1', 'p0']\n", "")


# --- what is refused -------------------------------------------------------------------

REFUSED = [
    (
        "on_cycle(place)",
        0,
        "on_cycle(…) takes 2 argument(s) (write on_cycle(a, ((x.start, x.end) for x in … if …)))",
    ),
    ("on_cycle(place, roads)", 16, "on_cycle(…) needs edges as its last argument (write on_cycle(a, "),
    (
        "on_cycle(place, (r.tail for r in roads))",
        17,
        "an edge is a pair: where it starts, and where it ends (write ",
    ),
    (
        "on_cycle(place, ((r.tail, r.length) for r in roads))",
        26,
        "an edge joins references, texts or choices, but",
    ),
    (
        "on_cycle(place, ((r.tail, r.keeper) for r in roads))",
        16,
        "both ends of an edge must be of one kind, but are ",
    ),
    (
        "connected(place, place, ((r.tail, r.tail.code) for r in roads))",
        25,
        "both ends of an edge must be of one kind",
    ),
    (
        "any(on_cycle(k, ((r.tail, r.head) for r in roads)) for k in keepers)",
        13,
        "this must be what the edges join",
    ),
    (
        "reaches(place.nxt, place, ((r.tail, r.head) for r in roads))",
        14,
        "place has no attribute 'nxt' (did you mean",
    ),
    ("reaches('x', 'mid', ((x.kind, x.next.kind) for x in places))", 8, "'x' is not one of the choices"),
    (
        "on_cycle(place, ((r.tial, r.head) for r in roads))",
        20,
        "road has no attribute 'tial' (did you mean tail?)",
    ),
    ("on_cycle(place, ((r.tail, r.head) for r in rods))", 43, "unknown name 'rods' (did you mean roads?)"),
    (
        "on_cycle(place, (r.tail, r.head) for r in roads)",
        16,
        "not an expression: Generator expression must be",
    ),
    ("edges((r.tail, r.head) for r in roads)", 0, "this must be true or false, but is edges"),
    (
        "hops(place, place, ((r.tail, r.head) for r in roads))",
        0,
        "this must be true or false, but is a number",
    ),
    (
        "shortest_path(place, place, ((r.tail, r.head) for r in roads)) == 'x'",
        0,
        "can't compare a path == text",
    ),
    ("count((r.tail, r.head) for r in roads) > 1", 6, "a list here holds constants only"),
    ("on_cycle(place, edges=((r.tail, r.head) for r in roads))", 0, "on_cycle(…) takes plain arguments only"),
    (
        "on_cyle(place, ((r.tail, r.head) for r in roads))",
        0,
        "unknown function 'on_cyle' (did you mean on_cycle?)",
    ),
]


@pytest.mark.parametrize(("text", "offset", "said"), REFUSED)
def test_what_is_wrong_is_said_at_its_place(text: str, offset: int, said: str) -> None:
    with pytest.raises(InputError) as refused:
        check_question(SCOPE, "place", when=Written(text), severity=Written("high"))
    (problem,) = refused.value.problems
    assert str(problem).startswith(said), str(problem)
    assert problem.place == Written(text).at(offset)


def test_edges_are_not_chosen_by_a_condition() -> None:
    named = {"some": Written(f"edges({PAIRS}) if True else edges((r.head, r.tail) for r in roads)")}
    with pytest.raises(InputError, match="edges can't be chosen by a condition"):
        check_question(
            SCOPE, "place", when=Written("on_cycle(place, some)"), let=named, severity=Written("high")
        )
