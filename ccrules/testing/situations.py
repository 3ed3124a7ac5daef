"""The facts of rule tests, and what comes of them; only what a test asks for is worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from ccrules.assembly.conclusions import key_of
from ccrules.assembly.context import Context
from ccrules.assembly.findings import template_names
from ccrules.conditions.compiler import Compiled
from ccrules.conditions.derived import derive
from ccrules.conditions.presenting import presentable
from ccrules.documents import Node
from ccrules.engine.checks import CheckRunner, Outcomes
from ccrules.engine.inference import InferenceResult
from ccrules.engine.inference.forward import ForwardEngine
from ccrules.engine.later import add_outcomes
from ccrules.engine.reasoning import infer
from ccrules.errors import Problem
from ccrules.facts.base import Entity, FactBase
from ccrules.facts.reading import read_facts
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.ruleset import cases
from ccrules.ruleset.cases import Case, differences
from ccrules.ruleset.expectations import RANGE
from ccrules.ruleset.model import Check, Inference, Method
from ccrules.testing.reasons import behind, checks_in

#: The rules with other values of parameters, as text by name, and with profiles.
Variant = Callable[[Mapping[str, str], tuple[str, ...]], Method]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A check, and its loops once they are compiled; they serve any number of situations.

    Attributes:
        check: the check, perhaps a mutant.
        compiled: the loops.
    """

    check: Check
    compiled: dict[str, Compiled] = field(default_factory=dict)


class Situation:
    """The facts of one case under the rules that apply to it.

    Args:
        method: the rules, with the parameters that the case sets.
        base: the facts, derived attributes included.
    """

    def __init__(self, method: Method, base: FactBase) -> None:
        self.method, self.base = method, base
        self.runner = CheckRunner(base, method.derived)
        self._found: dict[str, tuple[CheckRunner, Outcomes]] = {}

    def outcomes(self, name: str) -> Outcomes:
        """All outcomes of one check; it runs once."""
        return self._ran(name)[1]

    def _ran(self, name: str) -> tuple[CheckRunner, Outcomes]:
        if name not in self._found:
            check = self.method.checks[name]
            own = self.run(Prepared(check)) if check.over_outcomes else (self.runner, self.runner.run(check))
            self._found[name] = own
        return self._found[name]

    def run(self, prepared: Prepared) -> tuple[CheckRunner, Outcomes]:
        """Run a check, perhaps one that the method does not have, without keeping what comes of it."""
        runner = CheckRunner(self.base, self.method.derived, prepared.compiled)
        if prepared.check.over_outcomes:
            add_outcomes(self.method, runner, [prepared.check], self.outcomes)
        return runner, runner.run(prepared.check)

    def inferred(
        self, conclusions: Iterable[str], rules: Mapping[str, Inference] | None = None
    ) -> InferenceResult:
        """What fires that conclusions may rest on.

        Args:
            conclusions: their ids.
            rules: other rules than those of the method, by id.
        """
        some = behind(self.method.inferences if rules is None else rules, conclusions)
        names = checks_in(some.values())
        outcomes = {name: self.outcomes(name) for name in self._running() if name in names}
        return infer(replace(self.method, inferences=some), self.base, outcomes, ForwardEngine())

    def _running(self) -> Iterator[str]:
        return (check.id for check in self.method.checks.values() if not check.off)

    def compared(self, case: Case) -> Iterator[Problem]:
        """What is otherwise than a case expects."""
        found = [key_of(one) for one in self.inferred({one.name for one in case.conclusions}).conclusions]
        return differences(case, cases.Outcomes(_ByCheck(self), found, self.told))

    def told(self, check: str, subject: str) -> Told:
        """What is said of one outcome."""
        return Told(self, *self._ran(check), subject)


class _ByCheck(Mapping[str, Mapping[str, str]]):
    """Outcomes by check and subject; a check runs when it is asked for, most never are."""

    def __init__(self, situation: Situation) -> None:
        self._situation = situation

    def __getitem__(self, name: str) -> Mapping[str, str]:
        check = self._situation.method.checks.get(name)
        if check is None or check.off:
            raise KeyError(name)
        return dict(by_subject(self._situation.outcomes(name)))

    def __iter__(self) -> Iterator[str]:
        return self._situation._running()

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True)
class Told:
    """What an assessment says of one outcome; see :class:`ccrules.ruleset.expectations.Told`.

    Attributes:
        situation: the facts.
        runner: evaluates the check's expressions.
        outcomes: all outcomes of the check.
        name: the full name of the subject.
    """

    situation: Situation
    runner: CheckRunner
    outcomes: Outcomes
    name: str

    @property
    def check(self) -> Check:
        """The check, perhaps a mutant."""
        return self.outcomes.check

    @cached_property
    def subject(self) -> Entity:
        """The subject of a failure or a pass."""
        both: tuple[Entity, ...] = (*self.outcomes.failed, *self.outcomes.passed)
        return next(one for one in both if one._name == self.name)

    @property
    def severity(self) -> str:
        """``high``; ``medium..high`` if it is not decided."""
        mildest, worst = self.runner.severity(self.check, self.subject)
        return mildest if mildest == worst else f"{mildest}{RANGE}{worst}"

    @property
    def exposure(self) -> Any:
        """What is exposed; None if the check says nothing of it."""
        found = self.runner.exposure(self.check, self.subject)
        return None if found is None else presentable(found)

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the missing facts."""
        whole = self.check.subject or ORGANISATION
        names = (one.missing for one in self.outcomes.open if subject_name(one.subject, whole) == self.name)
        return next(names, ())

    def message(self, language: str) -> str:
        """The finding's message, or the strength; in the language of the facts if none is named."""
        language = language or str(self.situation.base.header.get("language") or "en")
        context = Context(self.situation.method, self.situation.base, {}, self.runner, language)
        names = template_names(context, self.check, self.subject)
        text = self.check.message if self.subject in self.outcomes.failed else self.check.strength
        return context.fill(text, names)

    def value(self, name: str) -> Any:
        """A value that ``let`` names; None if there is no such name."""
        let = self.check.terms.let if self.check.terms else {}
        if name not in let:
            return None
        return presentable(self.runner.value(self.check, self.subject, let[name]))


def by_subject(found: Outcomes) -> Iterator[tuple[str, str]]:
    """Each outcome of a check, by the name of its subject."""
    whole = found.check.subject or ORGANISATION
    for outcome, subjects in (
        ("fail", found.failed),
        ("pass", found.passed),
        ("not_assessed", [one.subject for one in found.open]),
        ("not_applicable", [one.subject for one in found.inapplicable]),
        ("error", [one.subject for one in found.broken]),
    ):
        for subject in subjects:
            yield subject_name(subject, whole), outcome


def subject_name(subject: Entity | None, whole: str) -> str:
    """``type/id``, the type alone for what there is one of, ``type[]`` for members nobody has named."""
    return subject._name if isinstance(subject, Entity) else f"{whole}[]"


def subjects(base: FactBase, check: Check) -> list[Entity]:
    """The entities that a check is put to, as far as they are known."""
    name = check.subject or ORGANISATION
    if name in base.singletons:
        found = base.singletons[name]
        return [found] if isinstance(found, Entity) else []
    return list(base.collections[name].members) if name in base.collections else []


class Situations:
    """The situations of cases, each read once.

    Args:
        variant: the rules with other values of parameters.
        as_of: the day that counts as today, for all cases.
    """

    def __init__(self, variant: Variant, as_of: str | None = None) -> None:
        self._variant, self.as_of = variant, as_of
        self._methods: dict[tuple[tuple[str, ...], tuple[tuple[str, str], ...]], Method] = {}
        self._found: dict[int, tuple[Node, Situation]] = {}

    def of(self, facts: Node, parameters: Mapping[str, str], profiles: tuple[str, ...] = ()) -> Situation:
        """The situation of a case.

        Args:
            facts: the facts of the case.
            parameters: those that it sets.
            profiles: those that it chooses.

        Raises:
            InputError: facts or parameters that are wrong in themselves.
        """
        if id(facts) not in self._found:
            method = self._method(parameters, profiles)
            base = read_facts([facts], method.vocabulary, as_of=self.as_of)
            derive(base, method.derived)
            self._found[id(facts)] = (facts, Situation(method, base))
        return self._found[id(facts)][1]

    def _method(self, parameters: Mapping[str, str], profiles: tuple[str, ...]) -> Method:
        key = (profiles, tuple(sorted(parameters.items())))
        if key not in self._methods:
            self._methods[key] = self._variant(parameters, profiles)
        return self._methods[key]
