"""What counts as personal, and names replaced so that every verdict stays."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules import assess, load_facts, load_rulesets
from ccrules.assessment import Assessment
from ccrules.collecting.anonymise import Anonymised, anonymise
from ccrules.collecting.privacy import name_warnings, personal_data
from ccrules.collecting.privacy_signs import looks_personal, ordinary_words
from ccrules.facts.base import FactBase
from ccrules.facts.people import person_types
from ccrules.facts.writing import unquoted, yaml_text
from ccrules.ruleset.model import Method
from tests.effort import examples

RULES: dict[str, Any] = {
    "ruleset": "people",
    "version": "1",
    "entities": {
        "organisation": {"attributes": {"sponsor": {"type": "text", "privacy": "personal"}}},
        "colleague": {
            "plural": "colleagues",
            "attributes": {
                "skills": {"type": "text", "set": True},
                "boss": {"type": "ref", "to": "colleague", "privacy": "personal"},
                "leaves_on": {"type": "date", "privacy": "personal"},
            },
        },
        "mailbox": {
            "plural": "mailboxes",
            "attributes": {
                "owner": {"type": "ref", "to": "colleague", "privacy": "personal", "inverse": "boxes"},
                "comment": {"type": "text"},
                "volume": {"type": "number"},
            },
        },
        "turn": {
            "plural": "turns",
            "key": ["who", "box"],
            "attributes": {
                "who": {"type": "ref", "to": "colleague"},
                "box": {"type": "ref", "to": "mailbox"},
                "kept": {"type": "bool"},
            },
        },
    },
    "checks": [
        {"id": "P-1", "title": "No owner", "for": "mailbox", "when": "not exists(mailbox.owner)", "severity": "low"},
        {
            "id": "P-2",
            "title": "Many boxes",
            "for": "colleague",
            "when": "count(b for b in mailboxes if b.owner == colleague) > 1",
            "severity": '"high" if exists(colleague.leaves_on) else "low"',
        },
        {
            "id": "P-3",
            "title": "Same comment",
            "for": "mailbox",
            "when": "any(b.comment == mailbox.comment and b.id != mailbox.id for b in mailboxes)",
            "severity": "low",
        },
        {
            "id": "P-4",
            "title": "Own boss",
            "for": "colleague",
            "when": "colleague.boss == colleague",
            "severity": "low",
        },
        {
            "id": "P-5",
            "title": "Not kept by the owner",
            "for": "turn",
            "when": "turn.who == turn.box.owner and not turn.kept",
            "severity": "low",
        },
        {"id": "P-6", "title": "Sponsor", "when": "not exists(organisation.sponsor)", "severity": "low"},
    ],
}  # fmt: skip

PEOPLE = ["amina.roy", "Jean Dupont", "m.durand", "sophie", "a1", "li.wei@firm.example"]
BOXES = ["claims", "front-office", "contact@firm.example", "marie.petit@firm.example"]
COMMENTS = ["see Amina Roy", "see amina.roy", "call 01 23 45 67 89", "claims", "Dupont, Jean", "unknown"]


@cache
def loaded() -> Method:
    return load_rulesets(RULES)


@pytest.fixture(scope="module")
def method() -> Method:
    return loaded()


@pytest.fixture(scope="module")
def bundled() -> Method:
    return load_rulesets()


def told(names: list[str]) -> st.SearchStrategy[Any]:
    """A name or a state, perhaps with its provenance, perhaps of two sources."""
    values = st.sampled_from([*names, "none", "unknown"])
    if not names:
        return values
    long = st.fixed_dictionaries(
        {"value": st.sampled_from(names), "source": st.just("declared")},
        optional={"by": st.sampled_from([*PEOPLE, "team leader"]), "evidence": st.just("minutes.pdf p. 3")},
    )
    two = st.lists(long, min_size=2, max_size=2).map(lambda both: {"any_of": both})
    return st.one_of(values, values, long, two)


@st.composite
def facts_of_people(draw: st.DrawFn) -> dict[str, Any]:
    """A fact file about people and mailboxes."""
    people = draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=4))
    boxes = draw(st.lists(st.sampled_from(BOXES), unique=True, max_size=3))
    given_ = {
        "boss": told(people),
        "leaves_on": st.just("2026-12-31"),
        "skills": st.just(["fr", "en"]),
    }
    about = {
        "owner": told(people),
        "comment": st.sampled_from(COMMENTS).map(lambda text: {"value": text}),
        "volume": st.integers(0, 9),
    }
    return {
        "assessment": {"name": "For Amina Roy", "date": "2026-10-01", **draw(st.sampled_from([{}, {"status": "draft"}]))},
        "organisation": draw(st.fixed_dictionaries({}, optional={"sponsor": told(PEOPLE[:2])})),
        "colleagues": [{"id": id, **draw(st.fixed_dictionaries({}, optional=given_))} for id in people],
        "mailboxes": [{"id": id, **draw(st.fixed_dictionaries({}, optional=about))} for id in boxes],
        "turns": [{"who": who, "box": box, "kept": draw(st.booleans())} for who in people[:2] for box in boxes[:2]],
    }  # fmt: skip


def again(found: Anonymised, method: Method) -> FactBase:
    return load_facts(unquoted(found.document), method)


def verdicts(result: Assessment, ids: Any) -> set[tuple[str, str, str]]:
    """Check, subject under its new id, and what came of it."""
    found = [(one.check, one.subject, one.severity) for one in result.findings]
    for verdict in ("passed", "not_assessed", "not_applicable"):
        found += [(one.check, one.subject, verdict) for one in getattr(result, verdict)]
    return {(check, ids.get(s.type, {}).get(s.id, s.id), verdict) for check, s, verdict in found}


@settings(max_examples=examples(120), deadline=None)
@given(facts_of_people())
def test_every_verdict_stays_and_nobody_is_named(document):
    rules = loaded()
    base = load_facts(document, rules)
    found = anonymise(base)
    after = again(found, rules)
    assert verdicts(assess(base, rules), found.ids) == verdicts(assess(after, rules), {})
    text = yaml_text(found.document)
    named = [
        "01 23",
        "minutes.pdf",
        "Amina Roy",
        "marie.petit",
        *(one.id for one in base.collections["colleague"].members),
    ]
    assert [name for name in named if re.search(rf"\b{re.escape(name)}\b", text)] == []
    assert yaml_text(anonymise(after).document) == text  # pseudonyms stay what they are


def test_one_person_has_one_pseudonym_wherever_the_name_stands(method):
    base = load_facts(
        {
            "organisation": {"sponsor": "Roy, Amina"},
            "colleagues": [{"id": "bob"}, {"id": "amina.roy", "boss": "bob"}],
            "mailboxes": [
                {"id": "claims", "owner": {"value": "amina.roy", "by": "AMINA ROY", "confirmed": "Bob 2026-10-01"}},
                {"id": "x", "comment": "Amina-Roy or bob, not Bobby; claims@firm.example"},
            ],
        },
        method,
    )  # fmt: skip
    found = anonymise(base)
    assert found.key["colleague"] == {"bob": "colleague-01", "amina.roy": "colleague-02"}
    assert found.document["organisation"] == {"sponsor": "colleague-02"}
    claims, other = found.document["mailboxes"]
    assert claims["owner"] == {
        "value": "colleague-02",
        "by": "colleague-02",
        "confirmed": "colleague-01 2026-10-01",
    }
    assert other["comment"] == "colleague-02 or colleague-01, not Bobby; email-01"


@pytest.mark.parametrize("day", ["2026-10-05", "2026-10", "5/10/2026", ""])
def test_whoever_signed_is_nowhere_named(method, day):
    """Neither at values nor in the header; the function goes with the name, the day stays."""
    signed = f"Jane Roe (head of service), {day}".rstrip(", ")
    base = load_facts(
        {
            "assessment": {"confirmed": {"mailboxes": signed, "assessment.name": signed}},
            "mailboxes": [{"id": "claims", "volume": {"value": 3, "by": "Jane Roe", "confirmed": signed}}],
        },
        method,
    )
    found = anonymise(base)
    left = f"author-01, {day}".rstrip(", ")
    assert found.document["assessment"]["confirmed"] == {"mailboxes": left, "assessment.name": left}
    assert found.document["mailboxes"][0]["volume"] == {"value": 3, "by": "author-01", "confirmed": left}
    assert anonymise(load_facts(found.document, method)).document == found.document
    listed = {(one.kind, one.entity): one.count for one in personal_data(base)}
    assert listed["confirmed", "assessment"] == 2
    assert listed["confirmed", "mailbox"] == 1


def test_a_key_goes_on_where_it_ended(method):
    first = anonymise(load_facts({"colleagues": [{"id": "bob"}, {"id": "eva"}]}, method))
    later = load_facts({"colleagues": [{"id": "zoe"}, {"id": "eva"}]}, method)
    second = anonymise(later, key=first.key)
    assert [one["id"] for one in second.document["colleagues"]] == ["colleague-03", "colleague-02"]


def test_further_names_go_everywhere(method):
    base = load_facts({"assessment": {"name": "Riviera"}, "mailboxes": [{"id": "riviera-claims"}]}, method)
    found = anonymise(base, also=["Riviera"])
    assert found.document["assessment"]["name"] == "name-01"
    assert found.document["mailboxes"] == [{"id": "name-01-claims"}]


def test_functions_are_nobodys_name(bundled):
    facts = {"organisation": {"advisers": {"value": 5, "by": "head of service", "source": "declared"}}}
    found = anonymise(load_facts(facts, bundled))
    assert found.document["organisation"]["advisers"]["by"] == "head of service"
    assert found.key == {}


def test_who_is_a_person_is_told_by_the_vocabulary(bundled, method):
    assert person_types(bundled.vocabulary) == {"agent"}
    assert person_types(method.vocabulary) == {"colleague"}


@pytest.mark.parametrize(
    "id",
    ["claims", "front-office", "Team A", "back-office", "site-lyon", "A12", "n1", "contact@firm.example",
     "service.client@firm.example", "sophie", "saint-martin", "claire", "motor-cover", "équipe-nord", "chat"],
)  # fmt: skip
def test_ordinary_ids_are_no_names(bundled, id):
    assert not looks_personal(id, ordinary_words(bundled.vocabulary), person=False)


@pytest.mark.parametrize("id", ["a1", "agent-12", "adviser_3", "night-shift", "Team B", "TL2", "newcomer 4"])
def test_pseudonyms_of_people_are_no_names(bundled, id):
    assert not looks_personal(id, ordinary_words(bundled.vocabulary), person=True)


@pytest.mark.parametrize(
    "id", ["amina.roy", "Sophie Martin", "MARTIN Sophie", "jean-paul.le-goff", "s.roy@x.fr"]
)
def test_full_names_are_recognised_on_anything(bundled, id):
    assert looks_personal(id, ordinary_words(bundled.vocabulary), person=False)


@pytest.mark.parametrize(
    "id", ["sophie", "m.durand", "Durand M", "Oumou Sangaré", "équipe léa", "x@firm.example"]
)
def test_people_are_recognised_by_less(bundled, id):
    assert looks_personal(id, ordinary_words(bundled.vocabulary), person=True)


def test_warnings_are_grouped_by_list_and_name_the_first_place(method):
    ids = ["amina.roy", "emma.lee", "eva.kern", "tom.fox"]
    base = load_facts({"colleagues": [{"id": id} for id in ids], "mailboxes": [{"id": "claims"}]}, method)
    warning = name_warnings(base)
    assert [str(one.what) for one in warning] == [
        "colleagues: ids that look like a name or an e-mail address: 4 (amina.roy, emma.lee, eva.kern …)"
    ]
    assert "anonymise" in str(warning[0].hint)


def test_personal_data_are_listed_with_number_and_place(method, tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_text(
        "colleagues:\n- {id: bob, leaves_on: 2026-12-31}\n- {id: eva, leaves_on: none}\n"
        "mailboxes:\n- {id: claims, comment: write to bob@firm.example,\n"
        "   volume: {value: 3, by: eva, evidence: mail of 3 May}}\n",
        "utf-8",
    )
    found = {
        (one.kind, one.entity, one.attribute): (one.count, one.places[0].line)
        for one in personal_data(load_facts(path, method))
    }
    assert found == {
        ("people", "colleague", "id"): (2, 2),
        ("personal", "colleague", "leaves_on"): (1, 2),
        ("contact", "mailbox", "comment"): (1, 5),
        ("author", "mailbox", ""): (1, 6),
        ("evidence", "mailbox", ""): (1, 6),
    }
