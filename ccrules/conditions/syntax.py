"""From text to Python's syntax tree, with limits, and from its columns back to offsets."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from itertools import accumulate

from ccrules.conditions.written import Written
from ccrules.errors import InputError, Message, Problem, message

MAX_LENGTH = 4_000
MAX_PARTS = 1_000
MAX_DEPTH = 60
_SIGNS = ".,:([{-+*/%<>=!~@&|^"
#: What Python's tokenizer warns of; to silence it takes as long as to parse a short expression.
_WARNED_OF = re.compile(r"\\|[0-9]\.?[A-Za-z]")


class Source:
    """A parsed expression that can tell where each part was written.

    Args:
        written: the author's text.

    Raises:
        InputError: it is not an expression, or larger than the limits.
    """

    def __init__(self, written: Written) -> None:
        self.written = written
        self._plain = written.text.isascii() and "\n" not in written.text
        self._lines = written.text.split("\n")
        self._starts = [0, *accumulate(len(line) + 1 for line in self._lines[:-1])]
        self.body = self._parse()
        if _may_exceed(written.text):
            _limit(self.body, self)

    def _parse(self) -> ast.expr:
        text = self.written.text
        if len(text) > MAX_LENGTH:
            raise self.refusal(0, message("the expression is longer than {n} characters", n=MAX_LENGTH))
        if not text.strip():
            raise self.refusal(0, message("the expression is empty"))
        if "\x00" in text:
            raise self.refusal(text.index("\x00"), message("the expression holds a null character"))
        try:
            if not _WARNED_OF.search(text):
                return ast.parse(f"({text}\n)", mode="eval").body
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(f"({text}\n)", mode="eval").body
        except SyntaxError as error:
            raise self._syntax_error(error) from None
        except (MemoryError, RecursionError, ValueError, OverflowError):
            raise self.refusal(0, message("the expression is nested too deeply")) from None

    def _syntax_error(self, error: SyntaxError) -> InputError:
        line, column = error.lineno or 1, (error.offset or 1) - 1
        if line == 1:
            column -= 1
        line = min(line, len(self._starts))
        offset = min(self._starts[line - 1] + max(column, 0), max(len(self.written.text) - 1, 0))
        what = message("not an expression: {reason}", reason=error.msg)
        return self.refusal(offset, what, _syntax_hint(self.written.text, error.msg))

    def offset(self, line: int, byte_column: int) -> int:
        """The offset of a position of the syntax tree (whose columns count UTF-8 bytes)."""
        if self._plain and line == 1:  # the usual case: a bracket stands before the text
            return min(max(byte_column - 1, 0), len(self.written.text))
        if line > len(self._lines):
            return len(self.written.text)
        raw = self._lines[line - 1].encode()
        column = byte_column - 1 if line == 1 else byte_column
        return self._starts[line - 1] + len(raw[: max(column, 0)].decode(errors="ignore"))

    def span(self, node: ast.expr) -> tuple[int, int]:
        """First and last offset of a node."""
        end = self.offset(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)
        return self.offset(node.lineno, node.col_offset), end

    def problem(self, offset: int, what: Message, hint: Message | None = None) -> Problem:
        """A problem at an offset."""
        return Problem(self.written.at(offset), what, hint)

    def refusal(self, offset: int, what: Message, hint: Message | None = None) -> InputError:
        """An error at an offset."""
        return InputError(self.problem(offset, what, hint))


def _may_exceed(text: str) -> bool:
    """Whether a text may be too large or too deep; to look through its tree takes as long as to parse it.

    A character makes two parts at most; every level needs a word or one of the signs, if not two.
    """
    signs = len(text.split()) + sum(map(text.count, _SIGNS))
    return len(text) * 2 > MAX_PARTS or signs * 2 + 4 > MAX_DEPTH


def _limit(root: ast.expr, source: Source) -> None:
    """Refuse a tree that is too large or too deep, without recursion."""
    level: list[ast.AST] = [root]
    seen = depth = 0
    while level:
        seen, depth = seen + len(level), depth + 1
        if seen > MAX_PARTS or depth > MAX_DEPTH:
            raise source.refusal(
                0,
                message("the expression is too large"),
                message("split it with 'let', or into several checks"),
            )
        level = [child for node in level for child in _children(node)]


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node; as ``ast`` finds them, without asking for each field by name."""
    for value in node.__dict__.values():
        if isinstance(value, ast.AST):
            yield value
        elif value.__class__ is list:
            yield from (one for one in value if isinstance(one, ast.AST))


def _syntax_hint(text: str, reason: str) -> Message:
    if "parenthesized" in reason or "comprehension target" in reason:
        return message("put the loop, and each pair, in brackets of its own: f(a, ((x.b, x.c) for x in …))")
    if "&&" in text or "||" in text or "!" in text.replace("!=", ""):
        return message("write 'and', 'or', 'not'")
    if "=" in text and not any(sign in text for sign in ("==", "<=", ">=", "!=")):
        return message("compare with '=='")
    if "%" in text:
        return message("write a share as a number: 0.5 for 50 %")
    if " between " in f" {text} ":
        return message("write both limits: 1 <= x <= 5")
    return message(
        "conditions are Python expressions, such as: count(m for m in mailboxes if not m.tracked) > 3"
    )
