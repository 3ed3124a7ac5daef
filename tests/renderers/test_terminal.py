"""The report on a terminal."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from ccrules.renderers.clean import printable
from ccrules.renderers.options import RenderOptions
from tests.renderers import samples
from tests.renderers.reading import rendered
from tests.renderers.rich import rich


@pytest.mark.parametrize("width", [40, 72, 100])
@pytest.mark.parametrize("sample", [rich("fr"), samples.hostile()])
def test_lines_fit_the_width(width, sample):
    document = rendered("terminal", sample, RenderOptions(width=width))
    assert max(cell_len(line) for line in document.split("\n")) <= width


def test_without_a_width_the_terminal_is_asked(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    assert max(len(line) for line in rendered("terminal", rich(), RenderOptions()).split("\n")) <= 60


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp850", "latin-1", "no-such-encoding"])
def test_a_terminal_that_knows_few_characters_still_shows_everything(encoding):
    document = rendered("terminal", rich("fr"), RenderOptions(width=80, encoding=encoding))
    document.encode("ascii" if encoding.startswith("no-") else encoding)
    assert "?" not in document.replace(" ?", "")
    assert "Sinistres Riviera" in document


def test_plain_characters_replace_what_can_not_be_printed():
    assert printable("« œuvre » → été…", "ascii") == '" oeuvre " -> ete...'
    assert printable("été", "latin-1") == "été"
    assert printable("中", "ascii") == "?"


def test_no_line_breaks_at_a_no_break_space():
    document = rendered("terminal", rich("fr"), RenderOptions(width=61))
    lines = [line.strip() for line in document.split("\n")]
    assert not [
        line for line in lines if line.startswith(("»", ";", "?", "!", "%", ": ")) or line.endswith("«")
    ]
    assert "«\u00a0" in document
