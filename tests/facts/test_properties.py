"""What holds for all facts, however odd."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccrules.documents import node_from_python
from ccrules.errors import InputError, Problem
from ccrules.facts.base import FactBase
from ccrules.facts.reading import read_facts
from tests.effort import examples
from tests.facts.support import EXAMPLE, MAILBOX, VOCABULARY, facts, python_facts, shown

WORDS = st.sampled_from(
    [
        "unknown",
        "none",
        "not applicable",
        "~",
        "",
        "yes",
        "no",
        "3",
        "1 200",
        "85 %",
        "0,85",
        "40..50",
        ">= 3",
        "2025",
        "2025-03",
        "weekly",
        "P6M",
        "high",
        "Élevé",
        "email",
        "zoe",
        "bob",
        "m",
        "a/b",
        "1,200",
        "x|y",
    ]
)
KEYS = st.sampled_from(
    [
        "id",
        "value",
        "any_of",
        "tolerance",
        "source",
        "sample",
        "on",
        "by",
        "total",
        "counts",
        "list",
        "tracked",
        "suivie",
        "people",
        "owner",
        "backups",
        "channels",
        "history",
        "level",
        "rhythm",
        "opened_on",
        "team",
        "x",
    ]
)
LEAVES = st.one_of(
    WORDS, st.none(), st.booleans(), st.integers(-5, 600), st.floats(0, 2), st.text(max_size=5)
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)
TOP = st.sampled_from(
    [
        "assessment",
        "objectives",
        "organisation",
        "flow_map",
        "agents",
        "conseillers",
        "mailboxes",
        "mailbox",
        "x",
    ]
)


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.dictionaries(TOP, ANYTHING, max_size=4), max_size=3),
    st.lists(st.text(max_size=30), max_size=1),
)
def test_anything_is_read_or_refused_with_places(files: list[dict[str, Any]], overrides: list[str]) -> None:
    nodes = [node_from_python(content, f"file{number}") for number, content in enumerate(files)]
    found: list[Problem] = []
    try:
        _check(read_facts(nodes, VOCABULARY, overrides=overrides))
    except InputError as error:
        found.extend(error.problems)
    assert all(str(problem.place) and str(problem.what) and problem.hint for problem in found)


def _check(base: FactBase) -> None:
    """References lead to members, and every origin has a place."""
    members = set(base.entities())
    for entity in members:
        for name, attribute in entity._type.attributes.items():
            value = getattr(entity, name)
            if attribute.type == "ref" and isinstance(value, frozenset):
                assert value <= members
            for origin in base.sources(entity, name):
                assert str(origin.place)


def _texts(*texts: str) -> st.SearchStrategy[str]:
    return st.sampled_from(texts)


ENTRY = st.fixed_dictionaries(
    {},
    optional={
        "tracked": _texts("yes", "no", "unknown", "not applicable"),
        "people": _texts("3", "4..5", "unknown"),
        "owner": _texts("zoe", "bob", "none", "unknown"),
        "channels": st.one_of(st.just(["email"]), st.just(["email", "unknown"]), st.just("none")),
        "answered": st.just({"value": "85 %", "tolerance": "5 %", "source": "measured"}),
        "comment": st.just({"any_of": [{"value": "a", "source": "x"}, {"value": "b", "source": "y"}]}),
    },
)


@settings(max_examples=examples(50), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(_texts("m", "n", "o"), ENTRY, min_size=1), st.data())
def test_how_facts_are_split_over_files_does_not_matter(
    entries: dict[str, dict[str, Any]], data: Any
) -> None:
    whole = {"mailboxes": [{"id": id, **entry} for id, entry in entries.items()]}
    parts: list[dict[str, Any]] = [{"mailboxes": []}, {"mailboxes": []}]
    for id, entry in entries.items():
        first = {name: value for name, value in entry.items() if data.draw(st.booleans())}
        parts[0]["mailboxes"].append({"id": id, **first})
        parts[1]["mailboxes"].append({"id": id, **{k: v for k, v in entry.items() if k not in first}})
    together = python_facts(whole)
    split = read_facts([node_from_python(part) for part in parts], VOCABULARY)
    assert _picture(together) == _picture(split)


@settings(max_examples=examples(50), deadline=None)
@given(st.dictionaries(_texts("m", "n", "o"), ENTRY))
def test_yaml_json_and_python_say_the_same(entries: dict[str, dict[str, Any]]) -> None:
    content = {"mailboxes": [{"id": id, **entry} for id, entry in entries.items()]}
    as_yaml = json.dumps(content).replace('"', "")  # flow style, every scalar plain
    assert _picture(facts(as_yaml)) == _picture(python_facts(content))


def _picture(base: FactBase) -> dict[str, Any]:
    """All values in a form that can be compared."""
    return {
        entity._name: {name: shown(getattr(entity, name)) for name in entity._type.attributes}
        for entity in sorted(base.entities(), key=lambda entity: entity._name)
    }


def test_several_threads_may_read_at_once() -> None:
    """The first of them builds the models of the vocabulary."""
    with ThreadPoolExecutor(4) as pool:
        bases = list(pool.map(lambda _: facts(EXAMPLE), range(8)))
    assert all(_picture(base) == _picture(bases[0]) for base in bases)
    assert {entity._type.name for entity in bases[0].collections["mailbox"].members} == {MAILBOX.name}


def test_the_order_of_hashes_changes_nothing() -> None:
    script = (
        "from tests.facts.support import facts, problems\n"
        "base = facts('mailboxes: [{id: m, backups: [c, a, b], channels: [post, email]}]')\n"
        "print([m.id for m in base.collections['agent'].members], [str(n.what) for n in base.notes])\n"
        "print(problems('agents: []\\nmailboxes: [{id: m, backups: [c, a, b], x: 1, y: 2}]'))\n"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            encoding="utf-8",
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(runs) == 1
