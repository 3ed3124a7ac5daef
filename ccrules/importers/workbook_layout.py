"""How facts lie in a workbook: what whoever writes one and whoever reads one agree on.

A sheet holds a list or a form. Its first row is hidden and holds names of the vocabulary, so
that labels may be translated and moved about:

- a **list** has ``mailboxes[]`` in A1 and below it one entity a row; the other cells of the first
  row name an attribute each, ``skills[]`` if it holds several values;
- a **form** has ``#form`` in A1 and a question a row: its name (``organisation.headcount``) in
  column A, which is hidden too, and the answer in column :data:`ANSWER`; it may also ask of a
  member of a list (``mailboxes/claims.tracked``), of a list's members or number (``mailboxes[]``)
  and whether these are all (``mailboxes[]?``);
- the sheet of **lists** has ``#lists`` in A1 and says of each list whether it is complete, and
  numbers where members are not known by name.

A sheet that somebody made by hand has none of that: its title names the list, its first row the
attributes, by name or by label.
"""

from __future__ import annotations

import re

from ccrules.facts.words import BOOLEAN_WORDS, folded

FORM = "#form"
LISTS = "#lists"
#: Column of a form's answers, from 1.
ANSWER = 3
#: Rows above the first entity of a list: names, labels, help.
HEADING_ROWS = 3
#: Sheets whose title begins so belong to the workbook and hold no facts.
PRIVATE = "_"
#: Columns of the sheet of lists, by name, from 1.
LIST_COLUMNS = {"collection": 1, "complete": 3, "total": 4, "attribute": 5, "value": 6, "count": 7}

#: Between several values in one cell.
SEPARATOR = "; "
SEPARATORS = re.compile(r"[;\n]")


#: What says that a sheet or file shows some members of a list and does not tell who else there is.
EXCERPT = {"en": "excerpt", "fr": "extrait"}


def completeness(text: str) -> str | None:
    """What a cell says of whether a list is complete, as the key of ``assessment:`` that says so.

    Args:
        text: ``yes``, ``no`` or ``excerpt``, in English or French.

    Returns:
        ``complete``, ``partial`` or ``excerpt``; None if the cell says none of them.
    """
    said = folded(text)
    if said in EXCERPT.values():
        return "excerpt"
    complete = BOOLEAN_WORDS.get(said)
    return None if complete is None else ("complete" if complete else "partial")


def is_several(name: str) -> bool:
    """Whether a column's name says that its cells hold several values."""
    return name.endswith("[]")


def bare(name: str) -> str:
    """A column's or list's name without the sign for several."""
    return name.removesuffix("[]")
