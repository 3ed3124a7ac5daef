"""A BPMN file as a tree of elements that know their line, read so that strangers' files do no harm.

Document types are refused, and with them all entities; nesting and number of elements are bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from ccrules.documents import LIMITS, Source
from ccrules.errors import InputError, Message, Place, Problem, message

#: The namespace of the model in BPMN 2.0 (OMG, formal/2011-01-03).
MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
#: More elements than this no process that people keep has.
MOST_ELEMENTS = 200_000


class XmlSource(Source):
    """An XML file; a node's start is the number of an element."""

    __slots__ = ("_places",)

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self._places: list[tuple[int, int]] = []

    def number(self, line: int, column: int) -> int:
        """Number a place, both counted from 1."""
        self._places.append((line, column))
        return len(self._places) - 1

    def place(self, start: int) -> Place:
        """Tell line and column."""
        return Place(self.file, *self._places[start])


@dataclass(slots=True)
class Element:
    """One element.

    Attributes:
        name: its name without namespace; empty for elements of other namespaces than the model's.
        start: its number in the source.
        attributes: those without a namespace.
        children: the elements in it.
        text: what is written directly in it.
    """

    name: str
    start: int
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""

    @property
    def id(self) -> str:
        """Its id; empty if it has none."""
        return self.attributes.get("id", "")

    @property
    def label(self) -> str:
        """Its name for people, in one line; empty if it has none."""
        return " ".join(self.attributes.get("name", "").split())

    def all(self, *names: str) -> Iterator[Element]:
        """The elements directly in it that have one of these names."""
        return (child for child in self.children if child.name in names)

    def walk(self) -> Iterator[Element]:
        """Itself and everything in it, outside first."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += reversed(element.children)

    @property
    def documented(self) -> bool:
        """Whether it has a documentation that says anything."""
        return any(child.text.strip() for child in self.all("documentation"))


class _Refused(Exception):  # noqa: N818 - leaves the parser, which knows the place
    def __init__(self, what: Message, hint: Message) -> None:
        super().__init__()
        self.what, self.hint = what, hint


class _Builder:
    """Builds the tree while expat reads.

    Args:
        file: the name for places.
    """

    def __init__(self, file: str) -> None:
        self.source = XmlSource(file)
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.CharacterDataHandler = self._say
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.root: Element | None = None
        self._path: list[Element] = []

    def place(self) -> tuple[int, int]:
        """Line and column at which the parser stands."""
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        start = self.source.number(*self.place())
        element = Element(local if namespace == MODEL else "", start, attributes)
        if self.root is None:
            self._check_root(namespace, local)
            self.root = element
        if start >= MOST_ELEMENTS or len(self._path) >= LIMITS.depth:
            what = message("the file holds more elements, or deeper ones, than any process")
            raise _Refused(what, message("export one process to a file of its own"))
        if self._path:
            self._path[-1].children.append(element)
        self._path.append(element)

    def _check_root(self, namespace: str, local: str) -> None:
        if namespace != MODEL or local != "definitions":
            what = message("this is no BPMN 2.0 file; it begins with {name}", name=local)
            raise _Refused(what, message("export the process as BPMN 2.0 XML (.bpmn)"))

    def _close(self, _: str) -> None:
        self._path.pop()

    def _say(self, text: str) -> None:
        self._path[-1].text += text

    def _refuse_doctype(self, *_: object) -> None:
        what = message("a document type, which may hold entities, is not read")
        raise _Refused(what, message("take the line that begins with <!DOCTYPE out"))


def read_elements(content: bytes, file: str) -> tuple[Element, XmlSource]:
    """Read the elements of a BPMN file.

    Args:
        content: the file's content.
        file: its name for places.

    Returns:
        The element ``definitions``, and what tells places.

    Raises:
        InputError: no XML, no BPMN 2.0, a document type, or beyond the limits.
    """
    builder = _Builder(file)
    try:
        builder.parser.Parse(content, True)
    except expat.ExpatError as error:
        what = message("this is no XML that can be read: {reason}", reason=expat.ErrorString(error.code))
        hint = message("export the process as BPMN 2.0 XML (.bpmn)")
        raise InputError(Problem(Place(file, error.lineno, error.offset + 1), what, hint)) from None
    except _Refused as refused:
        place = Place(file, *builder.place())
        raise InputError(Problem(place, refused.what, refused.hint)) from None
    except (LookupError, ValueError) as error:  # an encoding that Python doesn't know
        what = message("this is no XML that can be read: {reason}", reason=str(error))
        raise InputError(Problem(Place(file), what, message("save it in UTF-8"))) from None
    assert builder.root is not None
    return builder.root, builder.source
