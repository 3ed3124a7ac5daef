"""From an offset in a scalar's text back to where that character stands in the file.

YAML and JSON write one text in many ways: escapes, doubled apostrophes, folded lines,
indented blocks. Each function here walks the raw text of one such way and yields, for
every character of the resulting text, the index of the raw character it came from.
The walks know no end: the caller takes as many indices as the text has characters.

Source of the folding rules: YAML 1.1, sections 9.1 to 9.3, as libyaml applies them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

YAML_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_KEPT_BREAKS = "\u2028\u2029"  # folding drops the others
_YAML_WHITE = re.compile("[ \t\n\r\x85\u2028\u2029]+")
_NO_WHITE = re.compile("(?!)")  # JSON folds nothing, so no run of white space is special
_ESCAPE_DIGITS = {"x": 2, "u": 4, "U": 8}
_SURROGATE_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")


def raw_index(raw: str, start: int, style: str, text: str, offset: int, *, folds: bool) -> int:
    """Find the raw character behind one character of a scalar.

    Args:
        raw: the whole document.
        start: index in ``raw`` of the scalar's first character, its quote or its ``|`` or ``>``.
        style: ``''``, ``"'"``, ``'"'``, ``'|'`` or ``'>'``.
        text: the scalar's text.
        offset: 0-based offset in ``text``; its length stands for the place just behind it.
        folds: whether line breaks inside are folded (YAML) or can't occur (JSON).

    Returns:
        An index in ``raw``; ``start`` where the text is empty.
    """
    inside = min(max(offset, 0), len(text) - 1)
    if inside < 0:
        return start
    walk = _walk(raw, start, style, text, folds)
    index = next(islice(walk, inside, None), start)
    return index if offset < len(text) else index + 1


def _walk(raw: str, start: int, style: str, text: str, folds: bool) -> Iterator[int]:
    white = _YAML_WHITE if folds else _NO_WHITE
    if style in ("|", ">"):
        return _block(raw, start, text, folded=style == ">")
    if style == '"':
        return _double_quoted(raw, start + 1, white)
    return _literal(raw, start + len(style), white, style)


def _literal(raw: str, index: int, white: re.Pattern[str], quote: str) -> Iterator[int]:
    """Plain text, or text in single quotes, where two of them stand for one."""
    while index < len(raw):
        if run := white.match(raw, index):
            yield from _folded(raw, index, run.end())
            index = run.end()
        else:
            yield index
            index += 2 if raw[index] == quote else 1


def _double_quoted(raw: str, index: int, white: re.Pattern[str]) -> Iterator[int]:
    while index < len(raw):
        if run := white.match(raw, index):
            yield from _folded(raw, index, run.end())
            index = run.end()
        elif raw[index] == "\\" and (line_end := YAML_BREAK.match(raw, index + 1)):
            index = line_end.end()
            if run := white.match(raw, index):
                yield from _breaks(raw, index, run.end())
                index = run.end()
        else:
            yield index
            index += _escape_length(raw, index) if raw[index] == "\\" else 1


def _escape_length(raw: str, index: int) -> int:
    if _SURROGATE_PAIR.match(raw, index):
        return 12
    return 2 + _ESCAPE_DIGITS.get(raw[index + 1 : index + 2], 0)


def _breaks(raw: str, begin: int, end: int) -> list[int]:
    return [found.start() for found in YAML_BREAK.finditer(raw, begin, end)]


def _folded(raw: str, begin: int, end: int) -> Iterator[int]:
    """Yield what is left of a run of white space: itself, or its folded line breaks."""
    breaks = _breaks(raw, begin, end)
    if not breaks:
        yield from range(begin, end)
    elif len(breaks) > 1 and raw[breaks[0]] not in _KEPT_BREAKS:
        yield from breaks[1:]
    else:
        yield from breaks


def _block(raw: str, start: int, text: str, *, folded: bool) -> Iterator[int]:
    header = YAML_BREAK.search(raw, start)
    begin = header.end() if header else len(raw)
    indent = _block_indent(raw, begin, text)
    last: int | None = None  # the break behind the last line with content
    last_is_indented = False
    empty: list[int] = []  # the breaks of the empty lines since then
    for first, end in _lines(raw, begin):
        if raw[first : min(first + indent, end)].strip(" "):
            break  # less indented: the block is over
        if end - first <= indent:
            empty.append(end)
            continue
        indented = raw[first + indent] in " \t"
        if last is not None:
            folds = folded and raw[last] not in _KEPT_BREAKS and not (last_is_indented or indented)
            if not folds or not empty:
                yield last
        yield from empty
        yield from range(first + indent, end)
        last, last_is_indented, empty = end, indented, []
    if last is not None:
        yield last
    yield from empty


def _lines(raw: str, begin: int) -> Iterator[tuple[int, int]]:
    """Yield the bounds of each line, without its break."""
    while begin < len(raw):
        found = YAML_BREAK.search(raw, begin)
        yield begin, found.start() if found else len(raw)
        begin = found.end() if found else len(raw)


def _block_indent(raw: str, begin: int, text: str) -> int:
    """Compare the first written line in the file and in the text: the difference is the indentation."""
    in_file = next((_leading(raw[a:b]) for a, b in _lines(raw, begin) if raw[a:b].strip(" ")), 0)
    in_text = next((_leading(text[a:b]) for a, b in _lines(text, 0) if text[a:b].strip(" ")), 0)
    return max(in_file - in_text, 0)


def _leading(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
