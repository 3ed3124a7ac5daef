"""JSON to nodes with positions: strict, iterative, and bounded while it reads."""

from __future__ import annotations

import json
import re
from typing import NoReturn

from ccrules.documents.decoding import HALF_PAIR, decode
from ccrules.documents.faults import Faults, note_duplicates, too_deep, too_many
from ccrules.documents.json_hints import Explanation, explain_entry, explain_next, explain_value
from ccrules.documents.limits import LIMITS, Limits
from ccrules.documents.nodes import Mapping, Node, Scalar, Sequence
from ccrules.documents.source import JsonSource
from ccrules.errors import message

_SPACE = r"[ \t\n\r]*+"
_SIMPLE_STRING = r'"([^"\\\x00-\x1f]*+)"'
_VALUE = re.compile(
    _SPACE + f"(?:{_SIMPLE_STRING}"
    r"|(-?(?:0|[1-9][0-9]*+)((?:\.[0-9]++)?(?:[eE][-+]?[0-9]++)?))"
    r"|(true|false|null)(?![A-Za-z0-9_])"
    r"|([\[{]))"
)
#: A whole entry of a mapping whose value is a single one, with the comma before it.
_ENTRY = re.compile(
    f"{_SPACE}(,?){_SPACE}{_SIMPLE_STRING}{_SPACE}:{_SPACE}"
    f"(?:{_SIMPLE_STRING}|(-?(?:0|[1-9][0-9]{{0,14}}+))(?![0-9.eE])|(true|false|null)(?![A-Za-z0-9_]))"
)
_ENTRY_STRING, _ENTRY_NUMBER, _ENTRY_LITERAL = range(3, 6)
_STRING_KIND, _NUMBER_KIND, _FRACTION, _LITERAL_KIND, _OPENING_KIND = range(1, 6)
_STRING = re.compile(
    _SPACE + r'("[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+")'
)
_KEY = re.compile(f"{_SPACE}{_SIMPLE_STRING}{_SPACE}:")
_COLON = re.compile(f"{_SPACE}:")
_NEXT = re.compile(_SPACE + r"([,\]}])")
_REST = re.compile(_SPACE)
_LITERALS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_SAFE_DIGITS = 15  # a whole number this short surely fits a float
_INFINITIES = (float("inf"), float("-inf"))


def read_json(content: str | bytes, file: str, limits: Limits = LIMITS) -> Node:
    """Read one JSON document (RFC 8259), with the place of every key and value.

    Args:
        content: the text, or the bytes of a file.
        file: the file's name for places.
        limits: when to refuse.

    Raises:
        InputError: not UTF-8, not JSON, over a limit, duplicate keys, NaN and infinities.
    """
    source = JsonSource(file, decode(content, file, limits))
    builder = _Builder(source, limits)
    at = builder.value(0)
    while builder.open:
        at = builder.next(at)
    builder.end(at)
    builder.faults.check()
    return builder.root


class _Builder:
    """Reads one token or two at a time; what is open is a list, so nothing recurses."""

    def __init__(self, source: JsonSource, limits: Limits) -> None:
        self.source = source
        self.text = source.text
        self.limits = limits
        self.faults = Faults(limits)
        self.open: list[Sequence | Mapping] = []
        self.key: Scalar | None = None  # waits for its value
        self.nodes = 0
        self.root: Node = Mapping(source, 0)

    def value(self, at: int) -> int:
        """Read a value, or the beginning of a list or mapping; return the index behind it."""
        found = _VALUE.match(self.text, at)
        if found is None:
            return self._escaped_value(at)
        kind = found.lastindex
        if kind == _OPENING_KIND:
            return self._open(found)
        if kind == _STRING_KIND:
            text = found[_STRING_KIND]
            self._put(Scalar(self.source, found.start(_STRING_KIND) - 1, text, '"', text))
        elif kind == _LITERAL_KIND:
            text = found[_LITERAL_KIND]
            self._put(Scalar(self.source, found.start(_LITERAL_KIND), text, "", _LITERALS[text]))
        else:
            self._number(found)
        return found.end()

    def next(self, at: int) -> int:
        """Read what may follow in the innermost list or mapping; return the index behind it."""
        found = _NEXT.match(self.text, at)
        node = self.open[-1]
        in_list = isinstance(node, Sequence)
        fresh = not (node.items if isinstance(node, Sequence) else node.entries)
        if found is not None and found[1] == ("]" if in_list else "}"):
            return self._close(found)
        if isinstance(node, Mapping) and (after := self._entries(node, at)) > at:
            return after
        if not fresh:
            if found is None or found[1] != ",":
                self._fail(explain_next(self.text, at, node.start))
            at = found.end()
        return self.value(at) if in_list else self.value(self._key(at))

    def _entries(self, node: Mapping, at: int) -> int:
        """Take whole entries of the usual kind at once; return the index behind the last of them.

        Whatever is unusual or wrong is left where it is, for the other methods to read or to explain.
        """
        source, entries, match = self.source, node.entries, _ENTRY.match
        while self.nodes + 2 <= self.limits.nodes:
            found = match(self.text, at)
            if found is None or bool(found[1]) != bool(entries):
                break
            kind = found.lastindex or 0
            written = found[kind]
            begin = found.start(kind)
            if kind == _ENTRY_STRING:
                value = Scalar(source, begin - 1, written, '"', written)
            elif kind == _ENTRY_NUMBER:
                value = Scalar(source, begin, written, "", int(written))
            else:
                value = Scalar(source, begin, written, "", _LITERALS[written])
            entries.append((Scalar(source, found.start(2) - 1, found[2], '"', found[2]), value))
            self.nodes += 2
            at = found.end()
        return at

    def end(self, at: int) -> None:
        """Refuse anything but white space behind the document."""
        rest = _REST.match(self.text, at)
        if rest is not None and rest.end() < len(self.text):
            what = message("the document is over, but more text follows")
            hint = message("remove it, or put everything into one list or mapping")
            self.faults.fail(self.source.place(rest.end()), what, hint)

    def _key(self, at: int) -> int:
        found = _KEY.match(self.text, at)
        if found is not None:
            self.nodes += 1
            text = found[1]
            self.key = Scalar(self.source, found.start(1) - 1, text, '"', text)
            return found.end()
        return self._escaped_key(at)

    def _escaped_key(self, at: int) -> int:
        string = _STRING.match(self.text, at)
        colon = _COLON.match(self.text, string.end()) if string else None
        if string is None or colon is None:
            self._fail(explain_entry(self.text, at, string.end() if string else None, self.open[-1].start))
        self.nodes += 1
        self.key = self._unescaped(string)
        return colon.end()

    def _escaped_value(self, at: int) -> int:
        string = _STRING.match(self.text, at)
        if string is None:
            self._fail(explain_value(self.text, at, self.open[-1].start if self.open else None))
        self._put(self._unescaped(string))
        return string.end()

    def _unescaped(self, string: re.Match[str]) -> Scalar:
        text: str = json.loads(string[1])
        if HALF_PAIR.search(text):
            what = message("half of a character that takes two codes")
            hint = message("write the character itself")
            self.faults.add(self.source.place(string.start(1)), what, hint)
        return Scalar(self.source, string.start(1), text, '"', text)

    def _number(self, found: re.Match[str]) -> None:
        text = found[_NUMBER_KIND]
        start = found.start(_NUMBER_KIND)
        is_whole = not found[_FRACTION]
        value = int(text) if is_whole and len(text) <= _SAFE_DIGITS else float(text)
        if value in _INFINITIES:
            what = message("the number is too large")
            self.faults.add(self.source.place(start), what, message("check its digits and its exponent"))
        elif is_whole:
            value = int(text)
        self._put(Scalar(self.source, start, text, "", value))

    def _open(self, found: re.Match[str]) -> int:
        start = found.start(_OPENING_KIND)
        if len(self.open) >= self.limits.depth:
            too_deep(self.faults, self.source.place(start), self.limits)
        is_list = found[_OPENING_KIND] == "["
        node = Sequence(self.source, start) if is_list else Mapping(self.source, start)
        self._put(node)
        self.open.append(node)
        return found.end()

    def _close(self, found: re.Match[str]) -> int:
        node = self.open.pop()
        if isinstance(node, Mapping) and len({key.text for key, _ in node.entries}) != len(node.entries):
            note_duplicates(node.entries, self.faults)
        return found.end()

    def _put(self, node: Node) -> None:
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            too_many(self.faults, node.place, self.limits)
        above = self.open[-1] if self.open else None
        if isinstance(above, Sequence):
            above.items.append(node)
        elif above is not None and self.key is not None:
            above.entries.append((self.key, node))
        else:
            self.root = node

    def _fail(self, explanation: Explanation) -> NoReturn:
        index, what, hint = explanation
        self.faults.fail(self.source.place(index), what, hint)
