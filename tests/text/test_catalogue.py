"""Everything ccrules says itself has a French wording with the same placeholders."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import ccrules
from ccrules.locale.fr import FRENCH

PACKAGE = Path(ccrules.__file__).parent


def templates() -> Iterator[tuple[str, str]]:
    """Every template given to ``message``, with the place of the call."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "message":
                yield ast.literal_eval(node.args[0]), f"{file.name}:{node.lineno}"


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_template_is_translated() -> None:
    assert {text: place for text, place in templates() if text not in FRENCH} == {}


def test_nothing_is_translated_that_nobody_says() -> None:
    assert set(FRENCH) - {text for text, _ in templates()} == set()


def test_translations_have_the_same_placeholders() -> None:
    different = [text for text, french in FRENCH.items() if placeholders(text) != placeholders(french)]
    assert different == []
