"""Every script of the benchmarks works on a small job; what it measures is not tested."""

from __future__ import annotations

import platform
import time

import pytest

from benchmarks import cold_start, compare, machine, reading, stages
from benchmarks.apart import Failed, apart
from benchmarks.job import COMMON, RARE, make_job
from benchmarks.targets import TARGETS, Figures, target_rows, unmet
from benchmarks.with_loop import found, load, prepare


@pytest.mark.parametrize("firing", [RARE, COMMON])
def test_about_so_many_questions_end_in_a_fail(firing: float) -> None:
    job = make_job(600, firing=firing)
    fails = found(load(prepare(job.conditions), job.facts)()).fails
    questions = sum(len(job.facts[condition.subject]) for condition in job.conditions)
    assert sum(len(list(subjects)) for subjects in fails.values()) / questions == pytest.approx(
        firing, rel=0.2
    )


def test_a_third_of_the_conditions_is_of_each_sort() -> None:
    kinds = [condition.kind for condition in make_job(0).conditions]
    assert kinds.count("single") == kinds.count("reference") + kinds.count("exists") == 50
    assert kinds.count("count") + kinds.count("sum") == 50


def test_the_whole_way_is_measured_stage_by_stage() -> None:
    measured = stages.measure(stages.Order(40, unknown=0.3, conditions=30))
    assert tuple(measured.seconds) == ("load", "check", "infer", "rank", "assemble", "json", "html")
    assert measured.outcomes["all"] > measured.outcomes["open"] > measured.outcomes["findings"]


def test_a_row_for_each_size_and_each_step() -> None:
    done = {
        size: stages.Measured({"all": size, "findings": 1}, dict.fromkeys(stages.STAGES, size / 1e6), 1.0)
        for size in (10, 100)
    }
    assert stages.growth_row(10, 100, done)[3:-1] == ["1.00"] * len(stages.STAGES)


def test_facts_are_read_by_all_readers() -> None:
    measured = reading.measure(500)
    assert {(one.format, one.reader) for one in measured} >= {
        (format, reader) for format in ("YAML", "JSON") for reader in (reading.TREE, reading.FACTS)
    }
    assert min(float(row[-1]) for row in reading.rows(measured) if row[1].startswith(("json", "PyYAML"))) >= 1


def test_the_dependencies_are_those_that_are_declared() -> None:
    assert {"click", "jinja2", "pydantic", "yaml"} <= set(cold_start.dependencies())


def test_the_machine_is_described_without_its_name() -> None:
    lines = "\n".join(machine.description())
    assert platform.python_version() in lines
    assert not platform.node() or platform.node() not in lines


def _slow(seconds: float) -> None:
    time.sleep(seconds)


def _raising(what: str) -> None:
    raise ValueError(f"{what}\nand more")


def test_what_does_not_finish_is_told() -> None:
    with pytest.raises(Failed, match=r"more than 0\.2 s"):
        apart(_slow, 30.0, limit=0.2)
    with pytest.raises(Failed, match=r"^ValueError: this$"):
        apart(_raising, "this")


def test_a_contestant_that_fails_has_a_row_all_the_same() -> None:
    comparison = compare.Comparison(0.0, 3, limit=0.001)
    [row] = comparison.rows(["loop"], 10)
    assert row[:2] == ["hand-written loop", "more than 0.001 s"]
    assert len(row) == len(compare.HEADS)


def test_targets_say_what_was_not_measured_and_why_one_is_missed() -> None:
    assert {row[2:] for row in target_rows(Figures())} == {("not measured", "–")}
    slow = Figures(started=cold_start.Started({cold_start.CLICK: 1.0, cold_start.HELP: 9.0}))
    assert [row[3] for row in target_rows(slow)].count("no") == 1
    assert list(unmet(slow)) == [f"{next(one.reason for one in TARGETS if 'help' in one.text)}."]
