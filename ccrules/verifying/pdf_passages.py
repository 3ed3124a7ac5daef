"""Passages of a PDF: its pages. Where lines and cells begin and end is not to be told from it."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator

from ccrules.errors import InputError, Place, Problem, message
from ccrules.renderers.extras import needed
from ccrules.verifying.passages import Passage, without_number

#: A line of figures with their names, which stand apart on the page: a figure, then a word.
_FIGURES = re.compile(r"\d[\d.,\s]*%?[^\W\d_]{3}")
#: Between the thousands of a number, where a PDF has a plain space.
_GROUPS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_BETWEEN = re.compile(r"(?<=[\d%])(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
_CHAPTER = re.compile(r"(\d{1,2}) ?(?=[^\W\d_])")


def read(content: bytes, file: str, _: str) -> Iterator[Passage]:
    """The pages of a PDF, each taken as a drawing is: figures are known, not the words around them.

    Args:
        content: of the file.
        file: its name for places.

    Raises:
        InputError: it is broken.
        UsageError: the library that reads it is missing.
    """
    pypdf, errors = needed("pdf", "pypdf", "pypdf.errors")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is broken is told below
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    except (errors.PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        what = message("this is no document that can be read")
        raise InputError(Problem(Place(file), what, message("render the report again"))) from error
    numbers = _Numbers(len(pages))
    for page, text in enumerate(pages, start=1):
        lines = [numbers.without(line, page) for line in text.splitlines()]
        said = _GROUPS.sub("\u202f", " ".join(line for line in lines if line))
        yield Passage(said, said, Place(file, cell=str(page)), drawn=True)


class _Numbers:
    """Numbers that a PDF gives to its pages, chapters and lists, which are no figures of the assessment.

    Args:
        pages: how many there are.
    """

    def __init__(self, pages: int) -> None:
        self._pages, self._chapter, self._entry = pages, 0, 0

    def without(self, line: str, page: int) -> str:
        """A line without the number it begins with, if it is the next one.

        Args:
            line: the line.
            page: the number of the page it stands on.
        """
        line = line.strip().removesuffix(f"{page} / {self._pages}")
        found = _CHAPTER.match(line)
        if found and int(found[1]) == self._chapter + 1:
            self._chapter += 1
            return line[found.end() :]
        if _FIGURES.match(line):
            line = _BETWEEN.sub(" ", line)
        said, self._entry = without_number(line, self._entry)
        return said
