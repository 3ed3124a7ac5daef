"""The form of a view file: which keys there are and what each may hold."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from ccrules.ruleset.schema import Filled, Form, Id, Local, Names, Plain, Severity

Privacy = Literal["public", "client", "personal", "internal"]
Section = Literal[
    "objectives", "topics", "findings", "strengths", "passed", "not_assessed", "not_applicable", "errors",
    "causes", "consequences", "patterns", "hypotheses", "plan", "unknowns", "scores", "comments",
]  # fmt: skip


class FindingsForm(Form):
    """Which findings, and what they say."""

    at_least: Severity | None = Field(None, description="those below this severity are left out")
    most: Plain | None = Field(None, description="so many at most, the worst first")
    say: Literal["message", "title", "advice"] = Field(
        "message", description="what is said of each subject, or only what is wrong, or what good looks like"
    )


class ListForm(Form):
    """How many of a list."""

    most: Plain | None = Field(None, description="so many at most, the first of the list")


class PeopleForm(Form):
    """How people are kept from being recognised."""

    least: Plain = Field("5", description="figures about fewer people than this are masked")
    types: Names = Field((), description="entity types whose members are people, beside those that say so")
    key: Plain | None = Field(
        None, description="makes the names that stand for people the same from one assessment to the next"
    )


class WordingForm(Form):
    """Texts that replace those of the method; they are not templates."""

    title: Local = Field({}, description="of the check or the recommendation")
    text: Local = Field({}, description="of a check the message, of a recommendation the body")


class ViewForm(Form):
    """A view file: what an audience may see, and how it is said."""

    view: Id = Field(description="its name, for --audience")
    title: Local = Field(description="the audience, for people")
    classification: Local = Field(description="what stands on each page")
    privacy: tuple[Privacy, ...] = Field(
        ("public", "client"), description="levels of privacy of attributes that may appear"
    )
    origins: Literal["none", "kind", "full"] = Field(
        "none", description="where facts come from: nothing, measured or declared, or file and author too"
    )
    parameters: Literal["none", "defaults", "all"] = Field(
        "none", description="none, those left at the method's value, or all"
    )
    people: PeopleForm = PeopleForm.model_construct(least="5", types=(), key=None)
    sections: tuple[Section, ...] | None = Field(None, description="parts that are shown; left out: all")
    topics: Names = Field((), description="only these; left out: all")
    findings: FindingsForm = FindingsForm.model_construct(at_least=None, most=None, say="message")
    plan: ListForm = ListForm.model_construct(most=None)
    unknowns: ListForm = ListForm.model_construct(most=None)
    conclusions: ListForm = ListForm.model_construct(most=None)
    scores: ListForm = ListForm.model_construct(most=None)
    subjects: dict[Filled, Plain] | None = Field(
        None, description="entity types, each with all or the condition under which a member is shown"
    )
    checks: dict[Filled, WordingForm] = Field({}, description="other words for checks, by id")
    recommendations: dict[Filled, WordingForm] = Field({}, description="other words for actions, by id")
    neutral: Local = Field({}, description="what stands where a text can't be shown")


def view_schema() -> dict[str, Any]:
    """The JSON Schema of a view file, as ``ccrules schema view`` prints it."""
    schema = ViewForm.model_json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "A view file of ccrules",
    }
