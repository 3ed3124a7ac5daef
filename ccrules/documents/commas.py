"""Numbers that a decimal comma, or one between thousands, split in two."""

from __future__ import annotations

import re

from ccrules.errors import Message, message

_THOUSANDS = re.compile(r"[0-9]{3}(?![0-9])")


def split_number(parts: list[str]) -> tuple[Message, Message]:
    """Say that commas split a number, and how to write it.

    Args:
        parts: what stands between the commas; the last may bring a unit.
    """
    what = message("a comma split the number {number}", number=",".join(parts))
    whole = "".join(parts)
    if len(parts) > 2:
        return what, message("write {text}", text=whole)
    decimal = ".".join(parts)
    if _THOUSANDS.match(parts[1]) and parts[0].strip("+-") != "0":
        return what, message("write {whole} or {decimal}", whole=whole, decimal=decimal)
    return what, message("quote it, or write {decimal}", decimal=decimal)
