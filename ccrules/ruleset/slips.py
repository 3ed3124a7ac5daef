"""Likely slips within one check, entity type or inference: what is written twice, or for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ccrules.conditions import tree
from ccrules.errors import NOWHERE, InputError, message
from ccrules.facts.vocabulary import Attribute
from ccrules.ruleset import remarks
from ccrules.ruleset.figures import unnamed
from ccrules.ruleset.likeness import Shape, shape
from ccrules.ruleset.model import Check, Inference, Method, Parameter, Premise, Remark
from ccrules.ruleset.questions import expressions, parameters_read
from ccrules.ruleset.wording import as_written, place_in
from ccrules.text.templates import compile_template
from ccrules.values import Duration

#: Texts of a check that may tell a limit.
_TOLD = ("title", "message", "strength", "advice")
_BEFORE_PERCENT = ("", " ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}")
_TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def slips(method: Method) -> Iterator[Remark]:
    """Remarks on what a ruleset says twice, or says and does not use.

    Args:
        method: the method.

    Yields:
        Texts that write out the value of a parameter (R021), limits written out beside a parameter for
        the same figure (R022), checks that ask each subject the same (R023), names of ``let`` that
        nothing reads (R024), attributes of one type with one label (R026) and inferences that wait for
        a check that is switched off (R027).
    """
    limits = _limits(method)
    for check in method.checks.values():
        if check.question is None:
            continue
        yield from _values_in_texts(check, method)
        yield from _written_out(check, limits)
        yield from _subject_unread(check)
        yield from _names_unread(check)
    yield from _labels_shared(method)
    for rule in method.inferences.values():
        yield from _waits_in_vain(rule, method)


# --- parameters --------------------------------------------------------------------------


def _values_in_texts(check: Check, method: Method) -> Iterator[Remark]:
    read = {name for node in expressions(check.question) for name in parameters_read(node)}
    for field in _TOLD:
        for language, text in getattr(check, field).items():
            printed = {path[1] for path in _paths(text) if path[0] == "params" and len(path) > 1}
            for name in sorted(read - printed):
                found = _told(_TAGS.sub(" ", text), method.parameters[name])
                if found:
                    yield _value_in_text(check, field, language, name, found)


def _value_in_text(check: Check, field: str, language: str, parameter: str, found: str) -> Remark:
    what = message(
        "the {field} of {id} writes out {value}, the value of params.{name}",
        field=f"{field}.{language}" if language else field, id=check.id, value=found, name=parameter,
    )  # fmt: skip
    hint = message("print it: a client may set another; {{{{ params.{name} }}}}", name=parameter)
    return Remark(remarks.VALUE_IN_TEXT, check.place, what, hint, check.id)


def _told(text: str, parameter: Parameter) -> str:
    """The number in a text that is the value of a parameter; empty if there is none."""
    for written in _writings(parameter):
        if re.search(rf"(?<![\w.,]){re.escape(written)}(?![\w]|[.,]\d)", text):
            return written
    return ""


def _writings(parameter: Parameter) -> Iterator[str]:
    """How people write the value."""
    value = parameter.value
    if isinstance(value, bool | str | Duration) or not isinstance(value, int | float):
        return
    if parameter.unit == "ratio":
        yield from (f"{value * 100:.12g}{space}%" for space in _BEFORE_PERCENT)
    else:
        yield f"{value:.12g}"


def _paths(text: str) -> frozenset[tuple[str, ...]]:
    try:
        return frozenset(compile_template(text, NOWHERE).paths)
    except InputError:
        return frozenset()


def _limits(method: Method) -> Mapping[tuple[str, Shape], list[tree.Parameter]]:
    """The parameters that figures are compared with, by subject and figure."""
    found: dict[tuple[str, Shape], list[tree.Parameter]] = {}
    for check in method.checks.values():
        for figure, limit in _comparisons(check):
            if isinstance(limit, tree.Parameter):
                found.setdefault((check.subject, shape(figure)), []).append(limit)
    return found


def _comparisons(check: Check) -> Iterator[tuple[tree.Node, tree.Node]]:
    """What a check compares with a constant, and the constant."""
    for root in expressions(check.question) if check.question else ():
        for node in tree.walk(root):
            if isinstance(node, tree.Compare):
                left, right = unnamed(node.left), unnamed(node.right)
                if isinstance(right, tree.Literal | tree.Parameter):
                    yield left, right
                if isinstance(left, tree.Literal | tree.Parameter):
                    yield right, left


def _written_out(check: Check, limits: Mapping[tuple[str, Shape], list[tree.Parameter]]) -> Iterator[Remark]:
    for figure, limit in _comparisons(check):
        if not isinstance(figure, tree.Field) or not isinstance(limit, tree.Literal):
            continue
        same = (one for one in limits.get((check.subject, shape(figure)), ()) if one.value == limit.value)
        parameter = None if isinstance(limit.value, bool | str) else next(same, None)
        if parameter is not None:
            yield _limit_twice(check, limit, parameter.name)


def _limit_twice(check: Check, limit: tree.Literal, parameter: str) -> Remark:
    value = as_written(check, limit)
    what = message(
        "{id} writes out {value}, the value of params.{name}", id=check.id, value=value, name=parameter
    )
    hint = message("compare with params.{name}, or set a parameter of its own", name=parameter)
    return Remark(remarks.LIMIT_TWICE, place_in(check, limit), what, hint, check.id)


# --- for nothing -------------------------------------------------------------------------


def _subject_unread(check: Check) -> Iterator[Remark]:
    if not check.subject:
        return
    roots = filter(None, (check.question.when, check.question.applies))
    read = [part for root in roots for part in tree.walk(root)]
    if not any(isinstance(part, tree.Variable) and part.name == check.subject for part in read):
        what = message("{id} asks the same of every {subject}", id=check.id, subject=check.subject)
        hint = message("read something of {subject}, or leave out for: to ask once", subject=check.subject)
        yield Remark(remarks.SUBJECT_UNREAD, check.place, what, hint, check.id)


def _names_unread(check: Check) -> Iterator[Remark]:
    question = check.question
    roots = [root for root in expressions(question) if root not in question.let.values()]
    read = {part.name for root in roots for part in tree.walk(root) if isinstance(part, tree.Named)}
    told = {path[0] for field in _TOLD for text in getattr(check, field).values() for path in _paths(text)}
    for name in question.let:
        if name not in read | told | _read_by_others(check, name):
            what = message("nothing reads {name} of {id}", name=name, id=check.id)
            hint = message("take it out, or read it")
            yield Remark(remarks.NAME_UNREAD, check.let[name].place, what, hint, check.id)


def _read_by_others(check: Check, name: str) -> set[str]:
    lets = check.question.let
    others = (root for other, root in lets.items() if other != name)
    return {part.name for root in others for part in tree.walk(root) if isinstance(part, tree.Named)}


def _labels_shared(method: Method) -> Iterator[Remark]:
    for entity in method.vocabulary:
        seen: dict[tuple[str, str], str] = {}
        for attribute in entity.attributes.values():
            for language, label in attribute.label.items():
                other = seen.setdefault((language, label.casefold()), attribute.name)
                if other != attribute.name:
                    yield _label_shared(entity.name, attribute, other, label)


def _label_shared(entity: str, attribute: Attribute, other: str, label: str) -> Remark:
    name = f"{entity}.{attribute.name}"
    what = message("{name} has the label of {other}: {label}", name=name, other=other, label=label)
    hint = message("nobody who fills in a workbook can tell them apart: give each its own")
    return Remark(remarks.LABEL_SHARED, attribute.place, what, hint, name)


def _waits_in_vain(rule: Inference, method: Method) -> Iterator[Remark]:
    """An inference of which every alternative needs a check that an override switched off."""
    off = [_switched_off(premises, method) for premises in rule.alternatives]
    if off and all(off):
        names = dict.fromkeys(check.id for check in off if check)
        place = next(check.set_at["off"] for check in off if check)
        what = message("without {names}, {id} can't conclude {conclusion}",
                       id=rule.id, names=", ".join(names), conclusion=rule.conclusion)  # fmt: skip
        hint = message("accept it with the reason, or conclude it from something else")
        yield Remark(remarks.WAITS_IN_VAIN, place, what, hint, rule.id)


def _switched_off(premises: Iterable[Premise], method: Method) -> Check | None:
    for premise in premises:
        check = method.checks.get(premise.name)
        if premise.kind in ("finding", "passed", "not_assessed") and check and check.off:
            return check if "off" in check.set_at else None
    return None
