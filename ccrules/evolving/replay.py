"""What another version of a method makes of the same facts, and which edits are responsible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ccrules.assessment import Assessment, Subject
from ccrules.conditions.supposing import read_by
from ccrules.evolving.edits import Edit
from ccrules.ruleset.model import Check, Method
from ccrules.ruleset.questions import expressions, parameters_read

Kind = Literal["outcome", "conclusion", "recommendation"]
#: What an outcome, a belief or a rank is called if there is none.
ABSENT = ""
#: Fields of a check that only say things; no outcome turns on them.
_SAID = frozenset({"title", "message", "strength", "advice", "recommend", "topics", "deprecated", "exposure"})


@dataclass(frozen=True, slots=True)
class Flip:
    """Something that comes out otherwise.

    Attributes:
        kind: an outcome of a check, a conclusion or a recommendation.
        name: the check, conclusion or recommendation, by the id that holds now.
        subject: ``type/id``, or ``organisation``; empty for recommendations.
        before: outcome (with the severity of a fail), belief, or rank; empty if there was none.
        after: likewise.
        edits: the edits it turns on.
        through: other flips it turns on: the names of checks, conclusions and recommendations.
    """

    kind: Kind
    name: str
    subject: str
    before: str
    after: str
    edits: tuple[Edit, ...] = ()
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a method, and what it makes of the facts."""

    method: Method
    assessment: Assessment


def flips(before: Version, after: Version, edits: Iterable[Edit]) -> list[Flip]:
    """Compare what two versions of a method make of the same facts.

    Args:
        before: the earlier version.
        after: the later one.
        edits: what differs between them.

    Returns:
        Outcomes that differ, then conclusions, then recommendations; each with the edits that it
        turns on. An edit is responsible for an outcome if it changes the check's own condition,
        guard or severity, a parameter it reads, or an attribute it reads, directly or behind a
        derived one; for a conclusion if it changes a rule that draws it.
    """
    blame = _Blame(before, after, {edit.key: edit for edit in edits})
    found = list(blame.outcomes())
    found += blame.conclusions(_names(found, "outcome"))
    return found + list(blame.recommendations(_names(found, "outcome"), _names(found, "conclusion")))


def _names(found: Iterable[Flip], kind: Kind) -> set[str]:
    return {flip.name for flip in found if flip.kind == kind}


Table = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class _Blame:
    before: Version
    after: Version
    edits: Mapping[tuple[str, str], Edit]

    def outcomes(self) -> Iterator[Flip]:
        tables = self._current("check", _outcomes), _outcomes(self.after.assessment)
        for (check, subject), was, now in _differences(*tables):
            edits = tuple(self._of_check(check))
            through = tuple(self._outcomes_read(check))
            yield Flip("outcome", check, subject, was, now, edits, through)

    def conclusions(self, flipped: set[str]) -> list[Flip]:
        tables = self._current("conclusion", _conclusions), _conclusions(self.after.assessment)
        changed = list(_differences(*tables))
        names = flipped | {name for (name, _), _, _ in changed}
        return [
            Flip("conclusion", name, subject, was, now, *self._of_conclusion(name, names))
            for (name, subject), was, now in changed
        ]

    def recommendations(self, outcomes: set[str], conclusions: set[str]) -> Iterator[Flip]:
        tables = self._current("recommendation", _ranks), _ranks(self.after.assessment)
        changed = {name: (was, now) for (name, _), was, now in _differences(*tables)}
        reasons = {name: self._of_recommendation(name, outcomes, conclusions) for name in changed}
        moving = tuple(name for name, reason in reasons.items() if any(reason))
        for name, (was, now) in changed.items():
            edits, through = reasons[name]
            moved_by = () if edits or through else moving  # its rank only makes room for theirs
            yield Flip("recommendation", name, "", was, now, edits, through or moved_by)

    def _current(self, kind: str, table: Callable[[Assessment], Table]) -> Table:
        """The earlier table under the ids that hold now."""
        method = self.after.method
        return {
            (method.current(kind, name), subject): value
            for (name, subject), value in table(self.before.assessment).items()
        }

    def _of_check(self, name: str) -> Iterator[Edit]:
        own = self.edits.get(("check", name))
        if own and (not own.fields or any(field.name not in _SAID for field in own.fields)):
            yield own
        for key in dict.fromkeys(
            key for check, method in self._checks(name) for key in _reads(check, method)
        ):
            if key in self.edits:
                yield self.edits[key]

    def _checks(self, name: str) -> Iterator[tuple[Check, Method]]:
        own = self.edits.get(("check", name))
        for version, known in ((self.before, own.was if own and own.was else name), (self.after, name)):
            if known in version.method.checks:
                yield version.method.checks[known], version.method

    def _outcomes_read(self, name: str) -> Iterator[str]:
        if any(check.over_outcomes for check, _ in self._checks(name)):
            yield "outcomes"

    def _of_conclusion(self, name: str, flipped: set[str]) -> tuple[tuple[Edit, ...], tuple[str, ...]]:
        rules = [
            rule
            for version in (self.before, self.after)
            for rule in version.method.inferences.values()
            if self.after.method.current("conclusion", rule.conclusion) == name
        ]
        ids = dict.fromkeys(self.after.method.current("inference", rule.id) for rule in rules)
        edits = tuple(self.edits["inference", one] for one in ids if ("inference", one) in self.edits)
        premises = (one for rule in rules for patterns in rule.alternatives for one in patterns)
        return edits, tuple(dict.fromkeys(one.name for one in premises if one.name in flipped))

    def _of_recommendation(
        self, name: str, outcomes: set[str], conclusions: set[str]
    ) -> tuple[tuple[Edit, ...], tuple[str, ...]]:
        method = self.after.method
        led = [one for one, check in method.checks.items() if name in check.recommend]
        drawn = [rule.conclusion for rule in method.inferences.values() if name in rule.recommend]
        keys = [("recommendation", name), *(("check", one) for one in led)]
        edits = tuple(self.edits[key] for key in keys if key in self.edits)
        through = [one for one in led if one in outcomes] + [one for one in drawn if one in conclusions]
        return edits, tuple(dict.fromkeys(through))


def _reads(check: Check, method: Method) -> Iterator[tuple[str, str]]:
    """The parameters, attributes and entity types that a check's verdict and severity turn on."""
    question = check.question
    nodes = list(expressions(question)) if question else []
    attributes = sorted(read_by(method.derived, nodes)) if nodes else []
    behind = [method.derived[key] for key in attributes if key in method.derived]
    yield from (("parameter", name) for node in (*nodes, *behind) for name in parameters_read(node))
    yield from (("attribute", f"{entity}.{name}") for entity, name in attributes)
    yield from (("attribute", need) for need in check.needs)
    yield from (
        ("entity", entity) for entity in dict.fromkeys((check.subject, *(one for one, _ in attributes)))
    )


# --- tables ------------------------------------------------------------------------------


def _outcomes(assessment: Assessment) -> Table:
    checks = {check.id for check in assessment.checks}  # what combinations show is a conclusion, below
    found = {
        (one.check, _name(one.subject)): f"fail {one.severity}"
        for one in assessment.findings
        if one.check in checks
    }
    for outcome, parts in (
        ("pass", assessment.passed),
        ("not_assessed", assessment.not_assessed),
        ("not_applicable", assessment.not_applicable),
        ("error", assessment.errors),
    ):
        found |= {(one.check, _name(one.subject)): outcome for one in parts}
    return found


def _conclusions(assessment: Assessment) -> Table:
    return {(one.id, _name(one.subject)): f"{one.belief:.3f}" for one in assessment.conclusions}


def _ranks(assessment: Assessment) -> Table:
    return {(one.id, ""): str(one.rank) for one in assessment.recommendations}


def _name(subject: Subject | None) -> str:
    if subject is None or subject.type == subject.id:
        return "organisation" if subject is None else subject.type
    return f"{subject.type}/{subject.id}" if subject.id else f"{subject.type}[]"


def _differences(before: Table, after: Table) -> Iterator[tuple[tuple[str, str], str, str]]:
    for key in sorted({*before, *after}):
        was, now = before.get(key, ABSENT), after.get(key, ABSENT)
        if was != now:
            yield key, was, now
