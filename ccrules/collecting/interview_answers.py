"""The answers of an interview: a fact file of their own, written anew after every answer.

What is answered stands in it as it was said (``85 %``, ``40..50``), so that nothing is lost by
rounding or rewording, and merges with the other fact files by the rules that hold for all of them.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from ccrules.documents import Mapping, Node, Scalar
from ccrules.facts.base import Collection, Entity
from ccrules.facts.header import LIST_KEYS
from ccrules.facts.models import record_model
from ccrules.facts.toplevel import ASSESSMENT, TopLevel
from ccrules.facts.vocabulary import EntityType, Vocabulary
from ccrules.facts.words import state_of
from ccrules.facts.writing import Quoted, plain_value, yaml_text

#: What stands in for facts that are not given: no document at all.
NOTHING = ""


class Answers:
    """The tree of an answer file.

    Args:
        tree: mappings, lists and texts, with attributes and collections by their own names.
        head: a comment that the file begins with.
    """

    def __init__(self, tree: dict[str, Any], head: str) -> None:
        self.tree = tree
        self._head = head

    def copy(self) -> Answers:
        """The same answers, to be changed without changing these."""
        return Answers(deepcopy(self.tree), self._head)

    def text(self) -> str:
        """The file; empty if nothing was answered."""
        tree = {name: value for name, value in self.tree.items() if name != ASSESSMENT or value}
        if not tree:
            return NOTHING
        head = "".join(f"# {line}\n" for line in self._head.splitlines())
        first = {name: tree[name] for name in (ASSESSMENT,) if name in tree}
        return head + yaml_text({**first, **tree})

    # --- values --------------------------------------------------------------------------

    def give(self, entity: Entity, attribute: str, value: Any) -> None:
        """Take down a value.

        Args:
            entity: what it is said of.
            attribute: what is said.
            value: as a fact file gives it.
        """
        kind = entity._type
        if kind.singleton:
            record = self.tree.get(kind.name)
            if not isinstance(record, dict):
                record = self.tree[kind.name] = {}
        else:
            record = self._record(entity)
        record[attribute] = value

    def _record(self, entity: Entity) -> dict[str, Any]:
        identity = identity_of(entity)
        for record in self._members(entity._type):
            if all(_same(record.get(name), value) for name, value in identity.items()):
                return record
        self._members(entity._type).append(identity)
        return identity

    def _members(self, kind: EntityType) -> list[dict[str, Any]]:
        given = self.tree.get(kind.plural)
        if isinstance(given, dict):
            found = given.setdefault("list", [])
        elif isinstance(given, list):
            found = given
        else:
            found = self.tree[kind.plural] = []
        return found if isinstance(found, list) else []

    # --- lists and single things ---------------------------------------------------------

    def give_whole(self, kind: EntityType, value: Any) -> None:
        """Take down what is said of a list or a single thing as such.

        Args:
            kind: what it is a list of.
            value: a state, an empty list, or an empty mapping for a thing that is there.
        """
        self.tree[kind.plural or kind.name] = value

    def give_members(self, kind: EntityType, ids: list[str]) -> None:
        """Take down members of a list.

        Args:
            kind: what it is a list of; known by ``id``.
            ids: the members.
        """
        members = self._members(kind)
        known = {record.get("id") for record in members}
        members += [{"id": id} for id in dict.fromkeys(ids) if id not in known]

    def give_total(self, kind: EntityType, total: str) -> None:
        """Take down how many members a list has."""
        given = self.tree.get(kind.plural)
        if isinstance(given, dict):
            given["total"] = total
        else:
            self.tree[kind.plural] = {"total": total, **({"list": given} if isinstance(given, list) else {})}

    def say_complete(self, collection: Collection, *, complete: bool | None) -> None:
        """Take down whether there are further members, or that nobody told.

        Args:
            collection: what is known of the list; the answers name its members if nobody else does.
            complete: None if it was not told.
        """
        kind = collection.type
        if complete and collection.excerpt:
            for entity in collection.members:
                self._record(entity)
        if complete is not None:
            self._put_under(kind, "complete" if complete else "partial")
        elif not self._is_under(kind, "complete") and not self.says_partial(kind):
            self._put_under(kind, "excerpt")

    def _put_under(self, kind: EntityType, key: str) -> None:
        header = self.tree.setdefault(ASSESSMENT, {})
        for other in LIST_KEYS:
            names = [name for name in header.get(other, []) if name != kind.plural]
            names += [kind.plural] if other == key else []
            if names:
                header[other] = names
            else:
                header.pop(other, None)

    def _is_under(self, kind: EntityType, key: str) -> bool:
        return kind.plural in self.tree.get(ASSESSMENT, {}).get(key, ())

    def says_partial(self, kind: EntityType) -> bool:
        """Whether the answers themselves leave a list open."""
        return self._is_under(kind, "partial")

    def say_date(self, text: str) -> None:
        """Take down the day that counts as today."""
        self.tree.setdefault(ASSESSMENT, {})["date"] = text


def identity_of(entity: Entity) -> dict[str, Any]:
    """What a record gives to say which member it is about: its id, or the attributes that stand for it."""
    kind = entity._type
    if kind.key == ("id",):
        return {"id": entity.id}
    return {name: plain_value(entity.__dict__[name]) for name in kind.key}


def may_be_named(collection: Collection) -> bool:
    """Whether members can be added by their names alone."""
    return collection.type.key == ("id",)


def _same(left: Any, right: Any) -> bool:
    return str(left) == str(right)


# --- reading ---------------------------------------------------------------------------------


def read_answers(node: Node | None, vocabulary: Vocabulary, head: str) -> Answers:
    """Take up an answer file again.

    Args:
        node: the file, which was read as facts without a problem; None if there is none.
        vocabulary: the entity types, for the names that labels stand for.
        head: a comment for the file to begin with.
    """
    if not isinstance(node, Mapping):
        return Answers({}, head)
    top = TopLevel(vocabulary)
    tree: dict[str, Any] = {}
    for key, value in node.entries:
        name = top.find(key.text) or key.text
        kind = vocabulary.types.get(name)
        if kind is None:
            tree[name] = _header(_plain(value), top, vocabulary) if name == ASSESSMENT else _plain(value)
        else:
            tree[kind.plural or kind.name] = _named(_plain(value), vocabulary, kind)
    return Answers(tree, head)


def _header(given: Any, top: TopLevel, vocabulary: Vocabulary) -> dict[str, Any]:
    found = dict(given) if isinstance(given, dict) else {}
    for name in set(LIST_KEYS) & set(found):
        listed = found[name] if isinstance(found[name], list) else [found[name]]
        kinds = (top.collections.find(str(one)) for one in listed)
        found[name] = [vocabulary[kind].plural for kind in kinds if kind]
    return found


def _named(value: Any, vocabulary: Vocabulary, kind: EntityType) -> Any:
    """Records with the names of attributes instead of their labels."""
    if isinstance(value, list):
        return [_record_named(one, vocabulary, kind) for one in value]
    if isinstance(value, dict) and kind.singleton:
        return _record_named(value, vocabulary, kind)
    if isinstance(value, dict) and isinstance(value.get("list"), list):
        return {**value, "list": _named(value["list"], vocabulary, kind)}
    return value


def _record_named(record: Any, vocabulary: Vocabulary, kind: EntityType) -> Any:
    spelled = record_model(vocabulary, kind).spelled
    return {spelled[name]: value for name, value in record.items()} if isinstance(record, dict) else record


def as_written(node: Node) -> Any:
    """A value of YAML as mappings, lists and texts that are written back to the same.

    Args:
        node: the value.
    """
    return _plain(node)


def _plain(node: Node) -> Any:
    if isinstance(node, Mapping):
        return {key.text: _plain(value) for key, value in node.entries}
    if not isinstance(node, Scalar):
        return [_plain(item) for item in node.items]
    if node.is_null:
        return None
    says_state = node.style and not node.typed and state_of(node.text) is not None
    return Quoted(node.text) if says_state else node.text
