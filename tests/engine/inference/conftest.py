"""Random programs, and a naive fixpoint to judge the engines by."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import product

import pytest

from ccrules.engine.inference.protocol import (
    Conclusion,
    Element,
    Firing,
    Kind,
    Pattern,
    Program,
    Rule,
    reference_order,
)

Case = tuple[Program, list[Element]]
KINDS: tuple[Kind, ...] = ("finding", "passed", "not_assessed", "fact", "conclusion")
FIELDS = ("subject", "team", "owner", "tracked")
TOKENS = ("e:team/1", "e:team/2", "b:true")


def naive_firings(program: Program, elements: Sequence[Element]) -> tuple[Firing, ...]:
    """Try every combination of elements for every rule until nothing new is concluded."""
    holding = list(elements)
    while True:
        found = [firing for rule in program.rules for firing in _naive(rule, holding)]
        known = {element.ref for element in holding}
        new = [key for key in dict.fromkeys(f.conclusion for f in found) if key not in known]
        if not new:
            return tuple(sorted(set(found), key=_order))
        holding += [_element(key) for key in new]


def _order(firing: Firing) -> tuple[object, ...]:
    premises = tuple(tuple(map(reference_order, premise)) for premise in firing.premises)
    return firing.rule, firing.variant, reference_order(firing.conclusion), premises


def _element(key: Conclusion) -> Element:
    return Element("conclusion", key.id, {} if key.subject is None else {"subject": key.subject}, key)


def _naive(rule: Rule, holding: Sequence[Element]) -> list[Firing]:
    candidates = [[element for element in holding if _matches(pattern, element)] for pattern in rule.patterns]
    return [
        Firing(rule.id, rule.variant, _concluded(rule, bound), _premises(rule, bound, candidates))
        for bound in product(*candidates)
        if _joined(rule, bound)
    ]


def _matches(pattern: Pattern, element: Element) -> bool:
    return (pattern.kind, pattern.name) == (element.kind, element.name) and all(
        element.fields.get(name) == token for name, token in pattern.where
    )


def _joined(rule: Rule, bound: Sequence[Element]) -> bool:
    called = {pattern.alias: element for pattern, element in zip(rule.patterns, bound, strict=True)}
    return all(
        own in element.fields and element.fields[own] == called[alias].fields.get(other)
        for pattern, element in zip(rule.patterns, bound, strict=True)
        for own, alias, other in pattern.same
    )


def _concluded(rule: Rule, bound: Sequence[Element]) -> Conclusion:
    called = {pattern.alias: element for pattern, element in zip(rule.patterns, bound, strict=True)}
    subject = None if rule.for_alias is None else called[rule.for_alias].fields.get("subject")
    return Conclusion(rule.conclusion_id, subject)


def _premises(
    rule: Rule, bound: Sequence[Element], candidates: Sequence[Sequence[Element]]
) -> tuple[tuple, ...]:
    used = {same.alias for pattern in rule.patterns for same in pattern.same} | {rule.for_alias}
    return tuple(
        (element.ref,)
        if pattern.same or (pattern.alias is not None and pattern.alias in used)
        else tuple(sorted({each.ref for each in matching}, key=reference_order))
        for pattern, element, matching in zip(rule.patterns, bound, candidates, strict=True)
    )


def random_case(seed: int, *, acyclic: bool = False) -> Case:
    """A program of chained, joined and repeated patterns, and elements to run it on."""
    draw = random.Random(seed)
    names = {kind: [f"{kind}{n}" for n in range(draw.randint(1, 2))] for kind in KINDS}
    names["conclusion"] = [f"conclusion{n}" for n in range(4 if acyclic else draw.randint(1, 2))]
    rules = tuple(_rule(draw, names, number, acyclic=acyclic) for number in range(draw.randint(2, 10)))
    elements = [_random_element(draw, names, number) for number in range(draw.randint(0, 24))]
    return Program(rules), elements + draw.sample(elements, len(elements) // 4)


def _rule(draw: random.Random, names: dict[Kind, list[str]], number: int, *, acyclic: bool) -> Rule:
    level = draw.randrange(len(names["conclusion"]))
    concluded = names["conclusion"][level]
    if acyclic:
        names = {**names, "conclusion": names["conclusion"][:level]}
    patterns: list[Pattern] = []
    for position in range(draw.choice([1, 1, 2, 2, 3, 4])):
        patterns.append(_pattern(draw, names, position, patterns))
    about = draw.choice([None, *(pattern.alias for pattern in patterns if pattern.alias)])
    draw.shuffle(patterns)
    # Several rules share an id, as the variants of one rule do.
    return Rule(f"R{number // 2}", tuple(patterns), concluded, about, variant=number % 2)


def _pattern(
    draw: random.Random, names: dict[Kind, list[str]], position: int, earlier: Sequence[Pattern]
) -> Pattern:
    kind = draw.choice([kind for kind in (*KINDS, "conclusion") if names[kind]])
    alias = f"a{position}" if draw.random() < 0.7 else None
    where = {draw.choice(FIELDS): draw.choice(TOKENS)} if draw.random() < 0.2 else {}
    aliases = [pattern.alias for pattern in earlier if pattern.alias]
    count = draw.choice([0, 1, 1, 1, 2]) if aliases else 0
    same = {draw.choice(FIELDS): (draw.choice(aliases), draw.choice(FIELDS)) for _ in range(count)}
    return Pattern.of(kind, draw.choice(names[kind]), alias, where, same)


def _random_element(draw: random.Random, names: dict[Kind, list[str]], number: int) -> Element:
    kind = draw.choice(KINDS[:4])
    fields = {name: draw.choice(TOKENS) for name in FIELDS if draw.random() < 0.7}
    return Element(kind, draw.choice(names[kind]), fields, f"ref{number}")


@pytest.fixture(scope="session")
def naive() -> Callable[[Program, Sequence[Element]], tuple[Firing, ...]]:
    return naive_firings


@pytest.fixture(scope="session")
def case() -> Callable[..., Case]:
    return random_case


@pytest.fixture(scope="session")
def large_case() -> Case:
    """2,000 rules of two and three premises, half of them joined, and 2,600 elements."""
    draw = random.Random(1)
    rules = tuple(_large_rule(draw, number) for number in range(2000))
    boxes = [(number, f"type{number % 20}") for number in range(1300)]
    facts = [
        Element(
            "fact",
            name,
            {
                "subject": f"e:{number}",
                "tracked": draw.choice(["b:true", "b:false"]),
                "team": f"e:{number // 40}",
            },
            f"{name}/{number}",
        )
        for number, name in boxes
    ]
    findings = [
        Element("finding", f"D{check}", {"subject": f"e:{number}"}, f"D{check}:{number}")
        for number, check in ((draw.randrange(1300), draw.randrange(60)) for _ in range(1300))
    ]
    return Program(rules), facts + findings


def _large_rule(draw: random.Random, number: int) -> Rule:
    check, name, of = draw.randrange(60), draw.randrange(20), Pattern.of
    shapes = [
        (None, of("finding", f"D{check}"), of("finding", f"D{(check + 1) % 60}")),
        (
            "m",
            of("fact", f"type{name}", "m", where={"tracked": "b:false"}),
            of("finding", f"D{check}", same={"subject": ("m", "subject")}),
        ),
        (
            "c",
            of("conclusion", f"C{number - 1}", "c"),
            of("fact", f"type{name}", same={"subject": ("c", "subject")}),
        ),
        (
            "n",
            of("finding", f"D{check}", "f"),
            of("fact", f"type{name}", "m", same={"subject": ("f", "subject")}),
            of("fact", f"type{(name + 1) % 20}", "n", same={"team": ("m", "team")}),
        ),
    ]
    about, *patterns = shapes[number % 4]
    return Rule(f"R{number}", tuple(patterns), f"C{number}", about)
