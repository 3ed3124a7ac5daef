"""The built-in entity type over which checks of the later stratum run: what other checks gave.

A check marked ``over: outcomes`` reads the collection ``outcomes`` beside the facts, with one
member per check and subject. Its type is made from the rulesets at hand, so that the id of a
check, a theme or a type of subject in a condition is validated like any other choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ccrules.conditions.checker import SEVERITY, Scope
from ccrules.errors import Problem, message
from ccrules.facts.vocabulary import OUTCOME, OUTCOMES, Attribute, EntityType, LocalText, Vocabulary
from ccrules.ruleset.model import Check

_SEVERITIES: Mapping[str, LocalText] = {
    "info": {"en": "Information", "fr": "Information"},
    "low": {"en": "Low", "fr": "Faible"},
    "medium": {"en": "Medium", "fr": "Moyenne"},
    "high": {"en": "High", "fr": "Élevée"},
    "critical": {"en": "Critical", "fr": "Critique"},
}


def with_outcomes(
    scope: Scope, checks: Mapping[str, Check], topics: Mapping[str, LocalText], problems: list[Problem]
) -> Scope:
    """What names can mean in the checks over outcomes.

    Args:
        scope: what they can mean in other checks.
        checks: by id.
        topics: id to text.
        problems: takes an entity type of a ruleset that has the name.

    Returns:
        The same scope if there are no such checks, or if the name is taken.
    """
    readers = [check for check in checks.values() if check.over_outcomes]
    if not readers:
        return scope
    taken = _taken(scope.vocabulary, readers)
    problems.extend(taken)
    if taken:
        return scope
    types = {**scope.vocabulary.types, OUTCOME: outcome_type(checks, topics, scope.vocabulary)}
    return replace(scope, vocabulary=Vocabulary(types))


def _taken(vocabulary: Vocabulary, readers: Iterable[Check]) -> list[Problem]:
    name = OUTCOME if OUTCOME in vocabulary.types else OUTCOMES
    if name not in vocabulary.types and vocabulary.of_plural(name) is None:
        return []
    what = message("'{name}' already means something here", name=name)
    hint = message("rename the entity type, so that checks can read outcomes")
    return [Problem(check.place, what, hint) for check in readers]


def outcome_type(
    checks: Mapping[str, Check], topics: Mapping[str, LocalText], vocabulary: Vocabulary
) -> EntityType:
    """The entity type of outcomes.

    Args:
        checks: by id.
        topics: id to text.
        vocabulary: the entity types of subjects.
    """
    attributes = _attributes(checks, topics, vocabulary)
    return EntityType(
        OUTCOME,
        OUTCOMES,
        attributes={attribute.name: attribute for attribute in attributes},
        label={"en": "Outcome", "fr": "Résultat"},
        label_plural={"en": "Outcomes", "fr": "Résultats"},
    )


def _attributes(
    checks: Mapping[str, Check], topics: Mapping[str, LocalText], vocabulary: Vocabulary
) -> Iterator[Attribute]:
    ids = {name: _with_title(check) for name, check in checks.items()}
    kinds = {kind.name: kind.label for kind in vocabulary}
    yield _choice("check", ids, {"en": "Check", "fr": "Contrôle"})
    yield _choice("theme", topics, {"en": "Theme", "fr": "Thème"}, optional=True)
    yield replace(_choice("topics", topics, {"en": "Topics", "fr": "Thèmes"}), set=True)
    yield replace(_choice("severity", _SEVERITIES, {"en": "Severity", "fr": "Gravité"}), ordered=True)
    yield _choice("subject_type", kinds, {"en": "Type of subject", "fr": "Type de sujet"})
    yield Attribute(
        "subject",
        "text",
        label={"en": "Id of the subject", "fr": "Identifiant du sujet"},
        always_applicable=True,
    )
    yield Attribute("failed", "bool", label={"en": "Failed", "fr": "En échec"}, changeable=True)
    yield Attribute("exposure", "number", label={"en": "Exposure", "fr": "Exposition"})


def _choice(
    name: str, values: Mapping[str, LocalText], label: LocalText, optional: bool = False
) -> Attribute:
    return Attribute(
        name,
        "enum",
        values=SEVERITY.values if name == "severity" else tuple(values),
        labels=values,
        label=label,
        optional=optional,
        always_applicable=name != "severity",
    )


def _with_title(check: Check) -> LocalText:
    return {language: f"{check.id} ({title})" for language, title in check.title.items()}
