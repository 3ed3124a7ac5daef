"""A comparison as sections of sentences and tables, every text worded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ccrules.errors import Message, message
from ccrules.following import comparison as c
from ccrules.following.wording import Words
from ccrules.text import date_text, number, percent

#: Lines of one cell.
Cell = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    Attributes:
        cells: as many as the table has heads.
        mark: what colours it: a severity; empty for none.
    """

    cells: tuple[Cell, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page.

    Attributes:
        id: names it in links and as the sheet of a workbook.
        title: its heading.
        intro: sentences before the table.
        heads: of the table's columns; none if there is no table.
        rows: of the table.
    """

    id: str
    title: str
    intro: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The whole of it.

    Attributes:
        language: of every text.
        title: what was compared.
        subtitle: the days of both.
        figures: names and values for the head.
        sections: in order.
        made_with: program and schema.
        marked: for whom it is, at the foot of each page; a comparison is for the firm alone.
    """

    language: str
    title: str
    subtitle: str
    figures: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    made_with: str
    marked: str = ""

    @property
    def colon(self) -> str:
        """What stands between a name and a value."""
        return "\u00a0: " if self.language == "fr" else ": "


def page_of(comparison: c.Comparison) -> Page:
    """Arrange a comparison for a reader.

    Args:
        comparison: the comparison.
    """
    return _Paging(comparison).page()


class _Paging:
    def __init__(self, found: c.Comparison) -> None:
        self.found, self.words = found, Words(found.language)
        self.say = self.words.say

    def page(self) -> Page:
        found = self.found
        return Page(
            language=found.language,
            title=found.after.name or found.before.name or self.say(message("Comparison of two assessments")),
            subtitle=self.say(
                message(
                    "What changed from {before} to {after}",
                    before=self._side(found.before),
                    after=self._side(found.after),
                )
            ),
            figures=tuple(self._figures()),
            sections=tuple(one for one in self._sections() if one.rows or one.intro),
            made_with=f"ccrules {found.ccrules}, {found.schema_}",
        )

    def _side(self, side: c.Side) -> str:
        return (
            date_text(side.date, self.found.language)
            if side.date
            else self.say(message("an assessment without a date"))
        )

    def _figures(self) -> Iterator[tuple[str, str]]:
        before, after = self.found.before, self.found.after
        counts = (number(one.findings, self.found.language) for one in (before, after))
        yield self.say(message("findings")), " → ".join(counts)
        if before.coverage is not None and after.coverage is not None:
            shares = (percent(one.coverage or 0, self.found.language) for one in (before, after))
            yield self.say(message("coverage")), " → ".join(shares)
        for name in c.FINDING_CHANGES:
            if self.found.summary[name]:
                yield self.words.finding(name), number(self.found.summary[name], self.found.language)

    def _sections(self) -> Iterator[Section]:
        yield Section("brief", self.say(message("In brief")), (*self.found.messages, *self.found.notes))
        for name, title in _FINDINGS.items():
            yield self._findings(name, title)
        yield self._conclusions()
        yield self._plan()
        yield self._outcomes()
        yield self._facts()
        yield self._parameters()
        yield self._rulesets()
        yield self._waivers()
        yield self._findings("persisting", message("Findings that stay as they are"))

    # --- findings ----------------------------------------------------------------------

    def _findings(self, change: str, title: Message) -> Section:
        some = [one for one in self.found.findings if one.change == change]
        heads = (message("Severity"), message("Finding"), message("Change"), message("Why"))
        rows = (
            Row(
                (
                    (self.words.severity(one.severity_after or one.severity_before),),
                    self._named(one.title, one.id, one.message if one.message != one.title else ""),
                    self._finding_change(one),
                    self._why(one.reasons, one.explained),
                ),
                one.severity_after or one.severity_before,
            )
            for one in some
        )
        return self._section(change.replace(" ", "-"), title, heads, rows)

    def _named(self, title: str, name: str, said: str = "") -> Cell:
        return tuple(one for one in (title, said, name) if one)

    def _finding_change(self, one: c.ChangedFinding) -> Cell:
        mark = (one.waived_after,) if one.waived_after else ()
        return (one.text, *mark) if one.change != "persisting" else mark or ("",)

    def _why(self, reasons: Iterable[c.Reason], explained: bool) -> Cell:
        found = tuple(
            self.say(message("{kind}: {text}", kind=self.kind(one.kind), text=one.text)) for one in reasons
        )
        return found or (() if explained else (self.say(message("not explained")),)) or ("",)

    def kind(self, name: str) -> str:
        """The kind of a reason for people."""
        return self.say(_KINDS[name])

    # --- the rest ----------------------------------------------------------------------

    def _conclusions(self) -> Section:
        some = [one for one in self.found.conclusions if one.change != "persisting"]
        heads = (message("Conclusion"), message("Change"), message("Why"))
        rows = (
            Row((self._named(one.title, one.key), (one.text,), self._why(one.reasons, one.explained)))
            for one in some
        )
        return self._section("conclusions", message("Causes, consequences and strengths"), heads, rows)

    def _plan(self) -> Section:
        changed = [one for one in self.found.recommendations if one.change != "persisting"]
        own = [one for one in changed if {reason.kind for reason in one.reasons} != {"plan"}]
        heads = (message("Action"), message("Change"), message("Why"))
        rows = [
            Row((self._named(one.title, one.id), (one.text,), self._why(one.reasons, one.explained)))
            for one in own
        ]
        others = len(changed) - len(own)
        text = message("{n} more actions moved only because others did.", n=others)
        intro = (self.say(text if others > 1 else message("One more action moved only because others did.")),)
        return self._section("plan", message("Action plan"), heads, rows, intro if others else ())

    def _outcomes(self) -> Section:
        heads = (message("Check"), message("Change"), message("Why"))
        rows = (
            Row((self._named(one.title, one.id), (one.text,), self._why(one.reasons, one.explained)))
            for one in self.found.outcomes
        )
        return self._section("outcomes", message("Other checks that come out otherwise"), heads, rows)

    def _facts(self) -> Section:
        heads = (message("Fact"), message("Before"), message("Now"))
        return self._section("facts", message("Facts that differ"), heads, map(self._fact, self.found.facts))

    def _fact(self, one: c.FactChange) -> Row:
        if one.count > 1:
            name = self.say(message("{n} facts {fact}", n=one.count, fact=one.fact))
            return Row(((one.label or name, name) if one.label else (name,), ("",), ("",)))
        named: Cell = (one.label, one.fact) if one.label else (one.fact,)
        if one.fact.endswith("[]") and isinstance(one.before, list):
            went = self.say(message("left: {names}", names=one.before_text)) if one.before else ""
            came = self.say(message("new: {names}", names=one.after_text)) if one.after else ""
            return Row((named, (went,), (came,)))
        return Row((named, (one.before_text,), (one.after_text,)))

    def _parameters(self) -> Section:
        heads = (message("Parameter"), message("Before"), message("Now"))
        rows = (
            Row((self._named(one.label, one.name), (one.before or "–",), (one.after or "–",)))
            for one in self.found.parameters
        )
        return self._section(
            "parameters", message("Thresholds and other parameters that differ"), heads, rows
        )

    def _rulesets(self) -> Section:
        heads = (message("Ruleset"), message("Before"), message("Now"), message("Checks"))
        rows = (
            Row(
                (
                    (one.name,),
                    (one.version_before or "–", one.sha256_before[:12]),
                    (one.version_after or "–", one.sha256_after[:12]),
                    tuple(self._checks(one)) or ("",),
                )
            )
            for one in self.found.rulesets
        )
        return self._section("rulesets", message("Rulesets that differ"), heads, rows)

    def _checks(self, one: c.ChangedRuleset) -> Iterator[str]:
        if one.checks_added:
            yield self.say(message("added: {names}", names=list(one.checks_added)))
        if one.checks_removed:
            yield self.say(message("removed: {names}", names=list(one.checks_removed)))
        if one.checks_changed:
            yield self.say(message("deciding otherwise: {names}", names=list(one.checks_changed)))

    def _waivers(self) -> Section:
        heads = (message("Waiver"), message("Before"), message("Now"))
        rows = (
            Row(
                (
                    (f"{one.check}: {self.subject(one.subject)}",),
                    (self._standing(one.before, one.expires_before),),
                    (self._standing(one.after, one.expires_after),),
                )
            )
            for one in self.found.waivers
        )
        return self._section("waivers", message("Waivers that differ"), heads, rows)

    def subject(self, name: str) -> str:
        """What a waiver speaks of."""
        return self.say(message("every subject")) if name == "all" else name

    def _standing(self, name: str, expires: str) -> str:
        if not name:
            return "–"
        said = self.say(_STANDINGS[name])
        day = date_text(expires, self.found.language)
        if day and name == "expired":
            return self.say(message("expired on {day}", day=day))
        return self.say(message("{standing}, until {day}", standing=said, day=day)) if day else said

    def _section(
        self, name: str, title: Message, heads: Sequence[Message], rows: Iterable[Row], intro: Cell = ()
    ) -> Section:
        return Section(name, self.say(title), intro, tuple(map(self.say, heads)), tuple(rows))


_FINDINGS = {
    "new": message("New findings"),
    "became known": message("Findings that are now known"),
    "worsened": message("Findings that got worse"),
    "improved": message("Findings that got better"),
    "resolved": message("Findings that are resolved"),
    "became unknown": message("Findings of which nothing is known any more"),
    "withdrawn": message("Findings that the review rejected"),
}
_KINDS = {
    "facts": message("facts"),
    "coverage": message("coverage"),
    "subjects": message("subjects"),
    "time": message("time"),
    "thresholds": message("thresholds"),
    "rules": message("rules"),
    "outcomes": message("outcomes"),
    "findings": message("findings"),
    "objectives": message("objectives"),
    "plan": message("plan"),
    "waiver": message("waiver"),
    "review": message("review"),
    "program": message("program"),
}
_STANDINGS = {
    "in force": message("in force"),
    "not yet": message("not yet in force"),
    "expired": message("expired"),
    "not known": message("not known to be in force"),
}
