"""What the things that differ between two assessments go by: their titles and labels, not their ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from ccrules.assessment import Assessment, Conclusion, Subject
from ccrules.errors import Message, message
from ccrules.facts.vocabulary import ORGANISATION


class Titles:
    """Names for people, from two assessments; the later one is asked first.

    Args:
        before: the earlier assessment.
        after: the later one.
        say: puts a message into the language of the comparison.
    """

    def __init__(self, before: Assessment, after: Assessment, say: Callable[[Message], str]) -> None:
        self._before, self._after, self._say = before, after, say

    def of_type(self, name: str) -> str:
        """An entity type: its label, or else its name without underscores.

        Args:
            name: of the entity type.
        """
        for one in (self._after, self._before):
            info = one.attributes.get(f"{name}[]")
            if info is not None and info.label not in ("", name):
                return info.label
        return self._types.get(name) or name.replace("_", " ")

    def of(self, name: str) -> str:
        """A finding, another outcome or a conclusion: its title, and whom it is about.

        Args:
            name: its id.
        """
        title, about = self._parts(name)
        return f"{title}, {about}" if about else title

    def with_changes(self, changes: Mapping[str, str]) -> list[str]:
        """Findings and conclusions with what became of each, those of one title together.

        Args:
            changes: for the id of each, its change in a few words.
        """
        found: dict[str, list[str]] = {}
        for name, change in changes.items():
            title, about = self._parts(name)
            text = (
                self._say(message("{subject}: {change}", subject=about, change=change)) if about else change
            )
            found.setdefault(title, []).append(text)
        return [f"{title} ({'; '.join(texts)})" for title, texts in found.items()]

    def of_fact(self, name: str, label: str) -> str:
        """A fact: its label, and what it is a fact of; its name where it has no label.

        Args:
            name: such as ``mailbox/claims.tracked``.
            label: of its attribute.
        """
        owner = name.rpartition(".")[0].partition("/")[2]
        if not label:
            return name
        return f"{label} ({owner})" if owner else label

    def _parts(self, name: str) -> tuple[str, str]:
        """The title of what has an id, and whom it is about."""
        if (one := self._conclusions.get(name)) is not None:
            about = "" if one.subject.type == ORGANISATION else one.subject.label or one.subject.id or ""
            return self._say(message("“{text}”", text=one.title)), about
        check, _, subject = name.partition(":")
        title = self._checks.get(check)
        return self._say(message("“{text}”", text=title)) if title else check, self._subject(subject)

    def _subject(self, name: str) -> str:
        return self._subjects.get(name) or name.partition("/")[2] or name

    @cached_property
    def _types(self) -> dict[str, str]:
        checks = (*self._before.checks, *self._after.checks)
        return {one.subject_type: one.subject_label for one in checks if one.subject_label}

    @cached_property
    def _checks(self) -> dict[str, str]:
        titles = {one.id: one.title for one in (*self._before.checks, *self._after.checks)}
        return titles | {one.check: one.title for one in self._after.findings if one.title}

    @cached_property
    def _conclusions(self) -> dict[str, Conclusion]:
        return {one.key: one for one in (*self._before.conclusions, *self._after.conclusions)}

    @cached_property
    def _subjects(self) -> dict[str, str]:
        return {f"{one.type}/{one.id}": one.label for one in self._every_subject() if one.label}

    def _every_subject(self) -> Iterator[Subject]:
        for given in (self._before, self._after):
            for outcomes in (given.findings, given.passed, given.not_assessed):
                yield from (one.subject for one in outcomes)
