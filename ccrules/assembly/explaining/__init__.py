"""Why a check fails, passes or can't be assessed: its condition in words, with every value in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ccrules import assessment as parts
from ccrules.assembly.context import Context
from ccrules.assembly.difference import difference_lines
from ccrules.assembly.explaining.data import Data
from ccrules.assembly.explaining.explained import Explainer
from ccrules.assembly.explaining.lines import Lines
from ccrules.assembly.explaining.naming import Naming
from ccrules.assembly.explaining.sentences import Sentences
from ccrules.engine.checks import Outcomes
from ccrules.errors import NOWHERE, Problem, UsageError, message
from ccrules.facts.base import Entity
from ccrules.facts.vocabulary import ORGANISATION

__all__ = ["Explanation", "explain_outcome", "with_explanations"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """An explanation for people.

    Attributes:
        text: the explanation, in lines.
        data: the same as plain JSON, one entry per subject.
        what_if: what facts set by hand change; None if there are none.
    """

    text: str
    data: tuple[dict[str, Any], ...]
    what_if: parts.WhatIf | None = None

    def and_what_if(self, found: parts.WhatIf, language: str) -> Explanation:
        """The explanation followed by what facts set by hand change.

        Args:
            found: the difference.
            language: that of its texts.
        """
        lines = "\n".join(difference_lines(found, language))
        return replace(self, text=f"{self.text}\n{lines}\n", what_if=found)


def explain_outcome(
    context: Context, check_id: str, subject: str | None, *, code: bool = False
) -> Explanation:
    """Explain a check for one subject or for all.

    Args:
        context: the assessment in the making.
        check_id: a check that ran.
        subject: ``mailbox/claims`` or an id; None for all.
        code: whether the author's text stands below each sentence.

    Raises:
        UsageError: there is no such subject.
    """
    found = _outcomes(context, check_id)
    sentences = Sentences(Naming(context), context.runner.reader)
    lines, data = Lines(context, sentences, code=code), Data(context, sentences)
    explainer = Explainer(context, (check_id,))
    every = [explainer.explain(found, one) for one in _subjects(found, subject)]
    texts = ["\n".join(lines.of(one)) for one in every]
    texts += list(_without_subject(context, found, sentences)) if subject is None else []
    head = f"{found.check.id}  {context.text(found.check.title)}"
    legend = [sentences.phrases("legend")] if any(one.sections for one in every) else []
    return Explanation("\n\n".join([head, *texts, *legend]) + "\n", tuple(map(data.of, every)))


def _outcomes(context: Context, check_id: str) -> Outcomes:
    found = context.outcomes.get(check_id)
    if found is None:
        reason = context.text(context.method.checks[check_id].off)
        what = message("check {name} is switched off: {reason}", name=check_id, reason=reason)
        raise UsageError(Problem(NOWHERE, what))
    return found


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


def _without_subject(context: Context, found: Outcomes, sentences: Sentences) -> Iterator[str]:
    """Outcomes about members that nobody listed, or about all of them."""
    for one in found.open:
        if one.subject is None:
            facts = ", ".join(one.missing)
            yield sentences.phrases.sentence(sentences.phrases("unlisted", facts=facts))
    yield from (context.say(other.reason) for other in found.inapplicable if other.subject is None)
    yield from (context.say(broken.what) for broken in found.broken if broken.subject is None)


def with_explanations(context: Context, assessment: parts.Assessment) -> parts.Assessment:
    """The assessment with the explanation of every outcome of a condition."""
    data = Data(context, Sentences(Naming(context), context.runner.reader))
    explainer = Explainer(context)

    def with_explanation(part: Any) -> Any:
        found = context.outcomes.get(part.check)
        subject = _entity(context, part.subject) if found else None
        if found is None or subject is None or found.check.question is None:
            return part
        return part.model_copy(update={"explanation": data.of(explainer.explain(found, subject))})

    names = ("findings", "passed", "not_assessed")
    update = {name: tuple(with_explanation(part) for part in getattr(assessment, name)) for name in names}
    return assessment.model_copy(update=update)


def _entity(context: Context, subject: parts.Subject) -> Entity | None:
    if subject.type in context.base.collections:
        return context.base.collections[subject.type].by_id.get(subject.id or "")
    found = context.base.singletons.get(subject.type or ORGANISATION)
    return found if isinstance(found, Entity) else None
