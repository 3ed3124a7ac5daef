"""The example of six months: every command, every form, and nothing half-written."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest
from openpyxl import load_workbook

from ccrules import cli
from ccrules.cli.schema import SCHEMAS
from ccrules.following.comparison import Comparison
from ccrules.following.review import read_review
from ccrules.following.waivers import read_waivers
from ccrules.renderers.comparing import FORMATS

EXAMPLE = Path(__file__).parents[2] / "examples" / "follow-up"
RULES = ("-r", str(EXAMPLE / "inbox.yaml"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both assessments as JSON."""
    found = tmp_path_factory.mktemp("follow-up")
    for name in ("spring", "autumn"):
        code = cli.run(["assess", str(EXAMPLE / f"{name}.yaml"), *RULES, "-o", str(found / f"{name}.json")])
        assert code == 0
    return found


def diff(folder: Path, *more: str) -> int:
    return cli.run(["diff", str(folder / "spring.json"), str(folder / "autumn.json"), *more])


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_data(self, data: str) -> None:
        self.text += data


def _html(file: Path) -> str:
    parser = _Text()
    parser.feed(file.read_text("utf-8"))
    return parser.text


def _docx(file: Path) -> str:
    with zipfile.ZipFile(file) as package:
        parser = _Text()
        parser.feed(package.read("word/document.xml").decode())
    return parser.text


def _xlsx(file: Path) -> str:
    book = load_workbook(file)
    cells = [str(cell.value or "") for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    return "\n".join(cells)


READERS = {".html": _html, ".docx": _docx, ".xlsx": _xlsx}


def test_every_form_shows_every_finding_and_its_reasons(folder):
    files = [folder / f"diff{some[0]}" for name, some in FORMATS.items() if some and name != "pdf"]
    assert diff(folder, *(word for file in files for word in ("-o", str(file)))) == 0
    found = json.loads((folder / "diff.json").read_text("utf-8"))
    wanted = [one["id"] for one in found["findings"]]
    wanted += [reason["text"] for one in found["findings"] for reason in one.get("reasons", ())]
    for file in files:
        text = READERS.get(file.suffix, lambda some: some.read_text("utf-8"))(file)
        plain = text.replace("\\", "").replace('""', '"').replace("’", "'")
        missing = [one for one in wanted if one not in plain and one.replace("_", "\\_") not in text]
        assert not missing, (file.suffix, missing)


def test_the_same_files_give_the_same_bytes(folder):
    for suffix in (".html", ".docx", ".xlsx", ".json", ".csv", ".md"):
        assert diff(folder, "-o", str(folder / f"one{suffix}"), "-o", str(folder / f"two{suffix}")) == 0
        assert (folder / f"one{suffix}").read_bytes() == (folder / f"two{suffix}").read_bytes()


def test_the_json_fits_its_schema(folder, capsys):
    assert diff(folder, "-o", str(folder / "diff.json")) == 0
    capsys.readouterr()
    assert cli.run(["schema", "comparison"]) == 0
    schema = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator.check_schema(schema)
    written = json.loads((folder / "diff.json").read_text("utf-8"))
    Comparison.model_validate(written)
    assert {"schema", "before", "after", "findings", "summary"} <= written.keys() & schema[
        "properties"
    ].keys()


@pytest.mark.parametrize("kind", ["waivers", "review"])
def test_files_of_the_example_fit_the_schemas_for_editors(kind, capsys):
    from ccrules.documents import read_document
    from ccrules.ruleset.nodes import plain

    assert kind in SCHEMAS
    assert cli.run(["schema", kind]) == 0
    schema = json.loads(capsys.readouterr().out)
    content = plain(read_document(EXAMPLE / f"{kind}.yaml"))
    content.pop("soon", None)  # a number for editors, text as it was written here
    for one in content.get("recommendations", ()):
        one.pop("order", None)
    jsonschema.validate(content, schema)


def test_facts_and_assessments_give_the_same_comparison(folder, capsys):
    assert diff(folder, "--format", "markdown") == 0
    of_files = capsys.readouterr().out
    facts = [str(EXAMPLE / "spring.yaml"), str(EXAMPLE / "autumn.yaml")]
    assert cli.run(["diff", *facts, *RULES, "--format", "markdown"]) == 0
    assert capsys.readouterr().out == of_files


def test_new_findings_fail_the_pipeline_unless_they_are_waived(folder, capsys):
    assert diff(folder, "--fail-on", "critical") == 0
    assert diff(folder, "--fail-on", "high") == 1
    assert diff(folder, "--fail-on", "high", "--waivers", str(EXAMPLE / "waivers.yaml")) == 0
    said = capsys.readouterr().err
    assert (
        "waivers.yaml:4:12: waiver of INBOX-001 (mailbox/repairs): in force until 15 October 2026; it ends soon"
        in said
    )
    assert "expired on 31 August 2026" in said


def test_assess_shows_the_marks_and_counts_without_what_is_waived(tmp_path, capsys):
    facts = str(EXAMPLE / "autumn.yaml")
    marks = ("--waivers", str(EXAMPLE / "waivers.yaml"), "--review", str(EXAMPLE / "review.yaml"))
    files = [tmp_path / f"report{suffix}" for suffix in (".md", ".html", ".docx", ".xlsx", ".json")]
    outputs = [word for file in files for word in ("-o", str(file))]
    assert cli.run(["assess", facts, *RULES, *marks, *outputs, "--fail-on", "high"]) == 0
    assert cli.run(["assess", facts, *RULES, "--fail-on", "high", "--format", "json"]) == 1
    for file in files:
        text = READERS.get(file.suffix, lambda some: some.read_text("utf-8"))(file)
        for said in ("waived until 15 October 2026", "regraded from medium to low", "certificate seen"):
            assert said in text, (file.suffix, said)
    findings = json.loads(files[-1].read_text("utf-8"))["findings"]
    assert "INBOX-003:agent/tom" not in {one["id"] for one in findings}
    assert "review: all that" in capsys.readouterr().err


def test_explain_ends_with_the_marks(capsys):
    facts = str(EXAMPLE / "autumn.yaml")
    waivers = ("--waivers", str(EXAMPLE / "waivers.yaml"))
    assert cli.run(["explain", facts, "INBOX-001", "repairs", *RULES, *waivers]) == 0
    assert capsys.readouterr().out.rstrip().endswith("approved by head of customer service)")


def test_the_settings_may_name_both_files(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name in ("waivers.yaml", "review.yaml"):
        (tmp_path / name).write_bytes((EXAMPLE / name).read_bytes())
    (tmp_path / "ccrules.toml").write_text(
        'waivers = "waivers.yaml"\nreview = "review.yaml"\n', encoding="utf-8"
    )
    assert cli.run(["assess", str(EXAMPLE / "autumn.yaml"), *RULES, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (len(found["waivers"]), found["review"]["rejected"]) == (3, 1)


def test_a_review_can_be_written_filled_in_and_counted(folder, capsys):
    file = folder / "review.yaml"
    assert cli.run(["review", "new", str(folder / "autumn.json"), "-o", str(file)]) == 0
    file.write_text(file.read_text("utf-8").replace("verdict: \n", "verdict: accept\n", 1), encoding="utf-8")
    capsys.readouterr()
    assert cli.run(["review", "stats", str(file), str(EXAMPLE / "review.yaml"), "--format", "json"]) == 0
    found = {one["id"]: one for one in json.loads(capsys.readouterr().out)}
    assert found["INBOX-001"]["verdicts"] == {"accept": 2, "regrade": 1}
    assert cli.run(["review", "stats", str(file), "--lang", "fr"]) == 0
    assert "Part rejetée" in capsys.readouterr().out


def test_the_table_has_one_row_for_each_change(folder):
    assert diff(folder, "-o", str(folder / "diff.csv"), "-o", str(folder / "diff.json")) == 0
    rows = list(csv.DictReader(io.StringIO((folder / "diff.csv").read_text("utf-8-sig"))))
    found = json.loads((folder / "diff.json").read_text("utf-8"))
    parts = ("findings", "outcomes", "conclusions", "recommendations")
    assert len(rows) == sum(len(found.get(part, ())) for part in parts)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["missing.json", "{autumn}"], "missing.json: there is no such file or folder"),
        (["{broken}", "{autumn}"], "this is no assessment of the schema ccrules/assessment/1"),
        (["{autumn}", "{autumn}", "-o", "x.zip"], "x.zip: the extension does not tell the format"),
        (["{autumn}", "{autumn}", "--format", "sarif"], "sarif is no value of --format"),
        (["{autumn}", "{autumn}", "--waivers", "{autumn}"], "unknown key"),
    ],
)
def test_what_can_not_be_compared_is_said(folder, tmp_path, monkeypatch, capsys, words, said):
    monkeypatch.chdir(tmp_path)
    broken = tmp_path / "broken.json"
    broken.write_text('{"schema": "ccrules/assessment/9"}', encoding="utf-8")
    places = {"autumn": folder / "autumn.json", "broken": broken}
    assert cli.run(["diff", *(word.format(**places) for word in words)]) == 2
    assert said in capsys.readouterr().err


def blocks(kind: str) -> list[str]:
    page = (EXAMPLE.parents[1] / "docs" / "follow-up.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def test_the_files_of_the_guide_can_be_read(tmp_path):
    for number, (text, read) in enumerate(zip(blocks("yaml"), (read_waivers, read_review), strict=True)):
        file = tmp_path / f"{number}.yaml"
        file.write_text(text, encoding="utf-8")
        assert read(file).entries


def test_the_program_of_the_guide_runs(monkeypatch, capsys):
    monkeypatch.chdir(EXAMPLE)
    (text,) = blocks("python")
    exec(compile(text, "follow-up.md", "exec"), {})
    assert "worsened INBOX-001:mailbox/repairs" in capsys.readouterr().out


def test_what_a_review_rejected_is_not_lost_between_two_sides(tmp_path):
    outputs = [tmp_path / "before.json", tmp_path / "after.json", tmp_path / "diff.json"]
    for name, output in (("spring", outputs[0]), ("autumn", outputs[1])):
        marks = ("--review", str(EXAMPLE / "review.yaml")) if name == "autumn" else ()
        assert cli.run(["assess", str(EXAMPLE / f"{name}.yaml"), *RULES, *marks, "-o", str(output)]) == 0
    assert cli.run(["diff", str(outputs[0]), str(outputs[1]), "-o", str(outputs[2])]) == 0
    found = json.loads(outputs[2].read_text("utf-8"))
    tom = [one for one in found["outcomes"] if one["id"] == "INBOX-003:agent/tom"]
    assert [(one["before"], one["after"]) for one in tom] == [("pass", "fail")]


def test_everything_is_said_in_french_too(folder, capsys):
    assert diff(folder, "--lang", "fr") == 0
    out = capsys.readouterr().out
    assert "Ce qui a changé : 16 mars 2026 → 14 septembre 2026" in out.replace("\u00a0", " ")
    assert "Constats résolus" in out
    assert "Findings" not in out
