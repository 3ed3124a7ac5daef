"""Settings that all tests share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import settings

from ccrules import inputs, kept
from ccrules.ruleset.model import Method

# The same examples every time, so that a change is blamed for what it breaks and for nothing else;
# CCRULES_TESTS=explore looks for new ones. How long an example takes on a busy machine says nothing.
settings.register_profile("repeatable", derandomize=True, print_blob=True, deadline=None)
settings.register_profile("explore", print_blob=True, deadline=None)
settings.load_profile("explore" if os.environ.get("CCRULES_TESTS") == "explore" else "repeatable")


@pytest.fixture(scope="session", autouse=True)
def _bundled_rulesets_are_read_once() -> Iterator[None]:
    """Read the bundled rulesets once in a process; hundreds of tests use them, and they do not change.

    Rulesets of files, folders and mappings are read whenever they are asked for.
    """
    read = inputs.load_method
    kept: dict[str, tuple[Method, Any]] = {}

    def load(specs: list[Any], **options: Any) -> Method:
        if not all(isinstance(spec, str) and spec in options["known"] for spec in specs):
            return read(specs, **options)
        key = repr((specs, {name: _told(option) for name, option in options.items()}))
        if key not in kept:
            kept[key] = read(specs, **options), options  # what is kept is not freed, so no id comes twice
        return kept[key][0]

    with patch.object(inputs, "load_method", load):
        yield


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own for what is kept compiled, and nobody who edits modules during the tests."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "compiled"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.delenv(kept.SWITCH, raising=False)
    monkeypatch.setattr(kept, "_RUNNING_SINCE", sys.maxsize)
    return tmp_path / "compiled"


def _told(option: Any) -> Any:
    """An option in full: plugins of the same name may differ from test to test."""
    if isinstance(option, dict):
        return {name: str(value) for name, value in option.items()}
    return [value if isinstance(value, str) else id(value) for value in option] if option else ()
