"""Files are read by whoever can read them, and all problems are told together."""

from __future__ import annotations

import pytest

from ccrules.documents import node_from_python
from ccrules.errors import InputError
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
    assert texts(read_all([tmp_path], [YAML, JSON, CSV])) == ["yaml", "json", "csv"]


def test_of_two_for_one_suffix_the_first_reads(tmp_path):
    other = Importer("other", (".yaml",), lambda path: node_from_python({"from": "other"}))
    (tmp_path / "a.yaml").write_text("from: yaml", encoding="utf-8")
    assert texts(read_all([tmp_path / "a.yaml"], [other, YAML])) == ["other"]


def test_what_is_wrong_in_any_file_is_told_at_once(tmp_path):
    (tmp_path / "a.yaml").write_text("a: [", encoding="utf-8")
    (tmp_path / "b.json").write_text("{", encoding="utf-8")
    (tmp_path / "c.yml2").write_text("", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_all([tmp_path / "a.yaml", tmp_path / "b.json", tmp_path / "c.yml2"], [YAML, JSON])
    assert {problem.place.file.rsplit("/", 1)[-1] for problem in caught.value.problems} == {
        "a.yaml",
        "b.json",
        "c.yml2",
    }
    (unknown,) = [problem for problem in caught.value.problems if problem.place.file.endswith("yml2")]
    assert str(unknown.what) == "files of the kind .yml2 can't be read here"
    assert "c.yml?" in str(unknown.hint)
