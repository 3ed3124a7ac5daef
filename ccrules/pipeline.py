"""The stages in order: rulesets, facts, checks, inference, recommendations, assessment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccrules.assembly import conclusions as concluding
from ccrules.assembly import definitions, diagnosis, gaps, head, outcomes, planning, provenance
from ccrules.assembly import findings as finding_parts
from ccrules.assembly.context import Context
from ccrules.assembly.diagrams import diagrams
from ccrules.assembly.scores import scores
from ccrules.assessment import Assessment, InferenceUsed, Late
from ccrules.conditions.derived import derive
from ccrules.engine.checks import CheckRunner
from ccrules.engine.doubt import fact_confidences
from ccrules.engine.later import run_strata
from ccrules.engine.reasoning import Reasoning, fields_read, finding_id, reason
from ccrules.errors import NOWHERE, Problem, UsageError, message, suggestion
from ccrules.facts.base import FactBase
from ccrules.facts.sampling import has_margins
from ccrules.inputs import DEFAULT_RULESET, FactSource, load_facts, load_rulesets
from ccrules.plugins import Plugins, load_plugins
from ccrules.ruleset.loading import Spec
from ccrules.ruleset.model import Method
from ccrules.ruleset.sight import needed
from ccrules.text.language import LANGUAGES
from ccrules.version import __version__

if TYPE_CHECKING:
    from ccrules.assembly.explaining import Explanation
    from ccrules.audience import View
    from ccrules.engine.inference import Engine
    from ccrules.following.review import Review
    from ccrules.following.waivers import Waivers
    from ccrules.ruleset import cases
    from ccrules.testing.suite import Suite

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
#: A file of waivers or a review, or what would stand in it.
FileOrContents = FactSource | dict[str, Any]


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
    if not isinstance(facts, FactBase):
        sources = facts
        facts = load_facts(sources, method, settings=settings, as_of=as_of, plugins=plugins)
        without = load_facts(sources, method, as_of=as_of, plugins=plugins) if settings else None
    context, result = _assessed(method, facts, language, inference, plugins)
    if without is not None:
        from ccrules.assembly.difference import difference

        _, before = _assessed(method, without, language, inference, plugins)
        result = result.model_copy(update={"what_if": difference(before, result, settings)})
    if explain:
        from ccrules.assembly.explaining import with_explanations

        result = with_explanations(context, result)
    result = with_marks(result, waivers, review, known=judged(method))
    return result if seen is None else for_audience(result, seen, method, facts)


def _view(
    audience: str | None, view: View | FactSource | None, method: Method, plugins: Plugins
) -> View | None:
    if audience is None and (view is None or not isinstance(view, str | Path)):
        return view
    from ccrules.audience import find_view

    folders = (*map(Path, method.template_folders), *plugins.template_folders())
    return find_view(audience, view if isinstance(view, str | Path) else None, method, folders)


def for_audience(assessment: Assessment, view: View, method: Method, facts: FactBase) -> Assessment:
    """The form of an assessment that an audience may see.

    Args:
        assessment: the whole.
        view: what the audience may see.
        method: the rulesets it was made with.
        facts: the facts it was made from.
    """
    from ccrules.audience.redacting import redacted
    from ccrules.collecting.privacy_signs import person_types

    return redacted(assessment, view, method, facts, person_types(method.vocabulary))


def with_marks(
    assessment: Assessment,
    waivers: Waivers | FileOrContents | None = None,
    review: Review | FileOrContents | None = None,
    *,
    known: Collection[str] | None = None,
) -> Assessment:
    """An assessment with the marks of a review and of waivers.

    Args:
        assessment: as the engine gave it, or as it was read from JSON.
        waivers: findings accepted for a time; see :func:`assess`.
        review: the consultant's verdicts; see :func:`assess`.
        known: ids of all that findings can come from; waivers of anything else are then refused.

    Raises:
        InputError: waivers or the review are wrong.
    """
    if review is not None:
        from ccrules.following.review import Review, read_review
        from ccrules.following.reviewed import with_review

        verdicts = review if isinstance(review, Review) else read_review(review)
        assessment = with_review(assessment, verdicts)
    if waivers is not None:
        from ccrules.following.waived import with_waivers
        from ccrules.following.waivers import Waivers, read_waivers

        accepted = waivers if isinstance(waivers, Waivers) else read_waivers(waivers)
        assessment = with_waivers(assessment, accepted, known)
    return assessment


def judged(method: Method) -> frozenset[str]:
    """The ids of all that findings can come from: checks, and anti-patterns that are concluded."""
    concluded = (one.conclusion for one in method.inferences.values() if one.kind == "anti-pattern")
    return frozenset((*method.checks, *concluded))


def _assessed(
    method: Method, base: FactBase, language: str | None, inference: str | None, plugins: Plugins
) -> tuple[Context, Assessment]:
    context = _checked(method, base, _language(language, base))
    confidence = {
        finding_id(check, subject): found.value for (check, subject), found in context.confidences.items()
    }
    confidence |= fact_confidences(context.outcomes, context.runner, method.trust, fields_read(method))
    reasoning = reason(method, base, context.outcomes, _engine(inference, plugins), confidence)
    result = _assemble(context, reasoning, _engine_note(inference, reasoning, context))
    if not has_margins(base):
        return context, result
    from ccrules.assembly.explaining.fragile import with_fragility

    return context, with_fragility(context, result)


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
    if not isinstance(facts, FactBase):
        without = load_facts(facts, method, plugins=plugins) if settings else None
        facts = load_facts(facts, method, settings=settings, plugins=plugins)
    check = method.current("check", check)
    if check not in method.checks:
        what = message("there is no check '{name}'", name=check)
        raise UsageError(Problem(NOWHERE, what, suggestion(check, method.checks)))
    names = needed(method, method.checks[check])
    only = replace(method, checks={name: one for name, one in method.checks.items() if name in names})
    context = _checked(only, facts, _language(language, facts))
    found = explain_outcome(context, check, subject, code=code)
    if without is None:
        return found
    result = assess(
        facts, method, language=context.language, settings=settings, without=without, plugins=plugins
    )
    return found if result.what_if is None else found.and_what_if(result.what_if, context.language)


def run_rule_tests(
    specs: Spec | Iterable[Spec] = (),
    *,
    parameters: Mapping[str, Any] | None = None,
    as_of: str | None = None,
    plugins: Plugins | None = None,
) -> list[cases.CaseResult]:
    """Run the tests that stand beside the files of rulesets.

    Args:
        specs: names of installed rulesets, files or folders; the bundled ruleset if there are none.
        parameters: values of parameters by name, where a test sets no other.
        as_of: the day that counts as today, in all tests.
        plugins: the plugins; those installed if left out.

    Raises:
        InputError: rulesets, tests, or the facts of a test are wrong.
    """
    return rule_tests(specs, parameters=parameters, as_of=as_of, plugins=plugins).run()


def rule_tests(
    specs: Spec | Iterable[Spec] = (),
    *,
    parameters: Mapping[str, Any] | None = None,
    profiles: tuple[str, ...] = (),
    lock: str | Path | None = None,
    as_of: str | None = None,
    plugins: Plugins | None = None,
) -> Suite:
    """The tests that stand beside the files of rulesets, ready to be run, measured and mutated.

    Args:
        specs: names of installed rulesets, files or folders; the bundled ruleset if there are none.
        parameters: values of parameters by name, where a test sets no other.
        profiles: profiles to apply before those that a test names.
        lock: a file that pins the rulesets; others are refused.
        as_of: the day that counts as today, in all tests.
        plugins: the plugins; those installed if left out.

    Raises:
        InputError: rulesets or tests are wrong.
    """
    from ccrules.testing.suite import suite_of  # what only rule tests need

    plugins = plugins or load_plugins()
    given = ([specs] if isinstance(specs, str | Path) else list(specs)) or [DEFAULT_RULESET]

    def variant(settings: Mapping[str, str], chosen: tuple[str, ...] = ()) -> Method:
        values = {**(parameters or {}), **settings}
        chosen = (*profiles, *chosen)
        return load_rulesets(given, parameters=values, profiles=chosen, lock=lock, plugins=plugins)

    known = plugins.rulesets()
    paths = [known.get(str(name), Path(str(name))) for name in given]
    return suite_of(variant, paths, functions=plugins.functions(), as_of=as_of)


# --- stages ----------------------------------------------------------------------------


def _checked(method: Method, base: FactBase, language: str) -> Context:
    """Derived facts and checks."""
    derive(base, method.derived)
    runner = CheckRunner(base, method.derived)
    found = run_strata(method, runner)
    return Context(method, runner.base, found, runner, language)


def _assemble(context: Context, reasoning: Reasoning, note: str) -> Assessment:
    checked = finding_parts.findings(context)
    reasons = concluding.Concluding(context, reasoning, checked)
    concluded = reasons.conclusions()
    explained = concluding.explained_by(concluded)
    every = [*checked, *reasons.anti_patterns(concluded)]
    found = [one.model_copy(update={"explained_by": explained.get(one.id, ())}) for one in every]
    good = finding_parts.check_strengths(context, context.outcomes.values())
    possible = reasons.hypotheses()
    return Assessment(
        ccrules=__version__,
        assessment=head.head(context),
        rulesets=head.rulesets(context),
        profiles=head.profiles(context),
        lock=head.lock(context),
        inference=InferenceUsed(
            engine=reasoning.result.engine,
            facts=reasoning.result.facts,
            fired=reasoning.result.fired,
            note=note,
        ),
        summary=outcomes.summary(context.outcomes.values()),
        objectives=head.objectives(context),
        parameters=head.parameters(context),
        topics=outcomes.topics(context),
        checks=outcomes.check_infos(context),
        findings=tuple(sorted(found, key=finding_parts.sort_key)),
        strengths=outcomes.in_order([*good, *reasons.strengths(concluded)]),
        passed=outcomes.passed(context),
        not_assessed=outcomes.not_assessed(context),
        not_applicable=outcomes.not_applicable(context),
        errors=outcomes.errors(context),
        conclusions=concluded,
        hypotheses=possible,
        differentials=diagnosis.differentials(context, checked, concluded, possible),
        recommendations=planning.recommendations(context, checked, concluded),
        gaps=gaps.gaps(context),
        conflicts=provenance.conflicts(context),
        stale=provenance.stale(context),
        notes=head.notes(context),
        facts=Late(lambda: definitions.facts(context)),
        attributes=Late(lambda: definitions.attributes(context)),
        definitions=Late(lambda: definitions.definitions(context)),
        aliases={kind: dict(names) for kind, names in context.method.aliases.items() if names},
        scores=scores(context, checked),
        diagrams=diagrams(context),
    )


# --- choices ---------------------------------------------------------------------------


def _language(wanted: str | None, base: FactBase) -> str:
    found = wanted or str(base.header.get("language") or "en")
    if found not in LANGUAGES:
        what = message("there is no language {name}", name=found)
        raise UsageError(Problem(NOWHERE, what, message("choose en or fr")))
    return found


def _engine(name: str | None, plugins: Plugins) -> Engine:
    engines = plugins.inference_engines()
    if name is not None and name not in engines:
        what = message("there is no inference engine {name}", name=name)
        raise UsageError(Problem(NOWHERE, what, suggestion(name, engines)))
    try:
        return engines[name or "durable"]()
    except ImportError:
        if name is None:
            return engines["forward"]()
        what = message("the inference engine {name} can't be imported here", name=name)
        raise UsageError(Problem(NOWHERE, what, message("forward gives the same conclusions"))) from None


def _engine_note(wanted: str | None, reasoning: Reasoning, context: Context) -> str:
    """Said where durable-rules was expected and is not there."""
    if wanted is not None or reasoning.result.engine.startswith("durable"):
        return ""
    return context.say(
        message(
            "durable-rules can't be imported here, so the plain chainer ran; its conclusions are the same"
        )
    )
