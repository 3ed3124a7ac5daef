"""Several files: what joins, what yields, what contradicts."""

from __future__ import annotations

import pytest

from tests.facts.support import facts, mailbox, problems, shown


def merged(attribute: str, first: str, second: str) -> object:
    base = facts(*(f"mailboxes: [{{id: m, {attribute}: {one}}}]" for one in (first, second)))
    return shown(getattr(mailbox(base), attribute))


def test_lists_merge_by_id() -> None:
    base = facts("mailboxes: [{id: a, tracked: no}, {id: b}]", "mailboxes: [{id: c}, {id: a, comment: x}]")
    assert [one.id for one in base.collections["mailbox"].members] == ["a", "b", "c"]
    assert (mailbox(base, "a").tracked, mailbox(base, "a").comment) == (False, "x")
    assert base.files == ("a.yaml", "b.yaml")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("~", "3", 3),
        ("unknown", "3", 3),
        ("~", "unknown", "<unknown>"),
        ("unknown", "not applicable", "<not applicable>"),
        ("3", "3.0", 3),
        ("2..3", "2..3", ("[", 2, 3, "]")),
        ("{value: 3, source: x}", "{value: 5, source: y}", ("[", 3, 5, "]")),
        ("{value: 3, source: x}", "{value: 3}", 3),
    ],
)
def test_what_yields_and_what_agrees(first: str, second: str, expected: object) -> None:
    assert merged("people", first, second) == expected
    assert merged("people", second, first) == expected


def test_equal_values_keep_all_origins() -> None:
    base = facts("mailboxes: [{id: m, people: 3}]", "\nmailboxes: [{id: m, people: 3}]")
    found = base.sources(mailbox(base), "people")
    assert [str(origin.place) for origin in found] == ["a.yaml:1:21", "b.yaml:2:21"]


@pytest.mark.parametrize(
    ("attribute", "written"),
    [
        ("channels", "[email, unknown]"),
        ("history", "{2025: 80 %}"),
        ("comment", "{any_of: [{value: a, source: x}, {value: none, source: y}]}"),
        ("rhythm", "weekly"),
        ("opened_on", "2025"),
    ],
)
def test_values_of_every_kind_agree_with_themselves(attribute: str, written: str) -> None:
    once = shown(getattr(mailbox(facts(f"mailboxes: [{{id: m, {attribute}: {written}}}]")), attribute))
    assert merged(attribute, written, written) == once


def test_what_yields_leaves_no_origin() -> None:
    base = facts("mailboxes: [{id: m, people: unknown}]", "mailboxes: [{id: m, people: 3}]")
    assert [str(origin.place) for origin in base.sources(mailbox(base), "people")] == ["b.yaml:1:21"]
    base = facts("mailboxes: [{id: m, people: 3}]", "mailboxes: [{id: m, people: unknown}]")
    assert [str(origin.place) for origin in base.sources(mailbox(base), "people")] == ["a.yaml:1:21"]


def test_different_values_show_both_places() -> None:
    assert problems(
        "mailboxes: [{id: m, people: 3}]", "mailboxes: [{id: m, people: {value: 5, source: y}}]"
    ) == [
        (
            "b.yaml:1:21: mailbox/m.people is given differently at a.yaml:1:21"
            " (keep one of the two, or name the source of both: {value: …, source: …})"
        ),
    ]


@pytest.mark.parametrize(("first", "second"), [("none", "zoe"), ("zoe", "bob"), ("not applicable", "none")])
def test_states_contradict_values(first: str, second: str) -> None:
    files = (f"mailboxes: [{{id: m, owner: {one}}}]" for one in (first, second))
    (problem,) = problems(*files)
    assert problem.startswith("b.yaml:1:21: mailbox/m.owner is given differently at a.yaml:1:21")


def test_three_sources_make_one_conflict() -> None:
    base = facts(
        *(f"mailboxes: [{{id: m, owner: {{value: {one}, source: s}}}}]" for one in ("zoe", "bob", "zoe"))
    )
    assert shown(mailbox(base).owner) == ["<agent/zoe>", "<agent/bob>"]
    origins = base.sources(mailbox(base), "owner")
    assert [shown(origin.value) for origin in origins] == ["<agent/zoe>", "<agent/bob>", "<agent/zoe>"]
    assert "mailbox/m.owner: the sources differ: zoe / bob / zoe" in [str(note.what) for note in base.notes]


def test_series_that_differ_contradict_even_with_sources() -> None:
    files = (f"mailboxes: [{{id: m, history: {{value: [{one}], source: s}}}}]" for one in ("1 %", "2 %"))
    (problem,) = problems(*files)
    assert problem.startswith("b.yaml:1:21: the sources of a series differ")


@pytest.mark.parametrize(
    ("first", "second"),
    [("[]", "[{id: m}]"), ("not applicable", "[{id: m}]"), ("{total: 3}", "[]"), ("[]", "sans objet")],
)
def test_collections_that_contradict(first: str, second: str) -> None:
    assert problems(f"mailboxes: {first}", f"mailboxes: {second}") == [
        "b.yaml:1:1: mailboxes is given differently at a.yaml:1:1 (keep one of the two)"
    ]


@pytest.mark.parametrize("first", ["~", "unknown", "[{id: a}]", "{total: 2}"])
def test_collections_that_join(first: str) -> None:
    base = facts(f"mailboxes: {first}", "mailboxes: [{id: m}]", "mailboxes: unknown", "mailboxes: ~")
    assert base.collections["mailbox"].state is None
    assert "m" in base.collections["mailbox"].by_id


def test_counts_merge() -> None:
    first = "mailboxes: {total: 5, counts: {tracked: {no: 2}}}"
    base = facts(first, "mailboxes: {total: 5, counts: {tracked: {yes: 3, no: 2}}}")
    assert base.collections["mailbox"].counts == {"tracked": {False: 2, True: 3}}
    assert problems(first, "mailboxes: {total: 6, counts: {tracked: {no: 3}}}") == [
        "b.yaml:1:20: total is given differently at a.yaml:1:20 (keep one of the two)",
        "b.yaml:1:42: no is given differently at a.yaml:1:42 (keep one of the two)",
    ]


def test_singletons_merge() -> None:
    base = facts(
        "organisation: {headcount: 3}\nflow_map: unknown", "organisation: {promise_written: no}\nflow_map: {}"
    )
    assert (base.organisation.headcount, base.organisation.promise_written) == (3, False)
    assert shown(base.singletons["flow_map"]) == "<flow_map>"
    assert problems("flow_map: none", "flow_map: {updated_on: 2025}") == [
        "b.yaml:1:1: flow_map is given differently at a.yaml:1:1 (keep one of the two)"
    ]


def test_headers_merge() -> None:
    base = facts(
        "assessment: {name: A, partial: [agents]}\nobjectives: [{id: cost, weight: 2}]",
        "assessment: {name: A, status: draft, complete: [mailboxes]}\n"
        "objectives: [{id: cost, weight: 2}, speed]",
    )
    assert base.header == {"name": "A", "status": "draft", "partial": ("agent",), "complete": ("mailbox",)}
    assert base.objectives == {"cost": 2, "speed": 1}
    assert problems(
        "assessment: {date: 2026-10-01}\nobjectives: [{id: cost, weight: 2}]",
        "assessment: {date: 2026-10-02}\nobjectives: [cost]",
    ) == [
        "b.yaml:1:14: date is given differently at a.yaml:1:14 (keep one of the two)",
        "b.yaml:2:14: cost is given differently at a.yaml:2:19 (keep one of the two)",
    ]


def test_the_order_of_files_changes_no_value() -> None:
    files = (
        "mailboxes: [{id: a, people: {value: 3, source: x}, owner: zoe}]",
        "mailboxes: [{id: a, people: {value: 5, source: y}}, {id: b, owner: zoe}]",
        "agents: [{id: zoe}]\nmailboxes: [{id: a, people: unknown}]",
    )
    forward, backward = facts(*files), facts(*reversed(files))
    for id in ("a", "b"):
        one, other = mailbox(forward, id), mailbox(backward, id)
        assert shown(one.people) == shown(other.people)
        assert one.owner.id == other.owner.id
