"""Names as an audience may read them: facts, subjects, ids of findings and conclusions."""

from __future__ import annotations

from collections.abc import Iterable

from ccrules.assessment import Missing, MissingGroup, Subject
from ccrules.audience.pseudonyms import Pseudonyms
from ccrules.audience.reads import Sensitivity
from ccrules.audience.scope import Concern


class Masks:
    """Replaces what names people, and leaves out what does not concern the audience.

    Args:
        sensitivity: what is hidden.
        concern: what concerns the audience.
        pseudonyms: what stands for people.
    """

    def __init__(self, sensitivity: Sensitivity, concern: Concern, pseudonyms: Pseudonyms) -> None:
        self.sensitivity, self.concern, self.pseudonyms = sensitivity, concern, pseudonyms

    def id(self, kind: str, id_: str | None) -> str | None:
        """An entity's id, or what stands for it."""
        if id_ is None or id_ == "*" or not self.sensitivity.hides_type(kind):
            return id_
        return self.pseudonyms.of(kind, id_)

    def subject(self, subject: Subject) -> Subject:
        """A subject, under a name that tells nobody's."""
        if self.sensitivity.hides_type(subject.type):
            masked = self.id(subject.type, subject.id)
            return Subject(type=subject.type, id=masked, label=subject.label if masked is None else masked)
        if self.sensitivity.hides_label(subject.type) and subject.id is not None:
            return Subject(type=subject.type, id=subject.id, label=subject.id)
        return subject

    def outcome(self, id_: str) -> str:
        """The id of a finding or the key of a conclusion."""
        head, colon, about = id_.partition(":")
        kind, slash, name = about.partition("/")
        if not (colon and slash):
            return id_
        return f"{head}:{kind}/{self.id(kind, name)}"

    def fact(self, name: str) -> str | None:
        """The public name of a fact; None if not even that may be known."""
        kind, slash, rest = name.partition("/")
        if not slash:
            kind = name.removesuffix("[]").partition(".")[0]
            restricted = self.sensitivity.view.restricted
            return (
                None if restricted and not (kind == "assessment" or self.concern.named(kind, kind)) else name
            )
        id_, dot, attribute = rest.rpartition(".")
        if not dot:
            id_, attribute = rest, ""
        if not self.concern.named(kind, id_):
            return None
        return f"{kind}/{self.id(kind, id_)}{dot}{attribute}"

    def facts(self, names: Iterable[str]) -> tuple[str, ...]:
        """The public names of facts, those that may be known."""
        return tuple(found for name in names if (found := self.fact(name)) is not None)

    def missing(self, missing: Iterable[Missing]) -> tuple[Missing, ...]:
        """Missing facts; of groups without the names of single members."""
        found: list[Missing] = []
        for one in missing:
            if isinstance(one, MissingGroup):
                if not self.sensitivity.view.restricted:
                    found.append(MissingGroup(fact=one.fact, count=one.count, sample=self.facts(one.sample)))
            elif (name := self.fact(one)) is not None:
                found.append(name)
        return tuple(found)
