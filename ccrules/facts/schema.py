"""The JSON Schema of fact files in a vocabulary, for editors and other tools.

Editors read YAML with types of their own (``1200`` is a number, ``yes`` a text or a boolean), so
every value is allowed in each of these. What no schema can say, such as that references name
ids that exist, is left to ``ccrules validate``.
"""

from __future__ import annotations

from typing import Any

from ccrules.facts.models import record_model
from ccrules.facts.spelling import Names
from ccrules.facts.value_schema import (
    BOOLEAN_TEXT,
    DATE_TEXT,
    ID_SCHEMA,
    NUMBER_TEXT,
    PROVENANCE,
    Schema,
    english,
    head_of,
    value_schema,
)
from ccrules.facts.vocabulary import ORGANISATION, Attribute, EntityType, LocalText, Vocabulary
from ccrules.facts.words import STATE_WORDS
from ccrules.text.language import LANGUAGES
from ccrules.values import NONE, NOT_APPLICABLE, UNKNOWN, State

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def facts_schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one fact file.

    Args:
        vocabulary: the entity types.

    Returns:
        A document ready for ``json.dumps``. Labels that are accepted instead of names are in it.
    """
    definitions: dict[str, Schema] = {**_SHARED, "sourced": _sourced(), "sources": _sources()}
    properties: dict[str, Schema] = {
        "assessment": _header(vocabulary),
        "objectives": {"type": ["array", "null"], "items": _objective()},
    }
    for kind in vocabulary:
        definitions[kind.name] = _record(vocabulary, kind, definitions)
        properties.update(_top_level(kind))
    return {
        "$schema": DIALECT,
        "title": "ccrules facts",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": definitions,
    }


#: What many values have in common; names with a hyphen are no attributes.
_SHARED: dict[str, Schema] = {
    "yes-or-no": BOOLEAN_TEXT,
    "number-text": NUMBER_TEXT,
    "date-text": DATE_TEXT,
}


def _shared(schema: Any) -> Any:
    """The same schema, with references to what is shared."""
    if isinstance(schema, list):
        return [_shared(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    name = next((name for name, shared in _SHARED.items() if shared == schema), None)
    return {"$ref": f"#/$defs/{name}"} if name else {key: _shared(one) for key, one in schema.items()}


def _sources() -> Schema:
    return {
        "description": "sources that differ",
        "type": "object",
        "properties": {"any_of": {"type": "array", "minItems": 1}},
        "required": ["any_of"],
        "propertyNames": {"enum": ["any_of"]},
    }


def _sourced() -> Schema:
    names = ["value", *PROVENANCE]
    return {
        "type": "object",
        "properties": PROVENANCE,
        "required": ["value"],
        "propertyNames": {"enum": names},
    }


def _header(vocabulary: Vocabulary) -> Schema:
    collections = [kind.plural for kind in vocabulary if not kind.singleton]
    listed = {"type": ["array", "null"], "items": {"type": "string", "examples": collections}}
    return {
        "type": ["object", "null"],
        "properties": {
            "name": {"type": ["string", "number", "null"], "description": "what is assessed"},
            "date": {"type": ["string", "integer", "null"], "description": "the day every age is counted to"},
            "language": {"enum": [*LANGUAGES, None]},
            "status": {"enum": ["draft", "final", None]},
            "partial": {**listed, "description": "collections of which more may exist"},
            "complete": {**listed, "description": "in a draft: collections that are complete"},
            "excerpt": {
                **listed,
                "description": "collections of which this file shows some members, perhaps not all",
            },
            "confirmed": {
                "description": "who confirmed what is no value of an entity, and when",
                "type": ["object", "null"],
                "additionalProperties": {"type": "string"},
            },
        },
        "additionalProperties": False,
    }


def _objective() -> Schema:
    entry = {
        "type": "object",
        "properties": {"id": {"type": "string"}, "weight": {"type": ["number", "string", "null"]}},
        "required": ["id"],
        "additionalProperties": False,
    }
    return {"anyOf": [entry, {"type": "string"}]}


def _record(vocabulary: Vocabulary, kind: EntityType, definitions: dict[str, Schema]) -> Schema:
    """An entry of a collection, or a singleton; its attributes' values join the definitions."""
    model = record_model(vocabulary, kind)
    schema = model.model.model_json_schema()
    properties: dict[str, Schema] = {}
    for name in schema["properties"]:
        attribute = kind.attributes.get(name)
        properties[name] = ID_SCHEMA if attribute is None else _attribute(kind, attribute, definitions)
    spellings = {label: properties[name] for label, name in model.names.accepted() if label not in properties}
    needed = [name for name in schema.get("required", ()) if not _has_other_spelling(model.names, name)]
    return {
        "title": english(kind.label) or kind.name,
        "type": "object",
        "properties": {**properties, **spellings},
        "required": needed,
        "additionalProperties": False,
    }


def _has_other_spelling(names: Names, name: str) -> bool:
    return any(owner == name and label != name for label, owner in names.accepted())


def _attribute(kind: EntityType, attribute: Attribute, definitions: dict[str, Schema]) -> Schema:
    """A reference to the attribute's definition, which refers to that of its value."""
    name = f"{kind.name}.{attribute.name}"
    value, itself = {"$ref": f"#/$defs/{name}.value"}, {"$ref": f"#/$defs/{name}"}
    definitions[f"{name}.value"] = _shared(value_schema(attribute, {"$ref": f"#/$defs/{attribute.to}"}))
    definitions[name] = {
        **head_of(attribute),
        "anyOf": [
            value,
            {"$ref": "#/$defs/sourced", "properties": {"value": value}},
            {"$ref": "#/$defs/sources", "properties": {"any_of": {"items": itself}}},
        ],
    }
    return itself


def _top_level(kind: EntityType) -> dict[str, Schema]:
    record: Schema = {"$ref": f"#/$defs/{kind.name}"}
    if kind.singleton:
        states = (UNKNOWN,) if kind.name == ORGANISATION else (UNKNOWN, NONE, NOT_APPLICABLE)
        schema = {"title": english(kind.label) or kind.name, "anyOf": [record, *_words(*states)]}
        return dict.fromkeys([kind.name, *_texts(kind.label)], schema)
    members: Schema = {"type": "array", "items": record}
    forms = [members, _counted(members), *_words(UNKNOWN, NONE, NOT_APPLICABLE)]
    schema = {"title": english(kind.label_plural) or kind.plural, "anyOf": forms}
    labels = [label for label in _texts(kind.label_plural, kind.label) if label != kind.name]
    return dict.fromkeys([kind.plural, *labels], schema)


def _counted(members: Schema) -> Schema:
    number = {"type": "object", "additionalProperties": {"type": ["integer", "string"]}}
    return {
        "type": "object",
        "properties": {
            "total": {"type": ["integer", "string", "null"], "minimum": 0},
            "counts": {"type": ["object", "null"], "additionalProperties": number},
            "list": members,
        },
        "minProperties": 1,
        "additionalProperties": False,
    }


def _words(*states: State) -> list[Schema]:
    return [
        {"enum": [word for word, state in STATE_WORDS.items() if any(state is one for one in states)]},
        {"type": "null"},
    ]


def _texts(*texts: LocalText) -> list[str]:
    return [text for local in texts for text in local.values() if text]
