"""The stages in order: facts, checks, inference, recommendations, assessment, marks, an audience's form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccrules.assembly.assembled import assembled
from ccrules.assembly.context import Context
from ccrules.assessment import Assessment
from ccrules.conditions.derived import derive
from ccrules.engine.checks import CheckRunner
from ccrules.engine.doubt import fact_confidences
from ccrules.engine.inference.choosing import chosen_engine, substitution
from ccrules.engine.later import run_strata
from ccrules.engine.reasoning import fields_read, finding_id, reason
from ccrules.errors import NOWHERE, Problem, UsageError, message, suggestion
from ccrules.facts.base import FactBase
from ccrules.facts.sampling import has_margins
from ccrules.following.marks import FileOrContents, judged, with_marks
from ccrules.inputs import DEFAULT_RULESET, FactSource, load_facts, load_rulesets
from ccrules.plugins import Plugins, load_plugins
from ccrules.ruleset.model import Method
from ccrules.ruleset.sight import needed
from ccrules.text.language import known_language

if TYPE_CHECKING:
    from ccrules.assembly.explaining import Explanation
    from ccrules.audience import View
    from ccrules.audience.redacting import for_audience
    from ccrules.following.review import Review
    from ccrules.following.waivers import Waivers
    from ccrules.rule_tests import rule_tests, run_rule_tests
    from ccrules.ruleset.extending import Spec

__all__ = [
    "DEFAULT_RULESET",
    "FactSource",
    "FileOrContents",
    "assess",
    "explain",
    "for_audience",
    "judged",
    "load_facts",
    "load_rulesets",
    "rule_tests",
    "run_rule_tests",
    "with_marks",
]

Facts = FactBase | FactSource | Mapping[str, Any] | Sequence[FactSource]

#: What only some callers need, by the module that is imported when they first ask for it.
_LATER = {
    "for_audience": "ccrules.audience.redacting",
    "rule_tests": "ccrules.rule_tests",
    "run_rule_tests": "ccrules.rule_tests",
}


def __getattr__(name: str) -> Any:
    """Load what not every caller needs when it is first used."""
    if name not in _LATER:
        raise AttributeError(name)
    return getattr(import_module(_LATER[name]), name)


def assess(  # noqa: PLR0913 - each is an option of the command
    facts: Facts,
    rulesets: Method | Spec | Iterable[Spec] | None = None,
    *,
    language: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    settings: Iterable[str] = (),
    as_of: str | None = None,
    inference: str | None = None,
    explain: bool = False,
    without: FactBase | None = None,
    waivers: Waivers | FileOrContents | None = None,
    review: Review | FileOrContents | None = None,
    audience: str | None = None,
    view: View | FactSource | None = None,
    plugins: Plugins | None = None,
) -> Assessment:
    """Assess facts.

    Args:
        facts: files and folders, the contents of a fact file as a mapping, or a fact base.
        rulesets: a loaded method, or what :func:`load_rulesets` takes.
        language: ``en`` or ``fr``; that of the facts if left out.
        parameters: values of parameters by name; not for a method that is loaded already.
        settings: single facts, as ``TYPE/ID.ATTR=VALUE``; a fact base holds them already.
        as_of: the day that counts as today; not for a fact base.
        inference: ``durable``, ``forward``, or an engine of a plugin.
        explain: whether every outcome carries its explanation.
        without: the same facts without the settings, if ``facts`` is a fact base; the assessment
            then says what the settings change.
        waivers: findings accepted for a time: a file, its contents, or what was read of it.
        review: the consultant's verdicts on findings and recommendations, likewise.
        audience: the name of a view; only what it lets through is then in the result.
        view: a view file, or what was read of it, instead of a name.
        plugins: the plugins; those installed if left out.

    Raises:
        InputError: facts, rulesets, waivers, the review or the view are wrong.
        UsageError: a language, an engine or an audience that there is not.
    """
    plugins = plugins or load_plugins()
    method = (
        rulesets
        if isinstance(rulesets, Method)
        else load_rulesets(rulesets or (), parameters=parameters, plugins=plugins)
    )
    seen = _view(audience, view, method, plugins)
    settings = tuple(settings)
    base, without = _facts(facts, without, method, settings, as_of, plugins)
    context, result = _assessed(method, base, language, inference, plugins)
    if without is not None:
        from ccrules.assembly.difference import difference

        _, before = _assessed(method, without, language, inference, plugins)
        result = result.model_copy(update={"what_if": difference(before, result, settings)})
    if explain:
        from ccrules.assembly.explaining import with_explanations

        result = with_explanations(context, result)
    result = with_marks(result, waivers, review, known=judged(method))
    if seen is None:
        return result
    from ccrules.audience.redacting import for_audience

    return for_audience(result, seen, method, base)


def _facts(
    given: Facts,
    without: FactBase | None,
    method: Method,
    settings: tuple[str, ...],
    as_of: str | None,
    plugins: Plugins | None,
) -> tuple[FactBase, FactBase | None]:
    """The facts, and the same without the settings if there are any."""
    if isinstance(given, FactBase):
        return given, without
    plain = partial(load_facts, given, method, as_of=as_of, plugins=plugins)
    return plain(settings=settings), plain() if settings else None


def _view(
    audience: str | None, view: View | FactSource | None, method: Method, plugins: Plugins
) -> View | None:
    if audience is None and (view is None or not isinstance(view, str | Path)):
        return view
    from ccrules.audience import find_view

    folders = (*map(Path, method.template_folders), *plugins.template_folders())
    return find_view(audience, view if isinstance(view, str | Path) else None, method, folders)


def explain(  # noqa: PLR0913 - each is an option of the command
    facts: Facts,
    method: Method,
    check: str,
    subject: str | None = None,
    language: str | None = None,
    *,
    code: bool = False,
    settings: Iterable[str] = (),
    without: FactBase | None = None,
    plugins: Plugins | None = None,
) -> Explanation:
    """Explain one check.

    Args:
        facts: what :func:`assess` takes.
        method: the rulesets.
        check: the id of a check.
        subject: ``mailbox/claims`` or an id; all subjects if left out.
        language: ``en`` or ``fr``; that of the facts if left out.
        code: whether the author's text stands below each sentence.
        settings: single facts, as ``TYPE/ID.ATTR=VALUE``; a fact base holds them already.
        without: the same facts without the settings, if ``facts`` is a fact base; the explanation
            then ends with what the settings change.
        plugins: the plugins; those installed if left out.

    Raises:
        UsageError: there is no such check or subject.
    """
    from ccrules.assembly.explaining import explain_outcome  # what only an explanation needs

    settings = tuple(settings)
    base, without = _facts(facts, without, method, settings, None, plugins)
    check = method.current("check", check)
    if check not in method.checks:
        what = message("there is no check '{name}'", name=check)
        raise UsageError(Problem(NOWHERE, what, suggestion(check, method.checks)))
    names = needed(method, method.checks[check])
    only = replace(method, checks={name: one for name, one in method.checks.items() if name in names})
    context = _checked(only, base, _language(language, base))
    found = explain_outcome(context, check, subject, code=code)
    if without is None:
        return found
    result = assess(
        base, method, language=context.language, settings=settings, without=without, plugins=plugins
    )
    return found if result.what_if is None else found.and_what_if(result.what_if, context.language)


# --- stages ----------------------------------------------------------------------------


def _assessed(
    method: Method, base: FactBase, language: str | None, inference: str | None, plugins: Plugins
) -> tuple[Context, Assessment]:
    """The stages from facts to an assessment that nobody has marked yet."""
    context = _checked(method, base, _language(language, base))
    engine = chosen_engine(inference, plugins.inference_engines())
    reasoning = reason(method, base, context.outcomes, engine, _confidence(context))
    note = substitution(inference, reasoning.result.engine)
    result = assembled(context, reasoning, context.say(note) if note else "")
    if not has_margins(base):
        return context, result
    from ccrules.assembly.explaining.fragile import with_fragility

    return context, with_fragility(context, result)


def _checked(method: Method, base: FactBase, language: str) -> Context:
    """Derived facts and checks."""
    derive(base, method.derived)
    runner = CheckRunner(base, method.derived)
    found = run_strata(method, runner)
    return Context(method, runner.base, found, runner, language)


def _confidence(context: Context) -> dict[str, float]:
    """How sure findings and facts are from which conclusions are drawn."""
    method, by_outcome = context.method, context.confidences
    sure = {finding_id(check, subject): found.value for (check, subject), found in by_outcome.items()}
    return sure | dict(fact_confidences(context.outcomes, context.runner, method.trust, fields_read(method)))


def _language(wanted: str | None, base: FactBase) -> str:
    """The language of the assessment: the one asked for, else that of the facts."""
    return known_language(wanted or str(base.header.get("language") or "en"))
