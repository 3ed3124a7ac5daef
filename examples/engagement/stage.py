"""The stage of the engagement: runs commands, shows what they say, and speaks the language of the story."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml

from ccrules.cli import run

HERE = Path(__file__).parent
#: Characters of a line that is shown.
WIDTH = 112
STORY = yaml.load((HERE / "valmer.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - texts only
#: An optional part that is not installed is named so in the message.
EXTRA = re.compile(r"pip install 'ccrules\[\w+\]'")


class UnexpectedError(Exception):
    """A command ended otherwise than the story goes."""


@dataclass
class Stage:
    """Runs commands in a folder and tells what happens.

    Attributes:
        folder: where all files are.
        language: of the people in the story, ``en`` or ``fr``.
        quick: leave out what takes long.
        skipped: commands that a missing library kept from being done, or that were left out.
    """

    folder: Path
    language: str
    quick: bool = False
    skipped: list[str] = field(default_factory=list)

    def word(self, said: str) -> str:
        """What is called so in English, as the people of the story call it."""
        if self.language == "en":
            return said
        if said in STORY["french"]:
            return str(STORY["french"][said])
        return re.sub(r"[A-Za-z][\w-]*", lambda one: str(STORY["french"].get(one[0], one[0])), said)

    def words(self, said: Any) -> Any:
        """The same for all texts in lists and mappings; names of attributes stay."""
        if isinstance(said, Mapping):
            return {self._key(key): self.words(value) for key, value in said.items()}
        return [self.words(one) for one in said] if isinstance(said, list) else self.word(said)

    def _key(self, key: str) -> str:
        head, slash, rest = key.partition("/")
        name, dot, attribute = rest.partition(".")
        return f"{head}/{self.word(name)}{dot}{attribute}" if slash else key

    def tell(self, english: str, french: str) -> None:
        """Tell what happens next."""
        print("\n" + (french if self.language == "fr" else english))

    def ccrules(self, *arguments: str, show: int = 6, stdin: Any = None, slow: bool = False) -> None:
        """Run a command as one types it, and show the beginning of what it says.

        Args:
            arguments: what stands after ``ccrules``.
            show: how many lines are shown.
            stdin: somebody who answers what the command asks.
            slow: leave it out if the play is to be quick.

        Raises:
            UnexpectedError: it does not end with 0, and that is not for want of an optional library.
        """
        print("$ ccrules " + " ".join(f'"{one}"' if " " in one else one for one in arguments))
        if slow and self.quick:
            self.skipped.append(" ".join(arguments))
            return
        code, said = self._run(arguments, stdin or io.StringIO())
        _show(said, show)
        if code and EXTRA.search(said):
            self.skipped.append(" ".join(arguments))
            self.tell(
                "(skipped: the library is not installed)", "(passé : la bibliothèque n'est pas installée)"
            )
        elif code:
            raise UnexpectedError(f"ccrules {' '.join(arguments)}: {code}\n{said}")

    def _run(self, arguments: Sequence[str], person: Any) -> tuple[int, str]:
        screen = io.StringIO()
        person.screen = screen
        with (
            contextlib.chdir(self.folder),
            contextlib.redirect_stdout(screen),
            contextlib.redirect_stderr(screen),
            _typed_by(person),
            patch.dict(os.environ, {"COLUMNS": "100"}),  # as wide as what is not on a terminal
        ):
            code = run(arguments)
        return code, screen.getvalue()

    def figures(self, name: str) -> dict[str, Any]:
        """The summary of an assessment that was written as JSON, with the number of findings."""
        found = json.loads((self.folder / name).read_text(encoding="utf-8"))
        told = {
            **found["summary"],
            "findings": len(found["findings"]),
            "status": found["assessment"].get("status"),
        }
        share = f"{100 * told['coverage']:.0f} %"
        decided = told["fail"] + told["pass"]
        self.tell(
            f"→ {name}: {decided} questions decided ({share}), {told['findings']} findings, "
            f"{len(found['conclusions'])} conclusions, {len(found['recommendations'])} actions.",
            f"→ {name} : {decided} questions tranchées ({share}), {told['findings']} constats, "
            f"{len(found['conclusions'])} conclusions, {len(found['recommendations'])} actions.",
        )
        return told


@contextlib.contextmanager
def _typed_by(person: Any) -> Iterator[None]:
    before, sys.stdin = sys.stdin, person
    try:
        yield
    finally:
        sys.stdin = before


def _show(said: str, lines: int) -> None:
    shown = [line for line in said.rstrip().split("\n") if line.strip()]
    for line in shown[:lines]:
        print("  " + (line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"))
    if len(shown) > lines:
        print(f"  … ({len(shown) - lines})")
