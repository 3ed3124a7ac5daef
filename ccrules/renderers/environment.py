"""The Jinja environments in which report templates run.

Report templates may come from a firm's folder, so they run in the sandbox too, see only the
report (never the program's own objects), and every value they print is escaped for the format.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    nodes,
)
from jinja2.runtime import BlockReference, Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from ccrules.errors import CcrulesError, InputError, Place, Problem, message
from ccrules.renderers import budget
from ccrules.renderers.branding import PLAIN, Branding
from ccrules.renderers.clean import clean
from ccrules.renderers.compiled import CompiledTemplates
from ccrules.renderers.report.model import Report
from ccrules.renderers.wording import Wording
from ccrules.resources import templates_folder
from ccrules.text import shown, typeset

#: Escapes one printed value for a format.
Escape = Callable[[str], str]

#: Texts that are remembered as they are printed.
_MOST_REMEMBERED = 100_000
_BELOW = "below/"
_BUILT_IN = ("builtin", "bundled")
_LAYER = re.compile(r"layer-(\d+)/(.+)")
_CALLABLE_KINDS = (str, list, tuple, dict)


class ReportEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox in which nothing can be called but macros and blocks, the words, and methods of plain values.

    What templates make of them is counted and measured (:mod:`ccrules.renderers.budget`).

    Args:
        wording: the words of the report.
        folders: template folders that come before the built-in one; the templates that they
            replace are still there, to be extended: under ``below/…`` what the next folder or the
            built-in one has, under ``builtin/…`` (or ``bundled/…``) the built-in one.
        escape: how a value is escaped; by default as Jinja escapes for HTML.
        filters: filters of the format.
        brand: the firm's name, logo, colours and fonts.
    """

    concat = staticmethod(budget.joined)
    intercepted_binops = budget.OPERATORS

    def __init__(
        self,
        wording: Wording,
        folders: tuple[Path, ...],
        escape: Escape | None = None,
        filters: Mapping[str, Callable[..., Any]] | None = None,
        brand: Branding = PLAIN,
    ) -> None:
        self._layers = (*folders, templates_folder())
        super().__init__(
            loader=_Layers(self._layers),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=_Finalizer(wording.language, escape),
        )
        marked = brand.marked(wording.language)
        self.globals = {"say": wording.say, "label": wording.label, "brand": brand, "classification": marked}
        self._allowed = (wording.say, wording.label)
        self.filters.update(budget.guarded_filters(self.filters))
        self.filters.update(filters or {})
        self._budget = budget.Budget()
        self.filters.update(self._budget.filters())
        calls = {"escape": escape, **(filters or {})}
        self.bytecode_cache = CompiledTemplates(self._layers[-1], wording.language, calls)

    def join_path(self, template: str, parent: str) -> str:
        """The full name of a template that another one names: ``below/…`` is that of the layer below."""
        if not template.startswith(_BELOW):
            return template
        found = _LAYER.fullmatch(parent)
        first, name = (int(found[1]), found[2]) if found else (0, parent)
        there = (at for at in range(first, len(self._layers)) if (self._layers[at] / name).is_file())
        return f"layer-{next(there, first) + 1}/{template.removeprefix(_BELOW)}"

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute written with a dot; those of the report itself hold nothing but plain values."""
        if attribute in _fields_of(obj.__class__):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """An operation, once its result is known to be of a fair size."""
        budget.check_operands(operator, left, right)
        return self._budget.made(super().call_binop(context, operator, left, right))

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805, PYI063 - as in Jinja
        """A call, once its result is known to be of a fair size."""
        budget.check_method(__obj, args, kwargs)
        return super().call(__context, __obj, *args, **kwargs)

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        """Compile a template so that it counts what it does."""
        return super()._generate(budget.counting(source), name, filename, defer_init)

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template may call it: Jinja asks this before every call."""
        if isinstance(obj, Macro | BlockReference) or obj in self._allowed:
            return True
        owner = getattr(obj, "__self__", None)
        return owner.__class__ in _CALLABLE_KINDS and super().is_safe_callable(obj)


class _Layers(BaseLoader):
    """Looks into one folder after the other, the built-in one last; or from one of them on.

    Args:
        layers: the folders.
    """

    def __init__(self, layers: tuple[Path, ...]) -> None:
        self._loaders = [FileSystemLoader(folder, encoding="utf-8") for folder in layers]

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The source of a template, its file, and whether it is still the same."""
        first, name = self._from(template)
        for loader in self._loaders[first:]:
            with contextlib.suppress(TemplateNotFound):
                return loader.get_source(environment, name)
        raise TemplateNotFound(template)

    def _from(self, template: str) -> tuple[int, str]:
        folder, _, name = template.partition("/")
        if folder in _BUILT_IN:
            return len(self._loaders) - 1, name
        found = _LAYER.fullmatch(template)
        return (int(found[1]), found[2]) if found else (0, template)


@cache
def _fields_of(kind: type) -> frozenset[str]:
    """The fields and properties of a part of the report; of any other class none."""
    if kind.__module__ != Report.__module__ or not is_dataclass(kind):
        return frozenset()
    computed = (name for name, found in vars(kind).items() if isinstance(found, property))
    return frozenset((*(one.name for one in fields(kind)), *computed))


class _Finalizer:
    """Words and escapes what templates print. Most texts of a large report are there many times.

    Args:
        language: ``en`` or ``fr``.
        escape: how a value is escaped.
    """

    def __init__(self, language: str, escape: Escape | None) -> None:
        self._language, self._escape = language, escape
        self._texts: dict[str, Any] = {}

    def __call__(self, value: Any) -> Any:
        if value.__class__ is not str:
            return self._finalized(value)
        if value not in self._texts:
            if len(self._texts) >= _MOST_REMEMBERED:
                self._texts.clear()
            self._texts[value] = self._finalized(value)
        return self._texts[value]

    def _finalized(self, value: Any) -> Any:
        if isinstance(value, Undefined | Markup) or callable(value):
            return value  # an undefined name raises when it is printed; a macro's result is escaped already
        said = shown(value, self._language) if value is not None else ""
        text = typeset(clean(said), self._language)
        return safe(self._escape(text)) if self._escape else text


def safe(text: str) -> Markup:
    """Mark a text as escaped for its format already."""
    return Markup(text)  # noqa: S704 - every caller has escaped or sanitised it, as the tests with hostile texts prove


def fill(environment: ReportEnvironment, name: str, report: object) -> str:
    """Render a report template.

    Args:
        environment: where the template is looked up.
        name: the template, such as ``html/report.html.jinja``.
        report: the only value it sees, as ``report``.

    Raises:
        InputError: the template is missing, has a syntax error or uses a name that is not there;
            the problem has its file and line.
    """
    try:
        return environment.get_template(name).render(report=report)
    except CcrulesError:
        raise
    except Exception as error:  # whatever a template does to the report is the template's problem
        raise InputError(_problem(error, name)) from error


def _problem(error: Exception, name: str) -> Problem:
    if isinstance(error, TemplateNotFound):
        return Problem(Place(name), message("there is no report template {name}", name=str(error.name)))
    if isinstance(error, budget.TooMuch):
        return Problem(_place(error) or Place(name), error.what, error.hint)
    reason = getattr(error, "message", None) or f"{type(error).__name__}: {error}"
    place = _place(error) or Place(name)
    return Problem(place, message("the report template can't be filled in: {reason}", reason=reason))


def _place(error: BaseException) -> Place | None:
    """The line of a template where an error arose: of a syntax error, else the last in the traceback."""
    if isinstance(error, TemplateSyntaxError):
        return Place(error.filename or error.name or "", error.lineno, 1)
    trace, found = error.__traceback__, None
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(".jinja"):
            found = Place(file, trace.tb_lineno, 1)
        trace = trace.tb_next
    return found
