"""Why a conclusion is believed less than its rules alone would say: what it rests on is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ccrules import assessment as parts
from ccrules.assembly.context import Context
from ccrules.engine.inference import SUBJECT, Conclusion, Firing
from ccrules.engine.reasoning import Reasoning
from ccrules.errors import Message, message
from ccrules.facts.base import Entity, fact_name
from ccrules.facts.trust import weak_facts
from ccrules.ruleset.model import Premise
from ccrules.text import listing, shown

#: Premises that one sentence names.
MOST_NAMED = 4
#: Beliefs that differ by less are the same.
EPSILON = 1e-9


class Lowered:
    """Finds and names the premises in doubt.

    Args:
        context: the assessment in the making.
        reasoning: what fired, with the confidence in findings and facts.
        findings: the findings of checks.
    """

    def __init__(self, context: Context, reasoning: Reasoning, findings: Iterable[parts.Finding]) -> None:
        self.context, self.reasoning = context, reasoning
        self._findings = {one.id: one for one in findings if one.id in reasoning.confidence}

    def of(self, conclusion: Conclusion, firings: Sequence[Firing]) -> str:
        """A sentence on what lowers the belief in a conclusion; empty if nothing does.

        Args:
            conclusion: the conclusion.
            firings: the firings for it.
        """
        if not self._is_lowered(conclusion):
            return ""
        named = dict.fromkeys(self.context.say(one) for firing in firings for one in self._named(firing))
        text = message(
            "The belief would be {full} if nothing it rests on were in doubt: {names}",
            full=self._share(self.reasoning.undoubted[conclusion]),
            names=listing(list(named), self.context.language, limit=MOST_NAMED),
        )
        return self.context.say(text)

    def _is_lowered(self, conclusion: Conclusion) -> bool:
        full = self.reasoning.undoubted.get(conclusion)
        return full is not None and self.reasoning.beliefs.conclusions[conclusion] < full - EPSILON

    def _named(self, firing: Firing) -> Iterator[Message]:
        """The premises of a firing that are in doubt."""
        premises = self.context.method.inferences[firing.rule].alternatives[firing.variant]
        for premise, references in zip(premises, firing.premises, strict=True):
            for one in references:
                if isinstance(one, Conclusion):
                    yield from self._concluded(one)
                elif premise.kind == "finding" and one in self._findings:
                    yield self._found(self._findings[one])
                elif premise.kind == "fact":
                    yield from self._facts(one, _fields_of(premise, premises))

    def _concluded(self, one: Conclusion) -> Iterator[Message]:
        if self._is_lowered(one):
            rules = self.context.method.inferences.values()
            title = next((rule.title for rule in rules if rule.conclusion == one.id and rule.title), {})
            share = self._share(self.reasoning.beliefs.conclusions[one])
            yield message("{name} (belief {share})", name=self.context.text(title) or one.id, share=share)

    def _found(self, one: parts.Finding) -> Message:
        about = one.subject.label
        name = f"{one.title}, {about}" if about else one.title
        return message("{name} (confidence {share})", name=name, share=self._share(one.confidence))

    def _facts(self, owner: str, names: Iterable[str]) -> Iterator[Message]:
        from ccrules.assembly.explaining.naming import Naming  # what only figures in doubt need

        for name in sorted(names):
            share = self.reasoning.confidence.get(f"{owner}.{name}")
            entity = self._entity(owner) if share is not None else None
            if share is None or entity is None:
                continue
            naming = Naming(self.context)
            label = naming.owned(naming.attribute(entity._type.attributes[name]), entity)
            yield self._fact(label, self._reasons.get(f"{owner}.{name}", ()), self._share(share))

    def _fact(self, label: str, reasons: Sequence[Message], share: str) -> Message:
        if not reasons:
            return message("{name} (confidence {share})", name=label, share=share)
        why = "; ".join(self.context.say(one) for one in reasons)
        return message("{name} ({reasons}; confidence {share})", name=label, reasons=why, share=share)

    @property
    def _reasons(self) -> Mapping[str, tuple[Message, ...]]:
        """By the name of a fact why it is not relied on in full."""
        base, trust = self.context.base, self.context.method.trust
        return self.context.once(
            "weak facts",
            lambda: {fact_name(one.entity, one.attribute): one.reasons for one in weak_facts(base, trust)},
        )

    def _entity(self, name: str) -> Entity | None:
        type_name, _, id_ = name.partition("/")
        if type_name in self.context.base.collections:
            return self.context.base.collections[type_name].by_id.get(id_)
        found = self.context.base.singletons.get(type_name)
        return found if isinstance(found, Entity) else None

    def _share(self, value: float) -> str:
        return shown(round(value, 3), self.context.language, "ratio")


def _fields_of(premise: Premise, premises: Sequence[Premise]) -> frozenset[str]:
    """The attributes of what a premise matched that the rule reads, there or in another premise."""
    joined = [target.partition(".") for other in premises for target in other.same.values()]
    read = (name for alias, _, name in joined if premise.alias and alias == premise.alias)
    return frozenset((*premise.where, *premise.same, *read)) - {"", SUBJECT}
