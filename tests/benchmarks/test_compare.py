"""The contestants of the benchmark agree, so that their times can be compared."""

from __future__ import annotations

import importlib

import pytest

from benchmarks.compare import CONTESTANTS, NEEDS
from benchmarks.job import make_job
from benchmarks.outcome import Found
from benchmarks.tables import table


def found(contestant: str, unknown: float) -> Found:
    """What a contestant finds in a small job."""
    if contestant in NEEDS:
        pytest.importorskip(NEEDS[contestant])
    module = importlib.import_module(f"benchmarks.with_{contestant}")
    job = make_job(120, unknown=unknown, conditions=60)
    conditions = [condition for condition in job.conditions if module.can_express(condition)]
    result: Found = module.found(module.load(module.prepare(conditions), job.facts)())
    return result


# The last durable_rules is of 2020 and calls what Python 3.12 deprecates; ccrules itself goes round that loop.
@pytest.mark.filterwarnings("ignore:datetime.datetime.utcfromtimestamp:DeprecationWarning")
@pytest.mark.parametrize("contestant", CONTESTANTS[1:])
def test_all_find_the_same_fails(contestant: str) -> None:
    ours, theirs = found("ccrules", 0), found(contestant, 0)
    assert sum(len(list(subjects)) for subjects in theirs.fails.values()) > 20
    for condition, subjects in theirs.fails.items():
        assert sorted(subjects) == sorted(ours.fails[condition]), condition


@pytest.mark.parametrize("unknown", [0.2, 0.6])
def test_those_that_know_of_missing_facts_miss_the_same(unknown: float) -> None:
    ours, theirs = (found(contestant, unknown) for contestant in ("ccrules", "careful_loop"))
    assert sum(len(list(subjects)) for subjects in theirs.unknown.values()) > 200
    for condition, subjects in theirs.fails.items():
        assert sorted(subjects) == sorted(ours.fails[condition]), condition
        assert sorted(theirs.unknown[condition]) == sorted(ours.unknown[condition]), condition


def test_a_job_follows_from_its_seed() -> None:
    assert make_job(50) == make_job(50)
    assert make_job(50) != make_job(50, seed=2)


def test_tables() -> None:
    assert table(["a", "b"], [["x", 1], ["long", 20]]) == (
        "| a    |  b |\n|------|---:|\n| x    |  1 |\n| long | 20 |"
    )
