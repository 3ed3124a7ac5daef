"""Outcomes by the thousand: complete in the assessment, made when somebody looks at them."""

from __future__ import annotations

import copy
import json
import pickle
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.job import make_job
from benchmarks.stages import with_texts
from benchmarks.with_ccrules import collections
from ccrules.assembly.context import MOST_SINGLE, SAMPLE, attribute_key
from ccrules.assessment import Assessment, Block, Many, Passed, Subject
from ccrules.conditions.missing import Group, Missing, lacking, together
from ccrules.pipeline import _checked, _language, assess, load_facts, load_rulesets
from ccrules.renderers.json import render
from ccrules.renderers.options import RenderOptions


@pytest.fixture(scope="module")
def job():
    made = make_job(120, unknown=0.5, conditions=40)
    method = load_rulesets(with_texts(made.conditions))
    return method, load_facts(collections(made.facts), method)


@pytest.fixture(scope="module")
def assessment(job):
    return assess(job[1], job[0])


def test_they_are_made_one_at_a_time():
    made = []

    def make(number):
        made.append(number)
        return Passed(check="C", subject=Subject(type="box", id=str(number)))

    many = Many([Block(2, lambda: (1, 2), make), Block(0, tuple, make), Block(1, lambda: (3,), make)])
    assert (len(many), made) == (3, [])
    assert many[2].subject.id == many[-1].subject.id == "3"
    assert made == [3, 3]
    assert [one.subject.id for one in many] == ["1", "2", "3"]
    assert many[1:] == (many[1], many[2])
    with pytest.raises(IndexError):
        many[3]


def test_they_compare_copy_and_travel_like_a_tuple(assessment):
    assert isinstance(assessment.passed, Many)
    in_full = tuple(assessment.passed)
    assert assessment.passed == in_full
    assert assessment.passed != in_full[:-1]
    assert hash(assessment.passed) == hash(in_full)
    assert pickle.loads(pickle.dumps(assessment)) == assessment
    assert copy.deepcopy(assessment) == assessment
    assert Assessment.model_validate_json(assessment.model_dump_json(by_alias=True)) == assessment


def test_they_stand_by_check_then_subject(assessment):
    for found in (assessment.passed, assessment.not_assessed, assessment.not_applicable):
        keys = [(one.check, one.subject.type, one.subject.id is None, one.subject.id or "") for one in found]
        assert keys == sorted(keys)
    summary = assessment.summary
    assert (len(assessment.passed), len(assessment.not_assessed)) == (summary.passed, summary.not_assessed)


def test_json_is_what_the_standard_library_writes(assessment):
    text = render(assessment, RenderOptions())
    assert json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n" == text


# --- what they lack, in groups ---------------------------------------------------------


def grouped(names):
    """Missing facts as the contract says it, the plain way."""
    by_attribute = {}
    for name in sorted(names):
        by_attribute.setdefault(attribute_key(name), []).append(name)
    for (type_name, attribute), found in sorted(by_attribute.items(), key=lambda item: item[1][0]):
        if len(found) > MOST_SINGLE:
            yield (f"{type_name}/*.{attribute}", len(found), tuple(found[:SAMPLE]))
        else:
            yield from found


def plainly(missing):
    return [one if isinstance(one, str) else (one.fact, one.count, one.sample) for one in missing]


def test_missing_facts_are_those_that_each_outcome_names(job, assessment):
    method, base = job
    context = _checked(method, base, _language(None, base))
    names = {
        (check, one.subject.id): one.missing
        for check, found in context.outcomes.items()
        for one in found.open
    }
    assert len(names) == len(assessment.not_assessed) > 300
    for one in assessment.not_assessed:
        assert plainly(one.missing) == list(grouped(names[one.check, one.subject.id]))


def test_gaps_count_every_outcome_that_waits(job, assessment):
    method, base = job
    context = _checked(method, base, _language(None, base))
    waiting, checks = Counter(), {}
    for check, found in context.outcomes.items():
        for name in (name for one in found.open for name in one.missing):
            waiting[name] += 1
            checks.setdefault(name, set()).add(check)
    for gap in assessment.gaps:
        type_name, _, attribute = gap.fact.partition("/*.")
        facts = (
            [name for name in waiting if attribute_key(name) == (type_name, attribute)]
            if attribute
            else [gap.fact]
        )
        assert gap.count == len(facts)
        assert gap.blocks == sum(waiting.pop(name) for name in facts)
        assert gap.checks == tuple(sorted(set().union(*(checks[name] for name in facts))))
    assert not waiting


names = st.frozensets(st.sampled_from([f"box/{n}.{a}" for n in range(6) for a in "pq"]), max_size=6)


@given(st.lists(st.tuples(names, names), max_size=4))
def test_facts_and_groups_together_are_all_of_them(parts):
    several = [Missing(own - group, Group(group)) for own, group in parts]
    found = together((one for missing in several for one in lacking(missing)), {})
    assert set(found) == {name for own, group in parts for name in own | group}
    assert len(found) == len(list(found))
    assert found.own.isdisjoint(found.group.names)
