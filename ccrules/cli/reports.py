"""Which reports are asked for, in which formats, and where they go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ccrules.cli.output import target_problems, write_files
from ccrules.cli.shape import not_a_choice
from ccrules.cli.terminal import aside, shown_encoding, shows_colour, write_out
from ccrules.errors import Place, Problem, UsageError, message

if TYPE_CHECKING:
    from ccrules.assessment import Assessment
    from ccrules.hookspecs import Renderer
    from ccrules.renderers.options import RenderOptions

#: What goes to the terminal if nothing else is asked for.
DEFAULT_FORMAT = "terminal"
#: The name of an output that means stdout.
STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Report:
    """One report to be written.

    Attributes:
        file: the file as the user named it; ``-`` is stdout.
        renderer: what makes it.
    """

    file: str
    renderer: Renderer


def reports_wanted(
    outputs: Iterable[str], format: str | None, renderers: Mapping[str, Renderer]
) -> tuple[Report, ...]:
    """Settle what is written where, before any work is done.

    A file's extension tells its format. ``--format`` is for stdout, for a single file, and
    for files whose extension tells nothing.

    Args:
        outputs: the files, as the user named them.
        format: the format asked for; None if none was.
        renderers: what there is, by format.

    Raises:
        UsageError: a format that there is not, and every file that can't be written.
    """
    if format is not None and format not in renderers:
        raise not_a_choice(format, "--format", tuple(renderers))
    files = tuple(outputs)
    if not files:
        return (Report(STDOUT, renderers[format or DEFAULT_FORMAT]),)
    forced = format if len(files) == 1 else None
    found = {file: _format_of(file, forced, format, renderers) for file in files}
    problems = list(target_problems(file for file in files if file != STDOUT))
    problems += [_unclear(file, renderers.values()) for file, name in found.items() if name is None]
    if problems:
        raise UsageError(problems)
    return tuple(Report(file, renderers[name]) for file, name in found.items() if name)


def write_reports(reports: Iterable[Report], assessment: Assessment, options: RenderOptions) -> None:
    """Render everything, then write everything.

    Args:
        reports: what to write.
        assessment: the result.
        options: how to render for the terminal; files are UTF-8 without colour.

    Raises:
        UsageError: a file can't be written; then none is.
    """
    plain = replace(options, colour=False, encoding="utf-8")
    with aside():
        made = {
            report.file: report.renderer.render(assessment, options if report.file == STDOUT else plain)
            for report in reports
        }
    write_files({file: _bytes(document) for file, document in made.items() if file != STDOUT})
    if STDOUT in made:
        write_out(made[STDOUT])


def render_options(
    language: str,
    template_folders: Iterable[Path],
    templates: Iterable[Path] = (),
    branding: Path | None = None,
    annex: str = "",
) -> RenderOptions:
    """How to render for this terminal.

    Args:
        language: ``en`` or ``fr``; empty for the assessment's own.
        template_folders: folders of templates, the first to be searched in front.
        templates: templates of single formats.
        branding: a file of branding.
        annex: ``full``, ``short``, or empty for what is usual for each form.
    """
    from ccrules.renderers.options import RenderOptions

    return RenderOptions(
        language=language,
        template_folders=tuple(template_folders),
        colour=shows_colour(),
        encoding=shown_encoding(),
        templates=tuple(templates),
        branding=branding,
        annex=annex,
    )


def _format_of(
    file: str, forced: str | None, format: str | None, renderers: Mapping[str, Renderer]
) -> str | None:
    if file == STDOUT:
        return format or DEFAULT_FORMAT
    suffix = Path(file).suffix.lower()
    known = (name for name, renderer in reversed(tuple(renderers.items())) if suffix in renderer.EXTENSIONS)
    return forced or next(known, format)


def _unclear(file: str, renderers: Iterable[Renderer]) -> Problem:
    extensions = [extension for renderer in renderers for extension in renderer.EXTENSIONS]
    what = message("the extension does not tell the format")
    hint = message("end the name in one of {extensions}, or say --format", extensions=extensions)
    return Problem(Place(file), what, hint)


def _bytes(document: str | bytes) -> bytes:
    return document if isinstance(document, bytes) else document.encode("utf-8")
