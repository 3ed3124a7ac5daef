"""Publications that a rule or a value comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccrules.ruleset.model import Source

if TYPE_CHECKING:
    from ccrules.ruleset.schema import SourceForm


def sources(forms: tuple[SourceForm, ...]) -> tuple[Source, ...]:
    """Turn what a file says into sources."""
    return tuple(
        Source(title=form.title, section=form.section or "", url=form.url or "", note=form.note)
        for form in forms
    )
