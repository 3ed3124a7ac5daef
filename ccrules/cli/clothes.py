"""What reports look like: templates and branding, from the command line or ``ccrules.toml``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ccrules.cli.options import kept
from ccrules.cli.shape import Choice, Run
from ccrules.errors import Place, Problem, UsageError, message

#: Files that are the template of one format; a folder may hold those of every format.
EXTENSIONS = (".docx", ".pptx")
#: How much of the annexes a web page, PDF or Word document holds.
ANNEXES = ("full", "short")

_OPTIONS = (
    kept(
        "--template",
        "templates",
        multiple=True,
        metavar="PATH",
        says=message("Word or PowerPoint template, or folder of templates; may be repeated"),
    ),
    kept("--branding", metavar="FILE", says=message("name, logo, colours and fonts of reports, as TOML")),
    kept(
        "--annex",
        type=Choice(ANNEXES),
        says=message("annexes of web pages (full by default), PDF and Word (short by default)"),
    ),
)


def with_clothes(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--template``, ``--branding`` and ``--annex``, kept in the run."""
    for decorate in reversed(_OPTIONS):
        function = decorate(function)
    return function


def template_folders(run: Run) -> tuple[Path, ...]:
    """The folders of templates that were asked for, the last one first."""
    _check(run)
    return tuple(Path(one) for one in reversed(run.templates) if Path(one).is_dir())


def template_files(run: Run) -> tuple[Path, ...]:
    """The templates of single formats that were asked for."""
    return tuple(Path(one) for one in run.templates if Path(one).is_file())


def branding_file(run: Run) -> Path | None:
    """The branding that was asked for."""
    return Path(run.branding) if run.branding else None


def _check(run: Run) -> None:
    """Refuse whatever is neither a folder nor a template.

    Raises:
        UsageError: every one that is not.
    """
    problems = list(_problems(run.templates))
    if problems:
        raise UsageError(problems)


def _problems(templates: Iterable[str]) -> Iterable[Problem]:
    for one in templates:
        path = Path(one)
        if not path.exists():
            yield Problem(Place(one), message("there is no such template"), message("check the path"))
        elif path.is_file() and path.suffix.lower() not in EXTENSIONS:
            what = message("a template is a .docx, a .pptx, or a folder")
            hint = message("put templates of HTML and Markdown into a folder, as html/report.html.jinja")
            yield Problem(Place(one), what, hint)
