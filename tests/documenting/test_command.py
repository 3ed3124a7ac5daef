"""``ccrules rules docs``: where it writes, what it refuses, in which languages and forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from ccrules.cli.app import run_command
from ccrules.documenting import folder as folders
from ccrules.documenting.folder import MARKER, write_site
from ccrules.errors import InputError, UsageError


def made(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def _in_english(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(rulesets, capsys):
    def docs(*arguments):
        code = run_command(["rules", "docs", "-r", str(rulesets / "firm"), *map(str, arguments)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return docs


def test_both_languages_unless_one_is_asked_for(run, tmp_path):
    code, out, _ = run("-o", tmp_path / "site")
    assert code == 0
    assert "begin with" in out
    assert {"index.html", "en/index.html", "fr/index.html", "style.css", MARKER} <= made(tmp_path / "site")
    assert run("-o", tmp_path / "both", "--lang", "both")[0] == 0
    assert made(tmp_path / "both") == made(tmp_path / "site")
    assert run("-o", tmp_path / "one", "--lang", "fr")[1].startswith(("2", "3", "1"))
    assert "index.html" in made(tmp_path / "one")
    assert "fr/index.html" not in made(tmp_path / "one")


def test_forms(run, tmp_path):
    assert "index.md" in run("-o", tmp_path / "md", "--format", "markdown", "--lang", "en")[1]
    assert not any(name.endswith(".html") for name in made(tmp_path / "md"))
    run("-o", tmp_path / "two", "--format", "both", "--lang", "en")
    assert {"index.html", "index.md"} <= made(tmp_path / "two")


def test_its_own_folder_is_replaced_as_a_whole(run, tmp_path):
    run("-o", tmp_path / "site")
    assert run("-o", tmp_path / "site", "--lang", "en")[0] == 0
    assert not any(name.startswith("fr/") for name in made(tmp_path / "site"))
    assert not list((tmp_path / "site").glob(".old-*")) + list((tmp_path / "site").glob(".new-*"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_files_of_others_are_left_alone(run, tmp_path, language):
    (tmp_path / "notes.txt").write_text("mine")
    code, out, err = run("-o", tmp_path, "--lang", language)
    assert (code, out) == (2, "")
    assert "notes.txt" in err
    assert ("there are files here" if language == "en" else "il y a ici des fichiers") in err
    assert made(tmp_path) == {"notes.txt"}


def test_a_file_added_to_a_site_is_left_alone(run, tmp_path):
    site = tmp_path / "site"
    run("-o", site, "--lang", "en")
    (site / "checks" / "notes.txt").write_text("mine")
    before = made(site)
    assert run("-o", site, "--lang", "en")[0] == 2
    assert made(site) == before


@pytest.mark.parametrize("target", ["missing/site", "file"])
def test_a_target_that_is_no_folder_is_refused(run, tmp_path, target):
    (tmp_path / "file").write_text("x")
    code, _, err = run("-o", tmp_path / target)
    assert code == 2
    assert target.split("/")[0] in err
    assert made(tmp_path) == {"file"}


def test_a_wrong_ruleset_writes_nothing(tmp_path, capsys):
    (tmp_path / "wrong.yaml").write_text("ruleset: wrong\nversion: 1.0.0\nchecks: [{id: A, when: nothing}]\n")
    assert (
        run_command(["rules", "docs", "-r", str(tmp_path / "wrong.yaml"), "-o", str(tmp_path / "site")]) == 2
    )
    assert "wrong.yaml:3" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_what_was_there_comes_back_if_moving_fails(tmp_path, monkeypatch):
    site = tmp_path / "site"
    write_site(site, {"a.html": b"old", "sub/b.html": b"old"})
    rename, calls = Path.rename, []

    def failing(self, target):
        calls.append(self)
        if len(calls) == 4:
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(InputError, match="No space left"):
        write_site(site, {"a.html": b"new", "c.html": b"new"})
    assert made(site) == {"a.html", "sub/b.html", MARKER}
    assert (site / "a.html").read_bytes() == b"old"


def test_a_new_folder_goes_away_if_writing_fails(tmp_path, monkeypatch):
    def failing(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folders, "_replace", failing)
    with pytest.raises(InputError):
        write_site(tmp_path / "site", {"a.html": b"new"})
    assert not (tmp_path / "site").exists()


def test_links_to_elsewhere_are_files_of_others(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "link").symlink_to(tmp_path)
    with pytest.raises(UsageError):
        write_site(tmp_path / "site", {"a.html": b"new"})
