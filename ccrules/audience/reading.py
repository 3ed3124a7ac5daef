"""From a file to a view: its shape, its names, its conditions, every problem at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ccrules.audience.forms import ViewForm, WordingForm
from ccrules.audience.views import SECTIONS, View, Wording
from ccrules.conditions import tree
from ccrules.conditions.checker import Scope, check_expression
from ccrules.documents import Node, read_document
from ccrules.errors import NOWHERE, InputError, Problem, UsageError, message, suggestion
from ccrules.resources import templates_folder
from ccrules.ruleset.model import Method
from ccrules.ruleset.nodes import child, entries, items, place_of, written
from ccrules.ruleset.shape import read_form
from ccrules.ruleset.values import number

#: The folder of views, in the bundled templates and in template folders of firms and plugins.
FOLDER = "views"
#: In ``subjects``: whatever its attributes say.
ALL = "all"
#: Figures about fewer people than this are masked unless a view says otherwise.
LEAST = 5


def available_views(folders: Iterable[Path] = ()) -> dict[str, Path]:
    """The views there are, by name; the first folder that has one wins.

    Args:
        folders: template folders of firms and plugins.
    """
    found: dict[str, Path] = {}
    for folder in (*folders, templates_folder()):
        for path in sorted((folder / FOLDER).glob("*.yaml")):
            found.setdefault(path.stem, path)
    return dict(sorted(found.items()))


def find_view(
    audience: str | None, file: str | Path | None, method: Method, folders: Iterable[Path] = ()
) -> View | None:
    """The view asked for.

    Args:
        audience: the name of a view; None for none.
        file: a view file; it goes before the name.
        method: the rulesets, whose checks, topics and entity types a view may name.
        folders: template folders of firms and plugins.

    Raises:
        InputError: the file is wrong.
        UsageError: there is no such audience.
    """
    if file is not None:
        return read_view(Path(file), method)
    if audience is None:
        return None
    known = available_views(folders)
    if audience not in known:
        what = message("there is no audience {name}", name=audience)
        raise UsageError(Problem(NOWHERE, what, suggestion(audience, known)))
    return read_view(known[audience], method, exact=False)


def read_view(path: Path, method: Method, *, exact: bool = True) -> View:
    """Read a view file.

    Args:
        path: the file.
        method: the rulesets, whose topics and entity types it may name.
        exact: whether what it names has to be there. A view for everybody's rulesets may name more:
            what is not there concerns nobody.

    Raises:
        InputError: with every problem, each at its place.
    """
    return view_of(read_document(path), method, exact=exact)


def view_of(node: Node, method: Method, *, exact: bool = True) -> View:
    """Read a view from a tree; see :func:`read_view`."""
    problems: list[Problem] = []
    form = read_form(node, ViewForm, problems)
    if form is None:
        raise InputError(problems)
    wrong: list[Problem] = []
    subjects = None if form.subjects is None else dict(_subjects(node, method, wrong))
    wrong.extend(_unknown_names(node, method))
    view = _view(form, node, subjects, problems)
    problems.extend(wrong if exact else ())
    if problems:
        raise InputError(problems)
    return view


def _view(
    form: ViewForm, node: Node, subjects: Mapping[str, tree.Node | None] | None, problems: list[Problem]
) -> View:
    return View(
        name=form.view,
        title=form.title,
        classification=form.classification,
        privacy=frozenset(form.privacy),
        origins=form.origins,
        parameters=form.parameters,
        people=form.people.types,
        least=_whole(node, problems, "people", "least") or LEAST,
        sections=frozenset(SECTIONS if form.sections is None else form.sections),
        topics=form.topics,
        at_least=form.findings.at_least or "",
        most_findings=_whole(node, problems, "findings", "most"),
        says=form.findings.say,
        most_actions=_whole(node, problems, "plan", "most"),
        most_unknowns=_whole(node, problems, "unknowns", "most"),
        most_conclusions=_whole(node, problems, "conclusions", "most"),
        most_costs=_whole(node, problems, "scores", "most"),
        subjects=subjects,
        checks=_wordings(form.checks),
        recommendations=_wordings(form.recommendations),
        neutral=form.neutral,
        key=form.people.key or "",
        place=node.place,
    )


def _wordings(forms: Mapping[str, WordingForm]) -> dict[str, Wording]:
    return {name: Wording(one.title, one.text) for name, one in forms.items()}


def _whole(node: Node, problems: list[Problem], *steps: str) -> int | None:
    """A whole number of at least 1; None if there is none, or if it is wrong."""
    text = written(node, *steps)
    if text is None:
        return None
    found = number(text.text)
    if found is None or found < 1 or found != int(found):
        what = message("{key} should be a whole number of at least 1", key=steps[-1])
        problems.append(Problem(text.place, what, message("such as 5")))
        return None
    return int(found)


def _subjects(node: Node, method: Method, problems: list[Problem]) -> Iterator[tuple[str, tree.Node | None]]:
    scope = Scope(method.vocabulary, method.parameters)
    for name, place, below in entries(node, "subjects"):
        text = written(below)
        if name not in method.vocabulary.types or text is None:
            what = message("there is no entity type '{name}'", name=name)
            problems.append(Problem(place, what, suggestion(name, list(method.vocabulary.types))))
        elif text.text.strip() == ALL:
            yield name, None
        else:
            try:
                yield name, check_expression(scope, text, name, "bool")
            except InputError as error:
                problems.extend(error.problems)


def _unknown_names(node: Node, method: Method) -> Iterator[Problem]:
    """Topics, checks, recommendations and entity types that the rulesets do not have."""
    for item in items(node, "topics"):
        yield from _unknown(item, written(item), method.topics, "topic")
    for item in items(child(node, "people"), "types"):
        yield from _unknown(item, written(item), method.vocabulary.types, "entity")


def _unknown(node: Node, text: object, known: Iterable[str], kind: str) -> Iterator[Problem]:
    name = getattr(text, "text", "")
    names = list(known)
    if name not in names:
        what = (
            message("there is no topic '{name}'", name=name)
            if kind == "topic"
            else message("there is no entity type '{name}'", name=name)
        )
        yield Problem(place_of(node), what, suggestion(name, names))
