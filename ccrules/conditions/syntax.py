"""From text to Python's syntax tree, with limits, and from its columns back to offsets."""

from __future__ import annotations

import ast
import warnings

from ccrules.conditions.written import Written
from ccrules.errors import InputError, Message, Problem, message

MAX_LENGTH = 4_000
MAX_PARTS = 1_000
MAX_DEPTH = 60


class Source:
    """A parsed expression that can tell where each part was written.

    Args:
        written: the author's text.

    Raises:
        InputError: it is not an expression, or larger than the limits.
    """

    def __init__(self, written: Written) -> None:
        self.written = written
        self._starts = _line_starts(written.text)
        self._lines = written.text.split("\n")
        self.body = self._parse()
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
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SyntaxWarning)
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
        return self.refusal(
            offset, message("not an expression: {reason}", reason=error.msg), _syntax_hint(self.written.text)
        )

    def offset(self, line: int, byte_column: int) -> int:
        """The offset of a position of the syntax tree (whose columns count UTF-8 bytes)."""
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


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for index, character in enumerate(text):
        if character == "\n":
            starts.append(index + 1)
    return starts


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
        level = [child for node in level for child in ast.iter_child_nodes(node)]


def _syntax_hint(text: str) -> Message:
    if "&&" in text or "||" in text or "!" in text.replace("!=", ""):
        return message("write 'and', 'or', 'not'")
    if "=" in text and not any(sign in text for sign in ("==", "<=", ">=", "!=")):
        return message("compare with '=='")
    return message(
        "conditions are Python expressions, such as: count(m for m in mailboxes if not m.tracked) > 3"
    )
