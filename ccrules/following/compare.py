"""Two assessments of one organisation compared: what came, went, stayed, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ccrules.assessment import Assessment
from ccrules.following import comparison as c
from ccrules.following.attribution import Attribution
from ccrules.following.changes import Changes
from ccrules.following.compared_conclusions import changed_actions, changed_conclusions
from ccrules.following.compared_findings import changed_findings
from ccrules.following.compared_outcomes import changed_outcomes
from ccrules.following.grading import believed, graded
from ccrules.following.matching import Matched, Names
from ccrules.following.outlines import (
    notes,
    parameters_changed,
    rulesets_changed,
    side,
    waivers_changed,
)
from ccrules.following.reasons import Reasons
from ccrules.following.wording import Words
from ccrules.version import __version__


def compare(
    before: Assessment,
    after: Assessment,
    *,
    language: str = "",
    aliases: Mapping[str, Mapping[str, str]] | None = None,
) -> c.Comparison:
    """Compare two assessments.

    Args:
        before: the earlier one.
        after: the later one.
        language: ``en`` or ``fr``; that of the later one if left out.
        aliases: by kind (check, inference, conclusion, recommendation) the ids that hold now, by
            earlier id; those of the later assessment's rulesets are known without.
    """
    language = language or after.assessment.language
    names = Names(_merged(after.aliases, aliases or {}))
    sides, changes, words = Matched(before, after, names), Changes(before, after, language), Words(language)
    reasons = Reasons(changes, language)
    why = Attribution(sides, changes, _changed(sides, words), reasons)
    findings = changed_findings(sides, why, words)
    counts: Counter[str] = Counter(one.change for one in findings)
    found = c.Comparison(
        schema=c.SCHEMA,
        ccrules=__version__,
        language=language,  # type: ignore[arg-type]  # en or fr
        before=side(before),
        after=side(after),
        summary={name: counts[name] for name in c.FINDING_CHANGES},
        findings=findings,
        conclusions=tuple(changed_conclusions(sides, why, words)),
        recommendations=tuple(changed_actions(sides, why, words)),
        outcomes=tuple(changed_outcomes(sides, why, words)),
        facts=(*reasons.lists(), *changes.told(changes.facts)),
        parameters=parameters_changed(before, after, changes.parameters),
        rulesets=rulesets_changed(before, after, names),
        waivers=waivers_changed(before, after),
        notes=tuple(map(words.say, notes(before, after))),
    )
    return found.model_copy(update={"messages": words.messages(found)})


def _merged(*every: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for one in every:
        for kind, some in one.items():
            found.setdefault(kind, {}).update(some)
    return found


def _changed(sides: Matched, words: Words) -> dict[str, str]:
    """The outcomes and conclusions that differ, by id, with what became of each in words."""
    found = {name: words.turned(flip.before, flip.after) for name, flip in sides.flips.items()}
    for key, concluded in sorted(sides.conclusions.items()):
        change = believed(concluded.was, concluded.now)
        if change != "persisting":
            found[key] = words.conclusion(change)
    for name, one in sides.findings.items():
        if name not in found and one.was and one.now and graded(one.was, one.now) != "persisting":
            found[name] = words.finding(graded(one.was, one.now))
    for name, rejected in sorted(sides.rejected.items()):
        if rejected.was is None or rejected.now is None:
            found.setdefault(name, words.reviewed())
    return found
