"""``ccrules rules lock``: pin the rulesets of an engagement."""

from __future__ import annotations

from ccrules.cli.options import option, with_rulesets
from ccrules.cli.output import target_problems, write_files
from ccrules.cli.shape import Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import write_out
from ccrules.cli.work import load_method
from ccrules.errors import UsageError, message


@make_command(
    "lock",
    message(
        "Pin rulesets by the hash of their files. With --lock FILE, or lock in ccrules.toml, commands refuse "
        "other ones."
    ),
)
@option("-o", "--output", metavar="FILE", default="-", says=message("where to write it; stdout if left out"))
@with_rulesets
def command(run: Run, output: str) -> int:
    """Write a lock."""
    problems = list(target_problems([output])) if output != "-" else []
    if problems:
        raise UsageError(problems)
    from ccrules.ruleset.locking import lock_text
    from ccrules.version import __version__

    run.lock = None  # what is locked anew is not held to the lock it replaces
    method, _ = load_method(run)
    text = lock_text(method, __version__)
    if output == "-":
        write_out(text.rstrip("\n"))
    else:
        write_files({output: text.encode()})
    return 0
