"""One word for one thing: no text of the bundled ruleset uses a variant that the terminology refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from ccrules import load_rulesets
from ccrules.facts.vocabulary import LocalText
from ccrules.ruleset.model import Method

TERMS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "docs" / "method" / "terminology.yaml").read_text(encoding="utf-8")
)["terms"]
LANGUAGES = ("en", "fr")
#: What a template does is no text for people.
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


@dataclass(frozen=True)
class Text:
    """A text for people.

    Attributes:
        where: what it belongs to, for the message of a failing test.
        wording: its words by language.
    """

    where: str
    wording: LocalText


@pytest.fixture(scope="module")
def method() -> Method:
    return load_rulesets("contact-centre")


def texts(method: Method) -> Iterator[Text]:
    """Every text of the ruleset but titles of publications."""
    for name, named in {**method.topics, **method.objectives}.items():
        yield Text(name, named)
    for check in method.checks.values():
        yield from _of(check.id, check, "title", "message", "strength", "advice")
    for rule in method.inferences.values():
        yield from _of(rule.id, rule, "title", "body")
    for action in method.recommendations.values():
        yield from _of(action.id, action, "title", "body", "owner", "horizon")
    for parameter in method.parameters.values():
        yield from _of(parameter.name, parameter, "label", "why")
    yield from _vocabulary(method)


def _vocabulary(method: Method) -> Iterator[Text]:
    for entity in method.vocabulary:
        yield from _of(entity.name, entity, "label", "label_plural")
        for attribute in entity.attributes.values():
            name = f"{entity.name}.{attribute.name}"
            yield from _of(name, attribute, "label", "question", "ask", "obtain")
            for value, label in attribute.labels.items():
                yield Text(f"{name} {value}", label)


def _of(where: str, owner: object, *parts: str) -> Iterator[Text]:
    for part in parts:
        if wording := getattr(owner, part):
            yield Text(f"{where} {part}", wording)


def words(text: str, exceptions: tuple[str, ...] = ()) -> str:
    """What people read of a text, without the phrases in which a refused word means something else."""
    plain = re.sub(r"\s+", " ", _CODE.sub(" ", text).replace("’", "'"))
    for phrase in exceptions:
        plain = re.sub(re.escape(phrase), " ", plain, flags=re.IGNORECASE)
    return plain


@cache
def pattern(term: str) -> re.Pattern[str]:
    """A term as whole words, any of which may be in the plural."""
    each = r"s?\s".join(map(re.escape, term.split()))
    return re.compile(rf"(?<![\w-]){each}(?:s|x|es)?(?![\w-])", re.IGNORECASE)


def refusals(terms: list[dict[str, Any]], text: Text) -> Iterator[str]:
    """The refused variants that a text uses, in words."""
    for term in terms:
        for language in LANGUAGES:
            variants = term.get("refused", {}).get(language, ())
            exceptions = tuple(term.get("except", {}).get(language, ()))
            plain = words(text.wording.get(language, ""), exceptions)
            for variant in variants:
                if pattern(variant).search(plain):
                    yield f"{text.where} ({language}): '{variant}' instead of '{term[language]}'"


def lone_terms(terms: list[dict[str, Any]], text: Text) -> Iterator[str]:
    """Terms said in one language of a text and not in the other."""
    for term in terms:
        if term.get("together") and set(LANGUAGES) <= set(text.wording):
            said = {one for one in LANGUAGES if pattern(term[one]).search(words(text.wording[one]))}
            if len(said) == 1:
                yield f"{text.where}: only {said.pop()} says '{term['en']}' / '{term['fr']}'"


def test_no_text_uses_a_refused_variant(method: Method) -> None:
    assert [problem for text in texts(method) for problem in refusals(TERMS, text)] == []


def test_both_languages_say_the_same_terms(method: Method) -> None:
    assert [problem for text in texts(method) for problem in lone_terms(TERMS, text)] == []


def test_every_text_exists_in_both_languages(method: Method) -> None:
    assert [text.where for text in texts(method) if set(text.wording) != set(LANGUAGES)] == []


def test_the_terminology_is_sound() -> None:
    """No term is refused by another, and none is fixed twice."""
    for language in LANGUAGES:
        fixed = [term[language].casefold() for term in TERMS]
        refused = {
            variant.casefold() for term in TERMS for variant in term.get("refused", {}).get(language, ())
        }
        assert len(fixed) == len(set(fixed))
        assert refused.isdisjoint(fixed)


@pytest.mark.parametrize(
    ("wording", "found"),
    [
        ({"en": "Ask a contact-centre agent."}, 1),
        ({"en": "Ask two agents."}, 1),
        ({"en": "The agency asks."}, 0),
        ({"en": "{{ agent.id }} answers."}, 0),
        ({"fr": "Un usager, deux usagers."}, 1),
        ({"fr": "Par rapport à la cible."}, 0),
        ({"fr": "Le rapport mensuel."}, 1),
    ],
)
def test_variants_are_found_as_words(wording: Mapping[str, str], found: int) -> None:
    assert len(list(refusals(TERMS, Text("a text", wording)))) == found
