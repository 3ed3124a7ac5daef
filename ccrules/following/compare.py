"""Two assessments of one organisation compared: what came, went, stayed, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ccrules.assessment import Assessment, Conclusion, Finding, Recommendation, Reviewed
from ccrules.following import comparison as c
from ccrules.following.attribution import Attribution, Names
from ccrules.following.grading import believed, engine_view, graded, ranked
from ccrules.following.outlines import (
    notes,
    parameters_changed,
    rulesets_changed,
    side,
    waivers_changed,
)
from ccrules.following.verdicts import Flip, flips, outcome_id, verdicts
from ccrules.following.wording import Words
from ccrules.ruleset.model import SEVERITIES
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
    names = Names(_merged(after.aliases, aliases or {}))
    return _Comparing(before, after, names, language or after.assessment.language).result()


def _merged(*every: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for one in every:
        for kind, some in one.items():
            found.setdefault(kind, {}).update(some)
    return found


class _Comparing:
    """One comparison in the making."""

    def __init__(self, before: Assessment, after: Assessment, names: Names, language: str) -> None:
        self.before, self.after, self.names, self.language = before, after, names, language
        self.words = Words(language)
        self.why = Attribution(before, after, names, language)
        old, new = verdicts(before, names.current.get("check")), verdicts(after)
        self.flips = {outcome_id(one.question): one for one in flips(old, new)}
        self.verdicts = (old, new)
        self.titles = {names.now("check", one.id): one.title for one in before.checks}
        self.titles |= {one.id: one.title for one in after.checks}

    def result(self) -> c.Comparison:
        self._note_changes()
        findings = self._findings()
        conclusions = tuple(self._conclusions())
        counts: Counter[str] = Counter(one.change for one in findings)
        found = c.Comparison(
            schema=c.SCHEMA,
            ccrules=__version__,
            language=self.language,  # type: ignore[arg-type]  # en or fr
            before=side(self.before),
            after=side(self.after),
            summary={name: counts[name] for name in c.FINDING_CHANGES},
            findings=findings,
            conclusions=conclusions,
            recommendations=tuple(self._actions()),
            outcomes=tuple(self._outcomes({one.id for one in findings})),
            facts=self._all_facts(),
            parameters=parameters_changed(self.before, self.after, self.why.changes.parameters),
            rulesets=rulesets_changed(self.before, self.after, self.names),
            waivers=waivers_changed(self.before, self.after),
            notes=tuple(map(self.words.say, notes(self.before, self.after))),
        )
        return found.model_copy(update={"messages": self.words.messages(found)})

    def _note_changes(self) -> None:
        """What differs, by id, for whatever rests on it."""
        changed = self.why.changed
        for name, flip in self.flips.items():
            changed[name] = self.words.turned(flip.before, flip.after)
        was = {self._now(one): one for one in self.before.conclusions}
        now = {one.key: one for one in self.after.conclusions}
        for key in sorted({*was, *now}):
            change = believed(was.get(key), now.get(key))
            if change != "persisting":
                changed[key] = self.words.conclusion(change)
        old = {self._finding_id(one): one for one in self.before.findings}
        for finding in self.after.findings:
            earlier = old.get(finding.id)
            if earlier and finding.id not in changed and graded(earlier, finding) != "persisting":
                changed[finding.id] = self.words.finding(graded(earlier, finding))
        for name in {one.id for one in _rejected(self.after)} ^ {
            self._finding_id(one) for one in _rejected(self.before)
        }:
            changed.setdefault(name, self.words.reviewed())

    # --- findings ----------------------------------------------------------------------

    def _findings(self) -> tuple[c.ChangedFinding, ...]:
        was = {self._finding_id(one): one for one in self.before.findings}
        now = {one.id: one for one in self.after.findings}
        found = [self._finding(name, was.get(name), now.get(name)) for name in {**now, **was}]
        return tuple(sorted(found, key=_urgency))

    def _finding(self, name: str, was: Finding | None, now: Finding | None) -> c.ChangedFinding:
        one = now or was
        assert one is not None
        check = self.names.now("conclusion" if one.inferred else "check", one.check)
        turned = self._turned(name, one)
        change = self._change(name, was, now, turned)
        marks = (was.waived if was else None, now.waived if now else None)
        reasons = self._reasons(name, check, was, now, turned) if change != "persisting" else ()
        if was and now:
            reasons += self._mark_reasons(was, now)
        elif name in {one.id for one in (*_rejected(self.after), *self._old_rejected())}:
            reasons = (c.Reason(kind="review", text=self._review_text(name)), *reasons)
        return c.ChangedFinding(
            id=name,
            check=check,
            subject=one.subject,
            title=one.title,
            message=one.message,
            change=change,  # type: ignore[arg-type]  # one of them
            before=turned[0],
            after=turned[1],
            severity_before=was.severity if was else "",
            severity_after=now.severity if now else "",
            exposure_before=was.exposure if was else None,
            exposure_after=now.exposure if now else None,
            exposure_unit=one.exposure_unit,
            waived_before=marks[0].text if marks[0] else "",
            waived_after=marks[1].text if marks[1] else "",
            reasons=reasons,
            explained=bool(reasons) or change == "persisting",
            text=self.words.finding_text(change, was, now, turned),
        )

    def _turned(self, name: str, one: Finding) -> tuple[str, str]:
        """The verdicts before and after; of a concluded finding whether it is there."""
        if one.inferred:
            sides = (self.before, self.after)
            ids = [{self._finding_id(f) for f in (*side.findings, *_rejected(side))} for side in sides]
            return tuple("fail" if name in some else "" for some in ids)  # type: ignore[return-value]  # two of them
        flip = self.flips.get(name)
        return (flip.before, flip.after) if flip else ("fail", "fail")

    def _change(self, name: str, was: Finding | None, now: Finding | None, turned: tuple[str, str]) -> str:
        if was and now:
            return graded(was, now)
        if was is None:
            return "became known" if self._was_open(name, turned[0], self.verdicts[0]) else "new"
        if turned[1] == "fail":
            return "withdrawn"
        return "became unknown" if self._was_open(name, turned[1], self.verdicts[1]) else "resolved"

    def _was_open(self, name: str, verdict: str, known: Mapping[Any, Any]) -> bool:
        """Whether the other side could not tell: not assessed, broken, or its members were not listed."""
        if verdict in ("not_assessed", "error"):
            return True
        flip = self.flips.get(name)
        if verdict or flip is None:
            return False
        check, type_name, _ = flip.question
        return bool(known.get((check, type_name, None), ("",))[0] == "not_assessed")

    def _reasons(
        self, name: str, check: str, was: Finding | None, now: Finding | None, turned: tuple[str, str]
    ) -> tuple[c.Reason, ...]:
        one = now or was
        assert one is not None
        if was and now and engine_view(was) == engine_view(now):
            return ()
        if turned == ("fail", "fail") and not (was and now):
            return ()  # only the review differs
        if one.inferred:
            return self._premises(name)
        return self.why.of_check(check, one.subject, name, turned)

    def _mark_reasons(self, was: Finding, now: Finding) -> tuple[c.Reason, ...]:
        found = []
        if (was.waived is None) != (now.waived is None):
            text = now.waived.text if now.waived else self.words.no_longer_waived()
            found.append(c.Reason(kind="waiver", text=text))
        grades = [one.review.verdict == "regrade" if one.review else False for one in (was, now)]
        if any(grades) and was.severity != now.severity:
            text = now.review.text if now.review and grades[1] else self.words.no_longer_regraded()
            found.append(c.Reason(kind="review", text=text))
        return tuple(found)

    def _review_text(self, name: str) -> str:
        every = [*_rejected(self.after), *self._old_rejected()]
        mark = next(one.review for one in every if one.id == name)
        return mark.text if mark else ""

    def _old_rejected(self) -> list[Finding]:
        return [one.model_copy(update={"id": self._finding_id(one)}) for one in _rejected(self.before)]

    # --- outcomes ----------------------------------------------------------------------

    def _outcomes(self, findings: set[str]) -> Iterator[c.ChangedOutcome]:
        for name, flip in self.flips.items():
            if name not in findings:  # a fail among them is one that a review rejected
                yield self._outcome(name, flip)

    def _outcome(self, name: str, flip: Flip) -> c.ChangedOutcome:
        open_before, open_after = (one in ("not_assessed", "error") for one in (flip.before, flip.after))
        change = "changed"
        if open_before != open_after:
            change = "became known" if open_before else "became unknown"
        check = flip.question[0]
        reasons = self.why.of_check(check, flip.subject, name, (flip.before, flip.after))
        return c.ChangedOutcome(
            id=name,
            check=check,
            subject=flip.subject,
            title=self.titles.get(check, check),
            change=change,  # type: ignore[arg-type]  # one of the three
            before=flip.before,
            after=flip.after,
            reasons=reasons,
            explained=bool(reasons),
            text=self.words.turned(flip.before, flip.after),
        )

    # --- conclusions and actions -------------------------------------------------------

    def _conclusions(self) -> Iterator[c.ChangedConclusion]:
        was = {self._now(one): one for one in self.before.conclusions}
        now = {one.key: one for one in self.after.conclusions}
        for key in {**now, **was}:
            yield self._conclusion(key, was.get(key), now.get(key))

    def _conclusion(self, key: str, was: Conclusion | None, now: Conclusion | None) -> c.ChangedConclusion:
        one = now or was
        assert one is not None
        change = believed(was, now)
        reasons = self._premises(key) if change != "persisting" else ()
        return c.ChangedConclusion(
            key=key,
            id=key.partition(":")[0],
            kind=one.kind,
            subject=one.subject,
            title=one.title,
            change=change,  # type: ignore[arg-type]  # one of them
            belief_before=was.belief if was else None,
            belief_after=now.belief if now else None,
            reasons=reasons,
            explained=bool(reasons) or change == "persisting",
            text=self.words.conclusion_text(change, was, now),
        )

    def _premises(self, key: str) -> tuple[c.Reason, ...]:
        """Why a conclusion is otherwise, from all that it rests on, on either side."""
        was = [one for one in self.before.conclusions if self._now(one) == key]
        every = [*was, *(one for one in self.after.conclusions if one.key == key)]
        because = [one for conclusion in every for one in conclusion.because]
        ids = [
            name
            for one in because
            for name in (*one.findings, *one.conclusions, *one.passed, *one.not_assessed, *one.facts)
        ]
        current = [self._current(name) for name in ids if self._current(name) != key]
        return self.why.of_premises([one.inference for one in because], current)

    def _actions(self) -> Iterator[c.ChangedAction]:
        was = {self.names.now("recommendation", one.id): one for one in self.before.recommendations}
        now = {one.id: one for one in self.after.recommendations}
        for name in {**now, **was}:
            yield self._action(name, was.get(name), now.get(name))

    def _action(self, name: str, was: Recommendation | None, now: Recommendation | None) -> c.ChangedAction:
        one = now or was
        assert one is not None
        change = ranked(was, now)
        touched = [self._current(x) for side in (was, now) if side for x in (*side.resolves, *side.addresses)]
        touched += [self._current(x) for side in (was, now) if side for x in side.rejected]
        reasons = self.why.of_action(name, touched) if change != "persisting" else ()
        mark = now.review if now else self._dropped(name)
        moved = mark is not None and mark.engine_rank != (now.rank if now else None)
        if change != "persisting" and mark and moved:
            reasons = (c.Reason(kind="review", text=mark.text), *reasons)
        return c.ChangedAction(
            id=name,
            title=one.title,
            change=change,  # type: ignore[arg-type]  # one of them
            rank_before=was.rank if was else None,
            rank_after=now.rank if now else None,
            priority_before=was.priority.value if was else None,
            priority_after=now.priority.value if now else None,
            resolves_before=len(was.resolves) if was else 0,
            resolves_after=len(now.resolves) if now else 0,
            reasons=reasons,
            explained=bool(reasons) or change == "persisting",
            text=self.words.action_text(change, was, now),
        )

    def _dropped(self, name: str) -> Reviewed | None:
        """What the later review says of an action that it rejected."""
        dropped = self.after.review.recommendations if self.after.review else ()
        return next((one.review for one in dropped if one.id == name), None)

    # --- ids ---------------------------------------------------------------------------

    def _finding_id(self, one: Finding) -> str:
        """The id of a finding under the ids that hold now."""
        kind = "conclusion" if one.inferred else "check"
        return self.names.now(kind, one.check) + one.id.removeprefix(one.check)

    def _now(self, one: Conclusion) -> str:
        return self.names.now("conclusion", one.id) + one.key.removeprefix(one.id)

    def _current(self, name: str) -> str:
        """The id that holds now for an outcome or a conclusion of either side."""
        rule, colon, subject = name.partition(":")
        found = self.names.now("check", rule)
        return f"{found if found != rule else self.names.now('conclusion', rule)}{colon}{subject}"

    def _all_facts(self) -> tuple[c.FactChange, ...]:
        members = tuple(self.why.members_told())
        return (*members, *self.why.changes.told(self.why.changes.facts))


def _rejected(side: Assessment) -> Iterable[Finding]:
    return side.review.findings if side.review else ()


def _urgency(one: c.ChangedFinding) -> tuple[Any, ...]:
    severity = one.severity_after or one.severity_before
    return c.FINDING_CHANGES.index(one.change), SEVERITIES.index(severity), one.id
