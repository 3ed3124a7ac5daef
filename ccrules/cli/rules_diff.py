"""``ccrules rules diff``: what changed in a method, and which verdicts on past facts turn on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ccrules.cli.options import option, with_rulesets
from ccrules.cli.shape import Choice, Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import progress, write_out
from ccrules.cli.work import warn_of_plugins
from ccrules.errors import NOWHERE, Problem, UsageError, message, suggestion

if TYPE_CHECKING:
    from ccrules.evolving.edits import Edit
    from ccrules.evolving.replay import Flip
    from ccrules.plugins import Plugins
    from ccrules.ruleset.model import Method

FORMATS = ("text", "json")


@make_command(
    "diff",
    message(
        "Compare two versions of a ruleset, OLD and NEW (names, files or folders): what changed, and, on "
        "FACTS (each assessed under both), which outcomes, conclusions and recommendations come out "
        "otherwise, each with the edit responsible. -r adds rulesets that build on them."
    ),
)
@click.argument("old")
@click.argument("new")
@click.argument("facts", nargs=-1, metavar="[FACTS]...")
@with_rulesets
@option("--format", "format", type=Choice(FORMATS), default="text", says=message("form of the output"))
def command(run: Run, old: str, new: str, facts: tuple[str, ...], format: str) -> int:
    """Compare two versions."""
    from ccrules.cli.rules_diff_text import as_json, as_text
    from ccrules.evolving.edits import edits
    from ccrules.plugins import load_plugins

    plugins = load_plugins()
    try:
        with progress(message("reading rulesets"), run.language):
            before, after = (_method(run, spec, plugins) for spec in (old, new))
    finally:
        warn_of_plugins(plugins, run.language)
    found = edits(before, after)
    replays = [(name, _replayed(run, name, (before, after), found, plugins)) for name in facts]
    both = before, after
    text = as_json(both, found, replays) if format == "json" else as_text(both, found, replays, run.language)
    write_out(text)
    return 0


def _method(run: Run, spec: str, plugins: Plugins) -> Method:
    """One version, with the rulesets that build on it."""
    from ccrules.inputs import load_rulesets
    from ccrules.ruleset.files import read_ruleset
    from ccrules.version import __version__

    known = plugins.rulesets()
    path = known[spec] if spec in known and not Path(spec).exists() else Path(spec)
    if not path.exists():
        what = message("there is no ruleset called '{name}'", name=spec)
        hint = message("give the name of an installed ruleset, a file or a folder")
        raise UsageError(Problem(NOWHERE, what, suggestion(spec, known) or hint))
    # Only rulesets on top ask for it by name; reading it twice to know the name costs as much as loading.
    instead = {read_ruleset(path, __version__).info.name: path} if run.ruleset else {}
    return load_rulesets(
        [path, *run.ruleset],
        parameters=run.parameters,
        profiles=run.profiles,
        instead=instead,
        plugins=plugins,
    )


def _replayed(
    run: Run, facts: str, methods: tuple[Method, Method], found: list[Edit], plugins: Plugins
) -> tuple[int, list[Flip]]:
    """How many outcomes there are under the later version, and what comes out otherwise."""
    from ccrules.evolving.replay import Version, flips
    from ccrules.pipeline import assess

    with progress(message("assessing"), run.language):
        before, after = (
            Version(method, assess(facts, method, language=run.language, as_of=run.as_of, plugins=plugins))
            for method in methods
        )
    summary = after.assessment.summary
    total = summary.fail + summary.passed + summary.not_assessed + summary.not_applicable + summary.error
    return total, flips(before, after, found)
