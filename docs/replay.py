"""Runs every command of a page again and writes down what it prints.

``python docs/replay.py`` replays ``docs/write-a-ruleset.md`` in an empty folder and rewrites it; with
``--check`` it changes nothing and leaves with 1 if the page is not what comes out.

Blocks of a page: ``console`` holds commands after ``$`` and what they print; ``file=PATH`` is a file to
write, ``append=PATH`` goes to its end, ``replace=PATH`` holds what to look for and, below a line of
dashes, what to put there.
"""

from __future__ import annotations

import contextlib
import difflib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

HERE = Path(__file__).resolve().parent
PAGE = HERE / "write-a-ruleset.md"
BLOCK = re.compile(
    r"^```(?P<kind>\w+)(?: (?P<way>file|append|replace)=(?P<path>\S+))?\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
#: So many lines of an output are shown; the rest is counted.
LONGEST = 40
#: What differs from one run to the next and from one machine to another.
VARIES = ((re.compile(r" in \d+\.\d+s( \(\S+\))?"), ""), (re.compile(r"(?<=→ )\S*/(?=our-firm)"), ""))

#: What a terminal of a hundred columns tells programs that are not on it.
ENVIRONMENT = {"COLUMNS": "100", "LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}

Install = Callable[[Path], None]


class Replay:
    """One run through a page.

    Args:
        root: an empty folder.
        install: puts the package of the current folder, and ccrules, into the environment ``fresh``.
    """

    def __init__(self, root: Path, install: Install) -> None:
        self.root, self.here, self._install = root, root, install

    def page(self, text: str) -> str:
        """The page with what its commands print now."""
        return BLOCK.sub(self._block, text)

    def _block(self, block: re.Match[str]) -> str:
        if block["kind"] == "console":
            commands = [line[2:] for line in block["text"].splitlines() if line.startswith("$ ")]
            return "```console\n" + "".join(map(self._told, commands)) + "```"
        if block["way"]:
            self._write(self.here / block["path"], block["way"], block["text"])
        return block[0]

    def _write(self, path: Path, way: str, text: str) -> None:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        if way == "append":
            text = before + text
        if way == "replace":
            old, _, new = text.partition("---\n")
            assert before.count(old) == 1, f"{path}: {old!r} should stand there once"
            text = before.replace(old, new)
        path.write_text(text, encoding="utf-8")

    def _told(self, command: str) -> str:
        lines = self._ran(command).rstrip().splitlines()
        if len(lines) > LONGEST:
            lines = [*lines[:LONGEST], f"… ({len(lines) - LONGEST} more lines)"]
        return "".join(f"{line}\n" for line in [f"$ {command}", *lines])

    def _ran(self, command: str) -> str:
        words = shlex.split(command)
        if words[0] == "cd":
            self.here = (self.here / words[1]).resolve()
            return ""
        if words[0] == "cp":
            shutil.copytree(self.here / words[2], self.here / words[3])
            return ""
        if words[:3] == ["python", "-m", "venv"]:
            return ""
        if words[0].endswith("pip"):
            self._install(self.here)
            return ""
        return self._of_ccrules(words)

    def _of_ccrules(self, words: list[str]) -> str:
        if not words[0].startswith("fresh"):
            return self._steady(_in_process(words[1:], self.here))
        packages = self.here / "fresh" / "packages"
        python = sys.executable if packages.exists() else str(_python_of(self.here / "fresh"))
        path = {"PYTHONPATH": os.pathsep.join(map(str, (packages, HERE.parent)))} if packages.exists() else {}
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        done = subprocess.run(  # noqa: S603 - what the page itself says
            [python, "-m", "ccrules", *words[1:]],
            cwd=self.here,
            env=inherited | ENVIRONMENT | path,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return self._steady(done.stdout + done.stderr)

    def _steady(self, text: str) -> str:
        for path, name in ((f"{self.root}{os.sep}", ""), (f"{HERE.parent}{os.sep}", "")):
            text = text.replace(path, name)
        for pattern, instead in VARIES:
            text = pattern.sub(instead, text)
        return text


def _in_process(words: list[str], here: Path) -> str:
    """What a command of ccrules prints, without starting an interpreter for it."""
    from ccrules.cli import run

    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with (
        contextlib.chdir(here),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
        patch.dict(os.environ, ENVIRONMENT),
    ):
        run(words)
    return out.buffer.getvalue().decode("utf-8")


def _python_of(environment: Path) -> Path:
    places = (environment / "bin" / "python", environment / "Scripts" / "python.exe")
    return next(path for path in places if path.exists())


def real_environment(package: Path) -> None:
    """A new virtual environment with ccrules and the package, as a user would have it."""
    subprocess.run([sys.executable, "-m", "venv", package / "fresh"], check=True)  # noqa: S603 - what the page itself says
    pip = [_python_of(package / "fresh"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, HERE.parent, package], check=True)  # noqa: S603 - what the page itself says


def quick_environment(package: Path) -> None:
    """The package alone in a folder of its own, beside what is installed here; for the tests."""
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--no-build-isolation",
    ]
    subprocess.run([*pip, "--target", package / "fresh" / "packages", package], check=True)  # noqa: S603 - what the page itself says


def replayed(page: Path, install: Install) -> str:
    """What a page says after its commands have been run.

    Args:
        page: the page.
        install: what to do where the page installs a package.
    """
    with tempfile.TemporaryDirectory() as folder:
        return Replay(Path(folder).resolve(), install).page(page.read_text(encoding="utf-8"))


def main(arguments: list[str]) -> int:
    """Rewrite the page, or with ``--check`` say how it differs."""
    quick, check = "--quick" in arguments, "--check" in arguments
    before = PAGE.read_text(encoding="utf-8")
    after = replayed(PAGE, quick_environment if quick else real_environment)
    if not check:
        PAGE.write_text(after, encoding="utf-8")
        return 0
    found = list(
        difflib.unified_diff(before.splitlines(), after.splitlines(), "written", "comes out", lineterm="")
    )
    print("\n".join(found))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
