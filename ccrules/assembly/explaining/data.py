"""An explanation as plain JSON: the author's text, the sentence, the values and their origins."""

from __future__ import annotations

from typing import Any

from ccrules.assembly.context import Context, json_value
from ccrules.assembly.explaining.changing import Changing
from ccrules.assembly.explaining.explained import Explained, Wait
from ccrules.assembly.explaining.fragile import Fragile
from ccrules.assembly.explaining.leads import VERDICTS
from ccrules.assembly.explaining.lines import MARKS, OPEN, Lines
from ccrules.assembly.explaining.sentences import Sentences
from ccrules.assembly.findings import origin
from ccrules.assessment import MissingGroup
from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.presenting import presentable
from ccrules.conditions.tracing import FactTrace, Row, Trace
from ccrules.facts.base import Entity, fact_name

OUTCOMES = {p.TRUE: "true", p.FALSE: "false", p.NA: "not_applicable"}


class Data:
    """Gives explanations as JSON.

    Args:
        context: the assessment.
        sentences: says the parts of conditions.
    """

    def __init__(self, context: Context, sentences: Sentences) -> None:
        self.context, self.sentences = context, sentences
        self.naming, self.phrases = sentences.naming, sentences.phrases
        self.changing, self.lines = Changing(sentences), Lines(context, sentences)
        self._subject: Entity | None = None

    def of(self, found: Explained) -> dict[str, Any]:
        """One explained outcome."""
        self._subject = found.subject
        data: dict[str, Any] = {
            "check": found.check.id,
            "subject": {"type": found.subject._type.name, "id": found.subject.id},
            "verdict": found.verdict,
            "outcome": self.phrases(VERDICTS[found.verdict]),
            "missing": [self._missing(one) for one in self.context.missing(found.missing)],
            "parts": [
                {"text": self.phrases(f"{name} where"), "part": part, "parts": [self._part(trace)]}
                for name, part, trace in _sections(found)
            ],
        }
        more = {
            "would": found.would,
            "reads": [self._fact(fact) for fact in found.reads],
            "why_not": [[self._short(part) for part in stop] for stop in found.stops if stop],
            "waits": [self._wait(wait) for wait in found.waits],
            "outcomes": self.lines.leads.data(found.check, found.subject),
            "changes": self.changing.data(found),
            "remarks": list(self.lines.remarks(found)),
            "fragile": Fragile(self.context).text(found.fragility, found.subject) if found.fragility else "",
        }
        return data | {name: value for name, value in more.items() if value}

    def _part(self, trace: Trace) -> dict[str, Any]:
        data = self._short(trace)
        data["value"] = json_value(presentable(trace.outcome if trace.is_condition else trace.value))
        more: dict[str, Any] = {
            "name": trace.name,
            "join": trace.join,
            "facts": [self._fact(fact) for fact in trace.facts],
            "given": [self._short(one) for one in trace.given],
            "parameters": [self._parameter(node) for node in trace.parameters],
            "parts": [self._part(part) for part in trace.parts],
        }
        if trace.rows is not None:
            more["rows"] = [self._row(trace, row) for row in trace.rows.listed]
            more["more_rows"] = trace.rows.more
            data["counted"], data["open"] = trace.rows.counted, trace.rows.open
        return data | {name: value for name, value in more.items() if value}

    def _short(self, trace: Trace) -> dict[str, Any]:
        data: dict[str, Any] = {"text": trace.text, "sentence": self.sentences.of(trace)}
        if trace.is_condition:
            data["outcome"] = OUTCOMES.get(trace.outcome, "open")
        return data

    def _row(self, trace: Trace, row: Row) -> dict[str, Any]:
        names = self.naming.members(trace.node, row.members)
        return {
            "text": names,
            "sentence": f"{MARKS.get(row.counts, OPEN)} {names}",
            "value": json_value(presentable(row.counts)),
            "facts": [self._fact(fact) for fact in row.facts],
        }

    def _fact(self, fact: FactTrace) -> dict[str, Any]:
        attribute = fact.entity._type.attributes[fact.attribute]
        name = self.naming.owned(self.naming.attribute(attribute), fact.entity, self._subject)
        data: dict[str, Any] = {
            "fact": fact_name(fact.entity, fact.attribute),
            "label": self.context.attribute_label(attribute),
            "sentence": self.phrases.sentence(self.phrases("value", name=name, value=self._shown(fact))),
            "value": json_value(fact.value),
            "shown": self._shown(fact),
        }
        if attribute.unit:
            data["unit"] = attribute.unit
        found = origin(self.context, fact.entity, fact.attribute)
        if found:
            data["origin"] = {name: value for name, value in found.model_dump().items() if value}
        return data

    def _shown(self, fact: FactTrace) -> str:
        return self.naming.fact(fact.entity, fact.attribute, fact.value)

    def _parameter(self, node: tree.Parameter) -> dict[str, Any]:
        found = self.naming.parameter(node)
        return {
            "parameter": node.name,
            "label": self.naming.parameter_label(node),
            "value": json_value(found.value),
            "shown": self.naming.written(found.value, found.unit, found.labels),
            "unit": found.unit,
            "set_by": found.set_by,
        }

    def _wait(self, wait: Wait) -> dict[str, Any]:
        missing = [self._missing(one) for one in self.context.missing(wait.missing)]
        return {**self._short(wait.part), "missing": missing}

    def _missing(self, one: str | MissingGroup) -> Any:
        return one if isinstance(one, str) else one.model_dump(mode="json")


def _sections(found: Explained) -> list[tuple[str, str, Trace]]:
    names = {"applies": "applies", "when": "fails"}
    return [(names[name], name, trace) for name, trace in found.sections]
