"""What a check can never do: fail, pass, give one of its severities, print what its texts name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.evaluator import VALUE
from ccrules.errors import NOWHERE, InputError, Message, message
from ccrules.ruleset.figures import Situation, unnamed
from ccrules.ruleset.joint import Joint, Limits, World, joint
from ccrules.ruleset.likeness import Shape, conjuncts, shape
from ccrules.ruleset.model import Check, Method, Remark
from ccrules.ruleset.remarks import CONSTANT, NEVER_GIVEN, NEVER_THERE
from ccrules.ruleset.wording import as_written, place_in
from ccrules.text.templates import compile_template


@dataclass(frozen=True, slots=True)
class Cases:
    """The worlds in which a check fails, and those in which it passes.

    Attributes:
        check: the check.
        joint: its conditions.
        fails: where it surely fails.
        passes: where it surely passes.
    """

    check: Check
    joint: Joint
    fails: Sequence[World]
    passes: Sequence[World]


def never(method: Method, told: Collection[str] = ()) -> Iterator[Remark]:
    """Remarks on checks whose parts exclude one another.

    Args:
        method: its checks are looked at one by one; values of parameters are those in force.
        told: ids of checks of which a condition is known to be constant by itself.

    Yields:
        Conditions that are never true or never false together with the others (R007), severities that
        are never given (R019), and texts that print what is not there whenever they are shown (R020).
    """
    limits = Limits(method.vocabulary, method.derived)
    for check in method.checks.values():
        if check.question is None or check.off or check.over_outcomes:
            continue
        cases = _cases(check, limits)
        if cases.joint.worlds:
            yield from () if check.id in told else _verdicts(cases)
            yield from _severities(cases)
            yield from _texts(cases)


def _cases(check: Check, limits: Limits) -> Cases:
    question = check.question
    guards = [question.applies] if question.applies else []
    choices = [node.condition for node in _choices(question.severity)]
    found = joint(check.subject, [*guards, question.when, *choices], _named_facts(check).values(), limits)
    asked = [world for world in found.worlds if all(found.mask(one, world) == p.TRUE for one in guards)]
    fails = [world for world in asked if found.mask(question.when, world) == p.TRUE]
    passes = [world for world in asked if found.mask(question.when, world) == p.FALSE]
    return Cases(check, found, fails, passes)


# --- verdicts ----------------------------------------------------------------------------


def _verdicts(cases: Cases) -> Iterator[Remark]:
    check, question = cases.check, cases.check.question
    if isinstance(unnamed(question.when), tree.Literal):
        return
    for worlds, outcome in ((cases.fails, p.TRUE), (cases.passes, p.FALSE)):
        if worlds:
            continue
        if outcome == p.TRUE:
            parts = _excluding(cases)
            what = message("{id} can never fail: {parts}", id=check.id, parts="; ".join(parts))
            hint = _EXCLUDE if len(parts) > 1 else _BOUNDS
        else:
            what = message(
                "{id} can never pass: {parts}", id=check.id, parts=as_written(check, question.when)
            )
            hint = message("wherever the check applies, this is true")
        yield Remark(CONSTANT, place_in(check, question.when), what, hint, check.id)


_EXCLUDE = message("these exclude one another: change one of them")
_BOUNDS = message("look at the bounds and types of what it compares")


def _excluding(cases: Cases) -> list[str]:
    """The fewest conditions that can't all be true."""
    question = cases.check.question
    parts = [*conjuncts(question.applies), *conjuncts(question.when)]
    for one in list(parts):
        fewer = [part for part in parts if part is not one]
        if not any(_all_true(cases.joint, fewer, world) for world in cases.joint.worlds):
            parts = fewer
    return [as_written(cases.check, part) for part in parts]


def _all_true(joint: Joint, parts: Sequence[tree.Node], world: World) -> bool:
    return all(joint.mask(part, world) == p.TRUE for part in parts)


# --- severities --------------------------------------------------------------------------


def _choices(node: tree.Node) -> Iterator[tree.Choose]:
    node = unnamed(node)
    if isinstance(node, tree.Choose):
        yield node
        yield from _choices(node.then)
        yield from _choices(node.otherwise)


def _severities(cases: Cases) -> Iterator[Remark]:
    question = cases.check.question
    for node, outcomes in _reached(question.severity, cases.fails, cases.joint):
        if not outcomes:
            continue
        for never, other in ((p.TRUE, node.otherwise), (p.FALSE, node.then)):
            if not any(outcome & never for outcome in outcomes):
                yield _never_given(cases.check, node, never, other)
        if shape(node.then) == shape(node.otherwise):
            what = message(
                "{id} has the same severity either way: {part}",
                id=cases.check.id,
                part=as_written(cases.check, node),
            )
            yield _on_severity(cases.check, node, what, message("write the severity alone, or change one"))


def _reached(
    node: tree.Node, worlds: Sequence[World], joint: Joint
) -> Iterator[tuple[tree.Choose, set[p.Mask]]]:
    """Every choice of a severity with what its condition comes to where it is asked."""
    node = unnamed(node)
    if isinstance(node, tree.Choose):
        masks = [joint.mask(node.condition, world) for world in worlds]
        yield node, set(masks)
        for branch, bit in ((node.then, p.TRUE), (node.otherwise, p.FALSE)):
            yield from _reached(
                branch, [one for one, mask in zip(worlds, masks, strict=True) if mask & bit], joint
            )


def _never_given(check: Check, node: tree.Choose, never: p.Mask, other: tree.Node) -> Remark:
    part = as_written(check, node.condition)
    what = (
        message("where {id} fails, this is never true: {part}", id=check.id, part=part)
        if never == p.TRUE
        else message("where {id} fails, this is never false: {part}", id=check.id, part=part)
    )
    hint = message("the severity is then always {severity}", severity=as_written(check, other))
    return _on_severity(check, node.condition, what, hint)


def _on_severity(check: Check, node: tree.Node, what: Message, hint: Message) -> Remark:
    return Remark(NEVER_GIVEN, place_in(check, node), what, hint, check.id)


# --- texts -------------------------------------------------------------------------------


def _named_facts(check: Check) -> dict[str, Shape]:
    """The facts that the check's conditions read, by the names that texts have for them."""
    found: dict[str, Shape] = {}
    question = check.question
    for root in filter(None, (question.applies, question.when, *_choices(question.severity))):
        for node in tree.walk(root):
            name = _dotted(node)
            if name:
                found[name] = shape(node)
    for name, named in question.let.items():
        found[name] = shape(named)
    return found


def _dotted(node: tree.Node) -> str:
    if isinstance(node, tree.Variable | tree.Singleton):
        return node.name
    if isinstance(node, tree.Field):
        base = _dotted(node.base)
        return f"{base}.{node.attribute.name}" if base else ""
    return ""


def _texts(cases: Cases) -> Iterator[Remark]:
    facts = _named_facts(cases.check)
    for name, worlds in (("message", cases.fails), ("strength", cases.passes)):
        wording = getattr(cases.check, name)
        for path in sorted({path for text in wording.values() for path in _printed(text)}) if worlds else ():
            if any(_absent(facts.get(".".join(path[:end])), worlds) for end in range(1, len(path) + 1)):
                yield _not_there(cases.check, name, ".".join(path))


def _printed(text: str) -> frozenset[tuple[str, ...]]:
    try:
        return frozenset(compile_template(text, NOWHERE).paths)
    except InputError:
        return frozenset()


def _absent(fact: Shape | None, worlds: Sequence[World]) -> bool:
    """Whether a fact has no value in any world."""
    if fact is None:
        return False
    found = [world.get(fact) for world in worlds]
    return all(isinstance(one, Situation) and one.state != VALUE for one in found)


def _not_there(check: Check, name: str, path: str) -> Remark:
    what = message(
        "the {field} of {id} prints what is never there: {name}", field=name, id=check.id, name=path
    )
    hint = message("where the text is shown, the conditions rule out a value: take it out")
    return Remark(NEVER_THERE, check.place, what, hint, check.id)
