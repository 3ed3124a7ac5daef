"""The page on explaining prints what the command prints."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.cli.conftest import ccrules, in_english

__all__ = ["ccrules", "in_english"]

PAGE = (Path(__file__).parents[2] / "docs" / "explaining.md").read_text(encoding="utf-8")


def block(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_the_commands_print_what_the_page_says(tmp_path, monkeypatch, ccrules):
    (tmp_path / "ruleset.yaml").write_text(block("yaml ruleset")[0], encoding="utf-8")
    (tmp_path / "facts.yaml").write_text(block("yaml facts")[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    sessions = block("console")
    assert len(sessions) == 2
    for session in sessions:
        command, _, expected = session.partition("\n")
        done = ccrules(*shlex.split(command)[2:])
        assert (done.code, done.err) == (0, "")
        assert plain(done.out) == expected
