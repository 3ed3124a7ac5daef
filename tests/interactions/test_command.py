"""``ccrules facts from-interactions`` as its user runs it, on the logs of the examples."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ccrules import cli, load_facts
from ccrules.ruleset.model import Method

LOGS = Path(__file__).parents[2] / "examples" / "logs"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ccrules(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "CCRULES_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(["facts", "from-interactions", *arguments])
        return code, *capfd.readouterr()

    return run


def log(name: str) -> str:
    return str(LOGS / name)


def test_logs_in_two_languages_become_one_fact_file(ccrules: Run, method: Method, tmp_path: Path):
    names = ("calls.csv", "appels.csv", "mails-tickets.csv")
    settings = ("--setting", "phone.threshold_seconds=20", "--setting", "email.threshold_seconds=48h")
    code, out, err = ccrules(*map(log, names), "-o", "facts.yaml", *settings)
    assert (code, err) == (0, "")
    assert "Date + Heure (%d/%m/%Y %H:%M:%S)" in out
    assert "416 rows read, 416 used, 0 set aside" in out
    text = (tmp_path / "facts.yaml").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "416 rows read" in text
    base = load_facts(tmp_path / "facts.yaml", method)
    flows = {one.id: one for one in base.collections["flow"].members}
    assert flows["sinistres-phone"].returned_share > 0.1
    assert flows["remboursement-email"].reason == "Remboursement"
    assert not {"Nadia", "nadia", "client1"} & set(text.replace("-", " ").split())


def test_beside_a_signed_list_a_log_opens_nothing(ccrules: Run, method: Method, tmp_path: Path):
    ccrules(log("appels.csv"), "-o", "facts.yaml")
    flows = load_facts(tmp_path / "facts.yaml", method).collections["flow"]
    assert not flows.complete
    signed = tmp_path / "signed.yaml"
    names = [f"{{id: {one.id}}}" for one in flows.members]
    head = "assessment: {status: draft, complete: [flows]}"
    for listed, complete in ((names, True), (names[1:], False)):
        signed.write_text(f"{head}\nflows: [{', '.join(listed)}]", encoding="utf-8")
        for files in ([signed, tmp_path / "facts.yaml"], [tmp_path / "facts.yaml", signed]):
            base = load_facts(files, method)
            assert base.collections["flow"].complete is complete
            said = [
                str(note.what) for note in base.notes if "lacks members of this excerpt" in str(note.what)
            ]
            assert [text.rpartition(": ")[2] for text in said] == ([] if complete else [flows.members[0].id])


def test_everything_is_said_in_french(ccrules: Run, tmp_path: Path):
    code, out, _ = ccrules(log("appels.csv"), "-o", "faits.yaml", "--lang", "fr")
    assert code == 0
    assert "416 lignes lues, 416 utilisées, 0 écartées" in out
    assert "contacts traités par un conseiller" in (tmp_path / "faits.yaml").read_text(encoding="utf-8")


def test_a_mapping_is_proposed_and_taken_back(ccrules: Run, tmp_path: Path):
    assert ccrules(log("phone-intervals.csv"), "--propose", "m.yaml")[0] == 0
    assert "offered_stated: Calls offered" in (tmp_path / "m.yaml").read_text(encoding="utf-8")
    code, out, err = ccrules(log("phone-intervals.csv"), "--mapping", "m.yaml", "-o", "facts.yaml")
    assert (code, err) == (0, "")
    assert "160 rows read" in out
    ccrules(log("phone-intervals.csv"), "-o", "again.yaml")
    assert (tmp_path / "again.yaml").read_bytes() == (tmp_path / "facts.yaml").read_bytes()


def test_questions_end_with_two_and_where_to_answer(ccrules: Run, tmp_path: Path):
    Path("log.csv").write_text("When,Line\n01/02/2026 10:00,A\n02/02/2026 10:00,A\n", encoding="utf-8")
    code, _, err = ccrules("log.csv", "-o", "facts.yaml", "--propose", "m.yaml")
    assert code == 2
    assert "no column seems to be the channel" in err
    assert "answer them in m.yaml and give it with --mapping" in err
    assert not (tmp_path / "facts.yaml").exists()
    code, _, err = ccrules("log.csv", "--mapping", "m.yaml", "-o", "facts.yaml")
    assert code == 2
    assert "m.yaml:" in err
    assert "still open" in err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["calls.csv"], "nothing is asked for"),
        (["calls.csv", "-o", "facts.txt"], "written as YAML"),
        (["calls.csv", "-o", "f.yaml", "--setting", "treshold_seconds=3"], "did you mean threshold_seconds"),
        (
            ["calls.csv", "-o", "f.yaml", "--setting", "fone.threshold_seconds=3"],
            "known, among others: phone",
        ),
        (["calls.csv", "-o", "f.yaml", "--setting", "threshold_seconds"], "gives no value"),
        (["calls.csv", "-o", "f.yaml", "--setting", "threshold_seconds=soon"], "soon is no value"),
        (["calls.csv", "-o", "f.yaml", "--memory", "many"], "--memory"),
        (["missing.csv", "-o", "f.yaml"], "can't be read"),
    ],
)
def test_wrong_calls_are_told(arguments: list[str], expected: str, ccrules: Run, tmp_path: Path):
    Path("calls.csv").write_bytes((LOGS / "calls.csv").read_bytes())
    code, _, err = ccrules(*arguments)
    assert code == 2
    assert expected in err
    assert not (tmp_path / "f.yaml").exists()


def test_without_duckdb_the_line_to_install_it_is_said(ccrules: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    code, _, err = ccrules(log("calls.csv"), "-o", "facts.yaml")
    assert code == 2
    assert "pip install 'ccrules[logs]'" in err
