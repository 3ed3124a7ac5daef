"""A record of facts in Word, read back.

Nothing in the document is run, and nothing outside of it is fetched. Changes that Word tracks
count as accepted: what was inserted is there, what was deleted is not.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ccrules.collecting.record_returned import Returned, ReturnedRow, mark_of
from ccrules.collecting.record_word import WIDTHS
from ccrules.collecting.record_words import SIGNATURE
from ccrules.documents import Scalar, read_bytes
from ccrules.errors import NOWHERE, InputError, Place, Problem, UsageError, message
from ccrules.importers.excel_files import MOST_UNPACKED
from ccrules.importers.sheet_cells import CellSource

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
#: Columns of a row, from 0.
_FACT, _VALUE, _MARK, _CORRECTION, _COMMENT = 0, 1, 3, 4, 5
#: Parts that hold programs.
_PROGRAMS = ("vbaproject.bin", "vbadata.xml", "activex")


def read_word_record(path: Path) -> Returned:
    """Read a record.

    Args:
        path: the document.

    Raises:
        InputError: no Word document, or no record; what is wrong in a record is among its problems.
        UsageError: python-docx is not installed.
    """
    found = Returned(CellSource(path.as_posix()))
    document = _open(read_bytes(path), path.as_posix())
    properties = document.core_properties
    body = document.element.body
    found.refer(properties.identifier, "".join(body.itertext(f"{_W}t")))
    if next(body.iter(f"{_W}ins", f"{_W}del", f"{_W}moveFrom", f"{_W}moveTo"), None) is not None:
        found.notes.append(message("The document has tracked changes; they are read as accepted."))
    for number, table in enumerate(body.iter(f"{_W}tbl"), start=1):
        for row_number, row in enumerate(table.iterchildren(f"{_W}tr"), start=1):
            if row.find(f"{_W}trPr/{_W}del") is None:
                _row(found, f"table {number} row {row_number}", row)
    return found.check()


def _open(content: bytes, file: str) -> Any:
    try:
        import docx
    except ImportError as error:
        what = message("Word documents need {library}, which is not installed", library="python-docx")
        hint = message("install it: {command}", command="pip install 'ccrules[word]'")
        raise UsageError(Problem(NOWHERE, what, hint)) from error
    _refuse(content, file)
    try:
        return docx.Document(io.BytesIO(content))
    except Exception as error:  # noqa: BLE001 - whatever it stumbles over, the file is broken
        what = message("the document can't be read: {reason}", reason=str(error) or type(error).__name__)
        hint = message("open it in Word or LibreOffice and save it anew")
        raise InputError(Problem(Place(file), what, hint)) from None


def _refuse(content: bytes, file: str) -> None:
    """Refuse what is no archive, what unpacks beyond the limits, and what holds programs."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        what = message("this is no Word document")
        raise InputError(Problem(Place(file), what, message("save it as .docx"))) from None
    size = sum(info.file_size for info in parts)
    if size > MOST_UNPACKED:
        what = message("the document unpacks to {size} MB", size=size // 1_000_000)
        hint = message("documents may unpack to {most} MB", most=MOST_UNPACKED // 1_000_000)
        raise InputError(Problem(Place(file), what, hint))
    programs = [info.filename for info in parts if any(one in info.filename.lower() for one in _PROGRAMS)]
    if programs:
        what = message("the document holds a program: {name}", name=programs[0])
        raise InputError(Problem(Place(file), what, message("save it as .docx without macros")))


def _row(found: Returned, cell: str, row: Any) -> None:
    cells = list(_cells(row))
    lines = [line.strip() for line in _text(cells[0]).splitlines() if line.strip()] if cells else []
    key = lines[-1] if lines else ""
    if key.startswith("signature.") and key.partition(".")[2] in SIGNATURE:
        text = " ".join(" ".join(_text(one).split()) for one in cells[1:])
        found.signature[key.partition(".")[2]] = text.strip()
    elif _looks_like_key(key) and len(cells) > 1 and (len(lines) > 1 or "." in key or "[]" in key):
        _fact(found, cell, key, cells)
    elif row.find(f"{_W}trPr/{_W}tblHeader") is None and _is_filled_in(cells):
        what = message("the row says of no fact what it is about")
        hint = message("restore the grey name below the fact, or add new facts in the fact file")
        found.wrong(cell, what, hint)


def _is_filled_in(cells: list[Any]) -> bool:
    return len(cells) == len(WIDTHS) and any(_text(cells[at]).strip() for at in (_CORRECTION, _COMMENT))


def _looks_like_key(text: str) -> bool:
    """``type/id.attribute``, ``type.attribute``, ``type[]`` or the name of a single thing."""
    head = text.partition("/")[0].partition(".")[0].removesuffix("[]")
    return head.isidentifier() and head.islower()


def _fact(found: Returned, cell: str, key: str, cells: list[Any]) -> None:
    if len(cells) != len(WIDTHS) or any(_is_merged(one) for one in cells):
        what = message("the cells of this row are merged, or some are missing")
        found.wrong(
            cell, what, message("undo it, so that the row has its {number} cells", number=len(WIDTHS))
        )
        return
    texts = [_text(one).strip() for one in cells]
    mark = mark_of(_text(cells[_MARK]))
    if mark is None:
        what = message("it can't be told whether the fact is confirmed or to be corrected")
        found.wrong(cell, what, message("tick one of the two boxes"))
    start = found.source.number(cell)
    said = texts[_CORRECTION]
    correction = Scalar(found.source, start, said, '"', said) if said else None
    place = Place(found.source.file, cell=cell)
    found.rows.append(ReturnedRow(key, place, texts[_VALUE], mark or "", correction, texts[_COMMENT]))


def _cells(row: Any) -> Iterator[Any]:
    """The cells of a row, also those inside content controls."""
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag == f"{_W}sdt":
            yield from child.iter(f"{_W}tc")


def _is_merged(cell: Any) -> bool:
    return any(cell.find(f"{_W}tcPr/{_W}{name}") is not None for name in ("gridSpan", "vMerge", "hMerge"))


def _text(cell: Any) -> str:
    """The text of a cell with tracked changes accepted and boxes as signs, a line per paragraph."""
    return "\n".join("".join(_parts(one)) for one in cell.iter(f"{_W}p"))


def _parts(node: Any) -> Iterator[str]:
    for child in node:
        if child.tag in (f"{_W}del", f"{_W}moveFrom"):
            continue
        if child.tag == f"{_W}sdt" and (box := child.find(f"{_W}sdtPr/{_W14}checkbox")) is not None:
            checked = box.find(f"{_W14}checked")
            on = checked is not None and checked.get(f"{_W14}val") in ("1", "true", "on")
            shown = "".join(child.itertext(f"{_W}t"))
            yield "☒" if on or any(sign in shown for sign in "☒☑✓✔xX") else "☐"
        elif child.tag == f"{_W}sdt" and child.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None:
            continue
        elif child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}tab":
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag != f"{_W}p":  # paragraphs of inner tables have their own line
            yield from _parts(child)
