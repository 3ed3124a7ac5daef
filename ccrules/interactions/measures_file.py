"""A file of measures read, with all its mistakes told at once."""

from __future__ import annotations

from pathlib import Path

from ccrules.documents import read_document
from ccrules.errors import InputError, Message, Problem, message, suggestion
from ccrules.interactions.forms import BUILT_IN, Measures
from ccrules.ruleset.nodes import place_of
from ccrules.ruleset.shape import read_form


def read_measures(path: Path) -> Measures:
    """Read a file of measures.

    Args:
        path: the file.

    Raises:
        InputError: everything wrong in it.
    """
    node = read_document(path)
    problems: list[Problem] = []
    form = read_form(node, Measures, problems)
    if form is None:
        raise InputError(problems)
    problems = [Problem(place_of(node, *steps), what, hint) for steps, what, hint in _unknown(form)]
    if problems:
        raise InputError(problems)
    return form


_Finding = tuple[tuple[str | int, ...], Message, Message | None]


def _unknown(form: Measures) -> list[_Finding]:
    """Names that nothing goes by."""
    found = _unknown_per(form)
    for number, rule in enumerate(form.facts):
        for attribute, given in rule.measures.items():
            if given.measure not in form.measures:
                steps = ("facts", number, "measures", attribute)
                found.append((steps, _no_measure(given.measure), suggestion(given.measure, form.measures)))
        known = {*form.fields, *BUILT_IN, *(name for fields in form.derived.values() for name in fields)}
        for place, name in enumerate(rule.by):
            if name not in known:
                found.append((("facts", number, "by", place), _no_field(name), suggestion(name, known)))
    for number, doubt in enumerate(form.inconclusive):
        for place, name in enumerate(doubt.blocks):
            if name not in form.measures:
                where = ("inconclusive", number, "blocks", place)
                found.append((where, _no_measure(name), suggestion(name, form.measures)))
    return found


def _unknown_per(form: Measures) -> list[_Finding]:
    found: list[_Finding] = []
    for table, fields in form.derived.items():
        known = {*form.fields_of(table), *BUILT_IN, *fields}
        for field, one in fields.items():
            for place, name in enumerate(one.per):
                if name not in known:
                    where = ("derived", table, field, "per", place)
                    found.append((where, _no_field(name), suggestion(name, known)))
    return found


def _no_measure(name: str) -> Message:
    return message("there is no measure {name}", name=name)


def _no_field(name: str) -> Message:
    return message("there is no field {name}", name=name)
