"""From outcomes to conclusions: builds the engine's program and working memory, reads them back.

The evaluator owns every verdict; inference only combines what it found. Working memory
holds findings, passed and not assessed outcomes, and the entities that patterns mention
with the attributes the patterns read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from ccrules.conditions.missing import lacking
from ccrules.engine.checks import Open, Outcomes
from ccrules.engine.inference import (
    OUTCOMES,
    SUBJECT,
    Beliefs,
    Choice,
    Conclusion,
    Element,
    Engine,
    Hypothesis,
    InferenceResult,
    Kind,
    Pattern,
    Possible,
    Program,
    Rule,
    beliefs,
    hypotheses,
)
from ccrules.engine.tokens import literal_token, subject_token, token
from ccrules.facts.base import Entity, FactBase, fact_name
from ccrules.facts.vocabulary import ORGANISATION, Vocabulary
from ccrules.ruleset.model import Inference, Method, Premise
from ccrules.values import NONE, NOT_APPLICABLE, NotPlain


@dataclass(frozen=True, slots=True)
class Reasoning:
    """What the inference stage gives.

    Attributes:
        result: what fired, and which engine ran.
        beliefs: how strongly each conclusion is believed.
        hypotheses: rules stopped only by undecided premises.
        confidence: by id, of findings and facts of which nobody can be quite sure, 0 to 1.
        undoubted: how strongly each conclusion would be believed if all of them were sure; empty if
            they are.
    """

    result: InferenceResult
    beliefs: Beliefs
    hypotheses: tuple[Hypothesis, ...]
    confidence: Mapping[str, float] = field(default_factory=dict)
    undoubted: Mapping[Conclusion, float] = field(default_factory=dict)


def infer(
    method: Method, base: FactBase, outcomes: Mapping[str, Outcomes], engine: Engine
) -> InferenceResult:
    """Run all inference rules, without beliefs and hypotheses.

    Args:
        method: the rules.
        base: the facts, derived attributes included.
        outcomes: of every check, by id; those of checks that no rule mentions are not asked for.
        engine: the engine to run them on.
    """
    memory = _Memory(method, base, outcomes)
    return engine.run(program_of(method), [*memory.outcomes(), *memory.facts()])


def reason(
    method: Method,
    base: FactBase,
    outcomes: Mapping[str, Outcomes],
    engine: Engine,
    confidence: Mapping[str, float] = MappingProxyType({}),
) -> Reasoning:
    """Run all inference rules.

    Args:
        method: the rules.
        base: the facts, derived attributes included.
        outcomes: of every check, by id.
        engine: the engine to run them on.
        confidence: by id, of findings and facts of which nobody can be quite sure, 0 to 1.

    Raises:
        EngineError: the engine failed; names the rule.
    """
    program = program_of(method)
    memory = _Memory(method, base, outcomes)
    elements = [*memory.outcomes(), *memory.facts()]
    result = engine.run(program, elements)
    open_elements = [*memory.open_outcomes(), *memory.open_facts()]
    believed = beliefs(program, result, confidence)
    supposed = hypotheses(program, elements, open_elements) if open_elements else ()  # all is decided
    undoubted = beliefs(program, result).conclusions if confidence else {}
    return Reasoning(result, believed, supposed, confidence, undoubted)


def finding_id(check: str, subject: Entity) -> str:
    """The public id of a finding: ``DEMO-001:mailbox/claims``; the check alone for the whole."""
    return check if subject._type.name == ORGANISATION else f"{check}:{subject._type.name}/{subject.id}"


# --- the program -----------------------------------------------------------------------


def program_of(method: Method) -> Program:
    """The engine's rules, one for each alternative of each inference."""
    return Program(
        tuple(
            _rule(inference, variant, premises, method.vocabulary)
            for inference in method.inferences.values()
            for variant, premises in enumerate(inference.alternatives)
        )
    )


def _rule(inference: Inference, variant: int, premises: Sequence[Premise], vocabulary: Vocabulary) -> Rule:
    return Rule(
        id=inference.id,
        patterns=tuple(_pattern(premise, vocabulary) for premise in premises),
        conclusion_id=inference.conclusion,
        for_alias=inference.about or None,
        belief=inference.belief,
        variant=variant,
    )


def _pattern(premise: Premise, vocabulary: Vocabulary) -> Pattern:
    kind: Kind = premise.kind  # type: ignore[assignment]  # the loader admits these kinds only
    where = {
        name: literal_token(vocabulary.attribute(premise.name, name), value)
        for name, value in premise.where.items()
    }
    same = {name: _target(target) for name, target in premise.same.items()}
    return Pattern.of(kind, premise.name, premise.alias or None, where, same)


def _target(text: str) -> tuple[str, str]:
    alias, _, name = text.partition(".")
    return alias, name or SUBJECT


# --- working memory --------------------------------------------------------------------


class _Memory:
    """Turns outcomes and facts into elements, of those that some rule mentions."""

    def __init__(self, method: Method, base: FactBase, outcomes: Mapping[str, Outcomes]) -> None:
        self.base = base
        self.read = fields_read(method)
        self.asked = [
            (kind, check, outcomes[check]) for kind, check in _outcomes_asked(method) if check in outcomes
        ]

    def outcomes(self) -> Iterator[Element]:
        for kind, check, found in self.asked:
            if kind == "not_assessed":
                yield from (_element(kind, check, one.subject) for one in found.open)
            else:
                settled = found.failed if kind == "finding" else found.passed
                yield from (_element(kind, check, subject) for subject in settled)

    def open_outcomes(self) -> Iterator[Possible]:
        for kind, check, found in self.asked:
            if kind != "not_assessed":
                yield from (_possible(kind, check, one) for one in found.open)

    def facts(self) -> Iterator[Element]:
        for entity, names in self._mentioned():
            fields = {name: found for name in names if (found := token(entity.__dict__[name])) is not None}
            yield Element("fact", entity._type.name, {SUBJECT: subject_token(entity), **fields}, entity._name)

    def open_facts(self) -> Iterator[Possible]:
        for entity, names in self._mentioned():
            unknown = {
                name: Choice((fact_name(entity, name),)) for name in names if _is_open(entity.__dict__[name])
            }
            if unknown:
                fields = {
                    name: found for name in names if (found := token(entity.__dict__[name])) is not None
                }
                whole = {SUBJECT: subject_token(entity), **fields}
                yield Possible("fact", entity._type.name, whole, entity._name, unknown)

    def _mentioned(self) -> Iterator[tuple[Entity, tuple[str, ...]]]:
        for type_name, names in self.read.items():
            for entity in _entities(self.base, type_name):
                yield entity, names


def _is_open(value: object) -> bool:
    return isinstance(value, NotPlain) and value is not NONE and value is not NOT_APPLICABLE


def _entities(base: FactBase, type_name: str) -> Sequence[Entity]:
    if type_name in base.collections:
        return base.collections[type_name].members
    found = base.singletons.get(type_name)
    return (found,) if isinstance(found, Entity) else ()


def fields_read(method: Method) -> dict[str, tuple[str, ...]]:
    """The attributes that patterns read, by entity type; types no pattern mentions are left out.

    Args:
        method: the rules.
    """
    read: dict[str, set[str]] = {}
    for inference in method.inferences.values():
        for premises in inference.alternatives:
            types = {premise.alias: premise.name for premise in premises if premise.kind == "fact"}
            for premise in premises:
                if premise.kind == "fact":
                    read.setdefault(premise.name, set()).update({*premise.where, *premise.same} - {SUBJECT})
                for target in premise.same.values():
                    alias, name = _target(target)
                    if alias in types and name != SUBJECT:
                        read.setdefault(types[alias], set()).add(name)
    return {name: tuple(sorted(fields)) for name, fields in sorted(read.items())}


def _outcomes_asked(method: Method) -> list[tuple[Kind, str]]:
    """The outcomes that premises ask for: which, and of which check; each once, in order."""
    asked: dict[tuple[Kind, str], None] = {}
    for inference in method.inferences.values():
        for premises in inference.alternatives:
            for premise in premises:
                if premise.kind in OUTCOMES:
                    asked[premise.kind, premise.name] = None
    return list(asked)


def _element(kind: Kind, check: str, subject: Entity | None) -> Element:
    if subject is None:
        return Element(kind, check, {}, check)
    return Element(kind, check, _subject_field(subject), finding_id(check, subject))


def _subject_field(subject: Entity) -> dict[str, str]:
    return {} if subject._type.name == ORGANISATION else {SUBJECT: subject_token(subject)}


def _possible(kind: Kind, check: str, one: Open) -> Possible:
    missing = lacking(one.lacks)
    if one.subject is None:
        return Possible(kind, check, {}, check, {SUBJECT: Choice(missing)}, missing)
    return Possible(kind, check, _subject_field(one.subject), finding_id(check, one.subject), {}, missing)


def subject_of(conclusion: Conclusion) -> tuple[str, str]:
    """Entity type and id of what a conclusion is about."""
    if conclusion.subject is None:
        return ORGANISATION, ORGANISATION
    type_name, _, id_ = conclusion.subject.removeprefix("e:").partition("/")
    return type_name, id_
