"""Findings of two assessments compared: what became of each, and why."""

from __future__ import annotations

from collections.abc import Iterator

from ccrules.assessment import Finding
from ccrules.following.attribution import Attribution
from ccrules.following.compared_conclusions import premises
from ccrules.following.comparison import FINDING_CHANGES, ChangedFinding, FindingChange, Reason
from ccrules.following.grading import engine_view, graded
from ccrules.following.matching import Matched, Pair
from ccrules.following.verdicts import UNDECIDED, Verdicts
from ccrules.following.wording import Words
from ccrules.ruleset.model import SEVERITIES


def changed_findings(sides: Matched, why: Attribution, words: Words) -> tuple[ChangedFinding, ...]:
    """What became of each finding of either side, the most urgent first."""
    found = _Findings(sides, why, words)
    every = (found.changed(name, pair) for name, pair in sides.findings.items())
    return tuple(sorted(every, key=_urgency))


class _Findings:
    """Compares findings one by one."""

    def __init__(self, sides: Matched, why: Attribution, words: Words) -> None:
        self.sides, self.why, self.words = sides, why, words

    def changed(self, name: str, pair: Pair[Finding]) -> ChangedFinding:
        was, now, one = pair.was, pair.now, pair.one
        turned = self._turned(name, one)
        change = self._change(name, pair, turned)
        reasons = (*self._reasons(name, pair, turned, change), *self._of_marks(pair))
        return ChangedFinding(
            id=name,
            check=self._check(one),
            subject=one.subject,
            title=one.title,
            message=one.message,
            change=change,
            before=turned[0],
            after=turned[1],
            severity_before=was.severity if was else "",
            severity_after=now.severity if now else "",
            exposure_before=was.exposure if was else None,
            exposure_after=now.exposure if now else None,
            exposure_unit=one.exposure_unit,
            waived_before=was.waived.text if was and was.waived else "",
            waived_after=now.waived.text if now and now.waived else "",
            reasons=reasons,
            explained=bool(reasons) or change == "persisting",
            text=self.words.finding_text(change, was, now, turned),
        )

    def _check(self, one: Finding) -> str:
        return self.sides.names.now("conclusion" if one.inferred else "check", one.check)

    # --- what became of it -------------------------------------------------------------

    def _turned(self, name: str, one: Finding) -> tuple[str, str]:
        """The verdicts before and after; of a concluded finding whether it is there."""
        if one.inferred:
            return self._stood(name)
        flip = self.sides.flips.get(name)
        return (flip.before, flip.after) if flip else ("fail", "fail")

    def _stood(self, name: str) -> tuple[str, str]:
        """Whether each side has a finding, be it rejected by the review."""
        every = (self.sides.findings.get(name), self.sides.rejected.get(name))
        pairs = [one for one in every if one is not None]
        before, after = any(one.was for one in pairs), any(one.now for one in pairs)
        return "fail" if before else "", "fail" if after else ""

    def _change(self, name: str, pair: Pair[Finding], turned: tuple[str, str]) -> FindingChange:
        if pair.was and pair.now:
            return graded(pair.was, pair.now)
        old, new = self.sides.verdicts
        if pair.now:
            return "became known" if self._was_open(name, turned[0], old) else "new"
        if turned[1] == "fail":
            return "withdrawn"
        return "became unknown" if self._was_open(name, turned[1], new) else "resolved"

    def _was_open(self, name: str, verdict: str, known: Verdicts) -> bool:
        """Whether the other side could not tell: not assessed, broken, or its members were not listed."""
        if verdict in UNDECIDED:
            return True
        flip = self.sides.flips.get(name)
        if verdict or flip is None:
            return False
        check, type_name, _ = flip.question
        whole = known.get((check, type_name, None))
        return whole is not None and whole[0] == "not_assessed"

    # --- why ---------------------------------------------------------------------------

    def _reasons(
        self, name: str, pair: Pair[Finding], turned: tuple[str, str], change: FindingChange
    ) -> tuple[Reason, ...]:
        """Why the engine finds otherwise, and before all that the review, where it rejects it on a side."""
        found = () if change == "persisting" else self._of_engine(name, pair, turned)
        rejected = self.sides.rejected.get(name)
        if rejected is None or (pair.was and pair.now):
            return found
        mark = rejected.one.review
        return Reason(kind="review", text=mark.text if mark else ""), *found

    def _of_engine(self, name: str, pair: Pair[Finding], turned: tuple[str, str]) -> tuple[Reason, ...]:
        both = pair.was and pair.now
        if pair.was and pair.now and engine_view(pair.was) == engine_view(pair.now):
            return ()
        if turned == ("fail", "fail") and not both:
            return ()  # only the review differs
        if pair.one.inferred:
            return premises(name, self.sides, self.why)
        return self.why.of_check(self._check(pair.one), pair.one.subject, name, turned)

    def _of_marks(self, pair: Pair[Finding]) -> Iterator[Reason]:
        """A waiver that came or went, and a regrading, of a finding that stays."""
        was, now = pair.was, pair.now
        if was is None or now is None:
            return
        if (was.waived is None) != (now.waived is None):
            text = now.waived.text if now.waived else self.words.no_longer_waived()
            yield Reason(kind="waiver", text=text)
        grades = [one.review is not None and one.review.verdict == "regrade" for one in (was, now)]
        if any(grades) and was.severity != now.severity:
            text = now.review.text if now.review and grades[1] else self.words.no_longer_regraded()
            yield Reason(kind="review", text=text)


def _urgency(one: ChangedFinding) -> tuple[int, int, str]:
    severity = one.severity_after or one.severity_before
    return FINDING_CHANGES.index(one.change), SEVERITIES.index(severity), one.id
