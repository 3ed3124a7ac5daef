"""Files are read by whoever can read them, and all problems are told together."""

from __future__ import annotations

from ccrules.documents import node_from_python
from ccrules.importers import Importer, read_all
from ccrules.importers.yaml_json import JSON, YAML

CSV = Importer("csv", (".csv",), lambda path: node_from_python({"from": path.read_text(encoding="utf-8")}))


def texts(nodes) -> list[str]:
    return [node.get("from").text for node in nodes]


def test_the_suffix_decides_who_reads(tmp_path):
    (tmp_path / "a.yaml").write_text("from: yaml", encoding="utf-8")
    (tmp_path / "b.JSON").write_text('{"from": "json"}', encoding="utf-8")
    (tmp_path / "c.csv").write_text("csv", encoding="utf-8")
    (tmp_path / "d.txt").write_text("nobody", encoding="utf-8")
    documents, problems = read_all([tmp_path], [YAML, JSON, CSV])
    assert problems == []
    assert texts(documents) == ["yaml", "json", "csv"]


def test_of_two_for_one_suffix_the_first_reads(tmp_path):
    other = Importer("other", (".yaml",), lambda path: node_from_python({"from": "other"}))
    (tmp_path / "a.yaml").write_text("from: yaml", encoding="utf-8")
    documents, _ = read_all([tmp_path / "a.yaml"], [other, YAML])
    assert texts(documents) == ["other"]


def test_what_is_wrong_in_any_file_is_told_at_once(tmp_path):
    (tmp_path / "a.yaml").write_text("a: [", encoding="utf-8")
    (tmp_path / "b.json").write_text("{", encoding="utf-8")
    (tmp_path / "c.yml2").write_text("", encoding="utf-8")
    (tmp_path / "d.json").write_text('{"from": "d"}', encoding="utf-8")
    names = ["a.yaml", "b.json", "c.yml2", "d.json", "e.yaml"]
    documents, problems = read_all([tmp_path / name for name in names], [YAML, JSON])
    assert texts(documents) == ["d"]
    found = {problem.place.file.rsplit("/", 1)[-1]: problem for problem in problems}
    assert found.keys() == {"a.yaml", "b.json", "c.yml2", "e.yaml"}
    assert str(found["c.yml2"].what) == "files of the kind .yml2 can't be read here"
    assert "c.yml?" in str(found["c.yml2"].hint)
    assert str(found["e.yaml"].what) == "there is no such file or folder"
