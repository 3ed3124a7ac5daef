"""Contexts around small fact bases, and rulesets written in a test."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ccrules import pipeline
from ccrules.assembly.context import Context
from ccrules.assembly.explaining import Explanation, explain_outcome
from ccrules.conditions.checker import Question, Scope, check_question
from ccrules.conditions.written import Written
from ccrules.engine.checks import CheckRunner, run_checks
from ccrules.facts.base import FactBase
from ccrules.facts.vocabulary import Vocabulary
from ccrules.ruleset.model import Check, Method, Parameter
from tests.conditions import worlds

#: The vocabulary of random conditions, in which everything can be changed.
CHANGEABLE = Vocabulary(
    {
        type_.name: replace(
            type_, attributes={name: replace(one, changeable=True) for name, one in type_.attributes.items()}
        )
        for type_ in worlds.VOCABULARY
    }
)
SCOPE = Scope(CHANGEABLE, {"limit": worlds.Limit()})
LIMIT = Parameter("limit", "int", 2, 2, label={"en": "Limit", "fr": "Limite"})


def question(when: str, applies: str = "", **let: str) -> Question:
    """The typed expressions of a check on a box."""
    return check_question(
        SCOPE,
        "box",
        when=Written(when),
        applies=Written(applies) if applies else None,
        let={name: Written(text) for name, text in let.items()},
        severity=Written("high"),
    )


def context_of(facts: FactBase, check: Check, language: str = "en") -> Context:
    """The context of one check over facts."""
    method = Method((), CHANGEABLE, {"limit": LIMIT}, {check.id: check})
    runner = CheckRunner(facts, {})
    return Context(method, facts, run_checks(method.checks, runner), runner, language)


def explanation(facts: FactBase, when: str, language: str = "en", **more: Any) -> Explanation:
    """The explanation of a condition for all boxes."""
    context = context_of(facts, worlds.check(question(when, **more)), language)
    return explain_outcome(context, "C", None)


def explained(
    ruleset: dict[str, Any], facts: dict[str, Any], check: str, subject: str | None = None, **more: Any
) -> Explanation:
    """The explanation of a check of a ruleset given as a mapping."""
    language, code = more.pop("language", "en"), more.pop("code", False)
    method = pipeline.load_rulesets(ruleset, **more)
    base = pipeline.load_facts(facts, method)
    return pipeline.explain(base, method, check, subject, language, code=code)
