"""``ccrules explain``: why a check fired, passed, or could not be assessed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ccrules.cli.marks import mark_lines, read_marks, tell_of_marks, with_marks
from ccrules.cli.options import option, with_facts
from ccrules.cli.shape import Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import progress, write_out
from ccrules.cli.work import load_method, read_facts, read_without
from ccrules.errors import NOWHERE, Problem, UsageError, message, suggestion

if TYPE_CHECKING:
    from ccrules.facts.base import FactBase
    from ccrules.plugins import Plugins
    from ccrules.ruleset.model import Method


@make_command(
    "explain",
    message(
        "Say why CHECK failed, passed or could not be assessed on FACTS, and what would change it. "
        "FACTS end at the first argument that is the id of a check; SUBJECT is mailbox/claims or an id."
    ),
)
@click.argument("words", nargs=-1, required=True, metavar="FACTS... CHECK [SUBJECT]")
@option("--code", is_flag=True, says=message("print the author's rule below each sentence"))
@with_marks
@with_facts
def command(run: Run, words: tuple[str, ...], code: bool) -> int:
    """Print an explanation."""
    from ccrules.pipeline import explain

    method, plugins = load_method(run)
    facts, check, subject = _split(words, method)
    base = read_facts(run, facts, method, plugins)
    without = read_without(run, facts, method, plugins)
    with progress(message("assessing"), run.language):
        explanation = explain(
            base,
            method,
            check,
            subject,
            run.language,
            code=code,
            settings=run.settings,
            without=without,
            plugins=plugins,
        )
    lines = _marks(run, base, method, plugins, check, subject)
    write_out("\n".join([explanation.text.rstrip("\n"), *([""] if lines else []), *lines]))
    return 0


def _marks(
    run: Run, base: FactBase, method: Method, plugins: Plugins, check: str, subject: str | None
) -> list[str]:
    """What waivers and the review say of it."""
    waivers, review = read_marks(run)
    if waivers is None and review is None:
        return []
    from ccrules.pipeline import assess

    assessment = assess(base, method, language=run.language, waivers=waivers, review=review, plugins=plugins)
    tell_of_marks(assessment, run.language)
    return list(mark_lines(assessment, check, subject))


def _split(words: Sequence[str], method: Method) -> tuple[Sequence[str], str, str | None]:
    """Fact files, check and subject.

    Raises:
        UsageError: no check is named, no facts stand before it, or too much follows it.
    """
    at = next(
        (place for place, word in enumerate(words) if method.current("check", word) in method.checks), None
    )
    if at is None:
        raise UsageError(_no_check(words, method))
    if at == 0:
        what = message("{name} is missing", name="FACTS")
        raise UsageError(Problem(NOWHERE, what, message("name the fact files before the check")))
    rest = words[at + 1 :]
    if len(rest) > 1:
        what = message("only one subject can be explained at a time, not {names}", names=rest)
        raise UsageError(Problem(NOWHERE, what, message("name one, such as mailbox/claims")))
    return words[:at], words[at], rest[0] if rest else None


def _no_check(words: Sequence[str], method: Method) -> Problem:
    """What to say if no word is a check: the first that is no file was meant to be one."""
    meant = next((word for word in words if not Path(word).exists()), None)
    if meant is None:
        return Problem(
            NOWHERE,
            message("{name} is missing", name="CHECK"),
            message("ccrules rules list shows the checks"),
        )
    what = message("there is no check '{name}'", name=meant)
    return Problem(NOWHERE, what, suggestion(meant, method.checks))
