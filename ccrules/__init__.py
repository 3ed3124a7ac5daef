"""A rules-based diagnostic expert system for organisations that talk to customers.

``assess(facts, rulesets)`` gives an :class:`~ccrules.assessment.Assessment`. Importing this
package loads no engine, no plugin and no renderer; they are loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ccrules.version import __version__

if TYPE_CHECKING:
    from ccrules.assessment import Assessment
    from ccrules.errors import CcrulesError, EngineError, InputError, UsageError
    from ccrules.inputs import load_facts, load_rulesets
    from ccrules.pipeline import assess, explain

__all__ = [
    "Assessment",
    "CcrulesError",
    "EngineError",
    "InputError",
    "UsageError",
    "__version__",
    "assess",
    "explain",
    "load_facts",
    "load_rulesets",
]

_HOMES = {
    "Assessment": "ccrules.assessment",
    "CcrulesError": "ccrules.errors",
    "EngineError": "ccrules.errors",
    "InputError": "ccrules.errors",
    "UsageError": "ccrules.errors",
    "assess": "ccrules.pipeline",
    "explain": "ccrules.pipeline",
    "load_facts": "ccrules.inputs",
    "load_rulesets": "ccrules.inputs",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
