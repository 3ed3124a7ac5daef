"""Puts what the engagement really says into the guides: ``python examples/engagement/guides.py``.

In ``docs/guide-consultants.*.md`` a block below ``<!-- act: NAME -->`` is the transcript of that act of
play.py. With ``--check`` nothing is written; the exit code is 1 if a block is not current.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[2] / "docs"
LANGUAGES = ("en", "fr")
_BLOCK = re.compile(r"(<!-- act: (\w+) -->\n```text\n).*?(```\n)", re.DOTALL)
_COMMAND = re.compile(r"^(?:\$ )?(ccrules .+)$", re.MULTILINE)
_SHELL = re.compile(r"```(?:sh|powershell)\n(.*?)```", re.DOTALL)


def guide(language: str) -> Path:
    """The guide in a language."""
    return DOCS / f"guide-consultants.{language}.md"


def current(text: str, acts: Mapping[str, Any]) -> str:
    """A guide with the transcripts of acts in their places.

    Args:
        text: the guide.
        acts: what ``play`` gave.
    """
    return _BLOCK.sub(lambda block: block[1] + acts[block[2]]["transcript"] + block[3], text)


def commands(text: str) -> list[str]:
    """The commands of ccrules that a guide tells its readers to type."""
    shown = [line for block in _SHELL.findall(text) for line in _COMMAND.findall(block)]
    return [re.sub(r"\s+#.*", "", line) for line in shown]


def played(acts: Mapping[str, Any]) -> list[str]:
    """The commands that a play ran."""
    told = [act["transcript"] for act in acts.values() if isinstance(act, dict)]
    return [line for transcript in told for line in _COMMAND.findall(transcript)]


def main() -> int:
    """Write the guides anew, or say which is not current."""
    from play import play

    stale = []
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
            acts = play(Path(folder), language, quick=True)
        file = guide(language)
        text = file.read_text(encoding="utf-8")
        if current(text, acts) != text:
            stale.append(file.name)
            if "--check" not in sys.argv:
                file.write_text(current(text, acts), encoding="utf-8", newline="\n")
    print("\n".join(stale) or "current")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
