"""Runs a function in a process of its own: within a time limit, and with its memory told.

So no contestant pays for the memory, the threads or the crash of another, and none runs for ever.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

Argument = TypeVar("Argument")
Result = TypeVar("Result")

#: How many seconds a process may take, if nothing else is said.
LIMIT = 120.0
LONGEST_REASON = 80
_MEGABYTE = 1_000_000


class Failed(Exception):  # noqa: N818 - it is told, not raised further
    """The process took too long, crashed or raised; the text says which."""


def apart(call: Callable[[Argument], Result], argument: Argument, limit: float = LIMIT) -> Result:
    """Call a function of a module in a new process.

    Args:
        call: the function.
        argument: what it is called with.
        limit: seconds until the process is stopped.

    Raises:
        Failed: there is no result.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(sender, call, argument), daemon=True)
    process.start()
    sender.close()
    try:
        return _received(receiver, limit)
    finally:
        process.kill()
        process.join()


def _received(receiver: Connection, limit: float) -> Any:
    if not receiver.poll(limit):
        raise Failed(f"more than {limit:g} s")
    try:
        found, result = receiver.recv()
    except EOFError:
        raise Failed("crashed") from None
    if not found:
        raise Failed(result)
    return result


def _send(sender: Connection, call: Callable[[Any], Any], argument: Any) -> None:
    try:
        sender.send((True, call(argument)))
    except Exception as error:  # noqa: BLE001 - whatever a contestant raises is its result
        first_line = str(error).partition("\n")[0]
        sender.send((False, f"{type(error).__name__}: {first_line}"[:LONGEST_REASON]))


def peak_memory() -> float:
    """The most memory this process has held so far, in megabytes; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / _MEGABYTE if sys.platform == "darwin" else peak * 1024 / _MEGABYTE
