"""``ccrules validate``: facts only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccrules.cli.options import facts_argument, with_facts
from ccrules.cli.shape import Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import say, write_out, write_problems
from ccrules.cli.work import load_method, read_facts, warn_of_names
from ccrules.errors import Problem, message

if TYPE_CHECKING:
    from ccrules.facts.base import Entity


@make_command(
    "validate",
    message("Check FACTS (files or folders) and list every problem at once, with its place and a hint."),
)
@facts_argument
@with_facts
def command(
    run: Run,
    facts: tuple[str, ...],
) -> int:
    """Read facts and say what they hold."""
    method, plugins = load_method(run)
    base = read_facts(run, facts, method, plugins)
    write_problems((Problem(note.place, note.what, note.hint) for note in base.notes), run.language)
    warn_of_names(base, run.language)
    known = message(
        "nothing is wrong; files: {files}, entities: {entities}, facts: {facts}",
        files=len(base.files),
        entities=sum(1 for _ in base.entities()),
        facts=sum(_collected(entity) for entity in base.entities()),
    )
    write_out(say(known, run.language))
    return 0


def _collected(entity: Entity) -> int:
    """How many facts of an entity are in the files."""
    from ccrules.values import NOT_COLLECTED

    attributes = entity._type.attributes.values()
    own = [one.name for one in attributes if not one.derive and not one.inverse_of]
    return sum(entity.__dict__[name] is not NOT_COLLECTED for name in own)
