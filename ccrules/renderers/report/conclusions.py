"""Causes, consequences and the other conclusions, with what they rest on; strengths; hypotheses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ccrules.assessment import Because, Conclusion, Hypothesis
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.renderers.report.marks import conclusion_marks
from ccrules.renderers.report.model import Cause, Ground, Hunch, Reference, Strong
from ccrules.renderers.report.reading import Reading


def conclusions(reading: Reading, kind: str) -> tuple[Cause, ...]:
    """Conclusions of one kind: those that explain most first, then the firmest.

    Args:
        reading: the assessment.
        kind: ``cause``, ``consequence`` or ``anti-pattern``.
    """
    found = [one for one in reading.assessment.conclusions if one.kind == kind]
    ranked = sorted(found, key=lambda one: (-len(one.explains), -one.belief))
    return tuple(_cause(reading, one) for one in ranked)


def strengths(reading: Reading) -> tuple[Strong, ...]:
    """What is good: said by checks that passed, or concluded."""
    a = reading.assessment
    said = [Strong(one.text, one.check, reading.subject(one.subject)) for one in a.strengths]
    texts = {one.text for one in said}
    concluded = [one for one in a.conclusions if one.kind == "strength" and one.title not in texts]
    return (*said, *(Strong(one.title, one.id, reading.subject(one.subject)) for one in concluded))


def hypotheses(reading: Reading) -> tuple[Hunch, ...]:
    """Rules that wait for facts, those that something already supports first."""
    ranked = sorted(reading.assessment.hypotheses, key=lambda one: not one.supported)
    return tuple(_hunch(reading, one) for one in ranked)


def _cause(reading: Reading, found: Conclusion) -> Cause:
    return Cause(
        key=found.key,
        anchor=reading.anchor("conclusion", found.key),
        title=found.title,
        kind=found.kind,
        subject="" if found.subject.type == ORGANISATION else reading.subject(found.subject),
        belief=reading.percent(found.belief),
        belief_share=found.belief,
        body=found.body,
        explains=reading.by_check(found.explains),
        explains_count=reading.count("findings", len(found.explains)) if found.explains else "",
        grounds=_grounds(reading, found.because),
        actions=reading.action_references(found.recommendations),
        sources=reading.links(found.sources),
        resolved_by=reading.resolved_by.get(found.key, ()),
        marks=conclusion_marks(reading, found),
    )


def _grounds(reading: Reading, firings: Iterable[Because]) -> tuple[Ground, ...]:
    """What a conclusion rests on, one entry per rule: several ways to fire one rule count once."""
    by_rule: dict[str, list[Because]] = {}
    for firing in firings:
        by_rule.setdefault(firing.inference, []).append(firing)
    return tuple(_ground(reading, rule, found) for rule, found in by_rule.items())


def _ground(reading: Reading, rule: str, firings: Sequence[Because]) -> Ground:
    premises = (
        *reading.by_check(_together(one.findings for one in firings)),
        *reading.conclusion_references(_together(one.conclusions for one in firings)),
        *(_outcome(reading, name, "because.passed") for name in _together(one.passed for one in firings)),
        *(
            _outcome(reading, name, "because.not_assessed")
            for name in _together(one.not_assessed for one in firings)
        ),
        *(Reference(name, name) for name in _together(one.facts for one in firings)),
    )
    belief = max(one.belief for one in firings)
    return Ground(rule, reading.percent(belief) if belief else "", premises)


def _together(names: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(name for some in names for name in some))


def _outcome(reading: Reading, name: str, key: str) -> Reference:
    check = reading.check_of(name)
    member = name.removeprefix(check).lstrip(":")
    note = ", ".join(part for part in (reading.say(key), member) if part)
    return Reference(reading.check_title(check), check, "", note)


def _hunch(reading: Reading, found: Hypothesis) -> Hunch:
    about = "" if found.subject.type == ORGANISATION else reading.subject(found.subject)
    return Hunch(
        rule=found.inference,
        title=f"{found.title} ({about})" if about else found.title,
        kind=reading.wording.label("kind", found.kind) if found.kind else "",
        supported=reading.say("hypothesis.supported" if found.supported else "hypothesis.unsupported"),
        facts=reading.facts(found.missing),
    )
