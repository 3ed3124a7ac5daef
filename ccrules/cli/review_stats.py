"""``ccrules review stats``: which checks consultants accept, and which they correct."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from ccrules.cli.options import configured, option
from ccrules.cli.shape import Choice, Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import write_out
from ccrules.errors import CcrulesError, InputError, Message, Problem, message

if TYPE_CHECKING:
    from ccrules.following.review import Review
    from ccrules.following.statistics import Judged

FORMATS = ("text", "json")


@make_command(
    "stats",
    message(
        "Count over reviews (FILES) how often what each check found was accepted, regraded or rejected, "
        "the most corrected first."
    ),
)
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@option("--format", "format_", type=Choice(FORMATS), default="text", says=message("text for people, or json"))
@configured
def command(run: Run, files: tuple[str, ...], format_: str) -> int:
    """Count verdicts."""
    from ccrules.following.statistics import as_json, statistics

    found = statistics(_read(files))
    if format_ == "json":
        write_out(json.dumps(as_json(found), ensure_ascii=False, indent=2))
    else:
        write_out("\n".join(_lines(found, run.language)))
    return 0


def _read(files: tuple[str, ...]) -> list[Review]:
    """All reviews.

    Raises:
        InputError: with the problems of every file.
    """
    from ccrules.following.review import read_review

    problems: list[Problem] = []
    found = []
    for file in files:
        try:
            found.append(read_review(file))
        except CcrulesError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return found


def _lines(found: list[Judged], language: str) -> Iterator[str]:
    """A table: id, number of verdicts, then each verdict."""
    from ccrules.renderers.canvas import canvas
    from ccrules.text import number, percent, worded

    def say(text: Message) -> str:
        return worded(text, language)

    heads = [say(one) for one in _HEADS]
    rows = [
        [
            one.id,
            number(one.total, language),
            *(number(one.verdicts[name], language) for name in ("accept", "comment")),
            number(one.verdicts["regrade"] + one.verdicts["change"], language),
            number(one.verdicts["reject"], language),
            "–" if one.rejected is None else percent(one.rejected, language, 0),
        ]
        for one in found
    ]
    page = canvas(100, colour=False)
    right = [False, *[True] * (len(heads) - 1)]
    page.table([[(head, "")] for head in heads], [[[(cell, "")] for cell in row] for row in rows], right)
    yield page.text()


_HEADS = (
    message("Rule"),
    message("Verdicts"),
    message("Accepted"),
    message("Commented"),
    message("Regraded or changed"),
    message("Rejected"),
    message("Share rejected"),
)
