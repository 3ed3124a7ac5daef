"""Follow-up files: what became of a plan, as YAML that people can read, edit and keep beside their facts.

.. code-block:: yaml

    follow_up: {name: Riviera claims, date: 2026-10-01}
    actions:
      - {id: track-mailboxes, title: Track them, status: in progress, owner: M. Diaz, due: 2026-12-31}
    findings: []
    unknowns: []

An action with ``added: yes`` is the client's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ccrules.assessment import FollowUp
from ccrules.documents import Mapping as MappingNode
from ccrules.documents import Node, Scalar, Sequence, is_empty, read_document
from ccrules.errors import InputError, Message, Problem, message, suggestion
from ccrules.facts.words import BOOLEAN_WORDS, folded
from ccrules.facts.writing import yaml_text
from ccrules.follow_up.entries import day, status
from ccrules.follow_up.workbook import FilledPlan, read_plan
from ccrules.renderers.plan_layout import STATUSES, Kind

#: The lists of a file, and what their entries are about.
LISTS: Mapping[str, Kind] = {"actions": "action", "findings": "finding", "unknowns": "unknown"}
HEAD = "follow_up"
_KEYS = ("id", "title", "status", "owner", "due", "comment", "added")
_HEAD_KEYS = ("name", "date")


def read_follow_up(path: Path) -> FilledPlan:
    """Read a follow-up file, or a filled-in plan.

    Args:
        path: YAML, JSON or a workbook.

    Raises:
        InputError: everything in it that can't be read.
    """
    if path.suffix.lower() == ".xlsx":
        return read_plan(path)
    reader = _Reader()
    plan = reader.plan(read_document(path))
    if reader.problems:
        raise InputError(reader.problems)
    return plan


def follow_up_text(plan: FilledPlan) -> str:
    """The text of a follow-up file.

    Args:
        plan: what to write.
    """
    lists = {name: [_record(one) for one in plan.entries if one.kind == kind] for name, kind in LISTS.items()}
    return yaml_text({HEAD: {"name": plan.name, "date": plan.date}, **lists})


def _record(one: FollowUp) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in _KEYS if name != "added"}
    record = {name: value for name, value in values.items() if value or name in ("id", "status")}
    return {**record, "added": True} if one.standing == "added" else record


class _Reader:
    """Reads the tree and gathers everything that is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def plan(self, node: Node) -> FilledPlan:
        """Read the whole file."""
        if not isinstance(node, MappingNode) or node.key(HEAD) is None:
            what = message("this is no follow-up file")
            hint = message(
                "write one with {command}", command="ccrules plan read plan.xlsx -o follow-up.yaml"
            )
            raise InputError(Problem(node.place, what, hint))
        self._known(node, (HEAD, *LISTS))
        head = node.get(HEAD)
        said = self._texts(head, _HEAD_KEYS) if isinstance(head, MappingNode) else {}
        entries = [one for name, kind in LISTS.items() for one in self._entries(node.get(name), kind)]
        return FilledPlan(said.get("name", ""), said.get("date", ""), tuple(entries))

    def _entries(self, node: Node | None, kind: Kind) -> Iterable[FollowUp]:
        if node is None or is_empty(node):
            return
        if not isinstance(node, Sequence):
            self._wrong(node, message("a list is expected here"), None)
            return
        seen: set[str] = set()
        for item in node.items:
            one = self._entry(item, kind)
            if one is not None and one.id in seen:
                self._wrong(
                    item, message("{name} is there twice", name=one.id), message("keep one of the two")
                )
            elif one is not None:
                seen.add(one.id)
                yield one

    def _entry(self, node: Node, kind: Kind) -> FollowUp | None:
        if not isinstance(node, MappingNode):
            what = message("an entry is expected here, with an id")
            self._wrong(node, what, message("for example: {example}", example="{id: …, status: done}"))
            return None
        said = self._texts(node, _KEYS)
        if not said.get("id"):
            self._wrong(node, message("the entry has no id"), message("give the id that the plan has"))
            return None
        added = BOOLEAN_WORDS.get(folded(said.get("added", ""))) is True
        values = {name: said.get(name, "") for name in ("id", "title", "owner", "comment")}
        return FollowUp.model_validate(
            {
                **values,
                "kind": kind,
                "status": self._status(node, said),
                "due": self._due(node, said),
                "standing": "added" if added else "current",
            }
        )

    def _status(self, node: MappingNode, said: Mapping[str, str]) -> str:
        written = said.get("status", "")
        found = status(written, {})
        if found is None:
            what = message("{word} is no status", word=written)
            self._wrong(node.get("status") or node, what, suggestion(written, list(STATUSES.values())))
        return found or "to do"

    def _due(self, node: MappingNode, said: Mapping[str, str]) -> str:
        written = said.get("due", "")
        found = day(written, "") if written else ""
        if isinstance(found, Message):
            what = message("{text} is no day that can be told", text=written)
            self._wrong(node.get("due") or node, what, found)
            return ""
        return found

    def _texts(self, node: MappingNode, keys: tuple[str, ...]) -> dict[str, str]:
        self._known(node, keys)
        found: dict[str, str] = {}
        for key, value in node.entries:
            if isinstance(value, Scalar):
                found[key.text] = "" if value.is_null else value.text
            elif key.text in keys:
                self._wrong(value, message("a text is expected here"), message("put it in quotes"))
        return found

    def _known(self, node: MappingNode, keys: tuple[str, ...]) -> None:
        for key, _ in node.entries:
            if key.text not in keys:
                what = message("there is no key {name}", name=key.text)
                self._wrong(key, what, suggestion(key.text, keys))

    def _wrong(self, node: Node, what: Message, hint: Message | None) -> None:
        self.problems.append(Problem(node.place, what, hint))
