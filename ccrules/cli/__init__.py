"""The command line. Importing this imports nothing else, so that ``ccrules --help`` is quick."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main() -> None:
    """Run the command line of this process and leave with its exit code."""
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
