"""What goes to the terminal: reports to stdout, everything else to stderr."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TextIO

from ccrules.errors import NOWHERE, Message, Problem, UsageError, message

#: Control characters that must not reach a terminal from somebody's facts.
_CONTROL = dict.fromkeys({*range(32), *range(127, 160)} - {9, 10}, "\N{REPLACEMENT CHARACTER}")

#: Work shorter than this shows no progress, in seconds.
PATIENCE = 1.0
#: Characters of a progress bar.
BAR = 30


def prepare_streams() -> None:
    """Make both streams UTF-8 with plain line ends, whatever the platform or locale.

    A terminal keeps its encoding, because it shows nothing else; a report makes do with it.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            encoding = stream.encoding if stream.isatty() else "utf-8"
            reconfigure(encoding=encoding, errors="replace", newline="\n")


def say(text: Message | str, language: str) -> str:
    """A message in a language, fit for a terminal."""
    if isinstance(text, str):
        return text.translate(_CONTROL)
    if language == "en" and not text.values:
        return text.template  # help in English needs no catalogue, and starts sooner
    from ccrules.text import translate

    return translate(text, language).translate(_CONTROL)


def write_out(document: str | bytes) -> None:
    """Write a report or an answer to stdout.

    Raises:
        UsageError: stdout can't be written. A reader that has gone away is no error.
    """
    stream = _stream(sys.stdout)
    if stream is None:
        return
    try:
        _write(stream, document)
    except OSError as error:
        _discard(stream)
        if not _reader_left(error):
            what = message("the output can't be written: {reason}", reason=error.strerror)
            raise UsageError(Problem(NOWHERE, what, message("check the space left"))) from error


def aside() -> contextlib.AbstractContextManager[object]:
    """Let what checks, functions and renderers of plugins print go to stderr: stdout is the report's."""
    return contextlib.redirect_stdout(sys.stderr)


def write_error(text: Message | str, language: str) -> None:
    """Write a line to stderr; where that is impossible, nobody can be told."""
    stream = _stream(sys.stderr)
    if stream is None:
        return
    try:
        _write(stream, say(text, language))
    except OSError:
        _discard(stream)


def write_problems(problems: Iterable[Problem], language: str, prefix: str = "ccrules") -> None:
    """List problems on stderr as ``file:line:column: message (hint)``, each once.

    Args:
        problems: what is wrong or odd, in order.
        language: ``en`` or ``fr``.
        prefix: stands for the place of problems that have none.
    """
    lines = dict.fromkeys(problem_line(problem, language, prefix) for problem in problems)
    for line in lines:
        write_error(line, language)


def problem_line(problem: Problem, language: str, prefix: str = "ccrules", code: str = "") -> str:
    """One problem on one line; ``code`` stands before what is wrong."""
    hint = f" ({say(problem.hint, language)})" if problem.hint else ""
    line = f"{str(problem.place) or prefix}: {code}{say(problem.what, language)}{hint}"
    return " ".join(line.split("\n"))


@contextlib.contextmanager
def progress(text: Message, language: str) -> Iterator[None]:
    """Show on a terminal what takes longer than a second, and wipe it when it is done."""
    stream = _stream(sys.stderr)
    if stream is None or not stream.isatty():
        yield
        return
    line = say(text, language)
    shown = threading.Event()

    def show() -> None:
        shown.set()
        stream.write(f"{line} …")
        stream.flush()

    timer = threading.Timer(PATIENCE, show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if shown.is_set():
            stream.write(f"\r{' ' * (len(line) + 2)}\r")


@contextlib.contextmanager
def bar(text: Message, language: str) -> Iterator[Callable[[int, int], None]]:
    """Show on a terminal how much of a long work is done, and wipe it at the end.

    Yields:
        To be told how many steps of how many are done.
    """
    stream = _stream(sys.stderr)
    if stream is None or not stream.isatty():
        yield _unheard
        return
    line, shown = say(text, language), ""

    def tick(done: int, total: int) -> None:
        nonlocal shown
        full = BAR * done // max(total, 1)
        now = f"\r{line} {'█' * full}{'░' * (BAR - full)} {100 * done // max(total, 1)} %"
        if now != shown:
            shown = now
            stream.write(now)
            stream.flush()

    try:
        yield tick
    finally:
        stream.write(f"\r{' ' * len(shown)}\r")


def _unheard(_: int, __: int) -> None:
    """Where there is no terminal."""


def shows_colour() -> bool:
    """Whether stdout is a terminal whose user has nothing against colour."""
    stream = _stream(sys.stdout)
    return stream is not None and stream.isatty() and not os.environ.get("NO_COLOR")


def shown_encoding() -> str:
    """What stdout can show."""
    stream = _stream(sys.stdout)
    return (stream.encoding if stream is not None else None) or "utf-8"


def _stream(stream: TextIO | None) -> TextIO | None:
    """A stream, which is None where the process was started without one."""
    return stream


def _write(stream: TextIO, document: str | bytes) -> None:
    if isinstance(document, bytes):
        stream.buffer.write(document)
    else:
        stream.write(document if document.endswith("\n") else f"{document}\n")
    stream.flush()


def _reader_left(error: OSError) -> bool:
    """Whether the other end of a pipe is closed; Windows calls that an invalid argument."""
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)


def _discard(stream: TextIO) -> None:
    """Send what is still in a stream nowhere, so that Python can leave without complaint."""
    with Path(os.devnull).open("wb") as nowhere, contextlib.suppress(OSError, ValueError):
        os.dup2(nowhere.fileno(), stream.fileno())
