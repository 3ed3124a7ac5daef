"""Where an explanation leads on: the outcomes a verdict rests on, and the figures in doubt under it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ccrules.assembly.context import Context
from ccrules.assembly.findings import template_names
from ccrules.assembly.phrases import Phrases
from ccrules.assembly.resting import confidence_of, outcomes_under
from ccrules.engine.later import OutcomeEntity
from ccrules.facts.base import Entity
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.ruleset.model import Check
from ccrules.text import shown

#: How each verdict is called.
VERDICTS = {
    "fail": "fails",
    "pass": "passes",
    "not_assessed": "not assessed",
    "not_applicable": "not applicable",
    "error": "broke",
}
#: Outcomes that are printed; the rest is counted.
MOST_PRINTED = 10


class Leads:
    """Tells what stands behind a verdict in other checks.

    Args:
        context: the assessment.
        phrases: in its language.
    """

    def __init__(self, context: Context, phrases: Phrases) -> None:
        self.context, self.phrases = context, phrases

    def lines(self, check: Check, subject: Entity, verdict: str) -> Iterator[str]:
        """The outcomes, each with what it says, and how to go on; then the figures in doubt.

        Args:
            check: the check that is explained.
            subject: one of its subjects.
            verdict: what it gave.
        """
        doubt = confidence_of(self.context, check, subject).get("doubt") if verdict == "fail" else None
        if doubt:
            yield self._say("in doubt", text=doubt)
        found = outcomes_under(self.context, check, subject)
        if not found:
            return
        yield self._say("rests on outcomes")
        yield from (f"  - {self._line(one)}" for one in found[:MOST_PRINTED])
        if len(found) > MOST_PRINTED:
            more = shown(len(found) - MOST_PRINTED, self.context.language)
            yield f"  {self.phrases('more rows', n=more)}"
        yield self._say("lead on", command=f"ccrules explain FACTS {_arguments(found[0])}")

    def data(self, check: Check, subject: Entity) -> list[dict[str, Any]]:
        """The outcomes as JSON, in the same order.

        Args:
            check: the check that is explained.
            subject: one of its subjects.
        """
        return [
            {
                "outcome": one.id,
                "check": one._check.id,
                "subject": {"type": one._about._type.name, "id": one._about.id} if one._about else None,
                "verdict": one._verdict,
            }
            for one in outcomes_under(self.context, check, subject)
        ]

    def _say(self, key: str, **values: object) -> str:
        return self.phrases.sentence(self.phrases(key, **values))

    def _line(self, outcome: OutcomeEntity) -> str:
        verdict = self.phrases(VERDICTS[outcome._verdict])
        line = self.phrases("outcome", name=_arguments(outcome), verdict=verdict)
        said = self._message(outcome)
        return self.phrases.typeset(self.phrases("value", name=line, value=said) if said else line)

    def _message(self, outcome: OutcomeEntity) -> str:
        check, about = outcome._check, outcome._about
        text = {"fail": check.message, "pass": check.strength}.get(outcome._verdict)
        return self.context.fill(text, template_names(self.context, check, about)) if text and about else ""


def _arguments(outcome: OutcomeEntity) -> str:
    """Check and subject, as ``ccrules explain`` takes them."""
    about = outcome._about
    whole = about is None or about._type.name == ORGANISATION
    return outcome._check.id if whole or about is None else f"{outcome._check.id} {about._name}"
