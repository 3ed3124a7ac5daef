"""A lock pins the rulesets of an engagement by hash, so that its last report is made as its first."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ccrules.errors import InputError, Place, Problem, message
from ccrules.ruleset.model import LockInfo, Method, RulesetInfo

#: The form of a lock, and what its first line says.
FORM = 1
HEADER = "# The rulesets of this engagement, written by: ccrules rules lock\n"
#: A lock is small; anything larger is not one.
MAX_SIZE = 1_000_000


def lock_text(method: Method, version: str) -> str:
    """The lock of a method, as TOML.

    Args:
        method: its rulesets are pinned.
        version: the running version of ccrules, for the reader; it is not compared.
    """
    blocks = [f"{HEADER}lock = {FORM}\nccrules = {json.dumps(version)}\n"]
    for one in method.rulesets:
        fields = {"name": one.name, "version": one.version, "sha256": one.sha256}
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items()]
        blocks.append("\n".join(["[[ruleset]]", *lines]) + "\n")
    return "\n".join(blocks)


def hold_to(method: Method, path: Path) -> LockInfo:
    """Refuse rulesets that are not those of a lock.

    Args:
        method: the rulesets that were loaded.
        path: the lock.

    Raises:
        InputError: the lock can't be read, or a ruleset is another one, lacking or added.
    """
    content = _content(path)
    place = Place(path.as_posix())
    problems = list(_differences(_pinned(content, place), method.rulesets, place))
    if problems:
        raise InputError(problems)
    return LockInfo(path.name, hashlib.sha256(content).hexdigest())


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_SIZE:
            raise InputError(_no_lock(Place(path.as_posix())))
        return path.read_bytes()
    except OSError as error:
        what = message("the lock can't be read")
        hint = message("check the path, or write one: ccrules rules lock")
        raise InputError(Problem(Place(path.as_posix()), what, hint)) from error


def _no_lock(place: Place) -> Problem:
    hint = message("write one: ccrules rules lock -o {name}", name="ccrules.lock")
    return Problem(place, message("this is not a lock"), hint)


def _pinned(content: bytes, place: Place) -> dict[str, dict[str, Any]]:
    """What is locked, by the name of the ruleset."""
    try:
        data = tomllib.loads(content.decode("utf-8"))
        pinned = {one["name"]: one for one in data["ruleset"]}
        sound = data["lock"] == FORM and all(isinstance(one["sha256"], str) for one in pinned.values())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, RecursionError) as error:
        raise InputError(_no_lock(place)) from error
    if not sound:
        raise InputError(_no_lock(place))
    return pinned


def _differences(
    pinned: dict[str, dict[str, Any]], loaded: tuple[RulesetInfo, ...], place: Place
) -> Iterator[Problem]:
    hint = message("install what is locked, or lock anew: ccrules rules lock")
    found = {one.name: one for one in loaded}
    for name, one in pinned.items():
        if name not in found:
            yield Problem(place, message("{name} is locked, but not loaded", name=name), hint)
        elif one["sha256"] != found[name].sha256:
            what = message(
                "{name} {version} is not the {name} {locked} that is locked: its files differ",
                name=name, version=found[name].version, locked=one.get("version", "?"),
            )  # fmt: skip
            yield Problem(place, what, hint)
    for name in found.keys() - pinned.keys():
        yield Problem(place, message("{name} is loaded, but not locked", name=name), hint)
