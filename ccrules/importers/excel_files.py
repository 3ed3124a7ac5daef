"""Excel workbooks from strangers: opened only if they unpack and reach no further than they should."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from ccrules.errors import InputError, Message, Place, Problem, message

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: What all parts of a workbook may unpack to, in bytes; a cell takes some 30.
MOST_UNPACKED = 50_000_000
#: Cells further out than this were hardly meant.
MOST_ROWS, MOST_COLUMNS = 100_000, 1_000


def refuse_bombs(content: bytes, file: str) -> None:
    """Refuse what is no workbook, and one that unpacks beyond the limits.

    Args:
        content: of the file.
        file: the name for places.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        what = message("this is no Excel workbook")
        raise InputError(Problem(Place(file), what, message("save it as .xlsx"))) from None
    if size > MOST_UNPACKED:
        what = message("the workbook unpacks to {size} MB", size=size // 1_000_000)
        hint = message("workbooks may unpack to {most} MB; split it", most=MOST_UNPACKED // 1_000_000)
        raise InputError(Problem(Place(file), what, hint))


def open_workbook(content: bytes, file: str, *, values: bool) -> Workbook:
    """Open a workbook that was not refused.

    Args:
        content: of the file.
        file: the name for places.
        values: whether formulas give their values.
    """
    import warnings

    from openpyxl import load_workbook  # slow to import, so only here

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that say nothing about facts
        try:
            return load_workbook(io.BytesIO(content), data_only=values)
        except Exception as error:  # noqa: BLE001 - whatever it stumbles over, the file is broken
            what = message("the workbook can't be read: {reason}", reason=str(error) or type(error).__name__)
            hint = message("open it in Excel or LibreOffice and save it anew")
            raise InputError(Problem(Place(file), what, hint)) from None


def beyond_reach(sheet: Worksheet) -> tuple[Message, Message] | None:
    """What is wrong with a sheet whose cells lie further out than anybody means, and what to do; or None.

    Args:
        sheet: the sheet.
    """
    if sheet.max_row <= MOST_ROWS and sheet.max_column <= MOST_COLUMNS:
        return None
    what = message(
        "the sheet reaches to row {row}, column {column}", row=sheet.max_row, column=sheet.max_column
    )
    hint = message(
        "up to {rows} rows and {columns} columns are read; delete what lies further out",
        rows=MOST_ROWS,
        columns=MOST_COLUMNS,
    )
    return what, hint
