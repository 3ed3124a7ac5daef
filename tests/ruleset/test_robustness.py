"""Whatever is wrong with a ruleset, it loads or it is refused with a list of problems."""

from __future__ import annotations

import copy
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules.documents import node_from_python
from ccrules.errors import InputError, Problem
from ccrules.ruleset.schema import RulesetForm
from ccrules.ruleset.shape import read_form
from tests.effort import examples
from tests.ruleset.support import load
from tests.ruleset.test_loading import DEMO

RICH = (
    DEMO
    + """\
override:
  checks: {DEMO-001: {severity: low, title: {fr: Titre}, applies: mailbox.volume_month > 3}}
  parameters: {max_boxes: {default: 5, max: 10, why: small}}
  recommendations: {track-mailboxes: {effort: high, after: [name-inbox-owner]}}
"""
)
SOUND = yaml.safe_load(RICH)
SOUND["inferences"].append(
    {
        "id": "DEMO-INF-003",
        "when": [
            {"at_least": {"n": 1, "of": [{"finding": "DEMO-001", "as": "f"}]}},
            {"any": [{"conclusion": "lost-requests", "as": "c", "same": {"subject": "f.subject"}}]},
        ],
        "conclude": {"id": "x", "kind": "strength", "for": "c", "title": "{{ mailbox.owner.id }}"},
    }
)  # fmt: skip
SOUND["entities"]["mailbox"]["attributes"]["large"] = {"type": "bool", "derive": "mailbox.volume_month > 5"}

WORDS = [
    "", "x", "id", "m", "f.", "mailbox", "organisation", "params", "DEMO-001", "unknown", "none", "3", "1,2",
    "50 %", "2..3", "6 months", "{{", "{{ x.y }}", "{{ params }}", "not", "mailbox.owner.skills", "a == ",
    "é", "_a", "lost-requests", "count(mailboxes)", "yes", "bool", "ref", "enum", "any", "../..", "high",
]  # fmt: skip
leaves = st.sampled_from(WORDS) | st.none() | st.booleans() | st.integers(-3, 30)
values = leaves | st.lists(leaves, max_size=2) | st.dictionaries(st.sampled_from(WORDS), leaves, max_size=2)


def paths(data: Any, so_far: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every way from the root to something in it."""
    steps = list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else []
    return [path for step in steps for path in [(*so_far, step), *paths(data[step], (*so_far, step))]]


PATHS = paths(SOUND)
changes = st.tuples(st.sampled_from(PATHS), st.sampled_from(["replace", "delete", "rename"]), values)


def changed(how: list[tuple[tuple[Any, ...], str, Any]]) -> Any:
    """The sound ruleset with changes; those that no longer find their place are skipped."""
    data = copy.deepcopy(SOUND)
    for path, what, value in how:
        around = data
        try:
            for step in path[:-1]:
                around = around[step]
            old = around.pop(path[-1])
        except (KeyError, IndexError, TypeError, AttributeError):
            continue
        if what == "delete":
            continue
        if isinstance(around, list):
            around.insert(path[-1], value)
        else:
            around[f"{path[-1]}x" if what == "rename" else path[-1]] = old if what == "rename" else value
    return data


def test_the_ruleset_is_sound_unless_it_is_changed() -> None:
    assert len(load(SOUND).inferences) == 3


def problems_of(data: Any) -> tuple[Problem, ...]:
    """What is wrong with a ruleset; nothing if it loads."""
    try:
        method = load(data)
    except InputError as error:
        return error.problems
    assert all(str(remark) for remark in method.warnings)
    return ()


@settings(max_examples=examples(250), deadline=None)
@given(st.lists(changes, min_size=1, max_size=3))
def test_a_damaged_ruleset_is_loaded_or_refused(how: list[tuple[tuple[Any, ...], str, Any]]) -> None:
    for problem in problems_of(changed(how)):
        assert str(problem.place)
        assert "is not understood" not in str(problem.what)


keys = st.sampled_from([*sorted(RulesetForm.model_fields), *WORDS])
anything = st.recursive(
    leaves,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(keys, below, max_size=4),
    max_leaves=12,
)


@settings(max_examples=examples(200), deadline=None)
@given(anything)
def test_any_document_has_the_shape_or_problems(data: Any) -> None:
    problems: list[Any] = []
    node = node_from_python({"ruleset": "x", "version": 1, "checks": data, "entities": data})
    assert (read_form(node, RulesetForm, problems) is None) == bool(problems)
