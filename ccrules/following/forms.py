"""The form of waiver and review files: one description for reading them and for editors.

Scalars are text here, as in rulesets; dates are read by whoever needs them.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema

#: The name under which a waiver speaks of every subject of its check.
EVERY_SUBJECT = "all"

Filled = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Prose = Annotated[Filled, AfterValidator(str.strip)]
Day = Annotated[
    Filled, WithJsonSchema({"type": "string", "description": "a day, a month or a year: 2026-10-01, 2026-10"})
]
Whole = Annotated[Filled, WithJsonSchema({"type": "integer", "minimum": 1})]


class Form(BaseModel):
    """Base of all forms: a key that is not known is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class WaiverForm(Form):
    """A finding that is accepted for a time."""

    check: Filled = Field(description="the id of a check")
    subject: Filled = Field(description="the subject, as mailbox/claims; all for every subject of the check")
    reason: Prose = Field(description="why it is accepted")
    owner: Filled = Field(default="", description="who answers for it")
    approver: Filled = Field(default="", description="who has accepted it")
    start: Day = Field(default="", description="the first day; from always if left out")
    expires: Day = Field(default="", description="the last day; without an end if left out")


class WaiverFile(Form):
    """A file of waivers."""

    soon: Whole = Field(default="30", description="how many days before its end a waiver is said to end soon")
    waivers: tuple[WaiverForm, ...] = Field(default=(), description="the waivers")


class ReviewedForm(Form):
    """What all entries of a review can say."""

    id: Filled = Field(description="the id in the assessment")
    reason: Prose = Field(default="", description="why; needed to reject or regrade")
    comment: Prose = Field(default="", description="a remark that stands beside it in the report")
    by: Filled = Field(default="", description="who says so; the one named for the whole file if left out")
    on: Day = Field(default="", description="when; the day given for the whole file if left out")


class ReviewedFindingForm(ReviewedForm):
    """What the consultant says of a finding."""

    verdict: Literal["accept", "reject", "regrade", "comment"] | None = Field(
        default=None, description="empty as long as nobody has looked at it"
    )
    severity: Literal["critical", "high", "medium", "low", "info"] | None = Field(
        default=None, description="the severity that it is given instead"
    )


class ReviewedActionForm(ReviewedForm):
    """What the consultant says of a recommendation."""

    verdict: Literal["accept", "reject", "change", "comment"] | None = Field(
        default=None, description="empty as long as nobody has looked at it"
    )
    order: Whole = Field(default="", description="its rank in the plan")
    owner: Filled = Field(default="", description="who leads it")
    horizon: Filled = Field(default="", description="by when")


class ReviewFile(Form):
    """A review of an assessment."""

    by: Filled = Field(default="", description="who reviewed it")
    on: Day = Field(default="", description="when")
    findings: tuple[ReviewedFindingForm, ...] = ()
    recommendations: tuple[ReviewedActionForm, ...] = ()


#: Keys of files and the forms behind them.
FILES: dict[str, type[Form]] = {"waivers": WaiverFile, "review": ReviewFile}
_TITLES = {"waivers": "A file of waivers of ccrules", "review": "A review of an assessment of ccrules"}


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file, for editors.

    Args:
        kind: ``waivers`` or ``review``.
    """
    found = FILES[kind].model_json_schema(mode="validation")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {**head, **found, "title": _TITLES[kind]}
