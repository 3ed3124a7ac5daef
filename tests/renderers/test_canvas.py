"""Lines without colours are laid out as rich lays them out."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccrules.renderers import terminal
from ccrules.renderers.canvas import PlainCanvas
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.rich_canvas import RichCanvas
from tests.renderers import samples
from tests.renderers.rich import rich

texts = st.text(alphabet="ab c  d .,éœ«»\ue000’—■", max_size=60) | st.text(
    alphabet="ab 中👍\u0301x", max_size=30
)
pieces = st.lists(st.tuples(texts, st.sampled_from(("", "bold"))), max_size=3)
widths = st.integers(12, 40)


def lines(canvas):
    return [line.rstrip() for line in canvas.text().removesuffix("\n").split("\n")]


def both(width):
    return PlainCanvas(width), RichCanvas(width, colour=False)


@given(pieces, widths, st.integers(0, 5))
def test_a_paragraph(pieces, width, indent):
    plain, by_rich = both(width)
    for canvas in (plain, by_rich):
        canvas.paragraph(pieces, indent)
    assert lines(plain) == lines(by_rich)


@given(pieces, widths, st.sampled_from(("•", "-", "12.")))
def test_an_entry(pieces, width, mark):
    plain, by_rich = both(width)
    for canvas in (plain, by_rich):
        canvas.entry([(mark, "")], pieces, 2)
    assert lines(plain) == lines(by_rich)


@given(
    st.lists(st.tuples(texts, st.integers(0, 10_000).map(str), texts), min_size=1, max_size=4),
    st.integers(20, 160),
)
def test_a_table(rows, width):
    plain, by_rich = both(width)
    cells = [[[(cell, "")] for cell in row] for row in rows]
    for canvas in (plain, by_rich):
        canvas.table([[("one", "")], [("two", "")], [("three", "")]], cells, (False, True, False))
    assert lines(plain) == lines(by_rich)


@pytest.mark.parametrize("sample", [rich("fr"), samples.hostile(), samples.all_unknown("en")])
@pytest.mark.parametrize("width", [40, 72, 112])
def test_whole_reports(sample, width, monkeypatch):
    options = RenderOptions(width=width)
    plain = terminal.render(sample, options)
    monkeypatch.setattr(terminal, "canvas", lambda width, colour: RichCanvas(width, colour=colour))
    assert plain == terminal.render(sample, options)


def test_without_colours_rich_is_not_even_imported():
    code = "import sys, ccrules.renderers.terminal; sys.exit('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
