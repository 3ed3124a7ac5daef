"""Where tests of rulesets stand: in ``<file>.tests.yaml`` beside each file, or anywhere in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

ENDINGS = (".tests.yaml", ".tests.yml")


def case_files(paths: Iterable[Path]) -> list[Path]:
    """Find test files.

    Args:
        paths: test files, ruleset files (their tests stand beside them), or folders.

    Returns:
        Each test file once, those of a folder sorted.
    """
    found = (file for path in paths for file in _case_files(path))
    return list({os.path.realpath(file): file for file in found}.values())


def _case_files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        below = (file for file in path.rglob("*") if file.name.lower().endswith(ENDINGS))
        visible = (file for file in below if _is_visible(file.relative_to(path)))
        yield from sorted(visible, key=lambda file: file.parts)
    elif path.name.lower().endswith(ENDINGS):
        yield path
    else:
        beside = (path.with_name(f"{path.stem}{ending}") for ending in ENDINGS)
        yield from (file for file in beside if file.is_file())


def _is_visible(path: Path) -> bool:
    return not any(part.startswith(".") for part in path.parts)
