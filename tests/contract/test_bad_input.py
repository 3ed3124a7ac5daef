"""Bad input gives a message with place and hint, exit code 2, and nothing half-written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

DEMO = (Path(__file__).parent / "demo" / "demo.yaml").read_text(encoding="utf-8")
GOOD = "mailboxes:\n  - {id: claims, tracked: no, volume_month: 1200}\n"
#: ``file:line:column: message (hint)``
FORM = re.compile(r"^(?P<file>[^\s:]+):(?P<line>\d+):(?P<column>\d+): (?P<what>.+) \((?P<hint>.+)\)$")


def ccrules(folder: Path, *words: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder; it must neither hang nor show a traceback."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-m", "ccrules", *words],
        cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=timeout, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the demo ruleset and facts that are fine."""
    (tmp_path / "demo.yaml").write_text(DEMO, encoding="utf-8")
    (tmp_path / "facts.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path


FACTS = {
    "a syntax error": ("mailboxes:\n  - {id: claims, tracked: no\n", r"facts\.yaml:\d+:\d+: "),
    "a duplicate key": ("mailboxes: []\nmailboxes: []\n", r"facts\.yaml:2:1: .*mailboxes"),
    "a misspelt attribute": ("mailboxes:\n  - {id: a, trackd: no}\n", r"facts\.yaml:2:13: .*trackd.* \(.*tracked"),
    "a misspelt collection": ("mailboxs: []\n", r"facts\.yaml:1:1: .*mailboxs.* \(.*mailboxes"),
    "a wrong type": ("mailboxes:\n  - {id: a, tracked: 12}\n", r"facts\.yaml:2:\d+: .*12"),
    "a bad unit": ("mailboxes:\n  - {id: a, volume_month: 12 minutes}\n", r"facts\.yaml:2:\d+: .*minutes"),
    "a number with a comma": ("mailboxes:\n  - id: a\n    volume_month: 1,200\n", r"facts\.yaml:3:\d+: .*1,200.*1200"),
    "a comma that split a number": ("mailboxes:\n  - {id: a, volume_month: 0,85}\n", r"facts\.yaml:2:\d+: .*0,85"),
    "a reference to nothing": (
        "agents: [{id: amina}]\nmailboxes:\n  - {id: a, owner: amna}\n", r"facts\.yaml:3:\d+: .*amna.* \(.*amina",
    ),
    "a number out of bounds": ("mailboxes:\n  - {id: a, volume_month: -3}\n", r"facts\.yaml:2:\d+: .*-3"),
    "a quoted state": ('mailboxes:\n  - {id: a, volume_month: "unknown"}\n', r"facts\.yaml:2:\d+: "),
    "an id twice": ("mailboxes:\n  - {id: a}\n  - {id: a}\n", r"facts\.yaml:3:\d+: "),
    "10,000 nested lists": ("mailboxes: " + "[" * 10_000 + "]" * 10_000, r"facts\.yaml:1:\d+: "),
    "an alias bomb": (
        "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
            f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
        ), r"facts\.yaml:\d+:\d+: ",
    ),
    "a merge bomb": ("base: &base {a: 1}\nmailboxes: {<<: *base}\n", r"facts\.yaml:2:\d+: .*<<"),
    "not UTF-8": ("mailboxes: [{id: caf\udce9}]\n", r"facts\.yaml"),
}  # fmt: skip


@pytest.mark.parametrize("name", FACTS)
def test_wrong_facts(folder: Path, name: str) -> None:
    text, expected = FACTS[name]
    (folder / "facts.yaml").write_bytes(text.encode("utf-8", errors="surrogateescape"))
    started = time.perf_counter()
    done = ccrules(folder, "assess", "facts.yaml", "-r", "demo.yaml", "-o", "report.md")
    assert done.returncode == 2
    assert re.search(expected, done.stderr), done.stderr
    assert "(" in done.stderr
    assert not (folder / "report.md").exists()
    assert time.perf_counter() - started < 30


def test_every_problem_of_every_file_at_once(folder: Path) -> None:
    (folder / "facts.yaml").write_text(
        "mailboxes:\n  - {id: a, trackd: no}\n  - {id: b, tracked: 12}\n", encoding="utf-8"
    )
    (folder / "more.yaml").write_text("agents:\n  - {id: c, skils: [x]}\n", encoding="utf-8")
    done = ccrules(folder, "validate", "facts.yaml", "more.yaml", "-r", "demo.yaml")
    lines = [FORM.match(line) for line in done.stderr.splitlines()]
    assert done.returncode == 2
    assert [(one["file"], int(one["line"])) for one in lines if one] == [
        ("facts.yaml", 2),
        ("facts.yaml", 3),
        ("more.yaml", 2),
    ]


def test_two_files_that_disagree_show_both_places(folder: Path) -> None:
    (folder / "other.yaml").write_text("mailboxes:\n  - {id: claims, tracked: yes}\n", encoding="utf-8")
    done = ccrules(folder, "assess", "facts.yaml", "other.yaml", "-r", "demo.yaml")
    assert done.returncode == 2
    assert re.search(r"other\.yaml:2:\d+", done.stderr)
    assert re.search(r"facts\.yaml:2:\d+", done.stderr)


CYCLE = """\
  - {id: C1, when: [{conclusion: b}], conclude: {id: a, kind: cause, title: A, belief: 0.5}}
  - {id: C2, when: [{conclusion: a}], conclude: {id: b, kind: cause, title: B, belief: 0.5}}
  - id: DEMO-INF-002"""

RULES = {
    "a check with a misspelt attribute": ("when: not mailbox.tracked", "when: not mailbox.trackd", r"\d+:\d+: .*trackd.* \(.*tracked"),
    "a type error in a condition": ("when: not mailbox.tracked", "when: mailbox.volume_month", r"\d+:\d+: .*number"),
    "a private name": ("when: not mailbox.tracked", "when: mailbox.__class__", r"\d+:\d+: .*__class__"),
    "a lambda": ("when: not mailbox.tracked", 'when: "(lambda: True)()"', r"\d+:\d+: "),
    "a call to open": ("when: not mailbox.tracked", "when: open('x')", r"\d+:\d+: .*open"),
    "an undefined name in a template": ("{{ n }} mailboxes", "{{ m }} mailboxes", r"\d+:\d+: .*m"),
    "a template that is none": ("{{ n }} mailboxes", "{{ n mailboxes", r"\d+:\d+: "),
    "an unknown recommendation": ("recommend: [track-mailboxes]", "recommend: [track-mailbox]", r"\d+:\d+: .*track-mailbox.* \("),
    "a misspelt key": ("severity: high ", "severty: high ", r"\d+:\d+: .*severty.* \(.*severity"),
    "a parameter out of its bounds": ("default: 3, min: 1", "default: 0, min: 1", r"\d+:\d+: "),
    "a cycle of conclusions": (
        "  - id: DEMO-INF-002",
        CYCLE,
        r"\d+:\d+: .*\ba\b.*\bb\b|\d+:\d+: .*\bb\b.*\ba\b",
    ),
    "an extends of itself": ("extends: []", "extends: [demo.yaml]", r"demo"),
    "a version not yet there": ("requires: ccrules>=0.1", "requires: ccrules>=99", r"\d+:\d+: .*99"),
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_wrong_rules(folder: Path, name: str) -> None:
    old, new, expected = RULES[name]
    assert old in DEMO
    (folder / "demo.yaml").write_text(DEMO.replace(old, new, 1), encoding="utf-8")
    done = ccrules(folder, "assess", "facts.yaml", "-r", "demo.yaml", "-o", "report.md")
    assert done.returncode == 2
    assert re.search(rf"demo\.yaml:{expected}|{expected}", done.stderr), done.stderr
    assert not (folder / "report.md").exists()


def test_a_cyclic_extends_names_the_cycle(folder: Path) -> None:
    for name, base in (("one", "two"), ("two", "one")):
        text = f"ruleset: {name}\nversion: 1.0.0\nextends: [{base}.yaml]\n"
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    done = ccrules(folder, "assess", "facts.yaml", "-r", "one.yaml")
    assert done.returncode == 2
    assert "one" in done.stderr
    assert "two" in done.stderr


def test_a_huge_file_is_refused_before_it_is_read(folder: Path) -> None:
    with (folder / "huge.yaml").open("wb") as file:
        file.truncate(200_000_000)
    started = time.perf_counter()
    done = ccrules(folder, "validate", "huge.yaml", "-r", "demo.yaml")
    assert done.returncode == 2
    assert "huge.yaml" in done.stderr
    assert time.perf_counter() - started < 20


def test_an_output_that_can_not_be_written(folder: Path) -> None:
    (folder / "taken").write_text("a file, not a folder", encoding="utf-8")
    done = ccrules(
        folder, "assess", "facts.yaml", "-r", "demo.yaml", "-o", "fine.md", "-o", "taken/report.md"
    )
    assert done.returncode == 2
    assert "taken" in done.stderr
    assert not (folder / "fine.md").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell's pipe is closed another way there")
def test_a_closed_pipe_is_quiet(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    words = [sys.executable, "-m", "ccrules", "assess", "facts.yaml", "-r", "demo.yaml", "--format", "json"]
    done = subprocess.run(
        words, cwd=folder, env=environment, stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    assert done.stderr == b""


def test_problems_are_said_in_french(folder: Path) -> None:
    (folder / "facts.yaml").write_text("mailboxes:\n  - {id: a, trackd: no}\n", encoding="utf-8")
    done = ccrules(folder, "validate", "facts.yaml", "-r", "demo.yaml", "--lang", "fr")
    assert done.returncode == 2
    assert "tracked" in done.stderr
    assert "did you mean" not in done.stderr


def test_a_check_that_does_not_exist(folder: Path) -> None:
    done = ccrules(folder, "explain", "facts.yaml", "DEMO-01", "-r", "demo.yaml")
    assert done.returncode == 2
    assert "DEMO-001" in done.stderr


def test_a_parameter_that_does_not_exist(folder: Path) -> None:
    done = ccrules(folder, "assess", "facts.yaml", "-r", "demo.yaml", "--param", "max_box=3")
    assert done.returncode == 2
    assert "max_boxes" in done.stderr
