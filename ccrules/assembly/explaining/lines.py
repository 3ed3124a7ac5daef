"""An explanation as indented lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from ccrules.assembly.context import Context
from ccrules.assembly.explaining.changing import Changing
from ccrules.assembly.explaining.explained import Explained, Wait
from ccrules.assembly.explaining.fragile import Fragile
from ccrules.assembly.explaining.leads import VERDICTS, Leads
from ccrules.assembly.explaining.sentences import Sentences
from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.stopping import Stop
from ccrules.conditions.tracing import FactTrace, Row, Rows, Trace
from ccrules.facts.base import Entity
from ccrules.text import shown

MARKS = {p.TRUE: "✓", p.FALSE: "✗", p.NA: "–"}
OPEN = "?"
#: Rows of a loop that are printed; the rest is counted.
MOST_PRINTED = 10


class Lines:
    """Prints explanations.

    Args:
        context: the assessment.
        sentences: says the parts of conditions.
        code: whether the author's text stands below each sentence.
    """

    def __init__(self, context: Context, sentences: Sentences, *, code: bool = False) -> None:
        self.context, self.sentences, self.code = context, sentences, code
        self.naming, self.phrases = sentences.naming, sentences.phrases
        self.changing, self.leads = Changing(sentences), Leads(context, sentences.phrases)

    def of(self, found: Explained) -> Iterator[str]:
        """One explained outcome."""
        yield self._head(found)
        if found.reason is not None and not _is_told(found):
            yield f"  {self.context.say(found.reason)}"
        for name, trace in found.sections:
            yield f"  {self._say(f'{_SECTIONS[name]} where')}"
            yield from self._part(trace, 2, found.subject)
        if found.reads:
            yield f"  {self._say('python check')}"
            yield from (f"    {self._fact(fact, found.subject)}" for fact in found.reads)
        if found.more_reads:
            yield f"    {self.phrases('more rows', n=shown(found.more_reads, self.context.language))}"
        yield from (f"  {line}" for line in self.remarks(found))

    def remarks(self, found: Explained) -> Iterator[str]:
        """What stands behind the condition: whether it is firm, why not, and what would change it."""
        if found.fragility is not None:
            text = Fragile(self.context).text(found.fragility, found.subject)
            yield self._say("fragile", text=text)
        yield from self.leads.lines(found.check, found.subject, found.verdict)
        yield from self._why_not(found)
        yield from self.changing.lines(found)

    def _say(self, key: str, **values: object) -> str:
        return self.phrases.sentence(self.phrases(key, **values))

    def _head(self, found: Explained) -> str:
        verdict = self.phrases(VERDICTS[found.verdict])
        if found.would:
            verdict = self.phrases("would", verdict=verdict, would=self.phrases(VERDICTS[found.would]))
        name = self.naming.entity(found.subject)
        return self._say("verdict", subject=name, verdict=verdict)

    # --- the tree --------------------------------------------------------------------

    def _part(self, trace: Trace, depth: int, subject: Entity) -> Iterator[str]:
        indent = "  " * depth
        mark = f"{MARKS.get(trace.outcome, OPEN)} " if trace.is_condition else ""
        loop = isinstance(trace.node, tree.Aggregate)
        single = trace.facts[0] if len(trace.facts) == 1 and trace.is_condition and not loop else None
        yield f"{indent}{mark}{self._sentence(trace)}{self._origin(single) if single else ''}"
        below = indent + " " * len(mark)
        yield from (f"{below}({self.sentences.given(one)})" for one in trace.given)
        if self.code:
            yield f"{below}{self.phrases('code', code=_code(trace))}"
        if not single:
            yield from (f"{below}{self._fact(fact, subject)}" for fact in trace.facts)
        yield from self._below(trace, depth, below, subject)

    def _sentence(self, trace: Trace) -> str:
        sentence = self.sentences.of(trace)
        if not trace.name or trace.is_condition:
            return sentence
        return self.phrases("named value", name=self.naming.quoted(trace.name), sentence=sentence)

    def _below(self, trace: Trace, depth: int, below: str, subject: Entity) -> Iterator[str]:
        """Rows and parts; a part whose value the sentence above tells goes without its own."""
        if trace.rows is not None:
            yield from (f"{below}{line}" for line in self._rows(trace, trace.rows, subject))
        for part in trace.parts:
            if part.is_condition or not _is_side(part, trace.node):
                yield from self._part(part, depth + 1, subject)
                continue
            yield from (f"{below}{self._fact(fact, subject)}" for fact in part.facts)
            yield from self._below(part, depth, below, subject)

    def _rows(self, trace: Trace, rows: Rows, subject: Entity) -> Iterator[str]:
        yield self.phrases.typeset(self._tally(rows))
        printed = rows.listed[:MOST_PRINTED]
        for row in printed:
            yield from (f"  {line}" for line in self._row(trace, row, subject))
        more = rows.more + len(rows.listed) - len(printed)
        if more:
            yield f"  {self.phrases('more rows', n=shown(more, self.context.language))}"

    def _tally(self, rows: Rows) -> str:
        counted = self.phrases("counted", n=rows.counted)
        if rows.total is not None:
            counted = self.phrases("counted of", n=rows.counted, total=rows.total)
        return self.phrases("counted and open", counted=counted, n=rows.open) if rows.open else counted

    def _row(self, trace: Trace, row: Row, subject: Entity) -> Iterator[str]:
        names = self.naming.members(trace.node, row.members)
        mark = MARKS.get(row.counts, OPEN)
        own = {id(member) for member in row.members}
        facts = [self._fact(fact, fact.entity if id(fact.entity) in own else subject) for fact in row.facts]
        if len(facts) == 1:
            yield self.phrases("row", member=f"{mark} {names}", fact=facts[0])
            return
        yield f"{mark} {names}"
        yield from (f"    {fact}" for fact in facts)

    def _fact(self, fact: FactTrace, subject: Entity) -> str:
        """A fact with its value and where it was written."""
        attribute = fact.entity._type.attributes[fact.attribute]
        name = self.naming.owned(self.naming.attribute(attribute), fact.entity, subject)
        value = self.naming.fact(fact.entity, fact.attribute, fact.value)
        return self._say("value", name=name, value=value) + self._origin(fact)

    def _origin(self, fact: FactTrace) -> str:
        found = self.context.base.origin(fact.entity, fact.attribute)
        if found is None:
            return ""
        about = [str(found.place), found.source, found.by, found.on]
        known = ", ".join(text for text in about if text)
        return f"  [{known}]" if known else ""

    # --- why not ---------------------------------------------------------------------

    def _why_not(self, found: Explained) -> Iterator[str]:
        single = sum(1 for _, trace in found.sections for _ in _leaves(trace)) == 1
        if found.missing and (single or not found.waits):
            yield self._say("missing")
            yield from (f"  - {self.naming.missing(one)}" for one in self.context.missing(found.missing))
        elif found.waits:
            yield self._say("waits")
            for missing, waits in _by_facts(found.waits).items():
                yield from (f"  {OPEN} {self.sentences.of(wait.part)}" for wait in waits)
                facts = ", ".join(map(self.naming.missing, self.context.missing(missing)))
                yield f"    {self._say('waits for', facts=facts)}"
        elif not single and found.stops and found.stops[0]:
            yield f"{self._say(f'stops {stops_kind(found.stops)}')}"
            for stop in found.stops:
                sentences = [self.sentences.of(part).rstrip(" :\u00a0") for part in stop]
                yield f"  - {self.phrases.typeset('; '.join(sentences))}"


def _is_told(found: Explained) -> bool:
    """Whether the parts of the check tell the reason."""
    if found.verdict == "error" or not found.sections:
        return False
    return found.check.run is None or found.sections[0][1].outcome != p.TRUE


_SECTIONS = {"applies": "applies", "when": "fails"}


def stops_kind(stops: tuple[Stop, ...]) -> str:
    """Which sentence introduces what stops a check."""
    if len(stops[0]) > 1:
        return "all" if len(stops) == 1 else "groups"
    return "one" if len(stops) == 1 else "any"


def _is_side(part: Trace, node: tree.Node) -> bool:
    """Whether a part is one side of a comparison, which is said with its value."""
    sides = node.parts() if isinstance(node, tree.Compare | tree.Contains) else ()
    return any(part.node in (side, getattr(side, "body", None)) for side in sides)


def _leaves(trace: Trace) -> Iterator[Trace]:
    """The parts that are no groups."""
    if not trace.join:
        yield trace
    for part in trace.parts if trace.join else ():
        yield from _leaves(part)


def _by_facts(waits: tuple[Wait, ...]) -> dict[tuple[str, ...], list[Wait]]:
    """Open parts that wait for the same facts, together."""
    found: dict[tuple[str, ...], list[Wait]] = {}
    for wait in waits:
        found.setdefault(wait.missing, []).append(wait)
    return found


def _code(trace: Trace) -> str:
    return f"{trace.name} = {trace.text}" if trace.name and trace.name != trace.text else trace.text
