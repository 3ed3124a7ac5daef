"""What one audience may know of one assessment: the sets that all parts of its form are cut to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from ccrules import assessment as parts
from ccrules.audience.masking import Masks
from ccrules.audience.pseudonyms import Pseudonyms
from ccrules.audience.reads import Sensitivity
from ccrules.audience.scanning import Scanner
from ccrules.audience.scope import Concern
from ccrules.audience.secrets import secret_words
from ccrules.audience.texts import Texts
from ccrules.audience.views import View
from ccrules.facts.base import FactBase
from ccrules.ruleset.model import Method
from ccrules.text import localise, typeset, worded

#: The section that each kind of conclusion belongs to.
KINDS = {
    "cause": "causes",
    "consequence": "consequences",
    "anti-pattern": "patterns",
    "strength": "strengths",
}


class Redaction:
    """What the parts of one form have in common.

    Args:
        whole: the assessment.
        view: the audience.
        method: the rulesets.
        base: the facts, derived attributes included.
        people: entity types whose members are people.
    """

    def __init__(
        self, whole: parts.Assessment, view: View, method: Method, base: FactBase, people: frozenset[str]
    ) -> None:
        self.given, self.view, self.method, self.base = whole, view, method, base
        self.language = whole.assessment.language
        self.sensitivity = Sensitivity(method, view, people)
        self.concern = Concern(view, base)
        self.masks = Masks(self.sensitivity, self.concern, Pseudonyms(base, people, view.key))
        scanner = Scanner(secret_words(base, self.sensitivity, self.concern.entity, self.language))
        self.texts = Texts(method, view, self.sensitivity, scanner, self.language)
        self.few = _checks_of_few(whole, self.sensitivity, view.least)

    def section(self, name: str, found: tuple[Any, ...]) -> tuple[Any, ...]:
        """The parts of a section, none if the view does not show it."""
        return found if name in self.view.sections else ()

    @staticmethod
    def cut(found: tuple[Any, ...], most: int | None) -> tuple[Any, ...]:
        """The first of a list."""
        return found if most is None else found[:most]

    def concerns(self, one: Any) -> bool:
        """Whether an outcome concerns the audience."""
        if one.check in self.few or not self.concern.subject(one.subject):
            return False
        check = self.method.checks.get(one.check)
        if check is None and self.view.restricted:
            return False  # inferred from findings that may be anybody's affair
        topics = check.topics if check else getattr(one, "topics", ())
        return self.concern.topics(topics)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of the findings that concern the audience, as they are in the whole assessment."""
        return frozenset(one.id for one in self.given.findings if self.concerns(one))

    def known(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Of some findings those that concern the audience, by the ids they have in the form."""
        return tuple(self.masks.outcome(one) for one in ids if one in self.ids)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of the conclusions that may be shown, as they are in the whole assessment."""
        few = self.conclusions_of_few
        found = [
            one
            for one in self.given.conclusions
            if KINDS[one.kind] in self.view.sections and one.id not in few and self._follows(one)
        ]
        firmest = sorted(found, key=lambda one: (-one.belief, one.key))
        of_kind = ([one.key for one in firmest if one.kind == kind] for kind in KINDS)
        return frozenset(key for keys in of_kind for key in self.cut(tuple(keys), self.view.most_conclusions))

    @cached_property
    def conclusions_of_few(self) -> frozenset[str]:
        """Conclusions about so few people that these could be told."""
        about: dict[str, int] = {}
        for one in self.given.conclusions:
            if self.sensitivity.hides_type(one.subject.type):
                about[one.id] = about.get(one.id, 0) + 1
        return frozenset(name for name, number in about.items() if number < self.view.least)

    def _follows(self, one: parts.Conclusion) -> bool:
        """Whether a conclusion rests on nothing that the audience may not know of."""
        if not self.concern.subject(one.subject):
            return False
        used = {name for because in one.because for name in because.findings}
        if self.view.restricted or self.view.topics:
            facts = {name for because in one.because for name in because.facts}
            return used <= self.ids and all(self.masks.fact(name) for name in facts)
        return not used or not used.isdisjoint(self.ids)

    @cached_property
    def actions(self) -> frozenset[str]:
        """The recommendations that deal with something the audience may know of."""
        if "plan" not in self.view.sections:
            return frozenset()
        everything = not (self.view.restricted or self.view.topics or self.few)
        chosen = {
            one.id
            for one in self.given.recommendations
            if everything or not self.ids.isdisjoint(one.resolves) or not self.keys.isdisjoint(one.addresses)
        }
        if self.view.restricted:
            return frozenset(chosen)
        after = {one.id: one.after for one in self.given.recommendations}
        waiting = list(chosen)
        while waiting:
            for name in after.get(waiting.pop(), ()):
                if name not in chosen:
                    chosen.add(name)
                    waiting.append(name)
        return frozenset(chosen)

    def say(self, text: Any) -> str:
        """A message in the language of the assessment."""
        return worded(text, self.language)

    def local(self, text: Any) -> str:
        """A text of the view in the language of the assessment."""
        return typeset(localise(text, self.language), self.language)


def _checks_of_few(whole: parts.Assessment, sensitivity: Sensitivity, least: int) -> frozenset[str]:
    """Checks on people of which some outcome concerns fewer of them than may be told.

    All outcomes of such a check are hidden: the others would tell who is missing.
    """
    found = set()
    for one in whole.checks:
        if sensitivity.hides_type(one.subject_type):
            numbers = (one.failed, one.assessed - one.failed, one.total - one.assessed)
            if any(0 < number < least for number in numbers):
                found.add(one.id)
    every: tuple[Any, ...] = (*whole.findings, *whole.strengths)
    about_people = (one for one in every if sensitivity.hides_type(one.subject.type))
    about = Counter(one.check for one in about_people)
    known = {one.id for one in whole.checks}
    return frozenset(found | {name for name, number in about.items() if name not in known and number < least})
