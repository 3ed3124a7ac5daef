"""Texts with values in them: a small, bounded part of Jinja for messages of rulesets.

A template is written by the author of a ruleset and never by a client: facts are data that a
template prints, whatever braces they contain. What a template may do is listed here as the
kinds of syntax it may use, so that nothing else is possible: no call, no assignment, no
import. Loops take a limited number of steps and the result a limited length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NoReturn

from jinja2 import Template, TemplateSyntaxError, UndefinedError, nodes
from jinja2.exceptions import SecurityError

from ccrules.errors import CcrulesError, InputError, Message, Place, Problem, message
from ccrules.text import grammar
from ccrules.text.plain_templates import Piece, Printed, pieces_of, reach
from ccrules.text.template_syntax import check, paths
from ccrules.text.template_values import ENVIRONMENT, PRINTING, Printing, as_seen, finalize
from ccrules.values import Undecided

#: The longest template, in characters.
MAX_SOURCE = 20_000
#: The longest text a template may make, in characters.
MAX_OUTPUT = 100_000
_TAGS = re.compile(r"\{[{%#]")


class TextTemplate:
    """A compiled text; made by :func:`compile_template`.

    Attributes:
        source: the text as written.
        place: where it was written.
        paths: the names it reads with their attributes, such as ``("mailbox", "id")``; names
            that a loop of the template sets itself are left out.
    """

    __slots__ = ("_compiled", "_markdown", "_pieces", "_tree", "paths", "place", "source")

    def __init__(
        self, source: str, place: Place, made_of: nodes.Template | Sequence[Piece], markdown: bool
    ) -> None:
        self.source, self.place, self._markdown = source, place, markdown
        self._pieces: Sequence[Piece] = ()
        self._tree: nodes.Template | None = None
        self._compiled: Template | None = None
        if isinstance(made_of, Sequence):
            self._pieces = made_of
            self.paths = frozenset(piece.path for piece in made_of if isinstance(piece, Printed))
        else:
            self._tree = made_of
            self.paths = frozenset(paths(made_of))

    def render(self, names: Mapping[str, object], language: str) -> str:
        """Fill in the values.

        Args:
            names: the values by name: plain or not, entities, lists.
            language: how numbers, dates and lists are printed, ``en`` or ``fr``.

        Raises:
            InputError: a name is not defined, or a value can't be used as the template does;
                the problem has the place of the template.
        """
        if not self.paths and self._tree is None:
            return grammar.typeset(self.source, language)
        filled = self._printed if self._tree is None else self._rendered
        try:
            return grammar.typeset(filled(names, language), language)
        except CcrulesError:
            raise
        except Exception as error:  # whatever a template does to a value is the template's problem
            raise InputError(_runtime_problem(error, self.place)) from error

    def _printed(self, names: Mapping[str, object], language: str) -> str:
        """The text filled in without Jinja."""
        context = {PRINTING: Printing(language, self._markdown, self.place)}
        seen = {path[0]: as_seen(names[path[0]]) for path in self.paths if path[0] in names}
        return self._joined(
            piece if isinstance(piece, str) else self._value(piece, seen, context) for piece in self._pieces
        )

    def _value(self, piece: Printed, seen: Mapping[str, object], context: Mapping[str, Printing]) -> str:
        value = reach(seen, piece.path)
        if piece.filter:
            value = ENVIRONMENT.filters[piece.filter](context, value, *piece.constants)
        return finalize(context, value)

    def _rendered(self, names: Mapping[str, object], language: str) -> str:
        if self._compiled is None:  # most texts are never said in a run, so compiling waits
            assert self._tree is not None
            self._compiled = Template.from_code(ENVIRONMENT, ENVIRONMENT.compile(self._tree), {})
        context = {name: as_seen(value) for name, value in names.items()}
        printing = Printing(language, self._markdown, self.place)
        return self._joined(self._compiled.generate({**context, PRINTING: printing}))

    def _joined(self, pieces: Iterable[str]) -> str:
        done, length = [], 0
        for piece in pieces:
            length += len(piece)
            if length > MAX_OUTPUT:
                _refuse(
                    self.place, message("the text grows longer than {limit} characters", limit=MAX_OUTPUT)
                )
            done.append(piece)
        return "".join(done)


def compile_template(source: str, place: Place, *, markdown: bool = False) -> TextTemplate:
    """Check a text and make it ready to be filled in.

    Args:
        source: the text, with ``{{ … }}`` where values go.
        place: where it was written, for problems.
        markdown: whether the text is Markdown; printed values are then escaped, so that a
            fact can't become a heading or a link.

    Raises:
        InputError: a syntax error, a construct that texts may not use, or a text too long.
    """
    if len(source) > MAX_SOURCE:
        limit = message("the text of a template is longer than {limit} characters", limit=MAX_SOURCE)
        _refuse(place, limit)
    pieces = pieces_of(source) if _TAGS.search(source) else ()
    if pieces is not None:
        return TextTemplate(source, place, pieces, markdown)
    try:
        tree = ENVIRONMENT.parse(source)
        check(tree, place)
    except TemplateSyntaxError as error:
        what = message("the text has a template error: {reason}", reason=error.message or "")
        hint = message(
            "line {line} of the text; values are written {example}", line=error.lineno, example="{{ name }}"
        )
        raise InputError(Problem(place, what, hint)) from error
    except RecursionError as error:
        raise InputError(Problem(place, message("the template is nested too deeply"))) from error
    return TextTemplate(source, place, tree, markdown)


def _refuse(place: Place, what: Message, hint: Message | None = None) -> NoReturn:
    raise InputError(Problem(place, what, hint))


def _runtime_problem(error: Exception, place: Place) -> Problem:
    if isinstance(error, UndefinedError):
        name = str(error.message or error)
        return Problem(place, message("the text uses {name}, which is not there", name=name))
    if isinstance(error, Undecided):
        what = message("the text computes with a value that is not plainly known")
        return Problem(
            place, what, message("print the value as it is, or ask first: {example}", example="x is known")
        )
    if isinstance(error, SecurityError):
        return Problem(place, message("the text does what texts may not do: {reason}", reason=str(error)))
    what = message("the text can't be filled in: {reason}", reason=f"{type(error).__name__}: {error}")
    return Problem(place, what)
