"""What the module around durable-rules promises, beyond what every engine does."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from ccrules.engine.inference import Element, Pattern, Program, Rule, durable, session
from ccrules.engine.inference.durable import DurableEngine
from ccrules.engine.inference.forward import ForwardEngine
from ccrules.errors import EngineError

pytestmark = pytest.mark.skipif(not durable.available(), reason="durable-rules can't be imported here")
of = Pattern.of


@pytest.fixture
def program() -> Program:
    joined = (of("fact", "box", "m"), of("fact", "box", same={"team": ("m", "team")}))
    return Program((Rule("SAME-TEAM", joined, "c", "m"), Rule("ANY", (of("finding", "D1"),), "d")))


@pytest.fixture
def elements() -> list[Element]:
    boxes = [
        Element("fact", "box", {"subject": f"e:box/{n}", "team": f"e:team/{n // 2}"}, f"box/{n}")
        for n in range(6)
    ]
    return [*boxes, Element("finding", "D1", {}, "D1:box/1")]


class Intercepted:
    """The extension module with one function replaced."""

    def __init__(self, rete, name, replacement):
        self._rete = rete
        setattr(self, name, replacement)

    def __getattr__(self, name):
        return getattr(self._rete, name)


def test_its_name_says_the_version():
    assert DurableEngine().name == "durable-rules 2.0.28"


def test_a_program_is_compiled_once(program, elements):
    durable._net_of.cache_clear()
    for _ in range(3):
        DurableEngine().run(Program(program.rules), elements)
    assert durable._net_of.cache_info().misses == 1


def test_sessions_are_deleted_and_networks_freed(program, elements, monkeypatch):
    durable._net_of.cache_clear()
    DurableEngine().run(program, elements)
    monkeypatch.setattr(session, "MAX_BINDINGS", 5)
    with pytest.raises(EngineError, match="SAME-TEAM"):
        DurableEngine().run(program, elements)
    net = durable._net_of(program)
    handle, rete, ran = net.handle, net.rete, next(net.sessions)
    assert ran == 2
    for sid in range(ran):
        with pytest.raises(rete.error, match="309"):  # no such session
            rete.delete_state(handle, f"s{sid}")
    del net
    durable._net_of.cache_clear()
    gc.collect()
    with pytest.raises(rete.error, match="111"):  # no such network
        rete.delete_state(handle, "s0")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_runs_need_no_more_memory_the_more_there_are(program):
    def memory():
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096 / 1e6

    elements = [
        Element("fact", "box", {"subject": f"e:box/{n}", "team": f"e:team/{n}"}, f"box/{n}")
        for n in range(300)
    ]
    for _ in range(10):
        DurableEngine().run(program, elements)
    before = memory()
    for _ in range(40):
        DurableEngine().run(program, elements)
    assert memory() - before < 20


def test_a_run_says_nothing_warns_of_nothing_and_starts_no_thread():
    code = """
import logging, sys, threading
logging.basicConfig(level=logging.DEBUG)
import ccrules.engine.inference as inference
from ccrules.engine.inference.durable import DurableEngine
assert not [name for name in sys.modules if "durable_rules" in name], "imported too early"
program = inference.Program((inference.Rule("R", (inference.Pattern.of("finding", "D1", "f"),), "c", "f"),))
elements = [inference.Element("finding", "D1", {"subject": f"e:box/{n}"}, f"D1:box/{n}") for n in range(50)]
assert len(DurableEngine().run(program, elements).firings) == 50
assert threading.active_count() == 1
"""
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        encoding="utf-8",
        timeout=30,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_a_fact_taken_for_another_goes_in_again(program, elements, monkeypatch):
    net = durable._net_of(program)
    refused = []

    def assert_fact(handle, fact, real=net.rete.assert_fact):
        if '"serial"' in fact and len(refused) % 3 < 2:
            refused.append(fact)
            return 2, 0
        refused.append(fact)
        return real(handle, fact)

    monkeypatch.setattr(net, "rete", Intercepted(net.rete, "assert_fact", assert_fact))
    assert DurableEngine().run(program, elements).firings == ForwardEngine().run(program, elements).firings
    assert len(set(refused)) == len(refused) > 2 * len(elements)


def test_a_fact_that_is_refused_names_the_rules_that_wait_for_it(program, elements, monkeypatch):
    net = durable._net_of(program)

    def assert_fact(handle, fact, real=net.rete.assert_fact):
        if '"c0"' in fact:
            raise net.rete.error("error code: 303")
        return real(handle, fact)

    monkeypatch.setattr(net, "rete", Intercepted(net.rete, "assert_fact", assert_fact))
    with pytest.raises(EngineError, match=r"failed in rule SAME-TEAM: error code: 303 \(choose"):
        DurableEngine().run(program, elements)


def test_a_rule_that_is_refused_is_named(program):
    fields = [f"field{number}" for number in range(40)]
    wide = (of("fact", "box", "m"), of("fact", "box", "n", same={name: ("m", name) for name in fields}))
    rules = (*program.rules, Rule("WIDE", wide, "c"), Rule("WIDE-TOO", wide, "c"))
    with pytest.raises(EngineError) as caught:
        DurableEngine().run(Program(rules), [])
    assert {str(problem).split(":")[0] for problem in caught.value.problems} == {
        "durable-rules failed in rule WIDE",
        "durable-rules failed in rule WIDE-TOO",
    }


def test_more_rules_than_fit_are_an_error_that_says_so():
    rules = tuple(Rule(f"R{n}", (of("finding", f"D{n}"),), "c") for n in range(durable.MAX_RULES + 1))
    last = [Element("finding", f"D{durable.MAX_RULES - 1}", {}, "D")]
    assert DurableEngine().run(Program(rules[:-1]), last).fired == 1
    with pytest.raises(EngineError, match=r"holds 4095 rules, .* there are 4096 \(choose"):
        DurableEngine().run(Program(rules), last)


def test_the_first_join_of_a_premise_is_repeated_last(program):
    joined = (of("fact", "x", "m"), of("fact", "y", same={"a": ("m", "a"), "b": ("m", "b")}))
    (rule,) = (
        each
        for name, each in durable._net_of(Program((Rule("R", joined, "c"),))).definition.rules.items()
        if name == "r0"
    )
    *_, first, second, repeated = rule["all"][1]["m1"]["$and"]
    assert first == repeated != second


def test_the_names_used_inside_do_not_share_a_hash():
    """durable-rules compares names of fields, rules and premises by a hash of 32 bits only."""
    names = ["sid", "id", "$s", "group", "member", "serial", *(f"f{n}" for n in range(5000))]
    premises = [*(f"e{n}" for n in range(16)), *(f"m{n}" for n in range(16)), "m"]
    assert len({fnv(name) for name in names}) == len(names)
    assert len({fnv(name) for name in premises}) == len(premises)


def fnv(text: str) -> int:
    """The hash of durable-rules: FNV-1a, 32 bits."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) % 2**32
    return value
