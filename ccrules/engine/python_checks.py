"""Checks written in Python: they judge the subjects of which all that they need is known."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from ccrules.conditions import possible as p
from ccrules.conditions.evaluator import Environment, Evaluator
from ccrules.conditions.missing import Derivations, Memory, Missing, MissingFacts
from ccrules.conditions.possible import Choice
from ccrules.errors import Message, message
from ccrules.facts.base import Entity, FactBase
from ccrules.facts.vocabulary import Attribute
from ccrules.ruleset.model import Check
from ccrules.values import NONE, NOT_APPLICABLE, Computed

_LOG = logging.getLogger("ccrules.checks")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of a Python check for one subject.

    Attributes:
        verdict: ``fail``, ``pass``, ``not_assessed``, ``not_applicable`` or ``error``.
        would: the verdict if it turns out to apply; empty if that is open too.
        reason: why it is not applicable; None if the guard says so.
        missing: the facts it waits for.
        error: what it raised.
    """

    verdict: str
    would: str = ""
    reason: Message | None = None
    missing: Missing | None = None
    error: Exception | None = None


def judge(
    check: Check,
    subject: Entity,
    evaluator: Evaluator,
    derivations: Derivations,
    memory: Memory | None = None,
) -> Judgement:
    """Put a Python check to one subject.

    Args:
        check: the check.
        subject: one of its subjects.
        evaluator: over the facts.
        derivations: the expressions of derived attributes.
        memory: shared by all checks over the same facts.

    Raises:
        FunctionFailed: a plugin's function failed in its guard or in an attribute that it needs.
    """
    guard = check.terms.applies if check.terms else None
    environment: Environment = {check.subject: Choice((subject,))} if check.subject else {}
    applies = p.TRUE if guard is None else evaluator.mask(guard, dict(environment))
    if not applies & p.TRUE:
        return Judgement("not_applicable")
    missing = MissingFacts(evaluator, derivations, memory)
    reason = _missing_needs(check, subject, evaluator.base, missing)
    ready = not reason and not missing.names
    if guard is not None and applies != p.TRUE:
        would = _run(check, subject).verdict if ready else ""
        missing.collect(guard, environment)
        return Judgement("not_assessed", would if would != "error" else "", missing=missing.missing)
    if missing.names:
        return Judgement("not_assessed", missing=missing.missing)
    return Judgement("not_applicable", reason=reason) if reason else _run(check, subject)


def _run(check: Check, subject: Entity) -> Judgement:
    assert check.run is not None
    try:
        found = check.run(subject)
    except SystemExit as error:
        return Judgement("error", error=_logged(check, subject, RuntimeError(f"SystemExit: {error}")))
    except Exception as error:  # noqa: BLE001 - a plugin's check must not stop the run
        return Judgement("error", error=_logged(check, subject, error))
    if isinstance(found, bool):
        return Judgement("fail" if found else "pass")
    return Judgement("error", error=TypeError(f"it returned {type(found).__name__} instead of bool"))


def _logged(check: Check, subject: Entity, error: Exception) -> Exception:
    """The same error, its traceback in the log."""
    _LOG.debug("the check %s failed on %s", check.id, subject._name, exc_info=error)
    return error


# --- what it needs ---------------------------------------------------------------------


def needed(check: Check, subject: Entity, base: FactBase) -> Iterator[tuple[Entity, Attribute]]:
    """The facts that a Python check declares to read, as far as they are those of known entities.

    Args:
        check: the check.
        subject: one of its subjects.
        base: the facts.
    """
    for need in check.needs:
        type_name, _, name = need.partition(".")
        for entity in _entities(type_name, subject, base):
            if name in entity._type.attributes:
                yield entity, entity._type.attributes[name]


def _entities(type_name: str, subject: Entity, base: FactBase) -> tuple[Entity, ...]:
    """Whose attribute is needed: the subject's, or else that of all entities of the type."""
    if type_name == subject._type.name:
        return (subject,)
    if type_name in base.collections:
        return base.collections[type_name].members
    found = base.singletons.get(type_name)
    return (found,) if isinstance(found, Entity) else ()


def _missing_needs(check: Check, subject: Entity, base: FactBase, missing: MissingFacts) -> Message | None:
    """Collect the needs that are not known; say which one there is nothing of."""
    reason = None
    for type_name in dict.fromkeys(need.partition(".")[0] for need in check.needs):
        if type_name != subject._type.name:
            reason = reason or _missing_whole(type_name, base, missing)
    for entity, attribute in needed(check, subject, base):
        value = entity.__dict__[attribute.name]
        if isinstance(value, Computed) and value._failure is not None:
            raise value._failure
        missing.fact(entity, attribute)
        if value is NONE or value is NOT_APPLICABLE:
            reason = reason or _absent(value is NONE, f"{entity._name}.{attribute.name}")
    return reason


def _missing_whole(type_name: str, base: FactBase, missing: MissingFacts) -> Message | None:
    """The same of a collection or a singleton as a whole."""
    if type_name in base.collections:
        state = base.collections[type_name].state
        if state is NOT_APPLICABLE:
            return _absent(False, type_name)
        missing.collection(type_name)
        return None
    found = base.singletons.get(type_name)
    if found is NONE or found is NOT_APPLICABLE:
        return _absent(found is NONE, type_name)
    if not isinstance(found, Entity):
        missing.singleton(type_name)
    return None


def _absent(none: bool, name: str) -> Message:
    if none:
        return message("there is none ({name})", name=name)
    return message("{name} is not applicable", name=name)
