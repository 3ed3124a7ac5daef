"""Questions at random from the whole grammar, as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random

from tests.conditions.grammar_values import ANY, EQUAL, ORDER, SIX_MONTHS, Production, Scope, Values
from tests.conditions.universe import VOCABULARY

#: What ``let`` names can be.
LET = ("number", "bool", "text", "date", "duration", "names", "edges", "path", "agent")


@dataclass
class Texts:
    """The expressions of one question."""

    when: str
    applies: str = ""
    severity: str = "high"
    exposure: str = ""
    let: dict[str, str] = field(default_factory=dict)


class Grammar(Values):
    """Writes questions and conditions."""

    # --- questions -------------------------------------------------------------------

    def question(self) -> Texts:
        """A question about a box."""
        scope, let = Scope((("box", "box"),)), {}
        for kind in self.random.sample(LET, self.random.choice((0, 0, 1, 1, 2))):
            name = f"n_{len(let)}"
            let[name] = self.of(kind, scope, 1)
            scope = replace(scope, named=(*scope.named, (name, kind)))
        return Texts(
            when=self.condition(scope, 2),
            applies=self.condition(scope, 1) if self.random.random() < 0.2 else "",
            severity=self.severity(scope) if self.random.random() < 0.2 else "high",
            exposure=self.number(scope, 1) if self.random.random() < 0.2 else "",
            let=let,
        )

    def severity(self, scope: Scope) -> str:
        """A severity that a condition decides."""
        return f"high if {self.condition(scope, 1)} else {self.one('low', 'critical')}"

    # --- conditions ------------------------------------------------------------------

    def condition(self, scope: Scope, depth: int) -> str:
        """A condition."""
        options: list[Production] = [self._yes_no] * 2 + [*self._comparisons, self._state, self._constants]
        if depth > 0:
            options += [self._logic] * 5 + [self._numbers] * 5 + [self._quantifier] * 4 + [self._set] * 2
            options += [self._graph, self._graph, self._chain]
            options += [lambda scope, depth: self.choice(scope, depth, self.condition),
                        lambda scope, depth: self.one(*self.call(scope, depth, "bool"))]  # fmt: skip
        return options[self.random.randrange(len(options))](scope, depth)

    def _yes_no(self, scope: Scope, depth: int) -> str:
        paths = self.fields(scope, "bool")
        left = self.one(*paths)
        compared = f"{left} {self.one(*EQUAL)} {self.other(left, lambda: self.one(*paths, 'True'))}"
        return self.one(left, left, compared, *self.named(scope, "bool"))

    @property
    def _comparisons(self) -> list[Production]:
        return [
            self._numbers,
            self._numbers,
            self._numbers,
            self._choices,
            self._texts,
            self._dates,
            self._durations,
            self._references,
        ]

    def _numbers(self, scope: Scope, depth: int) -> str:
        left = self.number(scope, depth)
        return f"{left} {self.one(*ANY)} {self.other(left, lambda: self.number(scope, depth - 1))}"

    def _chain(self, scope: Scope, depth: int) -> str:
        left = self.number(scope, 0)
        middle = self.other(left, lambda: self.number(scope, depth - 1))
        right = self.other(middle, lambda: self.number(scope, 0))
        return f"{left} {self.one(*ORDER)} {middle} {self.one(*ORDER)} {right}"

    def _choices(self, scope: Scope, depth: int) -> str:
        fields = self.typed_fields(scope, "enum")
        path, one = fields[self.random.randrange(len(fields))]
        literal = repr(self.one(*one.values))
        same = [other for other, own in fields if own.name == one.name and other != path] or [literal]
        right = self.one(literal, literal, *same[:2])
        if depth > 0 and self.random.random() < 0.2:
            right = f"({literal} if {self.condition(scope, 0)} else {self.one(*same)})"
        return f"{path} {self.one(*(ANY if one.ordered else EQUAL))} {right}"

    def _texts(self, scope: Scope, depth: int) -> str:
        left = self.text(scope, depth)
        return f"{left} {self.one(*EQUAL)} {self.other(left, lambda: self.text(scope, 0))}"

    def _dates(self, scope: Scope, depth: int) -> str:
        left, order = self.date(scope, depth), self.one(*ORDER)
        right = self.other(left, lambda: self.date(scope, 0))
        literal = self.one("'2026-04-01'", "'2026-09-30'", right)
        return self.one(
            f"days_between({left}, {literal}) {self.one(*ANY)} {self.one('0', '30')}",
            f"age({left}) {order} {self.one(SIX_MONTHS, self.duration(scope, 0))}",
            f"age({left}) {order} {self.one(SIX_MONTHS, f'age({right})')}",
            f"{left} {self.one(*ANY)} {literal}",
        )

    def _durations(self, scope: Scope, depth: int) -> str:
        left = self.duration(scope, depth)
        right = self.one("'monthly'", self.other(left, lambda: self.duration(scope, 0)))
        return f"{left} {self.one(*ANY)} {right}"

    def _references(self, scope: Scope, depth: int) -> str:
        left = self.reference(scope, self.one("agent", "agent", "box"))
        type_ = dict(self.things(scope)).get(left) or dict(scope.named)[left]
        right = self.one(f"'{type_}0'", self.other(left, lambda: self.reference(scope, type_)))
        return f"{left} {self.one(*EQUAL)} {right}"

    def _state(self, scope: Scope, depth: int) -> str:
        paths = [
            f"{path}.{name}" for path, type_ in self.things(scope) for name in VOCABULARY[type_].attributes
        ]
        asked = self.one("exists", "known", "cannot_tell", "differ")
        if asked == "differ":
            return f"differ({self.one(*paths)})"
        whole = ["charter"] + (["boxes", "agents"] if asked != "exists" else [])
        return f"{asked}({self.one(self.one(*paths), self.one(*paths), self.one(*whole))})"

    def _constants(self, scope: Scope, depth: int) -> str:
        """Membership in a list of constants."""
        enum = self.one(*[path for path, one in self.typed_fields(scope, "enum") if one.ordered])
        return self.one(
            f"{enum} {self.one('in', 'not in')} ('low', 'top')",
            f"{self.text(scope, 0)} {self.one('in', 'not in')} ('x', 'word')",
            f"{self.one(*self.fields(scope, 'number'))} in (0, 2)",
            f"{self.reference(scope, 'agent')} in ('agent0', 'agent9')",
            f"{self.one(*self.fields(scope, 'bool'))} in (True, False)",
        )

    def _set(self, scope: Scope, depth: int) -> str:
        """Membership in a set or a collection."""
        within = self.one("in", "not in")
        agents = [path for path, one in self.typed_fields(scope, "ref", plural="set") if one.to == "agent"]
        boxes = [path for path, one in self.typed_fields(scope, "ref", plural="set") if one.to == "box"]
        return self.one(
            f"{self.text(scope, 0)} {within} {self.one(*self.fields(scope, 'text', plural='set'))}",
            f"{self.reference(scope, 'agent')} {within} {self.one('agents', *agents)}",
            f"{self.reference(scope, 'box')} {within} {self.one('boxes', *boxes)}",
        )

    def _logic(self, scope: Scope, depth: int) -> str:
        if self.random.random() < 0.25:
            return f"(not {self.condition(scope, depth - 1)})"
        parts = [self.condition(scope, depth - 1) for _ in range(self.random.choice((2, 2, 3)))]
        return "(" + f" {self.one('and', 'or')} ".join(parts) + ")"

    def _quantifier(self, scope: Scope, depth: int) -> str:
        rows, inner = self.rows(scope, depth)
        return f"{self.one('any', 'all')}({self.condition(inner, depth - 1)} for {rows})"

    def _graph(self, scope: Scope, depth: int) -> str:
        agent, edges = self.reference(scope, "agent"), self._edges_or_name(scope, depth)
        return self.one(
            f"reaches({agent}, {self.reference(scope, 'agent')}, {edges})",
            f"connected({agent}, {self.reference(scope, 'agent')}, {edges})",
            f"on_cycle({agent}, {edges})",
            f"separates({agent}, {edges})",
        )


def questions(random: Random, number: int) -> Iterator[Texts]:
    """So many questions."""
    for _ in range(number):
        yield Grammar(random).question()
