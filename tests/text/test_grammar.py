"""Plurals, elision and French spacing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccrules.text import elide, plural, typeset
from ccrules.text.grammar import curl_apostrophes
from ccrules.values import UNKNOWN, Interval


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [
        (0, "boxes", "boîte"),
        (1, "box", "boîte"),
        (1.5, "boxes", "boîte"),
        (2, "boxes", "boîtes"),
        (-1, "box", "boîte"),
        (Interval(0, 1), "box", "boîte"),
        (Interval(4, None), "boxes", "boîtes"),
        (UNKNOWN, "boxes", "boîtes"),
    ],
)
def test_plurals(count, english, french):
    assert plural(count, "box", "boxes", "en") == english
    assert plural(count, "boîte", "boîtes", "fr") == french


@pytest.mark.parametrize(
    ("word", "following", "joined"),
    [
        ("de", "agent", "d'agent"),
        ("de", "équipe", "d'équipe"),
        ("de", "hôtel", "d'hôtel"),
        ("que", "elle", "qu'elle"),
        ("le", "accueil", "l'accueil"),
        ("De", "eux", "D'eux"),
        ("de", "Yves", "d'Yves"),
        ("de", "œuvre", "d'œuvre"),
        ("de", "hiérarchie", "de hiérarchie"),
        ("le", "hotline", "le hotline"),
        ("le", "onze", "le onze"),
        ("de", "yaourt", "de yaourt"),
        ("de", "11 agents", "de 11 agents"),
        ("de", "claims", "de claims"),
        ("de", "« accueil »", "d'« accueil »"),
        ("pour", "elle", "pour elle"),
        ("de", "", "de "),
    ],
)
def test_elision(word, following, joined):
    assert elide(word, following) == joined


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ("Note: oui", "Note~: oui"),
        ("Note : oui", "Note~: oui"),
        ("Pourquoi? Parce que!", "Pourquoi_? Parce que_!"),
        ("Quoi ?!", "Quoi_?!"),
        ("fin ; suite", "fin_; suite"),
        ("85 % de 12%", "85_% de 12_%"),
        ("«oui» et « non »", "«~oui~» et «~non~»"),
        ("**Attention :** x", "**Attention~:** x"),
        ("(vraiment ?)", "(vraiment_?)"),
        ("à 18:30 et 2:1", "à 18:30 et 2:1"),
        ("faits.yaml:7:5: erreur", "faits.yaml:7:5~: erreur"),
        ("voir https://a.fr/b?c=d;e!", "voir https://a.fr/b?c=d;e!"),
        ("le code `a ; b ? c : d`", "le code `a ; b ? c : d`"),
        ("&amp; &nbsp; ok", "&amp; &nbsp; ok"),
        ("![image](x.png)", "![image](x.png)"),
        ("| a |\n|:--|--:|", "| a |\n|:--|--:|"),
        ("%d et 100%sûr", "%d et 100%sûr"),
    ],
)
def test_french_spaces(written, set_):
    wanted = set_.replace("~", "\u00a0").replace("_", "\u202f")
    assert typeset(written, "fr") == wanted
    assert typeset(written, "en") == written


@given(st.text(alphabet="ab 1:;?!%«»\u00a0\u202f`'()\n.&/", max_size=40))
def test_setting_spaces_twice_changes_nothing(written):
    once = typeset(written, "fr")
    assert typeset(once, "fr") == once


@given(st.text(alphabet="ab 1:;?!%«»`'()\n.&/", max_size=40))
def test_setting_spaces_changes_nothing_but_spaces(written):
    def bare(text):
        return "".join(text.split()).replace("\u00a0", "").replace("\u202f", "")

    assert bare(typeset(written, "fr")) == bare(written)


def test_apostrophes_curl_outside_code():
    assert curl_apostrophes("l'agent n'a `l'index`, 'non'") == "l’agent n’a `l'index`, 'non'"
