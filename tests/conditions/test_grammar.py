"""The whole grammar over facts in every state: definite verdicts hold, and missing facts are those that matter."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from ccrules.conditions import compiler, tree
from ccrules.conditions import possible as p
from ccrules.conditions.checker import Question
from ccrules.conditions.compiler import Compiled
from ccrules.conditions.evaluator import Environment, Evaluator
from ccrules.conditions.inputs import free
from ccrules.conditions.missing import MissingFacts
from ccrules.conditions.possible import Choice
from ccrules.facts.base import Entity, FactBase
from ccrules.facts.vocabulary import Attribute
from ccrules.values import NONE, NOT_APPLICABLE, UNKNOWN, NotPlain
from tests.conditions import constructs, random_facts, universe
from tests.conditions.completing import Completer, at_random, every, holes_of
from tests.conditions.grammar import Grammar, Texts
from tests.conditions.universe import Facts
from tests.conditions.within import within
from tests.effort import examples

SEEDS = st.integers(0, 2**40)
#: The values of paths and graphs are compared in ``test_graphs.py``.
OPAQUE = ("path", "edges")
#: Facts that are named missing of which each is shown to matter.
MOST_EXACT = 12


#: What is computed: it lies between two ends, but need not take every value between them.
COMPUTED = (tree.Arithmetic, tree.Choose, tree.Call, tree.Aggregate, tree.Named)


def asked(texts: Texts) -> Question:
    """The typed expressions of a question."""
    return universe.question(
        texts.when, applies=texts.applies, severity=texts.severity, exposure=texts.exposure, let=texts.let
    )


def expressions(question: Question) -> list[tree.Node]:
    """All that is evaluated of a question."""
    some = (question.when, question.applies, question.severity, question.exposure, *question.let.values())
    return [node for node in some if node is not None and node.type.kind not in OPAQUE]


def environment(base: FactBase) -> Environment:
    """The first box."""
    return {"box": Choice((base.collections["box"].members[0],))}


def mask(facts: Facts, node: tree.Node) -> p.Mask:
    """The possible outcomes for the first box."""
    base = universe.base(facts)
    return Evaluator(base).mask(node, environment(base))


@settings(max_examples=examples(2000), deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=SEEDS)
def test_whatever_turns_out_was_possible(seed: int) -> None:
    random = Random(seed)
    texts, facts = Grammar(random).question(), random_facts.facts(random)
    note(str(texts))
    question = asked(texts)
    nodes, base = expressions(question), universe.base(facts)
    evaluator = Evaluator(base)
    found = [evaluator.value(node, environment(base)) for node in nodes]
    for completed in at_random(Completer(facts, holes_of(*nodes)), random, 6):
        full = universe.base(completed)
        knows = Evaluator(full)
        for node, value in zip(nodes, found, strict=True):
            less = knows.value(node, environment(full))
            if p.decided(less) or p.decided(value):
                assert within(value, less), f"{value} became {less} with {completed} instead of {facts}"


@settings(max_examples=examples(2000), deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=SEEDS, holes=st.sampled_from([0.0, 0.1, 0.3]))
def test_plain_operators_and_columns_agree_with_the_evaluator(seed: int, holes: float) -> None:
    random = Random(seed)
    texts, facts = Grammar(random).question(), random_facts.facts(random, holes)
    note(f"{texts} {facts}")
    question, base = asked(texts), universe.base(facts)
    subjects = base.collections["box"].members
    expected = {subject: outcome(base, question, subject) for subject in subjects}
    plainly = Compiled(question).run(base, subjects)
    for outcomes, code in (
        (plainly.failed, compiler.FAILED), (plainly.passed, compiler.PASSED), (plainly.inapplicable, compiler.EXCLUDED),
    ):  # fmt: skip
        assert all(expected[subject] == code for subject in outcomes)
    if not Compiled(question).calls_plugin:
        together = Compiled(question).judged(Evaluator(base), subjects)
        found = dict.fromkeys(subjects, compiler.PASSED) | dict(together)
        assert found == expected


def outcome(base: FactBase, question: Question, subject: Entity) -> int:
    """What comes of one subject, by the evaluator alone."""
    evaluator, env = Evaluator(base), {"box": Choice((subject,))}
    applies = p.TRUE if question.applies is None else evaluator.mask(question.applies, dict(env))
    return compiler.outcome(applies, evaluator.mask(question.when, dict(env)))


# --- missing facts ---------------------------------------------------------------------


def missing_of(facts: Facts, node: tree.Node) -> frozenset[str]:
    """The facts that the verdict on the first box waits for."""
    base = universe.base(facts)
    collector = MissingFacts(Evaluator(base), universe.DERIVATIONS)
    collector.collect(node, environment(base))
    return collector.names


def open_question(seed: int, holes: float) -> tuple[tree.Node, Facts, frozenset[str]]:
    """A condition that is open for the first box, with the facts and what it waits for."""
    random = Random(seed)
    texts, facts = Grammar(random).question(), random_facts.facts(random, holes)
    node = asked(texts).when
    assume(not p.decided(mask(facts, node)))
    names = missing_of(facts, node)
    note(f"{texts} {facts} lacks {sorted(names)}")
    assume(can_be_learned(node, facts, names))
    return node, facts, names


def can_be_learned(node: tree.Node, facts: Facts, names: frozenset[str]) -> bool:
    """To learn what nobody could tell turns known() itself, and so may open what it had settled."""
    return not asks_who_knows(node) or not any(_value(facts, name) is UNKNOWN for name in names)


def asks_who_knows(node: tree.Node) -> bool:
    """Whether a condition asks for what is known, and not for what is so."""
    asking = ("known", "cannot_tell")
    return any(isinstance(part, tree.Call) and part.function in asking for part in tree.walk(node))


def _value(facts: Facts, name: str) -> Any:
    """What is stored of a fact, or the state of a list; None for what is not there."""
    base = universe.base(facts)
    if name.endswith("[]"):
        return base.collections[name[:-2]].state
    owner, _, attribute = name.rpartition(".")
    found = [entity for entity in base.entities() if entity._name == owner]
    return found[0].__dict__.get(attribute) if found else None


@settings(max_examples=examples(2000), deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=SEEDS, holes=st.sampled_from([0.2, 0.35]))
def test_learning_what_is_missing_decides(seed: int, holes: float) -> None:
    node, facts, names = open_question(seed, holes)
    assert names
    completer = Completer(facts, holes_of(node, names=names, learned=True))
    for completed in at_random(completer, Random(seed), 6):
        assert p.decided(mask(completed, node)), f"{sorted(missing_of(completed, node))} in {completed}"


@settings(max_examples=examples(800), deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=SEEDS)
def test_nothing_that_is_known_is_missing(seed: int) -> None:
    _, facts, names = open_question(seed, 0.3)
    base = universe.base(facts)
    for name in names:
        value = _value(facts, name)
        if name.endswith("[]"):
            assert base.collections[name[:-2]].open_ended
        elif name == "assessment.date":
            assert isinstance(base.today, NotPlain)
        elif name == "charter":
            assert not isinstance(base.singletons["charter"], Entity)
        else:
            series = isinstance(value, tuple) and any(isinstance(point.value, NotPlain) for point in value)
            assert series or (
                isinstance(value, NotPlain) and value is not NONE and value is not NOT_APPLICABLE
            )


@settings(max_examples=examples(250), deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=SEEDS, share=st.sampled_from([0.12, 0.25]))
def test_each_missing_fact_can_change_the_verdict(seed: int, share: float) -> None:
    """Where the condition asks each fact once, and all that it lacks has few values: all of them are tried."""
    found = few_values_missing(Random(seed), share)
    assume(found is not None)
    assert found is not None
    node, facts, names = found
    holes = holes_of(node, names=names, learned=not asks_who_knows(node), few=True)
    completions = every(Completer(facts, holes), 1500)
    assume(completions is not None)
    for name in names:
        verdicts: dict[Any, set[p.Mask]] = {}
        for one in completions or ():
            others = tuple(repr(_value(one, other)) for other in sorted(names - {name}))
            verdicts.setdefault(others, set()).add(mask(one, node))
        assert any(len(some) > 1 for some in verdicts.values()), f"{name} changes nothing"


def few_values_missing(random: Random, share: float) -> tuple[tree.Node, Facts, frozenset[str]] | None:
    """The next open condition that lacks nothing but facts with few values."""
    for _ in range(300):
        texts, facts = Grammar(random).question(), random_facts.facts(random, share)
        node = asked(texts).when
        if not _asks_once(node) or "counts" in facts:  # counts may tell a fact that is missing
            continue
        if p.decided(mask(facts, node)):
            continue
        names = missing_of(facts, node)
        few = len(names) <= MOST_EXACT and all(map(_is_finite, names))
        if few and can_be_learned(node, facts, names):
            note(f"{texts} {facts} lacks {sorted(names)}")
            return node, facts, names
    return None


def _is_finite(name: str) -> bool:
    """Whether a fact is a yes/no, a choice, or a whole number between bounds."""
    owner, _, attribute = name.rpartition(".")
    spec = universe.VOCABULARY.attribute(owner.partition("/")[0], attribute) if owner else None
    return isinstance(spec, Attribute) and (
        spec.type in ("bool", "enum") or (spec.type == "int" and spec.maximum is not None)
    )


def _asks_once(node: tree.Node) -> bool:
    """Whether a condition reads each attribute in one place, which no loop repeats for the same entity."""
    read = Counter(
        (part.base.type.entity, part.attribute.name)
        for part in tree.walk(node)
        if isinstance(part, tree.Field)
    )
    computed = any(
        part.attribute.derive or part.attribute.inverse_of
        for part in tree.walk(node)
        if isinstance(part, tree.Field)
    )
    return max(read.values(), default=0) <= 1 and not computed and all(map(_repeats_nothing, tree.walk(node)))


def _repeats_nothing(part: tree.Node) -> bool:
    if isinstance(part, tree.Graph):
        return False
    if isinstance(part, tree.Compare) and part.operator in ("==", "!="):  # between the ends may be gaps
        return not any(isinstance(side, COMPUTED) for side in part.parts())
    if isinstance(part, tree.Call) and part.function == "differ":  # a value from one source does not show
        return False
    if isinstance(part, tree.Call) and part.plugin:  # of others not much is known between the ends
        return bool(part.plugin.monotone) and all(part.plugin.monotone)
    if not isinstance(part, tree.Aggregate):
        return True
    own = {loop.variable.name for loop in part.loops}
    asked_of_rows = [condition for loop in part.loops for condition in loop.filters] + [part.element]
    inside = [inner for one in asked_of_rows for inner in tree.walk(one) if isinstance(inner, tree.Field)]
    return len(own) == 1 and all(free(inner) & own for inner in inside)


# --- coverage --------------------------------------------------------------------------


def test_every_construct_and_every_state_is_met() -> None:
    met: Counter[str] = Counter()
    random = Random(20261001)
    for _ in range(1500):
        question = asked(Grammar(random).question())
        base = universe.base(random_facts.facts(random))
        every_node = [
            question.when,
            question.applies,
            question.severity,
            question.exposure,
            *question.let.values(),
        ]
        for node in filter(None, every_node):
            met.update(constructs.used(node))
            met.update(constructs.states(node, base))
    wanted = constructs.everything() | set(constructs.STATES_OF_FACTS)
    assert {name for name in wanted if met[name] < 3} == set()
    assert met.keys() <= wanted
