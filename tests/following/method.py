"""A small method that reads facts in every way, and random facts for it."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

RULES: dict[str, Any] = {
    "ruleset": "follow",
    "version": "1.0.0",
    "objectives": {"calm": "Calm", "speed": "Speed"},
    "entities": {
        "organisation": {"attributes": {"headcount": {"type": "int", "min": "0"}, "promise": {"type": "bool"}}},
        "agent": {"plural": "agents", "attributes": {"trained_on": {"type": "date"}}},
        "flow_map": {"singleton": "yes", "attributes": {"updated_on": {"type": "date"}}},
        "mailbox": {
            "plural": "mailboxes",
            "attributes": {
                "tracked": {"type": "bool"},
                "open": {"type": "bool"},
                "volume": {"type": "number", "unit": "contacts", "min": "0"},
                "owner": {"type": "ref", "to": "agent", "inverse": "boxes"},
                "load": {"type": "number", "derive": "mailbox.volume / 10"},
            },
        },
    },
    "parameters": {"most": {"type": "int", "default": "3", "min": "1", "max": "9"}, "idle": {"type": "int", "default": "1", "min": "0", "max": "9"}},
    "checks": [
        {"id": "F-1", "title": "Untracked", "for": "mailbox", "applies": "mailbox.open", "when": "not mailbox.tracked",
         "severity": "high", "exposure": "mailbox.volume", "message": "{{ mailbox.id }}", "recommend": ["track"]},
        {"id": "F-2", "title": "Too many", "when": "count(m for m in mailboxes) > params.most", "severity": "medium", "recommend": ["merge"]},
        {"id": "F-3", "title": "Heavy", "for": "mailbox", "when": "mailbox.load > params.most", "severity": "'critical' if mailbox.load > 5 else 'low'", "recommend": ["merge"]},
        {"id": "F-4", "title": "Stale", "for": "agent", "when": 'age(agent.trained_on) > "12 months"', "severity": "low", "recommend": ["train"]},
        {"id": "F-5", "title": "Alone", "for": "agent", "when": "count(b for b in agent.boxes) > 1", "severity": "info"},
        {"id": "F-6", "title": "Old map", "when": 'not exists(flow_map) or flow_map.updated_on < "2025-06-01"', "severity": "low"},
        {"id": "F-7", "title": "Share", "when": "share(m.volume for m in mailboxes if not m.tracked) > 0.5", "severity": "high", "recommend": ["track"]},
        {"id": "F-8", "title": "Many fail", "over": "outcomes", "when": "count(o for o in outcomes if o.failed) > 2", "severity": "info"},
    ],
    "inferences": [
        {"id": "I-1", "when": [{"finding": "F-1"}, {"finding": "F-3"}],
         "conclude": {"id": "drowning", "kind": "cause", "title": "Drowning", "belief": "0.6"}, "explains": ["F-1"], "recommend": ["merge"]},
        {"id": "I-2", "when": [{"fact": "mailbox", "as": "m", "where": {"tracked": "no"}}, {"finding": "F-1", "same": {"subject": "m"}}],
         "conclude": {"id": "lost", "kind": "anti-pattern", "severity": "medium", "for": "m", "title": "Lost", "belief": "0.5"}},
    ],
    "recommendations": [
        {"id": "track", "title": "Track", "effort": "low", "objectives": ["calm"]},
        {"id": "merge", "title": "Merge", "effort": "high", "after": ["track"]},
        {"id": "train", "title": "Train", "effort": "medium", "objectives": ["speed"]},
    ],
}  # fmt: skip

MAYBE = st.sampled_from([True, False, None, "unknown"])
DAYS = st.sampled_from(["2024-01-15", "2025-03-01", "2025-11-30", None])


def optional(values: dict[str, Any]) -> dict[str, Any]:
    """Facts without those that nobody collected; ``unknown`` as its state."""
    return {name: value for name, value in values.items() if value is not None}


MAILBOX = st.fixed_dictionaries(
    {
        "tracked": MAYBE,
        "open": MAYBE,
        "volume": st.sampled_from([0, 20, 40, 90, None]),
        "owner": st.sampled_from(["ann", "bob", None]),
    }
).map(optional)


@st.composite
def facts(draw: st.DrawFn) -> dict[str, Any]:
    """A fact file of the method."""
    boxes = draw(st.dictionaries(st.sampled_from("abcde"), MAILBOX, max_size=5))
    found: dict[str, Any] = {
        "assessment": {"name": "x", "date": draw(st.sampled_from(["2026-01-01", "2026-06-30"]))},
        "objectives": [{"id": "calm", "weight": draw(st.sampled_from([1, 3]))}],
        "agents": [optional({"id": name, "trained_on": draw(DAYS)}) for name in ("ann", "bob")],
        "organisation": optional({"headcount": draw(st.sampled_from([3, 40, None]))}),
        "mailboxes": [{"id": name, **box} for name, box in sorted(boxes.items())],
    }
    if draw(st.booleans()):
        found["assessment"]["partial"] = ["mailboxes"]
    if draw(st.booleans()):
        found["flow_map"] = optional({"updated_on": draw(DAYS)}) or {"updated_on": "2026-01-01"}
    return found


def rules(**changed: dict[str, Any]) -> dict[str, Any]:
    """The method with fields of checks changed, given as ``F_1={"when": …}``."""
    found = copy.deepcopy(RULES)
    for check in found["checks"]:
        check.update(changed.get(check["id"].replace("-", "_"), {}))
    return found
