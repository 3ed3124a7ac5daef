"""``ccrules diff``: what changed between two assessments, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ccrules.cli.marks import read_marks, tell_of_marks, with_marks
from ccrules.cli.options import SEVERITIES, option, with_facts
from ccrules.cli.output import target_problems, write_files
from ccrules.cli.reports import render_options
from ccrules.cli.shape import Choice, Run, not_a_choice
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import progress, write_out
from ccrules.cli.work import load_method, read_facts
from ccrules.errors import Place, Problem, UsageError, message

if TYPE_CHECKING:
    from ccrules.assessment import Assessment
    from ccrules.following.comparison import Comparison
    from ccrules.plugins import Plugins
    from ccrules.ruleset.model import Method

#: The name of an output that means stdout, and what goes there if nothing else is asked for.
STDOUT, DEFAULT = "-", "terminal"


@make_command(
    "diff",
    message(
        "Compare two assessments, each a JSON file that assess -o has written, or facts (a file or a "
        "folder) to be assessed now: what is new, resolved, worse or better, and why. Leaves with 1 if "
        "a finding at or above --fail-on was not there before."
    ),
)
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@option("-o", "--output", multiple=True, metavar="FILE", says=message("file to write; may be repeated"))
@option("--format", metavar="NAME", says=message("format of the comparison"))
@option("--fail-on", type=Choice(SEVERITIES), says=message("leave with 1 for new findings this severe"))
@with_marks
@with_facts
def command(
    run: Run, before: str, after: str, output: tuple[str, ...], format: str | None, fail_on: str | None
) -> int:
    """Compare two assessments."""
    from ccrules.following.compare import compare
    from ccrules.following.counting import newly_counting

    wanted = _outputs(output, format)
    sides = _Sides(run)
    earlier, later = sides.read(before), sides.read(after)
    tell_of_marks(later, run.language)
    with progress(message("comparing"), run.language):
        found = compare(earlier, later, language=run.lang or "")
    _write(run, wanted, found)
    return int(fail_on is not None and any(newly_counting(found, fail_on)))


class _Sides:
    """Reads assessments, or makes them of facts with rulesets that are loaded once.

    Args:
        run: what the options say.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.waivers, self.review = read_marks(run)
        self._loaded: tuple[Method, Plugins] | None = None

    def read(self, path: str) -> Assessment:
        """One side, with the marks of waivers and the review.

        Args:
            path: an assessment, or facts.
        """
        from ccrules.following.marks import with_marks
        from ccrules.following.reading import is_assessment, read_assessment

        if is_assessment(path):
            with progress(message("reading assessments"), self.run.language):
                return with_marks(read_assessment(path), self.waivers, self.review)
        from ccrules.pipeline import assess

        self._loaded = self._loaded or load_method(self.run)
        method, plugins = self._loaded
        base = read_facts(self.run, [path], method, plugins)
        with progress(message("assessing"), self.run.language):
            return assess(
                base,
                method,
                language=self.run.lang,
                waivers=self.waivers,
                review=self.review,
                plugins=plugins,
            )


def _outputs(output: tuple[str, ...], format: str | None) -> dict[str, str]:
    """The format of each output, settled before any work is done.

    Raises:
        UsageError: a format that there is not, and every file that can't be written.
    """
    from ccrules.renderers.comparing import FORMATS

    if format is not None and format not in FORMATS:
        raise not_a_choice(format, "--format", tuple(FORMATS))
    if not output:
        return {STDOUT: format or DEFAULT}
    found = {file: _format(file, format if len(output) == 1 else None, format) for file in output}
    problems = list(target_problems(file for file in output if file != STDOUT))
    extensions = [extension for some in FORMATS.values() for extension in some]
    for file, name in found.items():
        if name is None:
            hint = message("end the name in one of {extensions}, or say --format", extensions=extensions)
            problems.append(Problem(Place(file), message("the extension does not tell the format"), hint))
    if problems:
        raise UsageError(problems)
    return {file: name for file, name in found.items() if name}


def _format(file: str, forced: str | None, format: str | None) -> str | None:
    from ccrules.renderers.comparing import FORMATS

    if file == STDOUT:
        return format or DEFAULT
    suffix = Path(file).suffix.lower()
    return forced or next((name for name, some in FORMATS.items() if suffix in some), format)


def _write(run: Run, wanted: dict[str, str], found: Comparison) -> None:
    """Render everything, then write everything."""
    from dataclasses import replace

    from ccrules.renderers.comparing import render

    here = render_options(run.lang or "", ())
    plain = replace(here, colour=False, encoding="utf-8")
    made = {file: render(found, name, here if file == STDOUT else plain) for file, name in wanted.items()}
    files = {file: one for file, one in made.items() if file != STDOUT}
    write_files({file: one if isinstance(one, bytes) else one.encode() for file, one in files.items()})
    if STDOUT in made:
        write_out(made[STDOUT])
