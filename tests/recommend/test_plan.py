"""The plan: what is worth more comes first, what others need comes before them."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules.conditions.written import Written
from ccrules.facts.vocabulary import Vocabulary
from ccrules.recommend import (
    OpenConclusion,
    OpenFinding,
    PlannedAction,
    Priority,
    Reach,
    already_in_place,
    formula,
    plan,
    term_label,
)
from ccrules.ruleset.model import SEVERITIES, Check, Method, Recommendation
from tests.effort import examples

EFFORTS = ("low", "medium", "high")


def recommendation(name: str, effort: str = "low", after=(), objectives=()) -> Recommendation:
    return Recommendation(name, "test", {"": name}, effort, after=tuple(after), objectives=tuple(objectives))


def method(*recommendations: Recommendation, checks=()) -> Method:
    return Method(
        rulesets=(),
        vocabulary=Vocabulary({}),
        checks={check.id: check for check in checks},
        recommendations={one.id: one for one in recommendations},
    )


def finding(
    name: str,
    *recommend: str,
    severity: str = "high",
    check: str = "",
    exposure=None,
    confidence: float = 1.0,
) -> OpenFinding:
    return OpenFinding(
        name, check or name, severity, exposure=exposure, recommend=recommend, confidence=confidence
    )


def values(actions) -> dict[str, float]:
    return {action.recommendation.id: float(action.priority.value) for action in actions}


def order(actions) -> list[str]:
    return [action.recommendation.id for action in actions]


def by_id(actions) -> dict[str, PlannedAction]:
    return {action.recommendation.id: action for action in actions}


class TestBenefit:
    def test_one_critical_finding_outweighs_one_high_one(self):
        found = plan(
            method(recommendation("a"), recommendation("b")),
            [finding("F1", "a", severity="high"), finding("F2", "b", severity="critical")],
        )
        assert order(found) == ["b", "a"]
        assert values(found) == {"b": 8.0, "a": 4.0}

    def test_effort_divides(self):
        found = plan(
            method(recommendation("a", "high"), recommendation("b", "low")),
            [finding("F1", "a"), finding("F2", "b")],
        )
        assert values(found) == {"b": 4.0, "a": 1.0}

    def test_a_finding_on_a_small_part_weighs_little_more_than_half(self):
        reach = {"C": Reach(subjects=12, known=12, total=1000.0)}
        found = plan(
            method(recommendation("a")), [finding("F1", "a", check="C", exposure=100.0)], reach=reach
        )
        assert values(found) == {"a": 4 * (0.5 + 0.05)}

    def test_unknown_exposure_counts_as_the_mean(self):
        reach = Reach(subjects=4, known=2, total=60.0)
        assert reach.share(None) == 0.25
        assert reach.share(30.0) == 0.25
        assert reach.share(60.0) == 0.5

    def test_exposure_of_nothing_known_counts_each_subject_alike(self):
        assert Reach(subjects=5).share(None) == 0.2
        assert Reach(subjects=5, known=5, total=0.0).share(0.0) == 0.2

    def test_ten_findings_of_one_check_do_not_count_tenfold(self):
        one = plan(method(recommendation("a")), [finding("F", "a", check="C")])
        ten = plan(method(recommendation("a")), [finding(f"F{n}", "a", check="C") for n in range(10)])
        assert values(one) == values(ten) == {"a": 4.0}

    def test_checks_add_up(self):
        found = plan(method(recommendation("a")), [finding("F1", "a"), finding("F2", "a", severity="low")])
        assert values(found) == {"a": 5.0}

    def test_a_cause_gains_with_its_belief_on_what_it_explains(self):
        cause = OpenConclusion("cause", "cause", 0.6, explains=("F1", "F2"), recommend=("a",))
        found = plan(method(recommendation("a")), [finding("F1"), finding("F2", severity="low")], [cause])
        assert values(found) == {"a": 3.0}
        assert by_id(found)["a"].addresses == ("cause",)
        assert by_id(found)["a"].resolves == ()

    def test_a_check_resolved_directly_and_through_a_cause_counts_once_at_its_best(self):
        cause = OpenConclusion("cause", "cause", 0.6, explains=("F1",), recommend=("a",))
        found = plan(method(recommendation("a")), [finding("F1", "a")], [cause])
        assert values(found) == {"a": 4.0}

    def test_a_consequence_weighs_as_the_worst_finding_it_rests_on(self):
        consequence = OpenConclusion(
            "lost", "lost", 0.5, kind="consequence", rests_on=("F1", "F2"), recommend=("a",)
        )
        found = plan(
            method(recommendation("a")), [finding("F1"), finding("F2", severity="critical")], [consequence]
        )
        assert values(found) == {"a": 4.0}

    def test_an_anti_pattern_weighs_as_its_own_severity(self):
        silo = OpenConclusion("silo", "silo", 0.5, kind="anti-pattern", severity="critical", recommend=("a",))
        assert values(plan(method(recommendation("a")), [], [silo])) == {"a": 4.0}

    def test_the_clients_objectives_raise_what_serves_them(self):
        catalogue = method(
            recommendation("a", objectives=["cost"]),
            recommendation("b", objectives=["satisfaction"]),
            recommendation("c"),
        )
        found = plan(
            catalogue,
            [finding("F1", "a"), finding("F2", "b"), finding("F3", "c")],
            objectives={"satisfaction": 3, "cost": 1},
        )
        assert values(found) == {"b": 7.0, "a": 5.0, "c": 4.0}

    def test_objectives_that_weigh_nothing_change_nothing(self):
        found = plan(
            method(recommendation("a", objectives=["cost"])), [finding("F", "a")], objectives={"cost": 0}
        )
        assert values(found) == {"a": 4.0}


class TestConfidence:
    def test_what_rests_on_a_figure_in_doubt_gains_less(self):
        found = plan(method(recommendation("a")), [finding("F1", "a", confidence=0.5)])
        assert values(found) == {"a": 2.0}
        assert formula(found[0].priority, "en") == "4 × 1 × 0.5 × 1 / 1 = 2"

    def test_the_findings_of_a_check_count_with_their_mean_weighed_as_in_the_extent(self):
        some = [
            finding("F1", "a", check="C", severity="critical", exposure=30.0),
            finding("F2", "a", check="C", severity="high", exposure=60.0, confidence=0.5),
        ]
        (action,) = plan(method(recommendation("a")), some)
        # 8/8 × 30 and 4/8 × 60 weigh the same.
        assert action.priority.gains[0].confidence == Decimal("0.75")

    def test_a_cause_counts_with_its_belief_unless_what_it_explains_is_less_sure(self):
        cause = OpenConclusion("cause", "cause", 0.6, explains=("F1", "F2"), recommend=("a",))
        some = [finding("F1", confidence=0.2), finding("F2", confidence=0.9)]
        (action,) = plan(method(recommendation("a")), some, [cause])
        assert [gain.confidence for gain in action.priority.gains] == [Decimal("0.2"), Decimal("0.6")]

    @given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.none() | st.floats(0, 100)), min_size=1))
    def test_more_confidence_never_lowers_a_priority(self, some):
        def value(position):
            found = [
                finding(f"F{n}", "a", check="C", exposure=one[2], confidence=sorted(one[:2])[position])
                for n, one in enumerate(some)
            ]
            return plan(method(recommendation("a")), found)[0].priority.value

        assert value(0) <= value(1)


class TestPrerequisites:
    def test_a_prerequisite_is_pulled_in_and_comes_first(self):
        found = plan(method(recommendation("a", after=["z"]), recommendation("z")), [finding("F", "a")])
        assert order(found) == ["z", "a"]
        assert by_id(found)["z"].prerequisite_only
        assert not by_id(found)["a"].prerequisite_only
        assert [action.wave for action in found] == [1, 2]

    def test_it_inherits_the_priority_of_what_waits_for_it(self):
        found = by_id(
            plan(method(recommendation("a", after=["z"]), recommendation("z")), [finding("F", "a")])
        )
        priority = found["z"].priority
        assert (priority.own, priority.value, priority.waiting) == (Decimal("0.000"), Decimal("4.000"), "a")
        assert [term.name for term in priority.terms] == ["objectives", "effort", "inherited"]

    def test_through_a_chain(self):
        catalogue = method(
            recommendation("a", after=["b"]),
            recommendation("b", after=["c"]),
            recommendation("c"),
            recommendation("d"),
        )
        found = plan(catalogue, [finding("F1", "a", severity="critical"), finding("F2", "d")])
        assert order(found) == ["c", "b", "a", "d"]
        assert [action.wave for action in found] == [1, 2, 3, 1]

    def test_it_keeps_its_own_priority_if_that_is_higher(self):
        catalogue = method(recommendation("a", after=["z"]), recommendation("z"))
        found = by_id(plan(catalogue, [finding("F1", "a"), finding("F2", "z", severity="critical")]))
        assert found["z"].priority.value == 8
        assert found["z"].priority.waiting == ""

    def test_what_is_in_place_is_not_pulled_in(self):
        catalogue = method(recommendation("a", after=["z"]), recommendation("z"))
        found = plan(catalogue, [finding("F", "a")], in_place={"z"})
        assert order(found) == ["a"]
        assert found[0].wave == 1

    def test_what_findings_ask_for_stays_a_prerequisite_whatever_is_in_place(self):
        catalogue = method(recommendation("a", after=["z"]), recommendation("z"))
        found = plan(catalogue, [finding("F1", "a"), finding("F2", "z")], in_place={"z"})
        assert order(found) == ["z", "a"]

    def test_a_cycle_is_refused(self):
        catalogue = method(recommendation("a", after=["b"]), recommendation("b", after=["a"]))
        with pytest.raises(ValueError, match="cycle of prerequisites among a, b"):
            plan(catalogue, [finding("F", "a")])


class TestAlreadyInPlace:
    @pytest.mark.parametrize(
        ("outcomes", "expected"),
        [
            ({"C1": {"pass"}, "C2": {"pass", "not_applicable"}}, {"a"}),
            ({"C1": {"pass"}, "C2": {"not_applicable"}}, {"a"}),
            ({"C1": {"pass"}, "C2": {"fail", "pass"}}, set()),
            ({"C1": {"pass"}, "C2": {"not_assessed"}}, set()),
            ({"C1": {"not_applicable"}, "C2": {"not_applicable"}}, set()),
            ({"C1": {"pass"}}, set()),
            ({"C1": {"pass"}, "C2": {"error"}}, set()),
        ],
    )
    def test_it_is_if_all_that_lead_to_it_passed(self, outcomes, expected):
        checks = [Check(name, "t", {}, Written("low"), recommend=("a",)) for name in ("C1", "C2")]
        assert already_in_place(method(recommendation("a"), checks=checks), outcomes) == expected

    def test_a_check_that_is_switched_off_settles_nothing(self):
        off = Check("C1", "t", {}, Written("low"), recommend=("a",), off="why")
        assert already_in_place(method(recommendation("a"), checks=[off]), {"C1": {"pass"}}) == set()


class TestWaves:
    def test_the_first_takes_seven_the_second_twelve_the_third_the_rest(self):
        names = [f"r{number:02}" for number in range(25)]
        found = plan(method(*map(recommendation, names)), [finding(f"F{name}", name) for name in names])
        assert order(found) == names
        assert [action.wave for action in found] == [1] * 7 + [2] * 12 + [3] * 6

    def test_cheap_actions_come_before_costly_ones_of_the_same_benefit(self):
        catalogue = method(*[recommendation(f"r{n}", "high") for n in range(7)], recommendation("z", "low"))
        found = by_id(plan(catalogue, [finding(f"F{n}", f"r{n}") for n in range(7)] + [finding("Fz", "z")]))
        assert found["z"].rank == 1
        assert found["r6"].wave == 2


class TestWording:
    def priority(self) -> Priority:
        cause = OpenConclusion("cause", "cause", 0.6, explains=("F2",), recommend=("a",))
        reach = {"C": Reach(10, 10, 100.0)}
        (action,) = plan(
            method(recommendation("a", "medium", objectives=["cost"])),
            [finding("F1", "a", check="C", exposure=60.0), finding("F2", severity="critical")],
            [cause],
            objectives={"cost": 3, "quality": 1},
            reach=reach,
        )
        return action.priority

    def test_the_formula_is_the_arithmetic(self):
        assert formula(self.priority(), "en") == "(4 × 0.8 + 8 × 1 × 0.6) × 1.75 / 2 = 7"

    def test_in_french(self):
        assert formula(self.priority(), "fr") == "(4 × 0,8 + 8 × 1 × 0,6) × 1,75 / 2 = 7"

    def test_an_inherited_priority_says_from_whom(self):
        found = plan(method(recommendation("a", after=["z"]), recommendation("z")), [finding("F", "a")])
        said = formula(found[0].priority, "en")
        assert said == "0 × 1 / 1 = 0; raised to 4, because a waits for it"

    def test_every_term_has_a_label(self):
        found = plan(method(recommendation("a", after=["z"]), recommendation("z")), [finding("F", "a")])
        labels = [term_label(term, "en") for action in found for term in action.priority.terms]
        assert labels == [
            "client's objectives",
            "effort",
            "priority of a, which waits for it",
            "severity of F",
            "extent of F",
            "confidence in F",
            "client's objectives",
            "effort",
        ]


# Random plans: a catalogue without cycles, findings of a few checks, conclusions over them.

NAMES = [f"r{number}" for number in range(8)]
CHECKS = [f"C{number}" for number in range(4)]


@st.composite
def catalogues(draw) -> Method:
    entries = []
    for at, name in enumerate(NAMES):
        after = draw(st.sets(st.sampled_from(NAMES[:at]), max_size=2)) if at else set()
        effort, served = draw(st.sampled_from(EFFORTS)), draw(st.sets(st.sampled_from(["x", "y"])))
        entries.append(recommendation(name, effort, sorted(after), sorted(served)))
    return method(*entries)


findings = st.lists(
    st.builds(
        OpenFinding,
        id=st.integers(0, 99).map(lambda number: f"F{number:02}"),
        check=st.sampled_from(CHECKS),
        severity=st.sampled_from(SEVERITIES),
        exposure=st.none() | st.floats(0, 1e6),
        recommend=st.lists(st.sampled_from(NAMES), unique=True, max_size=3).map(tuple),
    ),
    unique_by=lambda one: one.id,
    max_size=12,
)


@st.composite
def situations(draw):
    found = draw(findings)
    names = st.lists(st.sampled_from([one.id for one in found]), unique=True) if found else st.just([])
    conclusions = [
        OpenConclusion(
            id=f"K{number}",
            key=f"K{number}",
            belief=draw(st.floats(0, 1)),
            severity=draw(st.sampled_from(["", "critical", "low"])),
            explains=tuple(draw(names)),
            rests_on=tuple(draw(names)),
            recommend=tuple(draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=3))),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    weights = draw(st.dictionaries(st.sampled_from(["x", "y"]), st.floats(0, 10)))
    sizes = {check: Reach(draw(st.integers(12, 40)), 5, draw(st.floats(0, 1e6))) for check in CHECKS}
    return draw(catalogues()), found, conclusions, weights, sizes


@given(situations(), st.randoms(use_true_random=False))
@settings(max_examples=examples(80), deadline=None)
def test_the_order_of_the_input_does_not_matter(situation, random):
    catalogue, found, concluded, weights, sizes = situation
    first = plan(catalogue, found, concluded, objectives=weights, reach=sizes)
    shuffled = replace(catalogue, recommendations=dict(shuffle(catalogue.recommendations.items(), random)))
    again = plan(
        shuffled,
        shuffle(found, random),
        shuffle(concluded, random),
        objectives=dict(shuffle(weights.items(), random)),
        reach=dict(shuffle(sizes.items(), random)),
    )
    assert first == again


def shuffle(items, random):
    items = list(items)
    random.shuffle(items)
    return items


@given(situations())
@settings(max_examples=examples(80), deadline=None)
def test_prerequisites_are_there_before_what_needs_them(situation):
    catalogue, found, concluded, weights, sizes = situation
    actions = plan(catalogue, found, concluded, objectives=weights, reach=sizes)
    seen = by_id(actions)
    assert [action.rank for action in actions] == list(range(1, len(actions) + 1))
    for action in actions:
        for needed in catalogue.recommendations[action.recommendation.id].after:
            assert seen[needed].rank < action.rank
            assert seen[needed].wave < action.wave or seen[needed].wave == action.wave == 3
            assert seen[needed].priority.value >= action.priority.value
    assert sum(action.wave == 1 for action in actions) <= 7


@given(situations())
@settings(max_examples=examples(80), deadline=None)
def test_ranks_follow_priorities(situation):
    catalogue, found, concluded, weights, sizes = situation
    ranked = [a.priority.value for a in plan(catalogue, found, concluded, objectives=weights, reach=sizes)]
    assert ranked == sorted(ranked, reverse=True)


@given(situations())
@settings(max_examples=examples(80), deadline=None)
def test_the_terms_give_the_value(situation):
    catalogue, found, concluded, weights, sizes = situation
    for action in plan(catalogue, found, concluded, objectives=weights, reach=sizes):
        assert recomputed(action.priority.terms) == action.priority.value


def recomputed(terms) -> Decimal:
    """The value from nothing but names and numbers, as a reader of the JSON would do it."""
    products, last = [], {}
    for term in terms:
        if term.name == "severity":
            products.append(term.value)
        elif term.name in {"extent", "confidence", "novelty"}:
            products[-1] *= term.value
        else:
            last[term.name] = term.value
    benefit = sum(products, Decimal(0))
    own = (benefit * last["objectives"] / last["effort"]).quantize(Decimal("0.001"), ROUND_HALF_UP)
    return max(own, last.get("inherited", Decimal(0)))


@given(situations(), st.data())
@settings(max_examples=examples(100), deadline=None)
def test_a_worse_severity_never_lowers_what_resolves_it(situation, data):
    catalogue, found, concluded, weights, sizes = situation
    if not found:
        return
    chosen = data.draw(st.sampled_from(found))
    worse = data.draw(st.sampled_from(SEVERITIES[: SEVERITIES.index(chosen.severity) + 1]))
    changed = [replace(one, severity=worse) if one is chosen else one for one in found]
    before = by_id(plan(catalogue, found, concluded, objectives=weights, reach=sizes))
    after = by_id(plan(catalogue, changed, concluded, objectives=weights, reach=sizes))
    assert all(by_itself(after[name]) >= by_itself(before[name]) for name in before)


def by_itself(action: PlannedAction) -> Decimal:
    """What an action would be worth if it came first."""
    gains = tuple(replace(gain, novelty=Decimal(1)) for gain in action.priority.gains)
    return replace(action.priority, gains=gains).own


@given(situations())
@settings(max_examples=examples(100), deadline=None)
def test_what_actions_before_deal_with_is_halved_by_each(situation):
    catalogue, found, concluded, weights, sizes = situation
    dealt: dict[str, int] = {}
    for action in plan(catalogue, found, concluded, objectives=weights, reach=sizes):
        for gain in action.priority.gains:
            assert gain.novelty == Decimal("0.5") ** dealt.get(gain.about, 0)
        for gain in action.priority.gains:
            dealt[gain.about] = dealt.get(gain.about, 0) + 1


@given(situations())
@settings(max_examples=examples(100), deadline=None)
def test_the_next_action_adds_most_of_those_that_can_start(situation):
    catalogue, found, concluded, weights, sizes = situation
    ranked = plan(catalogue, found, concluded, objectives=weights, reach=sizes)
    for place, action in enumerate(ranked):
        done = {other.recommendation.id for other in ranked[:place]}
        startable = [other for other in ranked[place + 1 :] if set(other.after) <= done]
        assert all(other.priority.own <= action.priority.value for other in startable)


def test_of_two_actions_for_one_check_the_second_adds_half():
    found = [finding("F", "a", "b"), finding("G", "c")]
    actions = plan(method(*map(recommendation, "abc")), found)
    assert order(actions) == ["a", "c", "b"]
    assert values(actions) == {"a": 4.0, "c": 4.0, "b": 2.0}
    assert "\u00d7 0.5" in formula(actions[2].priority, "en")
