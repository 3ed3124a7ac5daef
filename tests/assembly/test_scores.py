"""Scores: sound bounds over every completion, gates that hold, weights and targets as data."""

from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules import assess, load_rulesets
from ccrules.assembly.bounds import Member, highest, lowest
from ccrules.assessment import Score, Scores
from ccrules.errors import InputError
from ccrules.ruleset.model import Method
from tests.effort import examples

WEIGHTS = {"critical": "10", "high": "5", "medium": "2", "low": "1", "info": "0"}
ASKED = ("calls", "mails", "plan", "owner")
GATE = {"id": "no-critical", "title": "No critical finding", "severity": "critical"}
SCORES: dict[str, Any] = {
    "weights": WEIGHTS,
    "topics": {"staff": "2"},
    "gates": [{**GATE, "cap": "40", "overall": "60"}],
    "targets": [{"id": "sound", "title": "sound", "overall": "75", "topic": "70", "topics": {"staff": "80"}}],
}


def _ruleset(scores: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "ruleset": "scored",
        "version": "1.0.0",
        "topics": {"inbox": "Inbox", "staff": "Staff", "nothing": "Nothing"},
        "entities": {
            "organisation": {"attributes": {name: {"type": "bool", "optional": "yes"} for name in ASKED}},
            "mailbox": {
                "plural": "mailboxes",
                "attributes": {
                    "tracked": {"type": "bool", "optional": "yes"},
                    "volume": {"type": "number", "min": "0"},
                    "late": {"type": "number", "min": "0"},
                },
            },
        },
        "checks": [
            _check("CALLS", "organisation.calls", "critical", "staff"),
            _check("MAILS", "organisation.mails", "high", "staff", "inbox"),
            _check("PLAN", "organisation.plan", "medium", "staff", applies="organisation.owner"),
            _check("REMARK", "organisation.plan", "info", "staff"),
            _check("TRACKED", "not mailbox.tracked", "medium", "inbox", subject="mailbox"),
            _check(
                "LATE",
                "mailbox.late > 2",
                "critical if mailbox.late > 8 else high if mailbox.volume > 5 else low",
                "inbox",
                subject="mailbox",
                applies="mailbox.volume > 0",
            ),
            _check("MANY", "count(m for m in mailboxes if not m.tracked) > 2", "high", "inbox"),
            _check("PATTERN", "count(o for o in outcomes if o.failed) > 3", "low", "staff", over="outcomes"),
        ],
        **({} if scores is None else {"scores": scores}),
    }


def _check(
    name: str, when: str, severity: str, *topics: str, subject: str = "", **more: str
) -> dict[str, Any]:
    about = {"for": subject} if subject else {}
    return {
        "id": name,
        "title": name,
        "when": when,
        "severity": severity,
        "topics": [*topics],
        **about,
        **more,
    }


@pytest.fixture(scope="module")
def method() -> Method:
    return load_rulesets(_ruleset(SCORES))


def _scored(method: Method, facts: dict[str, Any], language: str = "en") -> Scores:
    found = assess(facts, method, language=language, inference="forward").scores
    assert found is not None
    return found


def _topic(scores: Scores, name: str) -> Score:
    return next(one for one in scores.topics if one.id == name)


def _facts(organisation: dict[str, Any], mailboxes: Any = (), **header: Any) -> dict[str, Any]:
    head = {"name": "A", "date": "2026-10-01", **header}
    return {"assessment": head, "organisation": organisation, "mailboxes": mailboxes}


# --- bounds ----------------------------------------------------------------------------

SHARES = st.integers(0, 6).map(lambda n: Fraction(n, 6))
MEMBERS = st.lists(
    st.builds(
        lambda weight, one, two, sure: Member(Fraction(weight), min(one, two), max(one, two), sure),
        st.integers(1, 5), SHARES, SHARES, st.booleans(),
    ),
    max_size=6,
)  # fmt: skip


@given(MEMBERS)
def test_bounds_are_the_extremes_over_every_choice(members: list[Member]) -> None:
    means = []
    for kept in itertools.product(*((True,) if one.sure else (True, False) for one in members)):
        chosen = [one for one, keep in zip(members, kept, strict=True) if keep]
        weight = sum(one.weight for one in chosen)
        if weight:
            means += [
                sum(one.weight * getattr(one, end) for one in chosen) / weight for end in ("low", "high")
            ]
    low, high = lowest(members), highest(members)
    assert ((low and low.mean), (high and high.mean)) == ((min(means), max(means)) if means else (None, None))


# --- soundness -------------------------------------------------------------------------

YES_NO = st.sampled_from(["yes", "no", "unknown", "not applicable", "none"])
NUMBER = st.sampled_from(["0", "1", "3", "7", "9", "3..9", "unknown", "not applicable"])
MAILBOX = st.fixed_dictionaries({"tracked": YES_NO, "volume": NUMBER, "late": NUMBER})
COMPLETE = st.tuples(
    st.fixed_dictionaries(dict.fromkeys(ASKED, YES_NO)), st.lists(MAILBOX, max_size=4), st.randoms()
)


def _worlds(
    organisation: dict[str, str], mailboxes: list[dict[str, str]], random: Any
) -> list[dict[str, Any]]:
    """The same facts, fewer and fewer of them known, from the end to the beginning."""
    boxes = [{"id": f"m{n}", **one} for n, one in enumerate(mailboxes)]
    whole = {("", name): value for name, value in organisation.items()}
    whole |= {(box["id"], name): value for box in boxes for name, value in box.items() if name != "id"}
    order = list(whole)
    random.shuffle(order)
    listed, worlds = len(boxes), [_facts(organisation, boxes)]
    for at in range(0, len(order) + 1, 3):
        known = set(order[at:])
        kept = [
            {"id": box["id"], **{name: box[name] for name in box if (box["id"], name) in known}}
            for box in boxes[:listed]
        ]
        partial = {"partial": ["mailboxes"]} if at else {}
        mine = {name: value for name, value in organisation.items() if ("", name) in known}
        worlds.append(_facts(mine, kept, **partial))
        listed -= listed > 0 and random.random() < 0.4
    return [*worlds, {"assessment": {"name": "A", "date": "2026-10-01"}}]


def _inside(inner: Score, outer: Score) -> bool:
    """Whether deciding more stayed inside; what applies to nothing any more has no score."""
    if inner.low is None or inner.high is None:
        return True
    return (
        outer.low is not None
        and outer.high is not None
        and outer.low <= inner.low <= inner.high <= outer.high
    )


@settings(max_examples=examples(60), deadline=None)
@given(COMPLETE)
def test_deciding_an_unknown_never_leaves_the_interval(
    method: Method, drawn: tuple[dict[str, str], list[dict[str, str]], Any]
) -> None:
    scores = [_scored(method, world) for world in _worlds(*drawn)]
    for inner, outer in itertools.combinations(scores, 2):
        pairs = [(inner.overall, outer.overall), *zip(inner.topics, outer.topics, strict=True)]
        assert all(_inside(one, other) for one, other in pairs), [
            (one.text, other.text) for one, other in pairs
        ]


@settings(max_examples=examples(40), deadline=None)
@given(COMPLETE, st.booleans())
def test_order_does_not_matter(
    method: Method, drawn: tuple[dict[str, str], list[dict[str, str]], Any], partial: bool
) -> None:
    organisation, mailboxes, random = drawn
    boxes = [{"id": f"m{n}", **one} for n, one in enumerate(mailboxes)]
    head = {"partial": ["mailboxes"]} if partial else {}
    first = _scored(method, _facts(organisation, boxes, **head))
    shuffled = random.sample(boxes, len(boxes))
    assert _scored(method, _facts(dict(reversed(organisation.items())), shuffled, **head)) == first


@settings(max_examples=examples(40), deadline=None)
@given(COMPLETE)
def test_gates_hold_and_costs_add_up(
    method: Method, drawn: tuple[dict[str, str], list[dict[str, str]], Any]
) -> None:
    for world in _worlds(*drawn):
        found = assess(world, method, inference="forward")
        assert found.scores is not None
        critical = {one.check for one in found.findings if one.severity == "critical"}
        for score, cap in [(found.scores.overall, 60), *((one, 40) for one in found.scores.topics)]:
            if score.low is None or score.high is None:
                continue
            low, high = score.before_gates or (score.low, score.high)
            assert 100 - sum(one.costs[0] for one in score.contributions) == pytest.approx(high, abs=1e-4)
            assert 100 - sum(one.costs[1] for one in score.contributions) == pytest.approx(low, abs=1e-4)
            tripped = [gate for gate in score.gates if gate.state == "tripped"]
            assert not tripped or score.high <= cap
        assert not critical or (found.scores.overall.high or 0) <= 60


# --- what a reader sees ----------------------------------------------------------------

ALL_WELL = dict.fromkeys(("calls", "mails", "plan"), "no") | {"owner": "yes"}


def test_all_well_is_a_hundred_and_says_how_much_was_decided(method: Method) -> None:
    box = {"id": "m", "tracked": "yes", "volume": "1", "late": "0"}
    score = _scored(method, _facts(ALL_WELL, [box])).overall
    assert (score.low, score.high, score.coverage) == (100, 100, 1)
    assert score.text == "100 of 100, 100% of checks decided"
    assert [gap.standing for gap in score.gaps] == ["reached"]
    assert score.gates[0].state == "clear"


def test_one_critical_finding_caps_its_topic_and_the_whole(method: Method) -> None:
    box = {"id": "m", "tracked": "yes", "volume": "1", "late": "0"}
    found = _scored(method, _facts({**ALL_WELL, "calls": "yes"}, [box]))
    staff, inbox = _topic(found, "staff"), _topic(found, "inbox")
    assert (staff.low, staff.high, staff.before_gates) == (40, 40, (44.444444, 44.444444))
    assert staff.gates[0].findings == ("CALLS",)
    assert staff.gates[0].text == "No critical finding: not kept, so the score is at most 40"
    assert inbox.high == 100
    assert found.overall.high == 60


def test_an_open_gate_lowers_only_the_lower_end(method: Method) -> None:
    known = {name: value for name, value in ALL_WELL.items() if name != "calls"}
    staff = _topic(_scored(method, _facts(known, [])), "staff")
    assert staff.gates[0].state == "possible"
    assert staff.gates[0].waits_for == ("CALLS",)
    assert staff.low is not None
    assert staff.low <= 40
    assert staff.high == 100


def test_nothing_known_is_no_figure(method: Method) -> None:
    found = _scored(method, {"assessment": {"name": "A", "date": "2026-10-01"}})
    assert found.overall.text == "anywhere between 0 and 100 of 100, no check decided"
    assert _topic(found, "nothing").text == "no score: no check applies"
    assert _topic(found, "nothing").low is None


def test_french(method: Method) -> None:
    known = {name: value for name, value in ALL_WELL.items() if name != "plan"}
    found = _scored(method, _facts(known, []), "fr")
    assert found.overall.text.startswith("entre ")
    assert "des contrôles tranchés" in found.overall.text


def test_no_scores_without_a_declaration() -> None:
    assert assess(_facts(ALL_WELL), load_rulesets(_ruleset())).scores is None


def test_the_arithmetic_can_be_worked_out_again(method: Method) -> None:
    known = {**ALL_WELL, "mails": "yes"}
    staff = _topic(_scored(method, _facts(known, [])), "staff")
    assert staff.arithmetic == ("100 × 13 / 18 = 72.22",)
    assert next((one.id, one.costs) for one in staff.contributions) == ("MAILS", (27.777778, 27.777778))


def test_named_checks_guard_topics_they_are_not_of() -> None:
    gate = {"id": "tracked", "title": "Tracked", "checks": ["CALLS"], "topics": ["inbox"], "cap": "30"}
    method = load_rulesets(_ruleset({**SCORES, "gates": [gate]}))
    found = _scored(method, _facts({**ALL_WELL, "calls": "yes"}, []))
    assert _topic(found, "inbox").high == 30
    assert (_topic(found, "staff").high or 0) > 30


# --- declarations ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"weights": {**WEIGHTS, "critical": "a lot"}}, "weight of critical"),
        ({"weights": {"critical": "1"}}, "lack the weight of high, medium, low, info"),
        ({"weights": {**WEIGHTS, "low": "6"}}, "low weighs more than medium"),
        ({"weights": dict.fromkeys(WEIGHTS, "0")}, "no severity has a weight"),
        ({"topics": {"stuff": "1"}}, "no topic 'stuff'"),
        ({"gates": [{**GATE, "cap": "140"}]}, "from 0 to 100, not 140"),
        ({"gates": [GATE]}, "caps nothing"),
        ({"gates": [{"id": "g", "title": "G", "cap": "40"}]}, "names no findings"),
        ({"gates": [{"id": "g", "title": "G", "cap": "4", "checks": ["CALS"]}]}, "no check 'CALS'"),
        ({"gates": [{**GATE, "cap": "40"}, {**GATE, "cap": "50"}]}, "no-critical is defined twice"),
        ({"targets": [{"id": "t", "title": "T"}]}, "aims at nothing"),
        ({"targets": [{"id": "t", "title": "T", "topics": {"inbux": "50"}}]}, "no topic 'inbux'"),
        ({"weigths": {}}, "unknown key 'weigths'"),
    ],
)
def test_wrong_declarations_are_told(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError) as found:
        load_rulesets(_ruleset({**SCORES, **changed}))
    assert words in str(found.value)
    assert all(problem.hint for problem in found.value.problems)


def test_a_firm_changes_what_it_names() -> None:
    firm = {
        "ruleset": "firm",
        "version": "1.0.0",
        "scores": {"weights": {"critical": "20"}, "gates": [{**GATE, "cap": "20"}]},
    }
    method = load_rulesets([_ruleset(SCORES), firm])
    assert method.scores is not None
    assert method.scores.weights["critical"] == 20
    assert method.scores.weights["high"] == 5
    assert method.scores.gates["no-critical"].cap == 20
    assert set(method.scores.targets) == {"sound"}


def test_the_example_of_the_docs_loads(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "scores.md").read_text(encoding="utf-8")
    file = tmp_path / "ours.yaml"
    scores = text.split("```yaml\n")[1].split("```")[0]
    file.write_text(f"ruleset: ours\nversion: 1.0.0\nextends: contact-centre\n{scores}", encoding="utf-8")
    found = load_rulesets(file).scores
    assert found is not None
    assert found.topics == {"flows": 2}
    assert found.gates["figures-add-up"].checks == ("COH-001",)


def test_lint_wants_the_titles_in_every_language() -> None:
    from ccrules.ruleset.lint import lint

    titled = {**SCORES, "gates": [{**GATE, "title": {"en": "No critical finding"}, "cap": "40"}]}
    ruleset = _ruleset(titled)
    ruleset["checks"][0] = {**ruleset["checks"][0], "title": {"en": "Calls", "fr": "Appels"}}
    found = [str(remark) for remark in lint(load_rulesets(ruleset), [])]
    assert any("R001 the title of no-critical is missing in the language fr" in one for one in found)
