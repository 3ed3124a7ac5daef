"""How a check is decided, in words and as its author wrote it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from ccrules.assembly.explaining.general import Branch, Clause
from ccrules.conditions import tree
from ccrules.documenting.blocks import Block, Code, Item, Items, Listing, Paragraph, Soft, line
from ccrules.documenting.writing import Writing
from ccrules.ruleset.model import SEVERITIES, Check


def decided(check: Check, writing: Writing) -> Iterator[Block]:
    """When a check applies and fails, how grave that is, and what is worked out on the way.

    Args:
        check: the check.
        writing: the language.
    """
    terms = check.terms
    if terms is None:
        return
    if terms.applies is not None:
        yield from _condition("applies_where", terms.applies, check, writing)
    if check.when is None:
        yield from _by_code(check, writing)
    else:
        yield from _condition("fails_where", terms.when, check, writing)
    yield from _severity(check, writing)
    if terms.exposure is not None:
        exposed = writing.general(check).noun(terms.exposure, check.subject)
        yield Paragraph((writing.say("exposure", exposed=exposed),))
    yield from _worked_out(check, writing)
    yield Listing(as_written(check), writing.say("as_written"))


def _condition(key: str, node: tree.Node, check: Check, writing: Writing) -> Iterator[Block]:
    if isinstance(node, tree.Literal):
        yield Paragraph((writing.say(f"{key}_{'always' if node.value else 'never'}"),), "lead")
        return
    general = writing.general(check)
    clause = general.clause(node, check.subject)
    lead = general.led(writing.say(key), clause)
    yield Paragraph((lead if clause.parts else f"{lead}.",), "lead")
    yield from writing.items(map(writing.clause, clause.parts))


def _by_code(check: Check, writing: Writing) -> Iterator[Block]:
    """What is known of a check that a Python function decides: what the author says of the function."""
    yield Paragraph((writing.say("by_code"),), "lead")
    said = inspect.getdoc(check.run) if check.run is not None else None
    if said:
        yield Paragraph((said.split("\n\n")[0].replace("\n", " "),))


def _severity(check: Check, writing: Writing) -> Iterator[Block]:
    branches = list(writing.general(check).branches(check.terms.severity, check.subject))
    if len(branches) == 1 and _name(branches[0]):
        yield Paragraph(line(writing.say("severity_is"), " ", writing.severity(_name(branches[0])), "."))
        return
    yield Paragraph((writing.say("severity_by_case"),))
    yield Items(tuple(_graded(branch, check, writing) for branch in branches))


def _name(branch: Branch) -> str:
    value = getattr(branch.value, "value", "")
    return value if value in SEVERITIES else ""


def _graded(branch: Branch, check: Check, writing: Writing) -> Item:
    general, name = writing.general(check), _name(branch)
    grade = writing.severity(name) if name else general.noun(branch.value, check.subject)
    if branch.given is None:
        return Item(line(grade, f" {writing.say('severity_otherwise')}"))
    given = general.led(f" {writing.say('severity_where')}", branch.given)
    return Item(line(grade, given), tuple(map(writing.clause, branch.given.parts)))


def _worked_out(check: Check, writing: Writing) -> Iterator[Block]:
    """What ``let`` names, each in words."""
    found = tuple(_named(name, check, writing) for name in check.terms.let)
    if found:
        yield Paragraph((writing.say("worked_out"),))
        yield Items(found)


def _named(name: str, check: Check, writing: Writing) -> Item:
    clause: Clause = writing.general(check).worked_out(check.terms.let[name], check.subject)
    return Item((Code(name), Soft(" = "), clause.text), tuple(map(writing.clause, clause.parts)))


def as_written(check: Check) -> str:
    """The expressions of a check as their author wrote them."""
    lines = [f"let {name}: {written.text}" for name, written in check.let.items()]
    some = {"applies": check.applies, "when": check.when, "severity": check.severity}
    some |= {"exposure": check.exposure}
    lines += [f"{name}: {written.text}" for name, written in some.items() if written is not None]
    return "\n".join(lines)
