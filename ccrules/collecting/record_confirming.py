"""What a returned record says of the facts: confirmed, corrected, or still open."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ccrules.collecting.record import Record, Row, fingerprint, record
from ccrules.collecting.record_corrections import Corrections, Given, corrected_entity, corrections
from ccrules.collecting.record_returned import Returned, ReturnedRow
from ccrules.collecting.record_signing import Signing
from ccrules.collecting.record_values import value_words
from ccrules.collecting.record_words import SIGNATURE
from ccrules.errors import Message, Place, Problem, message, suggestion
from ccrules.facts.base import FactBase
from ccrules.facts.parsing import parse_date
from ccrules.facts.writing import plain_value
from ccrules.ruleset.model import Method


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that was corrected.

    Attributes:
        row: the fact as it was noted.
        after: the corrected value, in words.
        place: where the correction was written.
    """

    row: Row
    after: str
    place: Place


@dataclass(slots=True)
class Confirmation:
    """What came of a record.

    Attributes:
        base: the facts with what was confirmed and corrected.
        language: of the record.
        who: who signed it: name and function.
        when: the date of the signature.
        confirmed: rows that were confirmed.
        changes: rows that were corrected.
        open: rows that are neither, with the reason.
        comments: rows with a comment.
        moved: rows whose fact has changed since the record was made, with the value noted then.
        notes: what is said about the document.
        final: whether every fact is confirmed.
    """

    base: FactBase
    language: str
    who: str = ""
    when: str = ""
    confirmed: list[Row] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    open: list[tuple[Row, Message]] = field(default_factory=list)
    comments: list[tuple[Row, str]] = field(default_factory=list)
    moved: list[tuple[Row, str]] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    final: bool = False


def confirm(
    method: Method, base: FactBase, returned: Returned, signature: dict[str, str], *, final: bool = False
) -> Confirmation:
    """Apply a returned record.

    Args:
        method: the rulesets.
        base: the facts that it is a record of.
        returned: what came back.
        signature: name, function or date, where the document does not say them itself.
        final: whether the facts become final though some are not confirmed.

    Raises:
        InputError: everything that is wrong in the record.
    """
    return _Confirming(method, base, returned).confirm(signature, final)


class _Confirming:
    def __init__(self, method: Method, base: FactBase, returned: Returned) -> None:
        self.method, self.base, self.returned = method, base, returned
        language = returned.reference[2] if returned.reference else str(base.header.get("language") or "en")
        self.noted: Record = record(method, base, language)
        every = record(method, base, language, every=True)
        self.rows = {row.key: row for row in every.rows}
        self.found = Confirmation(base, language, notes=list(returned.notes))
        self.problems: list[Problem] = list(returned.problems)
        self.is_same = returned.reference is not None and returned.reference[0] == fingerprint(base)
        self.corrected: list[Given] = []

    def confirm(self, signature: dict[str, str], final: bool) -> Confirmation:
        self._note_document()
        seen: dict[str, ReturnedRow] = {}
        for back in self.returned.rows:
            first = seen.setdefault(back.key, back)
            if first is not back:
                what = message("{key} is given twice, first at {place}", key=back.key, place=first.place)
                self._wrong(back, what, message("keep one of the two rows"))
            elif row := self._row(back):
                self._take(row, back)
        for row in self.noted.rows:
            if row.key not in seen and not row.confirmed:
                self.found.open.append((row, message("not in the document")))
        self._sign({**signature, **{k: v for k, v in self.returned.signature.items() if v}})
        found = corrections(self.base, self.corrected, self.problems)
        self.found.changes = [self._change(found, row, back) for row, back in self.corrected]
        self.found.final = final or bool(self.found.who and not self.found.open)
        signing = Signing(
            self.base,
            self.returned.source.file,
            self.found.who,
            self.found.when,
            self.found.confirmed,
            [row for row, _ in self.corrected],
            self.found.final,
        )
        self.found.base = signing.written(found)
        return self.found

    def _note_document(self) -> None:
        reference = self.returned.reference
        if reference is None:
            what = message("The document has lost its reference, so its age can't be told.")
            self.found.notes.append(what)
            return
        if not self.is_same:
            self.found.notes.append(message("The facts have changed since this record was made."))
        if len(self.returned.rows) < reference[1]:
            deleted = reference[1] - len(self.returned.rows)
            self.found.notes.append(
                message("Rows of the record that were deleted: {number}.", number=deleted)
            )

    def _wrong(self, back: ReturnedRow, what: Message, hint: Message | None) -> None:
        self.problems.append(Problem(back.place, what, hint))

    # --- rows ----------------------------------------------------------------------------

    def _row(self, back: ReturnedRow) -> Row | None:
        row = self.rows.get(back.key)
        if row is None and self.is_same:
            what = message("there is no fact {key}", key=back.key)
            self._wrong(back, what, suggestion(back.key, self.rows))
        elif row is None:
            self.found.notes.append(message("{key} is no longer among the facts.", key=back.key))
        return row

    def _take(self, row: Row, back: ReturnedRow) -> None:
        if back.comment:
            self.found.comments.append((row, back.comment))
        same = _squeezed(back.value) == _squeezed(row.value)
        correction = back.correction.text if back.correction is not None else ""
        if not same and self.is_same:
            what = message("the value that we noted was overwritten: {text}", text=back.value or "–")
            self._wrong(
                back, what, message("restore it, and write the right value beside it as a correction")
            )
        elif correction and _squeezed(correction) != _squeezed(row.value):
            self._correct(row, back)
        elif not same:
            self.found.moved.append((row, back.value))
            self.found.open.append((row, message("changed since the record was made")))
        elif back.mark == "confirmed" or correction:
            self.found.confirmed.append(row)
        elif not row.confirmed:
            reason = message("to be corrected, and nothing says how") if back.mark else message("not ticked")
            self.found.open.append((row, reason))

    def _correct(self, row: Row, back: ReturnedRow) -> None:
        if back.mark == "confirmed":
            what = message("the fact is ticked as confirmed and corrected at once")
            self._wrong(back, what, message("keep one of the two"))
        else:
            self.corrected.append((row, back))

    def _sign(self, signature: dict[str, str]) -> None:
        if not (self.found.confirmed or self.corrected):
            return
        for name in ("name", "date"):
            if not signature.get(name):
                label = SIGNATURE[name]
                what = message("the record is not signed: {field} is missing", field=label)
                hint = message("fill it in at the end of the record, or give it with --{option}",
                               option={"name": "by", "date": "on"}[name])  # fmt: skip
                self.problems.append(Problem(Place(self.returned.source.file), what, hint))
        name, function = signature.get("name", ""), signature.get("function", "")
        self.found.who = f"{name} ({function})" if function else name
        self.found.when = self._day(signature.get("date", ""))

    def _day(self, text: str) -> str:
        """A date in the form of fact files if it can be read as one, else as it was written."""
        day = parse_date(text)
        if day is not None and not hasattr(day, "_low"):
            return str(plain_value(day))
        numbers = _NUMBERS.fullmatch(text.strip())
        if numbers is None:
            return text
        first, second, year = numbers["first"], numbers["second"], numbers["year"]
        if self.found.language != "fr" and max(int(first), int(second)) <= 12 and int(first) != int(second):
            what = message("{text} can be read in two ways", text=text)
            hint = message("write year-month-day: 2026-10-01, or 2026-10, or 2026")
            self.problems.append(Problem(Place(self.returned.source.file), what, hint))
        month_first = int(second) > 12
        month, day_ = (first, second) if month_first else (second, first)
        return str(plain_value(parse_date(f"{year}-{int(month):02}-{int(day_):02}") or text))

    def _change(self, found: Corrections, row: Row, back: ReturnedRow) -> Change:
        entity = corrected_entity(found.base, row)
        after = back.correction.text if back.correction is not None else ""
        if entity is not None and row.attribute is not None:
            after = value_words(entity.__dict__[row.attribute.name], row.attribute, self.found.language)
        return Change(row, after, back.place)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


#: A date as people sign with; day first wherever that is not the month.
_NUMBERS = re.compile(r"(?P<first>\d{1,2})\s*[./-]\s*(?P<second>\d{1,2})\s*[./-]\s*(?P<year>\d{4})")
