"""What a loaded ruleset is made of, on the example of a small complete one."""

from __future__ import annotations

from pathlib import Path

import pytest

from ccrules.conditions.functions import PluginFunction
from ccrules.conditions.written import Written
from ccrules.errors import InputError, Place
from ccrules.facts.vocabulary import Attribute, EntityType
from ccrules.ruleset.model import Check, Method
from ccrules.values import Duration
from tests.ruleset.support import CHECKS, HEAD, VERSION, VOCABULARY, load, loaded, problems, write

DEMO = """\
ruleset: demo
version: 1.0.0
requires: ccrules>=0.1
extends: []
topics: [inbox governance]
objectives: {satisfaction: {en: Customer satisfaction, fr: Satisfaction client}, cost: Cost}
entities:
  organisation:
    attributes:
      headcount: {type: int, min: 0}
      promise_written: {type: bool}
  flow_map: {singleton: true, attributes: {updated_on: {type: date}}}
  agent: {plural: agents, attributes: {skills: {type: text, set: true}}}
  mailbox:
    plural: mailboxes
    label: {en: mailbox, fr: boîte mail}
    attributes:
      tracked: {type: bool, label: {en: tracked, fr: suivie}, ask: head of service, depth: express}
      volume_month: {type: number, unit: contacts/month, min: 0}
      owner: {type: ref, to: agent, inverse: owned_mailboxes}
parameters:
  max_boxes: {type: int, default: 3, min: 1, max: 20, why: more cannot be watched}
checks:
  - id: DEMO-001
    title: {en: Untracked mailbox, fr: Boîte mail non suivie}
    for: mailbox
    applies: mailbox.volume_month > 0
    when: not mailbox.tracked
    severity: high
    exposure: mailbox.volume_month
    message: {en: "{{ mailbox.id }} is not tracked", fr: "{{ mailbox.id }} n'est pas suivie"}
    strength: {en: tracked, fr: suivie}
    recommend: [track-mailboxes]
    source: [{title: A book, section: 3}]
  - id: DEMO-002
    title: Too many mailboxes
    let: {n: count(m for m in mailboxes)}
    when: n > params.max_boxes
    severity: medium
    message: "{{ n }} mailboxes"
inferences:
  - id: DEMO-INF-001
    when: [{finding: DEMO-001}, {finding: DEMO-002}]
    conclude: {id: no-inbox-governance, kind: cause, title: Nobody governs, belief: 0.6}
    explains: [DEMO-001]
    recommend: [name-inbox-owner]
  - id: DEMO-INF-002
    when:
      - {fact: mailbox, as: m, where: {tracked: false}}
      - {finding: DEMO-001, same: {subject: m}}
    conclude: {id: lost-requests, kind: consequence, for: m, title: Requests get lost, belief: 40 %}
recommendations:
  - {id: track-mailboxes, title: Track, body: "**Do**", effort: low, objectives: [satisfaction], after: []}
  - {id: name-inbox-owner, title: Name, body: B, effort: low}
"""


@pytest.fixture
def demo(tmp_path: Path) -> Method:
    """The example, loaded."""
    return load(write(tmp_path, DEMO))


def test_the_vocabulary_is_as_declared(demo: Method) -> None:
    mailbox = demo.vocabulary["mailbox"]
    assert (mailbox.plural, mailbox.label) == ("mailboxes", {"en": "mailbox", "fr": "boîte mail"})
    assert mailbox.attributes["volume_month"].unit == "contacts/month"
    assert mailbox.attributes["tracked"].ask == {"": "head of service"}
    assert demo.vocabulary["flow_map"].singleton
    assert demo.vocabulary["organisation"].attributes["headcount"].minimum == 0


def test_an_inverse_is_an_attribute_of_the_target(demo: Method) -> None:
    owned = demo.vocabulary["agent"].attributes["owned_mailboxes"]
    assert owned.inverse_of == ("mailbox", "owner")


def test_only_some_types_may_be_absent_unless_the_vocabulary_says_so(tmp_path: Path) -> None:
    method = loaded(
        tmp_path,
        "entities:\n  team:\n    attributes:\n      a: {type: bool}\n      b: {type: text}\n"
        "      c: {type: bool, set: true}\n"
        "      d: {type: int, optional: yes}\n      e: {type: date, optional: no}\n",
    )
    assert [one.optional for one in method.vocabulary["team"].attributes.values()] == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_the_plural_is_the_name_with_an_s_where_none_is_given(tmp_path: Path) -> None:
    assert loaded(tmp_path, "entities: {team: {}}\n").vocabulary["team"].plural == "teams"


def test_labelled_values_keep_order_and_labels(tmp_path: Path) -> None:
    text = (
        "entities:\n  box:\n    attributes:\n"
        "      state: {type: enum, ordered: yes, values: {low: Low, high: {fr: haut}}}\n"
    )
    attribute = loaded(tmp_path, text).vocabulary["box"].attributes["state"]
    assert (attribute.values, attribute.ordered) == (("low", "high"), True)
    assert attribute.labels == {"low": {"": "Low"}, "high": {"fr": "haut"}}


def test_bounds_of_durations_are_in_the_unit_of_the_attribute(tmp_path: Path) -> None:
    text = (
        "entities:\n  team:\n    attributes:\n      a: {type: duration, unit: minutes, min: 2, max: 1 h}\n"
        "      b: {type: duration, max: 2 min}\n      c: {type: number, min: 5 %}\n"
    )
    a, b, c = loaded(tmp_path, text).vocabulary["team"].attributes.values()
    assert (a.minimum, a.maximum, b.maximum, c.minimum) == (2, 60, 120, 0.05)


def test_checks_carry_their_typed_question_and_places(demo: Method) -> None:
    check = demo.checks["DEMO-001"]
    assert (check.subject, check.recommend, check.ruleset) == ("mailbox", ("track-mailboxes",), "demo")
    assert check.question.when.type.kind == "bool"
    assert check.question.exposure is not None
    assert check.when is not None
    assert (check.when.place.line, check.when.place.column) == (28, 11)
    assert check.when.at(4).column == 15
    assert check.sources[0].section == "3"


def test_a_check_without_for_is_about_the_organisation(demo: Method, tmp_path: Path) -> None:
    assert demo.checks["DEMO-002"].subject == ""
    text = (
        "checks:\n  - {id: A, title: T, for: organisation, when: organisation.headcount > 3, severity: low}\n"
    )
    assert loaded(tmp_path, VOCABULARY, text).checks["A"].subject == ""


def test_the_title_stands_in_for_a_message(tmp_path: Path) -> None:
    text = "checks:\n  - {id: A, title: {en: T, fr: U}, when: organisation.headcount > 3, severity: low}\n"
    assert loaded(tmp_path, VOCABULARY, text).checks["A"].message == {"en": "T", "fr": "U"}


def test_patterns_hold_values_of_the_type_of_the_attribute(demo: Method) -> None:
    rule = demo.inferences["DEMO-INF-002"]
    assert [(one.kind, one.where, one.same) for one in rule.alternatives[0]] == [
        ("fact", {"tracked": False}, {}),
        ("finding", {}, {"subject": "m"}),
    ]
    assert (rule.about, rule.belief, rule.kind) == ("m", 0.4, "consequence")


def test_parameters_have_their_default_until_somebody_sets_them(demo: Method) -> None:
    parameter = demo.parameters["max_boxes"]
    assert (parameter.value, parameter.minimum, parameter.set_by) == (3, 1, "")
    assert parameter.why == {"": "more cannot be watched"}


def test_topics_and_objectives_have_texts(demo: Method) -> None:
    assert demo.topics == {"inbox governance": {"": "inbox governance"}}
    assert demo.objectives["cost"] == {"": "Cost"}


def test_nothing_is_odd_about_the_example(demo: Method) -> None:
    assert demo.warnings == ()


def test_a_folder_is_one_ruleset_over_all_its_files(tmp_path: Path) -> None:
    write(tmp_path, HEAD, "a/main.yaml")
    write(tmp_path, VOCABULARY, "a/below/vocabulary.yml")
    check = '{"id": "J", "title": "T", "when": "organisation.headcount > 3", "severity": "low"}'
    write(tmp_path, f'{{"checks": [{check}]}}', "a/more.json")
    write(tmp_path, CHECKS, "a/inbox.yaml")
    write(tmp_path, "- not a ruleset", "a/inbox.tests.yaml")
    write(tmp_path, "{{ not yaml", "a/templates/report.yaml")
    method = load(tmp_path / "a")
    assert list(method.checks) == ["A-1", "A-2", "J"]
    assert method.rulesets[0].files == ("below/vocabulary.yml", "inbox.yaml", "main.yaml", "more.json")
    assert method.template_folders == ((tmp_path / "a/templates").as_posix(),)


def test_a_section_may_be_empty(tmp_path: Path) -> None:
    assert loaded(tmp_path, "checks:\nentities:\n").checks == {}


def test_a_folder_has_one_head(tmp_path: Path) -> None:
    write(tmp_path, HEAD, "a.yaml")
    write(tmp_path, "checks: []\n" + HEAD, "b.yaml")
    write(tmp_path, "title: Extra\nextends: x\n", "c.yaml")
    found = problems(tmp_path)
    assert [(Path(one.place.file).name, one.place.line) for one in found] == [
        ("b.yaml", 2),
        ("c.yaml", 1),
        ("c.yaml", 2),
    ]
    assert "the first is at" in str(found[0])
    assert "belongs into the file that says ruleset:" in str(found[1])


def test_a_file_may_be_empty(tmp_path: Path) -> None:
    write(tmp_path, HEAD, "a.yaml")
    write(tmp_path, "# nothing yet\n", "b.yaml")
    assert load(tmp_path).rulesets[0].files == ("a.yaml", "b.yaml")


def test_broken_files_and_files_of_another_shape_are_told_together(tmp_path: Path) -> None:
    write(tmp_path, HEAD, "a.yaml")
    write(tmp_path, "- b\n", "b.yaml")
    write(tmp_path, "checks: [\n", "c.yaml")
    write(tmp_path, "chekcs: []\n", "d.yaml")
    assert {Path(one.place.file).name for one in problems(tmp_path)} == {"b.yaml", "c.yaml", "d.yaml"}


def test_the_hash_depends_on_names_and_contents_only(tmp_path: Path) -> None:
    first = load(write(tmp_path, DEMO, "x/demo.yaml")).rulesets[0].sha256
    same = load(write(tmp_path, DEMO, "y/demo.yaml")).rulesets[0].sha256
    renamed = load(write(tmp_path, DEMO, "y/demo2.yaml")).rulesets[0].sha256
    changed = load(write(tmp_path, DEMO + "\n", "z/demo.yaml")).rulesets[0].sha256
    assert len(first) == 64
    assert first == same
    assert len({first, renamed, changed}) == 3


def test_a_program_may_give_a_ruleset_as_a_mapping() -> None:
    data = {
        "ruleset": "own",
        "version": 1,
        "entities": {"box": {"plural": "boxes", "attributes": {"full": {"type": "bool"}}}},
        "parameters": {
            "age": {"type": "duration", "default": "6 months"},
            "strict": {"type": "bool", "default": True},
        },
        "checks": [{"id": "A", "title": "T", "for": "box", "when": "box.full", "severity": "low"}],
    }
    method = load(data)
    assert method.checks["A"].place == Place(cell="checks[0].id")
    assert method.parameters["age"].value == Duration(months=6)
    assert method.parameters["strict"].value is True
    data["checks"] = [{"id": "A", "title": "T", "for": "box", "when": "box.ful", "severity": "low"}]
    assert [one.place for one in problems(data)] == [Place(cell="checks[0].when")]


def test_all_problems_of_all_stages_that_can_be_judged_are_told_at_once(tmp_path: Path) -> None:
    text = """\
checks:
  - {id: A, title: T, for: mailbox, when: not mailbox.trackd, severity: low, recommend: [nothing]}
  - {id: B, title: T, for: mailbox, when: not mailbox.tracked, severity: low, message: "{{ box }}"}
inferences:
  - id: I
    when: {fact: mailbox, where: {level: middle}}
    conclude: {id: c, kind: cause, title: T}
"""
    found = problems(write(tmp_path, HEAD + VOCABULARY + text))
    assert len(found) == 4
    assert [one.place for one in found] == sorted(one.place for one in found)


def test_plugin_functions_can_be_called_and_take_their_names(tmp_path: Path) -> None:
    twice = PluginFunction("twice", lambda n: 2 * n, ("number",), "number")
    text = "checks:\n  - {id: A, title: T, when: twice(organisation.headcount) > 3, severity: low}\n"
    assert loaded(tmp_path, VOCABULARY, text, functions={"twice": twice}).checks["A"].question
    found = problems(
        write(tmp_path, HEAD + "entities: {twice: {plural: many}}\n"), functions={"twice": twice}
    )
    assert "'twice' cannot be used as a name" in str(found[0])


def python_check(**changes: object) -> Check:
    options = {
        "id": "P-1",
        "ruleset": "test",
        "title": {"": "T"},
        "severity": Written("low"),
        "run": lambda: None,
    }
    return Check(**{**options, **changes})  # type: ignore[arg-type]  # the changes of each test fit


def test_python_checks_join_the_method(tmp_path: Path) -> None:
    check = python_check(subject="mailbox", needs=("mailbox.tracked",))
    method = loaded(tmp_path, VOCABULARY, CHECKS, python_checks=[check])
    assert list(method.checks) == ["A-1", "A-2", "P-1"]
    assert method.warnings == ()


@pytest.mark.parametrize(
    "changes",
    [{"subject": "desk"}, {"needs": ("mailbox.colour",)}, {"recommend": ("r",)}, {"topics": ("inbox",)}],
)
def test_a_python_check_that_the_rulesets_do_not_fit_is_left_out_with_a_remark(
    changes: dict[str, object], tmp_path: Path
) -> None:
    method = loaded(tmp_path, VOCABULARY, CHECKS, python_checks=[python_check(**changes)])
    assert "P-1" not in method.checks
    assert [one.code for one in method.warnings] == ["R006"]


def test_a_python_check_of_a_ruleset_that_is_not_loaded_takes_no_part(tmp_path: Path) -> None:
    checks = [
        python_check(),
        python_check(id="P-2", ruleset="other"),
        python_check(id="A-1", ruleset="other"),
    ]
    method = loaded(tmp_path, VOCABULARY, CHECKS, python_checks=checks)
    assert list(method.checks) == ["A-1", "A-2", "P-1"]
    assert method.warnings == ()


def test_a_python_check_runs_with_what_extends_its_ruleset(tmp_path: Path) -> None:
    write(tmp_path, "ruleset: base\nversion: 1.0.0\n" + VOCABULARY, "base.yaml")
    method = loaded(tmp_path, "extends: [base.yaml]\n", python_checks=[python_check(ruleset="base")])
    assert list(method.checks) == ["P-1"]


def test_a_python_check_may_not_take_the_id_of_another(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + VOCABULARY + CHECKS)
    found = problems(path, python_checks=[python_check(id="A-1")])
    assert "A-1 is defined twice" in str(found[0])


def test_a_python_check_with_a_wrong_severity_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + VOCABULARY + CHECKS)
    assert "hihg" in str(problems(path, python_checks=[python_check(severity=Written("hihg"))])[0])


CHECKLESS = "objectives: {cost: Cost}\n"


def shift(*attributes: Attribute, **changes: object) -> EntityType:
    options = {"plural": "shifts", "place": Place(cell="p"), **changes}
    named = {one.name: one for one in attributes}
    return EntityType("shift", attributes=named, **options)  # type: ignore[arg-type]  # the changes fit


def test_entity_types_of_plugins_need_no_declaration(tmp_path: Path) -> None:
    kind = shift(
        Attribute("people", "int", minimum=0),
        Attribute("pairs", "number", derive="shift.people / 2", optional=True),
        Attribute("lead", "ref", to="agent", inverse="led_shifts", optional=True),
    )
    text = (
        "entities: {shift: {attributes: {night: {type: bool}}}, agent: {plural: agents}}\n"
        "checks:\n  - {id: A, title: T, for: shift, when: shift.night and shift.pairs < 1, severity: low}\n"
    )
    method = loaded(tmp_path, text, entity_types=[kind])
    assert method.checks["A"].question
    assert list(method.vocabulary["shift"].attributes) == ["people", "pairs", "lead", "night"]
    assert ("shift", "pairs") in method.derived
    assert "led_shifts" in method.vocabulary["agent"].attributes


@pytest.mark.parametrize(
    ("attribute", "text", "said"),
    [
        (
            Attribute("people", "int", minimum=1, place=Place(cell="p")),
            "entities: {shift: {attributes: {people: {type: text}}}}\n",
            "shift.people was declared differently at {ruleset}:3:33: type is text there and int here",
        ),
        (Attribute("lead", "ref", to="nobody"), "", "there is no entity type 'nobody'"),
        (Attribute("id", "text"), "", "'id' cannot be used as a name"),
        (Attribute("pairs", "number", derive="shift.peple"), "", "shift has no attribute 'peple'"),
        (
            Attribute("lead", "ref", to="agent", inverse="size"),
            "entities: {agent: {attributes: {size: {type: int}}}}\n",
            "agent already has an attribute size",
        ),
    ],
)
def test_what_does_not_fit_of_the_entity_types_of_plugins_is_left_out(
    attribute: Attribute, text: str, said: str, tmp_path: Path
) -> None:
    path = write(tmp_path, HEAD + text)
    method = load(path, entity_types=[shift(Attribute("town", "text"), attribute)])
    reason = said.format(ruleset=path.as_posix())
    (remark,) = method.warnings
    name = f"shift.{attribute.name}"
    assert (remark.code, str(remark.place), remark.of) == ("R018", "p", name)
    assert str(remark.what) == f"{name} was left out: {reason}"
    assert "town" in method.vocabulary["shift"].attributes


@pytest.mark.parametrize(
    ("changes", "text", "said"),
    [
        (
            {"plural": "turns"},
            "entities: {shift: {plural: shifts}}\n",
            "plural is shifts there and turns here",
        ),
        ({}, "entities: {shift: {singleton: true}}\n", "singleton is yes there and no here"),
        ({"plural": "count"}, "", "'count' cannot be used as a name"),
        ({"plural": "teams"}, "entities: {team: {plural: teams}}\n", "'teams' already names team"),
        ({"key": ("code",)}, "", "the key of shift names no attribute of it: code"),
    ],
)
def test_a_type_of_a_plugin_that_does_not_fit_is_left_out(
    changes: dict[str, object], text: str, said: str, tmp_path: Path
) -> None:
    path = write(tmp_path, HEAD + text + CHECKLESS)
    method = load(path, entity_types=[shift(Attribute("town", "text"), **changes)])
    (remark,) = method.warnings
    assert remark.of == "shift"
    assert str(remark.what).endswith(said)
    declared = method.vocabulary.types.get("shift")
    assert declared is None or not declared.attributes


def test_of_two_plugins_that_contradict_each_other_the_first_holds(tmp_path: Path) -> None:
    first, second = (
        shift(Attribute("people", kind), place=Place(cell=name))
        for kind, name in (("int", "p"), ("text", "q"))
    )
    method = load(write(tmp_path, HEAD + CHECKLESS), entity_types=[first, second])
    assert method.vocabulary["shift"].attributes["people"].type == "int"
    assert [str(remark.place) for remark in method.warnings] == ["q"]


def test_a_check_of_a_plugin_written_for_what_was_left_out_is_left_out_too(tmp_path: Path) -> None:
    kind = EntityType("mailbox", plural="mailboxes", attributes={"tracked": Attribute("tracked", "text")})
    method = loaded(
        tmp_path,
        VOCABULARY,
        CHECKS,
        entity_types=[kind],
        python_checks=[python_check(needs=("mailbox.tracked",))],
    )
    assert [(one.code, one.of) for one in method.warnings] == [("R018", "mailbox.tracked"), ("R006", "P-1")]
    assert "P-1" not in method.checks


def test_computed_attributes_are_typed(tmp_path: Path) -> None:
    text = (
        "entities:\n  team:\n    plural: teams\n    attributes:\n      a: {type: int}\n"
        "      b: {type: int, derive: team.a + 1}\n      c: {type: bool, derive: team.b > 3}\n"
    )
    method = loaded(tmp_path, text)
    assert {key: node.type.kind for key, node in method.derived.items()} == {
        ("team", "b"): "number",
        ("team", "c"): "bool",
    }


def test_what_is_odd_is_a_remark(tmp_path: Path) -> None:
    text = (
        "parameters: {most: {type: int, default: 3}, shown: {type: int, default: 1}}\n"
        "checks:\n"
        "  - {id: A, title: {en: T, fr: U}, when: organisation.headcount > 3, severity: low,\n"
        "     message: {en: 'Above {{ params.shown }}'}}\n"
        "recommendations: [{id: r, title: T, effort: low}]\n"
    )
    method = loaded(tmp_path, VOCABULARY, text)
    assert [(one.code, one.place.line) for one in method.warnings] == [
        ("R001", 21),
        ("R003", 23),
        ("R004", 19),
    ]
    assert "the message of A is missing in the language fr" in str(method.warnings[0])


def test_the_same_files_give_the_same_method(tmp_path: Path) -> None:
    path = write(tmp_path, DEMO)
    first, second = load(path), load(path)
    assert (first.rulesets, list(first.checks), first.warnings) == (
        second.rulesets,
        list(second.checks),
        second.warnings,
    )


def test_the_running_version_is_what_requires_is_compared_with(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + "requires: ccrules>=0.1, <2\n")
    assert load(path, version=VERSION)
    assert load(path, version="1.9.dev3")
    with pytest.raises(InputError):
        load(path, version="2.0")
