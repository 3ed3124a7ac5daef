"""Cases of inferences, put together from the facts of other cases.

Which premises must hold for a rule and a mutant of it to differ is a matter of logic. For each
premise there are cases in which it holds; their facts together make the facts of the new case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from ccrules.assembly.conclusions import key_of
from ccrules.documents import Node
from ccrules.ruleset.cases import Case
from ccrules.ruleset.model import Inference, Premise
from ccrules.testing.asked import Asked, Key, asked_by
from ccrules.testing.limits import roots_of
from ccrules.testing.nodes import merged
from ccrules.testing.reasons import checks_in
from ccrules.testing.situations import Situation
from ccrules.testing.suite import Suite
from ccrules.testing.trying import situation_of
from ccrules.testing.variations import Variations

#: Cases for one premise, and combinations of them, that are tried.
MOST_CASES = 5
MOST_COMBINED = 30
#: Variations of one case that are tried.
MOST_VARIED = 200
#: Sets of premises that are tried for one mutant.
MOST_SETS = 12

#: What a premise asks for: its kind and the name of a check, conclusion or entity type.
Atom = tuple[str, str]
OUTCOME = {"finding": "fail", "passed": "pass", "not_assessed": "not_assessed"}


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts in which some premises are known to hold.

    Attributes:
        name: what they show, or the names of the cases they come from.
        node: the facts, as written.
        case: the case with just these facts; None if there is none.
    """

    name: str
    node: Node
    case: Case | None = None


class Composer:
    """Puts facts of cases together.

    Args:
        suite: the tests.
    """

    def __init__(self, suite: Suite) -> None:
        self.suite = suite
        self._holding: dict[Atom, list[Facts]] = defaultdict(list)
        for case in suite.cases:
            if case.is_plain:
                for atom in _shown(case):
                    self._holding[atom].append(Facts(case.name, case.facts, case))

    def add(self, atom: Atom, name: str, node: Node) -> None:
        """Take note of further facts in which a premise holds."""
        self._holding[atom].append(Facts(name, node))

    def together(self, sets: Iterable[frozenset[Atom]]) -> Iterator[tuple[Facts, Situation]]:
        """Facts in which some premises hold.

        Args:
            sets: premises that should hold together.

        Yields:
            The facts as written and read.
        """
        for atoms in sets:
            groups = [self._holding[atom][:MOST_CASES] for atom in sorted(atoms) if atom[0] != "fact"]
            for combined in islice(product(*groups), MOST_COMBINED):
                found = _merged(combined)
                if found is not None:
                    yield from self._read(found)

    def varied(self, rule: Inference) -> Iterator[tuple[Facts, Situation]]:
        """Facts of cases in which a rule fires, otherwise in one thing that its premises ask about."""
        variations = Variations(self.suite.method.vocabulary, self._asked(rule))
        for start, _ in islice(self.together(full_sets(rule)), MOST_CASES):
            singles = list(islice(_varied(variations, [start]), MOST_VARIED))
            for facts in (*singles, *islice(_varied(variations, singles), MOST_VARIED)):
                yield from self._read(facts)

    def _read(self, facts: Facts) -> Iterator[tuple[Facts, Situation]]:
        situation = situation_of(self.suite.method, facts.node, self.suite.situations.as_of)
        if situation is not None:
            yield facts, situation

    def _asked(self, rule: Inference) -> Asked:
        """What a rule asks about: the fields of its patterns, and what its checks read."""
        method = self.suite.method
        checks = [method.checks[name] for name in sorted(checks_in((rule,))) if name in method.checks]
        roots = [root for check in checks for root in roots_of(check)]
        found = asked_by(roots, method.derived, method.vocabulary)
        fields = set(_fields(rule))
        types = {*found.types, *(name for name, _ in fields)} & method.vocabulary.types.keys()
        return replace(found, facts=found.facts | fields, types=tuple(sorted(types)))


def _varied(variations: Variations, starts: Iterable[Facts]) -> Iterator[Facts]:
    """Facts otherwise in one thing, the changes of members first: what is joined needs more than one."""
    for start in starts:
        for one in sorted(variations.of(start.node), key=lambda one: one.rough != 1):
            yield Facts(f"{start.name}, {one.what}", one.facts)


def _shown(case: Case) -> Iterator[Atom]:
    """The premises that hold in a case."""
    kinds = {outcome: kind for kind, outcome in OUTCOME.items()}
    for one in case.expected:
        if one.outcome in kinds:
            yield kinds[one.outcome], one.name
    for one in case.conclusions:
        if one.outcome == "yes":
            yield "conclusion", one.name


def _merged(some: Sequence[Facts]) -> Facts | None:
    if not some:
        return None
    node: Node | None = some[0].node
    for one in some[1:]:
        node = None if node is None else merged(node, one.node)
    if node is None:
        return None
    alone = all(one is some[0] for one in some)
    return Facts(" + ".join(dict.fromkeys(one.name for one in some)), node, some[0].case if alone else None)


def _fields(rule: Inference) -> Iterator[Key]:
    """The attributes that the patterns of a rule read."""
    for patterns in rule.alternatives:
        types = {premise.alias: premise.name for premise in patterns if premise.kind == "fact"}
        for premise in patterns:
            if premise.kind == "fact":
                yield from ((premise.name, name) for name in (*premise.where, *premise.same))
            for target in premise.same.values():
                alias, _, name = target.partition(".")
                if alias in types and name:
                    yield types[alias], name


def telling_sets(rule: Inference, mutant: Inference) -> list[frozenset[Atom]]:
    """Sets of premises of which one rule fires and the other does not, the smallest first.

    Args:
        rule: a rule.
        mutant: the same with other premises.
    """
    whole = [_atoms(premises) for one in (rule, mutant) for premises in one.alternatives]
    less = [atoms - {atom} for atoms in whole for atom in sorted(atoms)]
    sets = [atoms for atoms in dict.fromkeys((*whole, *less)) if _fires(rule, atoms) != _fires(mutant, atoms)]
    return sorted(sets, key=lambda atoms: (len(atoms), sorted(atoms)))[:MOST_SETS]


def full_sets(rule: Inference) -> list[frozenset[Atom]]:
    """Sets of premises of which a rule fires, the smallest first."""
    sets = dict.fromkeys(_atoms(premises) for premises in rule.alternatives)
    return sorted(sets, key=lambda atoms: (len(atoms), sorted(atoms)))[:MOST_SETS]


def short_sets(rule: Inference) -> list[frozenset[Atom]]:
    """Sets of premises that are one short of firing a rule."""
    less = [atoms - {atom} for atoms in full_sets(rule) for atom in sorted(atoms)]
    return [atoms for atoms in dict.fromkeys(less) if atoms and not _fires(rule, atoms)][:MOST_SETS]


def _atoms(premises: Sequence[Premise]) -> frozenset[Atom]:
    return frozenset((premise.kind, premise.name) for premise in premises)


def _fires(rule: Inference, atoms: frozenset[Atom]) -> bool:
    return any(_atoms(premises) <= atoms for premises in rule.alternatives)


def concluded(situation: Situation, conclusion: str, rule: Inference | None = None) -> frozenset[str]:
    """The keys under which a conclusion is drawn.

    Args:
        situation: facts.
        conclusion: its id.
        rule: stands in for the rule of the same id; None for the rules as they are.
    """
    rules = dict(situation.method.inferences)
    if rule is not None:
        rules[rule.id] = rule
    fired = situation.inferred([conclusion], rules)
    return frozenset(key_of(one) for one in fired.conclusions if one.id == conclusion)
