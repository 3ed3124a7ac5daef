"""What the deck tells, slide by slide: the executive summary, with what stands behind it in the notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ccrules.renderers.report.model import Action, Block, Cause, Report
from ccrules.renderers.report.score_board import ScoreLine
from ccrules.renderers.slides.deck import SOFT, Area, Deck, Paragraph, Run, paragraphs_height, row_height
from ccrules.renderers.slides.fit import split
from ccrules.renderers.slides.sizes import (
    MOST_CAUSES,
    MOST_FINDINGS,
    MOST_IDS,
    MOST_IN_CELL,
    MOST_IN_WAVE,
    MOST_MARKS,
    MOST_REMARKS,
)
from ccrules.renderers.word.markup import SEVERITY_COLOURS

Say = Callable[..., str]
#: A cell of a table: its paragraphs.
Cell = Sequence[Paragraph]

#: How much smaller letters may be for a table to fit on one slide.
SCALES = (1.0, 0.94, 0.88, 0.82)


class Story:
    """Writes the slides.

    Args:
        deck: where they go.
        report: what they tell.
        say: the words of the report.
        clean: makes a text fit to be printed.
    """

    def __init__(self, deck: Deck, report: Report, say: Say, clean: Callable[[str], str]) -> None:
        self.deck, self.report, self.say, self.clean = deck, report, say, clean

    def tell(self, draw: Callable[[Story], None]) -> None:
        """Every slide after the cover.

        Args:
            draw: adds the slides with pictures, after the findings.
        """
        self.messages()
        self.unknown()
        self.scores()
        self.findings()
        self.causes()
        draw(self)
        self.matrix()
        self.roadmap()
        self.actions()
        self.outlook()
        self.next_steps()
        self.by_hand()

    # Slides ----------------------------------------------------------------------------------

    def messages(self) -> None:
        """Three messages."""
        found = self.report.executive
        said = [
            [[self.run(f"{at}.  {one.title}", 17, bold=True, colour="primary")], [self.run(one.text, 13)]]
            for at, one in enumerate(found.messages, 1)
        ]
        opening = [[self.run(" ".join(part for part in (found.opening, found.strengths) if part), 13)]]
        title = self.say("executive.points", n=len(found.messages))
        self.blocks(title, [opening, *said], self.listed(self.report.messages))

    def unknown(self) -> None:
        """What nobody could say yet, and whom to ask."""
        found = self.report.executive
        said = " ".join(part for part in (found.unknown, found.open_causes) if part)
        lacks = [
            [
                [self.run(one.fact, 13, bold=True)],
                [self.run(f"{one.question} {one.change}", 12)],
                *(
                    [[self.run(f"{self.say('column.ask')}{self.say('colon')}{one.ask}", 11, colour=SOFT)]]
                    * bool(one.ask)
                ),
            ]
            for one in found.lacks
        ]
        facts = [f"{one.fact}: {one.blocks}" for one in self.report.unknowns]
        self.blocks(self.say("executive.unknown_title"), [[[self.run(said, 13)]], *lacks], self.listed(facts))

    def scores(self) -> None:
        """Scores as intervals with their coverage; nothing without them."""
        board = self.report.scores
        if board is None:
            return
        heads = [self.say(f"column.{name}") for name in ("topic", "score", "gap")]
        rows = [self.score(one) for one in board.lines]
        notes = f"{self.say('score.weights', weights=board.weights)} {board.why}"
        self.table(self.say("heading.scores"), heads, rows, (30, 40, 30), notes)

    def score(self, one: ScoreLine) -> list[Cell]:
        """A row of the table of scores."""
        gates = [[self.run(gate, 10, colour=SOFT)] for gate in one.gates]
        gaps = [[self.run(gap, 11)] for gap in one.gaps]
        return [
            [[self.run(one.title, 12, bold=True)]],
            [[self.run(one.text, 12)], *gates],
            gaps or [[self.run("–", 11)]],
        ]

    def findings(self) -> None:
        """The findings that weigh most."""
        if not self.report.blocks:
            self.blocks(self.say("slide.findings"), [[[self.run(self.say("intro.no_findings"), 14)]]], "")
            return
        heads = [self.say(f"column.{name}") for name in ("severity", "finding", "subjects", "exposure")]
        shown = self.report.blocks[:MOST_FINDINGS]
        rows = [self.finding(one) for one in shown]
        notes = "\n".join(self.evidence(one) for one in shown)
        self.table(self.message(0, "slide.findings"), heads, rows, (13, 51, 18, 18), notes)

    def finding(self, one: Block) -> list[Cell]:
        """A row of the table of findings."""
        colour = SEVERITY_COLOURS.get(one.severity, SOFT)
        said = one.title if not one.single else one.rows[0].message
        below: list[Paragraph] = [[self.run(said, 11, colour=SOFT)]] if said != one.title else []
        below += self.marks([mark for row in one.all_rows for mark in row.marks])
        return [
            [[self.run(one.severity_label, 12, bold=True, colour=colour)]],
            [[self.run(one.title, 13, bold=True)], *below],
            [[self.run(one.count or "–", 12)]],
            [[self.run(one.exposure or (one.rows[0].exposure if one.single else "") or "–", 12)]],
        ]

    def marks(self, marks: Sequence[str]) -> list[Paragraph]:
        """What waivers and the review say, each once; what is left out stands in the notes."""
        found = list(dict.fromkeys(marks))
        more = [self.say("count.and_more", n=len(found) - MOST_MARKS)] if len(found) > MOST_MARKS else []
        return [[self.run(one, 11, bold=True)] for one in [*found[:MOST_MARKS], *more]]

    def evidence(self, one: Block) -> str:
        """The ids of a block's findings, and the facts under the first of them."""
        ids = [row.id for row in one.all_rows]
        more = f" (+ {len(ids) - MOST_IDS})" if len(ids) > MOST_IDS else ""
        facts = [
            f"{proof.fact} = {proof.value} [{proof.origin}]"
            for row in one.rows[:2]
            for proof in row.proofs[:4]
        ]
        marks = [f"{row.id}: {mark}" for row in one.all_rows for mark in row.marks]
        head = f"{one.check} {one.title}: {', '.join(ids[:MOST_IDS])}{more}"
        return "\n".join([head, *(f"  {line}" for line in (*facts, *marks))])

    def causes(self) -> None:
        """What explains most of them."""
        if not self.report.causes:
            self.blocks(self.say("heading.causes"), [[[self.run(self.say("intro.no_causes"), 14)]]], "")
            return
        shown = self.report.causes[:MOST_CAUSES]
        heads = [self.say("column.cause"), self.say("label.belief"), self.say("label.explains")]
        rows = [self.cause(one) for one in shown]
        notes = "\n".join(self.grounds(one) for one in shown)
        self.table(self.message(1, "heading.causes"), heads, rows, (40, 13, 47), notes)

    def cause(self, one: Cause) -> list[Cell]:
        """A row of the table of causes."""
        title = f"{one.title} ({one.subject})" if one.subject else one.title
        explained = ", ".join(part.title for part in one.explains[:MOST_IN_CELL])
        return [
            [[self.run(title, 13, bold=True)], *self.marks(one.marks)],
            [[self.run(one.belief, 13)]],
            [[self.run(one.explains_count, 12, bold=True)], [self.run(explained, 11, colour=SOFT)]],
        ]

    def grounds(self, one: Cause) -> str:
        """The rules under a cause, with what they rest on."""
        rules = [f"{ground.rule}: {', '.join(part.id for part in ground.premises)}" for ground in one.grounds]
        return "\n".join([f"{one.key} {one.title} ({one.belief})", *(f"  {rule}" for rule in rules)])

    def matrix(self) -> None:
        """Actions by the worst severity they resolve and the effort they take, as a table."""
        if not self.report.waves:
            return
        effort, colon = self.say("label.effort"), self.say("colon")
        heads = [self.say("label.impact"), *(f"{effort}{colon}{one.lower()}" for one in self.report.efforts)]
        rows: list[list[Cell]] = []
        for row in self.report.matrix:
            colour = SEVERITY_COLOURS.get(row.severity, SOFT)
            head: Cell = [[self.run(row.label, 12, bold=True, colour=colour)]]
            rows.append(
                [head, *(self.cell([f"{one.note}. {one.title}" for one in cell]) for cell in row.cells)]
            )
        self.table(self.say("heading.matrix"), heads, rows, (16, 28, 28, 28), self.say("intro.matrix"))

    def cell(self, lines: Sequence[str]) -> Cell:
        """The first of many lines, and how many more there are."""
        more = [self.say("count.and_more", n=len(lines) - MOST_IN_CELL)] if len(lines) > MOST_IN_CELL else []
        return [[self.run(one, 11)] for one in [*lines[:MOST_IN_CELL], *more]] or [[self.run("", 11)]]

    def roadmap(self) -> None:
        """The waves side by side."""
        waves = self.report.waves[:4]
        if not waves:
            return
        heads = [f"{wave.title} ({len(wave.all_actions)})" for wave in waves]
        cells = [self.wave(sorted(wave.all_actions, key=lambda one: one.rank)) for wave in waves]
        ids = [
            f"{one.rank}. {one.id}: {', '.join(part.id for part in one.resolves)}"
            for one in self.first_actions()
        ]
        self.table(self.say("slide.roadmap"), heads, [cells], [1] * len(waves), self.listed(ids))

    def wave(self, actions: Sequence[Action]) -> Cell:
        """The actions of a wave, with who leads and by when."""
        found: list[Paragraph] = []
        for one in actions[:MOST_IN_WAVE]:
            about = ", ".join(part for part in (one.owner, one.horizon) if part)
            found.append(
                [
                    self.run(f"{one.rank}. {one.title}", 11),
                    *([self.run(f"  {about}", 9, colour=SOFT)] * bool(about)),
                ]
            )
        if len(actions) > MOST_IN_WAVE:
            found.append(
                [self.run(self.say("count.and_more", n=len(actions) - MOST_IN_WAVE), 11, colour=SOFT)]
            )
        return found

    def actions(self) -> None:
        """The actions to decide on."""
        moves = self.report.executive.moves
        title = self.say("executive.moves", n=len(moves))
        if not moves:
            self.blocks(self.say("heading.plan"), [[[self.run(self.say("executive.no_moves"), 14)]]], "")
            return
        heads = [
            "",
            *(self.say(key) for key in ("column.action", "label.owner", "label.horizon", "column.effort")),
        ]
        marks = {one.id: self.marks(one.marks) for one in self.first_actions()}
        rows: list[list[Cell]] = [
            [
                [[self.run(one.action.note, 14, bold=True, colour="primary")]],
                [
                    [self.run(one.action.title, 13, bold=True)],
                    [self.run(one.effect, 11, colour=SOFT)],
                    *marks.get(one.action.id, ()),
                ],
                [[self.run(one.owner or "–", 11)]],
                [[self.run(one.horizon or "–", 11)]],
                [[self.run(one.effort_label, 11)]],
            ]
            for one in moves
        ]
        wanted = {one.action.id for one in moves}
        found = [one for one in self.first_actions() if one.id in wanted]
        ids = [
            f"{one.rank}. {one.id}: {', '.join(part.id for part in (*one.resolves, *one.addresses))}"
            for one in found
        ]
        self.table(title, heads, rows, (5, 53, 17, 15, 10), self.listed(ids))

    def outlook(self) -> None:
        """What changes, and what happens otherwise, side by side."""
        found = self.report.executive
        slide = self.deck.slide(self.say("slide.outlook"), self.listed([*found.expected, *found.otherwise]))
        half = (self.deck.area.width - 24) / 2
        sides = (
            (self.say("executive.expected"), found.expected, "executive.nothing_expected"),
            (self.say("executive.otherwise_title"), found.otherwise, "executive.nothing_otherwise"),
        )
        for at, (title, sentences, nothing) in enumerate(sides):
            lines = list(sentences) or [self.say(nothing)]
            size = self.size(lines, half - 16, self.deck.area.height - 40)
            paragraphs = [
                [self.run(title, 15, bold=True, colour="primary")],
                *([self.run(f"•  {one}", size)] for one in lines),
            ]
            area = Area(
                self.deck.area.left + at * (half + 24), self.deck.area.top, half, self.deck.area.height
            )
            self.deck.text(slide, area, paragraphs, 7)

    def next_steps(self) -> None:
        """Decide, begin, ask."""
        found = self.report.executive
        steps: list[list[Paragraph]] = []
        if found.moves:
            steps.append(
                [[self.run(self.say("slide.decide", n=len(found.moves)), 15, bold=True, colour="primary")]]
            )
            first = found.moves[:3]
            lines = [
                " – ".join(part for part in (one.action.title, one.owner, one.horizon) if part)
                for one in first
            ]
            steps.append(
                [[self.run(self.say("slide.begin"), 15, bold=True, colour="primary")], *self.points(lines)]
            )
        if found.lacks:
            lines = [f"{one.fact} – {one.ask}" if one.ask else one.fact for one in found.lacks[:5]]
            steps.append(
                [[self.run(self.say("slide.collect"), 15, bold=True, colour="primary")], *self.points(lines)]
            )
        steps.append([[self.run(self.say("slide.review"), 15, bold=True, colour="primary")]])
        self.blocks(self.say("slide.next"), steps, self.listed([one.action.id for one in found.moves]))

    def by_hand(self) -> None:
        """What was decided by hand: waivers, and what the review rejects; nothing without them."""
        for part in self.report.by_hand:
            lines = [(one.text, one.origin) for one in part.remarks]
            blocks = [[[self.run(f"•  {text}", 12)]] for text, _ in lines[:MOST_REMARKS]]
            rest = len(lines) - MOST_REMARKS
            more = [[[self.run(self.say("count.and_more", n=rest), 12, colour=SOFT)]]] if rest > 0 else []
            notes = self.listed([" ".join(filter(None, line)) for line in lines])
            self.blocks(part.title, [*blocks, *more], notes)

    # Pieces ----------------------------------------------------------------------------------

    def message(self, number: int, key: str) -> str:
        """A message as the title of a slide; what the slide is about where there is no such message."""
        found = self.report.executive.messages
        return (
            f"{self.say(key)}{self.say('colon')}{found[number].title}"
            if number < len(found)
            else self.say(key)
        )

    def first_actions(self) -> list[Action]:
        """The actions by rank."""
        return sorted(
            (one for wave in self.report.waves for one in wave.all_actions), key=lambda one: one.rank
        )

    def run(self, text: str, size: float, *, bold: bool = False, colour: str = "18212C") -> Run:
        """A piece of text."""
        return Run(self.clean(text), size, bold, colour)

    def points(self, lines: Sequence[str]) -> list[Paragraph]:
        """Lines with a mark before each."""
        return [[self.run(f"•  {one}", 13)] for one in lines]

    def listed(self, lines: Sequence[str]) -> str:
        """Notes of a line each."""
        return self.clean("\n".join(f"- {one}" for one in lines if one))

    def size(self, lines: Sequence[str], room: float, high: float) -> float:
        """The largest size at which lines fit."""
        for size in (14.0, 13.0, 12.0, 11.0):
            if paragraphs_height([[self.run(f"•  {one}", size)] for one in lines], room, 7) <= high:
                return size
        return 10.0

    def blocks(self, title: str, blocks: Sequence[Sequence[Paragraph]], notes: str) -> None:
        """Blocks of text below each other, on as many slides as they need."""
        area, gap = self.deck.area, 12.0
        heights = [paragraphs_height(one, area.width - 16, 3) + gap for one in blocks]
        groups = list(split(blocks, heights, area.height))
        for number, group in enumerate(groups, 1):
            slide = self.deck.slide(self.numbered(title, number, len(groups)), notes)
            top = area.top
            for one in group:
                high = paragraphs_height(one, area.width - 16, 3)
                self.deck.text(slide, Area(area.left, top, area.width, high), one, 3)
                top += high + gap

    def table(
        self,
        title: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        shares: Sequence[float],
        notes: str,
    ) -> None:
        """A table: on one slide if it fits in smaller letters, else on as many as it needs."""
        widths = [self.deck.area.width * share / sum(shares) for share in shares]
        room = self.deck.area.height - 26
        fitting = (found for scale in SCALES if _high(found := _scaled(rows, scale), widths) <= room)
        rows = next(fitting, rows)
        groups = list(split(rows, [row_height(row, widths) for row in rows], room))
        for number, group in enumerate(groups, 1):
            slide = self.deck.slide(self.numbered(title, number, len(groups)), self.clean(notes))
            self.deck.table(slide, [self.clean(one) for one in heads], group, widths)

    def numbered(self, title: str, number: int, total: int) -> str:
        """A title with its place among several of one kind."""
        return self.clean(f"{title} ({number}/{total})" if total > 1 else title)


def _scaled(rows: Sequence[Sequence[Cell]], scale: float) -> list[list[Cell]]:
    """The same table in smaller letters."""
    if scale == 1:
        return [list(row) for row in rows]
    return [
        [[[replace(run, size=round(run.size * scale, 1)) for run in line] for line in cell] for cell in row]
        for row in rows
    ]


def _high(rows: Sequence[Sequence[Cell]], widths: Sequence[float]) -> float:
    return sum(row_height(row, widths) for row in rows)
