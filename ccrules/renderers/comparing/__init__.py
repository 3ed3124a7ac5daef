"""A comparison of two assessments in every form: each module here renders one.

All go through :mod:`~ccrules.renderers.comparing.page`, so every form shows the same; JSON is the
comparison itself.
"""

from __future__ import annotations

from importlib import import_module

from ccrules.following.comparison import Comparison
from ccrules.renderers.options import RenderOptions

#: The extensions of each form; the terminal's has none.
FORMATS: dict[str, tuple[str, ...]] = {
    "terminal": (),
    "markdown": (".md", ".markdown"),
    "html": (".html", ".htm"),
    "json": (".json",),
    "csv": (".csv",),
    "xlsx": (".xlsx",),
    "docx": (".docx",),
    "pdf": (".pdf",),
}


def render(comparison: Comparison, format: str, options: RenderOptions) -> str | bytes:
    """Render a comparison.

    Args:
        comparison: the comparison, in its own language.
        format: a key of :data:`FORMATS`.
        options: width, colour, encoding, template folders.

    Raises:
        InputError: a template of a template folder can't be used.
        UsageError: a library that the form needs is missing.
    """
    found: str | bytes = import_module(f"{__name__}.{format}").render(comparison, options)
    return found
