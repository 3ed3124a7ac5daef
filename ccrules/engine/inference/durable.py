"""Runs programs on durable-rules; the only module that knows it.

It drives the Rete network (``durable_rules_engine``) and not the Python layer above it,
whose host starts two threads that take over matches and crash the process once a session
is deleted, and whose actions swallow exceptions and depend on the clock. Of the network it
asks only what that does well: positive patterns, literal equality and equality joins over
strings. ``docs/durable-rules.md`` shows each limit that is named here, with an experiment.

What goes in is prepared so that no limit is met:

* Elements go in one at a time, as strings of our own making (``v17``). Real values, names
  and ids stay outside, so that no rule of typing, escape or reserved name applies.
* A fact goes in at a *channel*: two fields that a premise asks for before all others. A
  channel has at most 50 premises, since durable-rules refuses a fact with more than 64
  tests pending, and an element goes in once for each channel of its kind and name.
* A premise demands the fields by which others are joined to it, since what durable-rules
  does about a missing one is undefined.
* The first join is repeated after the last, since durable-rules reads beyond the end of a
  premise if its last join fails, and so the last may only be one that has held already.
* A serial number tells facts apart. durable-rules goes by a hash of 32 bits, and drops a
  fact whose hash it has seen; such a fact goes in again with another number.
* A first rule fires in every session, since durable-rules frees memory that it never set
  when it deletes a session in which nothing fired.
"""

from __future__ import annotations

import importlib
import itertools
import json
import threading
import weakref
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from types import ModuleType
from typing import Any, Self

from ccrules.engine.inference.network import Plan, Step, network_of
from ccrules.engine.inference.protocol import Criterion, Element, InferenceResult, Program
from ccrules.engine.inference.session import Arrival, Session
from ccrules.errors import NOWHERE, EngineError, Problem, message

MAX_RULES = 4095
"""Rules of one network: durable-rules has room for 4,096, and one is ours."""

CHANNEL_PREMISES = 50
"""Premises of one channel: durable-rules keeps up to 64 tests pending, and 256 premises at one place."""

GROUP_CHANNELS = 256
"""Channels with the same first field: durable-rules tells at most 511 values apart at one place."""

_OPENING = "opening"
"""The rule, and the fact, with which every session begins."""

_OBSERVED = 2  # the answer to a fact that durable-rules takes for one it knows

Question = tuple[str, str] | Criterion
"""What a channel is for: elements of a kind and name, or the token of an existential criterion."""


def available() -> bool:
    """Tell whether durable-rules can be imported; it can't on Python 3.13 and later."""
    try:
        _rete()
    except ImportError:
        return False
    return True


def _rete() -> ModuleType:
    return importlib.import_module("durable_rules_engine")


@dataclass
class _Channel:
    """A place in the network where facts of one sort go in.

    Attributes:
        group, member: the two fields that lead there.
        rules: the rules that listen, for error messages.
        fields: the fields of the element that they ask for.
    """

    group: str
    member: str
    rules: list[str] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)


class _Names:
    """Short names that stand for field names and values inside durable-rules."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._names: dict[str, str] = {}

    def __getitem__(self, text: str) -> str:
        return self._names.setdefault(text, f"{self._prefix}{len(self._names)}")

    def copy(self) -> _Names:
        """Names that can grow without changing these."""
        copied = _Names(self._prefix)
        copied._names = dict(self._names)
        return copied


class _Definition:
    """A program in the form that durable-rules reads."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        self.fields, self.values = _Names("f"), _Names("v")
        self.channels: dict[Question, list[_Channel]] = defaultdict(list)
        self._numbers = itertools.count()
        self.rules = {_OPENING: {"all": [{"m": {"$and": [{"group": _OPENING}]}}]}}
        self.rules |= {f"r{plan.index}": self._rule(plan) for plan in plans}

    def _rule(self, plan: Plan) -> dict[str, Any]:
        tokens = [
            {f"e{at}": {"$and": self._address(criterion, plan)}}
            for at, criterion in enumerate(plan.existential)
        ]
        joined = [{f"m{step.position}": {"$and": self._premise(plan, step)}} for step in plan.steps()]
        # `dist: 0` lets one element match two premises of the rule, as logic demands.
        return {"all": tokens + joined, "dist": 0}

    def _premise(self, plan: Plan, step: Step) -> list[dict[str, Any]]:
        criterion, needs = plan.rule.patterns[step.position].criterion, plan.needs(step.position)
        wanted = {name for name, _ in criterion.where} | set(needs)
        address = self._address((criterion.kind, criterion.name), plan, wanted)
        literals = [{self.fields[name]: self.values[token]} for name, token in criterion.where]
        known = [{"$ex": {self.fields[name]: 1}} for name in needs]
        joins = [{self.fields[own]: {f"m{at}": self.fields[other]}} for own, at, other in step.joins]
        return [*address, *literals, *known, *joins, *joins[:1]]

    def _address(self, question: Question, plan: Plan, fields: Iterable[str] = ()) -> list[dict[str, Any]]:
        channels = self.channels[question]
        if not channels or len(channels[-1].rules) == CHANNEL_PREMISES:
            group, member = divmod(next(self._numbers), GROUP_CHANNELS)
            channels.append(_Channel(f"g{group}", f"c{member}"))
        channels[-1].rules.append(plan.rule.id)
        channels[-1].fields.update(fields)
        return [{"group": channels[-1].group}, {"member": channels[-1].member}]


class _Net:
    """A compiled program. It holds no session between runs, and frees its memory when dropped."""

    def __init__(self, program: Program) -> None:
        self.lock = threading.Lock()
        self.network = network_of(program)
        self.plans = {f"r{plan.index}": plan for plan in self.network.plans}
        self.definition = _Definition(self.network.plans)
        self.rete = _rete()
        self.sessions = itertools.count()
        self.handle = self._compile()
        weakref.finalize(self, self.rete.delete_ruleset, self.handle)

    def _compile(self) -> int:
        if len(self.plans) > MAX_RULES:
            what = message(
                "durable-rules holds {limit} rules, expanded ones included, and there are {count}",
                limit=MAX_RULES,
                count=len(self.plans),
            )
            raise EngineError(Problem(NOWHERE, what, message("choose the inference engine `forward`")))
        try:
            return int(self.rete.create_ruleset("ccrules", json.dumps(self.definition.rules)))
        except self.rete.error as error:
            raise EngineError(self._culprits() or _refused("*", str(error))) from error

    def _culprits(self) -> list[Problem]:
        """Name the rules that durable-rules refuses even by themselves."""
        found = []
        for name, plan in self.plans.items():
            try:
                handle = self.rete.create_ruleset("ccrules", json.dumps({name: self.definition.rules[name]}))
                self.rete.delete_ruleset(handle)
            except self.rete.error as error:
                found.append(_refused(plan.rule.id, str(error)))
        return found


def _refused(rule: str, detail: str) -> Problem:
    return Problem(
        NOWHERE,
        message("durable-rules failed in rule {rule}: {detail}", rule=rule, detail=detail),
        message("choose the inference engine `forward`"),
    )


@lru_cache(maxsize=8)
def _net_of(program: Program) -> _Net:
    return _Net(program)


class DurableEngine:
    """Runs programs on durable-rules; safe to use from several threads."""

    @property
    def name(self) -> str:
        """``durable-rules`` and its version."""
        from importlib.metadata import version

        return f"durable-rules {version('durable_rules')}"

    def run(self, program: Program, elements: Iterable[Element]) -> InferenceResult:
        """Fire every rule on every binding (see ``protocol.Engine``).

        Raises:
            EngineError: if durable-rules fails.
            ImportError: if it can't be imported.
        """
        net = _net_of(program)
        session = Session(net.network, elements)
        with net.lock, _Run(net) as run:
            for arrival in session.arrivals():
                for plan, bound in run.matches(arrival):
                    session.fire(plan, bound)
        return session.result(self.name)


class _Run:
    """One session inside durable-rules, deleted at the end because each costs megabytes."""

    def __init__(self, net: _Net) -> None:
        self._net, self._rete = net, net.rete
        self._sid = f"s{next(net.sessions)}"
        self._values = net.definition.values.copy()
        self._numbers: list[int] = []  # by serial: the element that a fact stands for

    def __enter__(self) -> Self:
        opening = json.dumps({"sid": self._sid, "group": _OPENING})
        _, self._state = self._rete.assert_fact(self._net.handle, opening)
        self._rete.start_action_for_state(self._net.handle, self._state)
        self._rete.complete_and_start_action(self._net.handle, self._state)
        return self

    def __exit__(self, *failure: object) -> None:
        self._rete.delete_state(self._net.handle, self._sid)

    def matches(self, arrival: Arrival) -> Iterator[tuple[Plan, dict[int, int]]]:
        """Put an element in and take out all bindings that it completes."""
        questions: list[Question] = list(arrival.opened)
        if arrival.wanted:
            questions.append((arrival.element.kind, arrival.element.name))
        for question in questions:
            for channel in self._net.definition.channels.get(question, ()):
                try:
                    self._assert(channel, arrival)
                    found = self._rete.start_action_for_state(self._net.handle, self._state)
                    match = found[1] if found else None
                    while match:
                        yield self._read(match)
                        match = self._rete.complete_and_start_action(self._net.handle, self._state)
                except self._rete.error as error:
                    rules = ", ".join(dict.fromkeys(channel.rules))
                    raise EngineError(_refused(rules, str(error))) from error

    def _assert(self, channel: _Channel, arrival: Arrival) -> None:
        fact = {"sid": self._sid, "group": channel.group, "member": channel.member}
        for name in sorted(channel.fields & arrival.element.fields.keys()):
            fact[self._net.definition.fields[name]] = self._values[arrival.element.fields[name]]
        answer = _OBSERVED
        while answer == _OBSERVED:
            fact["serial"] = str(len(self._numbers))
            self._numbers.append(arrival.number)
            answer, self._state = self._rete.assert_fact(self._net.handle, json.dumps(fact))

    def _read(self, match: str) -> tuple[Plan, dict[int, int]]:
        ((name, facts),) = json.loads(match).items()
        plan = self._net.plans[name]
        bound = {at: self._numbers[int(facts[f"m{at}"]["serial"])] for at in plan.joined}
        return plan, bound
