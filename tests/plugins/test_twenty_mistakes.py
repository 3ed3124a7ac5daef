"""A ruleset with twenty different mistakes gets twenty messages in one go, each with its place and a hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from ccrules import cli

MARKED = Path(__file__).with_name("twenty_mistakes.yaml").read_text(encoding="utf-8")
MARKS = [(row, line.index("§") + 1) for row, line in enumerate(MARKED.splitlines(), 1) if "§" in line]
SAYS = {
    "en": ["most may not be above 20", "did you mean tracked?", "a belief lies above 0", "is defined twice"],
    "fr": [
        "most ne peut",
        "vouliez-vous dire tracked ?",
        "vouliez-vous dire inboxes ?",
        "noms connus : tell",
    ],
}


@pytest.mark.parametrize("language", SAYS)
def test_each_is_told_at_its_place(language, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("firm.yaml").write_text(MARKED.replace("§", ""), encoding="utf-8")
    assert len(MARKS) == 20
    assert cli.run(["rules", "list", "-r", "firm.yaml", "--lang", language]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert [tuple(map(int, line.split(":")[1:3])) for line in lines] == MARKS
    assert len({line.partition(": ")[2] for line in lines}) == 20
    assert all(line.endswith(")") for line in lines)
    for text in SAYS[language]:
        assert sum(text in line.replace("\u00a0", " ").replace("\u202f", " ") for line in lines) >= 1, err
