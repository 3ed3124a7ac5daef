"""Writes ``docs/templates.md``: what is said by hand in ``head.md``, and the names that templates may use.

Run ``python docs/templates/build.py`` after a change of the report; ``--check`` says whether it is needed.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from ccrules.renderers.branding import Branding
from ccrules.renderers.linting.names import attribute_types
from ccrules.renderers.report import model, score_board
from ccrules.renderers.word.pictures import CHARTS
from ccrules.renderers.word.pieces import PIECES

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "templates.md"


def page() -> str:
    """The whole page."""
    head = (HERE / "head.md").read_text("utf-8").rstrip()
    parts = [head, _pieces(), _charts(), _table(Branding), *(_table(one) for one in _kinds())]
    return "\n\n".join(parts) + "\n"


def _pieces() -> str:
    rows = [f"| `part.{name}` | {_first(piece)} |" for name, piece in PIECES.items()]
    return "## Parts of a Word document\n\n| name | holds |\n|---|---|\n" + "\n".join(rows)


def _charts() -> str:
    rows = [f"| `chart.{name}` | {_first(draw)} |" for name, (draw, _) in CHARTS.items()]
    return "## Charts of a Word document\n\n| name | shows |\n|---|---|\n" + "\n".join(rows)


def _kinds() -> Iterator[type]:
    """The report first, then its parts as they stand in the source."""
    yield model.Report
    for module in (model, score_board):
        for one in vars(module).values():
            if inspect.isclass(one) and one.__module__ == module.__name__ and one is not model.Report:
                yield one


def _table(kind: type) -> str:
    described = dict(_described(kind))
    rows = [
        f"| `{name}` | {_kind(found)} | {described.get(name, '')} |"
        for name, found in attribute_types(kind).items()
    ]
    head = f"## {kind.__name__}\n\n{_first(kind)}\n\n| name | is | holds |\n|---|---|---|\n"
    return head + "\n".join(rows)


def _kind(found: object) -> str:
    name = found.__name__ if inspect.isclass(found) and "[" not in str(found) else str(found)
    return f"`{re.sub(r'ccrules[a-z_.]*[.]', '', name)}`".replace("|", "or")


def _first(thing: object) -> str:
    """The first sentence of a docstring."""
    return " ".join(inspect.getdoc(thing or "").split("\n\n")[0].split())


def _described(kind: type) -> Iterator[tuple[str, str]]:
    """What the docstring says of each attribute, properties included."""
    text = inspect.getdoc(kind) or ""
    for found in re.finditer(r"^    (\w+): (.+(?:\n {8}.+)*)", text, re.MULTILINE):
        yield found[1], " ".join(found[2].split())
    for name, one in vars(kind).items():
        if isinstance(one, property):
            yield name, _first(one)


def main() -> int:
    """Write the page, or with ``--check`` say whether it is as it should be."""
    if "--check" in sys.argv:
        return int(PAGE.read_text("utf-8") != page())
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
