"""``ccrules report template``: the default template as a file, to be changed in Word or PowerPoint."""

from __future__ import annotations

from pathlib import Path

import click

from ccrules.cli.options import configured, option
from ccrules.cli.output import target_problems, write_files
from ccrules.cli.shape import Run
from ccrules.cli.shape import command as make_command
from ccrules.errors import Place, Problem, UsageError, message


@make_command(
    "template",
    message(
        "Write the default template as FILE (.docx or .pptx), to be changed in Word or PowerPoint and used "
        "with --template."
    ),
)
@click.argument("file", metavar="FILE")
@option("--branding", metavar="FILE", says=message("name, logo, colours and fonts of reports, as TOML"))
@configured
def command(_: Run, file: str, branding: str | None) -> int:
    """Write a template."""
    from ccrules.renderers.branding import PLAIN, read_branding
    from ccrules.renderers.extras import needed
    from ccrules.renderers.slides.template import default_deck
    from ccrules.renderers.word.package import timeless
    from ccrules.renderers.word.template import default_template

    makers = {".docx": ("word", "docx", default_template), ".pptx": ("slides", "pptx", default_deck)}
    suffix = Path(file).suffix.lower()
    if suffix not in makers:
        hint = message("end its name in .docx or .pptx")
        raise UsageError(Problem(Place(file), message("a template of this kind is no file"), hint))
    problems = list(target_problems([file]))
    if problems:
        raise UsageError(problems)
    extra, library, make = makers[suffix]
    needed(extra, library)
    write_files({file: timeless(make(read_branding(Path(branding)) if branding else PLAIN))})
    return 0
