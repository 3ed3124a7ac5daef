"""What a plugin can add: one hook per kind of thing.

A plugin is a module or an object with functions named as below and marked ``@hookimpl``; it
implements the ones it needs. An entry point of the group ``ccrules`` makes it known::

    [project.entry-points.ccrules]
    our-firm = "our_firm.ccrules_plugin"

Hooks take no arguments and return lists. They are called when what they return is first
needed, so what is heavy can be imported inside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pluggy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ccrules.assessment import Assessment
    from ccrules.conditions.functions import PluginFunction
    from ccrules.engine.inference.protocol import Engine
    from ccrules.facts.vocabulary import EntityType
    from ccrules.importers import Importer
    from ccrules.renderers.options import RenderOptions
    from ccrules.ruleset.model import Check

#: The name of the project for pluggy and of the group of entry points.
GROUP = "ccrules"

hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)


class Renderer(Protocol):
    """One format of the report: a module or an object with these three names."""

    @property
    def FORMAT(self) -> str:  # noqa: N802 - a constant of a module
        """The name that ``--format`` takes."""
        ...

    @property
    def EXTENSIONS(self) -> tuple[str, ...]:  # noqa: N802 - a constant of a module
        """The file extensions it goes by, in lower case, with the dot."""
        ...

    def render(self, assessment: Assessment, options: RenderOptions) -> str | bytes:
        """The whole document."""
        ...


class Hooks(Protocol):
    """The hooks, as the plugin manager and type checkers see them."""

    @hookspec
    def ccrules_rulesets(self) -> list[tuple[str, Path]]:
        """Rulesets: the name that ``-r`` takes, and the file or folder of each."""

    @hookspec
    def ccrules_entity_types(self) -> list[EntityType]:
        """Entity types that every ruleset may use without declaring them."""

    @hookspec
    def ccrules_functions(self) -> list[PluginFunction]:
        """Functions of the condition language, made with ``@ccrules.author.function``."""

    @hookspec
    def ccrules_checks(self) -> list[Check]:
        """Python checks, made with ``@ccrules.author.check``; each runs with its ruleset."""

    @hookspec
    def ccrules_importers(self) -> list[Importer]:
        """Readers of further kinds of fact files."""

    @hookspec
    def ccrules_renderers(self) -> list[Renderer]:
        """Further formats of the report."""

    @hookspec
    def ccrules_template_folders(self) -> list[Path]:
        """Folders laid out as the bundled templates; what is in them is used instead of those."""

    @hookspec
    def ccrules_inference_engines(self) -> list[tuple[str, Callable[[], Engine]]]:
        """Inference engines: the name that ``--inference`` takes, and what makes the engine.

        The maker raises ImportError where the engine can't run.
        """
