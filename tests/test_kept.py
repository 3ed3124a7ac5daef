"""What is kept beside the compiled modules is the same bytes again, or counts as not there."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccrules import kept as module
from ccrules.kept import keep, kept, key_of

KEY, OTHER = b"k" * 32, b"o" * 32
QUICK = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def folder(compiled):
    """Where these tests keep what they keep."""
    return compiled


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@QUICK
@given(content=st.binary(max_size=300), key=st.binary(min_size=32, max_size=32))
def test_what_is_kept_comes_back(content, key):
    keep("a", key, content)
    assert kept("a", key) == content
    assert kept("b", key) is None


def test_another_key_finds_nothing_and_replaces(folder):
    keep("a", KEY, b"one")
    assert kept("a", OTHER) is None
    keep("a", OTHER, b"two")
    assert (kept("a", KEY), kept("a", OTHER), len(files(folder))) == (None, b"two", 1)


@QUICK
@given(data=st.data())
def test_a_damaged_file_counts_as_not_there(folder, data):
    keep("a", KEY, b"content of some length")
    (path,) = files(folder)
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        path.write_bytes(whole[:at])
    else:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :])
    assert kept("a", KEY) is None
    keep("a", KEY, b"again")
    assert kept("a", KEY) == b"again"


def test_it_stands_where_python_keeps_modules_and_names_the_interpreter(folder):
    keep("a", KEY, b"")
    (path,) = files(folder)
    assert path.name == f"a.{sys.implementation.cache_tag}.kept"
    assert path.parent == folder / Path(*Path(module.__file__).resolve().parent.parts[1:])


def test_switched_off(folder, monkeypatch):
    keep("a", KEY, b"before")
    monkeypatch.setenv(module.SWITCH, "off")
    assert kept("a", KEY) is None
    keep("b", KEY, b"")
    assert len(files(folder)) == 1


def test_python_that_writes_no_compiled_modules_reads_only(folder, monkeypatch):
    keep("a", KEY, b"before")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    keep("a", OTHER, b"after")
    assert kept("a", KEY) == b"before"


def test_a_folder_that_can_not_be_written_to_is_no_error(folder):
    folder.write_text("a file stands in the way")
    keep("a", KEY, b"")
    assert kept("a", KEY) is None


def test_a_file_that_can_not_be_replaced_is_left_and_nothing_beside_it(folder):
    keep("a", KEY, b"")
    (path,) = files(folder)
    path.unlink()
    path.mkdir()
    keep("a", KEY, b"")
    assert kept("a", KEY) is None
    assert files(folder) == []


def test_modules_edited_since_the_process_began(folder, monkeypatch):
    keep("a", KEY, b"before")
    monkeypatch.setattr(module, "_RUNNING_SINCE", 0)
    assert kept("a", KEY) is None
    keep("b", KEY, b"")
    assert len(files(folder)) == 1


def test_many_at_once_see_one_content_or_the_other():
    keep("a", KEY, b"0" * 100_000)
    contents = [bytes([48 + number]) * 100_000 for number in range(8)]

    def one(content: bytes) -> bool:
        keep("a", KEY, content)
        return kept("a", KEY) in contents

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(one, contents * 5))


@QUICK
@given(parts=st.lists(st.text(max_size=4), max_size=4), others=st.lists(st.text(max_size=4), max_size=4))
def test_keys_are_the_same_only_for_the_same_parts(parts, others):
    assert (key_of(*parts) == key_of(*others)) == (parts == others)


def test_keys_depend_on_the_modules(tmp_path, monkeypatch):
    package = tmp_path / "package"
    (package / "below").mkdir(parents=True)
    below = package / "below" / "one.py"
    below.write_text("a = 1")
    monkeypatch.setattr(module, "_PACKAGE", package)
    seen = set()
    for text in ("a = 1", "a = 22", "a = 1\n"):
        below.write_text(text)
        module._code.cache_clear()
        seen.add(key_of("same"))
    module._code.cache_clear()
    assert len(seen) == 3
