"""Figures per adviser: right, under a code, and never of few contacts or few people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from ccrules import assess, load_facts
from ccrules.interactions import Measures, Outcome, read_mapping
from ccrules.interactions.writing import mapping_text
from ccrules.ruleset.model import Method
from tests.interactions.conftest import Bench

HEADER = "Call ID,Start time,Queue,Team,Agent,Customer number,Outcome,Talk time (s),Transfers"
#: Adviser, team, contacts, seconds of a claim, every how many contacts one is passed on.
TEAM = [
    ("Ana Lopez", "North", 120, 150, 10),
    ("Bo Lind", "North", 110, 200, 0),
    ("Cy Marsh", "North", 100, 200, 0),
    ("Di Roux", "North", 100, 250, 0),
    ("Ed Weiss", "North", 100, 400, 2),
    ("Newcomer", "North", 29, 900, 1),
    *((name, "South", 60, 300, 0) for name in ("Flo Jung", "Gil Park", "Hal Stone", "Ira Wood")),
]


def line(number: int, day: int, person: str, team: str, *, seconds: int, passed: bool, queue: str) -> str:
    moment = f"2026-{3 + day // 31:02}-{1 + day % 31:02} {8 + number % 10:02}:{number % 60:02}:00"
    return f"{number},{moment},{queue},{team},{person},K{number // 2},Answered,{seconds},{int(passed)}"


def log(team: Iterable[tuple[str, str, int, int, int]] = TEAM) -> str:
    return "\n".join([HEADER, *_lines(team)]) + "\n"


def _lines(team: Iterable[tuple[str, str, int, int, int]]) -> Iterator[str]:
    number = 0
    for person, name, contacts, seconds, every in team:
        for n in range(contacts):
            number += 1
            passed = bool(every) and n % every == 0
            day = n % 61
            yield line(number, day, person, name, seconds=seconds, passed=passed, queue="Claims")


@pytest.fixture(scope="module")
def their_measures(measures: Measures) -> Measures:
    """What is measured of advisers, and of how far flows rest on one of them."""
    kept = [rule for rule in measures.facts if rule.for_ in ("agent", "flow")]
    return measures.model_copy(update={"facts": kept})


@pytest.fixture
def bench(method: Method, their_measures: Measures, tmp_path: Path) -> Bench:
    return Bench(method, their_measures, tmp_path)


@pytest.fixture(scope="module")
def outcome(method: Method, their_measures: Measures, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    bench = Bench(method, their_measures, tmp_path_factory.mktemp("advisers"))
    return bench.run(bench.file("calls.csv", log()))


def by_contacts(outcome: Outcome) -> list[tuple[int, dict[str, object]]]:
    """What is written of each adviser, plain, in a stable order."""
    return sorted(
        (
            (
                record["contacts_handled"]["value"],
                {
                    name: one["value"] if isinstance(one, dict) else one
                    for name, one in record.items()
                    if name != "repeat_share"
                },
            )
            for record in outcome.found["agent"].values()
        ),
        key=lambda pair: (pair[0], str(pair[1])),
    )


def test_figures_are_those_of_the_contacts(outcome: Outcome):
    worked = sum(contacts * seconds for _, _, contacts, seconds, _ in TEAM)
    usual = round(worked / sum(contacts for _, _, contacts, *_ in TEAM), 1)
    expected = [
        (
            contacts,
            {
                "team": "north",
                "contacts_handled": contacts,
                "handling_seconds": seconds,
                "usual_handling_seconds": usual,
                "transferred_share": round(len(range(0, contacts, every)) / contacts, 4) if every else 0,
            },
        )
        for _, team, contacts, seconds, every in TEAM
        if team == "North" and contacts >= 30
    ]
    found = [
        (contacts, {name: one for name, one in record.items() if name != "contacts_followed"})
        for contacts, record in by_contacts(outcome)
    ]
    assert found == sorted(expected, key=lambda pair: (pair[0], str(pair[1])))


def test_few_people_and_few_contacts_are_not_written(outcome: Outcome):
    assert len(outcome.found["agent"]) == 5
    assert set(outcome.found["team"]) == {"north"}
    assert ("south", "fewer than five advisers: their figures would tell of persons and are not written") in (
        outcome.remarks
    )
    assert any(one.fact == "agent.contacts_handled" and "30" in str(one.reason) for one in outcome.left)


def test_nobody_is_named_and_a_key_keeps_the_codes(outcome: Outcome, bench: Bench):
    def codes(found: Outcome) -> set[str]:
        return set(found.found["agent"])

    document = str(outcome.document)
    assert not [one for one, *_ in TEAM if one in document or one.lower().replace(" ", "-") in document]
    north = [one for one in TEAM if one[1] == "North"]
    first, again, other = (
        bench.run(bench.file("calls.csv", log(team)), mask_key=key)
        for team, key in ((TEAM, "key"), (north, "key"), (north, "another"))
    )
    assert codes(first) == codes(again)
    assert not codes(first) & codes(other)


def test_a_team_lists_the_advisers_that_are_written(outcome: Outcome):
    assert outcome.found["team"]["north"]["compared"]["value"] == sorted(outcome.found["agent"])


def test_they_lead_to_findings_about_the_team(outcome: Outcome, method: Method):
    found = assess(load_facts(outcome.document, method), method)
    ours = {one.check: one for one in found.findings if one.check in ("SKILL-023", "SKILL-026")}
    assert {check: one.subject.id for check, one in ours.items()} == {
        "SKILL-023": "north",
        "SKILL-026": "north",
    }
    assert not [one for one in ours.values() if "agent-" in one.message]


def test_of_legs_the_first_adviser_has_the_contact_and_only_lone_ones_are_timed(bench: Bench):
    rows = list(_lines([(f"Person {n}", "North", 40, 100 + n, 0) for n in range(5)]))
    header = HEADER.replace("Transfers", "Remark")
    # The last ten contacts of the first person go on to the second, whose part takes an hour.
    legs = [row.replace("Person 0", "Person 1").replace(",100,", ",3600,") for row in rows[30:40]]
    found = bench.run(bench.file("calls.csv", "\n".join([header, *rows, *legs]) + "\n"))
    assert found.mapping.logs[0].rows == "leg"
    figures = {
        record["handling_seconds"]["value"]: (
            record["contacts_handled"]["value"],
            record["transferred_share"]["value"],
            record["handling_seconds"]["sample"],
        )
        for record in found.found["agent"].values()
    }
    assert figures == {100: (40, 0.25, 30), **{100 + n: (40, 0, 40) for n in range(1, 5)}}


def test_how_far_a_flow_rests_on_one_adviser(bench: Bench):
    team = [("Ana", "North", 90, 100, 0), ("Bo", "North", 10, 100, 0)]
    rows = [row.split(",") for row in _lines(team)]
    for number, row in enumerate(rows):
        row[1] = f"2026-03-{1 + number % 31:02} 10:00:00"
    found = bench.run(bench.file("calls.csv", "\n".join([HEADER, *map(",".join, rows)]) + "\n"))
    assert found.found["flow"]["claims-phone"]["main_adviser_share"]["value"] == 0.9


def test_an_adviser_said_for_all_rows_has_a_code_too(bench: Bench):
    file = bench.file("calls.csv", log([("Somebody", "North", 40, 100, 0)]))
    measures = bench.measures.model_copy(update={"inconclusive": []})  # which would leave one adviser out
    lone = Bench(bench.method, measures, bench.folder)
    proposed = mapping_text(lone.run(file).mapping, [], measures, "en")
    mapping = bench.file("mapping.yaml", proposed.replace("agent: Agent", "agent: {always: Ana Lopez}"))
    assert read_mapping(Path(mapping), measures).form.logs[0].columns["agent"].always == "Ana Lopez"
    found = lone.run(file, mapping=mapping)
    assert set(found.found["agent"]) == {"agent-001"}
    assert "ana-lopez" not in str(found.document)
