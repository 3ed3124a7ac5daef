"""One value taken from the measures of a group: over all of it, or over its periods."""

from __future__ import annotations

import calendar
import datetime
import statistics
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ccrules.errors import Message, message
from ccrules.facts.vocabulary import Attribute
from ccrules.interactions.deriving import Layout
from ccrules.interactions.forms import Given, Measure, Measures
from ccrules.interactions.grouping import Cell, Row

#: A day in seconds.
_DAY = 86_400


class Left(Exception):  # noqa: N818 - no error: it only carries the reason
    """A value that can't be concluded, with the reason."""

    def __init__(self, reason: Message | str) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Taker:
    """Takes values.

    Args:
        measures: the formulas.
        layouts: by table, what each layout of rows has.
    """

    def __init__(self, measures: Measures, layouts: Mapping[str, Mapping[int, Layout]]) -> None:
        self.measures, self.layouts = measures, layouts

    def take(self, table: str, row: Row, given: Given, attribute: Attribute | None) -> tuple[Any, int]:
        """A value, and on how many observations it rests.

        Args:
            table: where the group is.
            row: the group.
            given: which measure, and how it is taken.
            attribute: what it becomes.

        Raises:
            Left: it can't be concluded.
        """
        measure = self.measures.measures[given.measure]
        if given.over:
            return self._over(table, row, given, measure)
        cell = self._cell(row.cells[""][given.measure])
        assert cell.value is not None
        return self._finished(cell.value, measure, attribute), cell.sample

    def _cell(self, cell: Cell) -> Cell:
        """A cell whose value rests on nearly all rows it should rest on."""
        if cell.value is None or (cell.of and not cell.known):
            raise Left(message("no row has a value"))
        if cell.of and cell.known < (1 - self.measures.missing_max) * cell.of:
            share = f"{100 * (1 - cell.known / cell.of):.1f} %"
            raise Left(message("{share} of the rows lack a value", share=share))
        return cell

    def _finished(self, value: float, measure: Measure, attribute: Attribute | None) -> Any:
        if measure.unit == "duration":
            return _duration(value)
        rounded = round(float(value), measure.digits)
        found = int(rounded) if measure.digits == 0 or rounded.is_integer() else rounded
        low = attribute.minimum if attribute else None
        high = attribute.maximum if attribute else None
        if (low is not None and found < low) or (high is not None and found > high):
            raise Left(message("{value} lies outside what the attribute allows", value=found))
        return found

    def _over(self, table: str, row: Row, given: Given, measure: Measure) -> tuple[Any, int]:
        cells = {
            period.partition(":")[2]: values[given.measure]
            for period, values in row.cells.items()
            if period.startswith(f"{given.over}:") and given.measure in values
        }
        if given.over == "month":
            cells = {period: cell for period, cell in cells.items() if self._whole(period, table, row)}
            if not cells:
                raise Left(message("the log holds no whole month"))
        elif given.over == "hour" and not any(period != "00" for period in cells):
            raise Left(message("the log has no hours"))
        kept = {
            p: self._cell(c)
            for p, c in sorted(cells.items())
            if c.sample >= given.least and c.value is not None
        }
        if not kept:
            raise Left(message("no period has {count} observations", count=given.least))
        sample = sum(cell.sample for cell in kept.values())
        return _TAKES[given.take](self, kept, measure), sample

    def _whole(self, month: str, table: str, row: Row) -> bool:
        """Whether the logs of a group reach from the begin of a month to its end."""
        year, number = map(int, month.split("-"))
        edge = datetime.timedelta(self.measures.edge_days)
        begin = datetime.date(year, number, 1)
        end = begin.replace(day=calendar.monthrange(year, number)[1])
        spans = [(self.layouts[table][n].first, self.layouts[table][n].last) for n in row.layouts]
        return all(first and last and first <= begin + edge and last >= end - edge for first, last in spans)

    def _series(self, cells: Mapping[str, Cell], measure: Measure) -> dict[str, Any]:
        return {period: self._finished(cell.value or 0, measure, None) for period, cell in cells.items()}

    def _mean(self, cells: Mapping[str, Cell], measure: Measure) -> Any:
        return round(statistics.fmean(cell.value or 0 for cell in cells.values()), max(measure.digits, 1))

    def _variation(self, cells: Mapping[str, Cell], _: Measure) -> float:
        values = [cell.value or 0 for cell in cells.values()]
        mean = statistics.fmean(values)
        if len(values) < 3 or not mean:
            raise Left(message("fewer than three whole months"))
        return round(statistics.pstdev(values) / mean, 4)

    def _picked(self, which: Callable[[Iterable[float]], float]) -> Any:
        return lambda cells, measure: self._finished(
            which([c.value or 0 for c in cells.values()]), measure, None
        )


_TAKES: Mapping[str, Callable[[Taker, Mapping[str, Cell], Measure], Any]] = {
    "series": lambda one, cells, measure: one._series(cells, measure),
    "mean": lambda one, cells, measure: one._mean(cells, measure),
    "variation": lambda one, cells, measure: one._variation(cells, measure),
    "lowest": lambda one, cells, measure: one._picked(min)(cells, measure),
    "highest": lambda one, cells, measure: one._picked(max)(cells, measure),
    "last": lambda one, cells, measure: one._finished(cells[max(cells)].value or 0, measure, None),
}


def _duration(seconds: float) -> str:
    """In the largest unit that still tells something: days from two days, hours from two hours."""
    for unit, length in (("days", _DAY), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{int(seconds // length)} {unit}"
    return f"{int(max(seconds, 0))} s"
