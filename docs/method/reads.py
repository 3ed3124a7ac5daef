"""What the checks of a method read of the facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ccrules.conditions import tree
from ccrules.conditions.checker import Question
from ccrules.errors import NOWHERE
from ccrules.facts.vocabulary import ORGANISATION, OUTCOME, LocalText
from ccrules.ruleset.model import Check, Method, Premise
from ccrules.text.templates import compile_template

#: An attribute by entity type and name; the name is empty for a collection or singleton as such.
Fact = tuple[str, str]


def conditions(question: Question) -> tuple[tree.Node, ...]:
    """What decides a check: its guard and its condition."""
    return tuple(node for node in (question.applies, question.when) if node is not None)


def expressions(question: Question) -> tuple[tree.Node, ...]:
    """Every expression of a check: what decides it, severity, exposure and named values."""
    others = (question.severity, question.exposure, *question.let.values())
    return (*conditions(question), *(node for node in others if node is not None))


def decisive_facts(method: Method, check: Check) -> frozenset[Fact]:
    """What must be known to decide a check: attributes, and the collections it runs over.

    A check over outcomes is sure to be decided only if every other check is.
    """
    found = facts_in(method, conditions(check.question))
    if check.over_outcomes:
        others = (one for one in method.checks.values() if not one.over_outcomes)
        found = found.union(*(decisive_facts(method, other) for other in others))
    subject = {(check.subject, "")} if check.subject else set()
    return frozenset((found | subject) - {(ORGANISATION, "")})


def facts_in(method: Method, nodes: Iterable[tree.Node]) -> frozenset[Fact]:
    """The facts expressions read; instead of computed attributes, those they are computed from.

    Args:
        method: the method, for its computed attributes and inverse references.
        nodes: typed expressions.
    """
    found: set[Fact] = set()
    waiting, seen = list(nodes), set()
    while waiting:
        for fact in _facts(method, waiting.pop()):
            if fact not in method.derived:
                found.add(fact)
            elif fact not in seen:
                seen.add(fact)
                waiting.append(method.derived[fact])
    return frozenset(found)


def _facts(method: Method, node: tree.Node) -> Iterator[Fact]:
    for part in tree.walk(node):
        if isinstance(part, tree.Field):
            if part.base.type.entity != OUTCOME:
                yield collected(method, part.base.type.entity, part.attribute.name)
        elif isinstance(part, tree.Singleton | tree.Everything) and part.name != OUTCOME:
            yield part.name, ""


def collected(method: Method, entity: str, name: str) -> Fact:
    """The attribute that is written in fact files: for an inverse, the reference it mirrors."""
    known = method.vocabulary.types
    attribute = known[entity].attributes.get(name) if entity in known else None
    return attribute.inverse_of or (entity, name) if attribute else (entity, name)


def everything_read(method: Method) -> frozenset[Fact]:
    """Every attribute that a check, a computed attribute, a text or an inference reads."""
    nodes = [node for check in method.checks.values() for node in expressions(check.question)]
    read = set(facts_in(method, [*nodes, *method.derived.values()])) | set(method.derived)
    for check in method.checks.values():
        for text in (check.title, check.message, check.strength, check.advice):
            read.update(_printed(method, text))
    return frozenset(read | set(_matched(method)))


def _printed(method: Method, text: LocalText) -> Iterator[Fact]:
    """The attributes a text prints, along references."""
    for wording in text.values():
        for path in compile_template(wording, NOWHERE).paths:
            entity = path[0]
            for name in path[1:]:
                if entity not in method.vocabulary.types or name not in method.vocabulary[entity].attributes:
                    break
                yield collected(method, entity, name)
                entity = method.vocabulary[entity].attributes[name].to


def _matched(method: Method) -> Iterator[Fact]:
    """The attributes that inferences match or join on, on both sides of a join."""
    for rule in method.inferences.values():
        for path in rule.alternatives:
            aliases = {premise.alias: _entity(method, premise) for premise in path if premise.alias}
            for premise in path:
                if premise.kind == "fact":
                    for name in (*premise.where, *premise.same):
                        yield collected(method, premise.name, name)
                for joined in premise.same.values():
                    alias, _, name = joined.partition(".")
                    yield collected(method, aliases[alias], name)


def _entity(method: Method, premise: Premise) -> str:
    if premise.kind == "fact":
        return premise.name
    return method.checks[premise.name].subject if premise.name in method.checks else ""
