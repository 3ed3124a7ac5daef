"""``--set mailbox/claims.tracked=no``: values that replace what the files say."""

from __future__ import annotations

from ccrules.documents import Mapping, Node, Scalar, Sequence, Source
from ccrules.errors import InputError, Message, Place, Problem, message, suggestion
from ccrules.facts.base import Entity
from ccrules.facts.entries import Draft, Known
from ccrules.facts.forms import Sourced
from ccrules.facts.nested import Nested
from ccrules.facts.nodes import written
from ccrules.facts.origins import Origin
from ccrules.facts.parsing import normal
from ccrules.values import NONE, NOT_APPLICABLE, NOT_COLLECTED

OPTION = Place(cell="--set")


class _Option(Source):
    """The command line: it has neither lines nor columns, and like a cell it knows no quotes."""

    __slots__ = ()

    def place(self, start: int) -> Place:
        return OPTION


class _YamlOption(_Option):
    """A list or mapping on the command line, written as in YAML."""

    __slots__ = ()
    typed = False


def apply_override(known: Known, text: str) -> None:
    """Replace one value by what an option says.

    Args:
        known: everything read; takes the value, or what is wrong with the option.
        text: ``type/id.attribute=value``, or ``organisation.attribute=value``.
    """
    try:
        _apply(known, text)
    except InputError as error:
        known.problems.extend(Problem(OPTION, problem.what, problem.hint) for problem in error.problems)


def _apply(known: Known, text: str) -> None:
    fact, equals, value = text.partition("=")
    name, dot, attribute_name = fact.strip().rpartition(".")
    if not equals or not dot:
        raise _wrong(message("{text} is no fact with a value", text=text), _form())
    kind_name, slash, id = name.partition("/")
    draft = known.drafts.get(kind_name)
    if draft is None:
        what = message("{key} is not known here", key=kind_name)
        raise _wrong(what, suggestion(kind_name, known.drafts))
    if bool(slash) == draft.kind.singleton:
        raise _wrong(message("{text} is no fact with a value", text=text), _form())
    entity = _entity(draft, normal(id) if slash else kind_name)
    _set(known, entity, attribute_name, value.strip())


def _form() -> Message:
    return message("write type/id.attribute=value, or organisation.attribute=value")


def _entity(draft: Draft, id: str) -> Entity:
    found = draft.entities.get(id)
    if found is not None:
        return found
    if draft.kind.singleton:
        return _singleton(draft)
    what = message("{id} is not among the {name}", id=id, name=draft.kind.plural)
    hint = suggestion(id, draft.entities)
    raise _wrong(what, hint or message("add it to the facts first"))


def _singleton(draft: Draft) -> Entity:
    if draft.state is NONE or draft.state is NOT_APPLICABLE:
        what = message("the facts say that there is no {name}", name=draft.kind.name)
        raise _wrong(what, message("change it in the fact file"))
    draft.state = None
    entity = draft.entities[draft.kind.name] = Entity(draft.kind, draft.kind.name)
    return entity


def _set(known: Known, entity: Entity, name: str, text: str) -> None:
    kind = entity._type
    node = _node(text)
    attribute, value = known.model(kind).read_one(Scalar(_Option(""), 0, name, "", name), node)
    if attribute == "id" or attribute in kind.key:
        raise _wrong(message("what identifies an entity can't be set"), message("change it in the fact file"))
    if isinstance(value, Nested):
        raise _wrong(message("entities can't be set"), message("give their ids: [{{id}}, …]"))
    origins = (Origin(OPTION, value, written(node)),)
    if isinstance(value, Sourced):
        value, origins = value.value, value.origins
    entity.__dict__[attribute] = value
    known.origins.put(entity, attribute, () if value is NOT_COLLECTED else origins)
    known.references.append((entity, attribute, node))


def _wrong(what: Message, hint: Message | None) -> InputError:
    return InputError(Problem(OPTION, what, hint))


def _node(text: str) -> Node:
    """The value as a cell would give it; lists and mappings are written as in YAML."""
    if not text.startswith(("[", "{")):
        return Scalar(_Option(""), 0, text, '"', text)
    from ccrules.documents.yaml_reader import read_yaml  # imports PyYAML

    return _moved(read_yaml(text, ""), _YamlOption(""))


def _moved(node: Node, source: Source) -> Node:
    """The same tree, with the option as its place."""
    node.source = source
    for below in node.items if isinstance(node, Sequence) else ():
        _moved(below, source)
    for key, value in node.entries if isinstance(node, Mapping) else ():
        _moved(key, source)
        _moved(value, source)
    return node
