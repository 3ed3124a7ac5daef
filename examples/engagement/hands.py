"""What people do by hand in this engagement: fill in workbooks, answer questions, sign, export logs."""

from __future__ import annotations

import csv
import datetime
import io
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

#: Where workbooks that ask for facts keep the question's name, its answer, and the first row of a list.
KEY, ANSWER, FIRST = 1, 3, 4


def fill_in_facts(file: Path, answers: Mapping[str, str], complete: list[str], lists: Mapping[str, Any],
                  yes: str) -> int:  # fmt: skip
    """Fill in a workbook that asks for facts.

    Args:
        file: the workbook, which is changed.
        answers: by name of the question, such as ``organisation.phase``.
        complete: lists that are complete.
        lists: members of lists, by attribute.
        yes: what says so.

    Returns:
        The number of cells filled in, without names of members.
    """
    book = load_workbook(file)
    filled = 0
    for sheet in book.worksheets:
        kind = str(sheet.cell(1, KEY).value or "")
        if kind == "#form":
            filled += _answer(sheet, answers)
        elif kind == "#lists":
            filled += _answer(sheet, dict.fromkeys(complete, yes))
        elif kind.removesuffix("[]") in lists:
            filled += _fill_in_list(sheet, lists[kind.removesuffix("[]")])
    book.save(file)
    return filled


def _answer(sheet: Worksheet, answers: Mapping[str, str]) -> int:
    filled = 0
    for row in range(2, sheet.max_row + 1):
        said = answers.get(str(sheet.cell(row, KEY).value))
        if said is not None:
            sheet.cell(row, ANSWER).value = said
            filled += 1
    return filled


def _fill_in_list(sheet: Worksheet, members: list[dict[str, str]]) -> int:
    """Write members by name: the row of one that is there, or the next that is free."""
    columns = {str(cell.value).removesuffix("[]"): int(cell.column or 0) for cell in sheet[1]}
    rows = {str(sheet.cell(row, KEY).value): row for row in range(FIRST, sheet.max_row + 1)}
    rows.pop("None", None)
    for member in members:
        row = rows.setdefault(member["id"], max([FIRST - 1, *rows.values()]) + 1)
        sheet.cell(row, KEY).value = member["id"]
        for name, said in member.items():
            if name != "id":
                sheet.cell(row, columns[name]).value = said
    return sum(len(member) - 1 for member in members)


class Respondent(io.StringIO):
    """Somebody who is interviewed: reads the question on the screen and answers it.

    Attributes:
        answers: those not given yet, by question.
        given: how many were given.
    """

    def __init__(self, answers: Mapping[str, str], words: Mapping[str, str]) -> None:
        super().__init__()
        self.answers, self.words = dict(answers), words
        self.given = 0
        self.screen = io.StringIO()

    def readline(self, *_: Any) -> str:
        """The answer to the last question on the screen; quits when nothing is left to say."""
        lines = self.screen.getvalue().rstrip().replace("\xa0", " ").replace("\u202f", " ").split("\n")
        if lines[-1].startswith(self.words["Are these all?"]):
            return self._say(self.words["yes"])
        heading = next(line for line in reversed(lines) if line.startswith("# "))
        said = self.answers.pop(heading.removeprefix("# ").split(" · ")[0], None)
        if said is not None:
            self.given += 1
            return self._say(said)
        return self._say(self.words["later"] if self.answers else self.words["quit"])

    def _say(self, answer: str) -> str:
        self.screen.write(f"> {answer}\n")
        return answer + "\n"


def sign(file: Path, by: tuple[str, str, str], corrections: Mapping[str, tuple[str, str]],
         words: tuple[str, str]) -> int:  # fmt: skip
    """Confirm every fact of a record in Excel, correct some, and sign.

    Args:
        file: the record, which is changed.
        by: name, function and date of who signs.
        corrections: corrected value and comment, by fact.
        words: what says confirmed, and to correct.

    Returns:
        The number of facts.
    """
    book = load_workbook(file)
    front, facts = book.worksheets[:2]
    _answer(front, dict(zip(("signature.name", "signature.function", "signature.date"), by, strict=True)))
    for row in range(3, facts.max_row + 1):
        right, comment = corrections.get(str(facts.cell(row, KEY).value), (None, None))
        facts.cell(row, 6).value = words[right is not None]
        facts.cell(row, 7).value, facts.cell(row, 8).value = right, comment
    book.save(file)
    return facts.max_row - 2


def fill_in_plan(file: Path, actions: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Fill in owner, due date, status and comment of actions in a plan.

    Args:
        file: the plan, which is changed.
        actions: what becomes of each action, by id.

    Returns:
        The actions that were found.
    """
    book = load_workbook(file)
    sheet = book.worksheets[1]
    columns = {str(cell.value).removeprefix("action."): int(cell.column or 0) for cell in sheet[1]}
    found = []
    for row in range(3, sheet.max_row + 1):
        action = str(sheet.cell(row, columns["id"]).value)
        for name, said in actions.get(action, {}).items():
            sheet.cell(row, columns[name]).value = said
        found += [action] if action in actions else []
    book.save(file)
    return found


def fill_in_review(file: Path, by: str, on: str, verdicts: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Fill in a review: a verdict with its reason beside findings.

    Args:
        file: the review, which is changed.
        by: who judges.
        on: when.
        verdicts: by finding.

    Returns:
        The findings that were found.
    """
    review = yaml.safe_load(file.read_text(encoding="utf-8"))
    review.update(by=by, on=on)
    found = [one for one in review["findings"] if one["id"] in verdicts]
    for one in found:
        one.update(verdicts[one["id"]])
    file.write_text(yaml.safe_dump(review, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return [one["id"] for one in found]


def export_calls(file: Path, begin: datetime.date, queues: Mapping[str, Sequence[float]],
                 heads: list[str], words: tuple[str, str]) -> int:  # fmt: skip
    """Write what a telephone system exports: a row per call of four weeks, always the same.

    Args:
        file: the CSV file to write.
        begin: a Monday.
        queues: per queue the number of calls, the mean wait in seconds, and the share transferred.
        heads: the headers.
        words: what says answered, and abandoned.

    Returns:
        The number of calls.
    """
    draw = random.Random(20260202)  # noqa: S311 - an invented log, not a secret
    rows = sorted(row for queue, how in queues.items() for row in _calls(draw, begin, queue, *how))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(heads)
        for number, (moment, queue, wait, talk, transfers, customer) in enumerate(rows, 1):
            outcome = words[0] if talk else words[1]
            writer.writerow([number, moment, queue, customer, outcome, wait, talk, transfers])
    return len(rows)


def _calls(draw: random.Random, begin: datetime.date, queue: str, count: float, wait_mean: float,
           transferred: float) -> Iterator[tuple[str, str, int, int, int, str]]:  # fmt: skip
    for _ in range(int(count)):
        day = begin + datetime.timedelta(days=draw.choice([0, 0, 1, 2, 3, 4]) + 7 * draw.randrange(4))
        moment = datetime.datetime.combine(day, datetime.time(8)) + datetime.timedelta(
            seconds=draw.randrange(36_000)
        )
        wait = int(draw.expovariate(1 / wait_mean))
        answered = wait < 60 + draw.expovariate(1 / 400)
        talk = max(30, int(draw.gauss(290, 80))) if answered else 0
        yield (
            f"{moment:%Y-%m-%d %H:%M:%S}",
            queue,
            wait,
            talk,
            int(answered and draw.random() < transferred),
            f"K{draw.randrange(int(count)):05}",
        )
