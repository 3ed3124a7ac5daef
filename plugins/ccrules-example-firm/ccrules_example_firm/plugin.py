"""What this package adds to ccrules; the entry point in ``pyproject.toml`` names this module."""

from __future__ import annotations

from pathlib import Path

from ccrules.author import hookimpl


@hookimpl
def ccrules_rulesets() -> list[tuple[str, Path]]:
    """The firm's ruleset: ``ccrules assess FACTS -r example-firm``."""
    return [("example-firm", Path(__file__).parent / "ruleset")]
