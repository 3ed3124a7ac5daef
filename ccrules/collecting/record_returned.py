"""What came back of a record of facts, whatever kind of document it stood in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ccrules.collecting.record import REFERENCE
from ccrules.collecting.record_words import CONFIRMED, TO_CORRECT
from ccrules.documents import Scalar
from ccrules.errors import InputError, Message, Place, Problem, message
from ccrules.facts.words import folded, unaccented
from ccrules.importers.sheet_cells import CellSource
from ccrules.text import translate
from ccrules.text.language import LANGUAGES

Mark = Literal["confirmed", "to correct", ""]

_YES = frozenset(
    {"confirmed", "confirme", "confirmee", "ok", "yes", "oui", "x", "correct", "exact", "exacte"}
)
_NO = frozenset({"to correct", "a corriger", "no", "non", "wrong", "faux", "fausse"})
_TICKS = "☒☑✓✔✗✘"


@dataclass(slots=True)
class ReturnedRow:
    """One row as it came back.

    Attributes:
        key: the name of its fact.
        place: where it stands.
        value: the value that was printed, as it stands there now.
        mark: what was ticked.
        correction: the right value, if one was written.
        comment: what else was written.
    """

    key: str
    place: Place
    value: str
    mark: Mark = ""
    correction: Scalar | None = None
    comment: str = ""


@dataclass(slots=True)
class Returned:
    """A record that came back.

    Attributes:
        source: the document, for places.
        reference: facts, rows and language that it was made for; empty if it is gone.
        rows: its rows, in order.
        signature: name, function and date, as far as they were filled in.
        notes: what is said about the document and is no problem.
        problems: what is wrong with it.
    """

    source: CellSource
    reference: tuple[str, int, str] | None = None
    rows: list[ReturnedRow] = field(default_factory=list)
    signature: dict[str, str] = field(default_factory=dict)
    notes: list[Message] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refer(self, *texts: str) -> None:
        """Take the reference from the first text that holds one."""
        for text in texts:
            found = REFERENCE.search(text or "")
            if found:
                self.reference = found[1], int(found[2]), found[3]
                return

    def wrong(self, cell: str, what: Message, hint: Message | None) -> None:
        """Note a problem."""
        self.problems.append(Problem(Place(self.source.file, cell=cell), what, hint))

    def check(self) -> Returned:
        """Itself, if it is a record.

        Raises:
            InputError: it holds no row of one.
        """
        if self.rows:
            return self
        if not self.problems:
            what = message("this is no record of facts, or its tables are gone")
            self.wrong("", what, message("give the document that ccrules facts record wrote"))
        raise InputError(self.problems)


def mark_of(text: str) -> Mark | None:
    """What was ticked or written; None if that can't be told.

    Args:
        text: the lines of the cell, boxes among them.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    boxed = [line for line in lines if line[0] == "☐" or line[0] in _TICKS]
    if not boxed:
        return _written(" ".join(lines))
    ticked: set[Mark] = {_meant(line[1:]) for line in boxed if line[0] in _TICKS}
    ticked |= {_meant(line) for line in lines if line not in boxed}
    return None if len(ticked) > 1 else next(iter(ticked), "")


def _meant(label: str) -> Mark:
    said = unaccented(label.strip())
    wrong = (unaccented(translate(TO_CORRECT, one)) for one in LANGUAGES)
    right = (unaccented(translate(CONFIRMED, one)) for one in LANGUAGES)
    if any(one in said for one in wrong):
        return "to correct"
    return "confirmed" if any(one in said for one in right) else _written(said) or ""


def _written(text: str) -> Mark | None:
    said = unaccented(folded(text)).strip(" .!")
    if not said:
        return ""
    if said in _YES:
        return "confirmed"
    return "to correct" if said in _NO else None
