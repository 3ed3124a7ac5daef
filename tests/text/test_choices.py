"""Values of a choice: plain text to everything that computes, their label to whoever reads."""

from __future__ import annotations

import json

import pytest

from ccrules.assembly.context import json_value
from ccrules.errors import Place
from ccrules.text import shown
from ccrules.text.choices import with_labels
from ccrules.text.templates import compile_template
from ccrules.values import NONE, OneOf, PartialSet

LABELS = {
    "ivr": {"en": "IVR", "fr": "SVI"},
    "portal_form": {"en": "Portal form", "fr": "Formulaire du portail"},
    "desk": {},
}


class Attribute:
    labels = LABELS


class Point:
    """Stands for an entity with a choice and a set of one."""

    def __init__(self, **values: object) -> None:
        self.__dict__.update(values)
        attributes = {"kind": Attribute, "kinds": Attribute}
        self._type = type("T", (), {"singleton": False, "attributes": attributes})()


def render(source: str, language: str = "en", **names: object) -> str:
    return compile_template(source, Place("rules.yaml", 1, 1)).render(names, language)


@pytest.mark.parametrize(("language", "said"), [("en", "portal form"), ("fr", "formulaire du portail")])
def test_an_attribute_prints_its_label_inside_a_sentence(language: str, said: str) -> None:
    point = Point(kind="portal_form")
    assert render("{{ point.kind }}", language, point=point) == said
    assert (
        render("{% if point.kind is known %}({{ point.kind }}){% endif %}", language, point=point)
        == f"({said})"
    )


def test_a_set_prints_labels_in_order() -> None:
    point = Point(kinds=frozenset(["portal_form", "ivr"]))
    assert render("{{ point.kinds | names }}", point=point) == "IVR and portal form"
    assert (
        render("{% for k in point.kinds %}<{{ k }}>{% endfor %}", "fr", point=point)
        == "<SVI><formulaire du portail>"
    )


def test_texts_compare_the_plain_value() -> None:
    point = Point(kind="ivr")
    assert render("{% if point.kind == 'ivr' %}yes{% endif %}", point=point) == "yes"


def test_alternatives_and_open_sets_print_labels() -> None:
    assert shown(with_labels(OneOf(("ivr", "portal_form", NONE)), LABELS), "en") == "IVR, portal form or none"
    assert shown(with_labels(PartialSet(frozenset(["ivr"])), LABELS), "fr") == "SVI et peut-être d'autres"


def test_what_has_no_label_prints_as_written() -> None:
    assert shown(with_labels("desk", LABELS), "en") == "desk"
    assert shown(with_labels("other", LABELS), "en") == "other"
    assert with_labels(7, LABELS) == 7


def test_programs_get_the_plain_value() -> None:
    chosen = with_labels("ivr", LABELS)
    assert (chosen, hash(chosen)) == ("ivr", hash("ivr"))
    assert type(json_value(chosen)) is str
    assert json.dumps(json_value(frozenset([chosen]))) == '["ivr"]'
