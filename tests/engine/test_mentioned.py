"""Inference is given the outcomes that its rules mention, and no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.job import make_job
from benchmarks.stages import with_texts
from benchmarks.with_ccrules import collections
from ccrules.engine.inference import Element, beliefs, hypotheses
from ccrules.engine.inference.forward import ForwardEngine
from ccrules.engine.reasoning import _element, _Memory, _possible, program_of, reason
from ccrules.pipeline import _checked, load_facts, load_rulesets


class Watched(Mapping[str, Any]):
    """Notes which outcomes somebody looks at."""

    def __init__(self, outcomes: Mapping[str, Any]) -> None:
        self.outcomes = outcomes
        self.seen: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.seen.add(name)
        return self.outcomes[name]

    def __contains__(self, name: object) -> bool:
        return name in self.outcomes

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("all outcomes were looked at")

    def __len__(self) -> int:
        return len(self.outcomes)


def everything(outcomes: Mapping[str, Any]) -> Iterator[Element]:
    for name, found in outcomes.items():
        yield from (_element("finding", name, subject) for subject in found.failed)
        yield from (_element("passed", name, subject) for subject in found.passed)
        yield from (_element("not_assessed", name, one.subject) for one in found.open)


def test_what_no_rule_mentions_changes_nothing() -> None:
    job = make_job(100, unknown=0.3, conditions=60)
    method = load_rulesets(with_texts(job.conditions))
    base = load_facts(collections(job.facts), method)
    outcomes = _checked(method, base, "en").outcomes
    watched = Watched(outcomes)
    found = reason(method, base, watched, ForwardEngine())
    premises = [p for rule in method.inferences.values() for some in rule.alternatives for p in some]
    assert watched.seen == {one.name for one in premises if one.kind != "fact"} < set(outcomes)

    program, memory = program_of(method), _Memory(method, base, outcomes)
    elements = [*everything(outcomes), *memory.facts()]
    possible = [
        _possible(kind, name, one)
        for name, some in outcomes.items()
        for one in some.open
        for kind in ("finding", "passed")
    ]
    expected = ForwardEngine().run(program, elements)
    assert found.result.firings == expected.firings
    assert found.beliefs == beliefs(program, expected)
    supposed = hypotheses(program, elements, [*possible, *memory.open_facts()])
    assert [one.conclusion for one in found.hypotheses] == [one.conclusion for one in supposed]
    assert [tuple(one.missing) for one in found.hypotheses] == [tuple(one.missing) for one in supposed]
