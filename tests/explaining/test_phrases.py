"""The turns of phrase: the same values in both languages, and none that nobody says."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from ccrules.assembly.phrases import PHRASES, Phrases

ASSEMBLY = Path(__file__).parents[2] / "ccrules" / "assembly"
#: Keys that are put together where they are used.
BUILT = re.compile(
    r"(number|length|date|rank) |fragile |flips to |stops |would |(not )?(exists|known)|"
    r"(all|any) of|not (all|any) of|latest|previous|sum|mean|median|min|max|distinct|"
    r"edges|cause|consequence|anti-pattern|strength|(at|more|less) |(in|ex)cluded|(fails|applies) where"
)


def names(template: str) -> set[str]:
    return {name.removeprefix("of_") for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("key", PHRASES)
def test_both_languages_say_the_same_values(key: str) -> None:
    english, french = PHRASES[key]
    assert names(english) == names(french)


def test_none_is_left_over() -> None:
    files = [file for file in ASSEMBLY.rglob("*.py") if file.name != "phrases.py"]
    code = "".join(file.read_text(encoding="utf-8") for file in files)
    unused = [key for key in PHRASES if f'"{key}"' not in code and f"'{key}'" not in code]
    assert [key for key in unused if not BUILT.match(key)] == []


@pytest.mark.parametrize(
    ("text", "french"),
    [
        ("agents", "d'agents"),
        ("boîtes", "de boîtes"),
        ("le minimum", "du minimum"),
        ("les boîtes", "des boîtes"),
    ],
)
def test_french_prepositions_join(text: str, french: str) -> None:
    assert Phrases("fr").of(text) == french
    assert Phrases("en").of(text) == f"of {text}"


def test_french_short_words_are_elided() -> None:
    assert Phrases("fr")("open", clause="il y a des boîtes") == "on ne sait pas s'il y a des boîtes"
    assert Phrases("fr")("given", clause="on connaît « x »") == "demandé parce qu'on connaît « x »"
