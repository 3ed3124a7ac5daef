"""What plugins add, wrapped so that a failure names its plugin and stays where it belongs.

A renderer, importer or inference engine of a plugin is called where a wrong result would spoil
the work of others. Whatever it raises, also where it wants to leave the program, and whatever it
returns that it must not, becomes one problem with its plugin and its line of code. The full
traceback goes to the log ``ccrules.plugins``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccrules.documents import Mapping as MappingNode
from ccrules.documents import Node
from ccrules.errors import CcrulesError, EngineError, InputError, Message, Place, Problem, UsageError, message
from ccrules.importers import Importer

if TYPE_CHECKING:
    from ccrules.assessment import Assessment
    from ccrules.engine.inference.protocol import Element, Engine, InferenceResult, Program
    from ccrules.hookspecs import Renderer
    from ccrules.renderers.options import RenderOptions

_LOG = logging.getLogger("ccrules.plugins")


@dataclass(frozen=True, slots=True)
class ContainedRenderer:
    """A plugin's renderer; see :class:`ccrules.hookspecs.Renderer`.

    Attributes:
        FORMAT: the name of its format.
        EXTENSIONS: its file extensions.
        inner: the renderer itself.
        plugin: the plugin it comes from.
    """

    FORMAT: str
    EXTENSIONS: tuple[str, ...]
    inner: Renderer
    plugin: str

    def render(self, assessment: Assessment, options: RenderOptions) -> str | bytes:
        """The whole document.

        Raises:
            UsageError: the renderer failed, or returned no document.
        """
        with _contained(self.plugin, self._failed):
            document: Any = self.inner.render(assessment, options)
        if isinstance(document, str | bytes):
            return document
        kind = type(document).__name__
        what = message("returned a {kind} instead of a text or bytes", kind=kind)
        raise self._failed(what, correct_it())

    def _failed(self, reason: Message, hint: Message) -> UsageError:
        what = message(
            "the renderer {name} of plugin {plugin} failed: {reason}",
            name=self.FORMAT,
            plugin=self.plugin,
            reason=reason,
        )
        return UsageError(Problem(Place(), what, hint))


def contained_importer(importer: Importer, plugin: str) -> Importer:
    """A plugin's importer whose failures name it, at the file that it read."""

    def read(path: Path) -> Node:
        with _contained(plugin, partial(failed, path)):
            node: Any = importer.read(path)
        if isinstance(node, MappingNode):
            return node
        what = message("returned a {kind} instead of the tree of a fact file", kind=type(node).__name__)
        raise failed(path, what, correct_it())

    def failed(path: Path, reason: Message, hint: Message) -> InputError:
        what = message(
            "the importer {name} of plugin {plugin} failed: {reason}",
            name=importer.name,
            plugin=plugin,
            reason=reason,
        )
        return InputError(Problem(Place(path.as_posix()), what, hint))

    return replace(importer, read=read)


@dataclass(frozen=True, slots=True)
class ContainedEngine:
    """A plugin's inference engine; see :class:`ccrules.engine.inference.Engine`.

    Attributes:
        inner: the engine itself.
        title: the name that ``--inference`` takes.
        plugin: the plugin it comes from.
    """

    inner: Engine
    title: str
    plugin: str

    @property
    def name(self) -> str:
        """Name and version, as printed in the assessment."""
        return str(getattr(self.inner, "name", self.title))

    def run(self, program: Program, elements: Iterable[Element]) -> InferenceResult:
        """What fires.

        Raises:
            EngineError: the engine failed, or returned what it must not.
        """
        from ccrules.engine.inference.protocol import InferenceResult

        failed = partial(_engine_failed, self.title, self.plugin)
        with _contained(self.plugin, failed):
            result: Any = self.inner.run(program, elements)
        if not isinstance(result, InferenceResult):
            kind = type(result).__name__
            what = message("returned a {kind} instead of what fired", kind=kind)
            raise failed(what, correct_it())
        unknown = sorted({firing.rule for firing in result.firings} - {rule.id for rule in program.rules})
        if unknown:
            what = message("it fired rules that there are not: {names}", names=unknown)
            raise failed(what, correct_it())
        return result


def contained_engine(make: Callable[[], Engine], name: str, plugin: str) -> Callable[[], Engine]:
    """What makes a plugin's inference engine; an ImportError still says that it can't run here."""

    def made() -> Engine:
        with _contained(plugin, partial(_engine_failed, name, plugin), ImportError):
            return ContainedEngine(make(), name, plugin)

    return made


def _engine_failed(name: str, plugin: str, reason: Message, hint: Message) -> EngineError:
    what = message(
        "the inference engine {name} of plugin {plugin} failed: {reason}",
        name=name,
        plugin=plugin,
        reason=reason,
    )
    return EngineError(Problem(Place(), what, hint))


@contextmanager
def _contained(
    plugin: str, failed: Callable[[Message, Message], CcrulesError], *passed_on: type[Exception]
) -> Iterator[None]:
    """Turn whatever a plugin's code raises into what ``failed`` makes of the reason and a hint.

    Errors of ccrules and those to be passed on stay as they are.
    """
    try:
        yield
    except (Exception, SystemExit) as error:  # some plugins want to leave the program
        if isinstance(error, (CcrulesError, *passed_on)):
            raise
        raise failed(raised(error), where(error)) from logged(error, plugin)


def raised(error: BaseException) -> Message:
    """What somebody else's code raised, on one line."""
    said = " ".join(str(error).split())
    return message("{kind}: {error}", kind=type(error).__name__, error=said or "?")


def where(error: BaseException) -> Message:
    """The line of code that raised it, as a hint."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    if trace is None:
        return correct_it()
    file, line = Path(trace.tb_frame.f_code.co_filename).name, trace.tb_lineno
    return message("raised in {file}, line {line}; correct the plugin, or uninstall it", file=file, line=line)


def correct_it() -> Message:
    """The hint where no line of code is known."""
    return message("correct the plugin, or uninstall it")


def logged(error: BaseException, plugin: str) -> BaseException:
    """The same error, its traceback in the log."""
    _LOG.debug("the plugin %s failed", plugin, exc_info=error)
    return error
