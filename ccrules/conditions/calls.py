"""Checking calls: aggregates over loops, state questions, series, dates, plugin functions."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from ccrules.conditions import tree, types
from ccrules.conditions.functions import AGGREGATES, BUILTIN, DATES, SERIES, SOURCES, STATES, PluginFunction
from ccrules.conditions.joins import find_join
from ccrules.conditions.literals import coerce
from ccrules.conditions.types import BOOL, ERROR, NAMES, RATIO, WHOLE, Type
from ccrules.errors import message, suggestion

if TYPE_CHECKING:
    from ccrules.conditions.checker import Checker

#: What an aggregate's element may be.
ELEMENTS: dict[str, frozenset[str]] = {
    "count": frozenset({"ref", "text", "enum", "number", "date", "duration"}),
    "any": frozenset({"bool"}),
    "all": frozenset({"bool"}),
    "sum": frozenset({"number"}),
    "mean": frozenset({"number"}),
    "median": frozenset({"number"}),
    "min": frozenset({"number", "date", "duration"}),
    "max": frozenset({"number", "date", "duration"}),
    "share": frozenset({"number", "ref", "text", "enum"}),
    "distinct": frozenset({"ref", "text", "enum", "number", "date", "bool", "duration"}),
    "names": frozenset({"ref", "text", "enum"}),
    "consecutive": frozenset({"number", "bool", "text", "enum", "date", "duration"}),
}


def check_call(checker: Checker, part: ast.Call) -> tree.Node:
    """Check a call of a registered function."""
    if not isinstance(part.func, ast.Name):
        return checker.fail(part, message("only registered functions can be called"),
                            message("such as count(x for x in …)"))  # fmt: skip
    name = part.func.id
    if part.keywords or any(isinstance(argument, ast.Starred) for argument in part.args):
        return checker.fail(part, message("{name}(…) takes plain arguments only", name=name))
    if name in AGGREGATES:
        return _aggregate(checker, part, name)
    if name in BUILTIN:
        return _builtin(checker, part, name)
    if name in checker.scope.functions:
        return _plugin(checker, part, checker.scope.functions[name])
    return checker.fail(
        part,
        message("unknown function '{name}'", name=name),
        message("write {name}", name=_ELSEWHERE[name])
        if name in _ELSEWHERE
        else suggestion(name, BUILTIN | checker.scope.functions.keys()),
    )


#: What other languages call it, and what it is here.
_ELSEWHERE = {
    "len": "count(…)", "length": "count(…)", "size": "count(…)", "avg": "mean(…)", "average": "mean(…)",
    "today": "assessment.date", "now": "assessment.date", "isnull": "not exists(…)", "last": "latest(…)",
}  # fmt: skip


def _wrong_number(checker: Checker, part: ast.Call, name: str, wanted: int) -> tree.Node:
    return checker.fail(part, message("{name}(…) takes {n} argument(s)", name=name, n=wanted))


# --- aggregates ------------------------------------------------------------------------


def _aggregate(checker: Checker, part: ast.Call, name: str) -> tree.Node:
    if len(part.args) != 1:
        return checker.fail(
            part,
            message("{name}(…) takes one argument", name=name),
            message("write {name}(x.value for x in collection if …)", name=name),
        )
    argument = part.args[0]
    if isinstance(argument, ast.GeneratorExp):
        return _over_loops(checker, part, name, argument)
    found = checker.node(argument)
    if found.type is ERROR:
        return found
    if name == "count" and isinstance(found, tree.Aggregate) and found.function == "distinct":
        return found
    return _over_all(checker, part, name, found)


def _over_all(checker: Checker, part: ast.Call, name: str, source: tree.Node) -> tree.Node:
    """``count(agents)``: an aggregate over a collection, set or series without a loop."""
    element = element_type(source.type)
    if element is None:
        return checker.fail(
            part,
            message("{name}(…) needs a loop or a collection", name=name),
            message("write {name}(x.value for x in collection if …)", name=name),
        )
    variable = tree.Variable(element, source.start, source.end, "each")
    return _finish(checker, part, name, variable, (tree.Loop(variable, source, ()),))


def _over_loops(checker: Checker, part: ast.Call, name: str, argument: ast.GeneratorExp) -> tree.Node:
    outer = dict(checker.loops)
    loops = [check_loop(checker, generator) for generator in argument.generators]
    element = checker.node(argument.elt)
    if name in ("any", "all"):
        element = checker.need_bool(element)
    checker.loops = outer
    if any(loop is None for loop in loops) or element.type is ERROR:
        start, end = checker.source.span(part)
        return tree.Literal(ERROR, start, end, None)
    return _finish(checker, part, name, element, tuple(loop for loop in loops if loop))


def check_loop(checker: Checker, generator: ast.comprehension) -> tree.Loop | None:
    """Check one loop; its variable is known from here on.

    Args:
        checker: collects what is wrong.
        generator: ``for … in … if …``.
    """
    source = checker.node(generator.iter)
    if generator.is_async or not isinstance(generator.target, ast.Name):
        checker.fail(
            generator.target, message("a loop has one variable"), message("such as 'for m in mailboxes'")
        )
        return None
    element = element_type(source.type)
    if element is None:
        if source.type is not ERROR:
            checker.fail(generator.iter, message("this can't be looped over"),
                         message("loop over a collection, a set or a series"))  # fmt: skip
        element = ERROR
    start, end = checker.source.span(generator.target)
    variable = tree.Variable(element, start, end, checker.prefix + generator.target.id)
    if not _bind(checker, generator.target, variable):
        return None
    filters = _filters(checker, generator)
    if element is ERROR or any(condition.type is ERROR for condition in filters):
        return None
    return find_join(tree.Loop(variable, source, filters))


def _bind(checker: Checker, target: ast.Name, variable: tree.Variable) -> bool:
    taken = target.id in checker.loops or target.id in checker.named or target.id == checker.subject
    if taken or (
        target.id in checker.scope.vocabulary.types and checker.scope.vocabulary[target.id].singleton
    ):
        checker.fail(target, message("'{name}' already means something here", name=target.id),
                     message("choose another name"))  # fmt: skip
        return False
    checker.loops = {**checker.loops, target.id: variable}
    return True


def _filters(checker: Checker, generator: ast.comprehension) -> tuple[tree.Node, ...]:
    found: list[tree.Node] = []
    for condition in generator.ifs:
        node = checker.need_bool(checker.node(condition))
        found += node.operands if isinstance(node, tree.Logic) and node.operator == "and" else (node,)
    return tuple(found)


def element_type(source: Type) -> Type | None:
    """The type of the members of what a loop runs over; None if it can't be looped over."""
    if source.kind == "collection":
        return Type("ref", entity=source.entity)
    return source.element if source.kind in ("set", "series") else None


def _finish(
    checker: Checker, part: ast.Call, name: str, element: tree.Node, loops: tuple[tree.Loop, ...]
) -> tree.Node:
    start, end = checker.source.span(part)
    if element.type.kind not in ELEMENTS[name]:
        return _wrong_element(checker, element, name)
    if name == "consecutive" and (len(loops) > 1 or loops[0].source.type.kind != "series"):
        return checker.fail(part, message("consecutive(…) needs one loop over a series"),
                            message("such as consecutive(v for v in k.values if v < k.target)"))  # fmt: skip
    return tree.Aggregate(_result(name, element.type), start, end, name, element, loops)


def _wrong_element(checker: Checker, element: tree.Node, name: str) -> tree.Node:
    from ccrules.conditions.checker import kind_text

    hint = None
    if element.type.kind == "bool":
        hint = message("put the condition behind 'if': {name}(x for x in … if …)", name=name)
    elif name in ("any", "all"):
        hint = message("{name}(…) takes conditions: {name}(x.attribute > 3 for x in …)", name=name)
    return checker.fail(
        element, message("{name}(…) can't be taken of {kind}", name=name, kind=kind_text(element.type)), hint
    )


def _result(name: str, element: Type) -> Type:
    if name in ("any", "all"):
        return BOOL
    if name in ("count", "distinct", "consecutive"):
        return WHOLE
    if name == "share":
        return RATIO
    if name == "names":
        return NAMES
    return replace(element, integer=element.integer and name in ("sum", "min", "max"))


# --- functions of single values --------------------------------------------------------


def _builtin(checker: Checker, part: ast.Call, name: str) -> tree.Node:
    wanted = 2 if name == "days_between" else 1
    if len(part.args) != wanted:
        return _wrong_number(checker, part, name, wanted)
    arguments = tuple(checker.node(argument) for argument in part.args)
    if any(argument.type is ERROR for argument in arguments):
        start, end = checker.source.span(part)
        return tree.Literal(ERROR, start, end, None)
    if name in STATES | SOURCES:
        return _state(checker, part, name, arguments[0])
    if name in SERIES:
        return _series(checker, part, name, arguments[0])
    assert name in DATES
    return _dates(checker, part, name, arguments)


def _state(checker: Checker, part: ast.Call, name: str, argument: tree.Node) -> tree.Node:
    start, end = checker.source.span(part)
    if name == "exists" and argument.type.kind == "collection":
        return checker.fail(part, message("exists(…) is asked of one thing"), message("write count(…) > 0"))
    whole = isinstance(argument, tree.Singleton | tree.Everything) and name in STATES
    if not whole and not isinstance(argument, tree.Field):
        return checker.fail(
            part,
            message("{name}(…) is asked of a fact", name=name),
            message("such as {name}(mailbox.owner)", name=name),
        )
    return tree.Call(BOOL, start, end, name, (argument,))


def _series(checker: Checker, part: ast.Call, name: str, argument: tree.Node) -> tree.Node:
    start, end = checker.source.span(part)
    if argument.type.kind != "series" or argument.type.element is None:
        return checker.fail(part, message("{name}(…) needs a series", name=name))
    return tree.Call(argument.type.element, start, end, name, (argument,))


def _dates(checker: Checker, part: ast.Call, name: str, arguments: tuple[tree.Node, ...]) -> tree.Node:
    start, end = checker.source.span(part)
    arguments = tuple(coerce(checker, argument, types.DATE) for argument in arguments)
    bad = next((argument for argument in arguments if argument.type.kind != "date"), None)
    if bad is not None:
        return bad if bad.type is ERROR else checker.fail(bad, message("{name}(…) needs a date", name=name))
    if name == "age":
        return tree.Call(types.AGE, start, end, name, arguments)
    return tree.Call(replace(WHOLE, unit=types.unit_of("days")), start, end, name, arguments)


def _plugin(checker: Checker, part: ast.Call, function: PluginFunction) -> tree.Node:
    start, end = checker.source.span(part)
    if len(part.args) != len(function.arguments):
        return _wrong_number(checker, part, function.name, len(function.arguments))
    arguments = tuple(
        coerce(checker, checker.node(argument), types.plain_type(kind))
        for argument, kind in zip(part.args, function.arguments, strict=True)
    )
    for argument, kind in zip(arguments, function.arguments, strict=True):
        if argument.type is ERROR:
            return tree.Literal(ERROR, start, end, None)
        given = "text" if argument.type.kind == "enum" else argument.type.kind
        if given != types.plain_type(kind).kind:
            return checker.fail(
                argument, message("{name}(…) wants {kind} here", name=function.name, kind=kind)
            )
    result = types.plain_type(function.returns, function.unit)
    return tree.Call(result, start, end, function.name, arguments, function)
