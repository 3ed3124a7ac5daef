"""One exception tree; every problem says where, what, and what to try: often a name that was meant.

A :class:`Message` is a sentence whose wording waits for a language: its template is
English and serves as the key of the French catalogue (``ccrules/locale/fr.py``), so the
modules that raise problems know nothing of languages.

The tree::

    CcrulesError
    ├── UsageError          a command or a call that can't be carried out
    ├── InputError          wrong facts, rulesets, templates, parameters
    └── EngineError         an inference engine misbehaved; names the rule
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType

#: Comparing with more names than this would cost more than a suggestion is worth.
_MOST_COMPARED = 2_000
_MOST_LISTED = 12


@dataclass(frozen=True)
class Message:
    """A sentence for people, not yet in any language.

    Attributes:
        template: English wording with ``{name}`` placeholders; the key of the catalogue.
        values: what fills the placeholders.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        return self.template.format(**self.values)


def message(template: str, **values: object) -> Message:
    """Build a :class:`Message`; the template must be a literal so that it can be collected."""
    return Message(template, MappingProxyType(values))


@dataclass(frozen=True, order=True)
class Place:
    """Where something was written.

    Attributes:
        file: the file as the user named it; empty for values given in a call.
        line: 1-based line, 0 where there is none.
        column: 1-based column, 0 where there is none.
        cell: ``sheet!B7`` for workbooks, a field's name for forms, the path of a value given in a
            call, such as ``mailboxes[0].tracked``; empty elsewhere.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    cell: str = ""

    def __str__(self) -> str:
        parts = [self.file] if self.file else []
        if self.cell:
            parts.append(self.cell)
        elif self.line:
            parts += [str(self.line), str(self.column)]
        return ":".join(parts)


NOWHERE = Place()


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, with its place and a hint.

    Attributes:
        place: where.
        what: what is wrong.
        hint: what to try; may be missing.
    """

    place: Place
    what: Message
    hint: Message | None = None

    def __str__(self) -> str:
        where = f"{self.place}: " if str(self.place) else ""
        return f"{where}{self.what}" + (f" ({self.hint})" if self.hint else "")


class CcrulesError(Exception):
    """Anything ccrules refuses, as a list of problems sorted by place.

    Args:
        problems: one or more problems.
    """

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        found = [problems] if isinstance(problems, Problem) else list(problems)
        self.problems: tuple[Problem, ...] = tuple(sorted(found, key=lambda p: (p.place, str(p))))
        super().__init__("\n".join(map(str, self.problems)))


class UsageError(CcrulesError):
    """A command or a call that can't be carried out as asked."""


class InputError(CcrulesError):
    """Facts, rulesets, templates or parameters that are wrong."""


class EngineError(CcrulesError):
    """An inference engine misbehaved; the problem names the rule."""


def nearest(word: str, known: Collection[str]) -> str | None:
    """The name that a misspelt word most likely stands for; None if none is similar.

    Args:
        word: as written.
        known: what could have been meant.
    """
    from difflib import get_close_matches

    names = _in_order(known)
    similar = [name for name in names if abs(len(name) - len(word)) <= 3][:_MOST_COMPARED]
    near = get_close_matches(word, similar, n=1, cutoff=0.7)
    if near:
        return near[0]
    begun = (name for name in names if name.startswith(word) or word.startswith(name))
    return next((name for name in begun if min(len(name), len(word)) > 2), None)


def did_you_mean(*names: str) -> Message:
    """The hint that names what was perhaps meant."""
    return message("did you mean {name}?", name=", ".join(names))


def suggestion(word: str, known: Collection[str], *, also: Collection[str] = ()) -> Message | None:
    """The hint for a word that nothing goes by: what was perhaps meant, or else what there is.

    Args:
        word: as written.
        known: what could have been meant, in the order in which to list it; sets are sorted.
        also: further spellings to suggest, but not to list.

    Returns:
        The hint; None if nothing is known at all.
    """
    near = nearest(word, [*_in_order(known), *also] if also else known)
    if near:
        return did_you_mean(near)
    names = ", ".join(islice(_in_order(known), _MOST_LISTED))
    if len(known) > _MOST_LISTED:
        return message("known, among others: {names}", names=names)
    return message("known: {names}", names=names) if names else None


def _in_order(names: Collection[str]) -> Collection[str]:
    return sorted(names) if isinstance(names, frozenset | set) else names
