"""Rule tests, and what authors of rulesets and plugins try their own work with.

:mod:`~ccrules.ruleset.cases` reads the cases of rulesets. Here they are run
(:mod:`~ccrules.testing.situations`), their coverage is told (:mod:`~ccrules.testing.coverage`), and
changed rules are tried against them (:mod:`~ccrules.testing.mutation`).

For tests of a plugin, each imported when it is first used:

- :func:`run_check`: one check on a few facts;
- :func:`check_problems`, :func:`function_problems`, :func:`importer_problems`, :func:`engine_problems`
  and :func:`contract_problems` (renderers, with the :func:`samples` to render): the contract of each
  kind of plugin, as a list of what is not kept.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ccrules.testing.engines import engine_problems
    from ccrules.testing.functions import function_problems
    from ccrules.testing.importers import importer_problems
    from ccrules.testing.one_check import Found, run_check
    from ccrules.testing.python_checks import check_problems
    from ccrules.testing.report_samples import samples
    from ccrules.testing.reports import contract_problems

__all__ = [
    "Found",
    "check_problems",
    "contract_problems",
    "engine_problems",
    "function_problems",
    "importer_problems",
    "run_check",
    "samples",
]

_MODULES = {
    "Found": "one_check",
    "check_problems": "python_checks",
    "contract_problems": "reports",
    "engine_problems": "engines",
    "function_problems": "functions",
    "importer_problems": "importers",
    "run_check": "one_check",
    "samples": "report_samples",
}


def __getattr__(name: str) -> Any:
    """What authors use; the rule tests of the command line need none of it."""
    if name not in _MODULES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
