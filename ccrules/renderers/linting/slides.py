"""A template deck: whether it has the layouts that slides are made with, and one deck made with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from ccrules.errors import CcrulesError, Place, Problem, message
from ccrules.renderers import pptx
from ccrules.renderers.extras import needed
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.sample import sample
from ccrules.renderers.slides.deck import LAYOUTS, layout
from ccrules.renderers.word.package import read_template

#: The least room below a title for a table, in points.
LEAST_ROOM = 250


def deck_problems(path: Path, options: RenderOptions) -> Iterator[Problem]:
    """What is missing in a template deck.

    Args:
        path: the deck.
        options: the language, and folders with wording of a firm's own.
    """
    (library,) = needed("slides", "pptx")
    try:
        presentation = library.Presentation(BytesIO(read_template(path)))
        yield from _layouts(presentation, path)
        for language in ("en", "fr"):
            pptx.render(sample(language), replace(options, language=language, templates=(path,)))
    except CcrulesError as error:
        yield from error.problems
    except (KeyError, ValueError, library.exc.PackageNotFoundError):
        yield Problem(Place(str(path)), message("this is no {kind} file", kind=path.suffix))


def _layouts(presentation: Any, path: Path) -> Iterator[Problem]:
    for kind, names in LAYOUTS.items():
        found = layout(presentation, kind)
        if found.name.strip().lower() not in names and found._element.get("type") != kind:
            what = message("the deck has no layout {name}; {other} is used", name=names[0], other=found.name)
            yield Problem(Place(str(path)), what, message("name one of its layouts so"))
        if not any(one.placeholder_format.idx == 0 for one in found.placeholders):
            what = message("the layout {name} has no place for a title", name=found.name)
            yield Problem(Place(str(path)), what, message("add it in the slide master"))
    yield from _room(presentation, path)


def _room(presentation: Any, path: Path) -> Iterator[Problem]:
    from ccrules.renderers.slides.deck import Deck

    if Deck(presentation, "").area.height < LEAST_ROOM:
        what = message("there is little room below the title")
        yield Problem(Place(str(path)), what, message("make the title of the layout smaller"))
