"""Fragile verdicts in words, and in the assessment."""

from __future__ import annotations

from typing import Any

from ccrules import assessment as parts
from ccrules.assembly.context import Context
from ccrules.assembly.explaining.changing import bound_key
from ccrules.assembly.explaining.fragility import Fragility, Measured, fragilities
from ccrules.assembly.explaining.naming import Naming
from ccrules.conditions.thresholds import Limit
from ccrules.facts.base import Entity

FLIPS = ("fail", "pass", "not_applicable")


class Fragile:
    """Says of a verdict what may turn it.

    Args:
        context: the assessment.
    """

    def __init__(self, context: Context) -> None:
        self.naming = Naming(context)
        self.phrases = self.naming.phrases

    def text(self, found: Fragility, subject: Entity) -> str:
        """The fact that may turn a verdict, and where, as a sentence.

        Args:
            found: the verdict that is fragile.
            subject: its subject.
        """
        fact, limit = found.fact, found.limit
        if fact is None or limit is None:
            return self.phrases.sentence(self.phrases("fragile together"))
        kind = "fragile tolerance" if fact.sample is None else "fragile sample"
        text = self.phrases(
            kind,
            name=self.naming.owned(self.naming.attribute(fact.attribute), fact.entity, subject),
            value=self._value(fact, fact.value),
            low=self._value(fact, fact.within._low),
            high=self._value(fact, fact.within._high),
            n=fact.sample,
            flip=self._flip(found, fact, limit),
        )
        return self.phrases.sentence(text)

    def _flip(self, found: Fragility, fact: Measured, limit: Limit) -> str:
        date = "date " if fact.attribute.type == "date" else ""
        value = self._value(fact, limit.value)
        bound = self.phrases(f"{date}{bound_key(limit).replace('_', ' ')}", value=value)
        return self.phrases(f"flips to {found.then if found.then in FLIPS else 'other'}", bound=bound)

    def _value(self, fact: Measured, value: Any) -> str:
        return self.naming.written(value, fact.attribute.unit)


def with_fragility(context: Context, assessment: parts.Assessment) -> parts.Assessment:
    """The assessment with a word on every verdict that a measured fact may turn.

    Args:
        context: the assessment in the making.
        assessment: the same, finished.
    """
    found = fragilities(context)
    if not found:
        return assessment
    fragile = Fragile(context)
    texts = {(name, subject._name): fragile.text(one, subject) for (name, subject), one in found.items()}

    def marked(part: Any) -> Any:
        type_name, id = part.subject.type, part.subject.id
        text = texts.get((part.check, type_name if type_name == id else f"{type_name}/{id}"))
        return part if text is None else part.model_copy(update={"fragile": text})

    names = ("findings", "passed")
    update = {name: tuple(map(marked, getattr(assessment, name))) for name in names}
    return assessment.model_copy(update=update)
