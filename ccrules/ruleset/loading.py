"""From files to a method: every ruleset asked for, merged, overridden and checked.

The stages, each in a module of its own: which files take part (:mod:`~ccrules.ruleset.extending`),
their shape (:mod:`~ccrules.ruleset.shape`), what each section says (``entities``, ``parameters``,
``checks``, ``inferences``, ``recommendations``), one vocabulary (:mod:`~ccrules.ruleset.vocabulary`),
overrides (:mod:`~ccrules.ruleset.overriding`), names that lead nowhere
(:mod:`~ccrules.ruleset.references`), then patterns, conditions and texts.

Files of another shape stop the loading, and so does a vocabulary that contradicts itself:
what follows would only report the consequences. Otherwise all problems are raised at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ccrules.conditions.checker import Scope
from ccrules.conditions.functions import PluginFunction
from ccrules.errors import InputError, Message, Problem, message
from ccrules.facts.vocabulary import EntityType
from ccrules.ruleset import remarks
from ccrules.ruleset.aliases import current_names, deprecated_in_use, rename
from ccrules.ruleset.changing import change
from ccrules.ruleset.checks import read_checks
from ccrules.ruleset.diagrams import diagram_problems, read_diagrams
from ccrules.ruleset.doubts import doubt_problems
from ccrules.ruleset.entities import read_entities, take_entities
from ccrules.ruleset.extending import Spec, find_rulesets
from ccrules.ruleset.files import RulesetFile, RulesetFiles
from ccrules.ruleset.inferences import read_inferences
from ccrules.ruleset.merging import Merged, merge
from ccrules.ruleset.model import Accepted, Check, Method, Remark
from ccrules.ruleset.names import taken_names
from ccrules.ruleset.nodes import child, entries, items, place_of
from ccrules.ruleset.outcome import with_outcomes
from ccrules.ruleset.over_outcomes import exposure_problems
from ccrules.ruleset.parameters import read_parameters
from ccrules.ruleset.parts import Change, Parts, TemplateUse
from ccrules.ruleset.plugin_types import fitting
from ccrules.ruleset.premises import conclusion_problems, link
from ccrules.ruleset.profiles import read_profiles
from ccrules.ruleset.python_checks import add_python_checks
from ccrules.ruleset.questions import derived_attributes, expressions, parameters_read, with_questions
from ccrules.ruleset.recommendations import read_recommendations
from ccrules.ruleset.references import circle_problem, unknown_references
from ccrules.ruleset.scores import read_scores
from ccrules.ruleset.texts import TextScope, check_templates
from ccrules.ruleset.trust_rules import read_trust

__all__ = ["Spec", "load_method"]

_NO_PATHS: Mapping[str, Path] = {}
_NO_FUNCTIONS: Mapping[str, PluginFunction] = {}
_NO_SETTINGS: Mapping[str, str] = {}


def load_method(
    specs: Iterable[Spec],
    *,
    version: str,
    known: Mapping[str, Path] = _NO_PATHS,
    functions: Mapping[str, PluginFunction] = _NO_FUNCTIONS,
    entity_types: Sequence[EntityType] = (),
    python_checks: Sequence[Check] = (),
    parameters: Mapping[str, str] = _NO_SETTINGS,
    profiles: Sequence[str] = (),
) -> Method:
    """Load rulesets and everything they extend as one method.

    Args:
        specs: names of installed rulesets, files, folders, or contents as a mapping.
        version: the running version of ccrules, for ``requires``.
        known: installed rulesets: name to file or folder.
        functions: functions that plugins add to the condition language, by name.
        entity_types: entity types of plugins, merged like those of one more ruleset; what contradicts
            the rulesets is left out, with a remark.
        python_checks: checks of plugins, of which those of these rulesets take part; one whose
            entities, attributes, topics or recommendations are lacking is left out, with a remark.
        parameters: values the user sets, as text by name.
        profiles: those the user chose, by name; later ones win.

    Raises:
        InputError: with every problem found, each at its place.
    """
    rulesets = find_rulesets(specs, known, version)
    problems: list[Problem] = []
    taken = taken_names(functions)
    read = [_read(files, taken, problems) for files in rulesets]
    added = fitting(entity_types, read, taken, functions)
    parts = [_added(added.types, problems), *read]
    aliases = current_names(parts, problems)
    renamed = rename(parts, aliases)
    merged = merge(parts, problems)
    names = {files.info.name for files in rulesets}
    own_checks = (check for check in python_checks if check.ruleset in names)
    left_out = [*added.remarks, *add_python_checks(own_checks, merged, problems, added.names)]
    change(parts, merged, aliases, profiles, parameters, problems)
    problems.extend(_loose_ends(merged))
    if not merged.is_sound:
        raise InputError(problems)
    scope = Scope(merged.vocabulary, merged.parameters, functions)
    method = _checked(rulesets, merged, scope, problems)
    if problems:
        raise InputError(problems)
    odd = (*left_out, *renamed, *deprecated_in_use(parts, method.checks), *method.warnings)
    accepted = tuple(one for part in parts for one in part.accepted)
    return replace(method, aliases=aliases, accepted=accepted, warnings=odd)


def _added(types: Iterable[EntityType], problems: list[Problem]) -> Parts:
    """What plugins declare without any file."""
    parts = Parts("", problems)
    take_entities(types, parts)
    return parts


def _read(files: RulesetFiles, taken: frozenset[str], problems: list[Problem]) -> Parts:
    """Read every section of every file of a ruleset."""
    parts = Parts(files.info.name, problems)
    for file in files.files:
        read_entities(file.form, file.node, parts, taken)
        read_parameters(file.form, file.node, parts)
        read_checks(file.form, file.node, parts)
        read_inferences(file.form, file.node, parts)
        read_recommendations(file.form, file.node, parts)
        parts.topics.update(file.form.topics)
        parts.objectives.update(file.form.objectives)
        parts.catalogue.update(file.form.catalogue)
        for _, _, names in entries(file.node, "catalogue"):
            parts.refer("rule", names)
        read_scores(file.form, file.node, parts)
        read_trust(file.form, file.node, parts)
        read_diagrams(file.form, file.node, parts)
        read_profiles(file.form, file.node, parts)
        parts.accepted.extend(_accepted(file, parts.ruleset))
        override = child(file.node, "override")
        if override is not None:
            parts.overrides.append(Change(file.form.override, override, parts.ruleset))
    parts.bases.update(files.bases)
    return parts


def _accepted(file: RulesetFile, ruleset: str) -> Iterator[Accepted]:
    for form, node in zip(file.form.lint, items(file.node, "lint"), strict=True):
        yield Accepted(form.code, form.of, form.why, ruleset, place_of(node, "code"))


def _loose_ends(merged: Merged) -> Iterator[Problem]:
    """Names that lead nowhere, and circles."""
    known: dict[str, Collection[str]] = {
        "check": merged.checks,
        "recommendation": merged.recommendations,
        "topic": merged.topics,
        "objective": merged.objectives,
        "conclusion": {draft.rule.conclusion for draft in merged.inferences.values()},
    }
    known["rule"] = {*known["check"], *known["conclusion"], *known["recommendation"]}
    references = (reference for reference in merged.references if reference.kind in known)
    yield from unknown_references(references, known)
    yield from conclusion_problems(merged.inferences.values())
    after = {name: [one for one in advice.after if one in merged.recommendations]
             for name, advice in merged.recommendations.items()}  # fmt: skip
    places = {name: advice.place for name, advice in merged.recommendations.items()}
    yield from circle_problem(after, places, _each_first)


def _each_first(names: str) -> Message:
    return message("recommendations wait for one another in a circle: {names}", names=names)


def _checked(
    rulesets: Sequence[RulesetFiles], merged: Merged, scope: Scope, problems: list[Problem]
) -> Method:
    """Check conditions, patterns and texts against one another."""
    derived = derived_attributes(merged.derived, scope, problems)
    over_outcomes = with_outcomes(scope, merged.checks, merged.topics, problems)
    checks = with_questions(merged.checks, scope, over_outcomes, problems)
    problems.extend(exposure_problems(checks, over_outcomes.vocabulary))
    problems.extend(diagram_problems(merged.diagrams.values(), merged.vocabulary))
    problems.extend(doubt_problems(checks.values(), merged.vocabulary))
    inferences = link(merged.inferences, merged.vocabulary, checks, problems)
    texts = TextScope(over_outcomes.vocabulary, merged.parameters, checks, inferences)
    printed = check_templates(_used(merged.templates, checks), texts, problems)
    method = Method(
        rulesets=tuple(files.info for files in rulesets),
        vocabulary=merged.vocabulary,
        parameters=merged.parameters,
        checks={
            name: check if check.message else replace(check, message=check.title)
            for name, check in checks.items()
        },
        inferences=inferences,
        recommendations=merged.recommendations,
        topics=merged.topics,
        objectives=merged.objectives,
        catalogue=merged.catalogue,
        profiles=merged.profiles,
        scores=merged.scores,
        trust=merged.trust,
        diagrams=merged.diagrams,
        template_folders=tuple(files.templates for files in rulesets if files.templates),
        derived=derived,
        outcome_vocabulary=over_outcomes.vocabulary if over_outcomes is not scope else None,
    )
    return replace(method, warnings=tuple(_warnings(method, printed)))


def _used(templates: Iterable[TemplateUse], checks: Mapping[str, Check]) -> Iterator[TemplateUse]:
    """The texts that are shown; a check's title is, where there is no message."""
    for use in templates:
        if use.of != "check" or use.field != "title" or not checks[use.id].message:
            yield use


def _warnings(method: Method, printed: Collection[str]) -> Iterator[Remark]:
    yield from remarks.missing_languages(method)
    yield from remarks.unused_recommendations(method)
    if not method.parameters or any(check.run for check in method.checks.values()):
        return  # nobody knows which parameters a Python function reads
    questions = [check.question for check in method.checks.values() if check.question]
    nodes = [node for question in questions for node in expressions(question)] + list(method.derived.values())
    used = {name for node in nodes for name in parameters_read(node)}.union(printed)
    yield from remarks.unused_parameters(method.parameters, used)
