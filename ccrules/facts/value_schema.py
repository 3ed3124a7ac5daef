"""JSON Schema of one value of a fact file: plain forms, states, long form, sets and series."""

from __future__ import annotations

from typing import Any

from ccrules.facts.vocabulary import Attribute, LocalText
from ccrules.facts.words import BOOLEAN_WORDS, STATE_WORDS
from ccrules.values import NONE, NOT_APPLICABLE, UNKNOWN

Schema = dict[str, Any]

_SPACE = r"[ \u00a0\u202f\u2009\u2007]"
_WHOLE = rf"(?:[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+|[0-9]+)"
_DIGITS = rf"[+\-\u2212]?(?:{_WHOLE}(?:[.,][0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_NUMBER = rf"{_DIGITS}(?:\s*[^0-9\s.,:][^.]*)?"
_DATE = r"[0-9]{4}(?:-(?:[0-9]{2}(?:-[0-9]{2}(?:[T ].*)?)?|[QqTt][1-4]|[Ww][0-9]{2}))?"


def _patterned(pattern: str, description: str) -> Schema:
    """A text in the pattern, a range of two of them, or a bound."""
    single = f"(?:>=|<=|≥|≤|>|<)?\\s*{pattern}"
    either = f"^\\s*(?:{single}|{pattern}\\s*(?:\\.\\.\\.?|…)\\s*{pattern})\\s*$"
    return {"type": "string", "pattern": either, "description": description}


NUMBER_TEXT = _patterned(_NUMBER, "such as 1 200, 85 %, 40..50, >= 1000")
DATE_TEXT = _patterned(_DATE, "such as 2026-10-01, 2026-10, 2026")
BOOLEAN_TEXT: Schema = {"enum": list(BOOLEAN_WORDS)}
ID_SCHEMA: Schema = {
    "description": "unique in its collection",
    "anyOf": [{"type": "string", "minLength": 1, "pattern": r"^[^/\u0000-\u001f]+$"}, {"type": "integer"}],
}
_TEXT: Schema = {"type": ["string", "number", "boolean", "null"]}
#: What may stand beside ``value`` in the long form.
PROVENANCE: Schema = {
    "tolerance": {"description": "plus or minus", "type": ["number", "string", "null"]},
    "sample": {"description": "number of observations", "type": ["integer", "string", "null"]},
    "source": {"description": "measured, documented, observed, declared, or free text", **_TEXT},
    "by": {"description": "who said it", **_TEXT},
    "on": {"description": "when", **_TEXT},
    "until": {"description": "the last day on which the value can be relied on", **_TEXT},
    "evidence": {"description": "a reference to a document", **_TEXT},
    "confirmed": {"description": "who confirmed it in a record of facts, and when", **_TEXT},
}


def attribute_schema(attribute: Attribute) -> Schema:
    """The JSON Schema of what may stand behind an attribute's key, complete in itself.

    Args:
        attribute: the attribute.
    """
    value = value_schema(attribute, {"type": "object"})
    long_form = {
        "type": "object",
        "properties": {"value": value, "state": {"anyOf": _states(attribute)}, **PROVENANCE},
        "oneOf": [{"required": ["value"]}, {"required": ["state"]}],
        "additionalProperties": False,
    }
    any_of = {
        "type": "object",
        "properties": {"any_of": {"type": "array", "minItems": 1, "items": {"anyOf": [long_form, value]}}},
        "required": ["any_of"],
        "additionalProperties": False,
    }
    return {**head_of(attribute), "anyOf": [value, long_form, any_of]}


def head_of(attribute: Attribute) -> Schema:
    """Label and question of an attribute, as title and description."""
    head = {"title": english(attribute.label), "description": english(attribute.question)}
    return {key: text for key, text in head.items() if text}


def english(text: LocalText) -> str:
    """A text in English if there is one, else in any language it has."""
    return text.get("en") or text.get("") or next(iter(text.values()), "")


def value_schema(attribute: Attribute, nested: Schema) -> Schema:
    """The JSON Schema of a value without its sources.

    Args:
        attribute: the attribute.
        nested: of an entity that is written nested (``owns``).
    """
    one: Schema = {"anyOf": [*_one(attribute), *_states(attribute)]}
    if attribute.owns:
        one["anyOf"].append(nested)
    if attribute.set:
        return {"anyOf": [{"type": "array", "items": one}, *_states(attribute)]}
    if attribute.series:
        return {"anyOf": [*_series(one), *_states(attribute)]}
    return one


def _series(one: Schema) -> list[Schema]:
    long_form: Schema = {"type": "object", "properties": {"value": one, **PROVENANCE}, "required": ["value"]}
    period: Schema = {"type": ["string", "integer"], "pattern": f"^{_DATE}$"}
    dated = {**long_form, "properties": {**long_form["properties"], "on": period}}
    return [
        {"type": "array", "items": {"anyOf": [one, dated]}},
        {
            "type": "object",
            "propertyNames": {"pattern": period["pattern"]},
            "additionalProperties": {"anyOf": [one, long_form]},
        },
    ]


def _states(attribute: Attribute) -> list[Schema]:
    allowed = {UNKNOWN._word}
    if attribute.optional or attribute.set:
        allowed.add(NONE._word)
    if not attribute.always_applicable:
        allowed.add(NOT_APPLICABLE._word)
    words = [word for word, state in STATE_WORDS.items() if state._word in allowed]
    return [{"enum": words}, {"type": "null"}]


def _one(attribute: Attribute) -> list[Schema]:
    forms = {
        "bool": _bool,
        "int": _number,
        "number": _number,
        "text": _text,
        "enum": _enum,
        "date": _date,
        "duration": _duration,
        "ref": _text,
    }
    return forms[attribute.type](attribute)


def _bool(_: Attribute) -> list[Schema]:
    return [{"type": "boolean"}, BOOLEAN_TEXT]


def _number(attribute: Attribute) -> list[Schema]:
    number: Schema = {"type": "integer" if attribute.type == "int" else "number"}
    if attribute.minimum is not None:
        number["minimum"] = attribute.minimum
    if attribute.maximum is not None:
        number["maximum"] = attribute.maximum
    return [number, NUMBER_TEXT]


def _text(_: Attribute) -> list[Schema]:
    return [{"type": ["string", "number", "boolean"]}]


def _enum(attribute: Attribute) -> list[Schema]:
    labels = [text for value in attribute.values for text in attribute.labels.get(value, {}).values() if text]
    return [{"enum": list(dict.fromkeys([*attribute.values, *labels]))}]


def _date(_: Attribute) -> list[Schema]:
    return [DATE_TEXT, {"type": "integer", "minimum": 1, "maximum": 9999}]


def _duration(_: Attribute) -> list[Schema]:
    return [{"type": "string", "description": "such as 6 months, 20 s, P6M, weekly"}]
