"""Which subjects and checks concern an audience at all."""

from __future__ import annotations

from ccrules.assessment import Subject
from ccrules.audience.views import View
from ccrules.conditions import possible
from ccrules.conditions.evaluator import Evaluator
from ccrules.conditions.possible import Choice
from ccrules.facts.base import Entity, FactBase
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.values import Undecided


class Concern:
    """Tells what concerns an audience: what is not surely so does not.

    Args:
        view: the audience.
        base: the facts, derived attributes included.
    """

    def __init__(self, view: View, base: FactBase) -> None:
        self.view, self.base = view, base
        self._evaluator = Evaluator(base, forgiving=True)
        self._found: dict[str, bool] = {}

    def entity(self, entity: Entity) -> bool:
        """Whether an entity concerns the audience."""
        if self.view.subjects is None:
            return True
        if entity._name not in self._found:
            self._found[entity._name] = self._concerns(entity)
        return self._found[entity._name]

    def _concerns(self, entity: Entity) -> bool:
        kind = entity._type.name
        if self.view.subjects is None or kind not in self.view.subjects:
            return False
        condition = self.view.subjects[kind]
        if condition is None:
            return True
        try:
            return self._evaluator.mask(condition, {kind: Choice((entity,))}) == possible.TRUE
        except Undecided:
            return False

    def subject(self, subject: Subject) -> bool:
        """Whether what is said of a subject concerns the audience."""
        return self.named(subject.type, subject.id)

    def named(self, kind: str, id_: str | None) -> bool:
        """The same by name; members that nobody listed concern only those who see everything."""
        if self.view.subjects is None:
            return True
        found = self._entity(kind, id_)
        return found is not None and self.entity(found)

    def _entity(self, kind: str, id_: str | None) -> Entity | None:
        if kind in self.base.collections:
            return self.base.collections[kind].by_id.get(id_ or "")
        found = self.base.singletons.get(kind or ORGANISATION)
        return found if isinstance(found, Entity) else None

    def topics(self, topics: tuple[str, ...]) -> bool:
        """Whether one of the topics concerns the audience."""
        return not self.view.topics or not set(self.view.topics).isdisjoint(topics)
