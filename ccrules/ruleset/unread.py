"""Facts that a method asks for and nothing reads."""

from __future__ import annotations

from collections.abc import Iterator

from ccrules.conditions.supposing import read_by
from ccrules.errors import NOWHERE, InputError, message
from ccrules.facts.vocabulary import Attribute, EntityType
from ccrules.ruleset import remarks
from ccrules.ruleset.model import Inference, Method, Remark
from ccrules.ruleset.questions import expressions
from ccrules.text.templates import compile_template

#: An attribute by entity type and name; of one that a text prints only the name is known.
Key = tuple[str, str]


def unread_facts(method: Method) -> Iterator[Remark]:
    """Attributes that no condition, pattern or text reads (R011).

    Collecting a fact takes somebody's time, so it has to settle something.

    Args:
        method: the method; one with Python functions that read more than they declare gives none.
    """
    read, printed = set(_read(method)), set(_printed(method))
    for entity in method.vocabulary:
        for attribute in entity.attributes.values():
            if not _is_read(entity, attribute, read) and attribute.name not in printed:
                name = f"{entity.name}.{attribute.name}"
                what = message("nothing reads {name}", name=name)
                hint = message("read it in a condition or print it in a text, or take it out")
                yield Remark(remarks.UNREAD, attribute.place, what, hint, name)


def _is_read(entity: EntityType, attribute: Attribute, read: set[Key]) -> bool:
    if attribute.name in entity.key or (entity.name, attribute.name) in read:
        return True
    if attribute.inverse_of:  # made by a reference, not collected
        return True
    return attribute.owns or bool(attribute.inverse and (attribute.to, attribute.inverse) in read)


def _read(method: Method) -> Iterator[Key]:
    for check in method.checks.values():
        if check.question:
            yield from read_by(method.derived, list(expressions(check.question)))
        names = (*check.needs, *(fact.text for fact in check.doubts))
        yield from ((entity, name) for entity, _, name in (one.partition(".") for one in names))
    for rule in method.inferences.values():
        yield from _matched(rule)


def _matched(rule: Inference) -> Iterator[Key]:
    """The attributes that the patterns of an inference compare."""
    for premise in (one for premises in rule.alternatives for one in premises):
        types = {
            one.alias: one.name for premises in rule.alternatives for one in premises if one.kind == "fact"
        }
        if premise.kind == "fact":
            yield from ((premise.name, name) for name in (*premise.where, *premise.same))
        for alias, _, name in (joined.partition(".") for joined in premise.same.values()):
            yield types.get(alias, ""), name


def _printed(method: Method) -> Iterator[str]:
    for text in remarks.texts_of(method):
        for wording in text.wording.values():
            try:
                yield from (name for path in compile_template(wording, NOWHERE).paths for name in path[1:])
            except InputError:  # a title without values may hold braces
                continue
