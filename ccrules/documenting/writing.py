"""One language of a site in the making: its words, names and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath
from typing import Any

from ccrules.assembly.explaining.general import Clause, General
from ccrules.documenting.blocks import (
    Address,
    Block,
    Code,
    Heading,
    Item,
    Items,
    Line,
    Link,
    Mark,
    Paragraph,
    Part,
    Row,
    Soft,
    Table,
    joined,
    line,
)
from ccrules.documenting.examples import Examples
from ccrules.documenting.paths import Paths
from ccrules.documenting.relations import Relations
from ccrules.errors import Place
from ccrules.facts.vocabulary import Attribute, LocalText
from ccrules.renderers.wording import Wording
from ccrules.resources import templates_folder
from ccrules.ruleset.model import SEVERITIES, Check, Inference, Method, Parameter, Source
from ccrules.text import localise, shown, typeset

#: What a text fills in, or decides, when a report is made.
_TAG = re.compile(r"\{\{-?\s*(?P<value>.*?)\s*-?\}\}|\{%-?\s*(?P<step>.*?)\s*-?%\}|\{#.*?#\}", re.DOTALL)
#: A French short word that is joined to what is filled in: ``elide('de')``.
_ELIDED = re.compile(r"\|\s*elide\(\s*['\"](\w+)['\"]")


@dataclass
class Writing:
    """What pages of one language are written with.

    Attributes:
        method: the rules.
        language: ``en`` or ``fr``.
        relations: who reads and uses what.
        paths: where pages stand.
        examples: the rule tests.
    """

    method: Method
    language: str
    relations: Relations
    paths: Paths
    examples: Examples
    _general: dict[int, General] = field(default_factory=dict)

    # --- words -------------------------------------------------------------------------

    @cached_property
    def _words(self) -> Wording:
        return Wording(self.language, (templates_folder() / "docs",))

    def say(self, key: str, **values: object) -> str:
        """A text of the site, by its key below ``docs``."""
        return typeset(self._words.say(f"docs.{key}", **values), self.language)

    def label(self, group: str, name: str) -> str:
        """A word of reports: the name of a severity, an effort, a verdict."""
        return self._words.label(group, name)

    def text(self, text: LocalText) -> str:
        """An author's text without values in it."""
        return typeset(localise(text, self.language), self.language)

    def filled(self, text: LocalText) -> Line:
        """An author's template on one line: what is filled in stands as it is written."""
        source, found, at = localise(text, self.language), list[Part](), 0
        for tag in _TAG.finditer(source):
            found.append(typeset(source[at : tag.start()], self.language))
            before, written = _written(tag)
            found += [before, Code(written)] if written else []
            at = tag.end()
        return line(*found, typeset(source[at:], self.language))

    def plain(self, text: LocalText) -> str:
        """An author's template as plain text, to be searched."""
        return "".join(part if isinstance(part, str) else part.text for part in self.filled(text))

    def markdown(self, text: LocalText) -> str:
        """An author's Markdown template: what is filled in stands as it is written."""

        def tag(found: re.Match[str]) -> str:
            before, written = _written(found)
            return f"{before}`{written}`" if written else ""

        return typeset(_TAG.sub(tag, localise(text, self.language)), self.language)

    def listing(self, names: Iterable[str]) -> str:
        """Several names as one text."""
        return ", ".join(names)

    def value(self, value: Any, unit: str = "", labels: Mapping[str, LocalText] | None = None) -> str:
        """A value as people read it, a choice by its label."""
        if isinstance(value, str) and labels:
            return self.text(labels.get(value, {})) or value
        return shown(value, self.language, unit)

    # --- names -------------------------------------------------------------------------

    def general(self, check: Check | None = None) -> General:
        """What puts the conditions of a check into words."""
        vocabulary = self.method.vocabulary if check is None else self.method.vocabulary_of(check)
        if id(vocabulary) not in self._general:
            self._general[id(vocabulary)] = General(self.method, vocabulary, self.language)
        return self._general[id(vocabulary)]

    def type_label(self, name: str, *, plural: bool = False) -> str:
        """The name of an entity type for people."""
        kind = self.method.vocabulary[name]
        if plural and not kind.singleton:
            return self.text(kind.label_plural) or kind.plural
        return self.text(kind.label) or kind.name.replace("_", " ")

    def attribute_label(self, attribute: Attribute) -> str:
        """The name of an attribute for people."""
        return self.text(attribute.label) or attribute.name.replace("_", " ")

    def parameter_label(self, parameter: Parameter) -> str:
        """The name of a parameter for people."""
        return self.text(parameter.label) or parameter.name.replace("_", " ")

    def severity(self, name: str) -> Mark:
        """A severity by its name."""
        return Mark(self.label("severity", name), name)

    def severities(self, check: Check) -> tuple[str, ...]:
        """The severities a check can have, the worst first."""
        if check.terms is None:
            return ()
        found = {
            str(getattr(branch.value, "value", ""))
            for branch in self.general(check).branches(check.terms.severity, check.subject)
        }
        return tuple(one for one in SEVERITIES if one in found)

    def severity_line(self, check: Check) -> Line:
        """The severities a check can have, in words."""
        return joined(((self.severity(one),) for one in self.severities(check)), " / ")

    def topics(self, ids: Iterable[str]) -> Line:
        """Topics, each with a link to its checks."""
        return joined((self.topic(id),) for id in ids)

    def topic(self, id: str) -> Link:
        """A topic, with a link to its checks."""
        text = self.text(self.method.topics.get(id, {})) or id or self.say("no_topic")
        return Link(text, "topics", self.topic_anchor(id))

    def topic_anchor(self, id: str) -> str:
        """Where the checks of a topic are listed."""
        return f"topic-{list(self.method.topics).index(id) + 1}" if id in self.method.topics else "others"

    # --- links -------------------------------------------------------------------------

    def check(self, id: str) -> Line:
        """A check: its id as a link, and its title."""
        if id not in self.method.checks:
            return (Code(id),)
        return (self.paths.link("checks", id), f" {self.text(self.method.checks[id].title)}")

    def recommendation(self, id: str) -> Line:
        """A recommendation: its title as a link."""
        if id not in self.method.recommendations:
            return (Code(id),)
        title = self.text(self.method.recommendations[id].title)
        return (self.paths.link("recommendations", id, title),)

    def conclusion(self, rule: Inference) -> Line:
        """What an inference concludes: its title as a link, and its kind."""
        link = self.paths.link("conclusions", rule.conclusion, self.text(rule.title))
        return (link, Soft(f" ({self.label('kind', rule.kind)})"))

    def attribute(self, owner: str, attribute: Attribute) -> Link:
        """An attribute: its label as a link."""
        return self.paths.link("vocabulary", owner, self.attribute_label(attribute), attribute.name)

    def parameter(self, name: str) -> Link:
        """A parameter: its label as a link."""
        return Link(self.parameter_label(self.method.parameters[name]), "parameters", name)

    def source(self, source: Source) -> Item:
        """A publication, with what is remarked on it."""
        text = ", ".join(part for part in (source.title.rstrip("."), source.section) if part)
        note = self.text(source.note)
        return Item(line(Address(text, source.url) if source.url else text, f" – {note}" if note else ""))

    def where(self, place: Place) -> Line:
        """A place in a ruleset: the folder of the file, its name and the line, wherever that folder is."""
        if not place.file:
            return line(str(place))
        path = PurePath(place.file)
        return (Code(f"{path.parent.name}/{path.name}:{place.line}"),)

    # --- blocks ------------------------------------------------------------------------

    def heading(self, key: str, anchor: str = "", level: int = 2) -> Heading:
        """A heading by its key; the key is its anchor too unless another is given."""
        return Heading(self.say(f"heading.{key}"), anchor or key.replace("_", "-"), level)

    def section(self, key: str, blocks: Iterable[Block], intro: str = "", level: int = 2) -> list[Block]:
        """A heading and what stands below it; nothing if there is nothing."""
        found = list(blocks)
        first = [Paragraph((self.say(intro),), "note")] if intro and found else []
        return [self.heading(key, level=level), *first, *found] if found else []

    def table(
        self, head: str, rows: Iterable[Row], label: str, role: str = "", *, of: str = ""
    ) -> list[Block]:
        """A table; none without rows.

        Args:
            head: the keys of its columns, with spaces between.
            rows: the rows.
            label: the key of what it shows.
            role: a name of its layout.
            of: what tells it from others of the page that show the like.
        """
        found = tuple(rows)
        columns = tuple(self.say(f"column.{one}") for one in head.split())
        told = self.say(f"table.{label}") + (f"{self.say('colon')}{of}" if of else "")
        return [Table(columns, found, told, role)] if found else []

    def items(self, lines: Iterable[Line | Item]) -> list[Block]:
        """A list; none without entries."""
        found = tuple(one if isinstance(one, Item) else Item(one) for one in lines)
        return [Items(found)] if found else []

    def recommendations(self, ids: Iterable[str]) -> list[Block]:
        """Recommendations with who leads them, by when, and with what effort."""
        rows = []
        for one in (self.method.recommendations[id] for id in ids if id in self.method.recommendations):
            told = (line(self.label("effort", one.effort)), line(self.text(one.owner)))
            rows.append(Row((self.recommendation(one.id), *told, line(self.text(one.horizon)))))
        return self.table("recommendation effort owner horizon", rows, "recommendations")

    def clause(self, clause: Clause) -> Item:
        """A condition in words, its parts below it."""
        return Item((clause.text,), tuple(map(self.clause, clause.parts)))


def _written(tag: re.Match[str]) -> tuple[str, str]:
    """What a tag of a template fills in, without how it is printed, and the short word that joins it."""
    if tag["value"] is None:
        return "", tag["step"] or ""
    elided = _ELIDED.search(tag["value"])
    return f"{elided[1]} " if elided else "", tag["value"].partition("|")[0].strip()
