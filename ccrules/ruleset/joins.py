"""The patterns of one rule looked up in the vocabulary: values read, joins checked for type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ccrules.conditions.types import Type, agree, attribute_type, unit_text
from ccrules.conditions.unknown import unknown_attribute
from ccrules.documents import Scalar
from ccrules.errors import Message, Place, Problem, message, suggestion
from ccrules.facts.vocabulary import ORGANISATION, Attribute, Vocabulary
from ccrules.ruleset.model import Premise
from ccrules.ruleset.names import name_problems
from ccrules.ruleset.patterns import Conjunction, Pattern
from ccrules.ruleset.values import read_value

#: The field by which any pattern is joined: the entity it is about; of a fact the entity itself.
SUBJECT = "subject"

Aliases = Mapping[str, Pattern]


@dataclass(frozen=True, slots=True)
class Lookup:
    """Turns patterns into premises.

    Attributes:
        vocabulary: the entity types.
        subject_type: the entity type that a pattern speaks of; empty if that is open.
        problems: takes values and joins that can never hold.
    """

    vocabulary: Vocabulary
    subject_type: Callable[[Pattern], str]
    problems: list[Problem]

    def fail(self, place: Place, what: Message, hint: Message | None = None) -> None:
        """Note a problem and go on."""
        self.problems.append(Problem(place, what, hint))

    def premises(self, patterns: Conjunction) -> tuple[Premise, ...]:
        """Look up the patterns of one alternative; each sees the names of those before it."""
        aliases: dict[str, Pattern] = {}
        premises = []
        for pattern in patterns:
            premises.append(self._premise(pattern, aliases))
            if pattern.alias:
                self._check_alias(pattern, aliases)
                aliases[pattern.alias] = pattern
        return tuple(premises)

    def _check_alias(self, pattern: Pattern, aliases: Aliases) -> None:
        place = pattern.keys["as", ""]
        self.problems.extend(name_problems(pattern.alias, place))
        if pattern.alias in aliases:
            what = message("two patterns are called '{name}'", name=pattern.alias)
            self.fail(place, what, message("give each a name of its own"))

    def _premise(self, pattern: Pattern, aliases: Aliases) -> Premise:
        where = {key: self._literal(pattern, key, value) for key, value in pattern.where.items()}
        for key, value in pattern.same.items():
            self._join(pattern, key, value, aliases)
        same = {key: value.text for key, value in pattern.same.items()}
        return Premise(pattern.kind, pattern.name, pattern.alias, where, same, pattern.place)

    # --- attributes ------------------------------------------------------------------

    def _literal(self, pattern: Pattern, key: str, value: Scalar) -> object:
        place = pattern.keys["where", key]
        if pattern.kind == "fact" and key != SUBJECT:
            attribute = self._attribute(pattern.name, key, place)
            return read_value(value, attribute, self.problems) if attribute else None
        what = message("where compares attributes of facts, and '{name}' is none", name=key)
        self.fail(place, what, message("join what it is about: same: {{subject: …}}"))
        return None

    def _attribute(self, entity: str, name: str, place: Place) -> Attribute | None:
        if entity not in self.vocabulary.types:
            return None
        attribute = self.vocabulary.attribute(entity, name)
        if attribute is None:
            self.fail(place, *unknown_attribute(self.vocabulary[entity], name))
        elif attribute.set or attribute.series:
            what = message("'{name}' holds several values, so it cannot be equal to one", name=name)
            self.fail(place, what, message("put the question into a check and use its finding"))
            return None
        return attribute

    # --- joins -----------------------------------------------------------------------

    def _join(self, pattern: Pattern, key: str, value: Scalar, aliases: Aliases) -> None:
        own = self._field(pattern, key, pattern.keys["same", key])
        other = self._other(value, aliases)
        if own and other and not _can_be_equal(own, other):
            what = message("'{left}' and '{right}' can never be equal", left=key, right=value.text)
            hint = message("one is {left}, the other {right}", left=_described(own), right=_described(other))
            self.fail(pattern.keys["same", key], what, hint)

    def _other(self, value: Scalar, aliases: Aliases) -> Type | None:
        alias, dot, name = value.text.partition(".")
        pattern = aliases.get(alias)
        if pattern is None:
            hint = suggestion(alias, aliases) or message(
                "name an earlier pattern with as: {name}", name=alias
            )
            self.fail(value.place, message("no earlier pattern is called '{name}'", name=alias), hint)
            return None
        place = value.place_at(len(alias) + 1) if dot else value.place
        return self._field(pattern, name if dot else SUBJECT, place, bare=not dot)

    def _field(self, pattern: Pattern, name: str, place: Place, *, bare: bool = False) -> Type | None:
        """The type of what a pattern is joined by; ``bare`` if only its alias was written."""
        if pattern.kind == "fact":
            return self._field_of_fact(pattern, name, place)
        if bare:
            what = message("a {kind} is joined by its subject", kind=pattern.kind)
            self.fail(place, what, message("write {alias}.subject", alias=pattern.alias))
        elif name != SUBJECT:
            what = message("a {kind} has no field '{name}'", kind=pattern.kind, name=name)
            self.fail(place, what, message("it has a subject"))
        elif self.subject_type(pattern) == ORGANISATION:
            what = message("{name} is about the whole organisation: nothing to join", name=pattern.name)
            self.fail(place, what, message("leave the join out"))
        else:
            return _entity(self.subject_type(pattern))
        return None

    def _field_of_fact(self, pattern: Pattern, name: str, place: Place) -> Type | None:
        if name == SUBJECT:
            return _entity(self.subject_type(pattern))
        attribute = self._attribute(pattern.name, name, place)
        return attribute_type(attribute) if attribute else None


def _entity(name: str) -> Type | None:
    return Type("ref", entity=name) if name else None


def _can_be_equal(left: Type, right: Type) -> bool:
    if left.kind != right.kind:
        return False
    if left.kind == "ref":
        return left.entity == right.entity
    if left.kind == "enum":
        return bool(set(left.values) & set(right.values))
    return left.kind != "number" or agree(left.unit, right.unit)


def _described(found: Type) -> str:
    """A type in a word or two: a reference by what it points to, an enum by its values."""
    details = {"ref": found.entity, "enum": "|".join(found.values), "number": unit_text(found.unit)}
    return details.get(found.kind) or found.kind
