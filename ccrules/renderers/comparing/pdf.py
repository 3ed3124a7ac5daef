"""The comparison's web page as PDF."""

from __future__ import annotations

from ccrules.following.comparison import Comparison
from ccrules.renderers import pdf
from ccrules.renderers.comparing import html
from ccrules.renderers.options import RenderOptions


def render(comparison: Comparison, options: RenderOptions) -> bytes:
    """Print the web page.

    Args:
        comparison: the comparison.
        options: template folders.

    Raises:
        InputError: a template of a template folder can't be used.
        UsageError: there is neither WeasyPrint nor a browser.
    """
    return pdf.print_page(html.render(comparison, options), pdf.full_day(comparison.after.date))
