"""The report for a terminal: wraps to its width, with colour only where that is asked for."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence

from ccrules.assessment import Assessment
from ccrules.renderers.canvas import Piece, canvas
from ccrules.renderers.clean import clean, printable
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.report import Report, build_report
from ccrules.renderers.report.model import Action, Block, Cause, Contrast, Group, Reference, Rivalry, Unknown
from ccrules.renderers.wording import Wording, wording_for
from ccrules.text import typeset
from ccrules.text.markdown import to_text

FORMAT = "terminal"
EXTENSIONS: tuple[str, ...] = ()

#: Lines longer than this are hard to read, however wide the window is.
MAX_WIDTH = 112
MIN_WIDTH = 40

#: Stand in for no-break spaces while lines are wrapped, because rich breaks lines at those too.
_KEPT = {ord("\u00a0"): "\ue000", ord("\u202f"): "\ue001"}
_RESTORED = {0xE000: "\u00a0", 0xE001: "\u202f"}

_STYLES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "cyan", "info": "dim"}
_MARKS = {"critical": "■■■■", "high": "■■■□", "medium": "■■□□", "low": "■□□□", "info": "□□□□"}


def render(assessment: Assessment, options: RenderOptions) -> str:
    """Render an assessment for a terminal.

    Args:
        assessment: the assessment.
        options: language, width, colour, encoding.

    Raises:
        InputError: a catalogue of a template folder can't be used.
    """
    words = wording_for(assessment, options)
    report = build_report(assessment, options, words)
    page = _Page(words, options)
    for part in (_cover, _opening, _plan, _scores, _findings, _conclusions, _outcomes, _method, _annex):
        part(page, report)
    return page.text()


class _Page:
    """What has been printed so far; every text passes through here and is made harmless."""

    def __init__(self, words: Wording, options: RenderOptions) -> None:
        self.say, self.words, self.encoding = words.say, words, options.encoding
        width = options.width or min(shutil.get_terminal_size((100, 24)).columns, MAX_WIDTH)
        self._canvas = canvas(max(width, MIN_WIDTH), colour=options.colour)

    def text(self) -> str:
        """Everything printed, without blanks at the ends of lines."""
        lines = printable(self._canvas.text().translate(_RESTORED), self.encoding).split("\n")
        return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"

    def written(self, *pieces: str | Piece) -> list[Piece]:
        """Plain and styled pieces as they are printed, on one line."""
        return [self._piece(*piece) if isinstance(piece, tuple) else self._piece(piece) for piece in pieces]

    def _piece(self, text: str, style: str = "") -> Piece:
        safe = typeset(clean(text), self.words.language)
        one_line = printable(" ".join(safe.split("\n")), self.encoding)
        return one_line.translate(_KEPT), style

    def line(self, *pieces: str | Piece, indent: int = 0) -> None:
        """Print one paragraph."""
        self._canvas.paragraph(self.written(*pieces), indent)

    def item(self, mark: str, *pieces: str | Piece, indent: int = 0) -> None:
        """Print one entry of a list, its lines aligned behind the mark."""
        self._canvas.entry(self.written(mark), self.written(*pieces), indent)

    def blank(self) -> None:
        """Print an empty line."""
        self._canvas.blank()

    def table(
        self, heads: Iterable[str], rows: Iterable[Sequence[str | Piece]], right: Sequence[bool]
    ) -> None:
        """Print a table; ``right`` says which columns hold numbers."""
        cells = [[self.written(cell) for cell in row] for row in rows]
        self._canvas.table([self.written((head, "")) for head in heads], cells, right)

    def heading(self, key: str) -> None:
        """Print the heading of a section."""
        self.titled(self.say(key))

    def titled(self, title: str) -> None:
        """Print a heading that is worded already."""
        self.blank()
        self.line((title, "bold"))
        self.line(("─" * min(len(title), self._canvas.width), "dim"))

    def subheading(self, title: str) -> None:
        """Print the heading of a part of a section."""
        self.blank()
        self.line((title, "bold"))

    def markdown(self, text: str, indent: int = 0) -> None:
        """Print an author's Markdown as plain text, line by line."""
        for line in to_text(typeset(clean(text), self.words.language)).split("\n"):
            self.line(line, indent=indent + len(line) - len(line.lstrip()))

    def term(self, key: str, value: str, indent: int = 0) -> None:
        """Print a named value, if there is one."""
        if value:
            self.line((f"{self.say(key)}{self.say('colon')}", "dim"), value, indent=indent)


def _named(references: Iterable[Reference]) -> str:
    return ", ".join(f"{one.title} ({one.note})" if one.note else one.title for one in references)


def _ranked(references: Iterable[Reference]) -> str:
    return ", ".join(f"{one.note}. {one.title}" if one.note else one.title for one in references)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _cover(page: _Page, report: Report) -> None:
    page.line((report.title, "bold"), f" · {report.draft}" if report.draft else "")
    page.line((_joined(report.date, report.subtitle), "dim"))
    if report.marked:
        page.line((report.marked, "bold"))
    figures = [
        f"{page.say('figure.coverage')} {report.coverage}",
        *(f"{one.value} {one.name}" for one in report.figures),
    ]
    page.line(_joined(*figures))
    page.term("label.weights", ", ".join(f"{one.name} ({one.value})" for one in report.objectives))


def _opening(page: _Page, report: Report) -> None:
    page.heading("heading.messages")
    for number, sentence in enumerate(report.messages, 1):
        page.item(f"{number}.", sentence)
    if report.what_if:
        page.heading("heading.what_if")
        _what_if(page, report.what_if)
    if report.comments:
        page.heading("heading.comments")
        for comment in report.comments:
            page.markdown(comment)
    page.heading("heading.unknowns")
    for one in report.unknowns:
        _unknown(page, one)
    if report.more_unknowns:
        page.line(page.say("more", n=len(report.more_unknowns)))
    elif not report.unknowns:
        page.line(page.say("intro.not_listed" if report.not_assessed else "intro.no_unknowns"))


def _what_if(page: _Page, found: Contrast) -> None:
    page.line(found.settings)
    for title, changes in found.groups:
        page.line((title, "bold"), indent=2)
        for change in changes:
            page.item("•", change, indent=4)
    if not found.groups:
        page.line(page.say("what_if.nothing"), indent=2)


def _unknown(page: _Page, one: Unknown) -> None:
    about = f" ({one.about})" if one.about else ""
    blocks = f"{page.say('colon')}{one.blocks}" if one.blocks else ""
    page.item("•", (one.label, "bold"), about, blocks, (f"  {one.fact}", "dim"))
    ask = f" ({page.say('column.ask')}{page.say('colon')}{one.ask})" if one.ask else ""
    if one.question or ask:
        page.line(one.question, ask, indent=2)
    page.line((f"{_named(one.checks)} {one.more_checks}", "dim"), indent=2)


def _plan(page: _Page, report: Report) -> None:
    page.heading("heading.plan")
    if not report.waves:
        page.line(page.say("intro.no_plan"))
    page.term("follow_up.heading", report.progress, 0)
    if report.followed:
        page.line(page.say("follow_up.others"))
    for one in report.followed:
        page.item("•", one.text, (f"  {one.origin}", "dim"))
    for wave in report.waves:
        page.subheading(wave.title)
        for action in wave.actions:
            _action(page, action)
        if wave.more:
            page.line(wave.more)


def _action(page: _Page, action: Action) -> None:
    page.item(f"{action.rank}.", (action.title, "bold"))
    effort = f"{page.say('label.effort')}{page.say('colon')}{action.effort_label.lower()}"
    priority = f"{page.say('label.priority')}{page.say('colon')}{action.value}"
    enabling = page.say("label.enabling") if action.enabling else ""
    page.line((_joined(effort, action.owner, action.horizon, priority, enabling), "dim"), indent=4)
    page.term("follow_up.heading", action.progress, 4)
    for mark in action.marks:
        page.line((mark, "bold"), indent=4)
    page.term("label.resolves", _named(action.resolves), 4)
    page.term("label.addresses", _named(action.addresses), 4)
    page.term("label.after", _ranked(action.after), 4)


def _scores(page: _Page, report: Report) -> None:
    found = report.scores
    if found is None:
        return
    page.heading("heading.scores")
    page.line(page.say("intro.scores"))
    for line in found.lines:
        page.item("•", (line.title, "bold"), page.say("colon"), line.text)
        for more in (*line.gates, *line.gaps):
            page.line((more, "dim"), indent=2)
        if line.arithmetic:
            page.line((page.say("semicolon").join(line.arithmetic), "dim"), indent=2)
    if found.unscored:
        page.line(found.unscored)
    page.line((page.say("score.weights", weights=found.weights), "dim"))


def _findings(page: _Page, report: Report) -> None:
    page.heading("heading.findings")
    if report.topics:
        _topics(page, report)
    if not report.blocks:
        page.line(page.say("intro.no_findings"))
    for block in report.blocks:
        _block(page, block)
    if report.more_blocks:
        page.blank()
        page.line(page.say("more", n=len(report.more_blocks)))


def _topics(page: _Page, report: Report) -> None:
    counted = ("fail", "pass", "not_assessed")
    heads = [
        page.say("column.topic"),
        *(page.say(f"outcome.{key}") for key in counted),
        page.say("column.worst"),
    ]
    rows = []
    for topic in report.topics:
        counts = (str(topic.fail), str(topic.passed), str(topic.not_assessed + topic.error))
        last = topic.worst_label if topic.covered else page.say("outcome.not_covered")
        rows.append((topic.title, *counts, (last, _STYLES.get(topic.worst, "dim"))))
    page.table(heads, rows, (False, True, True, True, False))


def _block(page: _Page, block: Block) -> None:
    page.blank()
    severity = (f"{_MARKS.get(block.severity, '')} {block.severity_label}", _STYLES.get(block.severity, ""))
    page.line(severity, "  ", (block.title, "bold"), (f"  {block.check}", "dim"))
    inferred = page.say("label.inferred") if block.inferred else ""
    together = (
        f"{page.say('label.total_exposure')}{page.say('colon')}{block.exposure}" if block.exposure else ""
    )
    if block.count or together or inferred:
        page.line((_joined(block.count, together, inferred), "dim"), indent=2)
    for row in block.rows:
        subject = "" if block.single else f"{row.subject}{page.say('colon')}"
        differs = row.severity_label if row.severity_label != block.severity_label else ""
        note = ", ".join(part for part in (differs, row.exposure) if part)
        page.item("-", (subject, "bold"), row.message, f" ({note})" if note else "", indent=2)
        page.term("label.rests_on", _named(row.outcomes), 4)
        for mark in row.marks:
            page.line((mark, "bold"), indent=4)
        page.term("label.doubt", row.doubt, 4)
        page.term("label.fragile", row.fragile, 4)
    if block.more:
        page.line(block.more, indent=4)
    page.term("label.actions", _ranked(block.actions), 2)
    page.term("label.causes", _named(block.causes), 2)
    page.term("label.advice", block.advice, 2)
    page.term("label.thresholds", ", ".join(f"{one.name} {one.value}" for one in block.parameters), 2)
    page.term("label.source", page.say("semicolon").join(one.text for one in block.sources), 2)


def _conclusions(page: _Page, report: Report) -> None:
    for key, found in (
        ("causes", report.causes),
        ("patterns", report.patterns),
        ("consequences", report.consequences),
    ):
        if found or key != "patterns":
            page.heading(f"heading.{key}")
            _conclusion_list(page, key, found)
        if key == "causes":
            _rivalries(page, report.rivalries)
    page.heading("heading.strengths")
    for one in report.strengths:
        page.item("•", one.text, (f"  {one.shown_by}", "dim"))
    if not report.strengths:
        page.line(page.say("intro.no_strengths"))


def _rivalries(page: _Page, found: Sequence[Rivalry]) -> None:
    if found:
        page.subheading(page.say("heading.rivalries"))
    for one in found:
        page.blank()
        page.term("label.symptoms", _named(one.symptoms), 0)
        for rival in one.rivals:
            page.item(
                "•", (rival.title, "bold"), f", {rival.belief or rival.standing_label}, {rival.explains}"
            )
            page.term("column.speaks_for", _named(rival.grounds), 2)
            page.term("column.against", _named(rival.against), 2)
            page.term("column.to_verify", rival.facts, 2)
        if one.more:
            page.line(one.more)
        page.term("label.consequences", _named(one.consequences), 0)


def _conclusion_list(page: _Page, key: str, found: Sequence[Cause]) -> None:
    if not found:
        page.line(page.say(f"intro.no_{key}"))
    for one in found:
        about = f" ({one.subject})" if one.subject else ""
        page.item("•", (one.title, "bold"), about, f", {page.say('label.belief').lower()} {one.belief}")
        for mark in one.marks:
            page.line((mark, "bold"), indent=2)
        if one.body:
            page.markdown(one.body, indent=2)
        page.term("label.explains", _named(one.explains), 2)
        for ground in one.grounds:
            belief = f", {ground.belief}" if ground.belief else ""
            page.term("label.rests_on", f"{_named(ground.premises)} ({ground.rule}{belief})", 2)
        page.term("label.actions", _ranked(one.actions), 2)


def _outcomes(page: _Page, report: Report) -> None:
    page.heading("heading.passed")
    _groups(page, report.passed, "intro.no_passed")
    page.heading("heading.not_assessed")
    _groups(page, report.not_assessed, "intro.all_assessed", "column.settles")
    page.heading("heading.not_applicable")
    _groups(page, report.not_applicable, "intro.no_not_applicable", "column.reason")
    if report.errors:
        page.heading("heading.errors")
        for broken in report.errors:
            page.item("•", broken.text, (f" ({broken.origin})", "dim"))
    page.heading("heading.hypotheses")
    for hunch in report.hypotheses:
        page.item("•", hunch.title, f" ({hunch.supported})", (f"  {hunch.rule}", "dim"))
        page.term("label.facts", hunch.facts, 2)
    if not report.hypotheses:
        page.line(page.say("intro.no_hypotheses"))
    for part in report.by_hand:
        page.titled(part.title)
        for one in part.remarks:
            page.item("•", one.text, (f" ({one.origin})" if one.origin else "", "dim"))
    if report.notes:
        page.heading("heading.notes")
        for note in report.notes:
            page.item("•", note.text, (f" ({note.origin})" if note.origin else "", "dim"))


def _groups(page: _Page, groups: Sequence[Group], nothing: str, note: str = "") -> None:
    if not groups:
        page.line(page.say(nothing))
    for group in groups:
        page.item("•", group.title, f", {group.count}" if group.count else "", (f"  {group.check}", "dim"))
        members = ", ".join(
            f"{one.subject} ({one.note})" if one.note else one.subject for one in group.members
        )
        page.line(members, f" {group.more}" if group.more else "", indent=2)
        if note:
            page.term(note, group.note, 2)


def _method(page: _Page, report: Report) -> None:
    page.heading("heading.method")
    for used in report.rulesets:
        page.line(f"{used.name} {used.value}", (f"  {used.note}", "dim"))
    for one in report.parameters:
        page.line(f"{one.name}{page.say('colon')}{one.value}", (f" ({one.note})", "dim"))
    if not report.parameters:
        page.line(page.say("intro.no_parameters"))
    page.line(_joined(f"{report.engine.name}{page.say('colon')}{report.engine.value}", report.engine.note))
    page.term("heading.sources", ", ".join(report.files))
    page.line((f"{page.say('label.made_with')} {report.made_with}", "dim"))


def _annex(page: _Page, report: Report) -> None:
    """What the body left out, as compact as possible."""
    actions = [action for wave in report.waves for action in wave.rest]
    blocks = [(block, block.rest) for block in report.blocks if block.rest]
    blocks += [(block, block.all_rows) for block in report.more_blocks]
    if not (actions or blocks or report.more_unknowns or any(group.rest for group in _all_groups(report))):
        return
    page.heading("heading.annex")
    for one in report.more_unknowns:
        _unknown(page, one)
    for action in actions:
        _action(page, action)
    for block, rows in blocks:
        page.item(
            "•",
            (block.title, "bold"),
            f" ({_joined(block.severity_label, block.count)})",
            (f"  {block.check}", "dim"),
        )
        if block.single:
            page.line(rows[0].message, indent=2)
        page.line(", ".join(row.subject for row in rows), indent=2)
    for group in _all_groups(report):
        if group.rest:
            page.item("•", group.title, (f"  {group.check}", "dim"))
            page.line(", ".join(member.subject for member in group.rest), indent=2)


def _all_groups(report: Report) -> tuple[Group, ...]:
    return report.passed + report.not_assessed + report.not_applicable
