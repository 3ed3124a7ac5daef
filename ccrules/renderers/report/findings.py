"""Findings as one block per check, worst first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ccrules.assessment import Evidence, Finding, OutcomeRead
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.renderers.report.explanation import explanation_lines
from ccrules.renderers.report.marks import finding_marks
from ccrules.renderers.report.model import Block, Pair, Proof, Reference, Row
from ccrules.renderers.report.reading import MAX_ROWS, Reading, split, worst_first
from ccrules.ruleset.model import SEVERITIES
from ccrules.text.formats import RATIO_UNITS

#: Blocks that the body shows; the annex has the rest.
MAX_BLOCKS = 15
#: Checks whose outcomes one finding names, and subjects of each.
MAX_OUTCOMES, MAX_SUBJECTS = 12, 3


def blocks(reading: Reading) -> tuple[Block, ...]:
    """All findings as one block per check: worst severity first, then most exposed, then most subjects."""
    grouped: dict[str, list[Finding]] = {}
    for finding in reading.assessment.findings:
        grouped.setdefault(finding.check, []).append(finding)
    ranked = sorted(grouped.values(), key=_urgency)
    return tuple(_block(reading, found) for found in ranked)


def severity_counts(reading: Reading) -> tuple[Pair, ...]:
    """Findings by severity, worst first; ``note`` holds the severity's own name."""
    found = [finding.severity for finding in reading.assessment.findings]
    return tuple(
        Pair(reading.severity(name), reading.number(found.count(name)), name)
        for name in SEVERITIES
        if name in found
    )


def _urgency(found: Sequence[Finding]) -> tuple[int, bool, float, int]:
    """The worst first; of equal ones what several findings together show, then by what is exposed."""
    known = [finding.exposure for finding in found if finding.exposure is not None]
    severity = min(worst_first(finding.severity) for finding in found)
    return severity, not found[0].inferred, -sum(known), -len(found)


def _block(reading: Reading, found: Sequence[Finding]) -> Block:
    first = min(found, key=lambda finding: worst_first(finding.severity))
    ordered = sorted(
        found,
        key=lambda one: (-(one.exposure if one.exposure is not None else -1), worst_first(one.severity)),
    )
    rows, rest = split([_row(reading, finding) for finding in ordered], MAX_ROWS)
    return Block(
        check=first.check,
        anchor=reading.anchor("check", first.check),
        title=reading.check_title(first.check),
        severity=first.severity,
        severity_label=reading.severity(first.severity),
        count=_count(reading, found),
        inferred=first.inferred,
        exposure=_total_exposure(reading, found) if len(found) > 1 else "",
        rows=rows,
        rest=rest,
        more=reading.more(rest),
        advice=first.advice,
        actions=reading.action_references(_unique(name for one in found for name in one.recommendations)),
        causes=reading.conclusion_references(_unique(key for one in found for key in one.explained_by)),
        parameters=_parameters(reading, first),
        sources=reading.links(first.sources),
        topics=reading.topic_names(first.topics),
        about=reading.about(first.check),
    )


def _count(reading: Reading, found: Sequence[Finding]) -> str:
    """Say "5 mailboxes out of 12"; nothing for a check put to the whole organisation."""
    info = reading.checks.get(found[0].check)
    if all(finding.subject.type == ORGANISATION for finding in found):
        return ""
    if info is None or not info.subject_label:
        return reading.count("findings", len(found))
    said = reading.subjects(info, len(found), info.total)
    open_ones = info.total - info.assessed
    return f"{said}, {reading.say('count.open', n=open_ones)}" if open_ones > 0 else said


def _unique(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))


def _parameters(reading: Reading, finding: Finding) -> tuple[Pair, ...]:
    known = {parameter.name: parameter for parameter in reading.assessment.parameters}
    return tuple(
        reading.parameter(known[name]) if name in known else Pair(name, reading.value(value))
        for name, value in finding.parameters.items()
    )


def _row(reading: Reading, finding: Finding) -> Row:
    return Row(
        id=finding.id,
        anchor=reading.anchor("finding", finding.id),
        subject=reading.subject(finding.subject),
        message=finding.message,
        severity=finding.severity,
        severity_label=_severity(reading, finding),
        exposure=_exposure(reading, finding),
        proofs=tuple(_proof(reading, evidence) for evidence in finding.evidence),
        explanation=explanation_lines(reading, finding.explanation),
        fragile=finding.fragile or "",
        doubt=finding.doubt or "",
        marks=finding_marks(finding),
        outcomes=_outcomes(reading, finding.outcomes),
        resolved_by=reading.resolved_by.get(finding.check if finding.inferred else finding.id, ()),
    )


def _outcomes(reading: Reading, found: Iterable[OutcomeRead]) -> tuple[Reference, ...]:
    """The outcomes under a finding, one entry per check and verdict; of many the first, and how many more."""
    grouped: dict[tuple[str, str], list[OutcomeRead]] = {}
    for one in found:
        grouped.setdefault((one.check, one.verdict), []).append(one)
    named, rest = split([_outcome(reading, some) for some in grouped.values()], MAX_OUTCOMES)
    return (*named, Reference(reading.say("count.more", n=len(rest)))) if rest else named


def _outcome(reading: Reading, some: Sequence[OutcomeRead]) -> Reference:
    """Outcomes of one check by its title, with what they are about and how they ended, unless failed."""
    first, number = some[0], sum(one.count for one in some)
    subjects = [reading.subject(one.subject) for one in some if one.subject]
    about = reading.listing(subjects, MAX_SUBJECTS) if len(subjects) == number else reading.number(number)
    whole = first.subject is not None and first.subject.type == ORGANISATION
    ended = "" if first.verdict == "fail" else reading.say(f"outcome.{first.verdict}")
    note = ", ".join(part for part in ("" if whole else about, ended) if part)
    return Reference(first.title or first.check, first.check, reading.anchor("check", first.check), note)


def _severity(reading: Reading, finding: Finding) -> str:
    if finding.severity_range is None:
        return reading.severity(finding.severity)
    low, high = map(reading.severity, finding.severity_range)
    return reading.say("severity_range", low=low, high=high)


def _exposure(reading: Reading, finding: Finding) -> str:
    if finding.exposure is not None:
        return reading.quantity(finding.exposure, finding.exposure_unit)
    if finding.exposure_range is None:
        return ""
    low, high = finding.exposure_range
    if not low and high is None:  # at least nothing: not worth saying
        return ""
    return reading.value({"low": low, "high": high}, finding.exposure_unit)


def _total_exposure(reading: Reading, found: Sequence[Finding]) -> str:
    """The sum over all subjects; shares and mixed units do not add up."""
    units = {finding.exposure_unit for finding in found}
    known = [finding.exposure for finding in found if finding.exposure is not None]
    if len(units) != 1 or units & RATIO_UNITS or not known:
        return ""
    total = reading.quantity(sum(known), units.pop())
    return total if len(known) == len(found) else reading.say("interval.from", low=total)


def _proof(reading: Reading, evidence: Evidence) -> Proof:
    value = evidence.text or reading.value(evidence.value)
    if evidence.count > 1:
        names = [reading.say("count.more", n=evidence.count - len(evidence.sample))] * (
            evidence.count > len(evidence.sample)
        )
        value = reading.say(
            "fact.group", n=evidence.count, sample=reading.listing([*evidence.sample, *names])
        )
    return Proof(evidence.label or evidence.fact, evidence.fact, value, reading.origin(evidence.origin))
