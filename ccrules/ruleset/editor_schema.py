"""The JSON Schema of ruleset files with the names of a method in it, so that editors complete them.

Names are offered, not enforced: a file may declare what it names, and ``ccrules rules lint`` says
which names lead nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ccrules.facts.vocabulary import LocalText
from ccrules.ruleset.model import Method
from ccrules.ruleset.schema import ruleset_schema
from ccrules.text import localise

Schema = dict[str, Any]
#: Which names each field takes, by definition and field.
_FIELDS: Mapping[str, Mapping[str, str]] = {
    "CheckForm": {"for": "entity", "topics": "topic", "recommend": "recommendation", "doubts": "attribute"},
    "CheckChange": {"topics": "topic", "recommend": "recommendation"},
    "AttributeForm": {"to": "entity"},
    "PatternForm": {
        **dict.fromkeys(("finding", "passed", "not_assessed"), "check"),
        "fact": "entity",
        "conclusion": "conclusion",
    },
    "InferenceForm": {"explains": "check", "recommend": "recommendation"},
    "RecommendationForm": {"objectives": "objective", "after": "recommendation"},
    "RecommendationChange": {"objectives": "objective", "after": "recommendation"},
    "ProfileForm": {"extends": "profile", "only": "check"},
    "ExtendsForm": {"only": "check"},
}
#: What a change of each section is described by.
_CHANGES = {"checks": "CheckChange", "recommendations": "RecommendationChange"}


def editor_schema(method: Method, language: str) -> Schema:
    """The JSON Schema of a ruleset that builds on a method.

    Args:
        method: whose entity types, checks, parameters and so on are offered.
        language: ``en`` or ``fr``, of the descriptions.
    """
    schema = ruleset_schema()
    names = _names(method)
    for definition, fields in _FIELDS.items():
        properties = schema["$defs"][definition]["properties"]
        for field, kind in fields.items():
            properties[field] = _offering(properties[field], names[kind])
    for definition in ("OverrideForm", "ProfileForm"):
        _offer_changes(schema["$defs"][definition]["properties"], method, language)
    return schema


def _names(method: Method) -> dict[str, list[str]]:
    return {
        "entity": [one.name for one in method.vocabulary],
        "attribute": [f"{one.name}.{name}" for one in method.vocabulary for name in one.attributes],
        "check": list(method.checks),
        "conclusion": sorted({rule.conclusion for rule in method.inferences.values()}),
        "recommendation": list(method.recommendations),
        "topic": list(method.topics),
        "objective": list(method.objectives),
        "profile": list(method.profiles),
    }


def _offering(schema: Schema, names: Iterable[str]) -> Schema:
    """A field whose texts, alone or in a list, may be one of these names."""
    known = {"enum": list(names)}
    if not known["enum"]:
        return schema
    return {**schema, "anyOf": [known, *(_in_list(part, known) for part in schema["anyOf"])]}


def _in_list(part: Schema, known: Schema) -> Schema:
    return {**part, "items": {"anyOf": [known, part["items"]]}} if part.get("type") == "array" else part


def _offer_changes(properties: dict[str, Schema], method: Method, language: str) -> None:
    titles: Mapping[str, Mapping[str, LocalText]] = {
        "checks": {name: check.title for name, check in method.checks.items()},
        "recommendations": {name: one.title for name, one in method.recommendations.items()},
    }
    for section, form in _CHANGES.items():
        properties[section]["properties"] = {
            name: {"$ref": f"#/$defs/{form}", "description": localise(title, language)}
            for name, title in titles[section].items()
        }
    value = properties["parameters"]["additionalProperties"]
    properties["parameters"]["properties"] = {
        name: {**value, "description": localise(one.label or one.why, language) or name}
        for name, one in method.parameters.items()
    }
