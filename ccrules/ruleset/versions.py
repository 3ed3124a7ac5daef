"""Which versions fit: of ccrules (``ccrules>=0.1``), or of a ruleset that is built on (``>=1.2, <2``)."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable

from ccrules.errors import Message, message

_CLAUSE = re.compile(r"(>=|<=|==|!=|>|<)\s*(\d+(?:\.\d+)*)")
_COMPARE: dict[str, Callable[[tuple[int, ...], tuple[int, ...]], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}


def unmet(requirement: str, version: str, name: str = "ccrules") -> tuple[Message, Message] | None:
    """Compare a requirement with the version that is there.

    Args:
        requirement: a name with bounds, separated by commas.
        version: the version that is there; what follows its numbers (``.dev1``) does not count.
        name: whose version it is: ``ccrules``, or a ruleset.

    Returns:
        What is wrong and what to do; None if the requirement is met.
    """
    bounds = requirement.strip().removeprefix(name)
    clauses = [_CLAUSE.fullmatch(part.strip()) for part in bounds.split(",")]
    if not requirement.strip().startswith(name) or not all(clauses):
        what = message("'{text}' is not a requirement that can be checked", text=requirement)
        of_ccrules = message("write it like ccrules>=0.1")
        return what, of_ccrules if name == "ccrules" else message("write versions like >=1.2, <2")
    running = _numbers(version)
    for clause in filter(None, clauses):
        if not _COMPARE[clause[1]](running, _numbers(clause[2])):
            return _misfit(requirement, version, name)
    return None


def _misfit(requirement: str, version: str, name: str) -> tuple[Message, Message]:
    if name != "ccrules":
        what = message(
            "this ruleset needs {requirement}; version {version} is there",
            requirement=requirement, version=version,
        )  # fmt: skip
        return what, message("install a version of {name} that fits, or change the versions", name=name)
    what = message(
        "this ruleset needs {requirement}; version {version} is running",
        requirement=requirement, version=version,
    )  # fmt: skip
    return what, message("install a version of ccrules that fits, or take another version of the ruleset")


def _numbers(version: str) -> tuple[int, ...]:
    """Leading numbers without trailing zeros, so that 1.0 equals 1."""
    found = re.match(r"\d+(?:\.\d+)*", version)
    numbers = [int(part) for part in found[0].split(".")] if found else [0]
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)
