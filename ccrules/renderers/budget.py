"""What a report template may cost: steps of loops, lengths of texts and lists, size of the page.

A sandbox keeps templates from reaching the program; it does not keep them from looping for ever
or from asking for a text of a billion blanks. So the compiled template counts: each loop what it
goes over, each macro, block and template once; and whatever can make a long text out of a short
one is measured before it is made. A list is counted as a whole before its loop begins, so that
loops of a good template cost what they did before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from itertools import islice
from typing import Any

from jinja2 import nodes, pass_context
from jinja2.visitor import NodeTransformer

from ccrules.errors import Message, message

#: Steps of all loops, and calls of macros, blocks and templates; some hundred times what a page with
#: 2,000 findings takes.
MOST_STEPS = 5_000_000
#: Steps that a call counts for, since it takes so much longer.
CALL = 40
#: Characters that an operation may make for one step.
LENGTH = 100
#: Characters of one text, or members of one list, that a template makes itself.
MOST_CHARACTERS = 20_000_000
#: Characters of a whole document.
MOST_OUTPUT = 400_000_000
#: The widest a text may be filled up to; and digits of a number that is a power.
MOST_WIDTH = 10_000

COUNTED, STEP, SIZED = "_counted", "_step", "_sized"
OPERATORS = frozenset({"*", "**", "%", "+"})
#: Filters of Jinja that take a width or a count.
WIDE_FILTERS = ("batch", "center", "format", "indent", "slice", "tojson", "truncate", "wordwrap")
#: Methods of texts that make a text of any length; `translate` does so for each character.
WIDE_METHODS = ("center", "expandtabs", "ljust", "rjust", "zfill")
_REFUSED_METHODS = ("translate", "maketrans", "format_map")
_SLAB = 1_000
_LONG_NUMBER = re.compile(r"\d{5,}")


class TooMuch(Exception):  # noqa: N818 - says what is too much, and that is the template's doing
    """A template asks for more than it may.

    Args:
        what: what is too much.
        hint: what to try.
    """

    def __init__(self, what: Message, hint: Message) -> None:
        super().__init__(str(what))
        self.what, self.hint = what, hint


class Budget:
    """What one environment still may do.

    Args:
        steps: steps of loops; :data:`MOST_STEPS` if left out.
    """

    def __init__(self, steps: int | None = None) -> None:
        self.most = MOST_STEPS if steps is None else steps
        self.left = self.most

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filters that compiled templates call without anybody having written them."""
        return {COUNTED: self.counted, STEP: self.step, SIZED: sized}

    @pass_context  # else Jinja would work it out once, for a list of constants, and never again
    def counted(self, _: Any, iterable: Any) -> Any:
        """What a loop goes over, paid for: a list at once, anything else as it comes."""
        if isinstance(iterable, Sized):
            self._pay(len(iterable))
            return iterable
        return self._stepwise(iterable) if isinstance(iterable, Iterable) else iterable

    @pass_context
    def step(self, _: Any, __: Any) -> None:
        """One call of a macro, a block or a template."""
        self._pay(CALL)

    def made(self, result: Any) -> Any:
        """What an operation gave; long texts and lists cost steps, since a loop could keep many."""
        if isinstance(result, str | list | tuple):
            self._pay(len(result) // LENGTH)
        return result

    def _stepwise(self, iterable: Iterable[Any]) -> Iterator[Any]:
        for one in iterable:
            self._pay(1)
            yield one

    def _pay(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            what = message("the template goes through more than {most} steps of loops", most=self.most)
            raise TooMuch(what, message("look for a loop in a loop, or a macro that calls itself"))


class _Counting(NodeTransformer):
    """Puts the counting into a parsed template."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - the visitor finds it by this name
        self.generic_visit(node)
        node.iter = _filtered(node.iter, COUNTED)
        if node.recursive:
            node.body.insert(0, _step(node.lineno))
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802 - likewise
        self.generic_visit(node)
        return _filtered(node, SIZED)

    def _once(self, node: Any) -> Any:
        self.generic_visit(node)
        node.body.insert(0, _step(node.lineno))
        return node

    visit_Macro = visit_CallBlock = visit_Block = visit_Template = _once  # noqa: N815 - likewise


def counting(template: nodes.Template) -> nodes.Template:
    """A parsed template that counts what it does; it is changed in place."""
    _Counting().visit(template)
    return template


def _filtered(node: Any, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _step(line: int) -> nodes.ExprStmt:
    return nodes.ExprStmt(_filtered(nodes.Const(0, lineno=line), STEP), lineno=line)


def sized(value: Any) -> Any:
    """A text or list that is not too long."""
    if isinstance(value, str | list | tuple) and len(value) > MOST_CHARACTERS:
        _refuse(len(value))
    return value


def joined(pieces: Iterable[str]) -> str:
    """The pieces of a document as one text, as long as there are not too many."""
    if isinstance(pieces, list | tuple):
        _fits(sum(map(len, pieces)))
        return "".join(pieces)
    slabs, total, stream = [], 0, iter(pieces)
    while slab := list(islice(stream, _SLAB)):
        total += sum(map(len, slab))
        _fits(total)
        slabs.append("".join(slab))
    return "".join(slabs)


def _fits(total: int) -> None:
    if total > MOST_OUTPUT:
        what = message("the document would have more than {most} characters", most=MOST_OUTPUT)
        raise TooMuch(what, message("look for a loop in a loop, or a macro that calls itself"))


def check_operands(operator: str, left: Any, right: Any) -> None:
    """Refuse an operation whose result would be too large.

    Args:
        operator: one of :data:`OPERATORS`.
        left: the left operand.
        right: the right one.
    """
    if operator == "*":
        for some, times in ((left, right), (right, left)):
            if isinstance(some, str | list | tuple) and isinstance(times, int):
                _measure(len(some) * times)
    elif operator == "+" and isinstance(left, str | list | tuple) and isinstance(right, str | list | tuple):
        _measure(len(left) + len(right))
    elif operator == "%" and isinstance(left, str):
        _check_pattern(left, right if isinstance(right, tuple) else (right,))
    if operator in ("*", "**") and isinstance(left, int) and isinstance(right, int):
        digits = left.bit_length() * right if operator == "**" else left.bit_length() + right.bit_length()
        _narrow(digits // 3)


def check_method(method: Callable[..., Any], arguments: tuple[Any, ...], named: Mapping[str, Any]) -> None:
    """Refuse a call of a method of a text whose result would be too long.

    Args:
        method: the bound method.
        arguments: what it is called with.
        named: the same by name.
    """
    text, name = getattr(method, "__self__", None), getattr(method, "__name__", "")
    if not isinstance(text, str):
        return
    values = (*arguments, *named.values())
    if name in _REFUSED_METHODS:
        what = message("a template can't use {name}", name=name)
        raise TooMuch(what, message("a filter such as replace does it"))
    if name in WIDE_METHODS:
        _narrow(*values)
    elif name == "replace":
        _check_replacement(text, *values)
    elif name == "join":
        _check_joining(text, *values)
    elif name == "format":
        _check_pattern(text, values)


def guarded_filters(filters: Mapping[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """The filters of Jinja that could make a long text of a short one, measured before they run.

    Args:
        filters: all filters.
    """
    return {
        **{name: _marked(filters[name], _check_width) for name in WIDE_FILTERS},
        "replace": _marked(filters["replace"], _check_replacement),
        "join": _marked(filters["join"], _check_joined),
    }


def _marked(call: Callable[..., Any], check: Callable[..., None]) -> Callable[..., Any]:
    """A filter with a check before it; what Jinja noted on it, such as that it wants its context, stays."""
    passes = getattr(call, "jinja_pass_arg", None)

    def run(*arguments: Any, **named: Any) -> Any:
        check(*(arguments if passes is None else arguments[1:]), **named)
        return call(*arguments, **named)

    if passes is not None:
        run.jinja_pass_arg = passes  # type: ignore[attr-defined]  # Jinja looks for it there
    return run


def _check_width(value: Any, *arguments: Any, **named: Any) -> None:
    _narrow(*arguments, *named.values())
    if isinstance(value, str):
        _check_pattern(value, (*arguments, *named.values()))


def _check_replacement(text: Any, old: Any = "", new: Any = "", *_: Any, **__: Any) -> None:
    found = str(text).count(str(old)) if str(old) else len(str(text)) + 1
    _measure(len(str(text)) + found * len(str(new)))


def _check_joining(separator: str, pieces: Any = (), *_: Any) -> None:
    _check_joined(pieces, separator)


def _check_joined(pieces: Any, d: Any = "", *_: Any, **__: Any) -> None:
    if isinstance(pieces, list | tuple):
        _measure(sum(len(one) for one in pieces if isinstance(one, str)) + len(str(d)) * len(pieces))


def _check_pattern(pattern: str, values: Iterable[Any]) -> None:
    """Refuse widths that a pattern names, or takes from a value."""
    if "%" in pattern or "{" in pattern:
        if _LONG_NUMBER.search(pattern):
            _refuse(MOST_WIDTH)
        if "*" in pattern or re.search(r"\{[^}]*\{", pattern):
            _narrow(*values)


def _narrow(*values: Any) -> None:
    for value in values:
        if isinstance(value, int) and abs(value) > MOST_WIDTH:
            _refuse(value)


def _measure(length: int) -> None:
    if length > MOST_CHARACTERS:
        _refuse(length)


def _refuse(length: int) -> None:
    what = message("the template makes a text or a list of {length} characters or members", length=length)
    raise TooMuch(what, message("a template lays out what the report holds; make it shorter"))
