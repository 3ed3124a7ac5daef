"""What a caller may say about how an assessment is rendered."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from pathlib import Path

#: How much of the annexes a form holds.
FULL, SHORT = "full", "short"


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How to render.

    Attributes:
        language: ``en`` or ``fr``, for headings, numbers and dates; empty for the assessment's own.
        template_folders: folders that may hold templates and wording of a firm's own; the first wins.
        width: columns of a terminal; 0 to ask the terminal.
        colour: whether a terminal shows colour and style.
        encoding: what a terminal can print; characters it can't are replaced by plain ones.
        today: the day to print on documents as the day they were made; none by default, because
            equal input gives equal bytes.
        templates: templates of a firm's own for one format each, ``.docx`` or ``.pptx``; the last one wins.
        branding: a file with the firm's name, logo, colours and fonts; None for that of a template folder.
        annex: how much of the annexes a web page, PDF or Word document holds: ``full``, ``short``, or
            empty for what is usual for the form.
    """

    language: str = ""
    template_folders: tuple[Path, ...] = ()
    width: int = 0
    colour: bool = False
    encoding: str = "utf-8"
    today: datetime.date | None = None
    templates: tuple[Path, ...] = ()
    branding: Path | None = None
    annex: str = ""

    def on_paper(self) -> RenderOptions:
        """The same for a document that is read from front to back: its annexes are short unless asked for."""
        return replace(self, annex=self.annex or SHORT)
