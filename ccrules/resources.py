"""Finds the data that ships with ccrules: bundled rulesets and report templates.

In a checkout and an editable install they are folders beside the package; a wheel carries
them inside it, under ``ccrules/_data``.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def rulesets_folder() -> Path:
    """The folder with one folder per bundled ruleset.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    return _folder("rulesets")


def templates_folder() -> Path:
    """The folder with the report templates, one folder per renderer.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    return _folder("templates")


def _folder(name: str) -> Path:
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the folder {name} is missing from this installation of ccrules")
