"""Prints a page with a browser that is there anyway: Chromium, Chrome or Edge."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ccrules.errors import NOWHERE, Problem, UsageError, message

#: How long a browser may take, in seconds.
PATIENCE = 300
_NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge",
    "msedge",
)  # fmt: skip
_WINDOWS = ("Microsoft/Edge/Application/msedge.exe", "Google/Chrome/Application/chrome.exe")
_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_DATE = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}([^)]*\))")
_IDENTIFIER = re.compile(rb"(/ID\s*\[\s*<)([0-9A-Fa-f]+)(>\s*<)([0-9A-Fa-f]+)(>)")


def find_browser() -> str | None:
    """The first browser that can print; None if there is none."""
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    return next((str(path) for path in _usual_places() if path.is_file()), None)


def _usual_places() -> Iterator[Path]:
    yield from map(Path, _MAC)
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if os.environ.get(variable):
            yield from (Path(os.environ[variable]) / name for name in _WINDOWS)


def print_with(browser: str, page: str, day: str) -> bytes:
    """Print a page.

    Args:
        browser: the program.
        page: HTML that needs nothing else.
        day: the day that the document says it was made on, as ``2026-10-01``.

    Raises:
        UsageError: the browser failed or took too long.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "report.html"), Path(folder, "report.pdf")
        source.write_text(page, "utf-8")
        _run(_command(browser, source, target))
        if not target.is_file():
            raise UsageError(Problem(NOWHERE, message("{browser} wrote no PDF", browser=browser)))
        return _timeless(target.read_bytes(), day)


def _command(browser: str, source: Path, target: Path) -> list[str]:
    rights = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    return [
        browser,
        "--headless",
        "--disable-gpu",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--no-pdf-header-footer",
        "--generate-pdf-document-outline",
        "--export-tagged-pdf",
        f"--user-data-dir={source.parent / 'profile'}",
        f"--print-to-pdf={target}",
        *rights,
        source.as_uri(),
    ]


def _run(command: list[str]) -> None:
    try:
        # The page holds no program, and the browser was found by its own name.
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)  # noqa: S603 - the browser that was found, with our own options
    except (OSError, subprocess.SubprocessError) as error:
        what = message(
            "{browser} could not print the report: {reason}", browser=command[0], reason=str(error)[:200]
        )
        raise UsageError(Problem(NOWHERE, what)) from error


def _timeless(document: bytes, day: str) -> bytes:
    """The same document with the given day instead of now; its length, and so its index, stays."""
    stamp = day.replace("-", "").encode("ascii") + b"000000"
    dated = _DATE.sub(lambda found: found[1] + stamp + found[2], document)
    return _IDENTIFIER.sub(
        lambda found: found[1] + b"0" * len(found[2]) + found[3] + b"0" * len(found[4]) + found[5], dated
    )
