"""``ccrules facts privacy``: which personal data facts hold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ccrules.cli.options import facts_argument, option, with_facts
from ccrules.cli.shape import Choice, Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import say, write_out
from ccrules.cli.work import load_method, read_facts
from ccrules.errors import message

if TYPE_CHECKING:
    from ccrules.collecting.privacy import Holding

FORMATS = ("text", "json")


@make_command(
    "privacy",
    message(
        "List the personal data that FACTS (files or folders) hold: ids of people, personal values, names, "
        "addresses, authors and references, each with how many and where."
    ),
)
@facts_argument
@option(
    "--format",
    "format_",
    type=Choice(FORMATS),
    default="text",
    says=message("text for people, JSON for programs"),
)
@with_facts
def command(run: Run, facts: tuple[str, ...], format_: str) -> int:
    """List what is personal."""
    from ccrules.collecting.privacy import personal_data

    method, plugins = load_method(run)
    found = personal_data(read_facts(run, facts, method, plugins))
    if format_ == "json":
        write_out(json.dumps([_as_json(one) for one in found], ensure_ascii=False, indent=2))
    else:
        write_out("\n".join(_lines(found, run.language)))
    return 0


def _as_json(one: Holding) -> dict[str, object]:
    places = [str(place) for place in one.places]
    return {
        "kind": one.kind,
        "entity": one.entity,
        "attribute": one.attribute or None,
        "count": one.count,
        "places": places,
    }


def _lines(found: Sequence[Holding], language: str) -> Iterator[str]:
    """A heading per kind, and a line per attribute below it."""
    from ccrules.collecting.privacy import KINDS

    if not found:
        yield say(message("no personal data was found"), language)
        return
    for kind, title in KINDS.items():
        listed = [one for one in found if one.kind == kind]
        if listed:
            total = sum(one.count for one in listed)
            yield say(message("{name}: {count}", name=say(title, language), count=total), language)
            yield from (f"  {_line(one, language)}" for one in listed)
    yield say(message("ccrules facts anonymise replaces names and keeps the verdicts"), language)


def _line(one: Holding, language: str) -> str:
    name = f"{one.entity}.{one.attribute}" if one.attribute else one.entity
    places = ", ".join(map(str, one.places))
    if one.count > len(one.places) and one.places:
        places += " …"
    counted = say(message("{name}: {count}", name=name, count=one.count), language)
    return f"{counted} ({places})" if places else counted
