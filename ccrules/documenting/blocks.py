"""What pages are made of, whatever they are written as."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Code:
    """A name or an expression as it is written in files."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another page of the site.

    Attributes:
        text: what is clicked.
        page: the path of the page, without the ending of its format.
        anchor: a place on it; empty for its top.
        code: whether the text is a name as it is written in files.
    """

    text: str
    page: str
    anchor: str = ""
    code: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """A link to the outside; only ``http`` and ``https`` become links."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A word with a colour of its own: a severity, a verdict.

    Attributes:
        text: the word.
        kind: the name of its colour, such as ``high`` or ``pass``.
    """

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Soft:
    """A remark beside what matters."""

    text: str


Part: TypeAlias = str | Code | Link | Address | Mark | Soft
Line: TypeAlias = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a section.

    Attributes:
        text: the heading.
        anchor: by what links find it.
        level: 2 or 3.
        small: whether it is one of many, and printed small whatever its level.
    """

    text: str
    anchor: str
    level: int = 2
    small: bool = False
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    Attributes:
        line: its text.
        role: ``lead`` for what matters most, ``note`` for a remark, ``warning``, or empty.
    """

    line: Line
    role: str = ""
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True, slots=True)
class Prose:
    """An author's Markdown."""

    markdown: str
    kind: str = field(default="prose", init=False)


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list, with those below it."""

    line: Line
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Item, ...]
    kind: str = field(default="items", init=False)


@dataclass(frozen=True, slots=True)
class Listing:
    """Text as it is written in files.

    Attributes:
        text: the text.
        label: what it is, for readers who can't see it; also a caption.
    """

    text: str
    label: str = ""
    kind: str = field(default="listing", init=False)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        cells: one line per column.
        anchor: by what links find it; may be empty.
    """

    cells: tuple[Line, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its first column names the row.

    Attributes:
        head: the columns.
        rows: the rows.
        label: what it shows, for readers who can't see it.
        role: a name of its layout; may be empty.
    """

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    label: str
    role: str = ""
    kind: str = field(default="table", init=False)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Short facts by name."""

    rows: tuple[tuple[str, Line], ...]
    kind: str = field(default="pairs", init=False)


@dataclass(frozen=True, slots=True)
class Example:
    """A rule test: facts and what comes of them.

    Attributes:
        name: what it shows.
        verdicts: what comes of it.
        facts: the facts, as YAML.
        settings: parameters and profiles under which it holds; may be empty.
    """

    name: str
    verdicts: tuple[Line, ...]
    facts: str
    settings: Line = ()
    kind: str = field(default="example", init=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a search can find.

    Attributes:
        group: what kind of thing it is.
        link: where it is.
        name: its id.
        words: further words by which it is found.
    """

    group: str
    link: Link
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Index:
    """Everything there is, to be looked through and searched."""

    entries: tuple[Entry, ...]
    kind: str = field(default="index", init=False)


Block: TypeAlias = Heading | Paragraph | Prose | Items | Listing | Table | Pairs | Example | Index


@dataclass(frozen=True, slots=True)
class Page:
    """A page.

    Attributes:
        path: where it stands, without the ending of its format.
        section: the path of the page of the navigation that it belongs to.
        title: its title.
        blocks: what is on it.
        kicker: what kind of page it is; may be empty.
        name: the id of what it describes; may be empty.
    """

    path: str
    section: str
    title: str
    blocks: tuple[Block, ...]
    kicker: str = ""
    name: str = ""


def line(*parts: Part) -> Line:
    """A line of text; empty parts are left out."""
    return tuple(part for part in parts if part != "")


def joined(lines: Iterable[Line], between: str = ", ") -> Line:
    """Several lines as one."""
    found: list[Part] = []
    for one in lines:
        found += [between, *one] if found else one
    return tuple(found)
