"""What ccrules works out from its own files, kept from one start to the next beside its compiled modules.

Reading the bundled rulesets and compiling the report templates gives the same at every start, as
compiling modules does, and so it is kept as Python keeps those: in the same folder (``__pycache__``,
or where ``PYTHONPYCACHEPREFIX`` says), under the same conditions (nothing is written if
``PYTHONDONTWRITEBYTECODE`` is set or the folder can't be written to), and valid for the same
interpreter only. Whoever can write there decides already what Python runs, so nobody gains a power by
it. What is kept holds no facts and no rulesets of users; of theirs at most values of parameters.

It is never needed. Whatever is missing, damaged, of other code or of another interpreter counts as
not there; writing is left to the next start if it fails. ``CCRULES_CACHE=off`` does without it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import time
from collections.abc import Iterator
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path

#: The environment variable that switches it off, and what it may say.
SWITCH, OFF = "CCRULES_CACHE", frozenset(("off", "0", "no", "false"))
#: What a file begins with, then the hash of the rest, then the key.
_MAGIC = b"ccrules kept 1\n"
_HASH = hashlib.sha256().digest_size
_PACKAGE = Path(__file__).resolve().parent
_RUNNING_SINCE = time.time_ns()


def key_of(*parts: bytes | str) -> bytes:
    """A key that is another one as soon as one part is, or the code of ccrules, or the interpreter.

    Args:
        parts: everything that what is kept depends on.
    """
    digest = hashlib.sha256()
    for part in (sys.version, sys.platform, _code()[0], *parts):
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.digest()


def kept(name: str, key: bytes) -> bytes | None:
    """What was kept under a name.

    Args:
        name: letters, digits, dots and dashes.
        key: what it was kept with; see :func:`key_of`.

    Returns:
        The same bytes; None if they are not there, damaged or of another key.
    """
    path = _path(name)
    if path is None:
        return None
    try:
        content = path.read_bytes()
    except OSError:
        return None
    head, start = len(_MAGIC), len(_MAGIC) + _HASH
    if content[:head] != _MAGIC or content[start : start + _HASH] != key:
        return None
    rest = memoryview(content)[start:]
    return bytes(rest[_HASH:]) if hashlib.sha256(rest).digest() == content[head:start] else None


def keep(name: str, key: bytes, content: bytes) -> None:
    """Keep something, in place of what has the name so far; whatever goes wrong, nothing is kept.

    Args:
        name: letters, digits, dots and dashes.
        key: what it depends on; see :func:`key_of`.
        content: what to keep.
    """
    path = _path(name)
    if path is None or sys.dont_write_bytecode:
        return
    rest = key + content
    with contextlib.suppress(OSError):  # read-only, full, or open in another process
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, _MAGIC + hashlib.sha256(rest).digest() + rest)


def _replace(path: Path, content: bytes) -> None:
    """Write a file at once for all who read it: another process sees the old one or the new one."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    # as Python writes compiled modules: for the owner to write, for others at most to read
    handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o644)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _path(name: str) -> Path | None:
    """The file of a name; None if nothing may be kept."""
    if os.environ.get(SWITCH, "").strip().lower() in OFF:
        return None
    if _code()[1] > _RUNNING_SINCE:
        return None  # modules were edited since this process began: it does not run what is on the disk
    try:
        compiled = Path(cache_from_source(__file__))
    except NotImplementedError:  # an interpreter that keeps no compiled modules
        return None
    return compiled.with_name(f"{name}.{sys.implementation.cache_tag}.kept")


@cache
def _code() -> tuple[str, int]:
    """Size and time of each module of ccrules, hashed, and the latest time, in nanoseconds."""
    digest, latest = hashlib.sha256(), 0
    for entry in _modules(_PACKAGE):
        state = entry.stat()
        latest = max(latest, state.st_mtime_ns)
        digest.update(
            f"{entry.path}\0{state.st_size}\0{state.st_mtime_ns}\0".encode("utf-8", "surrogatepass")
        )
    return digest.hexdigest(), latest


def _modules(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.endswith(".py"):
            yield entry
        elif entry.is_dir() and not entry.name.startswith("_"):
            yield from _modules(entry.path)
