"""The vocabulary: which entities there are and what can be said of each.

The core knows no domain. Rulesets declare entity types; types of the same name merge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from ccrules.errors import NOWHERE, InputError, Place, Problem, message

#: Text in one or several languages: ``{"en": …, "fr": …}``; a single text has the key ``""``.
LocalText = Mapping[str, str]

AttributeType = Literal["bool", "int", "number", "text", "enum", "date", "duration", "ref"]

#: The entity type that stands for the whole.
ORGANISATION = "organisation"
#: The entity type of what checks gave, and its collection; only checks over outcomes see them.
OUTCOME, OUTCOMES = "outcome", "outcomes"

#: Types whose attributes always have a value unless the vocabulary says ``optional: true``:
#: "no owner" and "never reviewed" are facts, "no yes-or-no" is not.
ALWAYS_VALUED: frozenset[str] = frozenset({"bool", "int", "number", "enum"})

#: Fields of an attribute that are computed with; in the rest declarations of it may differ.
_MEANING = (
    "type", "values", "ordered", "to", "inverse", "set", "series", "optional",
    "always_applicable", "minimum", "maximum", "unit", "derive", "owns",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing that can be said of an entity.

    Attributes:
        name: a Python identifier.
        type: the kind of one value.
        values: the values of an enum, lowest first if ``ordered``.
        ordered: whether enum values can be compared with ``<``.
        to: the entity type a reference points to.
        inverse: the name under which the target sees the references that point to it.
        inverse_of: for the attribute that an ``inverse`` makes: ``(entity type, attribute)``.
        set: whether it holds a set of values.
        series: whether it holds values over time.
        optional: whether it may be known to be absent (``none``).
        always_applicable: whether ``not applicable`` is ruled out.
        minimum: lowest value, in the attribute's unit; None if unbounded.
        maximum: highest value, in the attribute's unit; None if unbounded.
        unit: the unit of a number, such as ``contacts/month``.
        derive: the expression that computes it, if it is not collected.
        owns: whether the entities it refers to are written nested under it.
        label: its name for people.
        labels: labels of enum values.
        question: the question that collects it.
        ask: who usually knows.
        obtain: how to obtain it.
        depth: ``express``, ``standard`` or ``full``.
        nature: ``fact`` or ``judgement``.
        privacy: ``public``, ``client``, ``personal`` or ``internal``.
        changeable: whether the client can change it.
        valid_for: text of the duration after which a value is stale; empty if it never is.
        place: where it was declared.
    """

    name: str
    type: AttributeType
    values: tuple[str, ...] = ()
    ordered: bool = False
    to: str = ""
    inverse: str = ""
    inverse_of: tuple[str, str] | None = None
    set: bool = False
    series: bool = False
    optional: bool = False
    always_applicable: bool = False
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    derive: str = ""
    owns: bool = False
    label: LocalText = field(default_factory=dict)
    labels: Mapping[str, LocalText] = field(default_factory=dict)
    question: LocalText = field(default_factory=dict)
    ask: LocalText = field(default_factory=dict)
    obtain: LocalText = field(default_factory=dict)
    depth: str = "standard"
    nature: str = "fact"
    privacy: str = "client"
    changeable: bool = False
    valid_for: str = ""
    place: Place = NOWHERE

    def difference(self, other: Attribute) -> str:
        """The first field that is computed with and differs between two declarations; empty if they agree.

        Args:
            other: another declaration of the same attribute.
        """
        return next((name for name in _MEANING if getattr(self, name) != getattr(other, name)), "")


@dataclass(frozen=True, slots=True)
class EntityType:
    """A kind of thing that facts speak of.

    Attributes:
        name: singular, a Python identifier: ``mailbox``.
        plural: the name of its collection: ``mailboxes``; empty for singletons.
        singleton: whether there is at most one.
        key: the attributes that identify an entity; ``("id",)`` unless declared.
        attributes: by name, in the order of declaration; without ``id``.
        label: its name for people, singular.
        label_plural: its name for people, plural.
        place: where it was declared.
    """

    name: str
    plural: str = ""
    singleton: bool = False
    key: tuple[str, ...] = ("id",)
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    label: LocalText = field(default_factory=dict)
    label_plural: LocalText = field(default_factory=dict)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All entity types of an assessment.

    Attributes:
        types: by singular name; ``organisation`` is always there.
    """

    types: Mapping[str, EntityType]
    _built: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if ORGANISATION not in self.types:
            whole = EntityType(ORGANISATION, singleton=True)
            object.__setattr__(self, "types", {ORGANISATION: whole, **self.types})

    def __getitem__(self, name: str) -> EntityType:
        return self.types[name]

    def __iter__(self) -> Iterator[EntityType]:
        return iter(self.types.values())

    def of_plural(self, plural: str) -> EntityType | None:
        """The entity type whose collection has this name."""
        by_plural: dict[str, EntityType] = self.built("plurals", self._by_plural)
        return by_plural.get(plural)

    def _by_plural(self) -> dict[str, EntityType]:
        """The entity types by plural; the first of two, which is an error told elsewhere."""
        return {one.plural: one for one in reversed(tuple(self)) if one.plural}

    def attribute(self, type_name: str, name: str) -> Attribute | None:
        """An attribute by the names of its type and its own."""
        found: Any = self.types.get(type_name)
        return found.attributes.get(name) if found else None

    def built(self, key: Any, build: Callable[[], Any]) -> Any:
        """Something that depends on the vocabulary alone, built at its first use and kept.

        Args:
            key: names it.
            build: builds it.
        """
        if key not in self._built:
            self._built[key] = build()
        return self._built[key]

    def __reduce__(self) -> tuple[type[Vocabulary], tuple[dict[str, EntityType]]]:
        return Vocabulary, (dict(self.types),)  # what was built is built again


def with_inverses(vocabulary: Vocabulary) -> Vocabulary:
    """Add the attributes under which entities see the references that point to them.

    Args:
        vocabulary: entity types whose references may name an ``inverse``; those that were
            added before stay.

    Returns:
        The vocabulary with one set attribute per inverse; the same one if nothing is to be added.

    Raises:
        InputError: an inverse by the name of another attribute of the target.
    """
    added: dict[str, dict[str, Attribute]] = {}
    problems: list[Problem] = []
    for owner in vocabulary:
        for attribute in owner.attributes.values():
            target = vocabulary.types.get(attribute.to)
            if attribute.inverse and target is not None:
                _add_inverse(added.setdefault(target.name, {}), owner, attribute, target, problems)
    if problems:
        raise InputError(problems)
    if not any(added.values()):
        return vocabulary
    return Vocabulary({kind.name: _with_more(kind, added.get(kind.name, {})) for kind in vocabulary})


def _with_more(kind: EntityType, added: Mapping[str, Attribute]) -> EntityType:
    return replace(kind, attributes={**kind.attributes, **added}) if added else kind


def _add_inverse(
    added: dict[str, Attribute],
    owner: EntityType,
    attribute: Attribute,
    target: EntityType,
    problems: list[Problem],
) -> None:
    name, source = attribute.inverse, (owner.name, attribute.name)
    taken = target.attributes.get(name) or added.get(name)
    if name == "id" or (taken is not None and taken.inverse_of != source):
        what = message("{target} already has an attribute {name}", target=target.name, name=name)
        problems.append(Problem(attribute.place, what, message("choose another name for the inverse")))
    elif taken is None:
        added[name] = Attribute(
            name,
            "ref",
            to=owner.name,
            inverse_of=source,
            set=True,
            always_applicable=True,
            place=attribute.place,
        )
