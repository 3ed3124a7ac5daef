"""Loads a method; the bundled one, as it comes, from what was kept of an earlier start.

Any other ruleset, and the bundled one with entity types or checks of plugins, is read and checked in
full every time: see :mod:`~ccrules.ruleset.loading`, which is imported only then. Of the bundled one
as it comes one method is kept, and a few with parameters or profiles that were chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccrules.documents import read_bytes
from ccrules.documents.read import name_of
from ccrules.errors import InputError
from ccrules.kept import keep, kept, key_of
from ccrules.resources import rulesets_folder
from ccrules.ruleset.contents import TEMPLATES, digest_of, paths_of

if TYPE_CHECKING:
    from ccrules.conditions.functions import PluginFunction
    from ccrules.facts.vocabulary import EntityType
    from ccrules.ruleset.extending import Spec
    from ccrules.ruleset.model import Check, Method


#: How many methods with parameters or profiles are kept at most; a new one may replace any other.
_CHOSEN = 8


@dataclass(frozen=True, slots=True)
class _Bundled:
    """A bundled ruleset with nothing added.

    Attributes:
        name: what its method is kept under.
        texts: the content of its files, by their name in places.
        key: everything that its method depends on.
    """

    name: str
    texts: Mapping[str, bytes]
    key: bytes


def load_method(
    specs: Iterable[Spec],
    *,
    version: str,
    known: Mapping[str, Path],
    functions: Mapping[str, PluginFunction],
    entity_types: Sequence[EntityType],
    python_checks: Sequence[Check],
    parameters: Mapping[str, str],
    profiles: Sequence[str],
) -> Method:
    """Load rulesets; see :func:`ccrules.ruleset.loading.load_method`.

    Raises:
        InputError: with every problem found, each at its place.
    """
    specs = list(specs)
    chosen = repr((sorted(parameters.items()), tuple(profiles))) if parameters or profiles else ""
    bundled = None if entity_types else _bundled(specs, known, functions, python_checks, chosen)
    method = _kept(bundled, functions) if bundled else None
    if method is not None:
        return method
    from ccrules.ruleset import loading

    method = loading.load_method(
        specs,
        version=version,
        known=known,
        functions=functions,
        entity_types=entity_types,
        python_checks=python_checks,
        parameters=parameters,
        profiles=profiles,
    )
    if bundled:
        _keep(bundled, method)
    return method


def _bundled(
    specs: Sequence[Spec],
    known: Mapping[str, Path],
    functions: Mapping[str, PluginFunction],
    python_checks: Iterable[Check],
    chosen: str,
) -> _Bundled | None:
    """The bundled ruleset asked for; None if anything else is."""
    name = specs[0] if len(specs) == 1 else None
    folder = known.get(name) if isinstance(name, str) else None
    if folder is None or not isinstance(name, str) or folder.parent != rulesets_folder():
        return None
    if any(check.ruleset == name for check in python_checks):
        return None
    try:
        paths = paths_of(folder)
        texts = {name_of(path): read_bytes(path) for path in paths}
    except InputError:
        return None  # told when it is read
    has_templates = str((folder / TEMPLATES).is_dir())
    added = sorted(_told(function) for function in functions.values())
    key = key_of(folder.as_posix(), has_templates, digest_of(texts.items()), chosen, *added)
    slot = (
        f"-{int.from_bytes(sha256(chosen.encode('utf-8', 'surrogatepass')).digest()) % _CHOSEN}"
        if chosen
        else ""
    )
    return _Bundled(f"{name}{slot}", texts, key)


def _told(function: PluginFunction) -> str:
    """What rulesets can tell of a function: all but what it computes."""
    said: list[Any] = [getattr(function, one.name) for one in fields(function) if one.name != "call"]
    return repr(said)


def _kept(bundled: _Bundled, functions: Mapping[str, PluginFunction]) -> Method | None:
    content = kept(bundled.name, bundled.key)
    if content is None:
        return None
    from ccrules.ruleset.packing import unpack

    return unpack(content, bundled.texts, functions)


def _keep(bundled: _Bundled, method: Method) -> None:
    if len(method.rulesets) > 1:
        return  # the key knows nothing of those it extends
    from ccrules.ruleset.packing import pack

    content = pack(method)
    if content is not None:
        keep(bundled.name, bundled.key, content)
