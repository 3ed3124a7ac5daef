"""Files and folders: which are read, which are refused, and how they are named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ccrules.documents import LIMITS, Limits, find_documents, read_bytes, read_document
from ccrules.errors import InputError

from .support import texts, within


def refusal(path: str | Path, limits: Limits = LIMITS) -> str:
    with pytest.raises(InputError) as caught:
        read_document(path, limits)
    (problem,) = caught.value.problems
    return str(problem)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.yaml", "x: 'é'"), ("a.yml", "x: é"), ("a.YAML", "x: é"), ("a.json", '{"x": "é"}')],
)
def test_the_suffix_chooses(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    node = read_document(path)
    assert texts(node) == {"x": "é"}
    assert node.place.file == path.as_posix()


def test_files_keep_the_name_the_user_gave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("facts.yaml").write_text("a: [", encoding="utf-8")
    assert refusal("./facts.yaml").startswith("./facts.yaml:1:4: ")
    assert refusal(Path("facts.yaml")).startswith("facts.yaml:1:4: ")


def test_other_kinds_of_file(tmp_path: Path) -> None:
    hint = "(give a file that ends in .yaml, .yml or .json)"
    assert refusal("a.txt") == f"a.txt: files of the kind .txt can't be read here {hint}"
    assert refusal(tmp_path / "a").endswith(f"files of the kind ? can't be read here {hint}")


def test_missing_files_and_what_was_meant(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").touch()
    assert refusal(tmp_path / "fact.yaml").endswith(
        f"there is no such file or folder (did you mean {(tmp_path / 'facts.yaml').as_posix()}?)"
    )
    assert refusal(tmp_path / "no" / "x.yaml").endswith("(check the path and its spelling)")


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    folder = tmp_path / "x.yaml"
    folder.mkdir()
    assert "this is a folder, not a file (name a file in it)" in refusal(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "x.yaml"
    os.mkfifo(pipe)
    assert "this is not an ordinary file" in refusal(pipe)


def test_names_that_no_file_can_have() -> None:
    assert "the file can't be read" in refusal("a\0b.yaml")


def test_files_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*args: object, **kwargs: object) -> None:
        raise PermissionError

    path = tmp_path / "x.yaml"
    path.touch()
    monkeypatch.setattr(Path, "open", denied)
    assert "the file can't be read (check its name and your right to read it)" in refusal(path)


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_large_files_are_not_even_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    path = tmp_path / f"large{suffix}"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)

    def opened(*args: object, **kwargs: object) -> None:
        raise AssertionError("the file was opened")

    monkeypatch.setattr(Path, "open", opened)
    with within(1):
        assert "the file is larger than 20 MB (split it into several files)" in refusal(path)


def test_files_that_grow_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: 1234")
    assert read_bytes(path, Limits(size=7)) == b"a: 1234"
    assert "larger than" in refusal(path, Limits(size=6))


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("a: 1\nb: été".encode("latin-1"), ":2:4: this is not UTF-8 text (save the file again"),
        (b"\xef\xbb\xbfab\xff", ":1:3: this is not UTF-8 text (save the file again"),
        ("a: 1".encode("utf-16"), ":1:1: the file is written in UTF-16 (save the file again"),
        (b"PK\x03\x04\0\0", ": this is not a text file (give a text file saved as UTF-8)"),
        (b"\x89PNG\0\xff", ":1:1: this is not a text file (give a text file saved as UTF-8)"),
    ],
)
def test_files_that_are_not_text(tmp_path: Path, suffix: str, content: bytes, problem: str) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(content)
    assert refusal(path).startswith(f"{path.as_posix()}{problem}")


class TestFindDocuments:
    """Folders give their documents, sorted; files stand for themselves."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        names = """b.yaml a.yml z.json A.YAML c.tests.yaml c.tests.yml notes.txt .hidden.yaml
            sub/a.yaml sub/deep/b.json .git/c.yaml sub/.cache/d.yaml"""
        for name in names.split():
            path = tmp_path / "facts" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        return tmp_path / "facts"

    def test_folders(self, folder: Path) -> None:
        found = find_documents([folder])
        assert [path.relative_to(folder).as_posix() for path in found] == [
            "A.YAML",
            "a.yml",
            "b.yaml",
            "sub/a.yaml",
            "sub/deep/b.json",
            "z.json",
        ]

    def test_other_suffixes(self, folder: Path) -> None:
        assert find_documents([folder], {".txt"}) == [folder / "notes.txt"]

    def test_files_are_taken_as_they_are_and_once(self, folder: Path) -> None:
        wanted = [folder / "c.tests.yaml", folder / ".hidden.yaml", folder / "notes.txt", folder / "z.json"]
        found = find_documents([*wanted, folder / "sub" / ".." / "z.json", str(folder / "sub")])
        assert found == [*wanted, folder / "sub" / "a.yaml", folder / "sub" / "deep" / "b.json"]

    def test_a_name_with_the_same_content_is_another_file(self, tmp_path: Path) -> None:
        (tmp_path / "a.yaml").touch()
        (tmp_path / "b.yaml").touch()
        assert len(find_documents([tmp_path])) == 2

    def test_all_problems_at_once(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "none").mkdir()
        with pytest.raises(InputError) as caught:
            find_documents([tmp_path / "none", tmp_path / "fact", folder / "a.yml", folder / "gone.yaml"])
        assert [str(problem).partition(" (")[0] for problem in caught.value.problems] == [
            f"{(tmp_path / 'fact').as_posix()}: there is no such file or folder",
            f"{(folder / 'gone.yaml').as_posix()}: there is no such file or folder",
            f"{(tmp_path / 'none').as_posix()}: no document in this folder",
        ]

    def test_a_folder_with_tests_only_is_empty(self, tmp_path: Path) -> None:
        (tmp_path / "a.tests.yaml").touch()
        with pytest.raises(InputError, match=r"no document in this folder \(it needs at least one file"):
            find_documents([tmp_path])

    def test_folders_without_end(self, folder: Path) -> None:
        with pytest.raises(InputError, match="more than 3 documents in this folder"):
            find_documents([folder], limits=Limits(documents=3))

    def test_folders_that_may_not_be_read(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def denied(path: str) -> None:
            raise PermissionError(13, "", str(path))

        monkeypatch.setattr(os, "scandir", denied)
        with pytest.raises(InputError, match="the folder can't be read"):
            find_documents([folder])


def test_importing_the_package_imports_no_parser() -> None:
    code = "import sys, ccrules.documents; print('yaml' in sys.modules, 'json' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split()[0] == "False"
