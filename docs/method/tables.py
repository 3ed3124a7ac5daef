"""Tables of docs/method.md that say what the method holds: severities, functions, indicators, actions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from ccrules.ruleset.model import SEVERITIES, Check, Method, Recommendation

HERE = Path(__file__).parent


def table(head: list[str], rows: Iterable[list[str]]) -> list[str]:
    """The lines of a Markdown table."""
    cells = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells]


def data(name: str) -> Any:
    """What a YAML file beside this module holds under its own name."""
    return yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))[name]


# --- severities -------------------------------------------------------------------------


def severities(check: Check) -> tuple[str, str]:
    """The worst and the mildest severity a finding of a check may have."""
    named = [one for one in SEVERITIES if re.search(rf"\b{one}\b", check.severity.text)]
    return named[0], named[-1]


def severity_table(method: Method) -> list[str]:
    """How many checks have each severity at worst and at mildest."""
    ranges = [severities(check) for check in method.checks.values()]
    worst, mildest = (Counter(one[index] for one in ranges) for index in (0, 1))
    rows = ([one, _share(worst[one], len(ranges)), _share(mildest[one], len(ranges))] for one in SEVERITIES)
    return table(["severity", "checks at worst", "checks at mildest"], rows)


def _share(count: int, total: int) -> str:
    return f"{count} ({round(100 * count / total)} %)"


# --- functions and indicators -----------------------------------------------------------


def functions(method: Method, _: Mapping[str, Any]) -> str:
    """Every key function with the duties it must carry out."""
    attributes = method.vocabulary["role"].attributes
    names, duties = attributes["function"].labels, attributes["missions_missing"].labels
    rows = (
        [names[function]["en"], "; ".join(duties[one]["en"] for one in own)]
        for function, own in data("functions").items()
    )
    return "\n".join(table(["function", "duties"], rows))


def indicators(method: Method, _: Mapping[str, Any]) -> str:
    """Every indicator with its formula, family, unit and direction."""
    attributes = method.vocabulary["indicator"].attributes
    topics, families = attributes["topic"].labels, attributes["family"].labels
    rows = (
        [
            topics[one["topic"]]["en"],
            one["formula"],
            families[one["family"]]["en"],
            one["unit"],
            one["direction"],
        ]
        for one in data("indicators")
    )
    return "\n".join(table(["indicator", "formula", "family", "unit", "better"], rows))


# --- actions ----------------------------------------------------------------------------


def actions(method: Method, _: Mapping[str, Any]) -> str:
    """Every recommendation: who, by when, how hard, after what, for what, and what turns if it worked."""
    head = ["action", "who", "by when", "effort", "after", "objectives", "it worked when these pass"]
    return "\n".join(table(head, (_action(method, one) for one in method.recommendations.values())))


def _action(method: Method, action: Recommendation) -> list[str]:
    turning = ", ".join(turned_by(method, action.id))
    title = f"{action.title['en']} (`{action.id}`)"
    after, objectives = ", ".join(action.after), ", ".join(action.objectives)
    return [title, action.owner["en"], action.horizon["en"], action.effort, after, objectives, turning]


def turned_by(method: Method, action: str) -> Iterator[str]:
    """The checks that turn if an action worked."""
    return (check.id for check in method.checks.values() if action in check.recommend)


# --- ids that were given up -------------------------------------------------------------


def merged(_: Method, content: Mapping[str, Any]) -> str:
    """Ids of earlier versions, and what took their place."""
    rows = (
        [one["id"], one["into"], one["why"]]
        for kind in ("merged_checks", "merged_recommendations")
        for one in content[kind]
    )
    return "\n".join(table(["id", "is now in", "because"], rows))
