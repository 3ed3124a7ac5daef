"""Which version of ccrules a ruleset needs: ``ccrules>=0.1``, ``ccrules >= 0.1, < 2``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable

from ccrules.errors import Message, message

_REQUIREMENT = re.compile(r"ccrules\s*(.*)", re.DOTALL)
_CLAUSE = re.compile(r"(>=|<=|==|!=|>|<)\s*(\d+(?:\.\d+)*)")
_COMPARE: dict[str, Callable[[tuple[int, ...], tuple[int, ...]], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}


def unmet(requirement: str, version: str) -> tuple[Message, Message] | None:
    """Compare a requirement with the running version.

    Args:
        requirement: ``ccrules`` with bounds, separated by commas.
        version: the running version; what follows its numbers (``.dev1``) does not count.

    Returns:
        What is wrong and what to do; None if the requirement is met.
    """
    found = _REQUIREMENT.fullmatch(requirement.strip())
    clauses = [_CLAUSE.fullmatch(part.strip()) for part in found[1].split(",")] if found and found[1] else []
    if not found or not all(clauses):
        what = message("'{text}' is not a requirement that can be checked", text=requirement)
        return what, message("write it like ccrules>=0.1")
    running = _numbers(version)
    for clause in filter(None, clauses):
        if not _COMPARE[clause[1]](running, _numbers(clause[2])):
            what = message(
                "this ruleset needs {requirement}; version {version} is running",
                requirement=requirement,
                version=version,
            )
            return what, message(
                "install a version of ccrules that fits, or take another version of the ruleset"
            )
    return None


def _numbers(version: str) -> tuple[int, ...]:
    """Leading numbers without trailing zeros, so that 1.0 equals 1."""
    found = re.match(r"\d+(?:\.\d+)*", version)
    numbers = [int(part) for part in found[0].split(".")] if found else [0]
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)
