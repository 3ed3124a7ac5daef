"""Files are written whole, together, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ccrules.cli.output import write_files
from ccrules.errors import UsageError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_are_written_and_nothing_is_left_beside_them(tmp_path):
    write_files({str(tmp_path / "a"): b"1", str(tmp_path / "b"): b"2"})
    assert names(tmp_path) == ["a", "b"]
    assert (tmp_path / "a").read_bytes() == b"1"


def test_what_is_there_is_replaced_and_keeps_its_rights(tmp_path):
    target = tmp_path / "a"
    target.write_bytes(b"old")
    target.chmod(0o640)
    write_files({str(target): b"new"})
    assert target.read_bytes() == b"new"
    assert os.name == "nt" or target.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name == "nt", reason="links need a right there that users lack")
def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_files({str(tmp_path / "link"): b"new"})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


@pytest.mark.parametrize("failing", [1, 2])
def test_if_one_can_not_be_moved_into_place_none_is_changed(tmp_path, monkeypatch, failing):
    (tmp_path / "a").write_bytes(b"old")
    real, calls = Path.replace, []

    def replace(self, target):
        calls.append(target)
        if len(calls) == failing:
            raise PermissionError(13, "Permission denied")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(UsageError) as caught:
        write_files({str(tmp_path / "a"): b"new", str(tmp_path / "b"): b"new"})
    assert "can't be written: Permission denied" in str(caught.value)
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_if_one_can_not_be_prepared_none_is_changed(tmp_path):
    with pytest.raises(UsageError) as caught:
        write_files({str(tmp_path / "a"): b"1", str(tmp_path / "gone" / "b"): b"2"})
    assert caught.value.problems[0].place.file == str(tmp_path / "gone" / "b")
    assert names(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_device_is_written_to_and_never_replaced():
    write_files({os.devnull: b"1"})
    assert not Path(os.devnull).is_file()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="rights bind no superuser")
def test_a_closed_folder_is_refused(tmp_path, monkeypatch):
    from ccrules.cli.output import target_problems

    tmp_path.chmod(0o500)
    (problem,) = target_problems([str(tmp_path / "a")])
    tmp_path.chmod(0o700)
    assert "can't be written" in str(problem)
