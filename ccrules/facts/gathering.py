"""Documents to entities: every file is taken apart and merged into what is known.

What is read from one file goes straight into what is known from those before it, so that the
order of the files decides only the order of entities and sources.
"""

from __future__ import annotations

from ccrules.documents import Mapping, Node, Scalar, Sequence
from ccrules.errors import Message, Place, Problem, message
from ccrules.facts.base import Note
from ccrules.facts.counts import read_counts
from ccrules.facts.entries import Draft, Known, Telling
from ccrules.facts.header import Header
from ccrules.facts.models import is_unknown_key
from ccrules.facts.nodes import state_said
from ccrules.facts.toplevel import ASSESSMENT, OBJECTIVES, TopLevel
from ccrules.facts.vocabulary import ORGANISATION, Vocabulary
from ccrules.values import NONE, NOT_APPLICABLE, NOT_COLLECTED, UNKNOWN, State


class Gatherer:
    """Reads documents one after the other.

    Args:
        vocabulary: the entity types, with inverses.

    Attributes:
        known: the entities read so far; its problems are those of everything read.
        header: the ``assessment:`` and ``objectives:`` blocks.
        files: the files read, in order.
        remarks: what importers left aside.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.known = Known(vocabulary)
        self._top: TopLevel = vocabulary.built("top level", lambda: TopLevel(vocabulary))
        self.header = Header(self._top.collections, self.known.problems)
        self.files: list[str] = []
        self.remarks: list[Note] = []

    def document(self, node: Node) -> None:
        """Read one document."""
        if node.source.file:
            self.files.append(node.source.file)
        self.remarks += [Note(one.place, one.what) for one in node.source.remarks]
        if not isinstance(node, Mapping):
            what = message("a fact file is a mapping")
            self._wrong(node.place, what, message("start with a line such as {line}", line="assessment:"))
            return
        seen: dict[str, Scalar] = {}
        for key, value in node.entries:
            name = self._top.find(key.text)
            if name is None:
                self.known.problems.append(self._top.unknown(key))
            elif name in seen:
                what = message("{key} is given twice, first at {place}", key=key.text, place=seen[name].place)
                self._wrong(key.place, what, message("keep one of the two"))
            else:
                seen[name] = key
                self._part(name, key, value)

    def _part(self, name: str, key: Scalar, value: Node) -> None:
        if name == ASSESSMENT:
            self.header.read_assessment(value)
        elif name == OBJECTIVES:
            self.header.read_objectives(value)
        elif (draft := self.known.drafts[name]).kind.singleton:
            self._singleton(draft, key, value)
        else:
            self._collection(draft, key, value)

    # --- singletons --------------------------------------------------------------------

    def _singleton(self, draft: Draft, key: Scalar, node: Node) -> None:
        name = draft.kind.name
        if isinstance(node, Mapping):
            if self._there_is(draft, None, key.place):
                self.known.entry(draft, node)
            return
        state = state_said(node)
        if state is None:
            what = message("{key} takes a mapping", key=key.text)
            self._wrong(node.place, what, message("write its attributes below it, or none, or unknown"))
        elif name == ORGANISATION and (state is NONE or state is NOT_APPLICABLE):
            what = message("there is always an organisation")
            self._wrong(node.place, what, message("leave it out if nothing is known of it"))
        else:
            self._there_is(draft, state, key.place)

    def _there_is(self, draft: Draft, state: State | None, place: Place) -> bool:
        """Merge what is said of a singleton as a whole; tell whether that was possible."""
        if state is NOT_COLLECTED or (state is UNKNOWN and draft.state is not NOT_COLLECTED):
            return True
        if draft.state is NOT_COLLECTED or draft.state is UNKNOWN:
            draft.state, draft.place = state, place
        if draft.state is state:
            return True
        what = message("{key} is given differently at {place}", key=draft.kind.name, place=draft.place)
        self._wrong(place, what, message("keep one of the two"))
        return False

    # --- collections -------------------------------------------------------------------

    def _collection(self, draft: Draft, key: Scalar, node: Node) -> None:
        if isinstance(node, Sequence):
            self._members(draft, key, node)
        elif isinstance(node, Mapping):
            self._counted(draft, key, node)
        else:
            state = state_said(node)
            if state is None:
                what = message("{key} takes a list", key=key.text)
                self._wrong(node.place, what, message("write - id: …, or [] if there are none, or unknown"))
            else:
                given = None if state is NONE else state
                draft.tellings.append(Telling(key.source, given, key.place, empty=state is NONE))

    def _members(self, draft: Draft, key: Scalar, node: Sequence) -> None:
        draft.tellings.append(Telling(key.source, None, key.place, empty=not node.items))
        seen: dict[str, Node] = {}
        told: set[str] = set()
        for item in node.items:
            if isinstance(item, Mapping):
                before = len(self.known.problems)
                self.known.entry(draft, item, seen)
                if node.source.tabular and len(self.known.problems) > before:
                    self._tell_columns_once(before, told)
            else:
                draft.broken = True
                what = message("an entry of {key} is a mapping", key=key.text)
                self._wrong(item.place, what, message("write - id: …"))

    def _tell_columns_once(self, start: int, told: set[str]) -> None:
        """In a table an unknown column is one problem, at the first row that has a value in it."""
        found = self.known.problems[start:]
        del self.known.problems[start:]
        for problem in found:
            if not (is_unknown_key(problem) and str(problem.what) in told):
                self.known.problems.append(problem)
            told.add(str(problem.what))

    def _counted(self, draft: Draft, key: Scalar, node: Mapping) -> None:
        counts = read_counts(self.known.model(draft.kind), node, self.known.problems)
        self.known.problems.extend(draft.counts.merge(counts))
        listed = node.get("list")
        if isinstance(listed, Sequence) and (listed.items or counts.total is None):
            self._members(draft, key, listed)
        elif not (listed is None or isinstance(listed, Sequence) or state_said(listed) is NOT_COLLECTED):
            what = message("{key} takes a list", key="list")
            self._wrong(listed.place, what, message("write - id: …"))
        if counts.total is not None:
            none = counts.total.number == 0 and not (isinstance(listed, Sequence) and listed.items)
            draft.tellings.append(Telling(key.source, None, key.place, empty=none, numbered=True))

    def _wrong(self, place: Place, what: Message, hint: Message | None) -> None:
        self.known.problems.append(Problem(place, what, hint))
