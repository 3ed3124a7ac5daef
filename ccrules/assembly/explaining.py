"""Why a check fired, passed or could not be assessed: the condition with every value in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ccrules import assessment as parts
from ccrules.assembly.context import Context, json_value
from ccrules.assembly.findings import origin
from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.presenting import presentable
from ccrules.conditions.tracing import FactTrace, Row, Trace, Tracer
from ccrules.engine.checks import Outcomes
from ccrules.errors import NOWHERE, Problem, UsageError, message
from ccrules.facts.base import Entity, fact_name
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.ruleset.model import Check
from ccrules.text import entity_name, shown

MARKS = {p.TRUE: "✓", p.FALSE: "✗", p.NA: "–"}


@dataclass(frozen=True, slots=True)
class Explanation:
    """An explanation for people.

    Attributes:
        text: the explanation, in lines.
        data: the same as plain JSON, one entry per subject.
    """

    text: str
    data: tuple[dict[str, Any], ...]


def explain_outcome(context: Context, check_id: str, subject: str | None) -> Explanation:
    """Explain a check for one subject or for all.

    Args:
        context: the assessment in the making.
        check_id: a check that ran.
        subject: ``mailbox/claims`` or an id; None for all.

    Raises:
        UsageError: there is no such subject.
    """
    found = context.outcomes.get(check_id)
    if found is None:
        reason = context.text({"": context.method.checks[check_id].off})
        raise UsageError(
            Problem(NOWHERE, message("check {name} is switched off: {reason}", name=check_id, reason=reason))
        )
    subjects = _subjects(found, subject)
    data = tuple(_data(context, found, one) for one in subjects)
    lines = [_title(context, found.check), ""]
    for one in subjects:
        lines += [*_lines(context, found, one), ""]
    lines += [context.say(outcome) for outcome in _without_subject(found)] if subject is None else []
    return Explanation("\n".join(lines).rstrip() + "\n", data)


def _title(context: Context, check: Check) -> str:
    return f"{check.id}  {context.text(check.title)}"


def _subjects(found: Outcomes, wanted: str | None) -> list[Entity]:
    every = [
        *found.failed,
        *(one.subject for one in found.open if one.subject),
        *found.passed,
        *(one.subject for one in found.inapplicable if one.subject),
        *(one.subject for one in found.broken if one.subject),
    ]
    if wanted is None:
        return every
    chosen = [one for one in every if wanted in (one.id, one._name)]
    if not chosen:
        names = ", ".join(one._name for one in every[:10]) or "-"
        what = message("check {check} has no subject {name}", check=found.check.id, name=wanted)
        raise UsageError(Problem(NOWHERE, what, message("its subjects are: {names}", names=names)))
    return chosen


def _without_subject(found: Outcomes) -> Iterator[Any]:
    """Outcomes about members that nobody listed."""
    for one in found.open:
        if one.subject is None:
            yield message(
                "Not assessed for members that nobody listed; missing: {facts}", facts=", ".join(one.missing)
            )
    for other in found.inapplicable:
        if other.subject is None:
            yield other.reason


# --- the outcome -----------------------------------------------------------------------


def _verdict(context: Context, found: Outcomes, subject: Entity) -> str:
    if subject in found.failed:
        return context.say(message("fails"))
    if subject in found.passed:
        return context.say(message("passes"))
    if any(one.subject is subject for one in found.open):
        return context.say(message("not assessed"))
    return context.say(message("not applicable") if _reason(found, subject) else message("broke"))


def _reason(found: Outcomes, subject: Entity) -> Any:
    return next((one.reason for one in found.inapplicable if one.subject is subject), None)


def _missing(found: Outcomes, subject: Entity) -> tuple[str, ...]:
    return next((one.missing for one in found.open if one.subject is subject), ())


def _lines(context: Context, found: Outcomes, subject: Entity) -> Iterator[str]:
    name = entity_name(subject, context.language)
    verdict = _verdict(context, found, subject)
    yield f"{name}: {verdict}" if context.language == "en" else f"{name}\u00a0: {verdict}"
    reason = _reason(found, subject)
    if reason:
        yield "  " + context.say(reason)
    for label, trace in _traces(context, found.check, subject):
        yield f"  {label}"
        yield from _trace_lines(context, trace, 2)
    missing = _missing(found, subject)
    if missing:
        yield "  " + context.say(message("Missing facts: {facts}", facts=", ".join(missing)))


def _traces(context: Context, check: Check, subject: Entity) -> Iterator[tuple[str, Trace]]:
    question = check.question
    if question is None:
        return
    tracer = Tracer(context.runner.evaluator, question.texts)
    environment = context.runner.environment(check, subject)
    if question.applies is not None:
        yield (
            context.say(message("applies where")),
            tracer.trace("applies", question.applies, dict(environment)),
        )
    yield context.say(message("fails where")), tracer.trace("when", question.when, dict(environment))


def _trace_lines(context: Context, trace: Trace, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if isinstance(trace.node, tree.Parameter):
        yield f"{indent}{trace.text} = {_parameter(context, trace.node)}"
        return
    if isinstance(trace.node, tree.Field) and trace.facts:
        for fact in trace.facts:
            yield f"{indent}{_fact_line(context, fact)}"
        return
    mark = MARKS.get(trace.value, "?") + " " if isinstance(trace.value, int) else ""
    value = "" if isinstance(trace.value, int) else f" = {_shown(context, trace)}"
    yield f"{indent}{mark}{trace.text}{value}"
    for row in trace.rows:
        yield from _row_lines(context, row, depth + 1)
    if trace.more_rows:
        yield f"{indent}  " + context.say(message("… and {n} more", n=trace.more_rows))
    for part in trace.parts:
        yield from _trace_lines(context, part, depth + 1)


def _shown(context: Context, trace: Trace) -> str:
    unit = trace.node.type.unit
    return shown(presentable(trace.value), context.language, "ratio" if unit == () else "")


def _parameter(context: Context, node: tree.Parameter) -> str:
    found = context.method.parameters[node.name]
    text = shown(found.value, context.language, found.unit)
    who = found.set_by or context.say(message("the ruleset's default"))
    return f"{text} ({who})"


def _row_lines(context: Context, row: Row, depth: int) -> Iterator[str]:
    indent = "  " * depth
    names = [_member(context, member) for member in row.members]
    yield f"{indent}{MARKS.get(row.counts, '?')} {', '.join(names)}"
    for fact in row.facts:
        yield f"{indent}  {_fact_line(context, fact)}"


def _member(context: Context, member: Any) -> str:
    if member is None:
        return context.say(message("members that nobody listed"))
    return (
        entity_name(member, context.language)
        if isinstance(member, Entity)
        else shown(member, context.language)
    )


def _fact_line(context: Context, fact: FactTrace) -> str:
    attribute = fact.entity._type.attributes[fact.attribute]
    value = shown(fact.value, context.language, attribute.unit)
    found = context.base.origin(fact.entity, fact.attribute)
    where = f"  [{found.place}]" if found and str(found.place) else ""
    return f"{fact_name(fact.entity, fact.attribute)} = {value}{where}"


# --- the same as data ------------------------------------------------------------------


def with_explanations(context: Context, assessment: parts.Assessment) -> parts.Assessment:
    """The assessment with the explanation of every outcome of a condition."""

    def explained(part: Any) -> Any:
        found = context.outcomes.get(part.check)
        subject = _entity(context, part.subject) if found else None
        if found is None or subject is None or found.check.question is None:
            return part
        return part.model_copy(update={"explanation": _data(context, found, subject)})

    names = ("findings", "passed", "not_assessed")
    update = {name: tuple(explained(part) for part in getattr(assessment, name)) for name in names}
    return assessment.model_copy(update=update)


def _entity(context: Context, subject: parts.Subject) -> Entity | None:
    if subject.type in context.base.collections:
        return context.base.collections[subject.type].by_id.get(subject.id or "")
    found = context.base.singletons.get(subject.type or ORGANISATION)
    return found if isinstance(found, Entity) else None


def _data(context: Context, found: Outcomes, subject: Entity) -> dict[str, Any]:
    traces = list(_traces(context, found.check, subject))
    return {
        "check": found.check.id,
        "subject": {"type": subject._type.name, "id": subject.id},
        "outcome": _verdict(context, found, subject),
        "missing": list(_missing(found, subject)),
        "parts": [{"text": label, "parts": [_trace_data(context, trace)]} for label, trace in traces],
    }


def _trace_data(context: Context, trace: Trace) -> dict[str, Any]:
    data: dict[str, Any] = {"text": trace.text, "value": json_value(presentable(trace.value))}
    if isinstance(trace.node, tree.Parameter):
        data["set_by"] = context.method.parameters[trace.node.name].set_by
    if trace.facts:
        data["facts"] = [_fact_data(context, fact) for fact in trace.facts]
    if trace.rows:
        data["rows"] = [_row_data(context, row) for row in trace.rows]
    if trace.more_rows:
        data["more_rows"] = trace.more_rows
    if trace.parts:
        data["parts"] = [_trace_data(context, part) for part in trace.parts]
    return data


def _row_data(context: Context, row: Row) -> dict[str, Any]:
    return {
        "text": ", ".join(_member(context, member) for member in row.members),
        "value": json_value(presentable(row.counts)),
        "facts": [_fact_data(context, fact) for fact in row.facts],
    }


def _fact_data(context: Context, fact: FactTrace) -> dict[str, Any]:
    found = origin(context, fact.entity, fact.attribute)
    data: dict[str, Any] = {"fact": fact_name(fact.entity, fact.attribute), "value": json_value(fact.value)}
    if found:
        data["origin"] = {name: value for name, value in found.model_dump().items() if value}
    return data
