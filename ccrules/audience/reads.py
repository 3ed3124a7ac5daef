"""What texts and expressions of a method would give away, told from how they are written.

A text is judged by all that it may print: every path it names is followed through the vocabulary,
every ``let`` through its expression, every computed attribute through what it is computed from. What
can't be followed counts as forbidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum

from ccrules.audience.views import View
from ccrules.conditions import tree
from ccrules.errors import NOWHERE, InputError
from ccrules.facts.vocabulary import Attribute, LocalText
from ccrules.ruleset.model import Check, Method
from ccrules.text.templates import compile_template

#: Constructs in which a text reaches attributes that its paths don't name.
_INDIRECT = re.compile(r"\{%|\|\s*\w+\s*\(|\[")
_PARAMS = "params"


class Reach(IntEnum):
    """How far something may be shown; the higher, the less."""

    OPEN = 0
    #: A number of people, to be shown unless it is small.
    PEOPLE_COUNT = 1
    CLOSED = 2


class Sensitivity:
    """Judges what may be shown to an audience.

    Args:
        method: the rulesets.
        view: the audience.
        people: entity types whose members are people.
    """

    def __init__(self, method: Method, view: View, people: frozenset[str]) -> None:
        self.method, self.view, self.people = method, view, people
        self._attributes: dict[tuple[str, str], bool] = {}
        self._types: dict[str, bool] = {}

    # --- attributes ------------------------------------------------------------------

    def hides_type(self, type_name: str) -> bool:
        """Whether members of a type are not to be named."""
        return type_name in self.people and "personal" not in self.view.privacy

    def outside(self, type_name: str) -> bool:
        """Whether nothing about a type is shown, whatever the member."""
        return self.view.subjects is not None and type_name not in self.view.subjects

    def hides(self, type_name: str, name: str) -> bool:
        """Whether the values of an attribute may not be shown.

        Args:
            type_name: the entity type.
            name: the attribute; one that there is not is hidden.
        """
        key = type_name, name
        if key not in self._attributes:
            self._attributes[key] = (
                True  # until it is told otherwise; computed ones never wait for themselves
            )
            self._attributes[key] = self._hides(type_name, name)
        return self._attributes[key]

    def _hides(self, type_name: str, name: str) -> bool:
        attribute = self.method.vocabulary.attribute(type_name, name)
        if attribute is None or self.outside(type_name):
            return True
        if attribute.inverse_of is not None and self.hides(*attribute.inverse_of):
            return True
        if attribute.privacy not in self.view.privacy or (attribute.to and self.hides_type(attribute.to)):
            return True
        computed = self.method.derived.get((type_name, name))
        return computed is not None and self.expression(computed) is not Reach.OPEN

    def hides_label(self, type_name: str) -> bool:
        """Whether the name under which members of a type go would tell what is hidden."""
        if type_name not in self._types:
            attributes = self.method.vocabulary.types[type_name].attributes
            named = [name for name in ("label", "name") if name in attributes]
            self._types[type_name] = any(self.hides(type_name, name) for name in named)
        return self._types[type_name]

    # --- expressions -----------------------------------------------------------------

    def expression(self, node: tree.Node | None) -> Reach:
        """How far the value of an expression may be shown."""
        if node is None:
            return Reach.OPEN
        body = node.body if isinstance(node, tree.Named) else node
        parts = list(tree.walk(body))
        if self.view.restricted and any(isinstance(part, tree.Aggregate | tree.Everything) for part in parts):
            return Reach.CLOSED  # it may count what others are responsible for
        if any(self._is_hidden_parameter(part.name) for part in parts if isinstance(part, tree.Parameter)):
            return Reach.CLOSED
        hidden = [part for part in parts if self._tells(part)]
        of_people = any(isinstance(part, tree.Everything) and self.hides_type(part.name) for part in parts)
        if not hidden and not of_people:
            return Reach.OPEN
        if isinstance(body, tree.Aggregate) and body.function == "count" and not self._internal(hidden):
            return Reach.PEOPLE_COUNT
        return Reach.CLOSED

    def _tells(self, part: tree.Node) -> bool:
        if isinstance(part, tree.Field):
            return self.hides(part.base.type.entity or "", part.attribute.name)
        if isinstance(part, tree.Singleton):
            return self.outside(part.name)
        return isinstance(part, tree.Identity) and self.hides_type(part.base.type.entity or "")

    def _internal(self, parts: Iterable[tree.Node]) -> bool:
        """Whether more than what is personal is read, of which not even numbers are shown."""
        found = (part for part in parts if isinstance(part, tree.Field))
        return any(self._is_internal(part.base.type.entity or "", part.attribute) for part in found)

    def _is_internal(self, type_name: str, attribute: Attribute) -> bool:
        owner = type_name, attribute.name
        original = attribute.inverse_of and self.method.vocabulary.attribute(*attribute.inverse_of)
        levels = {attribute.privacy, original.privacy if original else attribute.privacy}
        return bool(levels - self.view.privacy - {"personal"}) or owner in self.method.derived

    def _is_hidden_parameter(self, name: str) -> bool:
        parameter = self.method.parameters.get(name)
        return parameter is None or self.hides_parameter(parameter.set_by)

    def hides_parameter(self, set_by: str) -> bool:
        """Whether the value of a parameter may not be printed; what the method itself sets may."""
        return bool(set_by) and self.view.parameters != "all"

    # --- texts -----------------------------------------------------------------------

    def text(self, text: LocalText, subject: str, check: Check | None = None) -> tuple[Reach, frozenset[str]]:
        """How far a text may be shown, in whatever language it is said.

        Args:
            text: the template in several languages.
            subject: the entity type it speaks of; empty for the organisation.
            check: whose ``let`` it may name.

        Returns:
            The worst of what it prints, and the names of the numbers of people in it.
        """
        worst, counts = Reach.OPEN, set()
        for source in text.values():
            for reach, name in self._printed(source, subject, check):
                worst = max(worst, reach)
                counts |= {name} if reach is Reach.PEOPLE_COUNT else set()
        return worst, frozenset(counts)

    def _printed(self, source: str, subject: str, check: Check | None) -> Iterator[tuple[Reach, str]]:
        try:
            template = compile_template(source, NOWHERE)
        except InputError:
            yield Reach.CLOSED, ""
            return
        if self.view.open:
            return
        if template.paths and _INDIRECT.search(source):
            yield self._anything(template.paths, subject, check), ""
        for path in template.paths:
            yield self._path(path, subject, check), path[0]

    def _anything(self, paths: Iterable[tuple[str, ...]], subject: str, check: Check | None) -> Reach:
        """Of a text with tags or filters: it may reach further than its paths, from wherever they end."""
        ends = (self._end(path, subject, check) for path in paths)
        return Reach.CLOSED if any(one is None or one for one in ends) else Reach.OPEN

    def _end(self, path: tuple[str, ...], subject: str, check: Check | None) -> str | None:
        """The entity type that a path leads to; empty for a plain value, None if nobody knows."""
        if path[0] == _PARAMS:
            return ""
        lets = check.terms.let if check and check.terms else {}
        if path[0] in lets:
            start = lets[path[0]].type.entity or ""
        elif path[0] in (subject, "organisation") or self._is_singleton(path[0]):
            start = path[0]
        else:
            return None
        for name in path[1:]:
            attribute = self.method.vocabulary.attribute(start, name)
            start = attribute.to if attribute else ""
        return start

    def _is_singleton(self, name: str) -> bool:
        kind = self.method.vocabulary.types.get(name)
        return kind is not None and kind.singleton

    def _path(self, path: tuple[str, ...], subject: str, check: Check | None) -> Reach:
        first, rest = path[0], path[1:]
        if first == _PARAMS:
            return Reach.CLOSED if not rest or self._is_hidden_parameter(rest[0]) else Reach.OPEN
        lets = check.terms.let if check and check.terms else {}
        if first in lets:
            reach = self.expression(lets[first])
            kind = lets[first].type.entity or ""
            return max(reach, self._steps(kind, rest)) if kind else reach
        if first == subject or self._is_singleton(first):
            return self._steps(first, rest)
        return Reach.CLOSED

    def _steps(self, type_name: str, names: tuple[str, ...]) -> Reach:
        """Follow attributes from an entity; where the path ends at an entity, its name is printed."""
        for at, name in enumerate(names):
            attribute = self.method.vocabulary.attribute(type_name, name)
            if attribute is None:  # its id, or a part of a plain value that was allowed
                last = at == len(names) - 1
                return Reach.OPEN if last and not self._names(type_name) else Reach.CLOSED
            if self.hides(type_name, name):
                return Reach.CLOSED
            if not attribute.to:
                return Reach.OPEN
            type_name = attribute.to
        return Reach.CLOSED if self._names(type_name) else Reach.OPEN

    def _names(self, type_name: str) -> bool:
        """Whether naming a member tells what is hidden."""
        if type_name not in self.method.vocabulary.types:
            return True
        if self.view.restricted and self.outside(type_name):
            return True
        return self.hides_type(type_name) or self.hides_label(type_name)
