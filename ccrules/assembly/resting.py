"""What findings rest on beside facts: the outcomes of other checks, and figures in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ccrules import assessment as parts
from ccrules.assembly.context import MOST_SINGLE, SAMPLE, Context
from ccrules.conditions.evidence import Evidence, FactRead
from ccrules.engine.doubt import Confidence
from ccrules.engine.later import OutcomeEntity, outcome_name
from ccrules.errors import message
from ccrules.facts.base import Entity
from ccrules.facts.vocabulary import OUTCOME
from ccrules.ruleset.model import Check
from ccrules.text import listing, shown

#: Figures, or findings that doubt them, that one sentence names.
MOST_NAMED = 4
#: Verdicts that something can rest on.
SETTLED = ("fail", "pass", "not_applicable")
_VERDICTS = (*SETTLED, "not_assessed", "error")


def is_outcome(read: FactRead) -> bool:
    """Whether something that a condition read is an outcome, or all of them, and no fact."""
    return isinstance(read.entity, OutcomeEntity) or read.collection == OUTCOME


# --- outcomes --------------------------------------------------------------------------


def outcomes_read(context: Context, check: Check, subject: Entity) -> Iterator[parts.OutcomeRead]:
    """The outcomes that a finding over outcomes rests on; many of one check as a group.

    Args:
        context: the assessment in the making.
        check: the check that failed.
        subject: what it failed for.
    """
    groups: dict[tuple[str, str], list[OutcomeEntity]] = {}
    for one in outcomes_under(context, check, subject):
        if one._verdict in SETTLED:
            groups.setdefault((one._check.id, one._verdict), []).append(one)
    for found in groups.values():
        yield from [_group(context, found)] if len(found) > MOST_SINGLE else (_one(context, o) for o in found)


def outcomes_under(context: Context, check: Check, subject: Entity) -> tuple[OutcomeEntity, ...]:
    """The outcomes that a condition over outcomes looks at and that count, or may; decided ones first."""
    if not check.over_outcomes or check.question is None:
        return ()
    evidence = Evidence(context.runner.reader)
    evidence.collect(check.question.when, context.runner.environment(check, subject))
    read = (fact.entity for fact in evidence.facts)
    found = dict.fromkeys(one for one in read if isinstance(one, OutcomeEntity))
    return tuple(sorted(found, key=lambda one: _VERDICTS.index(one._verdict)))


def _one(context: Context, outcome: OutcomeEntity) -> parts.OutcomeRead:
    return parts.OutcomeRead(
        outcome=outcome.id,
        check=outcome._check.id,
        subject=context.subject(outcome._about, outcome._check.subject),
        verdict=outcome._verdict,  # type: ignore[arg-type]  # the others are not decided
        title=context.text(outcome._check.title),
    )


def _group(context: Context, outcomes: Sequence[OutcomeEntity]) -> parts.OutcomeRead:
    first = outcomes[0]
    return parts.OutcomeRead(
        outcome=first._check.id,
        check=first._check.id,
        verdict=first._verdict,  # type: ignore[arg-type]  # the others are not decided
        title=context.text(first._check.title),
        count=len(outcomes),
        sample=tuple(sorted(one.id for one in outcomes)[:SAMPLE]),
    )


# --- figures in doubt ------------------------------------------------------------------


def confidence_of(context: Context, check: Check, subject: Entity) -> dict[str, Any]:
    """The fields of a finding that say how sure it is; none if no figure under it is in doubt.

    Args:
        context: the assessment in the making.
        check: the check that failed.
        subject: what it failed for.
    """
    found = context.confidences.get((check.id, subject))
    if found is None:
        return {}
    return {
        "confidence": round(found.value, 3),
        "doubted_by": tuple(one.finding for one in found.doubts if one.check is not None),
        "doubt": _in_words(context, found, subject),
    }


def _in_words(context: Context, found: Confidence, subject: Entity) -> str:
    from ccrules.assembly.explaining.naming import Naming  # what only figures in doubt need

    naming = Naming(context)
    figures = [naming.owned(naming.attribute(figure), entity, subject) for entity, figure in found.figures]
    share = shown(round(found.value, 3), context.language, "ratio")
    names = _few(figures, context.language)
    checked = [
        outcome_name(one.check, one.subject, context.language)
        for one in found.doubts
        if one.check is not None
    ]
    told = list(dict.fromkeys(context.say(why) for one in found.doubts for why in one.reasons))
    if not told:
        findings = _few(checked, context.language)
        said = message(
            "{figures} (see {findings}); confidence {share}", figures=names, findings=findings, share=share
        )
    else:
        if checked:
            told.append(context.say(message("see {findings}", findings=_few(checked, context.language))))
        reasons = "; ".join(told[:MOST_NAMED])
        said = message(
            "{figures} ({reasons}); confidence {share}", figures=names, reasons=reasons, share=share
        )
    return naming.phrases.sentence(context.say(said))


def _few(names: Sequence[str], language: str) -> str:
    return listing(list(dict.fromkeys(names)), language, limit=MOST_NAMED)
