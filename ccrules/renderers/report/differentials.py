"""Competing causes side by side, worded."""

from __future__ import annotations

from collections.abc import Sequence

from ccrules.assessment import Candidate, Differential
from ccrules.renderers.report.model import Rival, Rivalry
from ccrules.renderers.report.reading import Reading, split

#: Causes of one table; the hypotheses name the others.
MAX_RIVALS = 8


def rivalries(reading: Reading) -> tuple[Rivalry, ...]:
    """Symptoms that several causes would explain, those with most symptoms first.

    Args:
        reading: the assessment.
    """
    return tuple(_rivalry(reading, one) for one in reading.assessment.differentials)


def _rivalry(reading: Reading, found: Differential) -> Rivalry:
    out = [one for one in found.candidates if one.standing == "ruled out"]
    standing = [one for one in found.candidates if one.standing != "ruled out"]
    shown, rest = split([_rival(reading, one, found.symptoms) for one in standing], MAX_RIVALS)
    return Rivalry(
        symptoms=reading.by_check(found.symptoms),
        rivals=(*shown, *(_rival(reading, one, found.symptoms) for one in out)),
        more=reading.say("differential.more", n=len(rest)) if rest else "",
        consequences=reading.conclusion_references(found.consequences),
    )


def _rival(reading: Reading, found: Candidate, symptoms: Sequence[str]) -> Rival:
    """A cause; the symptoms themselves don't speak for one cause more than for another."""
    return Rival(
        title=found.title,
        anchor=reading.anchor("conclusion", found.conclusions[0]) if found.conclusions else "",
        standing=found.standing,
        standing_label=reading.wording.label("standing", found.standing.replace(" ", "_")),
        belief=reading.percent(found.belief) if found.belief is not None else "",
        explains=reading.say("differential.explains", n=len(found.explains), total=len(symptoms)),
        grounds=reading.by_check(name for name in found.rests_on if name not in symptoms),
        against=tuple(reading.check_reference(check) for check in found.against),
        facts=reading.facts(found.tells_apart or found.missing),
    )
