"""A small method with checks over outcomes, and fact bases with holes to run it on."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ccrules import load_rulesets
from ccrules.engine.checks import CheckRunner, Outcomes
from ccrules.engine.later import run_strata
from ccrules.facts.base import FactBase
from ccrules.pipeline import load_facts
from ccrules.ruleset.model import Method

ENTITIES: dict[str, Any] = {
    "organisation": {"attributes": {"size": {"type": "int", "min": "0", "max": "9"}}},
    "box": {
        "plural": "boxes",
        "attributes": {
            "tracked": {"type": "bool", "changeable": "yes"},
            "volume": {"type": "number", "min": "0", "max": "9"},
        },
    },
}
FIRST: list[dict[str, Any]] = [
    {
        "id": "A-1",
        "title": {"en": "Untracked", "fr": "Non suivie"},
        "topics": ["flows", "governance"],
        "for": "box",
        "when": "not box.tracked",
        "severity": "high if box.volume > 4 else low",
        "exposure": "box.volume",
        "message": "{{ box.id }} is not tracked",
    },
    {
        "id": "A-2",
        "title": "Guarded",
        "topics": "governance",
        "for": "box",
        "applies": "box.tracked",
        "when": "box.volume > 4",
        "severity": "medium",
    },
    {"id": "A-3", "title": "Small", "when": "organisation.size < 3", "severity": "critical"},
    {
        "id": "A-4",
        "title": "Many",
        "topics": "flows",
        "when": "count(b for b in boxes) > 2",
        "severity": "low",
    },
]


def method(
    *later: str | Mapping[str, Any], first: Sequence[Mapping[str, Any]] = FIRST, **more: Any
) -> Method:
    """The checks over facts, and one check over outcomes for each condition (``C-1`` and so on)."""
    given = [{"when": one} if isinstance(one, str) else dict(one) for one in later]
    readers = [
        {"id": f"C-{n}", "title": "Over", "severity": "low", "over": "outcomes", **one}
        for n, one in enumerate(given, 1)
    ]
    return load_rulesets(
        {
            "ruleset": "small",
            "version": "1",
            "topics": {"flows": {"en": "Flows", "fr": "Flux"}, "governance": {"en": "Governance"}},
            "entities": ENTITIES,
            "checks": [*first, *readers],
            **more,
        }
    )


def outcomes(rules: Method, facts: Mapping[str, Any]) -> dict[str, Outcomes]:
    """The outcomes of all checks, both strata."""
    base = load_facts(facts, rules)
    return run_strata(rules, CheckRunner(base, rules.derived))


def verdict(found: Outcomes) -> str:
    """The verdict of a check that is put to the organisation."""
    lists = {
        "fail": found.failed, "pass": found.passed, "not_assessed": found.open,
        "not_applicable": found.inapplicable, "error": found.broken,
    }  # fmt: skip
    return next(name for name, some in lists.items() if some)


def verdicts(rules: Method, facts: Mapping[str, Any], *names: str) -> list[str]:
    """The verdicts of some checks that are put to the organisation."""
    found = outcomes(rules, facts)
    return [verdict(found[name]) for name in names or ("C-1",)]


def base_of(rules: Method, facts: Mapping[str, Any]) -> FactBase:
    """The fact base that the checks over outcomes read."""
    runner = CheckRunner(load_facts(facts, rules), rules.derived)
    run_strata(rules, runner)
    return runner.base


# --- completions -----------------------------------------------------------------------

#: What a fact that was not collected may turn out to be.
FILLINGS: Mapping[str, tuple[Any, ...]] = {
    "tracked": (True, False, "not applicable", "unknown"),
    "volume": (0, 4, 9, "not applicable", "unknown"),
    "size": (2, 5, "unknown"),
}
ONE_MORE: tuple[Mapping[str, Any], ...] = (
    {"tracked": False, "volume": 9},
    {"tracked": True, "volume": 9},
    {"tracked": "unknown", "volume": 0},
)


def completions(facts: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every way to collect what is not collected; an open list also with one member more."""
    boxes = [dict(box) for box in facts["boxes"]]
    holes = [(box, name) for box in boxes for name in ("tracked", "volume") if box[name] is None]
    organisation = dict(facts["organisation"])
    holes += [(organisation, "size")] if organisation["size"] is None else []
    header = {key: value for key, value in facts["assessment"].items() if key != "partial"}
    more: list[list[dict[str, Any]]] = [[]]
    if "partial" in facts["assessment"]:
        more += [[{"id": "more", **one}] for one in ONE_MORE]
        more += [[{"id": "more", **ONE_MORE[0]}, {"id": "even more", **ONE_MORE[0]}]]
    for values in itertools.product(*(FILLINGS[name] for _, name in holes)):
        for (record, name), value in zip(holes, values, strict=True):
            record[name] = value
        for extra in more:
            yield {"assessment": header, "organisation": dict(organisation),
                   "boxes": [*map(dict, boxes), *extra]}  # fmt: skip


def number_of_completions(facts: Mapping[str, Any]) -> int:
    """How many completions there are."""
    number = 5 if "partial" in facts["assessment"] else 1
    for box in facts["boxes"]:
        for name in ("tracked", "volume"):
            number *= len(FILLINGS[name]) if box[name] is None else 1
    return number * (len(FILLINGS["size"]) if facts["organisation"]["size"] is None else 1)
