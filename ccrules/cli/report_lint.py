"""``ccrules report lint``: templates looked at before a client's report is made with them."""

from __future__ import annotations

from pathlib import Path

import click

from ccrules.cli.options import configured
from ccrules.cli.shape import Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import problem_line, say, write_out
from ccrules.errors import message


@make_command(
    "lint",
    message(
        "Say what is wrong or weak in each TEMPLATE (.docx, .pptx, branding.toml or a folder of templates), "
        "and fill it once with sample data. Leaves with 1 if anything is."
    ),
)
@click.argument("templates", nargs=-1, required=True, metavar="TEMPLATE...")
@configured
def command(run: Run, templates: tuple[str, ...]) -> int:
    """Lint templates."""
    from ccrules.plugins import load_plugins
    from ccrules.renderers.linting import lint_template
    from ccrules.renderers.options import RenderOptions

    options = RenderOptions(language=run.language, template_folders=load_plugins().template_folders())
    problems = [one for template in templates for one in lint_template(Path(template), options)]
    lines = [problem_line(one, run.language) for one in problems]
    lines.append(
        say(
            message("templates: {templates}, problems: {count}", templates=len(templates), count=len(lines)),
            run.language,
        )
    )
    write_out("\n".join(lines))
    return int(bool(problems))
