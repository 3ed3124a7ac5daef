"""The vocabulary: a page with all entities, and one for each with its facts."""

from __future__ import annotations

from collections.abc import Iterator

from ccrules.documenting.blocks import (
    Block,
    Code,
    Heading,
    Line,
    Listing,
    Page,
    Pairs,
    Paragraph,
    Row,
    Soft,
    joined,
    line,
)
from ccrules.documenting.values import kind
from ccrules.documenting.writing import Writing
from ccrules.facts.times import read_duration
from ccrules.facts.vocabulary import Attribute, EntityType

FOLDER = "vocabulary"


def vocabulary_page(writing: Writing) -> Page:
    """The page with all entities.

    Args:
        writing: the language.
    """
    w = writing
    rows = (_entity(one, w) for one in w.method.vocabulary)
    blocks = (
        Paragraph((w.say("vocabulary_intro"),), "lead"),
        *w.table("entity key facts_number checks_number", rows, "entities", "counts"),
        *w.section("privacy_levels", _levels("privacy", ("public", "client", "personal", "internal"), w)),
        *w.section("depths", _levels("depth", ("express", "standard", "full"), w)),
    )
    return Page(FOLDER, FOLDER, w.say("page.vocabulary"), blocks)


def _entity(one: EntityType, w: Writing) -> Row:
    facts = sum(attribute.inverse_of is None for attribute in one.attributes.values())
    readers = {check for name in one.attributes for check in w.relations.readers.get((one.name, name), ())}
    link = w.paths.link(FOLDER, one.name, w.type_label(one.name, plural=True))
    return Row(((link,), (Code(one.plural or one.name),), (str(facts),), (str(len(readers)),)))


def _levels(group: str, names: tuple[str, ...], w: Writing) -> list[Block]:
    return [Pairs(tuple((w.say(f"{group}.{name}"), (w.say(f"{group}_means.{name}"),)) for name in names))]


def entity_page(one: EntityType, writing: Writing) -> Page:
    """The page of an entity with its facts.

    Args:
        one: the entity type.
        writing: the language.
    """
    w = writing
    blocks: list[Block] = [Pairs(tuple(_about(one, w)))]
    for attribute in one.attributes.values():
        blocks += _attribute(one, attribute, w)
    path, title = w.paths.path(FOLDER, one.name), w.type_label(one.name, plural=True)
    return Page(path, FOLDER, title[:1].upper() + title[1:], tuple(blocks), w.say("kind.entity"), one.name)


def _about(one: EntityType, w: Writing) -> Iterator[tuple[str, Line]]:
    yield w.say("label.in_files"), (Code(f"{one.plural or one.name}:"),)
    if one.singleton:
        yield w.say("label.number"), (w.say("singleton"),)
    elif one.key != ("id",):
        yield w.say("label.key"), joined((Code(name),) for name in one.key)
    checks = [check.id for check in w.method.checks.values() if (check.subject or "organisation") == one.name]
    if checks:
        yield w.say("label.asked_of"), joined((w.paths.link("checks", id),) for id in checks)


def _attribute(one: EntityType, attribute: Attribute, w: Writing) -> Iterator[Block]:
    label = w.attribute_label(attribute)
    yield Heading(label[:1].upper() + label[1:], attribute.name, small=True)
    question = w.text(attribute.question)
    if question:
        yield Paragraph((question,))
    yield Pairs(tuple(_details(one, attribute, w)))
    if attribute.derive:
        yield Listing(attribute.derive, w.say("as_written"))


def _details(one: EntityType, attribute: Attribute, w: Writing) -> Iterator[tuple[str, Line]]:
    yield w.say("label.name"), (Code(attribute.name),)
    yield w.say("label.value"), tuple(_kind(attribute, w))
    if attribute.type == "ref":
        target = w.paths.link(FOLDER, attribute.to, w.type_label(attribute.to))
        yield w.say("label.points_to"), (target,)
    if attribute.values:
        choices = (line(w.value(value, "", attribute.labels), " ", Code(value)) for value in attribute.values)
        yield w.say("label.ordered_choices" if attribute.ordered else "label.choices"), joined(choices)
    if attribute.inverse_of is not None:
        owner, name = attribute.inverse_of
        behind = w.method.vocabulary.attribute(owner, name)
        seen = w.attribute(owner, behind) if behind else Code(name)
        of = Soft(f" ({w.type_label(owner)})")
        yield w.say("label.computed"), line(w.say("inverse"), " ", seen, of)
    elif attribute.derive:
        yield w.say("label.computed"), (_computed(one, attribute, w),)
    else:
        yield from _collecting(attribute, w)
    readers = w.relations.readers.get((one.name, attribute.name), ())
    if readers:
        yield w.say("label.read_by"), joined((w.paths.link("checks", id),) for id in readers)


def _kind(attribute: Attribute, w: Writing) -> Iterator[str]:
    yield kind(attribute, w)
    if attribute.optional and not attribute.derive and attribute.inverse_of is None:
        yield f" – {w.say('may_be_none')}"


def _computed(one: EntityType, attribute: Attribute, w: Writing) -> str:
    node = w.method.derived.get((one.name, attribute.name))
    if node is None:
        return w.say("computed")
    general = w.general()
    if node.type.kind != "bool":
        return general.noun(node, one.name)
    return w.say("computed_where", clause=general.inline(node, one.name))


def _collecting(attribute: Attribute, w: Writing) -> Iterator[tuple[str, Line]]:
    if attribute.ask:
        yield w.say("label.ask"), (w.text(attribute.ask),)
    if attribute.obtain:
        yield w.say("label.obtain"), (w.text(attribute.obtain),)
    yield w.say("label.depth"), (w.say(f"depth.{attribute.depth}"),)
    yield w.say("label.privacy"), (w.say(f"privacy.{attribute.privacy}"),)
    asked = [w.say("judgement")] if attribute.nature == "judgement" else []
    asked += [w.say("changeable")] if attribute.changeable else []
    if attribute.valid_for:
        asked.append(w.say("valid_for", length=w.value(read_duration(attribute.valid_for))))
    if asked:
        yield w.say("label.remarks"), (w.listing(asked),)
