"""``ccrules rules docs``: the documentation of rulesets as a site."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ccrules.cli.language import LANGUAGES
from ccrules.cli.options import option, with_rulesets
from ccrules.cli.shape import Choice, Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import progress, say, write_out
from ccrules.cli.work import rule_tests_of
from ccrules.errors import message

if TYPE_CHECKING:
    from ccrules.plugins import Plugins
    from ccrules.ruleset.model import Method
    from ccrules.testing.suite import Suite

BOTH = "both"
FORMATS = ("html", "markdown", BOTH)


@make_command(
    "docs",
    message(
        "Make a site that documents rulesets: what each check finds, how it decides in words, its "
        "parameters, facts, examples and recommendations; the vocabulary; an index to search. It needs no "
        "server. Without --lang it is in English and French."
    ),
)
@option(
    "-o",
    "--output",
    metavar="DIR",
    required=True,
    says=message("the folder of the site; empty, or made by this command before"),
)
@option("--format", "format", type=Choice(FORMATS), default="html", says=message("form of the output"))
@partial(with_rulesets, languages=(*LANGUAGES, BOTH))
def command(run: Run, output: str, format: str) -> int:
    """Make the site."""
    from ccrules.documenting.examples import gathered
    from ccrules.documenting.folder import refuse, write_site
    from ccrules.documenting.site import site

    folder = Path(output)
    refuse(folder)
    languages = LANGUAGES if run.lang in (None, BOTH) else (run.lang,)
    suite, variants = _read(run)
    with progress(message("writing the site"), run.language):
        files = site(
            suite.method,
            gathered(suite),
            languages,
            FORMATS[:-1] if format == BOTH else (format,),
            variants,
        )
        write_site(folder, files)
    first = "index.md" if format == "markdown" else "index.html"
    told = message("{n} files; begin with {file}", n=len(files), file=(folder / first).as_posix())
    write_out(say(told, run.language))
    return 0


def _read(run: Run) -> tuple[Suite, dict[str, Method]]:
    """The rules with their tests, and with each profile applied."""
    with rule_tests_of(run, message("reading rulesets")) as (suite, plugins):
        return suite, {name: _with_profile(run, name, plugins) for name in suite.method.profiles}


def _with_profile(run: Run, name: str, plugins: Plugins) -> Method:
    from ccrules.inputs import load_rulesets

    chosen = (*run.profiles, name)
    return load_rulesets(run.ruleset, parameters=run.parameters, profiles=chosen, plugins=plugins)
