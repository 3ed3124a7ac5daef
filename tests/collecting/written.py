"""Fact files at random, and a way to tell whether two fact bases say the same."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from ccrules.facts.base import Entity, FactBase
from tests.facts.support import shown

STATES = ["unknown", "none", "not applicable"]
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=12)
#: Texts that a sheet could take for something else.
TRAPS = st.sampled_from(
    ["unknown", "none", "=1+1", "[a]", "{a: b}", "12", "yes", "2026-10", " a ", "a; b", "~", "- x"]
)
NUMBERS = st.one_of(
    st.sampled_from(["1 200", "0", "40..50", ">= 1000", "< 3", "12.25"]),
    st.floats(0, 1e9, allow_nan=False).map(lambda number: f"{number:.6g}"),
)


def quoted(text: str) -> str:
    """A text in double quotes, as YAML wants it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def long_forms(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A value with its provenance, and two sources that may differ."""
    told = st.sampled_from(
        [
            "source: measured",
            "by: Ana, source: declared",
            "on: 2026-09, sample: 40",
            "until: 2027, by: Ana",
            "confirmed: Ana 2026-10",
        ]
    )
    one = st.builds(lambda value, more: f"{{value: {value}, {more}}}", values, told)
    return st.one_of(one, st.builds(lambda a, b: f"{{any_of: [{a}, {b}]}}", one, one))


def several(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A set, which may be incomplete."""
    listed = st.lists(values, max_size=3, unique=True)
    return st.builds(
        lambda some, more: f"[{', '.join(some + more)}]", listed, st.sampled_from([[], ["unknown"]])
    )


SHARES = st.integers(0, 100).map(lambda number: f"{number} %")
TEXTS = st.one_of(TEXT, TRAPS).map(quoted)
AGENTS = st.sampled_from(["ana", "li", "o-neil"])
WRITTEN: dict[str, st.SearchStrategy[str]] = {
    "tracked": st.sampled_from(["yes", "no"]),
    "volume_month": st.one_of(NUMBERS, long_forms(st.sampled_from(["10", "12", "5..6"]))),
    "owner": AGENTS,
    "backups": several(AGENTS),
    "rhythm": st.sampled_from(["weekly", "6 months", "P1M2D", "90 s", "P1Y"]),
    "opened_on": st.sampled_from(["2026", "2026-02", "2024-02-29", "2025-01-01..2025-06-30"]),
    "comment": st.one_of(TEXTS, long_forms(st.one_of(TEXTS, st.sampled_from(STATES)))),
    "level": st.sampled_from(["low", "high"]),
    "answered": st.one_of(SHARES, long_forms(SHARES)),
    "people": st.sampled_from(["3", "0", "4..6"]),
    "channels": several(st.sampled_from(["email", "post"])),
    "history": st.sampled_from(
        ["{2026-06: 85 %, 2026-07: 83 %}", "[1 %, 2 %]", "{2025: 1 %, 2026-07-01: ~}"]
    ),
}
OPTIONAL = ("owner", "rhythm", "opened_on", "comment", "answered", "history")


@st.composite
def records(draw: st.DrawFn) -> str:
    """What is said of one mailbox, below its id."""
    lines = []
    for name in draw(st.lists(st.sampled_from(sorted(WRITTEN)), unique=True, max_size=6)):
        states = STATES if name in OPTIONAL else ["unknown", *(["not applicable"] if name != "level" else [])]
        states = [state for state in states if not (name == "history" and state == "none")]
        value = draw(st.one_of(WRITTEN[name], st.sampled_from(states)))
        lines.append(f"  {name}: {value}\n")
    return "".join(lines)


@st.composite
def fact_files(draw: st.DrawFn) -> str:
    """A whole fact file."""
    status = draw(
        st.sampled_from(
            [
                "",
                ", status: draft",
                ", partial: [agents]",
                ", confirmed: {agents: Ana 2026-10}",
                ", status: draft, complete: [agents]",
                ", excerpt: [agents]",
                ", excerpt: [agents, mailboxes]",
                ", status: draft, excerpt: [mailboxes]",
            ]
        )
    )
    goals = draw(st.sampled_from(["", "objectives: [{id: cost, weight: 2}, {id: speed, weight: 0.5}]\n"]))
    whole = draw(
        st.sampled_from(
            [
                "",
                "organisation: {headcount: 40..50}\n",
                "flow_map: none\n",
                "flow_map: {}\n",
                "flow_map: {updated_on: 2026}\n",
            ]
        )
    )
    agents = draw(
        st.sampled_from(["agents: [{id: ana, skills: [a, unknown]}, {id: li, boss: ana}, {id: o-neil}]\n"])
    )
    return f"assessment: {{name: Ä test{status}}}\n{goals}{whole}{agents}{draw(mailbox_lists())}"


@st.composite
def mailbox_lists(draw: st.DrawFn) -> str:
    """A list of mailboxes: by name, by number, in a state, or none at all."""
    names = draw(
        st.lists(st.sampled_from(["claims", "a@b.example", "3", "none-such"]), unique=True, max_size=3)
    )
    members = "".join(f"- id: {quoted(name)}\n{draw(records())}" for name in names)
    if members:
        return f"mailboxes:\n{members}"
    return draw(
        st.sampled_from(["", "mailboxes: []\n", "mailboxes: unknown\n", "mailboxes: not applicable\n", "mailboxes: {total: 4}\n",
                         "mailboxes: {total: 9, counts: {tracked: {no: 5, yes: 1}, level: {low: 2}}}\n"])
    )  # fmt: skip


def said(base: FactBase) -> dict[str, Any]:
    """Everything that a fact base says, in a form that can be compared."""
    found: dict[str, Any] = {"goals": dict(base.objectives), "day": shown(base.today)}
    found["head"] = {
        name: sorted(value) if isinstance(value, tuple) else value for name, value in base.header.items()
    }
    for name, one in base.singletons.items():
        found[name] = _entity(base, one) if isinstance(one, Entity) else shown(one)
    for name, all_ in base.collections.items():
        members = {one.id: _entity(base, one) for one in all_.members}
        found[name] = (
            shown(all_.state),
            all_.complete,
            all_.excerpt,
            all_.total,
            {k: dict(v) for k, v in all_.counts.items()},
            members,
        )
    return found


def _entity(base: FactBase, entity: Entity) -> dict[str, Any]:
    return {
        name: (_named(shown(entity.__dict__[name])), [_source(one) for one in base.sources(entity, name)])
        for name, attribute in entity._type.attributes.items()
        if attribute.inverse_of is None
    }


def _named(value: Any) -> Any:
    """Entities of another fact base are other objects."""
    if isinstance(value, set):
        return {str(one) for one in value}
    return str(value) if isinstance(value, Entity) else value


def _source(origin: Any) -> Any:
    told = (
        origin.source, origin.by, origin.on, origin.until, origin.evidence, origin.confirmed, origin.tolerance, origin.sample
    )  # fmt: skip
    return told if any(told) else None
