"""What every command begins with: rulesets read as one method, and facts read by its vocabulary.

Apart from the stages that follow (:mod:`ccrules.pipeline`), since many commands need no more and
importing the rest takes as long as reading a ruleset.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccrules.plugins import Plugins, load_plugins
from ccrules.ruleset.keeping import load_method
from ccrules.version import __version__

if TYPE_CHECKING:
    from ccrules.errors import Problem
    from ccrules.facts.base import FactBase
    from ccrules.ruleset.extending import Spec
    from ccrules.ruleset.model import Method

#: What runs when nothing else is asked for.
DEFAULT_RULESET = "contact-centre"

FactSource = str | Path


def load_rulesets(
    specs: Spec | Iterable[Spec] = (),
    *,
    parameters: Mapping[str, Any] | None = None,
    profiles: Iterable[str] = (),
    lock: str | Path | None = None,
    instead: Mapping[str, Path] | None = None,
    plugins: Plugins | None = None,
) -> Method:
    """Load rulesets as one method.

    Args:
        specs: names of installed rulesets, files, folders, or contents as a mapping; the
            bundled ruleset if there are none.
        parameters: values of parameters by name, inside their bounds.
        profiles: profiles of the rulesets to apply, by name; later ones win.
        lock: a file that pins the rulesets; others are refused.
        instead: files or folders that stand in for installed rulesets, by name.
        plugins: the plugins; those installed if left out.

    Raises:
        InputError: with every problem found, each at its place.
    """
    plugins = plugins or load_plugins()
    given = [specs] if isinstance(specs, str | Path | Mapping) else list(specs)
    method = load_method(
        given or [DEFAULT_RULESET],
        version=__version__,
        known={**plugins.rulesets(), **(instead or {})},
        functions=plugins.functions(),
        entity_types=plugins.entity_types(),
        python_checks=plugins.checks(),
        parameters={name: str(value) for name, value in (parameters or {}).items()},
        profiles=tuple(profiles),
    )
    if lock is None:
        return method
    from ccrules.ruleset.locking import hold_to

    return replace(method, lock=hold_to(method, Path(lock)))


def load_facts(
    sources: FactSource | Mapping[str, Any] | Sequence[FactSource],
    method: Method,
    *,
    settings: Iterable[str] = (),
    as_of: str | None = None,
    plugins: Plugins | None = None,
) -> FactBase:
    """Read facts.

    Args:
        sources: files and folders, or the contents of a fact file as a mapping.
        method: the rulesets, for their vocabulary.
        settings: single facts, as ``TYPE/ID.ATTR=VALUE``.
        as_of: the day that counts as today.
        plugins: the plugins, for their importers; those installed if left out.

    Raises:
        InputError: with every problem of every file.
    """
    from ccrules.documents import node_from_python
    from ccrules.facts.reading import read_facts  # what only facts need
    from ccrules.importers import read_all

    unreadable: list[Problem] = []
    if isinstance(sources, Mapping):
        documents = [node_from_python(sources)]
    else:
        paths = [sources] if isinstance(sources, str | Path) else sources
        documents, unreadable = read_all(paths, (plugins or load_plugins()).importers())
    return read_facts(
        documents, method.vocabulary, overrides=tuple(settings), as_of=as_of, unreadable=unreadable
    )
