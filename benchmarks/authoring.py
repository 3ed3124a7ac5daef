"""What authors of rulesets wait for: from ``rules new`` to the first finding, lint, tests, comparison.

    python -m benchmarks.authoring

Processor seconds, the best of three, each in an interpreter of its own; beside them how often loading the
bundled method, imports included, fits into each.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.tables import table

#: Runs a command in this process and prints the processor seconds it took, imports included.
TIMED = """\
import sys, time
from ccrules.cli import run
code = 0
for words in sys.argv[1].split(" && "):
    code = max(code, run(words.split()))
print(code, time.process_time(), file=sys.stderr)
"""
LOAD = "rules list -r contact-centre --format json"
WAITS = {
    "load and list the bundled method": LOAD,
    "rules new, then the first finding": (
        "rules new our-firm && assess our-firm/facts.yaml -r our-firm/our_firm/ruleset"
    ),
    "rules new --folder --extends none, then the first finding": (
        "rules new our-firm --folder --extends none && assess our-firm/facts.yaml -r our-firm/ruleset"
    ),
    "lint of the bundled method": "rules lint -r contact-centre",
    "its tests": "rules test -r contact-centre",
    "its tests with coverage": "rules test -r contact-centre --coverage",
    "comparison with itself": "rules diff contact-centre contact-centre",
}


def seconds(words: str) -> float:
    """Processor seconds of commands, the best of three.

    Args:
        words: commands of ccrules, joined by ``&&``.

    Raises:
        RuntimeError: a command says that its input is wrong.
    """
    found = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(  # noqa: S603 - our own words
                [sys.executable, "-c", TIMED, words],
                cwd=folder, capture_output=True, text=True, check=True,
            )  # fmt: skip
        code, took = done.stderr.split()[-2:]
        if int(code) > 1:
            raise RuntimeError(done.stderr)
        found.append(float(took))
    return min(found)


def rows() -> Iterator[tuple[str, str, str]]:
    """What is waited for, the seconds, and the ratio to loading."""
    loading = seconds(LOAD)
    for name, words in WAITS.items():
        took = loading if words == LOAD else seconds(words)
        yield name, f"{took:.2f}", f"{took / loading:.2f}"


def main() -> None:
    """Print the table."""
    print(table(["what", "processor s", "times loading"], [list(row) for row in rows()]))


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    main()
