"""Gathers the problems of one document, so that all are reported at once."""

from __future__ import annotations

from typing import NoReturn

from ccrules.documents.limits import Limits
from ccrules.documents.nodes import Node, Scalar
from ccrules.errors import InputError, Message, Place, Problem, message


class Faults:
    """The problems found so far in one document.

    Args:
        limits: how many problems are kept; the rest is counted.
    """

    def __init__(self, limits: Limits) -> None:
        self._most = limits.problems
        self._problems: list[Problem] = []
        self._left_out = 0
        self._left_out_from = Place()

    def add(self, place: Place, what: Message, hint: Message) -> None:
        """Note one problem and go on."""
        if len(self._problems) < self._most:
            self._problems.append(Problem(place, what, hint))
            return
        self._left_out_from = self._left_out_from if self._left_out else place
        self._left_out += 1

    def fail(self, place: Place, what: Message, hint: Message) -> NoReturn:
        """Raise InputError with this problem and all noted before."""
        raise InputError([*self._all(), Problem(place, what, hint)])

    def check(self) -> None:
        """Raise InputError if anything was noted."""
        if self._problems:
            raise InputError(self._all())

    def _all(self) -> list[Problem]:
        if not self._left_out:
            return self._problems
        what = message("{count} more problems from here on", count=self._left_out)
        hint = message("mend those above first")
        return [*self._problems, Problem(self._left_out_from, what, hint)]


def note_duplicates(entries: list[tuple[Scalar, Node]], faults: Faults) -> None:
    """Note every key that stands twice, each time with the place of the first."""
    first: dict[str, Scalar] = {}
    for key, _ in entries:
        earlier = first.setdefault(key.text, key)
        if earlier is not key:
            faults.add(
                key.place,
                message("{key} is given twice, first at {place}", key=key.text, place=earlier.place),
                message("keep one of the two, or put both values in one list"),
            )


def too_deep(faults: Faults, place: Place, limits: Limits) -> NoReturn:
    """Refuse a document whose lists and mappings are nested too deeply."""
    what = message("more than {limit} lists and mappings inside one another", limit=limits.depth)
    faults.fail(place, what, message("check the brackets; a document this deep is usually damaged"))


def too_many(faults: Faults, place: Place, limits: Limits) -> NoReturn:
    """Refuse a document with too many nodes."""
    what = message("more than {limit} values in one document", limit=limits.nodes)
    faults.fail(place, what, message("split it into several files"))
