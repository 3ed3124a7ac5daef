"""Conditions as sentences: each part of an expression as a clause in the client's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ccrules.assembly.explaining.naming import Naming
from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.evaluator import Evaluator
from ccrules.conditions.graphs import witness
from ccrules.conditions.inputs import free
from ccrules.conditions.possible import Choice
from ccrules.conditions.presenting import presentable
from ccrules.conditions.rows import is_ghost
from ccrules.conditions.tracing import Place, Trace
from ccrules.facts.base import Entity
from ccrules.facts.units import RATIO_UNITS
from ccrules.facts.vocabulary import ORGANISATION, LocalText
from ccrules.text import entity_name, listing, shown
from ccrules.text.grammar import inside

#: What an operator turns into where the opposite is said.
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
#: What an operator turns into where the sides change places.
MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
SYMBOLS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
#: Comparisons of a count with a number that only ask whether there is anything at all.
NOTHING = {("==", 0), ("<=", 0), ("<", 1)}
ANYTHING = {("!=", 0), (">", 0), (">=", 1)}
#: How functions over graphs are said, and how the opposite of those that are conditions.
GRAPHS = {
    "reaches": ("reaches", "not reaches"),
    "on_cycle": ("on_cycle", "not on_cycle"),
    "connected": ("connected", "not connected"),
    "separates": ("separates", "not separates"),
    "hops": ("hops",),
    "shortest_path": ("shortest_path",),
    "shortest_cycle": ("shortest_cycle",),
}
#: Functions that follow edges in their direction.
DIRECTED = ("reaches", "on_cycle", "hops")
#: What is better defined once than said again wherever its name stands.
MANY_WORDS = (tree.Aggregate, tree.Arithmetic, tree.Choose, tree.Logic, tree.Contains, tree.Graph)


@dataclass(frozen=True, slots=True)
class Loops:
    """The rows of an aggregate as words: what they are, and which of them."""

    things: str
    condition: str


class Sentences:
    """Puts typed expressions into words.

    Args:
        naming: names and values in the language wanted.
        evaluator: for the values of what is said; without one, it is said of any facts.
    """

    def __init__(self, naming: Naming, evaluator: Evaluator | None = None) -> None:
        self.naming, self.evaluator = naming, evaluator
        self.phrases = naming.phrases
        self._nouns: dict[type[tree.Node], Callable[[Any, Place], str]] = {
            tree.Literal: lambda node, _: naming.written(node.value),
            tree.Parameter: self._parameter,
            tree.Variable: self._variable,
            tree.Named: lambda node, place: self.noun(node.body, place),
            tree.Singleton: lambda node, _: self._singleton(node),
            tree.Everything: lambda node, _: naming.plural(node.name),
            tree.Today: lambda *_: self.phrases("today"),
            tree.Field: self._field,
            tree.Identity: self._identity,
            tree.Arithmetic: self._arithmetic,
            tree.Choose: self._choice,
            tree.Call: self._call,
            tree.Aggregate: self._aggregate,
            tree.Graph: self._graph,
            tree.Pair: self._pair,
        }

    # --- whole parts -----------------------------------------------------------------

    def of(self, trace: Trace) -> str:
        """A part as a sentence that says what is the case.

        Args:
            trace: the part, evaluated.
        """
        if not trace.is_condition:
            name = self.noun(trace.node, trace.place)
            value = self.naming.value(trace.node, trace.value)
            return self.phrases.sentence(self.phrases("value", name=name, value=value))
        return self.phrases.sentence(self.clause_of(trace))

    def clause_of(self, trace: Trace) -> str:
        """A condition as a clause that says what is the case."""
        if trace.join:
            return self._group(trace)
        wanted = trace.wanted != (trace.outcome == p.FALSE)
        clause = self.clause(trace.node, trace.place, wanted=wanted)
        if trace.outcome in (p.TRUE, p.FALSE):
            return clause
        return self.phrases("inapplicable" if trace.outcome == p.NA else "open", clause=clause)

    def _group(self, trace: Trace) -> str:
        kind = "all of" if trace.join == "and" else "any of"
        if trace.outcome == p.TRUE:
            return self.phrases(kind)
        if trace.outcome == p.FALSE:
            return self.phrases(f"not {kind}")
        return self.phrases(f"{kind} inapplicable" if trace.outcome == p.NA else f"{kind} open")

    def given(self, trace: Trace) -> str:
        """Why a branch of a choice was taken."""
        return self.phrases("given", clause=self.clause(trace.node, trace.place, wanted=trace.wanted))

    # --- values inside sentences -----------------------------------------------------

    def noun(self, node: tree.Node, place: Place) -> str:
        """An expression as a noun, without its value."""
        if isinstance(node, tree.Named) and self._by_name(node):
            return self.naming.quoted(node.name)
        if node.type.kind == "bool" and not isinstance(node, tree.Field | tree.Literal | tree.Variable):
            return self.phrases("either", text=self.clause(node, place))
        return self._nouns[node.__class__](node, place)

    def told(
        self, node: tree.Node, place: Place, beside: tree.Node | None = None, *, same: bool = False
    ) -> str:
        """An expression as a noun with its value behind, where it has one here.

        Args:
            node: the expression.
            place: where it stands.
            beside: what it is compared with.
            same: whether it is said to be equal to that, so that the value need not be said twice.
        """
        if isinstance(node, tree.Literal):
            return self._constant(node, beside, place)
        name = self.noun(node, place)
        if isinstance(node, tree.Parameter):
            if self.evaluator is None:
                return name
            return self.phrases("with value", name=name, value=self.naming.parameter_value(node))
        if isinstance(node, tree.Variable) or self._here(node, place) is None:
            return name
        value = self._value(node, place, beside)
        if same and isinstance(beside, tree.Literal) and value == self._constant(beside, node, place):
            return name
        return self.phrases("with value", name=name, value=value)

    def _constant(self, node: tree.Literal, beside: tree.Node | None, place: Place) -> str:
        """A constant; a choice by the label it has in what it is compared with."""
        if beside is None:
            return self.naming.written(node.value)
        unit, labels = self._unit_and_labels(beside, place)
        return self.naming.written(node.value, unit if unit in RATIO_UNITS else "", labels)

    def _unit_and_labels(self, node: tree.Node, place: Place) -> tuple[str, Mapping[str, LocalText]]:
        if isinstance(node, tree.Variable) and node.name in place.sources:
            return self.naming.unit_and_labels(place.sources[node.name])
        return self.naming.unit_and_labels(node)

    def _parameter(self, node: tree.Parameter, _: Place) -> str:
        """A parameter; with its value where no other value will be said."""
        name = self.naming.parameter_name(node)
        if self.evaluator is not None:
            return name
        return self.phrases("with value", name=name, value=self.naming.parameter_amount(node))

    def _by_name(self, node: tree.Named) -> bool:
        """Whether it is called what ``let`` calls it: where it has no value and takes many words."""
        return self.evaluator is None and isinstance(node.body, MANY_WORDS)

    def _here(self, node: tree.Node, place: Place) -> Evaluator | None:
        """What tells the value of an expression; None where it has none, or not one only."""
        return self.evaluator if free(node) <= place.variables else None

    def _value(self, node: tree.Node, place: Place, beside: tree.Node | None = None) -> str:
        state = self._stored(node, place)
        if state is not None:
            return state
        unit = self.naming.unit_and_labels(beside)[0] if beside is not None else ""
        evaluator = self._here(node, place)
        assert evaluator is not None
        found = evaluator.value(node, dict(place.environment))
        return self.naming.value(node, found, unit if isinstance(_body(node), tree.Arithmetic) else "")

    def _stored(self, node: tree.Node, place: Place) -> str | None:
        """What is stored of the fact of one entity, which tells unknown from not collected."""
        if not isinstance(node, tree.Field) or node.attribute.derive:
            return None
        entity = self._entity(node.base, place)
        if entity is None:
            return None
        return self.naming.fact(entity, node.attribute.name, entity.__dict__[node.attribute.name])

    def _entity(self, node: tree.Node, place: Place) -> Entity | None:
        """The one known entity that an expression is."""
        evaluator = self._here(node, place)
        if evaluator is None:
            return None
        found = evaluator.value(node, dict(place.environment))
        if not isinstance(found, Choice) or not found.decided or not found.candidates:
            return None
        entity = found.candidates[0]
        return entity if isinstance(entity, Entity) and not is_ghost(entity) else None

    def _variable(self, node: tree.Variable, place: Place) -> str:
        if node.name in place.variables:
            entity = self._entity(node, place)
            if entity is not None:
                return entity_name(entity, self.naming.language)
            _, labels = self._unit_and_labels(node, place)
            return self.naming.written(presentable(place.environment[node.name]), "", labels)
        if node.type.kind == "ref":
            label = inside(self.naming.context.type_label(node.type.entity, plural=False))
            return self.phrases("that thing" if node.name in place.sources else "that subject", type=label)
        return self.phrases("that value")

    def _singleton(self, node: tree.Singleton) -> str:
        label = self.naming.context.type_label(node.name, plural=False)
        return inside(label) if node.name == ORGANISATION else self.naming.quoted(label)

    def _field(self, node: tree.Field, place: Place) -> str:
        name = self.naming.attribute(node.attribute)
        base = node.base
        if isinstance(base, tree.Variable) and base.name == place.own:
            return name
        if isinstance(base, tree.Variable) and base.name in place.variables:
            entity = self._entity(base, place)
            return name if entity is None else self.naming.owned(name, entity)
        if isinstance(base, tree.Singleton):
            return self._of_singleton(name, base, place)
        return f"{name} {self.phrases.of(self.noun(base, place))}"

    def _of_singleton(self, name: str, base: tree.Singleton, place: Place) -> str:
        if base.name != ORGANISATION:
            return f"{name} {self.phrases.of(self._singleton(base))}"
        return self.phrases("of the organisation", name=name) if place.own else name

    def _identity(self, node: tree.Identity, place: Place) -> str:
        """An id; a reference that is compared with text is meant by its id anyway."""
        name = self.noun(node.base, place)
        return self.phrases("identity", owner=name) if isinstance(node.base, tree.Variable) else name

    def _arithmetic(self, node: tree.Arithmetic, place: Place) -> str:
        if node.operator == "+" and all(map(_is_tally, _terms(node))):
            return self.phrases("how many hold")
        sides = (self._operand(side, place) for side in (node.left, node.right))
        return f" {SYMBOLS[node.operator]} ".join(sides)

    def _operand(self, node: tree.Node, place: Place) -> str:
        """A side of a calculation; what takes many words goes by the name that ``let`` gave it."""
        if isinstance(node, tree.Named) and isinstance(node.body, tree.Aggregate | tree.Arithmetic):
            return self.naming.quoted(node.name)
        text = self.noun(node, place)
        apart = tree.Arithmetic if self.evaluator else tree.Arithmetic | tree.Choose
        return f"({text})" if isinstance(node, apart) else text

    def _choice(self, node: tree.Choose, place: Place) -> str:
        """The branch that is taken; all of it where that is open."""
        evaluator = self._here(node.condition, place)
        if evaluator is not None:
            mask = evaluator.mask(node.condition, dict(place.environment))
            if mask in (p.TRUE, p.FALSE):
                return self.noun(node.then if mask == p.TRUE else node.otherwise, place)
        return self.phrases(
            "if else",
            condition=self.clause(node.condition, place),
            then=self.noun(node.then, place),
            otherwise=self.noun(node.otherwise, place),
        )

    def _call(self, node: tree.Call, place: Place) -> str:
        names = [self.noun(argument, place) for argument in node.arguments]
        if node.plugin is not None:
            arguments = listing(names, self.naming.language)
            return self.phrases("function", name=self.naming.quoted(node.function), arguments=arguments)
        if node.function == "age":
            return self.phrases("age", since=names[0])
        if node.function == "days_between":
            return self.phrases("days between", start=names[0], end=names[1])
        return self.phrases(node.function, series=names[0])

    # --- loops -----------------------------------------------------------------------

    def _aggregate(self, node: tree.Aggregate, place: Place) -> str:
        loops = self._loops(node, place)
        which = self._which(loops)
        if node.function == "count":
            return self.phrases("number of", things=which)
        if node.function == "share":
            return self._share(node, loops, place)
        if node.function == "consecutive":
            series = self.noun(node.loops[0].source, place)
            return self.phrases("run", series=series, condition=loops.condition)
        if node.function == "names":
            return self.phrases("names", things=which)
        return self.phrases(node.function, element=self._element(node, place), things=which)

    def _pair(self, node: tree.Pair, place: Place) -> str:
        return self.phrases("edge", tail=self.noun(node.tail, place), head=self.noun(node.head, place))

    def _graph(self, node: tree.Graph, place: Place, wanted: bool = True) -> str:
        """A function over a graph: of what, following which edges, and the path that shows it."""
        names = ("start", "end") if len(node.vertices) > 1 else ("one",)
        vertices = zip(names, (self.noun(one, place) for one in node.vertices), strict=True)
        clause = self.phrases(GRAPHS[node.function][0 if wanted else 1], **dict(vertices))
        which = self._which(self._loops(node.aggregate, place))
        clause = self.phrases("over", clause=clause, things=which)
        path = self._shown_by(node, place) if wanted else ""
        return self.phrases("shown by", clause=clause, path=path) if path else clause

    def _shown_by(self, node: tree.Graph, place: Place) -> str:
        evaluator = self._here(node, place)
        if node.type.kind == "path" or evaluator is None:
            return ""
        path = witness(evaluator, node, dict(place.environment)) or ()
        if len(path) < 2:
            return ""
        arrow = " → " if node.function in DIRECTED else " – "
        return arrow.join(shown(one, self.naming.language) for one in path)

    def _which(self, loops: Loops) -> str:
        if not loops.condition:
            return loops.things
        return self.phrases("where", things=loops.things, condition=loops.condition)

    def _share(self, node: tree.Aggregate, loops: Loops, place: Place) -> str:
        element, things = node.element, loops.things
        if _is_tally(element):
            assert isinstance(element, tree.Choose)
            condition = self.clause(element.condition, self._inner(node, place))
            things = self.phrases("where", things=things, condition=condition)
        elif not isinstance(element, tree.Literal | tree.Variable):
            return self.phrases("weighted share", things=things, condition=loops.condition,
                                element=self._element(node, place))  # fmt: skip
        return self.phrases("share", things=things, condition=loops.condition)

    def _element(self, node: tree.Aggregate, place: Place) -> str:
        if isinstance(node.element, tree.Variable) and node.element.type.kind != "ref":
            return self.noun(node.loops[-1].source, place)
        return self.noun(node.element, self._inner(node, place))

    def _inner(self, node: tree.Aggregate, place: Place) -> Place:
        """Inside the loops: their variables have no value, and the innermost is what it is about."""
        sources = {loop.variable.name: loop.source for loop in node.loops}
        return replace(
            place,
            variables=place.variables - sources.keys(),
            own=node.loops[-1].variable.name,
            sources={**place.sources, **sources},
        )

    def _loops(self, node: tree.Aggregate, place: Place) -> Loops:
        inner = self._inner(node, place)
        sources = [self._source(loop, place) for loop in node.loops]
        things = sources[0]
        if len(sources) > 1:
            things = self.phrases("combinations", things=listing(sources, self.naming.language))
        conditions = [
            self.clause(condition, replace(inner, own=loop.variable.name))
            for loop in node.loops
            for condition in loop.filters
        ]
        return Loops(things, self._joined("and", conditions))

    def _source(self, loop: tree.Loop, place: Place) -> str:
        source = loop.source
        if isinstance(source, tree.Everything):
            return self.naming.plural(source.name)
        name = self.noun(source, place)
        if loop.variable.type.kind == "ref":
            plural = self.naming.plural(loop.variable.type.entity)
            return self.phrases("things in", plural=plural, name=name)
        return self.phrases("values in", name=name)

    # --- clauses ---------------------------------------------------------------------

    def clause(self, node: tree.Node, place: Place, *, wanted: bool = True) -> str:
        """A condition as a clause that says it is so.

        Args:
            node: the condition.
            place: where it stands.
            wanted: whether it is said to be true, or its opposite.
        """
        if isinstance(node, tree.Not):
            return self.clause(node.operand, place, wanted=not wanted)
        if isinstance(node, tree.Named) and not self._by_name(node):
            return self.clause(node.body, place, wanted=wanted)
        form = _CLAUSES.get(node.__class__, Sentences._yes_no)
        return form(self, node, place, wanted)

    def _joined(self, join: str, clauses: list[str]) -> str:
        text = clauses[0] if clauses else ""
        for clause in clauses[1:]:
            text = self.phrases(join, left=text, right=clause)
        return text

    def _logic(self, node: tree.Logic, place: Place, wanted: bool) -> str:
        join = node.operator if wanted else {"and": "or", "or": "and"}[node.operator]
        clauses = []
        for operand in node.operands:
            clause = self.clause(operand, place, wanted=wanted)
            clauses.append(self.phrases("either", text=clause) if _is_group(operand) else clause)
        return self._joined(join, clauses)

    def _compare(self, node: tree.Compare, place: Place, wanted: bool) -> str:
        left, right, operator = node.left, node.right, node.operator
        if isinstance(left, tree.Literal | tree.Parameter) and not isinstance(right, tree.Literal):
            left, right, operator = right, left, MIRROR[operator]
        operator = operator if wanted else OPPOSITE[operator]
        if isinstance(right, tree.Literal) and _is_count(left) and not isinstance(right.value, bool):
            if (operator, right.value) in NOTHING:
                return self._there_are(left, place, anything=False)
            if (operator, right.value) in ANYTHING:
                return self._there_are(left, place, anything=True)
        kind, against = _kind(left, operator), self.told(right, place, left)
        if kind.startswith("date") and against[:1].isdigit():
            against = self.phrases("day", text=against)
        said = self.told(left, place, right, same=operator == "==")
        return self.phrases(kind, left=said, right=against)

    def _there_are(self, node: tree.Node, place: Place, *, anything: bool) -> str:
        body = _body(node)
        assert isinstance(body, tree.Aggregate)
        things = self._which(self._loops(body, place))
        if not anything:
            return self.phrases("there are no", things=things)
        if self._here(node, place) is None:
            return self.phrases("there are", things=things)
        return self.phrases("there are so many", things=things, value=self._value(node, place))

    def _quantified(self, node: tree.Aggregate, place: Place, wanted: bool) -> str:
        """``any`` and ``all``: there are such members, or there are none."""
        loops, every = self._loops(node, place), node.function == "all"
        element = self.clause(node.element, self._inner(node, place), wanted=not every)
        joined = self._joined("and", [one for one in (loops.condition, element) if one])
        things = self.phrases("where", things=loops.things, condition=joined)
        return self.phrases("there are" if wanted != every else "there are no", things=things)

    def _contains(self, node: tree.Contains, place: Place, wanted: bool) -> str:
        container = node.container
        if isinstance(container, tree.Literal):
            _, labels = self._unit_and_labels(node.item, place)
            choices = self.naming.choices(container, node.item, labels)
            item = self.told(node.item, place)
            return self.phrases("one of" if wanted else "none of", item=item, choices=choices)
        if isinstance(container, tree.Everything):
            return self.phrases("among" if wanted else "not among", item=self.told(node.item, place),
                                things=self.noun(container, place))  # fmt: skip
        return self.phrases(
            "includes" if wanted else "not includes",
            container=self.told(container, place),
            item=self.told(node.item, place, container),
        )

    def _state(self, node: tree.Call, place: Place, wanted: bool) -> str:
        if node.function == "differ":
            key = "differ" if wanted else "not differ"
            return self.phrases(key, name=self.noun(node.arguments[0], place))
        if node.function not in ("exists", "known", "cannot_tell"):
            return self._yes_no(node, place, wanted)
        fact, word = node.arguments[0], "exists" if node.function == "exists" else "known"
        said = wanted != (node.function == "cannot_tell")
        told = isinstance(fact, tree.Field) and (said or self._is_open(node, place))
        name = self.told(fact, place) if told else self.noun(fact, place)
        return self.phrases(word if said else f"not {word}", name=name)

    def _is_open(self, node: tree.Node, place: Place) -> bool:
        evaluator = self._here(node, place)
        return evaluator is not None and not p.decided(evaluator.value(node, dict(place.environment)))

    def _bool_choice(self, node: tree.Choose, place: Place, wanted: bool) -> str:
        evaluator = self._here(node.condition, place)
        if evaluator is not None:
            mask = evaluator.mask(node.condition, dict(place.environment))
            if mask in (p.TRUE, p.FALSE):
                return self.clause(node.then if mask == p.TRUE else node.otherwise, place, wanted=wanted)
        return self.phrases(
            "if else",
            condition=self.clause(node.condition, place),
            then=self.clause(node.then, place, wanted=wanted),
            otherwise=self.clause(node.otherwise, place, wanted=wanted),
        )

    def _aggregate_clause(self, node: tree.Aggregate, place: Place, wanted: bool) -> str:
        if node.function in ("any", "all"):
            return self._quantified(node, place, wanted)
        return self._yes_no(node, place, wanted)

    def _graph_clause(self, node: tree.Graph, place: Place, wanted: bool) -> str:
        return self._graph(node, place, wanted)

    def _yes_no(self, node: tree.Node, place: Place, wanted: bool) -> str:
        name = self.noun(node, place)
        if not isinstance(node, tree.Literal) and self._is_open(node, place):
            name = self.phrases("with value", name=name, value=self._value(node, place))
        return self.phrases("yes" if wanted else "no", name=name)


_CLAUSES: dict[type[tree.Node], Callable[[Sentences, Any, Place, bool], str]] = {
    tree.Logic: Sentences._logic,
    tree.Compare: Sentences._compare,
    tree.Contains: Sentences._contains,
    tree.Call: Sentences._state,
    tree.Choose: Sentences._bool_choice,
    tree.Aggregate: Sentences._aggregate_clause,
    tree.Graph: Sentences._graph_clause,
}


def _kind(left: tree.Node, operator: str) -> str:
    """The phrase for an operator between values of a kind."""
    kind = left.type.kind
    if kind == "number":
        return f"number {operator}"
    if kind in ("duration", "age"):
        return f"length {operator}"
    if operator in ("==", "!="):
        return "same" if operator == "==" else "not same"
    return f"date {operator}" if kind == "date" else f"rank {operator}"


def _body(node: tree.Node) -> tree.Node:
    return node.body if isinstance(node, tree.Named) else node


def _is_count(node: tree.Node) -> bool:
    found = _body(node)
    return isinstance(found, tree.Aggregate) and found.function == "count"


def _is_group(node: tree.Node) -> bool:
    while isinstance(node, tree.Not | tree.Named):
        node = node.operand if isinstance(node, tree.Not) else node.body
    return isinstance(node, tree.Logic)


def _is_tally(node: tree.Node) -> bool:
    """``1 if … else 0``."""
    return (
        isinstance(node, tree.Choose)
        and isinstance(node.then, tree.Literal)
        and isinstance(node.otherwise, tree.Literal)
        and (node.then.value, node.otherwise.value) == (1, 0)
    )


def _terms(node: tree.Node) -> list[tree.Node]:
    if isinstance(node, tree.Arithmetic) and node.operator == "+":
        return [*_terms(node.left), *_terms(node.right)]
    return [node]
