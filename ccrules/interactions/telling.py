"""The account of a run in words: rows read, used and set aside, facts written, facts left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ccrules.errors import Message, message
from ccrules.interactions.account import FileAccount, LeftOut
from ccrules.interactions.forms import Measures
from ccrules.interactions.mapping import Column, MappingForm
from ccrules.text.formats import number
from ccrules.text.language import localise, translate


def account_lines(accounts: Sequence[FileAccount], language: str, *, examples: bool) -> Iterator[str]:
    """What became of every row, file by file.

    Args:
        accounts: the files.
        language: ``en`` or ``fr``.
        examples: whether to show rows; a fact file should not repeat what may be private.
    """
    for account in accounts:
        values: dict[str, Any] = {
            "file": account.file,
            "read": number(account.read, language),
            "used": number(account.used, language),
            "aside": number(account.set_aside, language),
        }
        yield _say(message("{file}: {read} rows read, {used} used, {aside} set aside", **values), language)
        details = [account.how] if account.how else []
        if account.first:
            details.append(f"{account.first[:16]} .. {account.last[:16]}")
        if account.rows == "leg":
            legs = message("{count} contacts of several rows each", count=number(account.contacts, language))
            details.append(_say(legs, language))
        if details:
            yield f"  {'; '.join(details)}"
        for reason in account.reasons:
            mark = message("noted: {count} {reason}", count=number(reason.rows, language), reason=reason.says)
            out = message(
                "set aside: {count} {reason}", count=number(reason.rows, language), reason=reason.says
            )
            yield f"  {_say(mark if reason.kept else out, language)}"
            for example in reason.examples if examples else ():
                yield f"    {_row(example, language)}"


def _row(example: str, language: str) -> str:
    number, _, values = " ".join(example.split()).partition(": ")
    return _say(message("data row {number}: {values}", number=number, values=values), language)


def colon(language: str) -> str:
    """What stands between a subject and what is said of it.

    Args:
        language: ``en`` or ``fr``.
    """
    return _say(message(": "), language)


def left_lines(left: Iterable[LeftOut], language: str) -> Iterator[str]:
    """What could not be concluded, and why."""
    for one in left:
        about = (
            f" ({one.sample})"
            if one.sample and one.count == 1
            else f" ({one.count})"
            if one.count > 1
            else ""
        )
        yield f"  {one.fact}{about}{colon(language)}{_say(one.reason, language)}"


def mapping_lines(form: MappingForm, measures: Measures, language: str) -> Iterator[str]:
    """A mapping shown: which column was taken for what."""
    kinds = {
        "interaction": message("one row per contact"),
        "leg": message("several rows per contact"),
        "interval": message("one row per interval"),
    }
    for log in form.logs:
        kind = kinds.get(log.rows, message("rows of an unknown kind"))
        yield f"{', '.join(log.files)}{colon(language)}{_say(kind, language)}"
        for name, column in log.columns.items():
            yield f"  {localise(measures.fields[name].label, language)} ← {_column(column, language)}"
        if log.unused:
            yield f"  {_say(message('not used: {names}', names=', '.join(log.unused)), language)}"


def _column(column: Column, language: str) -> str:
    if column.always:
        return _say(message("{value} in all rows", value=column.always), language)
    names = " + ".join(one for one in (column.column, column.and_) if one)
    details = [
        one
        for one in (column.format, column.unit, f"decimal {column.decimal}" * (column.decimal != "."))
        if one
    ]
    details += [f"{word} = {value}" for word, value in column.values.items()]
    return f"{names} ({', '.join(details)})" if details else names


def counted(found: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> int:
    """How many values were written."""
    return sum(len(record) for members in found.values() for record in members.values())


def _say(text: Message | str, language: str) -> str:
    return text if isinstance(text, str) else translate(text, language)
