"""What lint finds within one check, one type, one inference or one case; and that it never claims too much."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules import assess
from ccrules.cli import run
from ccrules.facts.vocabulary import Attribute, EntityType
from ccrules.plugins import load_plugins
from ccrules.ruleset.cases import read_cases
from ccrules.ruleset.lint import lint
from ccrules.ruleset.loading import load_method
from ccrules.ruleset.model import Method
from ccrules.ruleset.never import never
from tests.plugins.test_loading import plugin, returning
from tests.ruleset.support import HEAD, load, write

ENTITIES = {
    "agent": {"plural": "agents", "attributes": {"level": {"type": "int", "min": 1, "max": 5}}},
    "bot": {
        "plural": "bots",
        "attributes": {
            "owner": {"type": "ref", "to": "agent"},
            "share": {"type": "number", "min": 0, "max": 1, "unit": "ratio"},
            "lost": {"type": "number", "derive": "1 - bot.share", "unit": "ratio"},
            "days": {"type": "int", "min": 0, "max": 7},
            "channel": {"type": "enum", "values": ["chat", "voice", "mail"]},
            "rung": {"type": "enum", "values": ["low", "mid", "top"], "ordered": True},
            "open": {"type": "bool"},
            "sure": {"type": "bool", "applicable": "always"},
            "seen": {"type": "date"},
            "name": {"type": "text"},
            "scores": {"type": "number", "series": True},
        },
    },
}


def method_of(*checks: dict[str, object], **more: object) -> Method:
    each = [
        {"id": f"C{n}", "title": "t", "for": "bot", "severity": "low", **one} for n, one in enumerate(checks)
    ]
    head = {"ruleset": "slips", "version": "1.0.0", "entities": ENTITIES}
    return load_method([{**head, "checks": each, **more}], version="0.1.0")


def found(*codes: str, checks: list[dict[str, object]], **more: object) -> list[str]:
    """What lint says, of these codes."""
    return [str(one.what) for one in lint(method_of(*checks, **more), []) if one.code in codes]


class TestTogether:
    @pytest.mark.parametrize(
        ("when", "says"),
        [
            ("bot.days > 4 and bot.days < 3", "bot.days > 4; bot.days < 3"),
            ("bot.days > 3 and bot.sure and bot.days < 4", "bot.days > 3; bot.days < 4"),
            ('bot.channel == "chat" and bot.channel == "mail"', 'bot.channel == "chat"; bot.channel == "mail"'),
            ('bot.rung > "mid" and bot.rung <= "low"', 'bot.rung > "mid"; bot.rung <= "low"'),
            ("bot.lost > 1", "bot.lost > 1"),
            ("exists(bot.owner) and not exists(bot.owner)", "exists(bot.owner); not exists(bot.owner)"),
            ("not exists(bot.owner) and bot.owner.level > 3", "not exists(bot.owner); bot.owner.level > 3"),
            ("cannot_tell(bot.days) and bot.days > 3", "cannot_tell(bot.days); bot.days > 3"),
            ('age(bot.seen) > "1 year" and age(bot.seen) < "6 months"',
             'age(bot.seen) > "1 year"; age(bot.seen) < "6 months"'),
            ("count(b for b in bots if b.open) == 0 and bot.sure and count(o for o in bots if o.open) > 2",
             "count(b for b in bots if b.open) == 0; count(o for o in bots if o.open) > 2"),
            ('bot.name == "a" and bot.name in ("b", "c")', 'bot.name == "a"; bot.name in ("b", "c")'),
        ],
    )  # fmt: skip
    def test_parts_that_exclude_one_another_are_named(self, when: str, says: str) -> None:
        assert found("R007", checks=[{"when": when}]) == [f"C0 can never fail: {says}"]

    def test_the_guard_counts(self) -> None:
        checks = [{"applies": "bot.days == 0", "when": "bot.days > 4"}]
        assert found("R007", checks=checks) == ["C0 can never fail: bot.days == 0; bot.days > 4"]

    def test_what_is_always_true_where_it_applies(self) -> None:
        checks = [{"applies": "bot.days > 4", "when": "bot.days > 3"}]
        assert found("R007", checks=checks) == ["C0 can never pass: bot.days > 3"]

    def test_what_is_constant_by_itself_is_told_once(self) -> None:
        assert len(found("R007", checks=[{"when": "bot.days > 7"}])) == 1

    @pytest.mark.parametrize(
        "when",
        [
            "bot.days > 3 and bot.days < 5",
            "bot.lost >= 1",
            "bot.days > 2 or cannot_tell(bot.days)",
            "not exists(bot.owner) or bot.owner.level > 4",
            'age(bot.seen) > "3 months" and age(bot.seen) < "91 days"',  # the calendar decides
            "latest(bot.scores) > 3 and min(bot.scores) < 2",
            'bot.name == "a" or bot.name != "b"',
            "bot.days > bot.share and bot.days < bot.share + 1",
        ],
    )
    def test_what_can_be_is_left_alone(self, when: str) -> None:
        assert found("R007", checks=[{"when": when}]) == []

    def test_too_many_facts_at_once_are_left_alone(self) -> None:
        parts = [f'bot.name == "{n}" and bot.days > {n % 7} and bot.share < .{n}1' for n in range(30)]
        parts = [f"({' or '.join(parts)})", "bot.open", "exists(bot.owner)", "bot.days > 4", "bot.days < 3"]
        assert found("R007", checks=[{"when": " and ".join(parts)}]) == []


class TestSeverities:
    @pytest.mark.parametrize(
        ("severity", "says"),
        [
            ("high if bot.days > 2 else low", ["where C0 fails, this is never false: bot.days > 2"]),
            ("high if bot.days > 7 else low", ["where C0 fails, this is never true: bot.days > 7"]),
            ("high if bot.days > 5 else medium if bot.days < 3 else low",
             ["where C0 fails, this is never true: bot.days < 3"]),
            ("low if bot.open else low", ["C0 has the same severity either way: low if bot.open else low"]),
            ("high if bot.days > 4 else low", []),
            ("high if bot.open else low", []),
        ],
    )  # fmt: skip
    def test_levels_that_are_never_given(self, severity: str, says: list[str]) -> None:
        assert found("R019", checks=[{"when": "bot.days > 3", "severity": severity}]) == says


class TestTexts:
    @pytest.mark.parametrize(
        ("when", "text", "told"),
        [
            ("not exists(bot.owner)", "{{ bot.owner }}", "bot.owner"),
            ("not exists(bot.owner)", "{{ bot.owner.level }}", "bot.owner.level"),
            ("cannot_tell(bot.seen) and bot.sure", "{{ bot.seen | date }}", "bot.seen"),
            ("not exists(bot.owner) or bot.days > 3", "{{ bot.owner }}", ""),
            ("not exists(bot.owner)", "{{ bot.id }}", ""),
            ("cannot_tell(bot.days)", "{{ bot.share }}", ""),
        ],
    )
    def test_what_is_never_there(self, when: str, text: str, told: str) -> None:
        expected = [f"the message of C0 prints what is never there: {told}"] if told else []
        assert found("R020", checks=[{"when": when, "message": text}]) == expected

    def test_a_strength_is_shown_where_the_check_passes(self) -> None:
        checks = [{"when": "exists(bot.owner)", "strength": "{{ bot.owner }}", "message": "{{ bot.owner }}"}]
        assert found("R020", checks=checks) == ["the strength of C0 prints what is never there: bot.owner"]

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("More than 15 % lost", "15 %"),
            ("More than 15\N{NO-BREAK SPACE}% lost", "15\N{NO-BREAK SPACE}%"),
            ("More than {{ params.most | percent }} lost, that is 15 %", ""),
            ("More than 115 % or 15.5 % or 2.15 % lost", ""),
            ("{{ bot.share }} is more", ""),
        ],
    )
    def test_a_limit_that_a_text_writes_out(self, text: str, told: str) -> None:
        most = {"type": "number", "default": 0.15, "unit": "ratio"}
        checks = [{"when": "bot.share > params.most", "message": text}]
        says = f"the message of C0 writes out {told}, the value of params.most"
        assert found("R021", checks=checks, parameters={"most": most}) == ([says] if told else [])


def test_small_numbers_of_things_are_no_limits_written_twice() -> None:
    checks = [{"when": "count(bot.scores) < params.most"}, {"when": "count(bot.scores) < 2"}]
    assert found("R022", checks=checks, parameters={"most": {"type": "int", "default": 2}}) == []


def test_labels_that_two_attributes_share(tmp_path: Path) -> None:
    text = (
        "entities:\n  box:\n    plural: boxes\n    attributes:\n"
        "      a: {type: int, label: {en: Waiting, fr: En attente}}\n"
        "      b: {type: int, label: {en: Age, fr: EN ATTENTE}}\n"
    )
    (remark,) = (one for one in lint(load(write(tmp_path, HEAD + text)), []) if one.code == "R026")
    assert str(remark.what) == "box.b has the label of a: EN ATTENTE"
    assert remark.place.line == 8


def test_a_recommendation_that_only_waits_with_others_nobody_reaches() -> None:
    advice = [{"id": name, "title": "t", "effort": "low", "after": after}
              for name, after in (("one", ["two"]), ("two", []), ("three", ["four"]), ("four", []))]  # fmt: skip
    checks = [{"when": "bot.sure", "recommend": ["one"]}]
    assert found("R003", checks=checks, recommendations=advice) == [
        "nothing recommends three",
        "nothing recommends four",
    ]


def test_an_inference_that_waits_for_what_is_switched_off(tmp_path: Path) -> None:
    conclude = "{id: cause, kind: cause, title: t}"
    base = (
        "ruleset: base\nversion: 1.0.0\nchecks:\n"
        "  - {id: A, title: t, when: organisation.x, severity: low}\n"
        "  - {id: B, title: t, when: not organisation.x, severity: low}\n"
        "entities: {organisation: {attributes: {x: {type: bool}}}}\n"
        f"inferences:\n  - {{id: I, when: [{{finding: A}}], conclude: {conclude}}}\n"
        f"  - {{id: J, when: [{{any: [{{finding: A}}, {{finding: B}}]}}], conclude: {conclude}}}\n"
    )
    write(tmp_path, base, "base.yaml")
    top = HEAD + "extends: [base.yaml]\noverride: {checks: {A: {off: we ask otherwise}}}\n"
    (remark,) = (one for one in lint(load(write(tmp_path, top, "top.yaml")), []) if one.code == "R027")
    assert str(remark.what) == "without A, I can't conclude cause"
    assert (remark.place.file.endswith("top.yaml"), remark.place.line) == (True, 4)


def test_cases_that_show_nothing_or_nothing_new(tmp_path: Path) -> None:
    method = method_of({"when": "bot.sure"}, {"when": "not bot.sure"})
    facts = {"bots": [{"id": "a", "sure": True}]}
    cases = [
        {"name": "first", "facts": facts, "expect": {"C0": "fail"}},
        {"name": "nothing", "facts": facts},
        {"name": "again", "facts": facts, "expect": {"C0": "fail"}},
        {"name": "first", "facts": {"bots": []}, "expect": {"C0": "not_applicable"}},
        {"name": "first", "facts": facts, "expect": {"C1": "pass"}},
    ]
    path = write(tmp_path, yaml.safe_dump(cases, sort_keys=False), "x.tests.yaml")
    remarks = [one for one in lint(method, read_cases(method, [path])) if one.code == "R025"]
    assert [str(one.what) for one in remarks] == [
        "the case 'nothing' expects nothing",
        "the case 'again' shows what 'first' shows",
        "two cases are called 'first'",
    ]


# --- what is said to be impossible is impossible ------------------------------------------

_ATOMS = [
    "bot.days > 3", "bot.days <= 1", "bot.days == 4", "bot.days >= 5", "bot.share < 0.5", "bot.lost > 0.4",
    'bot.channel == "chat"', 'bot.channel in ("chat", "mail")', 'bot.channel != "mail"', 'bot.rung >= "mid"',
    'bot.rung < "top"', "bot.open", "bot.sure", "exists(bot.owner)", "exists(bot.name)", 'bot.name == "a"',
    "cannot_tell(bot.days)", "known(bot.channel)", "bot.owner.level > 2", "bot.owner.level <= 3",
    "bot.days > bot.owner.level", "count(b for b in bots if b.open) > 1",
]  # fmt: skip
_CONDITIONS = st.recursive(
    st.sampled_from(_ATOMS),
    lambda inner: st.one_of(
        inner.map(lambda one: f"not ({one})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda found: "({} {} {})".format(*found)
        ),
    ),
    max_leaves=6,
)
_STATES = ["unknown", "not applicable", None]
_BOTS = st.fixed_dictionaries(
    {},
    optional={
        "days": st.sampled_from([0, 1, 2, 3, 4, 5, 6, 7, *_STATES]),
        "share": st.sampled_from([0, 0.3, 0.5, 0.6, 1, *_STATES]),
        "channel": st.sampled_from(["chat", "voice", "mail", *_STATES]),
        "rung": st.sampled_from(["low", "mid", "top", *_STATES]),
        "open": st.sampled_from([True, False, *_STATES]),
        "sure": st.sampled_from([True, False, "unknown", None]),
        "owner": st.sampled_from(["ann", "none", *_STATES]),
        "name": st.sampled_from(["a", "b", "none", *_STATES]),
    },
)


@given(_CONDITIONS, _CONDITIONS, st.lists(st.tuples(_BOTS, st.integers(1, 5)), min_size=8, max_size=8))
@settings(deadline=None)
def test_nothing_that_facts_bring_about_is_said_to_be_impossible(applies: str, when: str, bots: list) -> None:
    method = method_of({"applies": applies, "when": when})
    said = {str(one.what).split(":")[0] for one in never(method)}
    agents = [{"id": f"a{n}", "level": level} for n, (_, level) in enumerate(bots)]
    owned = [
        {**bot, "owner": f"a{n}"} if bot.get("owner") == "ann" else bot for n, (bot, _) in enumerate(bots)
    ]
    each = [{"id": f"b{n}", **bot} for n, bot in enumerate(owned)]
    summary = assess({"agents": agents, "bots": each}, method, inference="forward").summary
    assert not (summary.fail and "C0 can never fail" in said)
    assert not (summary.passed and "C0 can never pass" in said)


def test_lint_tells_what_it_finds_in_tests_and_of_plugins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = EntityType("bot", plural="bots", attributes={"open": Attribute("open", "text")})
    plugins = load_plugins([("odd", plugin(ccrules_entity_types=returning([kind])))])
    monkeypatch.setattr("ccrules.plugins.load_plugins", lambda: plugins)
    rules = {
        "ruleset": "r",
        "version": "1.0.0",
        "entities": {"bot": ENTITIES["bot"], "agent": ENTITIES["agent"]},
    }
    write(tmp_path, yaml.safe_dump(rules), "r.yaml")
    write(tmp_path, "- {name: idle, facts: {}}\n", "r.tests.yaml")
    assert run(["rules", "lint", "-r", str(tmp_path / "r.yaml")]) == 1
    out = capsys.readouterr().out
    assert "odd:ccrules_entity_types: R018 bot.open was left out: " in out
    assert "r.tests.yaml:1:10: R025 the case 'idle' expects nothing" in out
    assert run(["rules", "lint", "-r", str(tmp_path / "r.yaml"), "--format", "json"]) == 1
    files = {one["code"]: one["file"] for one in json.loads(capsys.readouterr().out)["remarks"]}
    assert files["R018"] == "odd:ccrules_entity_types"
    assert run(["rules", "lint", "-r", str(tmp_path / "r.yaml"), "--format", "sarif"]) == 1
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    (found,) = (one["locations"] for one in results if one["ruleId"] == "R018")
    assert found == [{"logicalLocations": [{"fullyQualifiedName": "odd:ccrules_entity_types"}]}]
