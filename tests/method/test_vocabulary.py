"""Every attribute of the bundled vocabulary says what those who collect it need, in both languages."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from ccrules import load_rulesets
from ccrules.facts.vocabulary import Attribute, EntityType, LocalText
from ccrules.ruleset.model import Method

sys.path.insert(0, str(Path(__file__).parents[2] / "docs" / "method"))

LANGUAGES = ("en", "fr")
DEPTHS = ("express", "standard", "full")
PRIVACY = ("public", "client", "personal", "internal")
NATURES = ("fact", "judgement")
#: Whom one asks; a text that names somebody else is a slip or needs a line here.
PEOPLE = {
    "service head", "flow manager", "performance analyst", "team manager", "quality lead", "process owner",
    "tools manager", "training lead", "business support", "human resources", "general management",
    "provider manager", "advisers", "consultant",
}  # fmt: skip
#: Values whose unit stands in the fact ``indicator.unit_of_measure``.
OWN_UNIT = {"target", "target_max", "results", "benchmark", "worst_interval", "second_result"}


@pytest.fixture(scope="module")
def method() -> Method:
    return load_rulesets("contact-centre")


def attributes(method: Method) -> Iterator[tuple[EntityType, Attribute]]:
    """All that fact files may hold; what is seen from the other end of a reference is not."""
    for entity in method.vocabulary:
        for attribute in entity.attributes.values():
            if attribute.inverse_of is None:
                yield entity, attribute


def collected(method: Method) -> Iterator[tuple[EntityType, Attribute]]:
    """Attributes that somebody has to ask for."""
    return ((entity, one) for entity, one in attributes(method) if not one.derive)


def lacks(text: LocalText) -> list[str]:
    return [language for language in LANGUAGES if not text.get(language, "").strip()]


def test_every_kind_of_thing_has_a_name(method: Method) -> None:
    nameless = [
        entity.name
        for entity in method.vocabulary
        if lacks(entity.label) or (entity.plural and lacks(entity.label_plural))
    ]
    assert nameless == []


def test_every_attribute_and_every_choice_has_a_name(method: Method) -> None:
    nameless = [
        f"{entity.name}.{one.name} {value}".strip()
        for entity, one in attributes(method)
        for value, label in {
            "": one.label,
            **{value: one.labels.get(value, {}) for value in one.values},
        }.items()
        if lacks(label)
    ]
    assert nameless == []


@pytest.mark.parametrize("part", ["question", "ask", "obtain"])
def test_every_collected_attribute_says_how(part: str, method: Method) -> None:
    silent = [f"{entity.name}.{one.name}" for entity, one in collected(method) if lacks(getattr(one, part))]
    assert silent == []


def test_a_question_asks_and_advice_does_not(method: Method) -> None:
    wrong = [
        f"{entity.name}.{one.name}"
        for entity, one in collected(method)
        for language in LANGUAGES
        if not one.question[language].endswith("?") or not one.obtain[language].endswith((".", "»"))
    ]
    assert wrong == []


def test_labels_are_unlike_within_a_kind_of_thing(method: Method) -> None:
    seen: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for entity, one in attributes(method):
        for language in LANGUAGES:
            seen[entity.name, language, one.label[language].casefold()].append(one.name)
    assert {label: names for label, names in seen.items() if len(names) > 1} == {}


def test_somebody_known_is_asked_by_one_name(method: Method) -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for _, one in collected(method):
        names[one.ask["en"]].add(one.ask["fr"])
    assert set(names) <= PEOPLE
    assert {english: french for english, french in names.items() if len(french) != 1} == {}


def test_depth_nature_and_privacy_are_said(method: Method) -> None:
    for entity, one in collected(method):
        said = (one.depth in DEPTHS, one.nature in NATURES, one.privacy in PRIVACY)
        assert said == (True, True, True), f"{entity.name}.{one.name}"


def test_who_does_what_is_personal(method: Method) -> None:
    open_ones = [
        f"{entity.name}.{one.name}"
        for entity, one in collected(method)
        if (one.to == "agent" or entity.name == "agent") and one.privacy != "personal"
    ]
    assert open_ones == []


def test_an_opinion_is_marked_as_such(method: Method) -> None:
    opinions = [
        f"{entity.name}.{one.name}"
        for entity, one in collected(method)
        if re.search(r"\bin your view\b", one.question["en"], re.IGNORECASE) and one.nature != "judgement"
    ]
    assert opinions == []


def test_every_number_has_a_unit(method: Method) -> None:
    bare = {
        f"{entity.name}.{one.name}"
        for entity, one in attributes(method)
        if one.type == "number" and not one.unit
    }
    assert bare == {f"indicator.{name}" for name in OWN_UNIT}


def test_nothing_is_asked_that_nothing_reads(method: Method) -> None:
    from reads import everything_read

    read = everything_read(method)
    unread = [
        f"{entity.name}.{one.name}"
        for entity, one in collected(method)
        if (entity.name, one.name) not in read
    ]
    assert unread == []
