"""Entity types and their attributes, read from ``entities:``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from ccrules.conditions.written import Written
from ccrules.documents import Node
from ccrules.errors import Place, Problem, message
from ccrules.facts.vocabulary import ALWAYS_VALUED, ORGANISATION, Attribute, EntityType
from ccrules.ruleset.names import name_problems
from ccrules.ruleset.nodes import child, entries, key_place, place_of, written
from ccrules.ruleset.parts import Parts, Reference
from ccrules.ruleset.typed import BOUNDED, crossed_bounds, missing_key, useless_keys, value_problems
from ccrules.ruleset.values import read_bound, read_value

if TYPE_CHECKING:
    from ccrules.ruleset.schema import AttributeForm, EntityForm, RulesetForm

#: Keys that only attributes of some types may have.
_ONLY_FOR: dict[str, tuple[str, ...]] = {
    "values": ("enum",),
    "ordered": ("enum",),
    "to": ("ref",),
    "inverse": ("ref",),
    "owns": ("ref",),
    "unit": ("int", "number", "duration"),
    "min": BOUNDED,
    "max": BOUNDED,
}


def read_entities(form: RulesetForm, node: Node, parts: Parts, taken: Collection[str]) -> None:
    """Read the entity types of one file.

    Args:
        form: the file.
        node: its tree.
        parts: takes the entity types, their computed attributes and their references.
        taken: names that mean something else in conditions.
    """
    for name, place, below in entries(node, "entities"):
        entity = form.entities[name]
        parts.problems.extend(name_problems(name, place, taken))
        parts.problems.extend(_head_problems(name, entity, below, taken))
        parts.entities.append(_entity(name, place, entity, below, parts))


def take_entities(types: Iterable[EntityType], parts: Parts) -> None:
    """Take entity types that a program has built and that fit (:mod:`~ccrules.ruleset.plugin_types`).

    Args:
        types: the entity types.
        parts: takes them, their computed attributes and their references.
    """
    for kind in types:
        parts.entities.append(kind)
        for name, attribute in kind.attributes.items():
            if attribute.to:
                parts.references.append(Reference("entity", attribute.to, attribute.place))
            if attribute.derive:
                parts.derived[kind.name, name] = Written(attribute.derive, attribute.place)


def _head_problems(name: str, form: EntityForm, node: Node, taken: Collection[str]) -> Iterator[Problem]:
    if form.plural:
        yield from name_problems(form.plural, place_of(node, "plural"), taken)
        if form.plural == name:
            what = message("the plural cannot be the same as the singular")
            yield Problem(
                place_of(node, "plural"),
                what,
                message("name the collection differently, such as {name}_list", name=name),
            )
    single = name == ORGANISATION or form.singleton
    if single and form.plural:
        what = message("there is only one {name}, so it has no plural", name=name)
        yield Problem(key_place(node, "plural"), what, message("take the line out"))
    if name == ORGANISATION and form.singleton is False:
        yield Problem(
            place_of(node, "singleton"),
            message("there is always exactly one organisation"),
            message("take the line out"),
        )
    if single and form.key:
        what = message("there is only one {name}, so it needs no key", name=name)
        yield Problem(key_place(node, "key"), what, message("take the line out"))


def _entity(name: str, place: Place, form: EntityForm, node: Node, parts: Parts) -> EntityType:
    attributes = {
        key: _attribute(name, key, where, form.attributes[key], below, parts)
        for key, where, below in entries(node, "attributes")
    }
    return EntityType(
        name=name,
        plural=form.plural or "",
        singleton=name == ORGANISATION or bool(form.singleton),
        key=form.key or ("id",),
        attributes=attributes,
        label=form.label,
        label_plural=form.label_plural,
        place=place,
    )


def _attribute(
    entity: str, name: str, place: Place, form: AttributeForm, node: Node, parts: Parts
) -> Attribute:
    parts.problems.extend(_attribute_problems(name, place, form, node))
    parts.refer("entity", node, "to")
    derive = written(node, "derive")
    if derive:
        parts.derived[entity, name] = derive
    always_valued = form.type in ALWAYS_VALUED and not form.several and not form.series
    low, high = (_bound(form, node, key, parts.problems) for key in ("min", "max"))
    parts.problems.extend(crossed_bounds(name, low, high, place_of(node, "min")))
    return Attribute(
        name=name,
        type=form.type,
        values=tuple(form.values),
        ordered=form.ordered,
        to=form.to or "",
        inverse=form.inverse or "",
        set=form.several,
        series=form.series,
        optional=not always_valued if form.optional is None else form.optional,
        always_applicable=form.applicable == "always",
        minimum=low,
        maximum=high,
        unit=form.unit or "",
        derive=form.derive or "",
        owns=form.owns,
        label=form.label,
        labels=form.values,
        question=form.question,
        ask=form.ask,
        obtain=form.obtain,
        depth=form.depth,
        nature=form.nature,
        privacy=form.privacy,
        changeable=form.changeable,
        valid_for=form.valid_for or "",
        place=place,
    )


def _bound(form: AttributeForm, node: Node, key: str, problems: list[Problem]) -> float | None:
    if form.type not in _ONLY_FOR[key]:
        return None
    return read_bound(child(node, key), Attribute(key, form.type, unit=form.unit or ""), problems)


def _attribute_problems(name: str, place: Place, form: AttributeForm, node: Node) -> Iterator[Problem]:
    yield from name_problems(name, place, {"id"})
    yield from useless_keys(form.type, node, _ONLY_FOR)
    yield from missing_key(form.type, node, place)
    yield from value_problems(node)
    if form.several and form.series:
        what = message("an attribute cannot be a set and a series at once")
        yield Problem(key_place(node, "series"), what, message("keep one of the two"))
    if form.inverse:
        yield from name_problems(form.inverse, place_of(node, "inverse"), {"id"})
    problems: list[Problem] = []
    read_value(child(node, "valid_for"), Attribute("valid_for", "duration"), problems)
    yield from problems
