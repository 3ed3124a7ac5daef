"""Names and types: every expression is checked against the vocabulary when it is loaded."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from ccrules.conditions import tree, types
from ccrules.conditions.calls import check_call
from ccrules.conditions.functions import BUILTIN, GRAPHS, PluginFunction
from ccrules.conditions.graph_calls import check_graph_call
from ccrules.conditions.literals import coerce
from ccrules.conditions.syntax import Source
from ccrules.conditions.types import BOOL, ERROR, Type
from ccrules.conditions.unknown import unknown_attribute, unknown_parameter
from ccrules.conditions.written import Written
from ccrules.errors import CcrulesError, InputError, Message, Problem, message, suggestion
from ccrules.facts.vocabulary import OUTCOMES, EntityType, Vocabulary

#: Mildest first, so that ``<`` means milder.
SEVERITY = Type("enum", values=("info", "low", "medium", "high", "critical"), ordered=True)

COMPARISONS = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
#: Names that an entity, parameter or ``let`` can't take.
RESERVED = frozenset({"params", "assessment"}) | BUILTIN


class ParameterLike(Protocol):
    """What the checker needs to know of a parameter."""

    @property
    def type(self) -> str:
        """The name of its type, such as ``int`` or ``duration``."""

    @property
    def unit(self) -> str:
        """The unit of a number."""

    @property
    def values(self) -> tuple[str, ...]:
        """The values of an enum."""

    @property
    def value(self) -> Any:
        """The value in force."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the names in expressions can mean.

    Attributes:
        vocabulary: the entity types.
        parameters: by name.
        functions: of plugins, by name.
    """

    vocabulary: Vocabulary
    parameters: Mapping[str, ParameterLike] = field(default_factory=dict)
    functions: Mapping[str, PluginFunction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The expressions of one check beside its condition, typed; all there are of a Python check.

    Attributes:
        subject: the entity type it is put to; empty for the organisation.
        applies: the guard; None if it always applies.
        let: named expressions.
        severity: an enum expression.
        exposure: a number; None if the check has none.
        texts: each expression as written, by ``when``, ``applies``, ``severity``,
            ``exposure`` or the name of a ``let``.
    """

    subject: str
    applies: tree.Node | None
    let: Mapping[str, tree.Named]
    severity: tree.Node
    exposure: tree.Node | None
    texts: Mapping[str, Written]


@dataclass(frozen=True, slots=True, eq=False)
class Question(Terms):
    """The expressions of one check, typed.

    Attributes:
        when: true if the anti-pattern is there.
    """

    when: tree.Node


def check_question(
    scope: Scope,
    subject: str,
    *,
    when: Written,
    severity: Written,
    applies: Written | None = None,
    let: Mapping[str, Written] | None = None,
    exposure: Written | None = None,
) -> Question:
    """Check all expressions of one check.

    Args:
        scope: what names can mean.
        subject: the entity type the check is put to; empty for the organisation.
        when: the condition.
        severity: a severity or an expression over severities.
        applies: the guard.
        let: named expressions, each seeing those before it.
        exposure: a number.

    Raises:
        InputError: with every problem of every expression.
    """
    problems: list[Problem] = []
    named: dict[str, tree.Named] = {}

    def check(written: Written, wanted: str) -> tree.Node:
        return _check(scope, written, subject, named, wanted, problems)

    for name, written in (let or {}).items():
        _check_new_name(scope, name, subject, named, written, problems)
        body = _check(scope, written, subject, named, "any", problems, prefix=f"{name}.")
        named[name] = tree.Named(body.type, body.start, body.end, name, body)
    question = Question(
        subject=subject,
        applies=check(applies, "bool") if applies else None,
        when=check(when, "bool"),
        let=named,
        severity=check(severity, "severity"),
        exposure=check(exposure, "number") if exposure else None,
        texts=_texts(when, applies, let or {}, severity, exposure),
    )
    if problems:
        raise InputError(problems)
    return question


def check_terms(
    scope: Scope,
    subject: str,
    *,
    severity: Written,
    applies: Written | None = None,
    exposure: Written | None = None,
) -> Terms:
    """Check the expressions of a check whose condition is a Python function.

    Args:
        scope: what names can mean.
        subject: the entity type the check is put to; empty for the organisation.
        severity: a severity or an expression over severities.
        applies: the guard.
        exposure: a number.

    Raises:
        InputError: with every problem of every expression.
    """
    problems: list[Problem] = []
    terms = Terms(
        subject=subject,
        applies=_check(scope, applies, subject, {}, "bool", problems) if applies else None,
        let={},
        severity=_check(scope, severity, subject, {}, "severity", problems),
        exposure=_check(scope, exposure, subject, {}, "number", problems) if exposure else None,
        texts=_texts(None, applies, {}, severity, exposure),
    )
    if problems:
        raise InputError(problems)
    return terms


def _texts(
    when: Written | None,
    applies: Written | None,
    let: Mapping[str, Written],
    severity: Written,
    exposure: Written | None,
) -> Mapping[str, Written]:
    known = {"when": when, "applies": applies, "severity": severity, "exposure": exposure, **let}
    return {name: written for name, written in known.items() if written}


def check_expression(scope: Scope, written: Written, subject: str = "", wanted: str = "any") -> tree.Node:
    """Check one expression.

    Args:
        scope: what names can mean.
        written: the expression.
        subject: the entity type whose name it may use; empty for none.
        wanted: ``bool``, ``number``, ``severity`` or ``any``.

    Raises:
        InputError: with every problem.
    """
    problems: list[Problem] = []
    node = _check(scope, written, subject, {}, wanted, problems)
    if problems:
        raise InputError(problems)
    return node


def _check_new_name(
    scope: Scope,
    name: str,
    subject: str,
    named: Mapping[str, tree.Named],
    written: Written,
    problems: list[Problem],
) -> None:
    """Refuse a name that means something else; whoever reads the file checks how it is formed."""
    taken = name in RESERVED or name in scope.functions or name in scope.vocabulary.types or name == subject
    if taken or scope.vocabulary.of_plural(name) or name in named:
        what = message("'{name}' already means something here", name=name)
        problems.append(Problem(written.place, what, message("choose another name")))


def _check(
    scope: Scope,
    written: Written,
    subject: str,
    named: Mapping[str, tree.Named],
    wanted: str,
    problems: list[Problem],
    *,
    prefix: str = "",
) -> tree.Node:
    if wanted == "severity" and written.text in SEVERITY.values and written.text not in named:
        return tree.Literal(SEVERITY, 0, len(written.text), written.text)  # most are a bare name
    try:
        source = Source(written)
    except CcrulesError as error:
        problems.extend(error.problems)
        return tree.Literal(ERROR, 0, 0, None)
    checker = Checker(scope, source, subject, named, severities=wanted == "severity", prefix=prefix)
    node = checker.expect(checker.node(source.body), wanted)
    problems.extend(checker.problems)
    return node


class Checker:
    """Turns one expression's syntax tree into a typed tree and collects what is wrong.

    Args:
        scope: what names can mean.
        source: the parsed expression.
        subject: the entity type whose name it may use.
        named: the ``let`` names it may use.
        severities: whether the bare names of severities are values.
        prefix: stands before the names of loop variables, so that those of a ``let`` are its own
            wherever its name stands.
    """

    def __init__(
        self,
        scope: Scope,
        source: Source,
        subject: str,
        named: Mapping[str, tree.Named],
        severities: bool = False,
        prefix: str = "",
    ) -> None:
        self.scope, self.source, self.subject, self.named = scope, source, subject, named
        self.severities, self.prefix = severities, prefix
        self.loops: dict[str, tree.Variable] = {}
        self.problems: list[Problem] = []

    # --- reporting -------------------------------------------------------------------

    def fail(self, at: ast.expr | tree.Node, what: Message, hint: Message | None = None) -> tree.Node:
        """Note a problem and go on with an expression of unknown type."""
        start, end = self.source.span(at) if isinstance(at, ast.expr) else (at.start, at.end)
        self.problems.append(self.source.problem(start, what, hint))
        return tree.Literal(ERROR, start, end, None)

    def expect(self, node: tree.Node, wanted: str) -> tree.Node:
        """Require a type of a whole expression."""
        if wanted == "any" or node.type is ERROR:
            return node
        if wanted == "severity":
            node = coerce(self, node, SEVERITY)
            if node.type is ERROR or node.type == SEVERITY:
                return node
            return self.fail(node, message("a severity is one of {names}", names=", ".join(SEVERITY.values)))
        if node.type.kind == wanted:
            return node
        if wanted == "bool":
            return self.need_bool(node)
        return self.fail(node, message("this must be a number, but is {kind}", kind=kind_text(node.type)))

    def need_bool(self, node: tree.Node) -> tree.Node:
        """Require a condition."""
        if node.type.kind in ("bool", "error"):
            return node
        return self.fail(
            node,
            message("this must be true or false, but is {kind}", kind=kind_text(node.type)),
            message("compare it with something, or ask exists(…)"),
        )

    # --- dispatch --------------------------------------------------------------------

    def node(self, part: ast.expr) -> tree.Node:
        """Check one part of the syntax tree."""
        method = getattr(self, f"_{type(part).__name__.lower()}", None)
        if method is None:
            return self._forbidden(part)
        found: tree.Node = method(part)
        return found

    def _forbidden(self, part: ast.expr) -> tree.Node:
        return self.fail(
            part,
            message("{construct} is not part of the condition language", construct=type(part).__name__),
            message("use comparisons, and/or/not, arithmetic, 'a if c else b' and the listed functions"),
        )

    # --- names -----------------------------------------------------------------------

    def _name(self, part: ast.Name) -> tree.Node:
        start, end = self.source.span(part)
        name = part.id
        if name in self.loops:
            variable = self.loops[name]
            return tree.Variable(variable.type, start, end, variable.name)
        if name in self.named:
            return replace(self.named[name], start=start, end=end)
        if self.severities and name in SEVERITY.values:
            return tree.Literal(SEVERITY, start, end, name)
        return self._vocabulary_name(part, name, start, end)

    def _vocabulary_name(self, part: ast.Name, name: str, start: int, end: int) -> tree.Node:
        entity = self.scope.vocabulary.types.get(name)
        if entity and entity.singleton:
            return tree.Singleton(Type("ref", entity=name), start, end, name)
        if entity and name == self.subject:
            return tree.Variable(Type("ref", entity=name), start, end, name)
        collection = self.scope.vocabulary.of_plural(name)
        if collection:
            return tree.Everything(Type("collection", entity=collection.name), start, end, collection.name)
        return self._unknown_name(part, name)

    def _unknown_name(self, part: ast.Name, name: str) -> tree.Node:
        if name in ("params", "assessment"):
            return self.fail(part, message("'{name}' needs a name behind it", name=name),
                             message("write params.max_boxes or assessment.date"))  # fmt: skip
        if name in BUILTIN or name in self.scope.functions:
            return self.fail(
                part, message("'{name}' is a function", name=name), message("call it: {name}(…)", name=name)
            )
        if name in self.scope.vocabulary.types:
            return self.fail(
                part,
                message("'{name}' means one {name}, and there is none here", name=name),
                message("add 'for: {name}' to the check, or loop over the collection", name=name),
            )
        if name == OUTCOMES:
            return self.fail(
                part,
                message("only checks over outcomes can read '{name}'", name=name),
                message("add 'over: outcomes' to the check"),
            )
        if name.lower() in ("true", "false", "yes", "no", "oui", "non"):
            return self.fail(
                part, message("unknown name '{name}'", name=name), message("write True or False")
            )
        is_state = name.lower() in ("none", "null", "nil", "unknown", "aucun", "inconnu")
        hint = message("ask exists(…) or cannot_tell(…)") if is_state else suggestion(name, self._names())
        return self.fail(part, message("unknown name '{name}'", name=name), hint)

    def _names(self) -> set[str]:
        vocabulary = self.scope.vocabulary
        names = {t.plural for t in vocabulary if t.plural} | {t.name for t in vocabulary if t.singleton}
        names |= set(self.loops) | set(self.named) | {"params", "assessment"}
        names |= set(SEVERITY.values) if self.severities else set()
        return names | ({self.subject} if self.subject else set())

    def _attribute(self, part: ast.Attribute) -> tree.Node:
        start, end = self.source.span(part)
        if part.attr.startswith("_"):
            return self.fail(part, message("'{name}' is private", name=part.attr),
                             message("only attributes of the vocabulary can be read"))  # fmt: skip
        if isinstance(part.value, ast.Name) and part.value.id not in self.loops:
            if part.value.id == "params":
                return self._parameter(part, start, end)
            if part.value.id == "assessment":
                return self._assessment(part, start, end)
        return self._field(part, self.node(part.value), start, end)

    def _parameter(self, part: ast.Attribute, start: int, end: int) -> tree.Node:
        found = self.scope.parameters.get(part.attr)
        if found is None:
            return self.fail(part, *unknown_parameter(part.attr, self.scope.parameters))
        type_ = types.plain_type(found.type, found.unit, found.values)
        return tree.Parameter(type_, start, end, part.attr, found.value)

    def _assessment(self, part: ast.Attribute, start: int, end: int) -> tree.Node:
        if part.attr == "date":
            return tree.Today(types.DATE, start, end)
        return self.fail(part, message("the assessment has no '{name}'", name=part.attr),
                         message("only assessment.date can be read"))  # fmt: skip

    def _field(self, part: ast.Attribute, base: tree.Node, start: int, end: int) -> tree.Node:
        if base.type.kind == "error":
            return base
        if base.type.kind != "ref":
            return self._no_attributes(part, base)
        entity = self.scope.vocabulary[base.type.entity]
        if part.attr == "id":
            return tree.Identity(types.TEXT, start, end, base)
        attribute = entity.attributes.get(part.attr)
        if attribute is None:
            return self._no_attribute(entity, part.attr, start, end)
        return tree.Field(types.attribute_type(attribute), start, end, base, attribute)

    def _no_attribute(self, entity: EntityType, name: str, start: int, end: int) -> tree.Node:
        """A misspelt attribute; the place is that of the name, not of the path before it."""
        self.problems.append(self.source.problem(end - len(name), *unknown_attribute(entity, name, "id")))
        return tree.Literal(ERROR, start, end, None)

    def _no_attributes(self, part: ast.Attribute, base: tree.Node) -> tree.Node:
        if base.type.kind == "collection" or (base.type.kind == "set" and base.type.element):
            return self.fail(
                part,
                message("'{name}' can't be read of many things at once", name=part.attr),
                message("loop over them: count(x for x in … if x.{name} …)", name=part.attr),
            )
        return self.fail(part, message("{kind} has no attributes", kind=kind_text(base.type)))

    # --- literals --------------------------------------------------------------------

    def _constant(self, part: ast.Constant) -> tree.Node:
        start, end = self.source.span(part)
        value = part.value
        if isinstance(value, bool):
            return tree.Literal(BOOL, start, end, value)
        if isinstance(value, int | float):
            return self._number(part, value, start, end)
        if isinstance(value, str):
            return tree.Literal(types.TEXT, start, end, value)
        if value is None:
            return self.fail(
                part, message("None is not a value here"), message("ask exists(…) or cannot_tell(…)")
            )
        return self._forbidden(part)

    def _number(self, part: ast.Constant, value: float, start: int, end: int) -> tree.Node:
        if not -1e15 < value < 1e15:
            return self.fail(part, message("the number is too large"))
        return tree.Literal(types.WHOLE if isinstance(value, int) else types.NUMBER, start, end, value)

    def _joinedstr(self, part: ast.JoinedStr) -> tree.Node:
        return self._forbidden(part)

    def _tuple(self, part: ast.Tuple | ast.List | ast.Set) -> tree.Node:
        start, end = self.source.span(part)
        items = [self.node(item) for item in part.elts]
        if any(item.type is ERROR for item in items):
            return tree.Literal(ERROR, start, end, None)
        if not all(isinstance(item, tree.Literal) for item in items) or not items:
            return self.fail(
                part, message("a list here holds constants only"), message('write: x in ("phone", "chat")')
            )
        if len({item.type.kind for item in items}) > 1:
            return self.fail(part, message("the constants of a list must be of one kind"))
        values = frozenset(item.value for item in items if isinstance(item, tree.Literal))
        return tree.Literal(Type("set", element=items[0].type), start, end, values)

    _list = _set = _tuple

    # --- operators -------------------------------------------------------------------

    def _boolop(self, part: ast.BoolOp) -> tree.Node:
        start, end = self.source.span(part)
        operands = tuple(self.need_bool(self.node(value)) for value in part.values)
        return tree.Logic(BOOL, start, end, "and" if isinstance(part.op, ast.And) else "or", operands)

    def _unaryop(self, part: ast.UnaryOp) -> tree.Node:
        start, end = self.source.span(part)
        operand = self.node(part.operand)
        if isinstance(part.op, ast.Not):
            return tree.Not(BOOL, start, end, self.need_bool(operand))
        if not isinstance(part.op, ast.USub | ast.UAdd):
            return self._forbidden(part)
        if operand.type.kind not in ("number", "error"):
            return self.fail(
                operand, message("a sign needs a number, but this is {kind}", kind=kind_text(operand.type))
            )
        if isinstance(operand, tree.Literal) and operand.value is not None:
            value = -operand.value if isinstance(part.op, ast.USub) else operand.value
            return tree.Literal(operand.type, start, end, value)
        zero = tree.Literal(types.WHOLE, start, start, 0)
        sign = "-" if isinstance(part.op, ast.USub) else "+"
        return tree.Arithmetic(operand.type, start, end, sign, zero, operand)

    def _binop(self, part: ast.BinOp) -> tree.Node:
        start, end = self.source.span(part)
        operator = ARITHMETIC.get(type(part.op))
        if operator is None:
            return self.fail(
                part,
                message(
                    "{construct} is not part of the condition language", construct=type(part.op).__name__
                ),
                message("arithmetic is + - * /"),
            )
        left, right = self.node(part.left), self.node(part.right)
        bad = next((side for side in (left, right) if side.type.kind not in ("number", "error")), None)
        if bad is not None:
            return self._no_arithmetic(bad)
        if ERROR in (left.type, right.type):
            return tree.Literal(ERROR, start, end, None)
        return self._arithmetic(part, operator, left, right)

    def _no_arithmetic(self, side: tree.Node) -> tree.Node:
        hint = None
        if side.type.kind in ("date", "duration", "age"):
            hint = message('use age(…) > "6 months" or days_between(a, b)')
        return self.fail(
            side, message("arithmetic needs numbers, but this is {kind}", kind=kind_text(side.type)), hint
        )

    def _arithmetic(self, part: ast.BinOp, operator: str, left: tree.Node, right: tree.Node) -> tree.Node:
        start, end = self.source.span(part)
        whole = left.type.integer and right.type.integer and operator != "/"
        if operator in "+-":
            if not types.agree(left.type.unit, right.type.unit):
                return self._units_differ(part, left, right)
            unit = right.type.unit if left.type.unit is None else left.type.unit
        else:
            unit = types.product(left.type.unit, right.type.unit, 1 if operator == "*" else -1)
        return tree.Arithmetic(
            replace(types.NUMBER, unit=unit, integer=whole), start, end, operator, left, right
        )

    def _units_differ(self, part: ast.expr, left: tree.Node, right: tree.Node) -> tree.Node:
        return self.fail(
            part,
            message(
                "units differ: {left} and {right}",
                left=types.unit_text(left.type.unit),
                right=types.unit_text(right.type.unit),
            ),
            message("convert one of them, for instance divide by 60"),
        )

    def _ifexp(self, part: ast.IfExp) -> tree.Node:
        start, end = self.source.span(part)
        condition = self.need_bool(self.node(part.test))
        then, otherwise = self.node(part.body), self.node(part.orelse)
        then, otherwise = coerce(self, then, otherwise.type), coerce(self, otherwise, then.type)
        if ERROR in (then.type, otherwise.type):
            return tree.Literal(ERROR, start, end, None)
        if then.type.kind != otherwise.type.kind or then.type.entity != otherwise.type.entity:
            return self.fail(
                part,
                message("both results must be of one kind, but are {left} and {right}",
                        left=kind_text(then.type), right=kind_text(otherwise.type)),
            )  # fmt: skip
        if then.type.kind == "edges":
            return self.fail(part, message("edges can't be chosen by a condition"),
                             message("put the condition behind 'if' in their loop"))  # fmt: skip
        if not types.agree(then.type.unit, otherwise.type.unit):
            return self._units_differ(part, then, otherwise)
        whole = then.type.integer and otherwise.type.integer
        return tree.Choose(replace(then.type, integer=whole), start, end, condition, then, otherwise)

    def _compare(self, part: ast.Compare) -> tree.Node:
        start, end = self.source.span(part)
        sides = [self.node(side) for side in (part.left, *part.comparators)]
        links = [
            self._link(part, operator, sides[index], sides[index + 1])
            for index, operator in enumerate(part.ops)
        ]
        if len(links) == 1:
            link = links[0]
            return link if (link.start, link.end) == (start, end) else replace(link, start=start, end=end)
        return tree.Logic(BOOL, start, end, "and", tuple(links))

    def _link(self, part: ast.Compare, operator: ast.cmpop, left: tree.Node, right: tree.Node) -> tree.Node:
        if ERROR in (left.type, right.type):
            return tree.Literal(ERROR, left.start, right.end, None)
        if isinstance(operator, ast.In | ast.NotIn):
            return self._membership(part, operator, left, right)
        symbol = COMPARISONS.get(type(operator))
        if symbol is None:
            return self.fail(
                part, message("'is' is not part of the condition language"), message("write == or exists(…)")
            )
        left, right = coerce(self, left, right.type), coerce(self, right, left.type)
        if ERROR in (left.type, right.type):
            return tree.Literal(ERROR, left.start, right.end, None)
        return self._comparison(part, symbol, left, right)

    def _comparison(self, part: ast.Compare, symbol: str, left: tree.Node, right: tree.Node) -> tree.Node:
        if not comparable(symbol, left.type, right.type):
            return self._not_comparable(left, right, symbol)
        if left.type.kind == "number" and not types.agree(left.type.unit, right.type.unit):
            return self._units_differ(part, left, right)
        rounded = left.type.kind == "number" and (is_computed(left) or is_computed(right))
        return tree.Compare(BOOL, left.start, right.end, symbol, left, right, rounded)

    def _not_comparable(self, left: tree.Node, right: tree.Node, symbol: str) -> tree.Node:
        hint = None
        kinds = {left.type.kind, right.type.kind}
        if "bool" in kinds:
            hint = message("a yes/no fact is a condition by itself: write 'not mailbox.tracked'")
        elif kinds == {"enum"} and symbol not in ("==", "!="):
            hint = message("declare the attribute 'ordered: true' to compare its values")
        elif kinds & {"date", "age", "duration"}:
            hint = message('compare an age with a duration: age(d) > "6 months"')
        elif kinds & {"collection", "set"}:
            hint = message("count(…) its members, or use 'in'")
        return self.fail(
            left,
            message("can't compare {left} {symbol} {right}", left=kind_text(left.type), symbol=symbol,
                    right=kind_text(right.type)),
            hint,
        )  # fmt: skip

    def _membership(
        self, part: ast.Compare, operator: ast.cmpop, left: tree.Node, right: tree.Node
    ) -> tree.Node:
        kind = right.type.kind
        if kind not in ("set", "collection"):
            return self.fail(
                right,
                message("'in' needs a set, a collection or a list of constants, but this is {kind}",
                        kind=kind_text(right.type)),
            )  # fmt: skip
        element = right.type.element if kind == "set" else Type("ref", entity=right.type.entity)
        assert element is not None
        left = coerce(self, left, element)
        right = coerce(self, right, Type("set", element=left.type))
        element = right.type.element or element
        if ERROR in (left.type, right.type):
            return tree.Literal(ERROR, left.start, right.end, None)
        if not comparable("==", left.type, element):
            return self._not_comparable(left, right, "in")
        node: tree.Node = tree.Contains(BOOL, left.start, right.end, left, right)
        return tree.Not(BOOL, left.start, right.end, node) if isinstance(operator, ast.NotIn) else node

    # --- calls -----------------------------------------------------------------------

    def _call(self, part: ast.Call) -> tree.Node:
        if isinstance(part.func, ast.Name) and part.func.id in GRAPHS:
            return check_graph_call(self, part, part.func.id)
        return check_call(self, part)

    def _generatorexp(self, part: ast.GeneratorExp) -> tree.Node:
        return self.fail(
            part, message("a 'for' belongs inside a function"), message("such as count(x for x in …)")
        )

    _listcomp = _setcomp = _generatorexp


def is_computed(node: tree.Node) -> bool:
    """Whether a number comes out of arithmetic, so that it is rounded before comparing."""
    if isinstance(node, tree.Named):
        return is_computed(node.body)
    if isinstance(node, tree.Choose):
        return is_computed(node.then) or is_computed(node.otherwise)
    if isinstance(node, tree.Aggregate):
        return not node.type.integer
    if isinstance(node, tree.Field):
        return bool(node.attribute.derive)
    return isinstance(node, tree.Arithmetic) or (isinstance(node, tree.Call) and node.plugin is not None)


def comparable(symbol: str, left: Type, right: Type) -> bool:
    """Whether two types can be compared by an operator."""
    kinds = (left.kind, right.kind)
    if symbol in ("==", "!="):
        if kinds == ("ref", "ref"):
            return left.entity == right.entity
        if kinds == ("enum", "enum"):
            return bool(set(left.values) & set(right.values)) or not left.values
        return kinds[0] == kinds[1] and kinds[0] in ("number", "text", "date", "duration", "bool")
    if kinds == ("enum", "enum"):
        return left.ordered and left.values == right.values
    if kinds in (("age", "duration"), ("duration", "age"), ("age", "age")):
        return True
    return kinds[0] == kinds[1] and kinds[0] in ("number", "date", "duration")


KINDS: dict[str, Message] = {
    "bool": message("yes/no"),
    "number": message("a number"),
    "text": message("text"),
    "enum": message("a choice"),
    "date": message("a date"),
    "age": message("an age"),
    "duration": message("a duration"),
    "set": message("a set"),
    "series": message("a series"),
    "collection": message("a collection"),
    "names": message("a list of names"),
    "pair": message("a pair"),
    "edges": message("edges"),
    "path": message("a path"),
    "error": message("nothing known"),
}


def kind_text(type_: Type) -> Message:
    """What a type is called in messages."""
    if type_.kind == "ref":
        return message("a reference ({entity})", entity=type_.entity)
    return KINDS[type_.kind]
