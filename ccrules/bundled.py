"""What comes with ccrules, through the hooks that everybody else uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from ccrules.hookspecs import hookimpl
from ccrules.resources import rulesets_folder, templates_folder

if TYPE_CHECKING:
    from ccrules.assessment import Assessment
    from ccrules.conditions.functions import PluginFunction
    from ccrules.engine.inference.protocol import Engine
    from ccrules.hookspecs import Renderer
    from ccrules.importers import Importer
    from ccrules.renderers.options import RenderOptions


@dataclass(frozen=True, slots=True)
class _LateRenderer:
    """A renderer whose module, and the libraries it needs, is imported when it renders."""

    FORMAT: str
    EXTENSIONS: tuple[str, ...]

    def render(self, assessment: Assessment, options: RenderOptions) -> str | bytes:
        """The whole document."""
        renderer: Renderer = import_module(f"ccrules.renderers.{self.FORMAT}")
        return renderer.render(assessment, options)


@hookimpl
def ccrules_rulesets() -> list[tuple[str, Path]]:
    """Every folder of the bundled rulesets."""
    folders = sorted(folder for folder in rulesets_folder().iterdir() if folder.is_dir())
    return [(folder.name, folder) for folder in folders]


@hookimpl
def ccrules_functions() -> list[PluginFunction]:
    """Queueing formulas, and the judgement of samples."""
    from ccrules.sizing.functions import FUNCTIONS

    return list(FUNCTIONS)


@hookimpl
def ccrules_importers() -> list[Importer]:
    """Fact files (YAML, JSON, Excel workbooks, CSV) and papers (skills matrices, BPMN)."""
    from ccrules.importers.bpmn import BPMN
    from ccrules.importers.csv_facts import CSV
    from ccrules.importers.skills_matrix import SKILLS_MATRIX
    from ccrules.importers.workbook import XLSX
    from ccrules.importers.yaml_json import JSON, YAML

    return [YAML, JSON, XLSX, CSV, BPMN, SKILLS_MATRIX]


@hookimpl
def ccrules_renderers() -> list[Renderer]:
    """Reports for people and for other tools."""
    return [
        _LateRenderer("terminal", ()),
        _LateRenderer("markdown", (".md", ".markdown")),
        _LateRenderer("html", (".html", ".htm")),
        _LateRenderer("json", (".json",)),
        _LateRenderer("xlsx", (".xlsx",)),
        _LateRenderer("csv", (".csv",)),
        _LateRenderer("sarif", (".sarif",)),
        _LateRenderer("junit", (".xml",)),
        _LateRenderer("docx", (".docx",)),
        _LateRenderer("pptx", (".pptx",)),
        _LateRenderer("pdf", (".pdf",)),
    ]


@hookimpl
def ccrules_template_folders() -> list[Path]:
    """The bundled templates."""
    return [templates_folder()]


@hookimpl
def ccrules_inference_engines() -> list[tuple[str, Callable[[], Engine]]]:
    """durable-rules, and forward chaining in plain Python."""
    return [("durable", _durable), ("forward", _forward)]


def _durable() -> Engine:
    from ccrules.engine.inference.durable import DurableEngine, available

    if not available():
        raise ImportError("durable-rules can't be imported here")
    return DurableEngine()


def _forward() -> Engine:
    from ccrules.engine.inference.forward import ForwardEngine

    return ForwardEngine()
