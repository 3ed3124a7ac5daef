"""The limits in the conditions of checks, and on which side of each the cases stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.checker import Terms
from ccrules.conditions.evaluator import Environment, Evaluator
from ccrules.conditions.possible import Choice, Range
from ccrules.errors import Place
from ccrules.ruleset.cases import Case
from ccrules.ruleset.model import Check
from ccrules.testing.bounds import Bounds
from ccrules.testing.situations import Prepared, Situation, subjects
from ccrules.testing.suite import Suite

#: Rows of loops that are looked at in one case.
MOST_ROWS = 2_000
#: The sides of a limit, each with the comparison that holds there.
SIDES = {"below": "<", "at": "==", "above": ">"}

#: By expression, first and last offset: the sides on which values of a comparison stand.
Sides = Mapping[tuple[str, int, int], Collection[str]]


@dataclass(frozen=True, slots=True)
class Boundary:
    """A comparison of numbers, dates or lengths of time.

    Attributes:
        field: the expression it stands in.
        text: the comparison as written.
        place: where it stands.
        sides: how many cases have a value ``below`` the limit, ``at`` and ``above`` it; a side on
            which no value can stand is left out.
        span: the first and last offset of the comparison in its expression.
    """

    field: str
    text: str
    place: Place
    sides: Mapping[str, int]
    span: tuple[int, int]

    @property
    def missing(self) -> list[str]:
        """The sides on which no case stands."""
        return [side for side, number in self.sides.items() if not number]


class Boundaries:
    """Finds the limits of checks.

    Args:
        suite: the tests.
    """

    def __init__(self, suite: Suite) -> None:
        self.suite = suite
        self._cases: dict[str, list[Case]] = defaultdict(list)
        for case in suite.cases:
            for name in dict.fromkeys(one.name for one in case.expected):
                self._cases[name].append(case)

    def of(self, check: Check) -> tuple[Boundary, ...]:
        """The limits in the expressions of a check that decide what comes out."""
        terms: Terms | None = check.terms
        if terms is None:
            return ()
        found = [(field, node) for field, root in _expressions(terms) for node in _comparisons(root)]
        sides = [self._sides(case, check.id) for case in self._cases[check.id]]
        bounds = Bounds(self.suite.method.vocabulary_of(check))
        return tuple(_boundary(check, field, node, sides, bounds) for field, node in found)

    def _sides(self, case: Case, name: str) -> Sides:
        situation = self.suite.situations.of(case.facts, case.parameters, case.profiles)
        return sides_of(situation, Prepared(situation.method.checks[name]))


def _boundary(
    check: Check, field: str, node: tree.Compare, sides: Iterable[Sides], bounds: Bounds
) -> Boundary:
    written, span = check.terms.texts[field], (node.start, node.end)
    seen = [one.get((field, *span), frozenset()) for one in sides]
    counts = {side: sum(side in one for one in seen) for side in _possible(node, bounds)}
    text = " ".join(written.text[node.start : node.end].split())
    return Boundary(field, text, written.at(node.start), counts, span)


def _possible(node: tree.Compare, bounds: Bounds) -> Iterator[str]:
    """The sides on which some value can stand."""
    left, right = bounds.of(node.left), bounds.of(node.right)
    for side, operator in SIDES.items():
        if left is None or right is None or p.compare(operator, left, right) & p.TRUE:
            yield side


def _expressions(terms: Terms) -> Iterator[tuple[str, tree.Node]]:
    """The expressions that decide, each ``let`` once and under its own name."""
    roots = {name: getattr(terms, name, None) for name in ("applies", "when", "severity")}
    read = {part.name for root in roots.values() if root is not None for part in tree.walk(root)
            if isinstance(part, tree.Named)}  # fmt: skip
    yield from ((name, named.body) for name, named in terms.let.items() if name in read)
    yield from ((name, root) for name, root in roots.items() if root is not None)


def _comparisons(node: tree.Node) -> Iterator[tree.Compare]:
    """The comparisons with a limit in an expression, names of ``let`` left alone."""
    if isinstance(node, tree.Named):
        return
    if isinstance(node, tree.Compare) and node.left.type.kind in ("number", "date", "duration", "age"):
        yield node
    for part in node.parts():
        yield from _comparisons(part)


def sides_of(situation: Situation, prepared: Prepared) -> Sides:
    """On which sides of its limits the values of a check stand.

    Args:
        situation: facts.
        prepared: the check.
    """
    check, runner = prepared.check, situation.run(prepared)[0]
    visitor = _Visitor(runner.reader)
    for subject in subjects(runner.base, check):
        environment: Environment = {check.subject: Choice((subject,))} if check.subject else {}
        for field, root in _expressions(check.terms):
            visitor.visit(field, root, dict(environment))
    return visitor.found


class _Visitor:
    """Goes through expressions, loops included, and looks at comparisons."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.found: dict[tuple[str, int, int], set[str]] = defaultdict(set)
        self._rows = 0

    def visit(self, field: str, node: tree.Node, environment: Environment) -> None:
        """Note the sides in an expression; the names of ``let`` have expressions of their own."""
        if isinstance(node, tree.Named):
            return
        if isinstance(node, tree.Aggregate):
            inside = dict(environment)
            for _ in self._each_row(node, inside):
                for part in (*(one for loop in node.loops for one in loop.filters), node.element):
                    self.visit(field, part, inside)
            return
        if isinstance(node, tree.Compare):
            self._note(field, node, environment)
        for part in node.parts():
            self.visit(field, part, environment)

    def _each_row(self, node: tree.Aggregate, environment: Environment) -> Iterator[None]:
        for _ in self.evaluator.rows.run(node.loops, environment, keep_false=True):
            self._rows += 1
            if self._rows > MOST_ROWS:
                return
            yield

    def _note(self, field: str, node: tree.Compare, environment: Environment) -> None:
        left = self.evaluator.value(node.left, environment)
        right = self.evaluator.value(node.right, environment)
        if not isinstance(left, Range) or not isinstance(right, Range):
            return
        if node.rounded:
            left, right = p.rounded(left), p.rounded(right)
        for side, operator in SIDES.items():
            if p.compare(operator, left, right) == p.TRUE:
                self.found[field, node.start, node.end].add(side)
