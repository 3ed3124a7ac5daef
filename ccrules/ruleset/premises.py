"""Inference rules made from what was written: looked up, and in agreement with one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ccrules.errors import Message, Place, Problem, message
from ccrules.facts.vocabulary import ORGANISATION, Vocabulary
from ccrules.ruleset.joins import Lookup
from ccrules.ruleset.model import Check, Inference
from ccrules.ruleset.nodes import place_of, suggestion
from ccrules.ruleset.patterns import Conjunction, InferenceDraft, Pattern
from ccrules.ruleset.references import circle, circle_problem


def conclusion_problems(drafts: Iterable[InferenceDraft]) -> list[Problem]:
    """Report conclusions that support one another in a circle: no belief could be computed.

    Args:
        drafts: all rules.
    """
    places: dict[str, Place] = {}
    for draft in drafts:
        for pattern in _patterns(draft):
            if pattern.kind == "conclusion":
                places.setdefault(draft.rule.conclusion, pattern.name_place)
    return circle_problem(_support(drafts), places, _in_a_circle)


def _in_a_circle(names: str) -> Message:
    return message("conclusions support one another in a circle: {names}", names=names)


def _support(drafts: Iterable[InferenceDraft]) -> dict[str, list[str]]:
    needs: dict[str, list[str]] = {}
    for draft in drafts:
        names = [pattern.name for pattern in _patterns(draft) if pattern.kind == "conclusion"]
        needs.setdefault(draft.rule.conclusion, []).extend(names)
    return needs


def _patterns(draft: InferenceDraft) -> Iterator[Pattern]:
    """Each pattern once, however many alternatives it stands in."""
    yield from {id(pattern): pattern for patterns in draft.alternatives for pattern in patterns}.values()


def link(
    drafts: Mapping[str, InferenceDraft],
    vocabulary: Vocabulary,
    checks: Mapping[str, Check],
    problems: list[Problem],
) -> dict[str, Inference]:
    """Turn drafts into inference rules.

    Args:
        drafts: by id; what names in them that lead nowhere stand for is left open.
        vocabulary: the entity types.
        checks: by id.
        problems: takes values and joins that can never hold, and rules that contradict one another.

    Returns:
        The rules by id; only fit for use if nothing was added to ``problems``.
    """
    if circle(_support(drafts.values())):
        return {}
    linker = _Linker(vocabulary, checks, list(drafts.values()))
    rules = {name: linker.rule(draft) for name, draft in drafts.items()}
    linker.check_agreement()
    # What stands in several alternatives is told once.
    problems.extend({(problem.place, str(problem)): problem for problem in linker.problems}.values())
    return rules


@dataclass(slots=True)
class _Linker:
    vocabulary: Vocabulary
    checks: Mapping[str, Check]
    drafts: list[InferenceDraft]
    problems: list[Problem] = field(default_factory=list)
    subjects: dict[str, str] = field(default_factory=dict)

    def fail(self, place: Place, what: Message, hint: Message | None = None) -> None:
        """Note a problem and go on."""
        self.problems.append(Problem(place, what, hint))

    def rule(self, draft: InferenceDraft) -> Inference:
        """Look up everything in a rule."""
        lookup = Lookup(self.vocabulary, self.subject_type, self.problems)
        alternatives = tuple(lookup.premises(patterns) for patterns in draft.alternatives)
        titles = (other.rule.title for other in self.drafts if other.rule.conclusion == draft.rule.conclusion)
        title = draft.rule.title or next((title for title in titles if title), {})
        if not title:
            hint = message("add title: … to one of the rules that conclude it")
            self.fail(place_of(draft.node, "conclude"), message("the conclusion has no title"), hint)
        return replace(draft.rule, alternatives=alternatives, title=title)

    def check_agreement(self) -> None:
        """Rules with the same conclusion say the same kind of thing about the same type."""
        first: dict[str, tuple[InferenceDraft, str]] = {}
        for draft in self.drafts:
            subject = self._subject_of(draft, report=True)
            other, expected = first.setdefault(draft.rule.conclusion, (draft, subject))
            place = place_of(draft.node, "conclude", "id")
            same_kind = (draft.rule.kind, draft.rule.severity) == (other.rule.kind, other.rule.severity)
            if subject != expected or not same_kind:
                what = message(
                    "{name} is concluded differently at {place}",
                    name=draft.rule.conclusion,
                    place=other.place,
                )
                self.fail(
                    place,
                    what,
                    message("give both the same kind, severity and type of subject, or another id"),
                )

    def subject_of(self, conclusion: str) -> str:
        """The entity type that a conclusion is about."""
        if conclusion not in self.subjects:
            draft = next((one for one in self.drafts if one.rule.conclusion == conclusion), None)
            self.subjects[conclusion] = self._subject_of(draft) if draft else ORGANISATION
        return self.subjects[conclusion]

    def _subject_of(self, draft: InferenceDraft, *, report: bool = False) -> str:
        about = draft.rule.about
        if not about:
            return ORGANISATION
        found = [self._named(about, patterns) for patterns in draft.alternatives]
        types = [self.subject_type(pattern) for pattern in found if pattern]
        if report and (None in found or len(set(types)) != 1):
            self._refuse_about(draft, found, sorted(set(types)))
        return types[0] if types else ORGANISATION

    def _refuse_about(self, draft: InferenceDraft, found: list[Pattern | None], types: list[str]) -> None:
        about, place = draft.rule.about, place_of(draft.node, "conclude", "for")
        if None in found:
            names = {pattern.alias for pattern in _patterns(draft) if pattern.alias}
            hint = suggestion(about, names - {about}) if about not in names else None
            hint = hint or message("name a pattern of each alternative with as: {name}", name=about)
            self.fail(place, message("no pattern is called '{name}' in every alternative", name=about), hint)
        else:
            what = message("'{name}' is of several types: {types}", name=about, types=", ".join(types))
            self.fail(place, what, message("give the patterns different names"))

    @staticmethod
    def _named(alias: str, patterns: Conjunction) -> Pattern | None:
        return next((pattern for pattern in patterns if pattern.alias == alias), None)

    def subject_type(self, pattern: Pattern) -> str:
        """The entity type that a pattern speaks of."""
        if pattern.kind == "fact":
            return pattern.name
        if pattern.kind == "conclusion":
            return self.subject_of(pattern.name)
        return self.checks[pattern.name].subject or ORGANISATION
