"""A folder of templates: those of HTML and Markdown, and the words it replaces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from jinja2 import TemplateError, TemplateSyntaxError, nodes

from ccrules.errors import CcrulesError, Place, Problem, message, suggestion
from ccrules.renderers import html, markdown
from ccrules.renderers.environment import ReportEnvironment
from ccrules.renderers.linting.names import name_problems, report_names
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.sample import sample
from ccrules.renderers.wording import Wording, wording

#: For each folder of templates, what makes its environment and what renders it.
_FORMATS: Mapping[str, ModuleType] = {"html": html, "markdown": markdown}


def folder_problems(folder: Path, options: RenderOptions) -> Iterator[Problem]:
    """What is wrong in the templates and words of a folder.

    Args:
        folder: the folder.
        options: its ``template_folders`` begin with the folder.
    """
    try:
        words = wording(options.language, options.template_folders)
    except CcrulesError as error:
        yield from error.problems
        return
    found = list(_templates(folder, words, options))
    yield from _words(folder, options)
    yield from found
    if not found:
        yield from _filled(options)


def _templates(folder: Path, words: Wording, options: RenderOptions) -> Iterator[Problem]:
    for name, module in _FORMATS.items():
        environment = module._environment(words, options)
        for file in sorted((folder / name).rglob("*.jinja")):
            yield from _file(file, folder, environment)


def _words(folder: Path, options: RenderOptions) -> Iterator[Problem]:
    """Texts under keys that no report asks for."""
    for language in ("en", "fr"):
        file = folder / "shared" / f"{language}.toml"
        if not file.is_file():
            continue
        try:
            own = Wording(language, options.template_folders)
        except CcrulesError as error:
            yield from error.problems
            continue
        known = Wording(language).keys
        for key in sorted(own.keys - known):
            what = message("no report has the text {key}", key=key)
            yield Problem(Place(str(file), cell=key), what, suggestion(key, sorted(known)))


def _file(file: Path, folder: Path, environment: ReportEnvironment) -> Iterator[Problem]:
    try:
        tree = environment.parse(file.read_text("utf-8"))
    except TemplateSyntaxError as error:
        yield Problem(Place(str(file), error.lineno, 1), message("{reason}", reason=error.message))
        return
    except UnicodeDecodeError:
        yield Problem(Place(str(file)), message("the file is no text in UTF-8"))
        return
    for line, what, hint in name_problems(tree, environment, report_names()):
        yield Problem(Place(str(file), line, 1), what, hint)
    yield from _blocks(file, tree, environment, file.relative_to(folder).as_posix())


def _blocks(file: Path, tree: nodes.Template, environment: ReportEnvironment, name: str) -> Iterator[Problem]:
    """Blocks that the template it extends does not have: nobody would ever print them."""
    for extends in tree.find_all(nodes.Extends):
        if not isinstance(extends.template, nodes.Const):
            continue
        try:
            known = set(environment.get_template(environment.join_path(extends.template.value, name)).blocks)
        except TemplateError:
            what = message("there is no report template {name}", name=str(extends.template.value))
            yield Problem(Place(str(file), extends.lineno, 1), what)
            continue
        for block in tree.find_all(nodes.Block):
            if block.name not in known:
                what = message("{parent} has no block {name}", parent=extends.template.value, name=block.name)
                yield Problem(Place(str(file), block.lineno, 1), what, suggestion(block.name, sorted(known)))


def _filled(options: RenderOptions) -> Iterator[Problem]:
    for module in _FORMATS.values():
        render: Callable[..., str] = module.render
        for language in ("en", "fr"):
            try:
                render(sample(language), replace(options, language=language))
            except CcrulesError as error:
                yield from error.problems
