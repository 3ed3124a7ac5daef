"""What a committee must know of what is not known: how much, which facts, what they could change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ccrules.assessment import Hypothesis, Missing
from ccrules.renderers.report.model import Lack, Topic, Unknown
from ccrules.renderers.report.reading import Reading, split_fact

#: Facts, topics and explanations that are named.
MAX_LACKS, MAX_TOPICS, NAMED = 4, 4, 3
#: Members a missing fact is named for; more are counted.
MAX_MEMBERS = 3


def unknown(reading: Reading, topics: Sequence[Topic]) -> str:
    """How much is open, which topics nothing can be said of, and how many findings hang by a thread.

    Args:
        reading: the assessment.
        topics: the topics of the method.
    """
    a = reading.assessment
    if not a.summary.not_assessed:
        return reading.say("message.no_unknown" if a.summary.coverage is not None else "message.no_coverage")
    missed = [one.title for one in topics if not one.covered]
    sentences = (
        reading.say("executive.unknown", n=a.summary.not_assessed),
        reading.say("executive.not_covered", n=len(missed), named=reading.listing(missed, MAX_TOPICS))
        if missed
        else "",
        *_unsure(reading),
    )
    return " ".join(one for one in sentences if one)


def _unsure(reading: Reading) -> Iterator[str]:
    fragile = sum(bool(one.fragile) for one in reading.assessment.findings)
    doubtful = sum(bool(one.doubted_by) for one in reading.assessment.findings)
    if fragile:
        yield reading.say("executive.fragile", n=fragile)
    if doubtful:
        yield reading.say("executive.doubtful", n=doubtful)


def lacks(reading: Reading, unknowns: Sequence[Unknown]) -> tuple[Lack, ...]:
    """The facts that would change most.

    Args:
        reading: the assessment.
        unknowns: missing facts, most blocking first.
    """
    waiting = _waiting(reading)
    return tuple(_lack(reading, one, waiting) for one in unknowns[:MAX_LACKS])


def _lack(reading: Reading, one: Unknown, waiting: Mapping[str, Sequence[str]]) -> Lack:
    attribute = split_fact(one.fact)[0]
    titles = [reading.say("quoted", text=title) for title in waiting.get(attribute, ())[:2]]
    change = reading.say("executive.change", n=one.blocks_number, causes=reading.listing(titles))
    return Lack(_named(reading, one), one.question, one.ask, change if one.blocks_number or titles else "")


def _named(reading: Reading, one: Unknown) -> str:
    """A missing fact as the beginning of a sentence."""
    label = one.label[:1].upper() + one.label[1:]
    if one.number > MAX_MEMBERS:
        return reading.say("fact.counted", fact=label, n=one.number)
    return f"{label} ({one.about})" if one.about else label


def open_causes(reading: Reading) -> str:
    """Causes that something speaks for and that wait for facts; empty if there are none.

    Args:
        reading: the assessment.
    """
    titles = list(dict.fromkeys(one.title for one in _supported(reading)))
    if not titles:
        return ""
    named = [reading.say("quoted", text=title) for title in titles[:NAMED]]
    return reading.say("executive.open_causes", n=len(titles), named=reading.listing(named))


def _supported(reading: Reading) -> Iterator[Hypothesis]:
    """Causes that are supported in part, but not concluded for anything."""
    concluded = {one.title for one in reading.assessment.conclusions}
    for one in reading.assessment.hypotheses:
        if one.supported and one.kind == "cause" and one.title not in concluded:
            yield one


def _waiting(reading: Reading) -> dict[str, list[str]]:
    """For each missing attribute, the causes that its facts could confirm."""
    found: dict[str, list[str]] = {}
    for one in _supported(reading):
        for attribute in dict.fromkeys(_attribute(fact) for fact in one.missing):
            titles = found.setdefault(attribute, [])
            if one.title not in titles:
                titles.append(one.title)
    return found


def _attribute(fact: Missing) -> str:
    return split_fact(fact if isinstance(fact, str) else fact.fact)[0]
