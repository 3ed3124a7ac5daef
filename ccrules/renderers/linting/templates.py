"""One template, whatever its kind: a Word or PowerPoint file, a folder, or a file of branding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ccrules.errors import CcrulesError, Place, Problem, UsageError, message
from ccrules.renderers.branding import FILE, contrast_problems, read_branding
from ccrules.renderers.linting.folders import folder_problems
from ccrules.renderers.linting.slides import deck_problems
from ccrules.renderers.linting.word import word_problems
from ccrules.renderers.options import RenderOptions


def lint_template(path: Path, options: RenderOptions) -> tuple[Problem, ...]:
    """Everything that is wrong or weak in a template; it is filled once with a sample.

    Args:
        path: a ``.docx``, a ``.pptx``, a ``branding.toml``, or a folder with any of them and with
            templates of HTML and Markdown.
        options: the language, and folders with what the template builds on.

    Raises:
        UsageError: there is no such template, or it is of no such kind.
    """
    if not path.exists():
        raise UsageError(
            Problem(Place(str(path)), message("there is no such template"), message("check the path"))
        )
    return tuple({str(one): one for one in _problems(path, options)}.values())


def _problems(path: Path, options: RenderOptions) -> Iterator[Problem]:
    if path.is_dir():
        yield from _folder(path, replace(options, template_folders=(path, *options.template_folders)))
    elif path.suffix.lower() == ".docx":
        yield from word_problems(path, options)
    elif path.suffix.lower() == ".pptx":
        yield from deck_problems(path, options)
    elif path.suffix.lower() == ".toml":
        yield from _branding(path)
    else:
        what = message("a template is a .docx, a .pptx, or a folder")
        raise UsageError(Problem(Place(str(path)), what))


def _folder(path: Path, options: RenderOptions) -> Iterator[Problem]:
    branding = path / FILE
    if branding.is_file():
        yield from _branding(branding)
    yield from folder_problems(path, options)
    for name in ("docx/report.docx", "pptx/report.pptx"):
        if (path / name).is_file():
            yield from _problems(path / name, options)


def _branding(path: Path) -> Iterator[Problem]:
    try:
        yield from contrast_problems(read_branding(path), str(path))
    except CcrulesError as error:
        yield from error.problems
