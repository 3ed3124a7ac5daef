"""The comparison as one web page that loads nothing, in the clothes of the report."""

from __future__ import annotations

from ccrules.following.comparison import Comparison
from ccrules.renderers.comparing.page import page_of
from ccrules.renderers.environment import fill
from ccrules.renderers.html import _environment
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.wording import wording

TEMPLATE = "html/comparison.html.jinja"


def render(comparison: Comparison, options: RenderOptions) -> str:
    """Fill the template.

    Args:
        comparison: the comparison.
        options: template folders.

    Raises:
        InputError: a template of a template folder can't be used.
    """
    words = wording(comparison.language, options.template_folders)
    return fill(_environment(words, options), TEMPLATE, page_of(comparison))
