"""The catalogues of the report's words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ccrules.errors import InputError
from ccrules.renderers.wording import wording
from ccrules.resources import templates_folder
from ccrules.ruleset.model import EFFORTS, SEVERITIES

#: Groups of which a name is looked up at run time.
GROUPS = ("severity", "effort", "kind", "source", "standing", "status")


def used_keys():
    templates = (templates_folder() / name for name in ("html", "markdown", "shared"))  # those of reports
    code = [
        *Path("ccrules/renderers").rglob("*.py"),
        *(found for folder in templates for found in folder.rglob("*.jinja")),
    ]
    text = "\n".join(path.read_text("utf-8") for path in code)
    found = set(re.findall(r"""\b(?:say|term)\(\s*["']([a-z_.]+)["']""", text))
    found |= set(re.findall(r'"((?:heading|intro|label|column|count)\.[a-z_]+)"', text))
    found |= {f"count.{name}" for name in re.findall(r'reading\.count\("([a-z_]+)"', text)}
    found |= {f"cell.{name}" for name in re.findall(r'\bColumn\("([a-z_]+)"', text)}
    found |= {f"sheet.{name}" for name in re.findall(r'_sheet\("([a-z_]+)"', text)}
    found |= set(re.findall(r'"((?:cell|follow_up|guide)\.[a-z_]+)"', text))
    return found


def test_both_languages_have_the_same_texts_with_the_same_values():
    english, french = wording("en"), wording("fr")
    assert english.keys == french.keys
    for key in english.keys:
        differing = english._texts[key].paths ^ french._texts[key].paths
        assert differing <= {("n",), ("explained",), ("decided",), ("open",)}, key  # only to choose a plural


def test_every_text_that_is_used_is_there():
    assert used_keys() <= wording("en").keys


def test_every_text_that_is_there_is_used():
    dynamic = (
        "figure.",
        "outcome.",
        "would.",
        "because.",
        "hypothesis.",
        "message.",
        "executive.",
        "guide.",
        "follow_up.gone",
        "follow_up.added",
        "intro.no_",
        "interval.",
    )
    unused = {key for key in wording("en").keys - used_keys() if not key.startswith((*dynamic, *GROUPS))}
    assert not unused


def test_every_severity_and_effort_has_a_name():
    for language in ("en", "fr"):
        words = wording(language)
        assert {f"severity.{name}" for name in SEVERITIES} | {
            f"effort.{name}" for name in EFFORTS
        } <= words.keys


def test_a_choice_of_a_plugin_is_printed_as_it_is():
    assert wording("en").label("severity", "catastrophic") == "catastrophic"


def test_a_language_without_catalogue_gets_english():
    assert wording("de").language == "en"


def test_a_text_that_is_missing_is_an_error():
    with pytest.raises(InputError, match=r"no\.such\.text"):
        wording("en").say("no.such.text")
