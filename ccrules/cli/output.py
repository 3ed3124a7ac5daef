"""Writing reports: all of them or none, and never half of one."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ccrules.errors import Message, Place, Problem, UsageError, message


@dataclass(slots=True)
class _Pending:
    """A file that waits to be put in place.

    Attributes:
        target: where it goes, links resolved.
        content: what goes in.
        ready: the finished file beside it; None for a pipe or a device, which is written last.
        previous: a copy of what was there; None if nothing was.
        placed: whether it is in place.
    """

    target: Path
    content: bytes
    ready: Path | None = None
    previous: Path | None = None
    placed: bool = False


def target_problems(files: Iterable[str]) -> Iterator[Problem]:
    """Find, before any work is done, files that can't be written.

    Args:
        files: as the user named them.

    Yields:
        A problem for each that is named twice, is a folder, or whose folder is missing or closed.
    """
    seen: set[Path] = set()
    for file in files:
        target = Path(file).resolve()
        objection = _objection(target, seen)
        if objection:
            yield Problem(Place(file), *objection)
        seen.add(target)


def write_files(documents: Mapping[str, bytes]) -> None:
    """Write files so that each is there in full, or none is changed.

    Everything is first written beside its target and then moved there; if one can't be
    moved, those already moved are put back.

    Args:
        documents: content by file, as the user named it.

    Raises:
        UsageError: a file can't be written; nothing is changed.
    """
    pending = {file: _Pending(Path(file).resolve(), content) for file, content in documents.items()}
    try:
        for current in pending.items():
            _prepare(current[1])
        for current in sorted(pending.items(), key=lambda item: item[1].ready is None):
            _place(current[1], keep_previous=len(pending) > 1)
    except OSError as error:
        _put_back(pending.values())
        raise UsageError(_unwritable(current[0], error)) from error
    finally:
        for one in pending.values():
            _tidy(one)


def _objection(target: Path, seen: set[Path]) -> tuple[Message, Message] | None:
    if target in seen:
        return message("this file is named twice"), message("name each output once")
    if target.is_dir():
        return message("this is a folder"), message("name a file in it")
    if not target.parent.is_dir():
        return message("there is no such folder"), message("create it first")
    writable = target if target.exists() and not target.is_file() else target.parent
    if not os.access(writable, os.W_OK):
        return message("can't be written"), message("check your right to write there")
    return None


def _prepare(one: _Pending) -> None:
    """Write the content beside its target, with the rights of what is there."""
    if one.target.exists() and not one.target.is_file():
        return
    one.ready = _beside(one.target)
    with one.ready.open("xb") as stream:
        stream.write(one.content)
        stream.flush()
        os.fsync(stream.fileno())
    if one.target.exists():
        shutil.copymode(one.target, one.ready)


def _place(one: _Pending, *, keep_previous: bool) -> None:
    if one.ready is None:
        one.target.write_bytes(one.content)
        return
    if keep_previous and one.target.exists():
        one.previous = _beside(one.target)
        shutil.copy2(one.target, one.previous)
    one.ready.replace(one.target)
    one.placed = True


def _put_back(pending: Iterable[_Pending]) -> None:
    for one in pending:
        if not one.placed:
            continue
        with contextlib.suppress(OSError):
            if one.previous:
                one.previous.replace(one.target)
            else:
                one.target.unlink()


def _tidy(one: _Pending) -> None:
    for leftover in (one.ready, one.previous):
        if leftover:
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")


def _unwritable(file: str, error: OSError) -> Problem:
    reason = error.strerror or type(error).__name__
    what = message("can't be written: {reason}", reason=reason)
    return Problem(Place(file), what, message("nothing was written; check the folder and the space left"))
