"""Markdown of authors: formatting stays, harm does not, and hostile input costs little time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules.text.markdown import to_html, to_text
from tests.effort import examples


def test_formatting_lists_tables_and_links_stay():
    rendered = to_html(
        "# A\n\n**b** and `c`\n\n| x | y |\n|:--|--:|\n| 1 | [m](https://a.b) |\n\n1. one\n2. two"
    )
    for part in (
        "<h3>A</h3>",
        "<strong>b</strong>",
        "<code>c</code>",
        '<td align="left">1</td>',
        "<ol>",
        'href="https://a.b"',
    ):
        assert part in rendered


def test_a_list_may_start_right_below_its_sentence():
    assert to_html("Steps:\n- a\n- b").count("<li>") == 2
    assert to_html("Steps:\n1. a\n2. b").count("<li>") == 2
    assert "<li>" not in to_html("it rose by\n2026 - that is all")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "![a](https://a.b/c.png)",
        "<style>*{}</style>",
        '<a href="x" onclick="y">z</a>',
        "<iframe src='https://a.b'></iframe>",
        "[a](data:text/html,x)",
        "<svg/onload=alert(1)>",
        "<javascript:alert(1)>",
        "<div style='background:url(https://a.b)'>x</div>",
    ],
)
def test_harmful_markup_goes(text):
    rendered = to_html(text).lower()
    for harm in (
        "<script",
        "<img",
        "javascript:",
        "onerror",
        "onclick",
        "<style",
        "<iframe",
        "<svg",
        "data:",
        "style=",
    ):
        assert harm not in rendered or "&lt;" in rendered


HOSTILE = {
    "quotes": "> " * 9000,
    "lists": "* " * 9000,
    "underscores": "_a" * 9000,
    "stars": "*a " * 6000,
    "one run": "*" * 19000,
    "ticks": "`a" * 9000,
    "angles": "<" * 19000,
    "tags": "<a " * 6000,
    "ampersands": "&" * 19000,
    "brackets": "[" * 9000,
    "links": "[a](" * 490,
    "images": "![" * 490,
    "backslashes": "\\" * 19000,
    "cells": "|a" * 9000 + "\n" + "|-" * 900,
    "underlined": "a\n=\n" * 4000,
    "numbers": "1. " * 6000,
    "rules": "- - - - " * 2000,
    "mixed": "**a*b_" * 3000,
    "comments": "<!--" * 4000,
    "long": "word " * 20000,
    "references": "[a]: b\n" * 490,
    "blank": "\n" * 19000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_costs_little_time(name):
    started = time.monotonic()
    to_html(HOSTILE[name])
    assert time.monotonic() - started < 2


@settings(max_examples=examples(60), deadline=None)
@given(st.text(alphabet="ab<>[]()*_`#-+1.|\n &\"'!:/\\", max_size=200))
def test_nothing_but_the_allowed_tags_comes_out(text):
    rendered = to_html(text)
    assert "<script" not in rendered
    assert "<img" not in rendered


def test_beyond_the_caps_a_text_is_shown_as_written():
    assert to_html("[" * 600) == "<p>" + "[" * 600 + "</p>"
    assert "&lt;b&gt;" in to_html("<b>" + "x" * 20_000)


def test_plain_text_for_terminals():
    text = "# A\n\ntext **b**\n[m](https://a.b)\n\n- x\n- y\n    - z\n\n1. q\n2. r\n\n"
    text += "| a | b |\n|---|---|\n| 1 | 2 |\n\nend"
    assert to_text(text) == (
        "A\n\ntext b m (https://a.b)\n• x\n• y\n  • z\n\n1. q\n2. r\n\n   a   b\n   1   2\n\nend"
    )
