"""Unknown, none, not applicable, not collected: how they are written, and where they are refused."""

from __future__ import annotations

import pytest

from ccrules.facts.words import STATE_WORDS, state_of
from ccrules.values import NONE, NOT_APPLICABLE, NOT_COLLECTED, UNKNOWN
from tests.facts.support import facts, json_facts, mailbox, python_facts, refused, value


@pytest.mark.parametrize("attribute", ["tracked", "volume_month", "owner", "comment", "level", "channels"])
@pytest.mark.parametrize("written", ["unknown", "Unknown", "inconnu", "inconnue"])
def test_unknown(attribute: str, written: str) -> None:
    assert value(attribute, written) == "<unknown>"


@pytest.mark.parametrize("written", ["none", "None", "aucun", "aucune"])
def test_none(written: str) -> None:
    assert value("owner", written) == value("comment", written) == value("rhythm", written) == "<none>"


def test_none_of_a_set_is_the_empty_set() -> None:
    assert value("channels", "none") == value("channels", "[]") == frozenset()


@pytest.mark.parametrize("written", ["not applicable", "Sans objet"])
def test_not_applicable(written: str) -> None:
    assert value("owner", written) == value("tracked", written) == "<not applicable>"


@pytest.mark.parametrize("written", ["~", "", "null"])
@pytest.mark.parametrize("attribute", ["tracked", "comment", "channels", "history"])
def test_not_collected(attribute: str, written: str) -> None:
    assert value(attribute, written) == "<not collected>"


def test_what_is_left_out_is_not_collected() -> None:
    assert mailbox(facts("mailboxes: [{id: m}]")).tracked is NOT_COLLECTED


@pytest.mark.parametrize("word", ["unknown", "none", "not applicable", "~", ""])
def test_in_quotes_a_state_is_text(word: str) -> None:
    assert value("comment", f"'{word}'") == word


def test_in_quotes_a_state_is_no_value_of_anything_else() -> None:
    hint = "(take the quotes away to say a state)"
    assert refused("tracked", "'unknown'") == f"unknown in quotes is a text {hint}"
    assert refused("volume_month", '"none"') == f"none in quotes is a text {hint}"
    assert refused("level", '"inconnu"') == f"inconnu in quotes is a text {hint}"


def test_none_is_refused_where_there_always_is_a_value() -> None:
    assert refused("tracked", "none") == (
        "tracked always has a value, so it can't be none (write unknown, or declare the attribute optional)"
    )


def test_not_applicable_is_refused_where_the_question_always_applies() -> None:
    assert refused("level", "sans objet") == (
        "level always applies, so it can't be not applicable (write unknown if nobody could tell)"
    )


def test_in_json_states_need_no_plain_text() -> None:
    entry = '{"id": "m", "tracked": "unknown", "owner": "aucun", "comment": null, "rhythm": "", "level": "~"}'
    found = mailbox(json_facts(f'{{"mailboxes": [{entry}]}}'))
    assert found.tracked is UNKNOWN
    assert found.owner is NONE
    assert found.comment is found.rhythm is found.level is NOT_COLLECTED


def test_in_json_the_long_form_makes_text_of_a_state() -> None:
    entry = '{"id": "m", "comment": {"value": "unknown"}, "tracked": {"value": "unknown", "by": "Zoe"}}'
    found = mailbox(json_facts(f'{{"mailboxes": [{entry}]}}'))
    assert found.comment == "unknown"
    assert found.tracked is UNKNOWN


def test_a_mapping_of_python_is_read_like_json() -> None:
    entry = {"id": "m", "tracked": False, "owner": "not applicable", "comment": None, "channels": ("email",)}
    found = mailbox(python_facts({"mailboxes": [entry]}))
    assert found.tracked is False
    assert found.owner is NOT_APPLICABLE
    assert found.comment is NOT_COLLECTED
    assert found.channels == {"email"}


def test_a_set_that_may_hold_more() -> None:
    assert value("channels", "[email, unknown]") == {"email", "…"}
    assert value("channels", "[inconnu]") == {"…"}


@pytest.mark.parametrize("item", ["none", "not applicable", "~", "{a: 1}", "[email]"])
def test_members_of_a_set_are_plain(item: str) -> None:
    assert "list" in refused("channels", f"[email, {item}]")


def test_a_set_takes_no_single_value() -> None:
    assert refused("channels", "email") == "channels takes a list (write [email])"
    assert refused("channels", "{a: email}") == "channels takes a list (write [{a: email}])"
    assert refused("level", "[low]").startswith("level takes one value, not a list")


def test_state_words_are_found_whatever_their_case_and_spaces() -> None:
    assert all(state_of(word.upper()) is state for word, state in STATE_WORDS.items())
    assert state_of(" not \u00a0 applicable ") is NOT_APPLICABLE
    assert state_of("nonesuch") is None
