"""The form of a ruleset file: which keys there are and what each may hold.

These models are the one description of the form: ``ccrules schema ruleset`` publishes them
as JSON Schema, and :mod:`ccrules.ruleset.shape` validates every file with them. They say
nothing about meaning: names, types, bounds and references are checked by the readers.

Scalars of YAML are text here, whatever they look like, so every scalar arrives as ``str``.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

YES = frozenset({"yes", "true", "oui", "vrai", "on"})
NO = frozenset({"no", "false", "non", "faux", "off"})

_LANGUAGE = re.compile(r"[a-z]{2}")
_ID = re.compile(r"\w[\w.-]*")


def _flag(value: Any) -> Any:
    word = value.lower() if isinstance(value, str) else ""
    if word in YES or word in NO:
        return word in YES
    raise PydanticCustomError("flag", "not a yes or no")


def _language(value: str) -> str:
    if value and not _LANGUAGE.fullmatch(value):
        raise PydanticCustomError("language", "not a language")
    return value


def _identifier(value: str) -> str:
    if not _ID.fullmatch(value):
        raise PydanticCustomError("identifier", "not an id")
    return value


def _one_language(value: Any) -> Any:
    return {"": value} if isinstance(value, str) else value


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _labelled(value: Any) -> Any:
    return {text: {} for text in value} if isinstance(value, list) and _all_text(value) else value


def _labelled_by_themselves(value: Any) -> Any:
    return {text: text for text in value} if isinstance(value, list) and _all_text(value) else value


def _all_text(values: list[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def _with_default(value: Any) -> Any:
    return {"default": value} if isinstance(value, str) else value


def _with_title(value: Any) -> Any:
    return {"title": value} if isinstance(value, str) else value


def _named_ruleset(value: Any) -> Any:
    return {"ruleset": value} if isinstance(value, str) else value


def _many_named_rulesets(value: Any) -> Any:
    return [_named_ruleset(one) for one in _listed(value)]


def _many_with_title(value: Any) -> Any:
    return [_with_title(one) for one in _listed(value)]


Filled = Annotated[str, StringConstraints(min_length=1)]
#: Text for people; blocks of YAML end with a line break that nobody means.
Prose = Annotated[Filled, AfterValidator(str.rstrip)]
#: Text whose meaning depends on a type: editors may see it as a number or a yes or no.
Plain = Annotated[Filled, WithJsonSchema({"type": ["string", "number", "boolean"]})]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]
Id = Annotated[
    Filled, AfterValidator(_identifier), WithJsonSchema({"type": "string", "pattern": r"^\w[\w.\-]*$"})
]
Language = Annotated[
    str, AfterValidator(_language), WithJsonSchema({"type": "string", "pattern": "^[a-z]{2}$"})
]
#: One text, or a mapping of language to text.
Local = Annotated[
    dict[Language, Prose],
    BeforeValidator(_one_language),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {
                    "type": "object",
                    "propertyNames": {"pattern": "^[a-z]{2}$"},
                    "additionalProperties": {"type": "string", "minLength": 1},
                },
            ]
        }
    ),
]
Names = Annotated[tuple[Filled, ...], BeforeValidator(_listed, json_schema_input_type=str | list[str])]
Topics = Annotated[
    dict[Filled, Local],
    BeforeValidator(_labelled_by_themselves, json_schema_input_type=list[Filled] | dict[Filled, Local]),
]
Choices = Annotated[
    dict[Plain, Local], BeforeValidator(_labelled, json_schema_input_type=list[Plain] | dict[Filled, Local])
]
#: Earlier ids of the same thing; what names one means it.
Aliases = Annotated[
    tuple[Id, ...],
    BeforeValidator(_listed, json_schema_input_type=Id | list[Id]),
    Field(description="its earlier ids, under which it is still found"),
]
Severity = Literal["critical", "high", "medium", "low", "info"]
Effort = Literal["low", "medium", "high"]
ValueType = Literal["bool", "int", "number", "text", "enum", "date", "duration"]


class Form(BaseModel):
    """Base of all parts of a ruleset file: no key that is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)  # the whole builds its parts


class SourceForm(Form):
    """A publication."""

    title: Filled
    section: Plain | None = Field(None, description="the part of it")
    url: Filled | None = None
    note: Local = Field({}, description="how the rule follows from it")


Sources = Annotated[
    tuple[SourceForm, ...],
    BeforeValidator(_many_with_title, json_schema_input_type=str | SourceForm | list[str | SourceForm]),
]


class AttributeForm(Form):
    """One thing that can be said of an entity."""

    type: Literal["bool", "int", "number", "text", "enum", "date", "duration", "ref"]
    values: Choices = Field({}, description="of an enum: a list, or a mapping of value to label")
    ordered: Flag = Field(False, description="enum values stand lowest first and compare with <")
    to: Filled | None = Field(None, description="the entity type a ref points to")
    inverse: Filled | None = Field(None, description="the name under which the target sees its referrers")
    several: Flag = Field(False, alias="set", description="holds a set of values")
    series: Flag = Field(False, description="holds values over time")
    optional: Flag | None = Field(None, description="may be known to be absent")
    applicable: Literal["always"] | None = Field(None, description="rules out 'not applicable'")
    minimum: Plain | None = Field(None, alias="min")
    maximum: Plain | None = Field(None, alias="max")
    unit: Plain | None = Field(None, description="of a number, such as contacts/month")
    derive: Filled | None = Field(None, description="the expression that computes it")
    owns: Flag = Field(False, description="the entities referred to are written nested under it")
    changeable: Flag = Field(False, description="the client can change it")
    nature: Literal["fact", "judgement"] = "fact"
    privacy: Literal["public", "client", "personal", "internal"] = "client"
    label: Local = Field({}, description="its name for people")
    question: Local = Field({}, description="the question that collects it")
    ask: Local = Field({}, description="who usually knows")
    obtain: Local = Field({}, description="how to obtain it")
    depth: Literal["express", "standard", "full"] = "standard"
    valid_for: Filled | None = Field(None, description="the duration after which a value is stale")


class EntityForm(Form):
    """A kind of thing that facts speak of."""

    plural: Filled | None = Field(None, description="the name of its collection")
    singleton: Flag | None = Field(None, description="there is at most one")
    key: Names = Field((), description="the attributes that identify it, instead of id")
    label: Local = Field({}, description="its name for people, singular")
    label_plural: Local = Field({}, description="its name for people, plural")
    attributes: dict[str, AttributeForm] = {}


class ParameterForm(Form):
    """A value of the method that a client may set inside bounds."""

    type: ValueType
    default: Plain
    values: Choices = Field({}, description="of an enum")
    minimum: Plain | None = Field(None, alias="min")
    maximum: Plain | None = Field(None, alias="max")
    unit: Plain | None = None
    label: Local = {}
    why: Local = Field({}, description="the reason of the default")
    source: Sources = ()


class CheckForm(Form):
    """One question put to each subject of a type, or to the organisation."""

    id: Id
    title: Local
    subject: Filled | None = Field(
        None, alias="for", description="an entity type; left out: the organisation"
    )
    applies: Plain | None = Field(None, description="where this is false the check is not applicable")
    let: dict[str, Plain] = Field({}, description="named expressions")
    when: Plain = Field(description="true: the anti-pattern is there")
    severity: Filled = Field(
        description="critical, high, medium, low, info, or an expression with these names"
    )
    exposure: Plain | None = Field(None, description="how much is exposed, a number")
    message: Local = Field({}, description="what a finding says, a template")
    strength: Local = Field({}, description="what is said when it passes, a template")
    advice: Local = Field({}, description="what good looks like, a template")
    recommend: Names = ()
    topics: Names = ()
    aliases: Aliases = ()
    deprecated: Local = Field({}, description="what to use instead; lint says where it is still used")
    over: Literal["outcomes"] | None = Field(None, description="it reads the outcomes of other checks")
    doubts: Names = Field(
        (), description="attributes of its subject, as type.attribute, that are in doubt where it fails"
    )
    doubt: Plain | None = Field(
        None,
        description="what the confidence of findings that rest on them is multiplied by; 0.5 if left out",
    )
    source: Sources = ()


class AtLeastForm(Form):
    """So many of these patterns."""

    n: Plain
    of: tuple[Branch, ...]


class PatternForm(Form):
    """A positive pattern, or alternatives of patterns."""

    finding: Filled | None = Field(None, description="a check that failed")
    passed: Filled | None = Field(None, description="a check that passed")
    not_assessed: Filled | None = Field(None, description="a check that lacked facts")
    fact: Filled | None = Field(None, description="an entity of this type")
    conclusion: Filled | None = Field(None, description="an earlier conclusion")
    alias: Filled | None = Field(None, alias="as", description="the name other patterns join on")
    where: dict[str, Plain] = Field({}, description="attribute values it must have")
    same: dict[str, Filled] = Field({}, description="joins: own field to alias or alias.field")
    one_of: tuple[Branch, ...] | None = Field(None, alias="any", description="one of these holds")
    at_least: AtLeastForm | None = Field(None, description="so many of these hold")


Branch = Annotated[
    tuple[PatternForm, ...],
    BeforeValidator(_listed, json_schema_input_type=PatternForm | list[PatternForm]),
]


def complete_forms() -> None:
    """Make the forms that name each other tell their keys, before anybody asks for those."""
    AtLeastForm.model_rebuild()
    PatternForm.model_rebuild()


class ConcludeForm(Form):
    """What an inference concludes."""

    id: Id
    aliases: Aliases = ()
    kind: Literal["cause", "consequence", "anti-pattern", "strength"]
    title: Local = Field(
        {}, description="may be left out where another inference with this conclusion gives it"
    )
    body: Local = Field({}, description="Markdown, a template")
    about: Filled | None = Field(None, alias="for", description="an alias; left out: the organisation")
    belief: Plain = Field("1", description="how far certain premises support it, 0 to 1")
    severity: Severity | None = Field(None, description="of an anti-pattern")


class InferenceForm(Form):
    """A rule from findings, facts and conclusions to a conclusion."""

    id: Id
    aliases: Aliases = ()
    when: Branch
    conclude: ConcludeForm
    explains: Names = Field((), description="checks whose findings the conclusion explains")
    recommend: Names = ()
    source: Sources = ()


class RecommendationForm(Form):
    """Something to do."""

    id: Id
    aliases: Aliases = ()
    title: Local
    body: Local = Field({}, description="Markdown, a template")
    effort: Effort
    objectives: Names = ()
    after: Names = Field((), description="recommendations that must come first")
    owner: Local = Field({}, description="the role that leads it")
    horizon: Local = Field({}, description="by when")
    source: Sources = ()


class CheckChange(Form):
    """What an override changes in a check of another ruleset."""

    off: Local = Field({}, description="the reason why it is switched off; no: it runs again")
    title: Local = {}
    applies: Plain | None = None
    severity: Filled | None = None
    exposure: Plain | None = None
    message: Local = {}
    strength: Local = {}
    advice: Local = {}
    recommend: Names | None = None
    topics: Names | None = None


class ParameterChange(Form):
    """What an override changes in a parameter; bounds become wider with a reason only."""

    default: Plain | None = None
    minimum: Plain | None = Field(None, alias="min")
    maximum: Plain | None = Field(None, alias="max")
    why: Local = {}
    loosen: Local = Field({}, description="the reason why the bounds so far do not hold here")


class RecommendationChange(Form):
    """What an override changes in a recommendation."""

    title: Local = {}
    body: Local = {}
    effort: Effort | None = None
    objectives: Names | None = None
    after: Names | None = None
    owner: Local = {}
    horizon: Local = {}


NewValue = Annotated[
    ParameterChange, BeforeValidator(_with_default, json_schema_input_type=Plain | ParameterChange)
]


class OverrideForm(Form):
    """Changes to what other rulesets define."""

    checks: dict[str, CheckChange] = {}
    parameters: dict[str, NewValue] = {}
    recommendations: dict[str, RecommendationChange] = {}


class ProfileForm(OverrideForm):
    """Changes that belong together and that a client's engagement chooses by name."""

    title: Local = {}
    why: Local = Field({}, description="for whom it is meant, and why")
    extends: Names = Field((), description="profiles that are applied before it")
    only: Names = Field((), description="the only checks that run, by id, pattern (KPI-*) or topic")


class ExtendsForm(Form):
    """A ruleset that this one builds on."""

    ruleset: Filled = Field(description="a name, or a path relative to this file")
    version: Plain | None = Field(None, description="the versions that fit, such as >=1.2, <2")
    only: Names = Field(
        (), description="the only checks taken from it, by id, pattern (KPI-*) or topic; left out: all"
    )


Extended = Annotated[
    tuple[ExtendsForm, ...],
    BeforeValidator(
        _many_named_rulesets, json_schema_input_type=Filled | ExtendsForm | list[Filled | ExtendsForm]
    ),
]


class GateForm(Form):
    """Findings that hold a score down whatever the average says."""

    id: Id
    title: Local = Field(description="what it asks for, in a few words")
    why: Local = Field({}, description="the reason")
    severity: Severity | None = Field(None, description="findings at or above it trip the gate")
    checks: Names = Field((), description="only findings of these checks; left out: of all")
    topics: Names = Field((), description="only in these topics; left out: in all")
    cap: Plain | None = Field(None, description="the most a topic then scores, 0 to 100")
    overall: Plain | None = Field(None, description="the most the whole then scores, 0 to 100")


class TargetForm(Form):
    """A profile to be measured against."""

    id: Id
    title: Local
    why: Local = Field({}, description="the reason of the figures")
    overall: Plain | None = Field(None, description="the overall score aimed at, 0 to 100")
    topic: Plain | None = Field(None, description="the score aimed at for each topic not named below")
    topics: dict[Filled, Plain] = Field({}, description="the score aimed at, by topic")


def _in_full(value: Any) -> Any:
    """Sources as a mapping; of a list each counts in full."""
    return dict.fromkeys(map(str, value), "1") if isinstance(value, list) else value


Worth = Annotated[
    dict[Filled, Plain],
    BeforeValidator(_in_full, json_schema_input_type=dict[str, str | float] | list[str]),
]


class ScoresForm(Form):
    """How topics and the whole are scored from the outcomes of checks."""

    weights: dict[Severity, Plain] = Field(
        {}, description="what a check weighs, by the worst severity it can have"
    )
    topics: dict[Filled, Plain] = Field({}, description="what a topic weighs in the whole; 1 if left out")
    gates: tuple[GateForm, ...] = ()
    targets: tuple[TargetForm, ...] = ()
    why: Local = Field({}, description="the reason of the weights")


class DiagramNodesForm(Form):
    """Entities that a diagram draws."""

    entity: Filled = Field(description="the entity type")
    column: Plain = Field(description="the column, from 1 on the left")
    size: Filled | None = Field(None, description="the number that tells how large one is")
    notes: Names = Field((), description="attributes told beside its name")


class DiagramEdgesForm(Form):
    """Connections that a diagram draws, one or more for each entity of a type."""

    of: Filled = Field(description="the entity type that holds them")
    source: Filled | None = Field(
        None, description="the reference to where they begin; left out: the entity itself"
    )
    target: Filled | None = Field(
        None, description="the reference to where they end; left out: the entity itself"
    )
    size: Filled | None = Field(None, description="the number that tells how thick one is")
    label: Local = Field({}, description="what they mean")


class DiagramForm(Form):
    """A picture of the facts that reports draw, with the findings marked on it."""

    title: Local
    intro: Local = Field({}, description="what it shows")
    nodes: tuple[DiagramNodesForm, ...] = Field(min_length=1)
    edges: tuple[DiagramEdgesForm, ...] = ()


class AcceptForm(Form):
    """Remarks of lint that the authors want as it is."""

    code: Filled = Field(description="such as R011")
    of: Names = Field((), description="ids or names that the remarks are about; left out: all")
    why: Local = Field(description="the reason")


class RulesetForm(Form):
    """A file of a ruleset; one file of a folder has the head, any may have the rest."""

    ruleset: Id | None = Field(None, description="the ruleset's name")
    version: Plain | None = None
    requires: Names = Field((), description="such as ccrules>=0.1")
    title: Local = {}
    extends: Extended = Field((), description="names, or paths relative to this file")
    override: OverrideForm = OverrideForm.model_construct()  # nothing in it needs to be validated
    profiles: dict[Id, ProfileForm] = Field({}, description="changes that an engagement chooses by name")
    topics: Topics = Field({}, description="what the method covers")
    objectives: Topics = Field({}, description="what clients may aim at")
    entities: dict[str, EntityForm] = Field({}, description="the vocabulary")
    parameters: dict[str, ParameterForm] = {}
    checks: tuple[CheckForm, ...] = ()
    inferences: tuple[InferenceForm, ...] = ()
    recommendations: tuple[RecommendationForm, ...] = ()
    scores: ScoresForm | None = Field(None, description="how topics and the whole are scored")
    sources: Worth = Field(
        {}, description="kinds of sources of facts in order of precedence, with how far each is relied on"
    )
    stale: Plain | None = Field(
        None, description="what the confidence in a stale fact is multiplied by; 0.7 if left out"
    )
    diagrams: dict[Id, DiagramForm] = Field({}, description="pictures of the facts for reports, by id")
    lint: tuple[AcceptForm, ...] = Field((), description="remarks of lint that are accepted, with reasons")
    catalogue: dict[Filled, Names] = Field(
        {},
        description="entries of a catalogue, each with the checks, conclusions or recommendations it led to",
    )


def ruleset_schema() -> dict[str, Any]:
    """The JSON Schema of a ruleset file, as ``ccrules schema ruleset`` prints it."""
    schema = RulesetForm.model_json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "A ruleset file of ccrules",
    }
