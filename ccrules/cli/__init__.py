"""The command line. Importing this imports nothing else, so that ``ccrules --help`` is quick."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

#: Objects that come and go before rubbish is looked for, and how often older ones are looked at. What a
#: command builds it keeps to its end, so looking through it every 700 objects is a sixth of its time.
RUBBISH = (100_000, 20, 100)


def main() -> None:
    """Run the command line of this process and leave with its exit code."""
    gc.set_threshold(*RUBBISH)
    sys.exit(run())


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: what comes after ``ccrules``; this process's own if left out.

    Returns:
        0 done; 1 a finding at or above ``--fail-on``, or failed tests or lint; 2 bad input or
        usage, or an internal error; 130 interrupted.
    """
    from ccrules.cli.app import run_command

    return run_command(arguments)
