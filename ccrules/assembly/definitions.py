"""What later assessments are compared by: how each rule decides, and the facts that checks read.

Made when somebody looks: a report on paper needs none of it.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Iterator, Mapping
from typing import Any

from ccrules import assessment as parts
from ccrules.assembly.context import Context, json_value
from ccrules.conditions import tree
from ccrules.conditions.supposing import read_by
from ccrules.facts.base import Collection, Entity, FactBase
from ccrules.facts.vocabulary import ORGANISATION, OUTCOME
from ccrules.ruleset.model import Check, Inference, Method, Recommendation
from ccrules.ruleset.sight import sight
from ccrules.text import localise
from ccrules.values import NONE, NOT_COLLECTED, Computed

#: The day of the assessment, which conditions read as they read facts.
TODAY = "assessment.date"


def definitions(context: Context) -> dict[str, parts.Definition]:
    """What decides each rule, by kind and id."""
    method = context.method
    found = {f"check/{name}": _check(context, method.checks[name]) for name in context.outcomes}
    found |= {f"inference/{name}": _plain(_inference(one)) for name, one in method.inferences.items()}
    advice = method.recommendations.items()
    return found | {f"recommendation/{name}": _plain(_recommendation(one)) for name, one in advice}


def facts(context: Context) -> dict[str, Any]:
    """The facts that checks read, by public name, as plain JSON; what was not collected is left out."""
    read = _read(context)
    found: dict[str, Any] = {}
    if context.base.today is not NOT_COLLECTED:
        found[TODAY] = json_value(context.base.today)
    for type_name in sorted(name.removesuffix("[]") for name in read if name.endswith("[]")):
        if (members := _members_of(context.base, type_name)) is not None:
            found[f"{type_name}[]"] = members
    for entity in context.base.entities():
        found.update(_of_entity(context, entity, read))
    return found


def attributes(context: Context) -> dict[str, parts.AttributeInfo]:
    """What is needed to print these facts."""
    found = {}
    for name in sorted(_read(context)):
        if name.endswith("[]"):
            found[name] = parts.AttributeInfo(label=context.type_label(name.removesuffix("[]")), type="list")
            continue
        type_name, _, attribute_name = name.partition(".")
        attribute = context.base.vocabulary.attribute(type_name, attribute_name)
        if attribute is not None:
            found[name] = parts.AttributeInfo(
                label=context.attribute_label(attribute),
                unit=attribute.unit,
                type=attribute.type,
                values={key: localise(text, context.language) for key, text in attribute.labels.items()},
                privacy=attribute.privacy,
            )
    return found


# --- facts -----------------------------------------------------------------------------


def _read(context: Context) -> frozenset[str]:
    """All that any check reads."""
    checks = context.method.checks
    return context.once(
        ("read by checks",),
        lambda: frozenset[str]().union(
            *(_reading(context, checks[name]).reads() for name in context.outcomes)
        ),
    )


def _of_entity(context: Context, entity: Entity, read: frozenset[str]) -> Iterator[tuple[str, Any]]:
    for name in entity._type.attributes:
        if f"{entity._type.name}.{name}" not in read:
            continue
        value = entity.__dict__[name]
        derived = (entity._type.name, name) in context.method.derived
        if value is NOT_COLLECTED or isinstance(value, Computed) or derived:
            continue
        yield f"{entity._name}.{name}", json_value(value)


def _members_of(base: FactBase, type_name: str) -> dict[str, Any] | None:
    """Who is in a collection, or whether there is such a thing; None if that was not collected."""
    if type_name in base.collections:
        return _members(base.collections[type_name])
    found = base.singletons.get(type_name, NOT_COLLECTED)
    if isinstance(found, Entity):
        return {"members": [type_name]}
    if found is NONE:
        return {"members": []}
    return None if found is NOT_COLLECTED else {"state": found._word}


def _members(collection: Collection) -> dict[str, Any] | None:
    if collection.state is not None and not collection.members:
        return None if collection.state is NOT_COLLECTED else {"state": collection.state._word}
    found: dict[str, Any] = {"members": sorted(one.id for one in collection.members)}
    if collection.total is not None:
        found["total"] = collection.total
    elif collection.state is not None or not collection.complete:
        found["complete"] = False
    if collection.counts:
        found["counts"] = {
            name: {str(json_value(value)): number for value, number in some.items()}
            for name, some in collection.counts.items()
        }
    return found


# --- definitions -----------------------------------------------------------------------


def _check(context: Context, check: Check) -> parts.Definition:
    reading = _reading(context, check)
    written = {
        "subject": check.subject,
        "when": check.when.text if check.when else _source(check),
        "applies": check.applies.text if check.applies else "",
        "let": {name: one.text for name, one in check.let.items()},
        "severity": check.severity.text,
        "exposure": check.exposure.text if check.exposure else "",
        "recommend": check.recommend,
        "derived": reading.derived(),
    }
    return parts.Definition(
        sha256=_hash(written),
        condition=" ".join(check.when.text.split()) if check.when else "",
        reads=tuple(sorted(reading.reads())),
        own=tuple(sorted(reading.own())),
        parameters=tuple(sorted({one.name for one in reading.nodes if isinstance(one, tree.Parameter)})),
        outcomes=tuple(sorted(sight(context.method, [check]))) if check.over_outcomes else (),
    )


def _source(check: Check) -> str:
    """A check in Python, as it was written; by its name where its text is not at hand."""
    try:
        return inspect.getsource(check.run) if check.run else ""
    except (OSError, TypeError):
        return f"{check.run.__module__}.{getattr(check.run, '__qualname__', '')}" if check.run else ""


def _inference(one: Inference) -> Mapping[str, Any]:
    alternatives = [
        [[p.kind, p.name, p.alias, _where(p.where), dict(p.same)] for p in premises]
        for premises in one.alternatives
    ]
    return {
        "alternatives": alternatives,
        "conclusion": [one.conclusion, one.kind, one.about, one.subject],
        "belief": one.belief,
        "severity": one.severity,
        "explains": one.explains,
        "recommend": one.recommend,
    }


def _where(where: Mapping[str, Any]) -> dict[str, Any]:
    """The values a pattern asks for, as plain JSON."""
    return {name: json_value(value) for name, value in where.items()}


def _recommendation(one: Recommendation) -> Mapping[str, Any]:
    return {"effort": one.effort, "objectives": one.objectives, "after": one.after}


def _plain(written: Mapping[str, Any]) -> parts.Definition:
    return parts.Definition(sha256=_hash(written))


def _hash(written: Mapping[str, Any]) -> str:
    text = json.dumps(written, ensure_ascii=False, sort_keys=True, default=list)
    return hashlib.sha256(text.encode()).hexdigest()


# --- what a check reads ----------------------------------------------------------------


def _reading(context: Context, check: Check) -> _Reading:
    return context.once(("read by", check.id), lambda: _Reading(context.method, check))


class _Reading:
    """What a check reads, its expressions gone through once.

    Args:
        method: the rules.
        check: one of its checks.

    Attributes:
        nodes: every part of its expressions and of those of the derived attributes that it reads.
    """

    def __init__(self, method: Method, check: Check) -> None:
        self._method, self._check = method, check
        self._roots = _roots(check)
        self._keys = read_by(method.derived, self._roots)
        self._behind = sorted(self._keys & method.derived.keys())
        derived = [method.derived[key] for key in self._behind]
        self.nodes = [node for root in (*self._roots, *derived) for node in tree.walk(root)]

    def derived(self) -> dict[str, str]:
        """The expressions of the derived attributes that it reads."""
        found = {}
        for type_name, name in self._behind:
            attribute = self._method.vocabulary.attribute(type_name, name)
            found[f"{type_name}.{name}"] = str(attribute.derive) if attribute else ""
        return found

    def reads(self) -> set[str]:
        """Attributes, collections and the day: whatever may change its verdicts, but for outcomes."""
        found = {f"{type_name}.{name}" for type_name, name in self._keys if type_name != OUTCOME}
        found.update(self._check.needs)
        if self._check.subject:
            found.add(f"{self._check.subject}[]")
        for node in self.nodes:
            if isinstance(node, tree.Everything | tree.Singleton) and node.name not in (
                OUTCOME,
                ORGANISATION,
            ):
                found.add(f"{node.name}[]")
            elif isinstance(node, tree.Today) or (isinstance(node, tree.Call) and node.function == "age"):
                found.add(TODAY)
        return found

    def own(self) -> set[str]:
        """The attributes that it reads of nothing but its subject."""
        subject = self._check.subject
        if not subject:
            return set()
        direct: set[str] = set(self._check.needs) if self._check.run else set()
        others: set[str] = set()
        looped = any(isinstance(one, tree.Everything) and one.name == subject for one in self.nodes)
        members = set() if looped else {f"{subject}[]"}
        own = self._fields_of_subject()
        for node in self.nodes:
            if isinstance(node, tree.Aggregate) and subject in (one.variable.name for one in node.loops):
                return set()  # its own name means something else there
            if isinstance(node, tree.Field):
                name = f"{node.base.type.entity}.{node.attribute.name}"
                (direct if id(node) in own else others).add(name)
        return members | {name for name in direct - others if name.startswith(f"{subject}.")}

    def _fields_of_subject(self) -> set[int]:
        """The attributes of its subject in its own expressions, by the identity of the node."""
        return {
            id(node)
            for root in self._roots
            for node in tree.walk(root)
            if isinstance(node, tree.Field) and _is_subject(node.base, self._check)
        }


def _roots(check: Check) -> list[tree.Node]:
    terms = check.terms
    if terms is None:
        return []
    roots = (terms.applies, getattr(terms, "when", None), terms.severity, terms.exposure)
    return [node for node in (*roots, *terms.let.values()) if node is not None]


def _is_subject(node: tree.Node, check: Check) -> bool:
    return isinstance(node, tree.Variable) and node.name == check.subject
