"""What this package adds to ccrules; the entry point in ``pyproject.toml`` names this module."""

from __future__ import annotations

from pathlib import Path

from ccrules.author import hookimpl


@hookimpl
def ccrules_template_folders() -> list[Path]:
    """Searched before the templates that come with ccrules, whatever ruleset runs."""
    return [Path(__file__).parent / "templates"]
