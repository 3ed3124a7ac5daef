"""The questions of a vocabulary: what a fact file may say, in words a client understands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ccrules.collecting import given
from ccrules.conditions import tree
from ccrules.facts.models import is_given
from ccrules.facts.vocabulary import ORGANISATION, Attribute, EntityType
from ccrules.ruleset.model import Check, Method
from ccrules.text import localise, typeset, unit_text
from ccrules.text.formats import RATIO_UNITS
from ccrules.text.grammar import without_accents

#: From what every head of service can answer to what a full audit looks at.
DEPTHS = ("express", "standard", "full")

#: An attribute by entity type and name; the name is empty for a list or singleton as such.
Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which questions are wanted.

    Attributes:
        depth: the deepest: ``express``, ``standard`` or ``full``.
        themes: topics of the method, by id; all if empty.
        ask: whom: a part of who usually knows, in any language; everybody if empty.
    """

    depth: str = "full"
    themes: tuple[str, ...] = ()
    ask: str = ""


EVERYTHING = Selection()
"""Every question."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of one attribute.

    Attributes:
        kind: what it is asked of.
        attribute: the attribute.
        label: its name for people.
        text: the question; the label if the vocabulary has none.
        ask: who usually knows.
        obtain: how to obtain it.
        unit: the unit of a number, for people.
    """

    kind: EntityType
    attribute: Attribute
    label: str
    text: str
    ask: str
    obtain: str
    unit: str

    @property
    def fact(self) -> Fact:
        """The attribute by names."""
        return self.kind.name, self.attribute.name

    @property
    def column(self) -> str:
        """The attribute as tables name it: ``skills[]`` where a cell holds several values."""
        return f"{self.attribute.name}[]" if self.attribute.set else self.attribute.name

    @property
    def in_percent(self) -> bool:
        """Whether its numbers are shares, which people write in percent."""
        return self.attribute.unit in RATIO_UNITS


def questions(method: Method, language: str, selection: Selection = EVERYTHING) -> Iterator[Question]:
    """The questions of a method, in the order of its vocabulary.

    Args:
        method: the rulesets.
        language: ``en`` or ``fr``.
        selection: which are wanted.
    """
    wanted = facts_of_themes(method, selection.themes) if selection.themes else None
    for kind in method.vocabulary:
        for attribute in kind.attributes.values():
            asked = is_given(attribute) and not attribute.derive and _is_asked(attribute, selection)
            if asked and (wanted is None or (kind.name, attribute.name) in wanted):
                yield question(kind, attribute, language)


def question(kind: EntityType, attribute: Attribute, language: str) -> Question:
    """What is asked of one attribute.

    Args:
        kind: what it is asked of.
        attribute: the attribute.
        language: ``en`` or ``fr``.
    """
    label = localise(attribute.label, language) or attribute.name.replace("_", " ")
    return Question(
        kind,
        attribute,
        typeset(label, language),
        typeset(localise(attribute.question, language) or label, language),
        typeset(localise(attribute.ask, language), language),
        typeset(localise(attribute.obtain, language), language),
        "%" if attribute.unit in RATIO_UNITS else typeset(unit_text(attribute.unit, language), language),
    )


def _is_asked(attribute: Attribute, selection: Selection) -> bool:
    if DEPTHS.index(attribute.depth) > DEPTHS.index(selection.depth):
        return False
    wanted = without_accents(selection.ask.casefold())
    return not wanted or any(wanted in without_accents(text.casefold()) for text in attribute.ask.values())


def is_asked_of(kind: EntityType, who: str, selection: Selection, language: str) -> bool:
    """Whether a list or thing as such is asked of those whom a selection names, in any language.

    Args:
        kind: what is asked about.
        who: who usually knows it, in the language.
        selection: whom it names.
        language: ``en`` or ``fr``.
    """
    wanted = without_accents(selection.ask.casefold())
    same = [one.ask for one in kind.attributes.values() if localise(one.ask, language) == who]
    said = [who, *(text for one in same for text in one.values())]
    return any(wanted in without_accents(text.casefold()) for text in said)


def asked(
    method: Method, language: str, selection: Selection, document: given.Document
) -> dict[str, list[Question]]:
    """Questions by entity type, those that are answered already among them.

    Args:
        method: the rulesets.
        language: ``en`` or ``fr``.
        selection: which questions are wanted.
        document: the facts there are, as a fact file gives them.
    """
    wanted = {one.fact for one in questions(method, language, selection)}
    found: dict[str, list[Question]] = {}
    for kind in method.vocabulary:
        answered = given.answered(document, kind)
        names = [
            one
            for one in kind.attributes.values()
            if is_given(one) and ((kind.name, one.name) in wanted or one.name in answered)
        ]
        if names or given.is_said(document, kind) or kind.name == ORGANISATION:
            found[kind.name] = [question(kind, one, language) for one in names]
    return found


# --- what checks read --------------------------------------------------------------------


def facts_of_themes(method: Method, themes: Collection[str]) -> frozenset[Fact]:
    """The facts that the checks of some topics are decided by.

    Args:
        method: the rulesets.
        themes: topics, by id.
    """
    checks = (check for check in method.checks.values() if set(check.topics) & set(themes))
    return frozenset(fact for check in checks for fact in deciding_facts(method, check))


def deciding_facts(method: Method, check: Check) -> frozenset[Fact]:
    """The facts that decide a check: attributes, and the lists it runs over.

    Instead of derived attributes and references seen from the other end, those that are collected.

    Args:
        method: the rulesets.
        check: one of its checks.
    """
    asked = check.question
    nodes = [node for node in (asked.applies, asked.when) if node is not None] if asked is not None else []
    declared = {(owner, name) for owner, _, name in (need.partition(".") for need in check.needs)}
    return _collected(method, nodes) | frozenset({(check.subject, "")} if check.subject else ()) | declared


def _collected(method: Method, nodes: Iterable[tree.Node]) -> frozenset[Fact]:
    found: set[Fact] = set()
    waiting, seen = list(nodes), set[Fact]()
    while waiting:
        for fact in _read(method, waiting.pop()):
            if fact not in method.derived:
                found.add(fact)
            elif fact not in seen:
                seen.add(fact)
                waiting.append(method.derived[fact])
    return frozenset(found)


def _read(method: Method, node: tree.Node) -> Iterator[Fact]:
    for part in tree.walk(node):
        if isinstance(part, tree.Field):
            yield _mirrored(method.vocabulary.types, part.base.type.entity, part.attribute.name)
        elif isinstance(part, tree.Singleton | tree.Everything):
            yield part.name, ""


def _mirrored(types: Mapping[str, EntityType], entity: str, name: str) -> Fact:
    """The attribute that is written in fact files."""
    attribute = types[entity].attributes.get(name) if entity in types else None
    return (attribute.inverse_of or (entity, name)) if attribute else (entity, name)
