"""What this package adds to ccrules; the entry point in ``pyproject.toml`` names this module."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ccrules.author import hookimpl
from ccrules_example_firm.checks import personal_address
from ccrules_example_firm.functions import backlog_days

if TYPE_CHECKING:
    from ccrules.conditions.functions import PluginFunction
    from ccrules.ruleset.model import Check


@hookimpl
def ccrules_rulesets() -> list[tuple[str, Path]]:
    """The firm's ruleset: ``ccrules assess FACTS -r example-firm``."""
    return [("example-firm", Path(__file__).parent / "ruleset")]


@hookimpl
def ccrules_functions() -> list[PluginFunction]:
    """What the firm's conditions may call."""
    return [backlog_days]


@hookimpl
def ccrules_checks() -> list[Check]:
    """Checks that need Python; they run when the firm's ruleset does."""
    return [personal_address]
