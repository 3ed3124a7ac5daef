"""Which engine infers: the one that is asked for, else durable-rules where it can be imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ccrules.engine.inference.protocol import Engine
from ccrules.errors import NOWHERE, Message, Problem, UsageError, message, suggestion

_USUAL, _STAND_IN = "durable", "forward"


def chosen_engine(name: str | None, engines: Mapping[str, Callable[[], Engine]]) -> Engine:
    """Make an engine.

    Args:
        name: of the engine; None for the usual one, or the plain chainer where that can't be imported.
        engines: what makes each engine, by its name.

    Raises:
        UsageError: there is no such engine, or it can't be imported here.
    """
    if name is not None and name not in engines:
        what = message("there is no inference engine {name}", name=name)
        raise UsageError(Problem(NOWHERE, what, suggestion(name, engines)))
    try:
        return engines[name or _USUAL]()
    except ImportError:
        if name is None:
            return engines[_STAND_IN]()
        what = message("the inference engine {name} can't be imported here", name=name)
        raise UsageError(Problem(NOWHERE, what, message("forward gives the same conclusions"))) from None


def substitution(name: str | None, used: str) -> Message | None:
    """What is said where durable-rules was expected and is not there.

    Args:
        name: the engine asked for; None for the usual one.
        used: the engine that ran, as it names itself.
    """
    if name is not None or used.startswith(_USUAL):
        return None
    return message(
        "durable-rules can't be imported here, so the plain chainer ran; its conclusions are the same"
    )
