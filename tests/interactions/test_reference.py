"""Measures held against a plain computation over invented contacts whose truth is known."""

from __future__ import annotations

import csv
import datetime
import gzip
import json
from collections import defaultdict
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook

from benchmarks.interaction_log import MONDAY, Contact, lines, set_aside, truth, week
from ccrules import assess, load_facts
from ccrules.interactions import Measures, Outcome
from ccrules.ruleset.model import Method
from tests.interactions.conftest import Bench, value

WEEKS = 14
IDS = {"Claims": "claims", "Billing": "billing", "Orders": "orders", "Technical support": "technical-support"}


@pytest.fixture(scope="module")
def contacts() -> list[Contact]:
    return week(200, seed=3)


@pytest.fixture(scope="module")
def outcome(
    contacts: list[Contact], method: Method, measures: Measures, tmp_path_factory: pytest.TempPathFactory
) -> Outcome:
    bench = Bench(method, measures, tmp_path_factory.mktemp("log"))
    log = bench.file("calls.csv", "\n".join(lines(contacts, WEEKS)) + "\n")
    return bench.run(log, settings={"threshold_seconds": "20", "service_target": "0.8"})


def test_every_row_is_accounted_for(contacts: list[Contact], outcome: Outcome):
    (account,) = outcome.accounts
    assert account.read == len(list(lines(contacts, WEEKS))) - 1
    assert account.set_aside == set_aside(WEEKS)
    assert account.read == account.used + account.set_aside
    assert sum(reason.rows for reason in account.reasons) == account.set_aside


@pytest.mark.parametrize("queue", IDS)
def test_counts_and_averages_are_those_of_the_contacts(queue: str, contacts: list[Contact], outcome: Outcome):
    known, name = truth(contacts, WEEKS), f"phone-{IDS[queue]}"
    found = outcome.found["contact_count"][name]
    handled = known.handled[queue]
    assert found["offered"]["value"] == known.offered[queue]
    assert found["handled"]["value"] == handled
    assert found["abandoned"]["value"] == known.offered[queue] - handled
    assert found["in_time"]["value"] == known.in_time[queue]
    assert found["average_wait_seconds"]["value"] == round(known.waited[queue] / handled, 1)
    assert found["handling_seconds"]["value"] == round(known.worked[queue] / handled, 1)
    flow = outcome.found["flow"][f"{IDS[queue]}-phone"]
    assert flow["transferred_share"]["value"] == round(known.transferred[queue] / handled, 4)
    assert flow["handling_minutes"]["sample"] == handled


def test_hours_are_parts_of_their_total(outcome: Outcome):
    counts = outcome.found["contact_count"]
    added: dict[str, int] = defaultdict(int)
    for record in counts.values():
        if record["part_of"] != "none":
            added[record["part_of"]] += record["offered"]["value"]
    assert added == {
        name: one["offered"]["value"] for name, one in counts.items() if one["part_of"] == "none"
    }


def test_repeat_contacts_are_followed_within_the_window(contacts: list[Contact], outcome: Outcome):
    by_customer: dict[tuple[int, str], list[datetime.datetime]] = defaultdict(list)
    for number in range(WEEKS):
        for one in contacts[5:]:
            moment = MONDAY + datetime.timedelta(weeks=number, seconds=one.second)
            by_customer[number * len(contacts) + one.customer, one.queue].append(moment)
    end = max(MONDAY + datetime.timedelta(weeks=WEEKS - 1, seconds=one.second) for one in contacts[5:])
    again, all_ = set(), set()
    for (customer, queue), moments in by_customer.items():
        for place, moment in enumerate(moments):
            if queue == "Claims" and moment + datetime.timedelta(days=7) <= end:
                all_.add(customer)
                if place + 1 < len(moments) and moments[place + 1] - moment <= datetime.timedelta(days=7):
                    again.add(customer)
    assert value(outcome, "flow", "claims-phone", "repeat_share") == round(len(again) / len(all_), 4)


def test_months_are_whole(contacts: list[Contact], outcome: Outcome):
    series = value(outcome, "indicator", "contacts_received-phone", "results")
    assert list(series) == ["2026-02", "2026-03"]  # January begins, April ends before the log does
    moments = [
        MONDAY + datetime.timedelta(weeks=number, seconds=one.second)
        for number in range(WEEKS)
        for one in contacts[5:]
    ]
    assert series["2026-02"] == sum(moment.month == 2 for moment in moments)


def test_evidence_tells_formula_period_query_and_sample(outcome: Outcome):
    fact = outcome.found["contact_count"]["phone-claims"]["handled"]
    assert fact["source"] == "measured"
    assert fact["by"] == "calls.csv"
    assert fact["sample"] == outcome.found["contact_count"]["phone-claims"]["offered"]["value"]
    assert "count(*) filter (outcome = 'handled') from contacts" in fact["evidence"]
    assert "channel = 'phone' and queue = 'claims'" in fact["evidence"]
    assert "2026-01-05..2026-04-11" in fact["evidence"]
    assert "rows set aside" in fact["evidence"]


def test_what_is_not_in_the_log_is_not_written(outcome: Outcome):
    count = outcome.found["contact_count"]["phone-claims"]
    assert "blocked" not in count
    assert {one.fact for one in outcome.left} >= {"contact_count.blocked", "flow.returned_share"}
    assert count["service_target"] == {"value": 0.8, "source": "declared"}


def test_nobody_is_named(contacts: list[Contact], outcome: Outcome):
    assert "Agent" not in str(outcome.document)
    agents = {one.agent for one in contacts[5:] if one.agent}
    assert value(outcome, "organisation", "", "advisers") == f">= {len(agents)}"


def test_the_facts_lead_to_findings(outcome: Outcome, method: Method):
    found = assess(load_facts(outcome.document, method), method)
    assert {"PERF-001"} <= {finding.check for finding in found.findings}


def test_the_same_log_gives_the_same_facts(contacts: list[Contact], full_bench: Bench, outcome: Outcome):
    log = full_bench.file("calls.csv", "\n".join(lines(contacts, WEEKS)) + "\n")
    again = full_bench.run(log, settings={"threshold_seconds": "20", "service_target": "0.8"}, memory="300MB")
    assert again.document == outcome.document


def test_any_kind_of_file_gives_the_same_facts(contacts: list[Contact], bench: Bench):
    text = "\n".join(lines(contacts[:60], 2)) + "\n"
    table = list(csv.reader(text.splitlines()))
    records = [dict(zip(table[0], row, strict=True)) for row in table[1:]]
    plain = bench.file("calls.csv", text)
    bench.file("calls.jsonl", "".join(json.dumps(one) + "\n" for one in records))
    bench.file("list-of-calls.json", json.dumps(records, indent=1))
    bench.file("calls.csv.gz", gzip.compress(text.encode("utf-16")))
    with duckdb.connect() as connection:
        source, parquet = Path(plain).as_posix(), (bench.folder / "calls.parquet").as_posix()
        connection.execute(f"COPY (FROM read_csv('{source}', all_varchar=true)) TO '{parquet}'")
    book = Workbook()
    for row in table:
        book.active.append(row)
    book.save(bench.folder / "calls.xlsx")
    expected = _figures(bench.run(plain))
    assert any(kind == "flow" for kind, *_ in expected)
    for name in ("calls.jsonl", "list-of-calls.json", "calls.csv.gz", "calls.parquet", "calls.xlsx"):
        assert _figures(bench.run(str(Path(bench.folder, name)))) == expected, name


def _figures(outcome: Outcome) -> dict[tuple[str, str, str], object]:
    return {
        (kind, name, attribute): fact["value"] if isinstance(fact, dict) else fact
        for kind, members in outcome.found.items()
        for name, record in members.items()
        for attribute, fact in record.items()
    }
