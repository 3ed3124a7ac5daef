"""What the cells of a workbook offer to choose from.

Drop-down lists are kept on a hidden sheet, each of them once: written into cells they would have
to be short, and could hold no comma.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ccrules.collecting.cell_values import STATES
from ccrules.collecting.sheets import letter
from ccrules.facts.vocabulary import Attribute
from ccrules.importers.workbook_layout import PRIVATE
from ccrules.text import localise, yes_no

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_SHEET = f"{PRIVATE}choices"


def yes_or_no(language: str) -> tuple[str, str]:
    """The two answers."""
    return yes_no(True, language), yes_no(False, language)


def values_of(attribute: Attribute, language: str) -> tuple[str, ...]:
    """The values of an attribute by their labels, if it is a choice among some.

    Args:
        attribute: of any type.
        language: ``en`` or ``fr``.
    """
    if attribute.type != "enum":
        return ()
    return tuple(localise(attribute.labels.get(value, {}), language) or value for value in attribute.values)


def choices_of(attribute: Attribute, language: str) -> tuple[str, ...]:
    """What a cell offers for an attribute: its values and the states; nothing where there is no choice.

    Args:
        attribute: what the cell is asked for.
        language: ``en`` or ``fr``.
    """
    if attribute.set or attribute.series:
        return ()  # a cell would take only one of several
    words = yes_or_no(language) if attribute.type == "bool" else values_of(attribute, language)
    return (*words, *STATES[language]) if words else ()


@dataclass
class Choices:
    """The drop-down lists of one workbook."""

    book: Workbook
    _columns: dict[tuple[str, ...], int] = field(default_factory=dict)

    def offer(self, sheet: Worksheet, column: int, rows: range, words: tuple[str, ...]) -> None:
        """Offer words in the cells of a column; others can be written, with a warning.

        Args:
            sheet: the sheet of the cells.
            column: their column, from 1.
            rows: their rows.
            words: what they offer; if empty, nothing is done.
        """
        if not words:
            return
        from openpyxl.worksheet.datavalidation import DataValidation

        held = letter(self._columns.setdefault(words, len(self._columns) + 1))
        formula = f"'{_SHEET}'!${held}$1:${held}${len(words)}"
        rule = DataValidation("list", formula1=formula, allow_blank=True, errorStyle="warning")
        rule.add(f"{letter(column)}{rows[0]}:{letter(column)}{rows[-1]}")
        sheet.add_data_validation(rule)

    def write(self) -> None:
        """Write the hidden sheet, last of all; none if nothing is offered."""
        if not self._columns:
            return
        sheet = self.book.create_sheet(_SHEET)
        sheet.sheet_state = "hidden"
        for words, column in self._columns.items():
            for row, word in enumerate(words, start=1):
                sheet.cell(row, column, word)
