"""BPMN 2.0 process files to facts about processes, key functions and services.

| in the file | becomes |
|---|---|
| a process | an entry of ``processes`` that is written |
| tasks; lanes; conditions and rule tasks; data stores | parts of its sheet: steps, roles, rules, tools |
| a lane | an entry of ``roles``; with a documentation its responsibilities are written |
| pools, where there are several | ``services``, but for the customer's |
| message flows between two such pools | an entry of ``service_links`` |

A drawing proves what is there, not what is missing, so what the sheet holds is known in part. Steps,
hand-overs between lanes, ends and what else the vocabulary has no fact for are counted in remarks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from ccrules.documents import Mapping as Tree
from ccrules.documents import Node, Scalar, Sequence, read_bytes
from ccrules.errors import InputError, Message, Problem, message
from ccrules.facts.words import unaccented
from ccrules.importers.base import Importer
from ccrules.importers.bpmn_reader import Element, XmlSource, read_elements
from ccrules.importers.bpmn_words import ARTICLES, CUSTOMERS, DECISIONS, RULES, STRUCTURE, TASKS, TOOLS
from ccrules.importers.cells import as_excerpt

_ARROW = " → "
_MOST_NAMED = 5


def read_bpmn(path: Path) -> Node:
    """Read a BPMN file into the tree that a fact file in YAML would give.

    Args:
        path: the file.

    Raises:
        InputError: it can't be read, is no BPMN 2.0, or holds no process.
    """
    root, source = read_elements(read_bytes(path), path.as_posix())
    model = _Model(root, source)
    document = model.document()
    source.remarks = tuple(model.remarks)
    return document


BPMN = Importer("bpmn", (".bpmn",), read_bpmn)


class _Model:
    """What a file says, and what it says beyond that.

    Args:
        root: the element ``definitions``.
        source: tells places.
    """

    def __init__(self, root: Element, source: XmlSource) -> None:
        self.root, self.source = root, source
        self.remarks: list[Problem] = []
        self.lists: dict[str, dict[str, Tree]] = {}
        self.pools = [pool for one in root.all("collaboration") for pool in one.all("participant")]
        self.processes = {one.id: one for one in root.all("process") if one.id}
        self.pool_of = {_local(pool.attributes.get("processRef", "")): pool for pool in reversed(self.pools)}

    def document(self) -> Tree:
        """Everything as one tree; a drawing of one process tells nothing of the others."""
        processes = list(self.root.all("process"))
        if not processes:
            what = message("the file holds no process")
            hint = message("export the process as BPMN 2.0 XML (.bpmn)")
            raise InputError(Problem(self.source.place(self.root.start), what, hint))
        for process in processes:
            self._process(process)
        self._services()
        self._unmapped()
        document = Tree(self.source, self.root.start)
        for name, members in self.lists.items():
            listed = Sequence(self.source, next(iter(members.values())).start)
            listed.items.extend(members.values())
            document.entries.append((self._text(name, listed.start), listed))
        return as_excerpt(document)

    # --- processes ---------------------------------------------------------------------

    def _process(self, process: Element) -> None:
        elements = list(process.walk())
        if not any(one.name in TASKS for one in elements):
            pool = self._pool_of(process)
            if pool is None or not _is_customer(pool):
                self._remark(
                    process,
                    message("a process without a step was not kept: {name}", name=self._name(process)),
                )
            return
        entry = self._entry("processes", self._name(process), process)
        self._give(entry, "written", self._text("yes", process.start), process)
        parts = [self._text(part, process.start) for part in self._parts(elements)]
        listed = Sequence(self.source, process.start)
        listed.items.extend([*parts, self._text("unknown", process.start)])
        self._give(entry, "sheet_parts", listed, process)
        lanes = self._lanes(process)
        self._count(process, elements, lanes)

    def _name(self, process: Element) -> str:
        pool = self._pool_of(process)
        return _clean(process.label or (pool.label if pool else "") or process.id or "process")

    def _pool_of(self, process: Element) -> Element | None:
        return self.pool_of.get(process.id) if process.id else None

    def _parts(self, elements: list[Element]) -> list[str]:
        """Which parts of a process sheet the drawing holds."""
        outgoing = {
            one.attributes.get("sourceRef") for one in elements if one.name == "sequenceFlow" and one.label
        }
        rules = any(one.name in RULES for one in elements)
        rules = rules or any(one.name in DECISIONS and one.id in outgoing for one in elements)
        named = any(one.name == "lane" and one.label for one in elements)
        tools = any(one.name in TOOLS for one in elements)
        held = {"steps": True, "roles": named, "rules": rules, "tools": tools}
        return [part for part, there in held.items() if there]

    def _lanes(self, process: Element) -> dict[str, Element]:
        """The innermost lane of each step, by id of the step; lanes become key functions."""
        found: dict[str, Element] = {}
        for lane in (one for one in process.walk() if one.name == "lane"):
            if any(True for _ in lane.all("childLaneSet")):
                self._remark(lane, message("a lane that holds others was not kept: {name}", name=lane.label))
                continue
            if not lane.label:
                self._remark(lane, message("a lane without a name was not kept"))
                continue
            entry = self._entry("roles", _clean(lane.label), lane)
            if lane.documented:
                self._give(entry, "responsibilities_written", self._text("yes", lane.start), lane)
            found |= {reference.text.strip(): lane for reference in lane.all("flowNodeRef")}
        return found

    # --- what is counted ---------------------------------------------------------------

    def _count(self, process: Element, elements: list[Element], lanes: Mapping[str, Element]) -> None:
        """What no fact holds: steps, decisions, ends, hand-overs and steps that lead nowhere."""
        tasks = [one for one in elements if one.name in TASKS]
        flows = [one.attributes for one in elements if one.name == "sequenceFlow"]
        over = self._handovers(flows, lanes)
        what = message(
            "{name}: steps {steps}, of which documented {documented}, decisions {decisions}, ends {ends}, "
            "hand-overs between lanes {handovers}; counted, but no fact of the vocabulary says so",
            name=self._name(process),
            steps=len(tasks),
            documented=sum(one.documented for one in tasks),
            decisions=sum(one.name in DECISIONS for one in elements),
            ends=sum(one.name == "endEvent" for one in elements),
            handovers=f"{over.total()} ({_listed(over)})" if over else 0,
        )
        self._remark(process, what)
        leaving = {flow.get("sourceRef") for flow in flows}
        for one in tasks if flows else ():
            if one.id not in leaving and not any(True for _ in one.all("sequenceFlow")):
                name = one.label or one.id
                self._remark(one, message("nothing follows the step {name}, and it is no end", name=name))

    @staticmethod
    def _handovers(flows: Iterable[Mapping[str, str]], lanes: Mapping[str, Element]) -> Counter[str]:
        found: Counter[str] = Counter()
        for flow in flows:
            giver, taker = lanes.get(flow.get("sourceRef", "")), lanes.get(flow.get("targetRef", ""))
            if giver is not None and taker is not None and giver is not taker:
                found[f"{_clean(giver.label)}{_ARROW}{_clean(taker.label)}"] += 1
        return found

    def _unmapped(self) -> None:
        """Elements that say nothing here, by name."""
        known = TASKS | DECISIONS | TOOLS | STRUCTURE
        names = Counter(one.name for one in self.root.walk() if one.name not in known)
        foreign = names.pop("", 0)
        if names:
            what = message("elements that were not mapped: {names}", names=_listed(names, len(names)))
            self._remark(self.root, what)
        if foreign:
            what = message("layout and extensions of tools, not read: {count} elements", count=foreign)
            self._remark(self.root, what)

    # --- services ----------------------------------------------------------------------

    def _services(self) -> None:
        """Pools and the messages between them, where there are several."""
        if len(self.pools) < 2:
            return
        kept: dict[str, Element] = {}
        for pool in self.pools:
            if not pool.label or _is_customer(pool):
                self._remark(
                    pool,
                    message("a pool that is no service was not kept: {name}", name=pool.label or pool.id),
                )
                continue
            self._entry("services", _clean(pool.label), pool)
            kept |= dict.fromkeys(self._inside(pool), pool)
        for flow in (flow for one in self.root.all("collaboration") for flow in one.all("messageFlow")):
            self._message(flow, kept)

    def _inside(self, pool: Element) -> list[str]:
        """The ids of a pool and of everything in it."""
        process = self.processes.get(_local(pool.attributes.get("processRef", "")))
        owned = process is not None and self.pool_of[process.id] is pool  # of two pools the first
        inside = [one.id for one in process.walk() if one.id] if process and owned else []
        return [pool.id, *inside]

    def _message(self, flow: Element, kept: Mapping[str, Element]) -> None:
        ends = [kept.get(_local(flow.attributes.get(name, ""))) for name in ("sourceRef", "targetRef")]
        sender, receiver = ends
        if sender is None or receiver is None or sender is receiver:
            self._remark(
                flow,
                message(
                    "a message that joins no two services was not kept: {name}", name=flow.label or flow.id
                ),
            )
            return
        names = _clean(sender.label), _clean(receiver.label)
        id = _ARROW.join(names)
        if id not in self.lists.get("service_links", {}):
            entry = self._entry("service_links", id, flow)
            self._give(entry, "sender", self._text(names[0], flow.start), flow)
            self._give(entry, "receiver", self._text(names[1], flow.start), flow)

    # --- nodes -------------------------------------------------------------------------

    def _entry(self, collection: str, id: str, element: Element) -> Tree:
        """The entry of an entity, made at its first mention."""
        members = self.lists.setdefault(collection, {})
        if id not in members:
            entry = members[id] = Tree(self.source, element.start)
            entry.entries.append((self._text("id", element.start), self._text(id, element.start)))
        return members[id]

    def _give(self, entry: Tree, name: str, value: Node, element: Element) -> None:
        """A fact with the line it comes from as evidence; the first one of two stays."""
        if entry.key(name) is not None:
            return
        told = Tree(self.source, element.start)
        evidence = str(self.source.place(element.start))
        for key, node in (
            ("value", value),
            ("source", self._text("documented", element.start)),
            ("evidence", self._text(evidence, element.start)),
        ):
            told.entries.append((self._text(key, element.start), node))
        entry.entries.append((self._text(name, element.start), told))

    def _text(self, text: str, start: int) -> Scalar:
        return Scalar(self.source, start, text, '"', text)

    def _remark(self, element: Element, what: Message) -> None:
        self.remarks.append(Problem(self.source.place(element.start), what))


def _clean(text: str) -> str:
    """A name as an id: without the slash that separates type and id."""
    return " ".join(text.replace("/", "-").split())


def _local(reference: str) -> str:
    """A reference without the prefix of its namespace."""
    return reference.rpartition(":")[2]


def _is_customer(pool: Element) -> bool:
    words = set(unaccented(pool.label.replace("'", " ")).split())
    return not CUSTOMERS.isdisjoint(words) and words <= CUSTOMERS | ARTICLES


def _listed(counts: Counter[str], most: int = _MOST_NAMED) -> str:
    """Names with their numbers, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    shown = ", ".join(f"{name} {count}" for name, count in ordered[:most])
    return f"{shown} …" if len(ordered) > most else shown
