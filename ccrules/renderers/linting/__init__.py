"""Templates looked at before a client's report is made with them."""

from ccrules.renderers.linting.templates import lint_template

__all__ = ["lint_template"]
