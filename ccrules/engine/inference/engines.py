"""Which of the built-in engines runs."""

from __future__ import annotations

from ccrules.engine.inference import durable
from ccrules.engine.inference.forward import ForwardEngine
from ccrules.engine.inference.protocol import Engine
from ccrules.errors import NOWHERE, Problem, UsageError, message


def choose(name: str | None = None) -> Engine:
    """Give the engine of a name.

    Args:
        name: ``durable`` or ``forward``; left out, durable-rules where it can be imported.

    Raises:
        UsageError: if there is no such engine, or durable-rules can't be imported.
    """
    if name not in {None, "durable", "forward"}:
        what = message("there is no inference engine {name}", name=name)
        raise UsageError(Problem(NOWHERE, what, message("choose `durable` or `forward`")))
    if name == "durable" and not durable.available():
        what = message("durable-rules can't be imported here")
        hint = message(
            "it needs Python 3.12 or earlier and a C compiler; `forward` gives the same conclusions"
        )
        raise UsageError(Problem(NOWHERE, what, hint))
    if name == "forward" or not durable.available():
        return ForwardEngine()
    return durable.DurableEngine()
