"""Choosing a language, and saying messages in it."""

from __future__ import annotations

import string
from types import MappingProxyType

from ccrules.errors import message
from ccrules.locale import fr
from ccrules.text import localise, translate


def test_the_wanted_language_comes_first_then_the_single_text_then_english():
    assert localise({"en": "a", "fr": "b"}, "fr") == "b"
    assert localise({"": "a"}, "fr") == "a"
    assert localise({"en": "a", "de": "c"}, "fr") == "a"
    assert localise({"de": "c"}, "fr") == "c"
    assert localise({}, "fr") == ""


def test_messages_are_said_in_french(monkeypatch):
    monkeypatch.setattr(
        fr, "FRENCH", MappingProxyType({"no {what} here": "pas de {what} ici", "cat": "chat"})
    )
    said = message("no {what} here", what=message("cat"))
    assert translate(said, "fr") == "pas de chat ici"
    assert translate(said, "en") == "no cat here"


def test_a_message_without_french_is_said_in_english():
    assert translate(message("nobody translated {this}", this=1), "fr") == "nobody translated 1"


def test_french_messages_have_the_placeholders_of_the_english_ones():
    def names(template):
        return {field for _, field, _, _ in string.Formatter().parse(template) if field is not None}

    for english, french in fr.FRENCH.items():
        assert names(english) == names(french), english
