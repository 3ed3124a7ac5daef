"""How the changes between two assessments are said, in short phrases and in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ccrules.assessment import Conclusion, Finding, Recommendation
from ccrules.errors import Message, message
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.following import comparison as c
from ccrules.text import listing, number, percent, quantity, typeset, worded

#: Findings that a sentence names.
MOST_NAMED = 3

FINDINGS = {
    "new": message("new"),
    "became known": message("now known"),
    "worsened": message("worse"),
    "improved": message("better"),
    "resolved": message("resolved"),
    "became unknown": message("no longer known"),
    "withdrawn": message("rejected by the review"),
    "persisting": message("unchanged"),
}
CONCLUSIONS = {
    "new": message("newly concluded"),
    "gone": message("no longer concluded"),
    "stronger": message("held more firmly"),
    "weaker": message("held less firmly"),
    "persisting": message("held as before"),
}
ACTIONS = {
    "new": message("new in the plan"),
    "gone": message("no longer in the plan"),
    "up": message("earlier in the plan"),
    "down": message("later in the plan"),
    "revalued": message("in its place, with another priority"),
    "persisting": message("in its place"),
}
VERDICTS = {
    "fail": message("failed"),
    "pass": message("passed"),
    "not_assessed": message("not assessed"),
    "not_applicable": message("not applicable"),
    "error": message("broke"),
    "": message("not there"),
}
SEVERITY = {
    "critical": message("critical"),
    "high": message("high"),
    "medium": message("medium"),
    "low": message("low"),
    "info": message("info"),
}


def joined(parts: Iterable[str], language: str) -> str:
    """Several remarks in one line."""
    return typeset((" ; " if language == "fr" else "; ").join(parts), language)


class Words:
    """Phrases in one language.

    Args:
        language: ``en`` or ``fr``.
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, text: Message) -> str:
        """A message."""
        return worded(text, self.language)

    def finding(self, change: str) -> str:
        """A change of a finding in a word or two."""
        return self.say(FINDINGS[change])

    def conclusion(self, change: str) -> str:
        """A change of a conclusion."""
        return self.say(CONCLUSIONS[change])

    def action(self, change: str) -> str:
        """A change of an action."""
        return self.say(ACTIONS[change])

    def verdict(self, name: str) -> str:
        """A verdict."""
        return self.say(VERDICTS[name])

    def severity(self, name: str) -> str:
        """A severity."""
        return self.say(SEVERITY[name]) if name in SEVERITY else name

    def turned(self, before: str, after: str) -> str:
        """From one verdict to another."""
        return f"{self.verdict(before)} → {self.verdict(after)}"

    def reviewed(self) -> str:
        """What is said of a finding on which reviews differ."""
        return self.finding("withdrawn")

    def no_longer_waived(self) -> str:
        """What is said where a waiver does not hold any more."""
        return self.say(message("no waiver is in force any more"))

    def no_longer_regraded(self) -> str:
        """What is said where a regrading was given up."""
        return self.say(message("the review no longer regrades it"))

    # --- changes in full ---------------------------------------------------------------

    def finding_text(
        self, change: str, was: Finding | None, now: Finding | None, turned: tuple[str, str]
    ) -> str:
        """A change of a finding: how severity and exposure moved, or the verdict."""
        if not (was and now):
            return self.turned(*turned) if turned[0] != turned[1] else self.finding(change)
        parts = []
        if was.severity != now.severity:
            parts.append(f"{self.severity(was.severity)} → {self.severity(now.severity)}")
        if was.exposure is not None and now.exposure is not None and was.exposure != now.exposure:
            exposures = (quantity(x, self.language, now.exposure_unit) for x in (was.exposure, now.exposure))
            parts.append(" → ".join(exposures))
        return joined(parts, self.language) or self.finding(change)

    def conclusion_text(self, change: str, was: Conclusion | None, now: Conclusion | None) -> str:
        """A change of a conclusion with its belief."""
        if was and now and change != "persisting":
            beliefs = (percent(one.belief, self.language, 0) for one in (was, now))
            return f"{self.conclusion(change)}: {' → '.join(beliefs)}"
        one = now or was
        return f"{self.conclusion(change)} ({percent(one.belief, self.language, 0)})" if one else ""

    def action_text(self, change: str, was: Recommendation | None, now: Recommendation | None) -> str:
        """A change of an action with its rank and priority."""
        if not (was and now):
            one = now or was
            rank = message("{change} (rank {rank})", change=self.action(change), rank=one.rank if one else 0)
            return self.say(rank)
        parts = [self.action(change)]
        if was.rank != now.rank:
            parts.append(self.say(message("rank {before} → {after}", before=was.rank, after=now.rank)))
        if was.priority.value != now.priority.value:
            values = (number(one.priority.value, self.language) for one in (was, now))
            parts.append(self.say(message("priority {values}", values=" → ".join(values))))
        return ", ".join(parts)

    # --- sentences ---------------------------------------------------------------------

    def messages(self, found: c.Comparison) -> tuple[str, ...]:
        """What matters most: the balance of findings, what is new, what remains unexplained."""
        if found.empty:
            return (self.say(message("Nothing differs between the two assessments.")),)
        return tuple(map(self.say, self._messages(found)))

    def _messages(self, found: c.Comparison) -> Iterator[Message]:
        count = found.summary
        yield message(
            "Findings: {before} before, {after} now.",
            before=found.before.findings,
            after=found.after.findings,
        )
        balance = [
            self.say(message("{change}: {n}", change=self.finding(name), n=count[name]))
            for name in c.FINDING_CHANGES
            if count[name]
        ]
        if balance:
            yield message("By what became of them: {counts}.", counts=balance)
        for name, text in _NAMED.items():
            some = [one for one in found.findings if one.change == name]
            if some:
                yield Message(text.template, {"names": self._named(some)})
        yield from self._of_coverage(found)
        unexplained = _unexplained(found)
        if unexplained:
            yield message(
                "Changes without an explanation: {names}.",
                names=listing(unexplained, self.language, MOST_NAMED),
            )

    def _named(self, findings: list[c.ChangedFinding]) -> str:
        titles: dict[str, list[str]] = {}
        for one in findings:
            subjects = titles.setdefault(one.title, [])
            if one.subject.type != ORGANISATION:
                subjects.append(one.subject.label or str(one.subject.id))
        named = [self._title(title, subjects) for title, subjects in titles.items()]
        return listing(named, self.language, MOST_NAMED)

    def _title(self, title: str, subjects: list[str]) -> str:
        quoted = message("“{text}”", text=title)
        if not subjects:
            return self.say(quoted)
        about = listing(subjects, self.language, MOST_NAMED)
        return self.say(message("{title} ({subjects})", title=quoted, subjects=about))

    def _of_coverage(self, found: c.Comparison) -> Iterator[Message]:
        before, after = found.before.coverage, found.after.coverage
        if before is not None and after is not None and before != after:
            values = " → ".join(percent(one, self.language) for one in (before, after))
            yield message("Coverage: {values}.", values=values)


def _unexplained(found: c.Comparison) -> list[str]:
    names = [one.id for one in found.findings if not one.explained]
    names += [one.id for one in found.outcomes if not one.explained]
    names += [one.key for one in found.conclusions if not one.explained]
    return names + [one.id for one in found.recommendations if not one.explained]


_NAMED = {
    "resolved": message("No longer found: {names}.", names=""),
    "new": message("New, and not there before: {names}.", names=""),
    "worsened": message("Worse than before: {names}.", names=""),
}
