"""Finds plugins, asks them for what they add, and keeps going when one of them fails.

:func:`load_plugins` builds a manager of its own on every call: there is no global state, and
importing this module loads no plugin.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pluggy

from ccrules import bundled
from ccrules.containment import (
    ContainedRenderer,
    contained_engine,
    contained_importer,
    logged,
    raised,
    where,
)
from ccrules.errors import NOWHERE, Message, Place, did_you_mean, message, nearest
from ccrules.hookspecs import GROUP, Hooks
from ccrules.version import __version__

if TYPE_CHECKING:
    from ccrules.conditions.functions import PluginFunction
    from ccrules.engine.inference.protocol import Engine
    from ccrules.facts.vocabulary import EntityType
    from ccrules.hookspecs import Renderer
    from ccrules.importers import Importer
    from ccrules.ruleset.model import Check

#: The name of what comes with ccrules.
BUNDLED = "ccrules"
#: A plugin that takes longer to load than this, in seconds, is told so.
PATIENCE = 1.0
#: Characters that are shown of what a plugin printed.
_MOST_PRINTED = 100
#: Hooks whose bundled items a plugin may replace by its own of the same name.
REPLACEABLE = ("ccrules_importers", "ccrules_renderers")
HOOKS = tuple(sorted(name for name in vars(Hooks) if name.startswith(f"{GROUP}_")))


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """A plugin that was found.

    Attributes:
        name: the name of its entry point.
        version: the version of its distribution; empty if it has none.
        distribution: the package that installed it; empty if it was given in a call.
        hooks: the hooks it implements, sorted.
    """

    name: str
    version: str = ""
    distribution: str = ""
    hooks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PluginFailure:
    """A plugin, or one thing it adds, that can't be used.

    Attributes:
        plugin: the name of the plugin.
        what: what is wrong.
        hint: what to try.
        hook: the hook concerned; empty if the whole plugin is.
    """

    plugin: str
    what: Message
    hint: Message
    hook: str = ""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What one hook returns.

    Attributes:
        fits: whether an item is of the right kind.
        key: the name that must be unique; None if items have none.
    """

    fits: Callable[[Any], bool]
    key: Callable[[Any], str] | None = None


class Plugins:
    """The plugins of one program, and what they add, each hook called when first needed."""

    def __init__(self, manager: pluggy.PluginManager, infos: Iterable[PluginInfo]) -> None:
        self._manager = manager
        self._collected: dict[str, tuple[tuple[str, Any], ...]] = {}
        self._failed: dict[str, tuple[PluginFailure, ...]] = {}
        self._watch = _Watch()
        self.infos = tuple(infos)

    @property
    def failures(self) -> tuple[PluginFailure, ...]:
        """What failed so far, in the order in which it was noticed."""
        return tuple(failure for failures in self._failed.values() for failure in failures)

    @property
    def remarks(self) -> tuple[PluginFailure, ...]:
        """What is odd so far of plugins that can be used: slow ones, and those that print."""
        return tuple(self._watch.remarks())

    def load_all(self) -> None:
        """Call every hook, so that ``failures`` is complete."""
        for hook in HOOKS:
            self._collect(hook)

    def rulesets(self) -> Mapping[str, Path]:
        """File or folder by the name of a ruleset."""
        return {name: path for _, (name, path) in self._collect("ccrules_rulesets")}

    def entity_types(self) -> tuple[EntityType, ...]:
        """Entity types that need no declaration, each placed in its plugin unless it says where it is."""
        found = self._collect("ccrules_entity_types")
        return tuple(_placed(kind, Place(cell=f"{plugin}:ccrules_entity_types")) for plugin, kind in found)

    def functions(self) -> Mapping[str, PluginFunction]:
        """Functions of the condition language by name, each knowing its plugin."""
        found = self._collect("ccrules_functions")
        return {function.name: replace(function, plugin=plugin) for plugin, function in found}

    def checks(self) -> tuple[Check, ...]:
        """Python checks, of whatever ruleset."""
        return self._items("ccrules_checks")

    def importers(self) -> tuple[Importer, ...]:
        """Readers of fact files, those of plugins first, so that a firm's own reads its kind of file."""
        found = self._collect("ccrules_importers")
        own = [contained_importer(item, plugin) for plugin, item in found if plugin != BUNDLED]
        return (*own, *(item for plugin, item in found if plugin == BUNDLED))

    def renderers(self) -> Mapping[str, Renderer]:
        """Renderers by the name of their format; a plugin's takes the place of a bundled one."""
        return {
            renderer.FORMAT: renderer
            if plugin == BUNDLED
            else ContainedRenderer(renderer.FORMAT, tuple(renderer.EXTENSIONS), renderer, plugin)
            for plugin, renderer in self._collect("ccrules_renderers")
        }

    def template_folders(self) -> tuple[Path, ...]:
        """Template folders, those to be searched first in front; the bundled one is last."""
        folders: tuple[Path, ...] = self._items("ccrules_template_folders")
        return (*folders[1:], *folders[:1])

    def inference_engines(self) -> Mapping[str, Callable[[], Engine]]:
        """What makes an inference engine, by its name."""
        return {
            name: make if plugin == BUNDLED else contained_engine(make, name, plugin)
            for plugin, (name, make) in self._collect("ccrules_inference_engines")
        }

    def _items(self, hook: str) -> tuple[Any, ...]:
        return tuple(item for _, item in self._collect(hook))

    def _collect(self, hook: str) -> tuple[tuple[str, Any], ...]:
        """Every usable item that plugins return for a hook, with the plugin's name."""
        if hook not in self._collected:
            failures: list[PluginFailure] = []
            self._collected[hook] = tuple(self._call(hook, failures))
            self._failed[hook] = tuple(failures)
        return self._collected[hook]

    def _call(self, hook: str, failures: list[PluginFailure]) -> Iterator[tuple[str, Any]]:
        kind, owner = _kinds()[hook], dict[str, str]()
        for info in self.infos:
            if hook not in info.hooks:
                continue
            for item in self._returned(info.name, hook, failures):
                problem = _item_problem(item, kind, owner)
                if problem:
                    failures.append(PluginFailure(info.name, *problem, hook))
                    continue
                if kind.key and not (info.name == BUNDLED and hook in REPLACEABLE):
                    owner[kind.key(item)] = info.name
                yield info.name, item

    def _returned(self, plugin: str, hook: str, failures: list[PluginFailure]) -> list[Any]:
        """What one plugin returns for a hook; nothing if it fails."""
        others = [other for name, other in self._manager.list_name_plugin() if name != plugin]
        try:
            with self._watch.on(plugin):
                returned = self._manager.subset_hook_caller(hook, others)()
                if returned:
                    return list(returned[0])
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a plugin does, the others work on
            failures.append(_raised(plugin, error, hook))
        else:
            what = message("returned nothing")
            failures.append(PluginFailure(plugin, what, message("return a list, if only an empty one"), hook))
        return []


def load_plugins(given: Iterable[tuple[str, object]] = ()) -> Plugins:
    """Find the installed plugins.

    Args:
        given: further plugins that need no installation: a name and a module or object each.
    """
    manager = pluggy.PluginManager(GROUP)
    manager.add_hookspecs(Hooks)
    infos: list[PluginInfo] = []
    failures: list[PluginFailure] = []
    watch = _Watch()
    for info, load in _sources(given):
        with watch.on(info.name):
            problem = _register(manager, info.name, load)
        if problem:
            failures.append(problem)
        else:
            infos.append(replace(info, hooks=_hooks_of(manager, info.name)))
    plugins = Plugins(manager, infos)
    plugins._failed[""] = tuple(failures)
    plugins._watch = watch
    return plugins


#: stdout belongs to the whole program, so only one thread at a time may turn it aside.
_ONE_AT_A_TIME = threading.RLock()


class _Watch:
    """How long plugins take to load, and what they print meanwhile: only the report goes to stdout."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._printed: dict[str, str] = {}

    @contextlib.contextmanager
    def on(self, plugin: str) -> Iterator[None]:
        """Watch over a part of the loading of a plugin."""
        if plugin == BUNDLED:
            yield
            return
        begun, printed = time.perf_counter(), io.StringIO()
        try:
            with _ONE_AT_A_TIME, contextlib.redirect_stdout(printed):
                yield
        finally:
            taken = time.perf_counter() - begun
            self._seconds[plugin] = self._seconds.get(plugin, 0.0) + taken
            self._printed[plugin] = self._printed.get(plugin, "") + printed.getvalue()

    def remarks(self) -> Iterator[PluginFailure]:
        """What is odd, plugin by plugin."""
        for plugin, seconds in self._seconds.items():
            if seconds > PATIENCE:
                what = message("it took {seconds} seconds to load", seconds=round(seconds, 1))
                hint = message("import what is heavy inside the functions that need it, or uninstall it")
                yield PluginFailure(plugin, what, hint)
            if self._printed[plugin].strip():
                said = " ".join(self._printed[plugin].split())[:_MOST_PRINTED]
                what = message("it printed while it was loaded: {text}", text=said)
                yield PluginFailure(plugin, what, message("write to the log or to stderr instead"))


def _sources(given: Iterable[tuple[str, object]]) -> Iterator[tuple[PluginInfo, Callable[[], object]]]:
    """Every plugin with what loads it: the bundled one, installed ones by name, then the given."""
    yield PluginInfo(BUNDLED, __version__, BUNDLED), lambda: bundled
    points = sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    if points:
        importlib.import_module("ccrules.author")  # what nearly every plugin imports counts against none
    for point in points:
        yield _info_of(point), point.load
    for name, plugin in given:
        yield PluginInfo(name), partial(_same, plugin)


def _same(plugin: object) -> object:
    return plugin


def _info_of(point: EntryPoint) -> PluginInfo:
    distribution = point.dist
    if distribution is None:
        return PluginInfo(point.name)
    return PluginInfo(point.name, distribution.version, distribution.name)


def _register(manager: pluggy.PluginManager, name: str, load: Callable[[], object]) -> PluginFailure | None:
    """Load and register one plugin; a misspelt hook takes the whole plugin out again."""
    if manager.has_plugin(name):
        what = message("there is a plugin of this name already")
        return PluginFailure(name, what, message("rename its entry point"))
    try:
        plugin = load()
        manager.register(plugin, name)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        if manager.has_plugin(name):
            manager.unregister(name=name)
        return _invalid(name, error)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a plugin does, the others work on
        return _raised(name, error)
    unmarked = _unmarked(plugin)
    if unmarked:
        manager.unregister(name=name)
        what = message("{names}: not marked as a hook", names=unmarked)
        return PluginFailure(name, what, message("put @hookimpl above it"))
    return None


def _hooks_of(manager: pluggy.PluginManager, name: str) -> tuple[str, ...]:
    callers = manager.get_hookcallers(manager.get_plugin(name)) or []
    return tuple(sorted(caller.name for caller in callers))


def _unmarked(plugin: object) -> list[str]:
    """Functions that are named like a hook and would be passed over."""
    return [
        name
        for name, value in inspect.getmembers(plugin, inspect.isroutine)
        if name.startswith(f"{GROUP}_") and not hasattr(value, f"{GROUP}_impl")
    ]


def _invalid(plugin: str, error: pluggy.PluginValidationError) -> PluginFailure:
    """What pluggy refused: a hook that there is not, or one with other arguments."""
    unknown = [name for name in dir(error.plugin) if _is_marked(error.plugin, name) and name not in HOOKS]
    if not unknown:
        what = message("a hook has the wrong form: {error}", error=str(error).splitlines()[-1].strip())
        return PluginFailure(plugin, what, message("hooks take no arguments and return a list"))
    what = message("there is no hook called {names}", names=unknown)
    close = [near for name in unknown if (near := nearest(name, HOOKS))]
    known = message("the hooks are {names}", names=HOOKS)
    return PluginFailure(plugin, what, did_you_mean(*close) if close else known)


def _is_marked(plugin: object, name: str) -> bool:
    return hasattr(getattr(plugin, name, None), f"{GROUP}_impl")


def _raised(plugin: str, error: BaseException, hook: str = "") -> PluginFailure:
    """A plugin's own error, with the place in its code."""
    logged(error, plugin)
    return PluginFailure(plugin, raised(error), where(error), hook)


def _item_problem(item: Any, kind: _Kind, owner: Mapping[str, str]) -> tuple[Message, Message] | None:
    if not _fits(item, kind):
        what = message("returned a {kind} that this hook can't use", kind=type(item).__name__)
        return what, message("see the hook's description in ccrules/hookspecs.py")
    if kind.key and kind.key(item) in owner:
        name = kind.key(item)
        what = message("{name} is already there, from the plugin {plugin}", name=name, plugin=owner[name])
        return what, message("choose another name")
    return None


def _fits(item: Any, kind: _Kind) -> bool:
    """Whether an item is of the right kind; one that fails when it is looked at is not."""
    try:
        if kind.key is not None:
            hash(kind.key(item))
        return kind.fits(item)
    except Exception:  # noqa: BLE001 - whatever an item does, the others work on
        return False


def _kinds() -> Mapping[str, _Kind]:
    """What each hook returns; imports the classes, so only once something is asked for."""
    from ccrules.conditions.functions import BUILTIN, PluginFunction
    from ccrules.facts.vocabulary import EntityType
    from ccrules.importers import Importer
    from ccrules.ruleset.model import Check

    return {
        "ccrules_rulesets": _Kind(lambda item: _is_named(item) and _exists(item[1]), lambda item: item[0]),
        "ccrules_entity_types": _Kind(lambda item: isinstance(item, EntityType)),
        "ccrules_functions": _Kind(
            lambda item: isinstance(item, PluginFunction) and item.name not in BUILTIN,
            lambda item: item.name,
        ),
        "ccrules_checks": _Kind(
            lambda item: isinstance(item, Check) and callable(item.run),
            lambda item: item.id,
        ),
        "ccrules_importers": _Kind(
            lambda item: isinstance(item, Importer) and _texts(item.suffixes) and callable(item.read),
            lambda item: item.name,
        ),
        "ccrules_renderers": _Kind(_renders, lambda item: item.FORMAT),
        "ccrules_template_folders": _Kind(_exists),
        "ccrules_inference_engines": _Kind(
            lambda item: _is_named(item) and callable(item[1]), lambda item: item[0]
        ),
    }


def _placed(kind: EntityType, place: Place) -> EntityType:
    """An entity type whose problems, and those of its attributes, are told at a place."""
    place = place if kind.place == NOWHERE else kind.place
    attributes = {
        name: replace(attribute, place=place) if attribute.place == NOWHERE else attribute
        for name, attribute in kind.attributes.items()
    }
    return replace(kind, place=place, attributes=attributes)


def _is_named(item: Any) -> bool:
    return isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str)


def _renders(item: Any) -> bool:
    return isinstance(item.FORMAT, str) and _texts(item.EXTENSIONS) and callable(item.render)


def _texts(items: Any) -> bool:
    """Whether these are texts, and not one text."""
    return isinstance(items, tuple | list) and all(isinstance(one, str) for one in items)


def _exists(path: Any) -> bool:
    return isinstance(path, Path) and path.exists()
