"""Texts that only print values are filled in without Jinja, to what Jinja would make of them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateSyntaxError

from ccrules.errors import CcrulesError, Place
from ccrules.text.plain_templates import pieces_of
from ccrules.text.template_syntax import check
from ccrules.text.template_values import ENVIRONMENT
from ccrules.text.templates import TextTemplate, compile_template
from ccrules.values import NONE, NOT_COLLECTED, UNKNOWN, Duration, Interval, OneOf, PartialSet
from tests.text.support import Box

PLACE = Place("rules.yaml", 7, 12)


VALUES = (
    1, 0.25, 1200, -3.5, True, "text *x* {{ a }}", "", None, NONE, UNKNOWN, NOT_COLLECTED, Interval(4, None),
    OneOf((Box("a"), Box("b"))), OneOf((Box("a"), NONE)), frozenset({"a", "b"}), PartialSet(frozenset({"q"})),
    Duration(6), datetime.date(2026, 3, 1), (1, 2), [Box("x"), Box("y")], Box("z", a=3, items=4, b=NONE),
    {"a": 1, "items": 3, "keys": 2}, len, str,
)  # fmt: skip
NAMES = ("a", "b", "items", "id", "label", "keys", "x")
FILTERS = (
    "", "", "|number", " | percent", "|percent(1)", "| plural('a', 'b')", "|names", "|names(2)", '|elide("de")',
    "|rhythm", "|duration", "|date", "|shown", "|shown('x/month')", "|number( 2)", "|upper",
)  # fmt: skip

paths = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map(".".join)
tags = st.builds("{{{{ {}{} }}}}".format, paths, st.sampled_from(FILTERS))
texts = st.lists(tags | st.sampled_from(("t ", " : ", "{", "}", "\n", "% ")), min_size=1, max_size=5).map(
    "".join
)


def parsed(source, markdown):
    """The text as Jinja reads it; None if it does not."""
    try:
        tree = ENVIRONMENT.parse(source)
        check(tree, PLACE)
    except (TemplateSyntaxError, CcrulesError):
        return None
    return TextTemplate(source, PLACE, tree, markdown)


def rendered(template, names, language):
    try:
        return template.render(names, language)
    except CcrulesError as error:
        return str(error)


@given(
    texts,
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(VALUES)),
    st.booleans(),
    st.sampled_from(("en", "fr")),
)
def test_they_come_out_as_from_jinja(source, names, markdown, language):
    expected = parsed(source, markdown)
    try:
        found = compile_template(source, PLACE, markdown=markdown)
    except CcrulesError:
        assert expected is None
        return
    assert expected is not None
    assert not expected.paths or found.paths == expected.paths
    if expected.paths:
        assert rendered(found, names, language) == rendered(expected, names, language)


@pytest.mark.parametrize(
    "source",
    [
        "{{ x.upper() }}", "{{ x[0] }}", "{{ x + 1 }}", "{% if x %}y{% endif %}{{ x }}", "{{ x }}{# note #}", "{{- x }}",
        "{{{ x }}}", "{{ _x }}", "{{ x._y }}", "{{ true }}", "{{ not }}", "{{ x | upper }}", "{{ x | names('\\'') }}",
        "{{ x }}\r\n", "{{ é }}", "{{ x | number | shown }}",
    ],
)  # fmt: skip
def test_whatever_does_more_is_left_to_jinja(source):
    assert pieces_of(source) is None
