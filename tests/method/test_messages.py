"""What findings say, read as a person would: every message that the test cases bring about, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from ccrules.pipeline import rule_tests
from ccrules.testing.suite import Suite

#: What no sentence should hold, whatever the facts.
SLIPS = {
    "double space": r"  ",
    "unfilled braces": r"[{}]",
    "empty parentheses": r"\(\s*\)",
    "space before a full stop or comma": r"[ \u00a0\u202f][.,](?!\d)",
    "two marks in a row": r"[;:,]\s*[.;]",
    "nothing said": r"\b(at least|au moins) 0(?![\d,.])",
}
#: Slips of one language; ``\u202f`` groups digits, so "1 000" is no one.
SLIPS_OF = {
    "en": {
        "one of many": r"(?<![\d,.-])\b1 (?!is\b|was\b|has\b|as\b)[a-z]+s\b",
        "a missing or with an s": r"\b(?:[2-9]|\d\d+) (?:adviser|person|interval|contact|action|indicator|day)(?! point)\b",
    },
    "fr": {
        "one of many": r"\b(?:les|des|ces|aux) 1(?![\d\u202f,])",
        "every one": r"\b(?:tous|toutes) les 1\b",
        # "1 des 4" and "0 sur 3" count; a plural word right after 0 or 1 does not agree.
        "singular": r"(?<![\d,.\u202f\u00a0-])\b[01] (?!des\b|sur\b|fois\b|mois\b|dans\b|plus\b|flux\b)[a-zéèêàçû-]+(?:s|x)\b",
        "two prepositions": r"(?<!plus )(?<!moins )\bde (?:entre|au moins|au plus)\b|\bau moins entre\b",
        "masculine none": r"(?:revue|mise à jour|évaluation|remise en question|équipe atteinte|cible|référence externe)"
        r"[ \u00a0]: aucun\b",
    },
}
Said = tuple[str, str, str]


@pytest.fixture(scope="module")
def suite() -> Suite:
    return rule_tests("contact-centre")


@pytest.fixture(scope="module")
def said(suite: Suite) -> frozenset[Said]:
    """Check, language and message of each failure that a case brings about, and each strength."""
    return frozenset(_said(suite))


def _said(suite: Suite) -> Iterator[Said]:
    for case in suite.cases:
        situation = suite.situations.of(case.facts, case.parameters, case.profiles)
        for name in {expectation.name for expectation in case.expected} & set(situation.method.checks):
            check, outcomes = situation.method.checks[name], situation.outcomes(name)
            for subject in (*outcomes.failed, *(outcomes.passed if check.strength else ())):
                told = situation.told(name, subject._name)
                yield from ((name, language, told.message(language)) for language in ("en", "fr"))


def test_messages_of_every_check_are_read(suite: Suite, said: frozenset[Said]) -> None:
    assert {check.id for check in suite.checks} == {name for name, _, _ in said}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_message_slips(language: str, said: frozenset[Said]) -> None:
    patterns = {**SLIPS, **SLIPS_OF[language]}
    slips = [
        f"{name}, {slip}: {text}"
        for name, spoken, text in sorted(said)
        if spoken == language
        for slip, pattern in patterns.items()
        if re.search(pattern, text)
    ]
    assert slips == []


def test_no_message_prints_a_value_as_programs_write_it(suite: Suite, said: frozenset[Said]) -> None:
    """Values of choices with an underscore are never words of a language."""
    raw = {
        value
        for entity in suite.method.vocabulary
        for attribute in entity.attributes.values()
        for value in attribute.values
        if "_" in value
    }
    assert [f"{name}: {text}" for name, _, text in sorted(said) if raw & set(re.findall(r"\w+", text))] == []


def test_the_slips_are_recognised() -> None:
    """The patterns above find what they are for."""
    wrong = {
        "en": ["1 contacts offered", "In 1 of 1 intervals", "3 adviser", "at least 0 channels"],
        "fr": [
            "Sur les 1 missions", "a déclenché 0 actions", "1 personnes", "tous les 1 mois", "au moins 0 canaux",
            "une patience de entre 30 et 60", "dernière revue : aucun",
        ],
    }  # fmt: skip
    for language, texts in wrong.items():
        patterns = {**SLIPS, **SLIPS_OF[language]}.values()
        assert [text for text in texts if not any(re.search(pattern, text) for pattern in patterns)] == []
    right = ["1 000 contacts", "1 des 4 étapes", "0 sur 3", "1 mois", "1,5 jours de retard", "0 fois"]
    assert [text for text in right if any(re.search(one, text) for one in SLIPS_OF["fr"].values())] == []
