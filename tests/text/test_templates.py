"""Texts with values in them: what they can do, and what they are kept from doing."""

from __future__ import annotations

import datetime
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccrules.errors import InputError, Place
from ccrules.text import templates
from ccrules.text.templates import compile_template
from ccrules.values import NONE, UNKNOWN, Duration, Interval, OneOf, PartialSet
from tests.text.support import Box

PLACE = Place("rules.yaml", 7, 12)


def render(source, language="en", markdown=False, **names):
    return compile_template(source, PLACE, markdown=markdown).render(names, language)


def test_values_are_printed_in_the_language():
    assert render("{{ n }}", n=1200) == "1,200"
    assert render("{{ n }}", "fr", n=1200.5) == "1\u202f200,5"
    assert render("{{ n }} boxes", n=Interval(4, None)) == "at least 4 boxes"
    assert render("{{ n }}", "fr", n=UNKNOWN) == "inconnu"
    assert render(
        "{{ day }}, {{ yes }}, {{ d }}", "fr", day=datetime.date(2026, 3, 1), yes=True, d=Duration(6)
    ) == ("1er mars 2026, oui, 6\u00a0mois")


def test_filters():
    box = Box("accueil", owner=NONE)
    assert render("{{ 0.853|percent }}") == "85.3%"
    assert render("{{ x|percent(0) }}", x=Interval(0.2, 0.55)) == "between 20% and 55%"
    assert render("{{ 3|number(1) }}") == "3.0"
    assert render("{{ n }} {{ n|plural('box', 'boxes') }}", n=1) == "1 box"
    assert render("boîte {{ box|elide('de') }}", "fr", box=box) == "boîte d'accueil"
    assert render("{{ boxes|names(2) }}", boxes=[Box("a"), Box("b"), Box("c"), Box("d")]) == "a, b and 2 more"
    assert render("{{ d|rhythm }}", "fr", d=Duration(days=7)) == "hebdomadaire"
    assert render("{{ boxes|map(attribute='id')|join('/') }}", boxes=[Box("b"), Box("a")]) == "b/a"
    assert render("{% if x is known %}{{ x }}{% else %}?{% endif %}", x=UNKNOWN) == "?"


def test_words_of_the_text_stand_where_there_is_nothing():
    assert render("{{ day|otherwise('never') }}", day=NONE) == "never"
    assert render("{{ day|otherwise('never') }}", day=datetime.date(2026, 3, 1)) == "1 March 2026"
    assert render("{{ x|otherwise('aucune')|percent }}", "fr", x=NONE) == "aucune"
    assert render("{{ x|otherwise('aucune')|percent }}", "fr", x=0.5) == "50\u202f%"
    assert render("{{ boxes|otherwise('nobody')|names }}", boxes=[]) == "nobody"
    assert render("{{ boxes|otherwise('nobody')|names }}", boxes=[Box("a")]) == "a"
    assert render("{{ x|otherwise('never') }}", x=UNKNOWN) == "unknown"
    assert render("{{ n|otherwise('never') }}", n=0) == "0"


def test_french_spacing_is_set():
    assert render("Ouvert: {{ n }} % ?", "fr", n=3) == "Ouvert\u00a0: 3\u202f%\u202f?"
    assert render("sans valeur : oui", "fr") == "sans valeur\u00a0: oui"


def test_attributes_of_missing_entities_are_missing():
    assert render("{{ box.owner.name }}", box=Box("a", owner=NONE)) == "none"
    assert render("{{ box.owner.id }}", box=Box("a", owner=OneOf((Box("x"), NONE)))) == "x or none"


def test_sets_are_printed_and_looped_over_in_order():
    box = Box("a", skills=frozenset({"c", "a", "b"}), langs=PartialSet(frozenset({"fr"})))
    assert render("{% for s in box.skills %}{{ s }}{{ loop.index }} {% endfor %}", box=box) == "a1 b2 c3 "
    assert render("{{ box.skills }}; {{ box.langs }}", box=box) == "a, b and c; fr and perhaps more"


@given(st.text(max_size=60))
def test_facts_are_data_and_never_template_source(fact):
    assert render("<{{ fact }}>", fact=fact) == f"<{fact}>"


def test_values_in_markdown_can_not_become_markup():
    printed = render("# {{ x }}", markdown=True, x="[a](http://b) *b*\n# c <script> | `d`")
    assert printed == r"# \[a\]\(http://b\) \*b\* \# c &lt;script\> &#124; \`d\`"


@pytest.mark.parametrize(
    "source",
    [
        "{{ x",
        "{% if x %}",
        "{{ x | nofilter }}",
        "{{ x is nosuchtest }}",
        "{{ f() }}",
        "{{ x.upper() }}",
        "{{ 2 ** 9 }}",
        "{% set a = 1 %}",
        "{% include 'a' %}",
        "{% import 'a' as b %}",
        "{% extends 'a' %}",
        "{% macro m() %}{% endmacro %}",
        "{% block b %}{% endblock %}",
        "{% raw %}{{ x }}",
        "{{ x.__class__ }}",
        "{{ _x }}",
        "{{ self }}",
        "{{ x % 2 }}",
        "{% for a in x recursive %}{{ a }}{% endfor %}",
        "{{ range(9) }}",
        "{{ {'a': 1} }}",
        "{{ x[1:2] }}",
        "{% for a in x %}" * 4 + "{% endfor %}" * 4,
        "{{ " + "(" * 400 + "1" + ")" * 400 + " }}",
        "{{ " + "not " * 3000 + "x }}",
        "{{ x" + " ~ x" * 5000 + " }}",
        "a" * 20_001,
    ],
)
def test_what_texts_may_not_do_is_refused_on_load(source):
    with pytest.raises(InputError) as caught:
        compile_template(source, PLACE)
    assert all(problem.place == PLACE for problem in caught.value.problems)


@pytest.mark.parametrize(
    "source",
    [
        "{{ y }}",
        "{{ box.nothing }}",
        "{{ box['__class__'] }}",
        "{{ box.id.upper }}",
        "{{ boxes|map(attribute='__class__')|join }}",
        "{{ boxes|sort(attribute='_type')|first }}",
        "{{ 'a' * 100000000 }}",
        "{{ box + 1 }}",
        "{{ 1 / 0 }}",
        "{% if box.n > 3 %}a{% endif %}",
        "{{ box.n + 1 }}",
        "{% if box.n %}a{% endif %}",
        "{% for a in box.n %}{% endfor %}",
        "{{ boxes|map('attr', '__class__')|join }}",
        "{{ box.method }}",
    ],
)
def test_errors_while_filling_in_have_the_place_of_the_text(source):
    Box.method = lambda self: 1
    with pytest.raises(InputError) as caught:
        render(source, box=Box("a", n=Interval(1, 5)), boxes=[Box("a"), Box("b")])
    assert caught.value.problems[0].place == PLACE


def test_long_loops_and_long_results_are_stopped_quickly():
    many = tuple(range(3000))
    started = time.monotonic()
    with pytest.raises(InputError, match="steps"):
        render("{% for a in x %}{% for b in x %}{% endfor %}{% endfor %}", x=many)
    with pytest.raises(InputError, match="longer"):
        render("{% for a in x %}{{ long }}{% endfor %}", x=many, long="w" * 1000)
    assert time.monotonic() - started < 5


def test_paths_are_the_names_read_from_outside():
    source = (
        "{{ m.owner.name }}{% for a in xs if a.b == z %}{{ a.c }}{{ loop.index }}{{ q['k'] }}"
        "{% else %}{{ a.z }}{% endfor %}{{ n|plural(one, 'x') }}"
    )
    assert compile_template(source, PLACE).paths == {
        ("m", "owner", "name"),
        ("xs",),
        ("z",),
        ("q", "k"),
        ("a", "z"),
        ("n",),
        ("one",),
    }
    assert compile_template("no values", PLACE).paths == frozenset()


def test_one_template_renders_in_two_threads():
    template = compile_template("{% for a in x %}{{ a }}{% endfor %}", PLACE)
    results = []
    threads = [
        threading.Thread(
            target=lambda n=n: results.append(template.render({"x": [n] * 300}, "en") == str(n) * 300)
        )
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 8


def test_a_text_of_the_longest_length_is_accepted():
    assert compile_template("a" * templates.MAX_SOURCE, PLACE).render({}, "en")
