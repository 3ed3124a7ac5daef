"""Puts a site into a folder: all of it or nothing, and never over what somebody else put there."""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from ccrules.errors import InputError, Message, Place, Problem, UsageError, message

#: Stands in the folder of a site and names its files, one a line.
MARKER = ".ccrules-docs"


def refuse(folder: Path) -> None:
    """Find, before any work is done, that a site can't be put into a folder.

    Args:
        folder: the folder, which may be there or not.

    Raises:
        UsageError: it is no folder, stands in none, or holds files that are not of a site made before.
    """
    objection = _objection(folder)
    if objection:
        raise UsageError(Problem(Place(str(folder)), *objection))


def _objection(folder: Path) -> tuple[Message, Message] | None:
    if folder.exists() and not folder.is_dir():
        return message("this is a file"), message("name a folder")
    if not folder.exists():
        if folder.resolve().parent.is_dir():
            return None
        return message("there is no such folder"), message("create it first")
    others = _foreign(folder)
    if not others:
        return None
    what = message("there are files here that ccrules did not make, such as {name}", name=others[0])
    return what, message("name an empty folder, or one that ccrules rules docs made before")


def _foreign(folder: Path) -> list[str]:
    """The files in a folder that belong to no site made before."""
    marker = folder / MARKER
    own = {MARKER, *marker.read_text("utf-8").splitlines()} if marker.is_file() else set()
    there = (
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    )
    return sorted(name for name in there if name not in own)


def write_site(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put a site into a folder, in place of one made before.

    Everything is first written into a folder beside the old files; then the two change places. If that
    can't be done, the folder is as it was.

    Args:
        folder: an empty folder, one that holds a site, or one that is not there yet.
        files: what goes in, by path with slashes.

    Raises:
        UsageError: the folder holds something else.
        InputError: something can't be written.
    """
    refuse(folder)
    made = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
        _replace(folder, {**files, MARKER: "".join(f"{name}\n" for name in files).encode()})
    except OSError as error:
        if made:
            shutil.rmtree(folder, ignore_errors=True)
        reason = error.strerror or type(error).__name__
        what = message("can't be written: {reason}", reason=reason)
        hint = message("nothing was written; check the folder and the space left")
        raise InputError(Problem(Place(error.filename or str(folder)), what, hint)) from error


def _replace(folder: Path, files: Mapping[str, bytes]) -> None:
    token = secrets.token_hex(4)
    new, old = folder / f".new-{token}", folder / f".old-{token}"
    before = [path.name for path in folder.iterdir()]
    try:
        for name, content in files.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        old.mkdir()
        _change_places(folder, new, old, before)
    finally:
        for leftover in (new, old):
            shutil.rmtree(leftover, ignore_errors=True)


def _change_places(folder: Path, new: Path, old: Path, before: Iterable[str]) -> None:
    """Move what was there aside and the new files in; back again if that fails half-way."""
    moved: list[tuple[Path, Path]] = []
    steps = [(folder / name, old / name) for name in before]
    steps += [(path, folder / path.name) for path in sorted(new.iterdir())]
    try:
        for source, target in steps:
            source.rename(target)
            moved.append((source, target))
    except OSError:
        for source, target in reversed(moved):
            with contextlib.suppress(OSError):
                target.rename(source)
        raise
