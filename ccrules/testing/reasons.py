"""Which rules conclusions rest on, and which rest on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ccrules.ruleset.model import Inference, Premise


def premises(rules: Iterable[Inference]) -> Iterator[Premise]:
    """Every premise of some rules."""
    return (premise for rule in rules for patterns in rule.alternatives for premise in patterns)


def behind(rules: Mapping[str, Inference], conclusions: Iterable[str]) -> dict[str, Inference]:
    """The rules that conclusions may rest on, in the order of the rules.

    Args:
        rules: by id.
        conclusions: their ids.
    """
    needed, waiting = set(conclusions), list(conclusions)
    while waiting:
        name = waiting.pop()
        some = (rule for rule in rules.values() if rule.conclusion == name)
        new = {premise.name for premise in premises(some) if premise.kind == "conclusion"} - needed
        needed |= new
        waiting += sorted(new)
    return {name: rule for name, rule in rules.items() if rule.conclusion in needed}


def reached(rules: Mapping[str, Inference], conclusion: str) -> set[str]:
    """A conclusion, and those that may rest on it.

    Args:
        rules: by id.
        conclusion: its id.
    """
    found, waiting = {conclusion}, [conclusion]
    while waiting:
        name = waiting.pop()
        new = {
            rule.conclusion
            for rule in rules.values()
            if any(one.kind == "conclusion" and one.name == name for one in premises((rule,)))
        } - found
        found |= new
        waiting += sorted(new)
    return found


def checks_in(rules: Iterable[Inference]) -> set[str]:
    """The checks that rules ask about."""
    return {premise.name for premise in premises(rules) if premise.kind not in ("fact", "conclusion")}
