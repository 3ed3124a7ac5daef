"""What a ruleset holds, as JSON for other tools."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ccrules.assembly.context import json_value
from ccrules.conditions import tree
from ccrules.conditions.supposing import read_by
from ccrules.errors import Place
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.ruleset.model import (
    SEVERITIES,
    Check,
    Inference,
    Method,
    Parameter,
    Profile,
    Recommendation,
    Source,
)
from ccrules.text import localise

SCHEMA = "ccrules/rules/1"
Data = dict[str, Any]


def as_json(method: Method, language: str) -> str:
    """Every check, inference, recommendation and parameter.

    Args:
        method: the rulesets.
        language: of titles.
    """
    catalogue = _by_rule(method)
    data = {
        "schema": SCHEMA,
        "rulesets": [
            {"name": one.name, "version": one.version, "sha256": one.sha256} for one in method.rulesets
        ],
        "themes": {name: localise(text, language) or name for name, text in method.topics.items()},
        "checks": [_check(method, one, catalogue, language) for one in method.checks.values()],
        "inferences": [_inference(one, catalogue, language) for one in method.inferences.values()],
        "recommendations": [
            _recommendation(one, catalogue, language) for one in method.recommendations.values()
        ],
        "parameters": [_parameter(one, language) for one in method.parameters.values()],
        "profiles": [_profile(one, language) for one in method.profiles.values()],
        "aliases": {kind: dict(names) for kind, names in method.aliases.items() if names},
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _profile(one: Profile, language: str) -> Data:
    return {
        "name": one.name,
        "title": localise(one.title, language),
        "why": localise(one.why, language) or None,
        "extends": list(one.extends),
        "chosen": one.chosen,
        **_place(one.place),
    }


def _by_rule(method: Method) -> dict[str, list[str]]:
    """The entries of catalogues that each check, conclusion or recommendation answers."""
    found: dict[str, list[str]] = {}
    for entry, rules in method.catalogue.items():
        for rule in rules:
            found.setdefault(rule, []).append(entry)
    return found


def _check(method: Method, check: Check, catalogue: dict[str, list[str]], language: str) -> Data:
    return {
        "id": check.id,
        "kind": "check",
        "ruleset": check.ruleset,
        "theme": check.topics[0] if check.topics else None,
        "topics": list(check.topics),
        "title": localise(check.title, language),
        "subject": check.subject or ORGANISATION,
        "severity": " ".join(check.severity.text.split()),
        "severities": list(_severities(check)),
        "nature": _nature(method, check),
        "over": "outcomes" if check.over_outcomes else None,
        "off": localise(check.off, language) or None,
        "deprecated": localise(check.deprecated, language) or None,
        "recommend": list(check.recommend),
        "source": list(_sources(check.sources)),
        "catalogue": catalogue.get(check.id, []),
        **_place(check.place),
    }


def _severities(check: Check) -> Iterator[str]:
    """The severities that a check can have, the worst first."""
    root = check.terms.severity if check.terms else None
    named = {str(part.value) for part in tree.walk(root) if isinstance(part, tree.Literal)} if root else set()
    yield from (severity for severity in SEVERITIES if severity in named)


def _nature(method: Method, check: Check) -> str:
    """``judgement`` if a check rests on somebody's opinion, else ``fact``."""
    terms = check.terms
    roots = [getattr(terms, name, None) for name in ("applies", "when")]
    read = read_by(method.derived, [root for root in roots if root is not None])
    attributes = (method.vocabulary_of(check).attribute(*key) for key in read)
    judged = any(attribute is not None and attribute.nature == "judgement" for attribute in attributes)
    return "judgement" if judged else "fact"


def _inference(rule: Inference, catalogue: dict[str, list[str]], language: str) -> Data:
    return {
        "id": rule.id,
        "kind": rule.kind,
        "ruleset": rule.ruleset,
        "conclusion": rule.conclusion,
        "title": localise(rule.title, language),
        "subject": rule.subject or ORGANISATION,
        "belief": rule.belief,
        "severity": rule.severity or None,
        "explains": list(rule.explains),
        "recommend": list(rule.recommend),
        "source": list(_sources(rule.sources)),
        "catalogue": catalogue.get(rule.conclusion, []),
        **_place(rule.place),
    }


def _recommendation(one: Recommendation, catalogue: dict[str, list[str]], language: str) -> Data:
    return {
        "id": one.id,
        "kind": "recommendation",
        "ruleset": one.ruleset,
        "title": localise(one.title, language),
        "effort": one.effort,
        "objectives": list(one.objectives),
        "after": list(one.after),
        "source": list(_sources(one.sources)),
        "catalogue": catalogue.get(one.id, []),
        **_place(one.place),
    }


def _parameter(one: Parameter, language: str) -> Data:
    return {
        "name": one.name,
        "kind": "parameter",
        "type": one.type,
        "value": json_value(one.value),
        "default": json_value(one.default),
        "unit": one.unit or None,
        "min": one.minimum,
        "max": one.maximum,
        "set_by": one.set_by or None,
        "label": localise(one.label, language) or None,
        "why": localise(one.why, language) or None,
        "source": list(_sources(one.sources)),
        **_place(one.place),
    }


def _sources(sources: Iterable[Source]) -> Iterator[Data]:
    for one in sources:
        yield {"title": one.title, "section": one.section or None, "url": one.url or None}


def _place(place: Place) -> Data:
    return {"file": place.file, "line": place.line, "column": place.column}
