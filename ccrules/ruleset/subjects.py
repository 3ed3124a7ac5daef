"""What patterns and conclusions are about: the entity type, as far as it can be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ccrules.errors import Problem, message, suggestion
from ccrules.facts.vocabulary import ORGANISATION, Vocabulary
from ccrules.ruleset.model import Check
from ccrules.ruleset.nodes import place_of
from ccrules.ruleset.patterns import InferenceDraft, Pattern

#: Stands for the type of what leads nowhere or contradicts itself, which is reported once.
OPEN = ""


@dataclass(frozen=True, slots=True)
class Subjects:
    """The entity types that patterns and conclusions are about.

    Attributes:
        vocabulary: the entity types.
        checks: by id.
        drafts: all rules; their conclusions support one another in no circle.
    """

    vocabulary: Vocabulary
    checks: Mapping[str, Check]
    drafts: Mapping[str, InferenceDraft]
    _of_conclusions: dict[str, str] = field(default_factory=dict)

    def of_pattern(self, pattern: Pattern) -> str:
        """The entity type that a pattern speaks of, or :data:`OPEN`."""
        if pattern.kind == "conclusion":
            return self.of_conclusion(pattern.name)
        found = pattern.name if pattern.kind == "fact" else self._of_check(pattern.name)
        return found if found in self.vocabulary.types else OPEN

    def _of_check(self, name: str) -> str:
        check = self.checks.get(name)
        return (check.subject or ORGANISATION) if check else OPEN

    def of_conclusion(self, name: str) -> str:
        """The entity type that a conclusion is about, or :data:`OPEN`."""
        if name not in self._of_conclusions:
            rules = (draft for draft in self.drafts.values() if draft.rule.conclusion == name)
            found = [self.of_rule(draft) for draft in rules]
            self._of_conclusions[name] = found[0] if found else OPEN
        return self._of_conclusions[name]

    def of_rule(self, draft: InferenceDraft) -> str:
        """The entity type that a rule concludes something about, or :data:`OPEN`."""
        if not draft.rule.about:
            return ORGANISATION
        types = self._types(draft)
        return types[0] if len(types) == 1 else OPEN

    def _types(self, draft: InferenceDraft) -> list[str]:
        patterns = (pattern for patterns in draft.alternatives for pattern in patterns)
        return sorted({self.of_pattern(pattern) for pattern in patterns if pattern.alias == draft.rule.about})

    def problems(self, draft: InferenceDraft) -> Iterator[Problem]:
        """Say what is wrong with what a rule concludes something about."""
        about, place = draft.rule.about, place_of(draft.node, "conclude", "for")
        if not about:
            return
        names = [{pattern.alias for pattern in patterns} for patterns in draft.alternatives]
        if not all(about in one for one in names):
            what = message("no pattern is called '{name}' in every alternative", name=about)
            used = {name for one in names for name in one if name}
            hint = suggestion(about, used) if about not in used else None
            call = message("name a pattern of each alternative with as: {name}", name=about)
            yield Problem(place, what, hint or call)
        elif len(self._types(draft)) > 1 and OPEN not in self._types(draft):
            types = ", ".join(self._types(draft))
            what = message("'{name}' is of several types: {types}", name=about, types=types)
            yield Problem(place, what, message("give the patterns different names"))
