"""The generated parts of docs/method.md, and whether every entry of the reading is accounted for.

``python docs/method/build.py`` rewrites the parts between the markers; with ``--check`` it changes
nothing and leaves with 1 if something is stale or missing.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from depth import DEPTHS, HEAD_OF_SERVICE, depth
from tables import actions, functions, indicators, merged, severity_table, table

from ccrules import load_rulesets
from ccrules.ruleset.model import Method, Parameter
from ccrules.text import formats
from ccrules.values import Duration

HERE = Path(__file__).parent
PAGE = HERE.parent / "method.md"
ENTRIES = HERE / "entries.yaml"

#: Areas of the reading, and how many entries each has.
AREAS = {
    "FLOW": ("Flows and ownership", 25),
    "ROUT": ("Routing and entry points", 18),
    "SKILL": ("Skills and back-up", 32),
    "ROLE": ("Key functions", 24),
    "QUAL": ("Quality of handling", 21),
    "PROC": ("Processes", 21),
    "COMM": ("Communication between services", 17),
    "TRAIN": ("Training", 10),
    "TRAC": ("Traceability of interactions", 18),
    "DATA": ("Use and reliability of data", 14),
    "KPI": ("Indicators", 21),
    "PILOT": ("Steering", 22),
    "PERF": ("Results and reactivity", 14),
    "GOV": ("Governance", 34),
    "SETUP": ("Means and set-up", 30),
    "CHAIN": ("Causes and consequences", 51),
}
#: What each way of treating an entry must name.
HOW = {
    "check": "checks",
    "merged": "checks",
    "table": "checks",
    "judgement": "checks",
    "conclusion": "conclusions",
    "advice": "recommendations",
    "dropped": "note",
}
KINDS = ("checks", "conclusions", "recommendations")

Entry = dict[str, Any]


def load() -> dict[str, Any]:
    """What ``entries.yaml`` says: ``entries`` and ``from_practice``."""
    content: dict[str, Any] = yaml.safe_load(ENTRIES.read_text(encoding="utf-8"))
    return content


# --- is everything accounted for? -------------------------------------------------------


def problems(content: dict[str, Any], method: Method) -> list[str]:
    """What is missing or wrong in the account, in words."""
    entries: list[Entry] = content["entries"]
    known = names(method)
    return [
        *_unknown(PAGE.read_text(encoding="utf-8"), known["checks"]),
        *_incomplete(entries),
        *(problem for entry in entries for problem in _unsound(entry, known)),
        *_unaccounted(entries, content["from_practice"], known["checks"]),
        *_not_merged(content["merged_checks"], known["checks"]),
        *_not_merged(content["merged_recommendations"], known["recommendations"]),
    ]


def _unknown(text: str, checks: set[str]) -> Iterator[str]:
    written_by_hand = re.sub(r"<!-- generated: .*?<!-- end: ", "", text, flags=re.DOTALL)
    for name in sorted(set(re.findall(r"(?<![\w-])[A-Z]+-\d{3}\b", written_by_hand)) - checks):
        yield f"{PAGE.name} names {name}, which is not there"


def names(method: Method) -> dict[str, set[str]]:
    """The names an entry may give, by kind."""
    return {
        "checks": set(method.checks),
        "conclusions": {rule.conclusion for rule in method.inferences.values()},
        "recommendations": set(method.recommendations),
    }


def _incomplete(entries: list[Entry]) -> Iterator[str]:
    found = Counter(entry["area"] for entry in entries)
    for area, (_, wanted) in AREAS.items():
        if found[area] != wanted:
            yield f"{area} has {found[area]} entries; the reading has {wanted}"
    for name, times in Counter(entry["id"] for entry in entries).items():
        if times > 1:
            yield f"{name} is there {times} times"


def _unsound(entry: Entry, known: dict[str, set[str]]) -> Iterator[str]:
    needed = HOW.get(entry["how"])
    if needed is None:
        yield f"{entry['id']}: there is no way '{entry['how']}' to treat an entry"
    elif not entry.get(needed):
        yield f"{entry['id']}: '{entry['how']}' must name its {needed}"
    for kind in KINDS:
        for name in entry.get(kind, ()):
            if name not in known[kind]:
                yield f"{entry['id']}: {name} is not among the {kind} of the ruleset"


def _unaccounted(entries: list[Entry], practice: list[str], checks: set[str]) -> Iterator[str]:
    named = {name for entry in entries for name in entry.get("checks", ())}
    for name in sorted(checks - named - set(practice)):
        yield f"{name} comes from no entry and is not listed under from_practice"
    for name in sorted(set(practice) & named):
        yield f"{name} is listed under from_practice, but an entry names it"
    for name in sorted(set(practice) - checks):
        yield f"from_practice: there is no check {name}"


def _not_merged(merges: list[Entry], known: set[str]) -> Iterator[str]:
    for one in merges:
        if one["id"] in known:
            yield f"{one['id']} is said to be merged, but it is there"
        if one["into"] not in known:
            yield f"{one['id']}: there is no {one['into']} to be merged into"


# --- the generated parts ----------------------------------------------------------------


def figures(method: Method, content: dict[str, Any]) -> str:
    """How large the method is, and what each depth asks and decides."""
    treated = Counter(entry["how"] for entry in content["entries"])
    lines = [
        f"{len(method.checks)} checks, {len(method.inferences)} inference rules, "
        f"{len(method.recommendations)} recommendations, {len(method.parameters)} parameters, "
        f"{sum(1 for _ in method.vocabulary)} kinds of things one can describe. "
        f"Of the {len(content['entries'])} entries of the reading: "
        + ", ".join(f"{treated[how]} {how}" for how in HOW)
        + f". {len(content['from_practice'])} checks come from practice.",
        "",
        *severity_table(method),
        "",
        *table(
            ["depth", "questions", f"to the {HEAD_OF_SERVICE}", "areas", "checks decided"],
            (_depth_row(method, name) for name in DEPTHS),
        ),
    ]
    return "\n".join(lines)


def _depth_row(method: Method, name: str) -> list[str]:
    found = depth(method, name)
    head = found.who()[HEAD_OF_SERVICE]
    return [name, str(len(found.asked)), str(head), str(len(found.areas)), str(len(found.decided))]


def parameters(method: Method, _: dict[str, Any]) -> str:
    """Every parameter with its default, bounds and where the number comes from."""
    head = ["parameter", "name", "default", "bounds", "where the number comes from"]
    return "\n".join(table(head, map(_parameter_row, sorted(method.parameters.values(), key=_by_label))))


def _by_label(parameter: Parameter) -> str:
    return parameter.label["en"].casefold()


def _parameter_row(parameter: Parameter) -> list[str]:
    source = "; ".join(f"{one.title}, {one.section}" for one in parameter.sources)
    why = parameter.why["en"] + (f" ({source})" if source else "")
    return [parameter.label["en"], f"`{parameter.name}`", _value(parameter), _bounds(parameter), why]


def _value(parameter: Parameter) -> str:
    value = parameter.default
    if isinstance(value, Duration):
        return formats.duration(value, "en")
    if parameter.unit == "ratio":
        return f"{value * 100:g} %"
    return f"{value:g} {parameter.unit}".strip()


def _bounds(parameter: Parameter) -> str:
    if parameter.minimum is None or parameter.maximum is None:
        return ""
    return f"{parameter.minimum:g} to {parameter.maximum:g}"


def entries_by_area(_: Method, content: dict[str, Any]) -> str:
    """What became of each entry, area by area."""
    lines: list[str] = []
    for area, (label, _count) in AREAS.items():
        own = [entry for entry in content["entries"] if entry["area"] == area]
        lines += [f"### {label}", "", *table(["entry", "title", "became"], map(_entry_row, own)), ""]
    return "\n".join(lines).rstrip()


def _entry_row(entry: Entry) -> list[str]:
    made = [name for kind in KINDS for name in entry.get(kind, ())]
    said = [", ".join(made), entry["how"] if entry["how"] not in ("check", "conclusion") else ""]
    text = " — ".join(filter(None, [*said, entry.get("note", "")]))
    return [entry["id"], entry["title"], text]


def from_practice(method: Method, content: dict[str, Any]) -> str:
    """The checks that the articles don't mention."""
    rows = ([name, method.checks[name].title["en"]] for name in content["from_practice"])
    return "\n".join(table(["check", "title"], rows))


PARTS: dict[str, Callable[[Method, dict[str, Any]], str]] = {
    "figures": figures,
    "functions": functions,
    "indicators": indicators,
    "actions": actions,
    "parameters": parameters,
    "entries": entries_by_area,
    "practice": from_practice,
    "merged": merged,
}


def page(text: str, method: Method, content: dict[str, Any]) -> str:
    """The page with its generated parts written anew."""
    for name, build in PARTS.items():
        begin, end = f"<!-- generated: {name} -->\n", f"<!-- end: {name} -->"
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not found or not closed:
            raise SystemExit(f"{PAGE.name} has no place for '{name}'")
        text = f"{before}{begin}{build(method, content)}\n{end}{after}"
    return text


def main(arguments: list[str]) -> int:
    """Rewrite the page, or check it."""
    method, content = load_rulesets("contact-centre"), load()
    found = problems(content, method)
    for problem in found:
        print(problem, file=sys.stderr)
    if found:
        return 1
    before = PAGE.read_text(encoding="utf-8")
    after = page(before, method, content)
    if "--check" in arguments:
        if after != before:
            print(f"{PAGE.name} is stale: run python docs/method/build.py", file=sys.stderr)
        return int(after != before)
    PAGE.write_text(after, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
