"""A review put to an assessment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from ccrules.assessment import (
    Assessment,
    Conclusion,
    Finding,
    Recommendation,
    Reviewed,
    ReviewUsed,
    UnusedEntry,
)
from ccrules.errors import Message, message, suggestion
from ccrules.following.review import Entry, Review
from ccrules.following.stepwise import stepwise
from ccrules.following.wording import joined
from ccrules.ruleset.model import SEVERITIES
from ccrules.text import date_text, worded

Part = TypeVar("Part", Finding, Recommendation)


def with_review(assessment: Assessment, review: Review) -> Assessment:
    """The assessment as the consultant hands it over, the engine's verdict beside each change.

    Args:
        assessment: as the engine gave it.
        review: what the consultant says.
    """
    return _Reviewing(assessment, review).result()


class _Reviewing:
    """One review of one assessment."""

    def __init__(self, assessment: Assessment, review: Review) -> None:
        self.assessment, self.review = assessment, review
        self.language = assessment.assessment.language
        self.findings = _renamed(assessment, review.of("finding"))
        self.actions = _renamed(assessment, review.of("recommendation"))

    def result(self) -> Assessment:
        """The assessment with marks, without what was rejected."""
        kept, rejected = self._split(self._marked(self.assessment.findings))
        gone = frozenset(one.id for one in rejected)
        kept = sorted(kept, key=lambda one: SEVERITIES.index(one.severity))  # stable: the rest stays in order
        actions, dropped = self._split(self._marked_actions(gone))
        ordered = self._ordered(actions)
        conclusions = tuple(_without(one, gone) for one in self.assessment.conclusions)
        update: dict[str, Any] = {
            "findings": tuple(kept),
            "conclusions": conclusions,
            "recommendations": tuple(stepwise(ordered, [one for one in kept if not one.inferred])),
            "review": self._used(rejected, dropped, ordered),
        }
        return self.assessment.model_copy(update=update)

    # --- findings ----------------------------------------------------------------------

    def _marked(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        for finding in findings:
            entry = self.findings.get(finding.id)
            if entry is None or not entry.verdict:
                yield finding
                continue
            update: dict[str, Any] = {"review": self._mark(entry, finding.severity)}
            if entry.verdict == "regrade":
                update |= {"severity": entry.severity, "severity_range": None}
            yield finding.model_copy(update=update)

    def _mark(self, entry: Entry, severity: str = "", action: Recommendation | None = None) -> Reviewed:
        return Reviewed(
            verdict=entry.verdict,  # type: ignore[arg-type]  # the form admits verdicts only
            reason=entry.reason,
            comment=entry.comment,
            by=entry.by,
            on=entry.on,
            engine_severity=severity if entry.verdict == "regrade" else "",
            engine_rank=action.rank if action else None,
            engine_owner=action.owner if action and entry.owner else "",
            engine_horizon=action.horizon if action and entry.horizon else "",
            text=self._text(entry, severity, action),
        )

    @staticmethod
    def _split(parts: Iterable[Part]) -> tuple[list[Part], list[Part]]:
        """What stays, and what was rejected."""
        kept: list[Part] = []
        rejected: list[Part] = []
        for one in parts:
            out = one.review is not None and one.review.verdict == "reject"
            (rejected if out else kept).append(one)
        return kept, rejected

    # --- recommendations ---------------------------------------------------------------

    def _marked_actions(self, gone: frozenset[str]) -> Iterator[Recommendation]:
        for action in self.assessment.recommendations:
            out = tuple(name for name in action.resolves if name in gone)
            update: dict[str, Any] = {}
            if out:
                update = {"resolves": tuple(n for n in action.resolves if n not in gone), "rejected": out}
            entry = self.actions.get(action.id)
            if entry is not None and entry.verdict:
                update["review"] = self._mark(entry, action=action)
                update |= {"owner": entry.owner} if entry.owner else {}
                update |= {"horizon": entry.horizon} if entry.horizon else {}
            yield action.model_copy(update=update) if update else action

    def _ordered(self, actions: Sequence[Recommendation]) -> list[Recommendation]:
        """The plan in the consultant's order; a place in the plan keeps its wave."""
        wanted = {one.id: one.order for one in self.actions.values() if one.order and one.verdict == "change"}
        if not wanted and len(actions) == len(self.assessment.recommendations):
            return list(actions)
        found = [one for one in actions if one.id not in wanted]
        moved = sorted((one for one in actions if one.id in wanted), key=lambda one: wanted[one.id])
        for one in moved:
            found.insert(min(wanted[one.id] - 1, len(found)), one)
        waves = sorted(one.wave for one in actions)
        return [
            one.model_copy(update={"rank": rank, "wave": wave})
            for rank, (one, wave) in enumerate(zip(found, waves, strict=True), 1)
        ]

    # --- what there is to say ----------------------------------------------------------

    def _text(self, entry: Entry, severity: str, action: Recommendation | None) -> str:
        changes = list(_changes(entry, action))
        parts = changes or [_verdict(entry, severity)]
        if entry.reason:
            parts.append(message("reason: {reason}", reason=entry.reason))
        if entry.comment:
            parts.append(message("comment: {comment}", comment=entry.comment))
        said = joined([self._say(one) for one in parts], self.language)
        who = ", ".join(one for one in (entry.by, date_text(entry.on, self.language)) if one)
        return f"{said} ({who})" if who else said

    def _say(self, text: Message) -> str:
        return worded(text, self.language)

    def _used(
        self, rejected: Sequence[Finding], dropped: Sequence[Recommendation], plan: Sequence[Recommendation]
    ) -> ReviewUsed:
        known_findings = {one.id for one in self.assessment.findings}
        known_actions = {one.id for one in self.assessment.recommendations}
        used = [one for name, one in self.findings.items() if name in known_findings]
        used += [one for name, one in self.actions.items() if name in known_actions]
        verdicts = [one.verdict for one in used]
        total = len(known_findings) + len(known_actions)
        return ReviewUsed(
            accepted=verdicts.count("accept"),
            rejected=verdicts.count("reject"),
            regraded=verdicts.count("regrade"),
            changed=verdicts.count("change"),
            commented=verdicts.count("comment"),
            not_reviewed=total - sum(1 for one in verdicts if one),
            findings=tuple(rejected),
            recommendations=tuple(dropped),
            unused=tuple(self._unused(self.findings, known_findings))
            + tuple(self._unused(self.actions, known_actions)),
            remarks=tuple(map(self._say, _remarks(plan, dropped))),
        )

    def _unused(self, entries: dict[str, Entry], known: set[str]) -> Iterator[UnusedEntry]:
        for name, one in entries.items():
            if name in known:
                continue
            hint = suggestion(name, sorted(known))
            what = message("{id} is not in this assessment", id=one.id)
            text = self._say(message("{what} ({hint})", what=what, hint=hint) if hint else what)
            yield UnusedEntry(
                kind=one.kind,  # type: ignore[arg-type]  # one of the two
                id=one.id,
                verdict=one.verdict,
                reason=one.reason,
                text=text,
                origin=one.origin,
            )


def _renamed(assessment: Assessment, entries: dict[str, Entry]) -> dict[str, Entry]:
    """Entries by the ids that hold now."""
    aliases = {**assessment.aliases.get("conclusion", {}), **assessment.aliases.get("check", {})}
    aliases |= assessment.aliases.get("recommendation", {})
    found = {}
    for name, one in entries.items():
        rule, colon, subject = name.partition(":")
        found[f"{aliases.get(rule, rule)}{colon}{subject}"] = one
    return found


def _without(conclusion: Conclusion, gone: frozenset[str]) -> Conclusion:
    """A conclusion that explains none of the rejected findings, and says which it rests on."""
    under = (name for because in conclusion.because for name in because.findings)
    out = tuple(dict.fromkeys(name for name in (*conclusion.explains, *under) if name in gone))
    if not out:
        return conclusion
    explains = tuple(name for name in conclusion.explains if name not in gone)
    return conclusion.model_copy(update={"explains": explains, "rejected": out})


def _verdict(entry: Entry, severity: str) -> Message:
    if entry.verdict == "regrade":
        return message(
            "regraded from {before} to {after}", before=_GRADES[severity], after=_GRADES[entry.severity]
        )
    return _VERDICTS[entry.verdict]


def _changes(entry: Entry, action: Recommendation | None) -> Iterator[Message]:
    if action is None:
        return
    if entry.order:
        yield message("placed at {after} instead of {before}", before=action.rank, after=entry.order)
    if entry.owner:
        yield (
            message("lead: {after} instead of {before}", before=action.owner, after=entry.owner)
            if action.owner
            else message("lead: {after}", after=entry.owner)
        )
    if entry.horizon:
        yield (
            message("by: {after} instead of {before}", before=action.horizon, after=entry.horizon)
            if action.horizon
            else message("by: {after}", after=entry.horizon)
        )


def _remarks(plan: Sequence[Recommendation], dropped: Iterable[Recommendation]) -> Iterator[Message]:
    """What the review leaves at odds with itself."""
    out, ranks = {one.id: one.title for one in dropped}, {one.id: one.rank for one in plan}
    for one in plan:
        for name in one.after:
            if name in out:
                yield message(
                    "“{action}” needs “{other}”, which was rejected", action=one.title, other=out[name]
                )
            elif ranks.get(name, 0) > one.rank:
                other = next(two.title for two in plan if two.id == name)
                yield message(
                    "“{action}” now stands before “{other}”, which it needs", action=one.title, other=other
                )
        if one.rejected and not one.resolves and not one.addresses:
            yield message("all that “{action}” resolves was rejected", action=one.title)


_VERDICTS = {
    "accept": message("accepted"),
    "reject": message("rejected"),
    "change": message("changed"),
    "comment": message("commented on"),
}
_GRADES = {
    "critical": message("critical"),
    "high": message("high"),
    "medium": message("medium"),
    "low": message("low"),
    "info": message("info"),
}
