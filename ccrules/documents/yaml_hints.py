"""What a YAML syntax error means for the person who wrote the file.

libyaml and the pure Python parser say what their grammar expected. The functions here look at
the text around the error instead and recognise the slip behind it; the first that does wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from ccrules.documents.alignment import YAML_BREAK
from ccrules.documents.brackets import OPENING, never_closed, nothing_between
from ccrules.documents.source import YamlSource
from ccrules.documents.yaml_keys import space_hint
from ccrules.errors import Message, Place, message

_GLUED = re.compile(r"\s*(?:-\s+)*(?P<pair>[^\s:#'\"\[\]{}]+:[^\s:/].*)")
_SHOWN = 60  # characters of a wrong value that a hint repeats

Explanation = tuple[int, Message, Message]


@dataclass(frozen=True)
class _Fault:
    """A syntax error in terms of the text.

    Attributes:
        text: the whole text.
        at: index of the character that can't be there.
        since: index where the construct began that could not be finished, or ``at``.
        said: what the parser said, context and problem.
    """

    text: str
    at: int
    since: int
    said: str

    @property
    def character(self) -> str:
        """The character that can't be there; empty at the end."""
        return self.text[self.at : self.at + 1]

    @property
    def at_end(self) -> bool:
        """Whether nothing but white space follows."""
        return not self.text[self.at :].strip()

    @property
    def line_start(self) -> int:
        """Index of the first character of the line."""
        return _line_start(self.text, self.at)

    @property
    def before(self) -> str:
        """What precedes in the line."""
        return self.text[self.line_start : self.at]

    def says(self, *wordings: str) -> bool:
        """Whether the parser used one of these wordings."""
        return any(wording in self.said for wording in wordings)


def explain(source: YamlSource, error: yaml.YAMLError) -> tuple[Place, Message, Message]:
    """Turn a parser's error into a place, what is wrong, and what to try.

    Args:
        source: the text that was parsed.
        error: what the parser raised.
    """
    fault = _fault(source.text, error)
    found = (recognise(fault) for recognise in _RECOGNISERS)
    index, what, hint = next((explanation for explanation in found if explanation), _unknown(fault))
    return source.place(index), what, hint


def _fault(text: str, error: yaml.YAMLError) -> _Fault:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return _Fault(text, 0, 0, str(error))
    at = min(error.problem_mark.index, len(text))
    since = min(error.context_mark.index, at) if error.context_mark else at
    return _Fault(text, at, since, f"{error.context} {error.problem}")


def _line_start(text: str, index: int) -> int:
    return max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1


def _line_number(text: str, index: int) -> int:
    return len(YAML_BREAK.findall(text, 0, index)) + 1


def _unknown(fault: _Fault) -> Explanation:
    hint = message("check the indentation, the quotes and the brackets here and just above")
    return fault.at, message("this is not valid YAML"), hint


def _tab(fault: _Fault) -> Explanation | None:
    if fault.character != "\t":
        return None
    if fault.before.strip():
        return fault.at, message("a tab is not allowed here"), message("use spaces")
    return fault.at, message("the line is indented with a tab"), message("indent with spaces")


def _open_quote(fault: _Fault) -> Explanation | None:
    if not fault.says("scanning a quoted scalar") or not fault.says("end of stream", "document indicator"):
        return None
    what = message("the quote opened here is never closed")
    return fault.since, what, message("close it with the same quote; write an apostrophe in '…' as ''")


def _bracket(fault: _Fault) -> Explanation | None:
    if not fault.says("parsing a flow sequence", "parsing a flow mapping"):
        return None
    opening = fault.text[fault.since]
    if fault.at_end:
        return fault.since, *never_closed(opening)
    line = _line_number(fault.text, fault.since)
    hint = message(
        "{bracket} opened in line {line}; quote text with brackets or commas", bracket=opening, line=line
    )
    return fault.at, nothing_between(opening), hint


def _open_bracket(fault: _Fault) -> Explanation | None:
    """Explain a text that ends where the next entry of a list or mapping should be."""
    if not fault.at_end or not fault.says("parsing a flow node"):
        return None
    opening = max(fault.text.rfind(bracket, 0, fault.at) for bracket in OPENING)
    return (opening, *never_closed(fault.text[opening])) if opening >= 0 else None


def _no_colon(fault: _Fault) -> Explanation | None:
    if not fault.says("could not find expected ':'"):
        return None
    if glued := _glued_in_line(fault.text, _line_start(fault.text, fault.since)):
        return glued
    what = message("this line has no colon")
    return fault.since, what, message("write name: value, or indent the line to continue the one above")


def _second_colon(fault: _Fault) -> Explanation | None:
    if not fault.says("mapping values are not allowed"):
        return None
    if ": " in fault.before:
        what = message("a second colon followed by a space in one value")
        return fault.at, what, message("quote the value")
    return _glued_above(fault) or _value_above(fault)


def _glued_above(fault: _Fault) -> Explanation | None:
    above = fault.text[: fault.line_start].rstrip()
    return _glued_in_line(fault.text, _line_start(fault.text, len(above))) if above else None


def _glued_in_line(text: str, start: int) -> Explanation | None:
    line = text[start : start + 500].partition("\n")[0].rstrip()
    found = _GLUED.fullmatch(line)
    if found is None or ": " in line:
        return None
    pair = found["pair"]
    what = message("a space is missing after the colon in {text}", text=pair)
    return start + found.start("pair") + pair.index(":") + 1, what, space_hint(pair)


def _value_above(fault: _Fault) -> Explanation:
    start = fault.at - len(fault.before.lstrip())
    what = message("this line is indented under a line that already has a value")
    hint = message("start it in the same column as the line above, or remove the value there")
    return start, what, hint


def _bad_start(fault: _Fault) -> Explanation | None:
    """Explain a value that begins with a character that means something else in YAML."""
    if fault.says("an alias", "an anchor", "tag", "block scalar"):
        return _must_quote(fault, fault.since)
    if fault.says("cannot start any token", "node content", "mapping keys are not allowed"):
        return _must_quote(fault, fault.at)
    return None


def _must_quote(fault: _Fault, index: int) -> Explanation | None:
    character = fault.text[index : index + 1]
    if not character.strip():
        return None
    what = message("a value can't begin with {character} unless it is quoted", character=character)
    rest = re.split("[\r\n]", fault.text[index : index + _SHOWN], maxsplit=1)[0].rstrip()
    return index, what, message("write {text}", text=_quoted(rest))


def _quoted(text: str) -> str:
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _escape(fault: _Fault) -> Explanation | None:
    if not fault.says("escape", "hexdecimal"):
        return None
    at = max(fault.text.rfind("\\", 0, fault.at + 1), fault.since)
    what = message('a backslash inside "…" begins a code, and this one is unknown')
    return at, what, message("write \\\\, or use single quotes")


def _item_in_line(fault: _Fault) -> Explanation | None:
    if not fault.says("sequence entries are not allowed"):
        return None
    what = message("a list can't begin in the same line as its key")
    return fault.at, what, message("begin it in the next line, or quote a text that begins with -")


def _directive(fault: _Fault) -> Explanation | None:
    if not fault.says("directive", "incompatible YAML document"):
        return None
    what = message("lines that begin with {start} are not supported", start="%")
    return fault.since, what, message("delete the line")


def _structure(fault: _Fault) -> Explanation | None:
    """Explain a token where a new line of the surrounding block should be."""
    if not fault.says("expected key", "<block end>", "'-' indicator", "document start"):
        return None
    if not fault.before.strip():
        return _out_of_line(fault)
    if "{{" in fault.before:
        what = message("this text needs quotes because it has {characters} in it", characters="{{")
        return fault.at, what, message("quote the whole value")
    if fault.before.rstrip()[-1] in "'\"":
        what = message("text follows a closing quote")
        return fault.at, what, message("quote the whole value; write an apostrophe in '…' as ''")
    return None


def _out_of_line(fault: _Fault) -> Explanation:
    what = message("this line does not fit the lines above it")
    hint = message("give every entry of one list or mapping the same indentation and the same form")
    return fault.at, what, hint


_RECOGNISERS: tuple[Callable[[_Fault], Explanation | None], ...] = (
    _tab,
    _open_quote,
    _bracket,
    _open_bracket,
    _escape,
    _no_colon,
    _second_colon,
    _directive,
    _bad_start,
    _item_in_line,
    _structure,
)
