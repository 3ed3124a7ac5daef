"""The words of sites: the same keys and values in both languages, and none that nobody says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from ccrules.resources import templates_folder

CODE = Path(__file__).parents[2] / "ccrules" / "documenting"
#: Groups whose keys are put together where they are used.
BUILT = re.compile(
    r"(why|how_to_read|page|kind|kinds|count|heading|label|column|table|verdict|detail|premise|type|bound|depth|depth_means|privacy|privacy_means)\."
)


def texts(language):
    found = tomllib.loads((templates_folder() / "docs" / "shared" / f"{language}.toml").read_text("utf-8"))[
        "docs"
    ]
    flat = {}
    for key, value in found.items():
        flat |= (
            {f"{key}.{name}": text for name, text in value.items()}
            if isinstance(value, dict)
            else {key: value}
        )
    return flat


def test_both_languages_have_the_same_keys_and_values():
    english, french = texts("en"), texts("fr")
    assert english.keys() == french.keys()
    names = re.compile(r"\{\{\s*(\w+)")
    wrong = [key for key in english if set(names.findall(english[key])) != set(names.findall(french[key]))]
    assert wrong == []


def test_none_is_left_over():
    code = "".join(file.read_text("utf-8") for file in CODE.glob("*.py"))
    code += "".join(
        file.read_text("utf-8") for file in (templates_folder() / "docs" / "html").glob("*.jinja")
    )
    unused = []
    for key in texts("en"):
        name = key.rpartition(".")[2]
        if not re.search(rf"[\"'. ]{re.escape(name)}(_always|_never)?[\"' ]", code) and not BUILT.match(key):
            unused.append(key)
    assert [key for key in unused if not key.endswith(("_always", "_never"))] == []
    labels = [
        key
        for key in texts("en")
        if key.startswith(("label.", "heading.")) and key.rpartition(".")[2] not in code
    ]
    assert labels == []
