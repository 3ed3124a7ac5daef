"""The shape of a ruleset file, checked by the models of :mod:`ccrules.ruleset.schema`.

What pydantic finds wrong is told in our own words, at the key or value in question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from types import NoneType
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ccrules.documents import Node
from ccrules.errors import Message, Place, Problem, message, suggestion
from ccrules.ruleset.nodes import Step, child, key_place, place_of, plain
from ccrules.ruleset.schema import complete_forms

Form = TypeVar("Form", bound=BaseModel)
Loc = tuple[Step, ...]


def read_form(node: Node, form: type[Form], problems: list[Problem]) -> Form | None:
    """Validate a tree.

    Args:
        node: the tree.
        form: the model it must fit.
        problems: takes everything that is wrong.

    Returns:
        The model, or None if anything is wrong.
    """
    try:
        return form.model_validate(_without_empty_sections(plain(node)))
    except ValidationError as error:
        problems.extend(_problems(node, form, error))
        return None


def _without_empty_sections(data: Any) -> Any:
    # A section whose last entry was commented out is not a mistake.
    return (
        {key: value for key, value in data.items() if value is not None} if isinstance(data, dict) else data
    )


def _problems(node: Node, form: type[BaseModel], error: ValidationError) -> Iterator[Problem]:
    complete_forms()
    seen: set[tuple[Place, str]] = set()
    found = error.errors(include_url=False, include_context=True)
    wrong = {details["loc"] for details in found}
    for details in found:
        loc = details["loc"]
        if details["type"] == "too_short" and any(
            len(one) > len(loc) and one[: len(loc)] == loc for one in wrong
        ):
            continue  # it is too short because its entries are wrong, which is told at each
        problem = _problem(node, form, details)
        if (problem.place, str(problem.what)) not in seen:
            seen.add((problem.place, str(problem.what)))
            yield problem


def _lies_in(one: Loc, other: Loc) -> bool:
    return len(one) > len(other) and one[: len(other)] == other


def _problem(node: Node, form: type[BaseModel], details: ErrorDetails) -> Problem:
    loc, kind = details["loc"], details["type"]
    name = _name(loc)
    if kind == "extra_forbidden":
        known = list(_keys_at(form, loc[:-1]))
        return Problem(
            key_place(node, *_existing(node, loc)),
            message("unknown key '{key}'", key=name),
            suggestion(name, known),
        )
    if kind == "missing":
        place = place_of(node, *loc[:-1])
        return Problem(place, message("{name} is missing", name=name), message("add {key}: …", key=name))
    what, hint = _WORDING.get(kind, _other)(name, details)
    place = (
        key_place(node, *loc[:-1]) if loc and loc[-1] == "[key]" else place_of(node, *_existing(node, loc))
    )
    return Problem(place, what, hint)


def _existing(node: Node | None, loc: Loc) -> Iterator[Step]:
    """The steps that exist in the tree; pydantic also counts into one thing that stands alone."""
    for step in loc:
        below = child(node, step)
        if below is not None:
            node = below
            yield step


def _name(loc: Loc) -> str:
    """The key a problem is about; for a part of a list, the key of the list."""
    named = [step for step in loc if isinstance(step, str) and step not in ("", "[key]")]
    return named[-1] if named else "ruleset"


def _keys_at(form: Any, loc: Loc) -> Iterator[str]:
    """The keys that the model at a place knows."""
    for step in loc:
        form = _below(_bare(form), step)
    for name, field in getattr(_bare(form), "model_fields", {}).items():
        yield field.alias or name


def _below(form: Any, step: Step) -> Any:
    """The annotation of what stands behind a key or at a position."""
    if get_origin(form) is dict:
        return get_args(form)[1]
    if get_origin(form) is tuple:
        return get_args(form)[0]
    fields = {field.alias or name: field for name, field in getattr(form, "model_fields", {}).items()}
    return fields[step].annotation if isinstance(step, str) and step in fields else None


def _bare(form: Any) -> Any:
    """An annotation without ``Annotated`` and without ``| None``."""
    if get_origin(form) is Annotated:
        return _bare(get_args(form)[0])
    if NoneType in get_args(form):
        return _bare(next(part for part in get_args(form) if part is not NoneType))
    return form


Wording = tuple[Message, Message | None]


def _no_text(name: str, details: ErrorDetails) -> Wording:
    if details["input"] is None:
        return _nothing(name, details)
    return message("{key} should be text", key=name), message("write one value on one line")


def _no_mapping(name: str, details: ErrorDetails) -> Wording:
    if details["input"] is None:
        return _nothing(name, details)
    return message("{key} should have keys of its own", key=name), message(
        "write one key: value per line below it"
    )


def _no_list(name: str, details: ErrorDetails) -> Wording:
    if details["input"] is None:
        return _nothing(name, details)
    return message("{key} should be a list", key=name), message("write one entry per line, each after a dash")


def _nothing(name: str, _: ErrorDetails) -> Wording:
    return message("{key} has no value", key=name), message("write a value, or take the line out")


def _no_choice(name: str, details: ErrorDetails) -> Wording:
    choices = re.findall("'([^']*)'", details["ctx"]["expected"])
    value = details["input"]
    if not isinstance(value, str):
        return _no_text(name, details)
    return message("{key} cannot be '{value}'", key=name, value=value), suggestion(value, choices)


def _no_flag(name: str, _: ErrorDetails) -> Wording:
    return message("{key} should be yes or no", key=name), message("write yes or no")


def _too_short(name: str, _: ErrorDetails) -> Wording:
    return message("{key} needs at least one entry", key=name), message("write one, or take the line out")


def _no_language(_: str, details: ErrorDetails) -> Wording:
    what = message("'{word}' is not the code of a language", word=details["input"])
    return what, message("texts are one text, or a text per language: en: …, fr: …")


def _no_id(name: str, details: ErrorDetails) -> Wording:
    what = message("{key} cannot be '{value}'", key=name, value=details["input"])
    return what, message("use letters, digits, dots, dashes and underscores")


def _other(name: str, details: ErrorDetails) -> Wording:
    return message("{key} is not understood: {reason}", key=name, reason=details["msg"]), None


_WORDING: dict[str, Callable[[str, ErrorDetails], Wording]] = {
    "string_type": _no_text,
    "dict_type": _no_mapping,
    "model_type": _no_mapping,
    "model_attributes_type": _no_mapping,
    "tuple_type": _no_list,
    "list_type": _no_list,
    "string_too_short": _nothing,
    "literal_error": _no_choice,
    "flag": _no_flag,
    "language": _no_language,
    "identifier": _no_id,
    "too_short": _too_short,
}
