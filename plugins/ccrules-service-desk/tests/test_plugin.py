"""The package as ccrules finds it; the cases beside the ruleset are collected by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from ccrules_service_desk.checks import says_nothing, tells_a_secret
from ccrules_service_desk.functions import days_to_clear, minutes_down
from ccrules_service_desk.tickets import TICKETS, read_tickets

from ccrules import assess, load_rulesets
from ccrules.errors import InputError
from ccrules.facts.reading import read_facts
from ccrules.testing import check_problems, function_problems, importer_problems, run_check
from ccrules.values import NONE

HERE = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def method():
    return load_rulesets("service-desk")


def test_the_facts_to_try_it_with_lead_to_findings_and_causes(method):
    found = assess(HERE / "facts.yaml", method)
    assert {"DESK-SVC-003:service/quotes", "DESK-TIC-102:ticket/INC-104", "DESK-ONC-001:team/web"} <= {
        one.id for one in found.findings
    }
    causes = {one.id for one in found.conclusions}
    assert {"firefighting", "nobody-minds-the-service", "people-will-leave"} <= causes


def test_nothing_of_contact_centres_is_in_it(method):
    own = {"organisation", "service", "team", "ticket", "problem", "change"}
    assert {kind.name for kind in method.vocabulary} == own


def test_what_an_export_holds_beside_facts_is_remarked_on():
    remarks = read_tickets(HERE / "tickets.csv").source.remarks
    assert [str(one.what) for one in remarks] == ["columns left aside: Colour"]


def test_an_export_in_french_becomes_facts(method, tmp_path):
    path = tmp_path / "tickets.csv"
    rows = "Numéro,Priorité,Ouvert le,Résolu le,Résumé\nT1,P2,2026-06-01,,Imprimante en panne\n"
    path.write_text(rows, encoding="utf-8")
    (ticket,) = read_facts([read_tickets(path)], method.vocabulary).collections["ticket"].members
    assert (ticket.id, ticket.priority, ticket.solved_on is NONE) == ("T1", "high", True)
    assert ticket.summary == "Imprimante en panne"


def test_an_export_without_numbers_is_refused_with_what_is_known(tmp_path):
    path = tmp_path / "tickets.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column holds the numbers of tickets"):
        read_tickets(path)


def test_the_importer_keeps_its_contract(method):
    assert importer_problems(TICKETS, [HERE / "tickets.csv"], method) == []


@pytest.mark.parametrize("function", [days_to_clear, minutes_down], ids=lambda one: one.name)
def test_functions_keep_what_they_declare(function):
    assert function_problems(function) == []


def test_one_check_on_one_fact(method):
    (found,) = run_check(tells_a_secret, {"tickets": [{"id": "t", "summary": "pwd: hunter22"}]}, method)
    assert (found.outcome, found.severity) == ("fail", "critical")


@pytest.mark.parametrize("check", [says_nothing, tells_a_secret], ids=lambda one: one.id)
def test_checks_judge_whatever_facts_they_may_get(check, method):
    assert check_problems(check, method) == []
