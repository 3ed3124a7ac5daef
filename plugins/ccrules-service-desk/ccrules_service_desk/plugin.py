"""What this package adds to ccrules; the entry point in ``pyproject.toml`` names this module."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ccrules.author import hookimpl
from ccrules_service_desk.checks import says_nothing, tells_a_secret
from ccrules_service_desk.functions import days_to_clear, minutes_down

if TYPE_CHECKING:
    from ccrules.conditions.functions import PluginFunction
    from ccrules.importers import Importer
    from ccrules.ruleset.model import Check


@hookimpl
def ccrules_rulesets() -> list[tuple[str, Path]]:
    """The ruleset: ``ccrules assess FACTS -r service-desk``."""
    return [("service-desk", Path(__file__).parent / "ruleset")]


@hookimpl
def ccrules_functions() -> list[PluginFunction]:
    """What the ruleset's conditions may call."""
    return [days_to_clear, minutes_down]


@hookimpl
def ccrules_checks() -> list[Check]:
    """Checks that need Python; they run when the ruleset does."""
    return [says_nothing, tells_a_secret]


@hookimpl
def ccrules_importers() -> list[Importer]:
    """Exports of ticket tools: ``ccrules facts import --as tickets export.csv -o tickets.yaml``."""
    from ccrules_service_desk.tickets import TICKETS  # only when facts are read

    return [TICKETS]
