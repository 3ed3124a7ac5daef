"""Progress on a terminal, and nothing of it elsewhere."""

from __future__ import annotations

import io
import sys
import time

import pytest

from ccrules import cli
from ccrules.cli import terminal
from ccrules.errors import NOWHERE, Place, Problem, message


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def on_screen(monkeypatch, patience: float = 0.01) -> Screen:
    """Put a terminal in place of stderr; from inside the test, because pytest puts its own there."""
    made = Screen()
    monkeypatch.setattr(sys, "stderr", made)
    monkeypatch.setattr(terminal, "PATIENCE", patience)
    return made


def test_long_work_is_shown_and_wiped(monkeypatch):
    screen = on_screen(monkeypatch)
    with terminal.progress(message("assessing"), "en"):
        time.sleep(0.2)
        shown = screen.getvalue()
    assert shown == "assessing …"
    assert screen.getvalue() == "assessing …\r" + " " * len("assessing …") + "\r"


def test_short_work_shows_nothing(monkeypatch):
    screen = on_screen(monkeypatch, patience=60)
    with terminal.progress(message("assessing"), "en"):
        pass
    assert screen.getvalue() == ""


def test_nothing_is_shown_where_nobody_looks(monkeypatch):
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(terminal, "PATIENCE", 0.01)
    with terminal.progress(message("assessing"), "en"):
        time.sleep(0.1)
    assert stream.getvalue() == ""


def test_it_is_wiped_when_the_work_fails(monkeypatch):
    screen = on_screen(monkeypatch)

    def work():
        time.sleep(0.2)
        raise ValueError

    with pytest.raises(ValueError), terminal.progress(message("assessing"), "en"):
        work()
    assert screen.getvalue().endswith("\r")


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (Problem(NOWHERE, message("odd")), "ccrules: odd"),
        (Problem(Place("f.yaml", 2, 3), message("odd"), message("mend it")), "f.yaml:2:3: odd (mend it)"),
        (Problem(Place("f.xlsx", cell="s!B7"), message("two\nlines")), "f.xlsx:s!B7: two lines"),
    ],
)
def test_a_problem_is_one_line(problem, line):
    assert terminal.problem_line(problem, "en") == line


def test_equal_problems_are_told_once(monkeypatch):
    screen = on_screen(monkeypatch)
    terminal.write_problems([Problem(NOWHERE, message("odd"))] * 3, "en")
    assert screen.getvalue() == "ccrules: odd\n"


class Terminal(io.TextIOWrapper):
    """A terminal that shows what its encoding has, and keeps the bytes."""

    def __init__(self, encoding: str) -> None:
        self.seen = io.BytesIO()
        super().__init__(self.seen, encoding=encoding)

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("encoding", "title"), [("ascii", "Boite mail non suivie"), ("latin-1", "Boîte mail")]
)
def test_a_report_makes_do_with_what_the_terminal_can_show(demo, monkeypatch, encoding, title):
    screen = Terminal(encoding)
    monkeypatch.setattr(sys, "stdout", screen)
    options = ["-r", "demo.yaml", "--format", "terminal", "-o", "-", "-o", "report.txt"]
    assert cli.run(["assess", "facts.yaml", *options]) == 0
    shown = screen.seen.getvalue().decode(encoding)
    assert title in shown
    assert "\x1b[" in shown
    assert "###." in shown
    written = (demo / "report.txt").read_text(encoding="utf-8")
    assert "Boîte mail non suivie" in written
    assert "\x1b[" not in written
