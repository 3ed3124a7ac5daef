"""Lists that are excerpts: a file shows members of a list and claims nothing about who else is in it.

A log, a request or a paper on one process knows some members. Alone it leaves the list open. Beside a
file that gives the list as complete, the list stays complete unless an excerpt shows somebody whom that
list does not have: then one of the two is wrong, and nobody may conclude who is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ccrules.errors import Message, Place, Problem, message
from ccrules.facts.base import Note
from ccrules.facts.counts import Count, Counts
from ccrules.facts.entries import Draft, Known, Telling
from ccrules.facts.header import Header
from ccrules.values import NOT_APPLICABLE, NOT_COLLECTED, UNKNOWN

#: Members named in one note.
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Excerpts:
    """Merges what files say of lists as a whole.

    Attributes:
        known: everything read; takes what contradicts.
        header: which file gives which list as an excerpt.
        notes: takes what an excerpt shows beyond a complete list.
    """

    known: Known
    header: Header
    notes: list[Note]

    def merge_claims(self) -> None:
        """Merge what files say of each list as a whole, but for those that only show some of it."""
        for draft in self.known.drafts.values():
            for telling in draft.tellings:
                if not self._shows(draft, telling):
                    self._merge(draft, telling)

    def settle(self, draft: Draft) -> None:
        """Add what excerpts show to what is claimed of one list.

        Args:
            draft: the list, claims merged and references unresolved.
        """
        shown = [one for one in draft.tellings if self._shows(draft, one) and not one.empty]
        if not shown:
            return
        if draft.state is NOT_APPLICABLE:
            self._contradict(draft, shown[0])
        elif draft.state is NOT_COLLECTED or draft.state is UNKNOWN:
            draft.state, draft.place = None, shown[0].place
            draft.partial = draft.kind.name not in self.header.complete
        elif draft.state is None and not draft.partial and self.header.says_complete(draft.kind.name):
            self._compare(draft)

    def _shows(self, draft: Draft, telling: Telling) -> bool:
        """Whether it only shows members; a state or a number is said of the whole list, whoever says it."""
        excerpts = self.header.excerpts.get(draft.kind.name, {})
        return telling.state is None and not telling.numbered and telling.source.scope in excerpts

    # --- claims --------------------------------------------------------------------------

    def _merge(self, draft: Draft, telling: Telling) -> None:
        state = telling.state
        if state is NOT_COLLECTED or (state is UNKNOWN and draft.state is not NOT_COLLECTED):
            return
        if draft.state is NOT_COLLECTED or draft.state is UNKNOWN:
            draft.state, draft.place, draft.empty = state, telling.place, telling.empty
        elif draft.state is not state or draft.empty != telling.empty:
            draft.broken = True
            self._contradict(draft, telling)

    def _contradict(self, draft: Draft, telling: Telling) -> None:
        name = draft.kind.plural or draft.kind.name
        what = message("{key} is given differently at {place}", key=name, place=draft.place)
        self.known.problems.append(Problem(telling.place, what, message("keep one of the two")))

    # --- excerpts beside a complete list ---------------------------------------------------

    def _compare(self, draft: Draft) -> None:
        total, members = draft.counts.total, len(draft.entities)
        beyond = self._beyond(draft)
        if not beyond or (total is not None and not members - len(beyond) <= total.number < members):
            return  # they are among those that are only counted, or the list refutes the number itself
        draft.partial = True
        draft.counts = Counts()  # numbers that the excerpt refutes
        place = next(iter(beyond.values()))
        self.notes.append(Note(place, _said(draft, list(beyond), total), _HINT))

    def _beyond(self, draft: Draft) -> Mapping[str, Place]:
        """Members that only excerpts name, with their places in the first that does."""
        excerpts = self.header.excerpts[draft.kind.name]
        shown = {source: one for source, one in draft.named.items() if source.scope in excerpts}
        claimed = {id for source, one in draft.named.items() if source not in shown for id in one.ids}
        found: dict[str, Place] = {}
        for source, one in shown.items():
            for id, start in zip(one.ids, one.starts, strict=True):
                if id not in claimed and id not in found:
                    found[id] = source.place(start)
        return found


_HINT = message("add them to the list, or correct the excerpt")


def _said(draft: Draft, members: list[str], total: Count | None) -> Message:
    """What excerpts show beyond a list; the list is where it was first given."""
    names = ", ".join(members[:_MOST_NAMED]) + (" …" if len(members) > _MOST_NAMED else "")
    name = draft.kind.plural
    if total is not None:
        return message(
            "{name}: this excerpt shows more than the {total} given at {place}, a number that does not "
            "count therefore: {members}",
            name=name,
            members=names,
            total=total.number,
            place=total.place,
        )
    return message(
        "{name}: the list at {place} lacks members of this excerpt, so it is not taken to be complete: "
        "{members}",
        name=name,
        members=names,
        place=draft.place,
    )
