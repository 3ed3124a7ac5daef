"""``ccrules rules new``: a ruleset that tests, lints and assesses at once, to be changed from there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from ccrules.cli.options import configured, option
from ccrules.cli.output import write_files
from ccrules.cli.shape import Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import say, write_out
from ccrules.errors import NOWHERE, Place, Problem, UsageError, message, suggestion

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
#: Of each file to write, by its path below the new folder, the template; the same for both layouts.
_RULES = {
    "ruleset.yaml": "shared/ruleset.yaml.jinja",
    "ruleset.tests.yaml": "shared/ruleset.tests.yaml.jinja",
}
_FOLDER = {"README.md": "folder/README.md.jinja", "facts.yaml": "shared/facts.yaml.jinja"}
_PACKAGE = {
    ".github/workflows/tests.yml": "package/ci.yml.jinja",
    ".gitignore": "package/gitignore.jinja",
    "README.md": "package/README.md.jinja",
    "facts.yaml": "shared/facts.yaml.jinja",
    "pyproject.toml": "package/pyproject.toml.jinja",
    "tests/test_plugin.py": "package/test_plugin.py.jinja",
}
_MODULE = {"__init__.py": "package/init.py.jinja", "plugin.py": "package/plugin.py.jinja"}
_TEMPLATE = "package/cover.html.jinja.jinja"


@make_command(
    "new",
    message(
        "Begin a ruleset: a Python package that installs as a plugin, or with --folder plain YAML. Its tests "
        "pass and lint has nothing to say; change it from there."
    ),
)
@click.argument("name")
@option("-o", "--output", metavar="DIR", says=message("the new folder; by default named like the ruleset"))
@option("--folder", is_flag=True, says=message("plain YAML instead of a Python package"))
@option(
    "--extends",
    multiple=True,
    default=("contact-centre",),
    show_default=True,
    metavar="RULESET",
    says=message("what it builds on, by name; may be repeated; none for nothing"),
)
@configured
def command(run: Run, name: str, output: str | None, folder: bool, extends: tuple[str, ...]) -> int:
    """Write the files of a new ruleset."""
    target = Path(output or name)
    bases = () if extends == ("none",) else extends
    _refuse(name, target, bases)
    names = _names(name, bases, folder=folder)
    texts = {file: _rendered(template, names) for file, template in _files(names, folder=folder).items()}
    rules = next(file for file in texts if file.endswith("ruleset.yaml"))
    texts |= _schemas(str(Path(rules).parent.as_posix()), texts[rules], run.language)
    for file in texts:
        (target / file).parent.mkdir(parents=True, exist_ok=True)
    write_files({str(target / file): text.encode() for file, text in texts.items()})
    write_out(_next_steps(target, names, run.language, folder=folder))
    return 0


def _refuse(name: str, target: Path, extends: tuple[str, ...]) -> None:
    from ccrules.plugins import load_plugins

    known = load_plugins().rulesets()
    problems = []
    if not _NAME.fullmatch(name):
        what = message("a ruleset can't be called '{name}'", name=name)
        problems.append(Problem(NOWHERE, what, message("use small letters, digits and hyphens: our-firm")))
    elif name in known:
        what = message("there is a ruleset called {name} already", name=name)
        problems.append(Problem(NOWHERE, what, message("choose another name")))
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        what = message("there is something here already")
        problems.append(Problem(Place(str(target)), what, message("choose another folder with -o DIR")))
    for base in extends:
        if base not in known:
            what = message("there is no ruleset called '{name}'", name=base)
            problems.append(Problem(NOWHERE, what, suggestion(base, known)))
    if problems:
        raise UsageError(problems)


def _names(name: str, extends: tuple[str, ...], *, folder: bool) -> dict[str, Any]:
    """What the templates know."""
    from ccrules.version import __version__

    prefix = name.partition("-")[0].upper()
    module = name.replace("-", "_")
    return {
        "name": name,
        "module": module,
        "title": name.replace("-", " ").capitalize(),
        "prefix": prefix,
        "prefix_lower": prefix.lower(),
        "variable": prefix.lower(),
        "extends": extends,
        "topic": "routing" if "contact-centre" in extends else f"{prefix.lower()}-inboxes",
        "ccrules": ".".join(__version__.split(".")[:2]),
        "path": "ruleset" if folder else name,
        "schemas": "ruleset/schemas" if folder else f"{module}/ruleset/schemas",
    }


def _files(names: Mapping[str, Any], *, folder: bool) -> dict[str, str]:
    if folder:
        return _FOLDER | {f"ruleset/{file}": template for file, template in _RULES.items()}
    module = names["module"]
    files = _PACKAGE | {f"{module}/{file}": template for file, template in _MODULE.items()}
    files |= {f"{module}/ruleset/{file}": template for file, template in _RULES.items()}
    return files | {f"{module}/ruleset/templates/html/cover.html.jinja": _TEMPLATE}


def _rendered(template: str, names: Mapping[str, Any]) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from ccrules.resources import templates_folder

    environment = Environment(  # noqa: S701 - what it writes is YAML, TOML and Python, never HTML
        loader=FileSystemLoader(templates_folder() / "new"),
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    return environment.get_template(template).render(names)


def _schemas(folder: str, rules: str, language: str) -> dict[str, str]:
    """JSON Schemas that know the names of the new ruleset, for editors."""
    import tempfile

    from ccrules.facts.schema import facts_schema
    from ccrules.inputs import load_rulesets
    from ccrules.ruleset.editor_schema import editor_schema

    with tempfile.TemporaryDirectory() as where:
        path = Path(where) / "ruleset.yaml"
        path.write_text(rules, encoding="utf-8")
        method = load_rulesets(path)
    return {
        f"{folder}/schemas/{name}.schema.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        for name, schema in (
            ("facts", facts_schema(method.vocabulary)),
            ("ruleset", editor_schema(method, language)),
        )
    }


def _next_steps(target: Path, names: Mapping[str, Any], language: str, *, folder: bool) -> str:
    first = [] if folder else ["  pip install -e '.[test]'"]
    lines = [
        say(message("{name} is in {folder}. Next:", name=names["name"], folder=target.as_posix()), language),
        f"  cd {target.as_posix()}",
        *first,
        f"  ccrules rules test -r {names['path']}",
        f"  ccrules assess facts.yaml -r {names['path']}",
    ]
    return "\n".join(lines)
