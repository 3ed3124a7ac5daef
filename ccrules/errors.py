"""One exception tree; every problem says where, what, and what to try.

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

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


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
