"""Findings: what a failed check says of its subject, and the facts it rests on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from ccrules import assessment as parts
from ccrules.assembly.context import MOST_SINGLE, SAMPLE, Context, json_value, place_info
from ccrules.assembly.resting import confidence_of, is_outcome, outcomes_read
from ccrules.conditions import tree
from ccrules.conditions.evidence import Evidence, FactRead
from ccrules.conditions.possible import Range
from ccrules.conditions.presenting import presentable
from ccrules.conditions.types import unit_of, unit_text
from ccrules.engine.checks import Outcomes
from ccrules.engine.python_checks import needed
from ccrules.engine.reasoning import finding_id
from ccrules.facts.base import Entity, fact_name
from ccrules.facts.vocabulary import Attribute
from ccrules.ruleset.model import SEVERITIES, Check
from ccrules.text import shown
from ccrules.text.choices import Labels, with_labels


def findings(context: Context) -> list[parts.Finding]:
    """One finding per failed check and subject, in no particular order."""
    return [
        _finding(context, outcomes.check, subject)
        for outcomes in context.outcomes.values()
        for subject in outcomes.failed
    ]


def sort_key(finding: parts.Finding) -> tuple[Any, ...]:
    """Worst first, then the largest exposure, then check and subject."""
    exposure = finding.exposure if finding.exposure is not None else -math.inf
    return (
        SEVERITIES.index(finding.severity),
        -exposure,
        finding.check,
        finding.subject.type,
        finding.subject.id or "",
    )


def _finding(context: Context, check: Check, subject: Entity) -> parts.Finding:
    mildest, worst = context.runner.severity(check, subject)
    names = template_names(context, check, subject)
    title, parameters, sources = context.once(("finding", check.id), lambda: _of_check(context, check))
    return parts.Finding(
        id=finding_id(check.id, subject),
        check=check.id,
        subject=context.subject(subject, check.subject),
        severity=mildest,  # type: ignore[arg-type]  # the checker admits severities only
        severity_range=(mildest, worst) if mildest != worst else None,
        title=title,
        message=context.fill(check.message, names) or title,
        values={name: json_value(names[name]) for name in (check.question.let if check.question else ())},
        parameters=parameters,
        recommendations=check.recommend,
        sources=sources,
        evidence=tuple(evidence(context, check, subject)),
        outcomes=tuple(outcomes_read(context, check, subject)),
        topics=check.topics,
        advice=context.fill(check.advice, names),
        **_exposure(context, check, subject),
        **confidence_of(context, check, subject),
    )


def _of_check(context: Context, check: Check) -> tuple[str, dict[str, Any], tuple[parts.SourceInfo, ...]]:
    """What all findings of a check say alike: title, parameters, publications."""
    parameters = {name: json_value(value) for name, value in parameters_used(check).items()}
    return context.text(check.title), parameters, context.sources(check.sources)


def _exposure(context: Context, check: Check, subject: Entity) -> dict[str, Any]:
    found = context.runner.exposure(check, subject)
    if found is None:
        return {}
    unit = _unit(check.terms.exposure)
    if not found.empty and found.low == found.high and not found.may_leave:
        return {"exposure": json_value(found.low), "exposure_unit": unit}
    return {"exposure_range": _bounds(found), "exposure_unit": unit}


def _unit(exposure: tree.Node) -> str:
    """The unit as the vocabulary writes it, where something that is read has it."""
    if isinstance(exposure, tree.Field):
        return exposure.attribute.unit
    read = (part.attribute.unit for part in tree.walk(exposure) if isinstance(part, tree.Field))
    wanted = exposure.type.unit
    return next((unit for unit in read if wanted and unit_of(unit) == wanted), unit_text(wanted))


def _bounds(found: Range) -> tuple[float | None, float | None] | None:
    return None if found.empty else (json_value(found.low), json_value(found.high))


def template_names(context: Context, check: Check, subject: Entity) -> dict[str, object]:
    """What the templates of a check may use."""
    names: dict[str, object] = dict(context.common_names)
    if check.subject:
        names[check.subject] = subject
    if check.question:
        environment = context.runner.environment(check, subject)
        for name, node in check.question.let.items():
            value = presentable(context.runner.reader.value(node, environment))
            labels = context.once(("labels", check.id, name), partial(_labels, node))
            names[name] = with_labels(value, labels) if labels else value
    return names


def _labels(node: tree.Node) -> Labels:
    """What people call the values of a choice that an expression gives; empty if it gives none."""
    one = node.type.element or node.type
    if isinstance(node, tree.Aggregate) and node.function == "names":
        one = node.element.type
    if one.kind != "enum":
        return {}
    read = (part.attribute.labels for part in tree.walk(node) if isinstance(part, tree.Field))
    return {value: label for labels in read for value, label in labels.items() if value in one.values}


def parameters_used(check: Check) -> dict[str, Any]:
    """The parameters that a check's expressions read, by name, with the value in force."""
    if check.terms is None:
        return {}
    roots = [check.terms.applies, check.terms.severity, *check.terms.let.values()]
    roots += [check.question.when] if check.question else []
    nodes = (node for root in roots if root is not None for node in tree.walk(root))
    return dict(sorted((node.name, node.value) for node in nodes if isinstance(node, tree.Parameter)))


# --- evidence --------------------------------------------------------------------------


def evidence(context: Context, check: Check, subject: Entity) -> Iterator[parts.Evidence]:
    """The facts that a finding rests on; many of one attribute as a group."""
    if check.question is None:
        reads = [FactRead(*fact) for fact in needed(check, subject, context.base)]
    else:
        collected = Evidence(context.runner.reader)
        collected.collect(check.question.when, context.runner.environment(check, subject))
        reads = [read for read in collected.facts if not is_outcome(read)]
    groups: dict[tuple[str, str], list[FactRead]] = {}
    for read in reads:
        key = (
            (read.entity._type.name, read.attribute.name)
            if read.entity and read.attribute
            else (read.collection, "")
        )
        groups.setdefault(key, []).append(read)
    for found in groups.values():
        yield from (
            (_group(context, found),) if len(found) > MOST_SINGLE else (_one(context, read) for read in found)
        )


def _one(context: Context, read: FactRead) -> parts.Evidence:
    if read.entity is None or read.attribute is None:
        return _collection(context, read.collection)
    return context.once(
        (read.entity, read.attribute.name), partial(_fact, context, read.entity, read.attribute)
    )


def _fact(context: Context, entity: Entity, attribute: Attribute) -> parts.Evidence:
    """A fact, whatever findings rest on it."""
    value = entity.__dict__[attribute.name]
    return parts.Evidence(
        fact=fact_name(entity, attribute),
        value=json_value(value),
        text=shown(with_labels(value, attribute.labels), context.language, attribute.unit),
        label=context.attribute_label(attribute),
        origin=origin(context, entity, attribute.name),
    )


def _collection(context: Context, type_name: str) -> parts.Evidence:
    if type_name in context.base.singletons:
        return _singleton(context, type_name)
    collection = context.base.collections[type_name]
    number = collection.total if collection.total is not None else len(collection.members)
    place = collection.place
    return parts.Evidence(
        fact=f"{type_name}[]",
        value=number,
        text=shown(number, context.language),
        label=context.type_label(type_name),
        origin=parts.OriginInfo(**place_info(place)) if str(place) else None,
    )


def _singleton(context: Context, type_name: str) -> parts.Evidence:
    """Whether there is the one of its kind, or what is said of it as a whole."""
    found = context.base.singletons[type_name]
    value = True if isinstance(found, Entity) else found
    place = context.base.stated.get(type_name)
    return parts.Evidence(
        fact=type_name,
        value=json_value(value),
        text=shown(value, context.language),
        label=context.type_label(type_name),
        origin=parts.OriginInfo(**place_info(place)) if place else None,
    )


def _group(context: Context, reads: list[FactRead]) -> parts.Evidence:
    first = reads[0]
    assert first.entity is not None
    assert first.attribute is not None
    names = sorted(fact_name(read.entity, read.attribute) for read in reads if read.entity and read.attribute)
    return parts.Evidence(
        fact=f"{first.entity._type.name}/*.{first.attribute.name}",
        label=context.attribute_label(first.attribute),
        count=len(reads),
        sample=tuple(names[:SAMPLE]),
    )


def origin(context: Context, entity: Entity, attribute: str) -> parts.OriginInfo | None:
    """Where a value was written."""
    found = context.base.origin(entity, attribute)
    if found is None:
        return None
    return parts.OriginInfo(
        **place_info(found.place), source=found.source, by=found.by, on=found.on, evidence=found.evidence
    )


def check_strengths(context: Context, outcomes: Iterable[Outcomes]) -> Iterator[parts.Strength]:
    """What is good and worth saying: passed checks that say so."""
    for found in outcomes:
        if not found.check.strength:
            continue
        for subject in found.passed:
            text = context.fill(found.check.strength, template_names(context, found.check, subject))
            yield parts.Strength(
                check=found.check.id, subject=context.subject(subject, found.check.subject), text=text
            )
