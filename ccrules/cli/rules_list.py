"""``ccrules rules list``: what a ruleset holds, one line each, or all there is to know as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ccrules.cli.options import option, with_rulesets
from ccrules.cli.shape import Choice, Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import say, write_out
from ccrules.cli.work import load_method
from ccrules.errors import Message, message

if TYPE_CHECKING:
    from ccrules.ruleset.model import Method

Row = tuple[str, str, str]
_WORD, _QUOTED = re.compile(r"[\w.]+"), re.compile(r"\"[^\"]*\"|'[^']*'")
FORMATS = ("text", "json")


@make_command(
    "list", message("List checks, inferences, recommendations, parameters and profiles, one line each.")
)
@with_rulesets
@option("--format", "format", type=Choice(FORMATS), default="text", says=message("form of the output"))
def command(run: Run, format: str) -> int:
    """List what there is."""
    method, _ = load_method(run)
    if format == "json":
        from ccrules.cli.rules_data import as_json

        write_out(as_json(method, run.language))
        return 0
    tables = (_table(title, rows, run.language) for title, rows in _tables(method, run.language) if rows)
    write_out("\n\n".join(tables))
    return 0


def _tables(method: Method, language: str) -> Iterator[tuple[Message, list[Row]]]:
    """A title and its lines, each with id, kind and text."""
    from ccrules.text import localise, quantity, shown

    yield (
        message("Checks ({count})", count=len(method.checks)),
        [(c.id, _levels(c.severity.text), localise(c.title, language)) for c in method.checks.values()],
    )
    yield (
        message("Inferences ({count})", count=len(method.inferences)),
        [(i.id, i.kind, localise(i.title, language)) for i in method.inferences.values()],
    )
    yield (
        message("Recommendations ({count})", count=len(method.recommendations)),
        [(r.id, r.effort, localise(r.title, language)) for r in method.recommendations.values()],
    )
    yield (
        message("Parameters ({count})", count=len(method.parameters)),
        [
            (
                p.name,
                quantity(p.value, language, p.unit) if _is_number(p.value) else shown(p.value, language),
                localise(p.label, language) or localise(p.why, language),
            )
            for p in method.parameters.values()
        ],
    )
    yield (
        message("Profiles ({count})", count=len(method.profiles)),
        [
            (one.name, ", ".join(one.extends), localise(one.title, language))
            for one in method.profiles.values()
        ],
    )


def _levels(severity: str) -> str:
    """The severities that an expression can give, worst first."""
    from ccrules.ruleset.model import SEVERITIES

    words = set(_WORD.findall(_QUOTED.sub("", severity)))
    return ", ".join(one for one in SEVERITIES if one in words)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _table(title: Message, rows: Iterable[Row], language: str) -> str:
    lines = [tuple(" ".join(cell.split()) for cell in row) for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(2)]
    body = [f"  {name:<{widths[0]}}  {kind:<{widths[1]}}  {text}".rstrip() for name, kind, text in lines]
    return "\n".join([say(title, language), *body])
