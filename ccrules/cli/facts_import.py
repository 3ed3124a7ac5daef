"""``ccrules facts import``: facts from papers that hold more, or other things, than facts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ccrules.cli.fact_files import kind_problems
from ccrules.cli.options import option, with_facts
from ccrules.cli.output import target_problems, write_files
from ccrules.cli.shape import Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import say, write_out, write_problems
from ccrules.cli.work import load_method
from ccrules.errors import NOWHERE, InputError, Message, Problem, UsageError, message, suggestion

if TYPE_CHECKING:
    from ccrules.documents import Node
    from ccrules.facts.base import FactBase
    from ccrules.importers import Importer
    from ccrules.plugins import Plugins

KINDS = (".yaml", ".yml")


@make_command(
    "import",
    message(
        "Write the facts that PAPERS hold as a fact file: skills matrices (--as skills-matrix), BPMN "
        "processes, and what importers of plugins read. What a paper holds that is not mapped is said."
    ),
)
@option("--as", "kind", metavar="KIND", says=message("what the papers are; by their ending if left out"))
@option("-o", "--output", required=True, metavar="FILE", says=message("the file to write (.yaml)"))
@click.argument("papers", nargs=-1, required=True, metavar="PAPERS...")
@with_facts
def command(run: Run, papers: tuple[str, ...], kind: str | None, output: str) -> int:
    """Read the papers and write their facts."""
    _check_target(output)
    from ccrules.facts.reading import read_facts
    from ccrules.facts.writing import as_yaml
    from ccrules.importers import read_all

    method, plugins = load_method(run)
    if kind is None:
        documents, unreadable = read_all(papers, plugins.importers())
    else:
        documents, unreadable = _read_as(papers, _importer(kind, plugins))
    base = read_facts(
        documents, method.vocabulary, overrides=run.settings, as_of=run.as_of, unreadable=unreadable
    )
    write_files({output: as_yaml(base).encode()})
    write_problems((Problem(note.place, note.what, note.hint) for note in base.notes), run.language)
    write_out(say(_counted(base), run.language))
    return 0


def _check_target(output: str) -> None:
    problems = [*target_problems([output]), *kind_problems(output, KINDS)]
    if problems:
        raise UsageError(problems)


def _importer(kind: str, plugins: Plugins) -> Importer:
    known = {one.name: one for one in plugins.importers()}
    if kind not in known:
        what = message("there is no importer {name}", name=kind)
        raise UsageError(Problem(NOWHERE, what, suggestion(kind, known)))
    return known[kind]


def _read_as(papers: Iterable[str], importer: Importer) -> tuple[list[Node], list[Problem]]:
    """Read every paper as what it is said to be, whatever its ending."""
    documents: list[Node] = []
    problems: list[Problem] = []
    for paper in papers:
        try:
            documents.append(importer.read(Path(paper)))
        except InputError as error:
            problems += error.problems
    return documents, problems


def _counted(base: FactBase) -> Message:
    names = (base.origins.attributes(entity) for entity in base.entities())
    facts = sum(name != "id" for found in names for name in found)
    lists = {one.type.plural: len(one.members) for one in base.collections.values() if one.members}
    named = ", ".join(f"{name} {count}" for name, count in lists.items())
    return message("facts: {facts} ({lists})", facts=facts, lists=named or "-")
