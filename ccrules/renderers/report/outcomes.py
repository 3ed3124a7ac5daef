"""Outcomes other than findings: passed, not assessed, not applicable; missing facts; topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ccrules.assessment import Gap, MissingGroup, NotAssessed, TopicInfo
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.renderers.report.explanation import explanation_lines
from ccrules.renderers.report.model import Group, Member, Reference, Topic, Unknown
from ccrules.renderers.report.reading import MAX_ROWS, Reading, split, split_fact, worst_first

#: Missing facts that the body shows; the annex has the rest.
MAX_UNKNOWNS = 8
#: Members that a missing fact is listed for; more are counted.
MAX_MEMBERS = 8
#: Checks that a missing fact names as waiting for it; each of them names the fact as well.
MAX_CHECKS = 4


def passed(reading: Reading) -> tuple[Group, ...]:
    """What passed, one group per check."""
    grouped: dict[str, list[Member]] = {}
    for one in reading.assessment.passed:
        lines = explanation_lines(reading, one.explanation)
        member = Member(reading.subject(one.subject), one.fragile or "", explanation=lines)
        grouped.setdefault(one.check, []).append(member)
    return tuple(_group(reading, check, members) for check, members in grouped.items())


def not_applicable(reading: Reading) -> tuple[Group, ...]:
    """What makes no sense here, one group per check and reason."""
    grouped: dict[tuple[str, str], list[Member]] = {}
    for one in reading.assessment.not_applicable:
        member = Member(reading.subject(one.subject), named=one.subject.id is not None)
        grouped.setdefault((one.check, one.reason), []).append(member)
    return tuple(_group(reading, check, members, reason) for (check, reason), members in grouped.items())


def not_assessed(reading: Reading) -> tuple[Group, ...]:
    """What lacks facts, one group per check with the facts that would settle it; most subjects first."""
    grouped: dict[str, list[NotAssessed]] = {}
    for one in reading.assessment.not_assessed:
        grouped.setdefault(one.check, []).append(one)
    groups = [_open_group(reading, check, found) for check, found in grouped.items()]
    return tuple(sorted(groups, key=lambda group: -len(group.all_members)))


def _open_group(reading: Reading, check: str, found: Sequence[NotAssessed]) -> Group:
    members = [_open_member(reading, one) for one in found]
    note = reading.facts(fact for one in found for fact in one.missing)
    return _group(reading, check, members, note, reading.anchor("open", check))


def _open_member(reading: Reading, one: NotAssessed) -> Member:
    note = reading.say(f"would.{one.would}") if one.would else ""
    facts = reading.fact_names(one.missing)
    lines = explanation_lines(reading, one.explanation)
    return Member(reading.subject(one.subject), note, facts, lines, named=one.subject.id is not None)


def _group(reading: Reading, check: str, members: list[Member], note: str = "", anchor: str = "") -> Group:
    shown, rest = split(members, MAX_ROWS)
    count = _count(reading, check, sum(member.named for member in members))
    info = reading.checks.get(check)
    return Group(
        check=check,
        anchor=anchor,
        title=reading.check_title(check),
        count=count,
        note=note,
        members=shown,
        rest=rest,
        more=reading.more(rest),
        topics=reading.topic_names(info.topics) if info else (),
        about=reading.about(check),
    )


def _count(reading: Reading, check: str, n: int) -> str:
    info = reading.checks.get(check)
    if info is None or info.subject_type in ("", ORGANISATION) or not n:
        return ""
    return reading.subjects(info, n, n)


def unknowns(reading: Reading) -> tuple[Unknown, ...]:
    """Missing facts, one entry per attribute: those that most outcomes wait for come first."""
    grouped: dict[str, list[Gap]] = {}
    for gap in reading.assessment.gaps:
        grouped.setdefault(split_fact(gap.fact)[0], []).append(gap)
    waiting = _waiting(reading.assessment.not_assessed)
    found = [_unknown(reading, attribute, gaps, waiting[attribute]) for attribute, gaps in grouped.items()]
    return tuple(sorted(found, key=lambda one: -one.blocks_number))


def _waiting(open_ones: Iterable[NotAssessed]) -> Counter[str]:
    """How many outcomes wait for each attribute."""
    names = ({_attribute(fact) for fact in one.missing} for one in open_ones)
    return Counter(name for some in names for name in sorted(some))


def _attribute(fact: str | MissingGroup) -> str:
    return split_fact(fact if isinstance(fact, str) else fact.fact)[0]


def _unknown(reading: Reading, attribute: str, gaps: Sequence[Gap], waiting: int) -> Unknown:
    first = gaps[0]
    blocks = max(waiting, *(gap.blocks for gap in gaps))
    checks = dict.fromkeys(check for gap in gaps for check in gap.checks)
    return Unknown(
        fact=attribute if _about(reading, gaps) else first.fact,
        label=first.label or attribute,
        question=first.question,
        ask=first.ask,
        blocks=reading.count("blocked", blocks) if blocks else "",
        blocks_number=blocks,
        checks=tuple(_check_reference(reading, check) for check in list(checks)[:MAX_CHECKS]),
        more_checks=reading.count("and_more", len(checks) - MAX_CHECKS) if len(checks) > MAX_CHECKS else "",
        about=_about(reading, gaps),
        number=sum(gap.count for gap in gaps),
    )


def _about(reading: Reading, gaps: Sequence[Gap]) -> str:
    """The members whose fact is missing, the first few by name."""
    names = [name for gap in gaps for fact in gap.sample or (gap.fact,) if (name := reading.member(fact))]
    total = sum(gap.count for gap in gaps)
    shown = names[:MAX_MEMBERS]
    hidden = total - len(shown)
    rest = [reading.say("count.more", n=hidden)] if shown and hidden > 0 else []
    return reading.listing([*shown, *rest])


def _check_reference(reading: Reading, check: str) -> Reference:
    return Reference(reading.check_title(check), check, reading.anchor("open", check))


def topics(reading: Reading) -> tuple[Topic, ...]:
    """How each topic came out, in the order of the method."""
    worst = _worst_by_topic(reading)
    return tuple(_topic(reading, topic, worst.get(topic.id, "")) for topic in reading.assessment.topics)


def _worst_by_topic(reading: Reading) -> dict[str, str]:
    worst: dict[str, str] = {}
    for finding in sorted(reading.assessment.findings, key=lambda one: worst_first(one.severity)):
        for topic in finding.topics:
            worst.setdefault(topic, finding.severity)
    return worst


def _topic(reading: Reading, topic: TopicInfo, worst: str) -> Topic:
    return Topic(
        title=topic.title,
        fail=topic.fail,
        passed=topic.passed,
        not_assessed=topic.not_assessed,
        not_applicable=topic.not_applicable,
        error=topic.error,
        covered=topic.covered,
        worst=worst,
        worst_label=reading.severity(worst) if worst else "",
    )
