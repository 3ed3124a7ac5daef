"""The page on which everything is listed and can be searched."""

from __future__ import annotations

from collections.abc import Iterator

from ccrules.documenting.blocks import Entry, Index, Link, Page, Paragraph
from ccrules.documenting.writing import Writing
from ccrules.text.grammar import without_accents

#: How much of a text is searched, in characters.
MOST = 240


def search_page(writing: Writing) -> Page:
    """Everything that has a place on the site, by kind.

    Args:
        writing: the language.
    """
    blocks = (Paragraph((writing.say("search_intro"),), "note"), Index(tuple(_entries(writing))))
    return Page("search", "search", writing.say("page.search"), blocks)


def _entries(w: Writing) -> Iterator[Entry]:
    m = w.method
    for check in m.checks.values():
        more = [w.plain(check.message), *w.relations.earlier_ids("check", check.id), w.text(check.deprecated)]
        yield _entry("check", w.paths.link("checks", check.id, w.text(check.title)), check.id, more, w)
    for id, rules in w.relations.leading_to.items():
        more = [*(rule.id for rule in rules), *w.relations.earlier_ids("conclusion", id)]
        link = w.paths.link("conclusions", id, w.text(rules[0].title) or id)
        yield _entry("conclusion", link, id, more, w)
    for one in m.recommendations.values():
        more = [w.text(one.owner), *w.relations.earlier_ids("recommendation", one.id)]
        link = w.paths.link("recommendations", one.id, w.text(one.title) or one.id)
        yield _entry("recommendation", link, one.id, more, w)
    for name, parameter in m.parameters.items():
        yield _entry("parameter", w.parameter(name), name, [w.text(parameter.why)], w)
    for kind in m.vocabulary:
        label = w.type_label(kind.name, plural=True)
        yield _entry("entity", w.paths.link("vocabulary", kind.name, label), kind.name, [kind.plural], w)
        for attribute in kind.attributes.values():
            more = [w.text(attribute.question), w.text(attribute.ask), *attribute.values]
            name = f"{kind.name}.{attribute.name}"
            yield _entry("fact", w.attribute(kind.name, attribute), name, more, w)
    for id in m.topics:
        yield _entry("topic", w.topic(id), id, [], w)


def _entry(group: str, link: Link, name: str, more: list[str], w: Writing) -> Entry:
    texts = " ".join(text[:MOST] for text in (link.text, name, *more) if text)
    return Entry(w.say(f"kind.{group}"), link, name, " ".join(without_accents(texts).lower().split()))
