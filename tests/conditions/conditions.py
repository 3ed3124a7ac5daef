"""Random conditions from the whole grammar, as text."""

from __future__ import annotations

from hypothesis import strategies as st

#: What each production is called, for the report of how much of the grammar was met.
PRODUCTIONS = (
    "bool", "and", "or", "not", "compare", "chain", "arithmetic", "choose", "membership", "enum", "reference",
    "exists", "known", "cannot_tell", "age", "days_between", "latest", "previous", "consecutive", "count", "any",
    "all", "sum", "mean", "min", "max", "median", "share", "distinct", "nested", "join", "duration", "date", "reaches",
    "hops", "on_cycle", "connected", "separates",
)  # fmt: skip

OPERATORS = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
SMALL = st.integers(-3, 9)


def numbers(name: str) -> st.SearchStrategy[str]:
    """Numeric leaves of a box called ``name``."""
    return st.one_of(
        st.sampled_from(
            [f"{name}.volume", f"{name}.delta", "organisation.size", "params.limit", f"{name}.owner.age"]
        ),
        st.sampled_from([f"latest({name}.scores)", f"previous({name}.scores)"]),
        SMALL.map(str),
    )


def arithmetic(name: str) -> st.SearchStrategy[str]:
    """Numbers with arithmetic."""
    return st.recursive(
        numbers(name),
        lambda inner: st.one_of(
            st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
            st.builds("({} if {} else {})".format, inner, st.just(f"{name}.sure"), inner),
            st.builds("(-{})".format, inner),
        ),
        max_leaves=3,
    )


def simple(name: str) -> st.SearchStrategy[str]:
    """Conditions on one box without loops."""
    return st.one_of(
        st.sampled_from([f"{name}.tracked", f"{name}.sure", "organisation.written", f"{name}.owner.team.open"]),
        st.builds("{} {} {}".format, arithmetic(name), OPERATORS, arithmetic(name)),
        st.builds("{} < {} <= {}".format, SMALL, numbers(name), SMALL),
        st.builds("{}.kind {} '{}'".format, st.just(name), OPERATORS, st.sampled_from(["low", "mid", "top"])),
        st.builds("{}.kind in ('low', '{}')".format, st.just(name), st.sampled_from(["mid", "top"])),
        st.builds("'{}' {} {}.owner.skills".format, st.sampled_from("xyz"), st.sampled_from(["in", "not in"]), st.just(name)),
        st.builds("{}.owner == '{}'".format, st.just(name), st.sampled_from(["agent0", "agent1"])),
        st.builds("{}({}.{})".format, st.sampled_from(["exists", "known", "cannot_tell"]), st.just(name),
                  st.sampled_from(["owner", "tracked", "volume", "seen", "owner.team", "owner.skills"])),
        st.builds("age({}.seen) {} '{}'".format, st.just(name), OPERATORS.filter(lambda o: "=" not in o),
                  st.sampled_from(["6 months", "1 day"])),
        st.builds("days_between({}.seen, assessment.date) {} {}".format, st.just(name), OPERATORS, st.integers(0, 500)),
        st.builds("{}.rhythm {} 'monthly'".format, st.just(name), OPERATORS),
        st.builds("{}.seen {} '2026-01-31'".format, st.just(name), OPERATORS),
        st.builds("consecutive(v for v in {}.scores if v > {}) {} {}".format, st.just(name), SMALL, OPERATORS, st.integers(0, 2)),
    )  # fmt: skip


def logic(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """``and``, ``or``, ``not`` around conditions."""
    return st.recursive(
        inner,
        lambda part: st.one_of(
            st.builds("({} and {})".format, part, part),
            st.builds("({} or {})".format, part, part),
            st.builds("(not {})".format, part),
        ),
        max_leaves=3,
    )


def loops() -> st.SearchStrategy[str]:
    """Conditions over loops, for a check on a box."""
    row = logic(simple("b"))
    rows = st.one_of(
        st.builds("b in boxes if {}".format, row),
        st.just("b in boxes"),
        st.just("b in boxes if b.owner == box.owner"),
        st.just("b in boxes if b.kind == box.kind and b.sure"),
    )
    value = st.sampled_from(["b.volume", "b.delta", "b.owner.age"])
    return st.one_of(
        st.builds("count(b for {}) {} {}".format, rows, OPERATORS, st.integers(0, 3)),
        st.builds("{}({} for {})".format, st.sampled_from(["any", "all"]), row, rows),
        st.builds("{}({} for {}) {} {}".format, st.sampled_from(["sum", "mean", "min", "max", "median"]), value,
                  rows, OPERATORS, st.integers(-2, 9)),
        st.builds("share({} for {}) {} {}".format, st.sampled_from(["b.volume", "b"]), rows, OPERATORS,
                  st.sampled_from(["0.25", "0.5", "1"])),
        st.builds("distinct(b.{} for {}) {} {}".format, st.sampled_from(["kind", "owner", "tracked"]), rows, OPERATORS,
                  st.integers(0, 3)),
        st.builds("count(a for a in agents if '{}' in a.skills) {} {}".format, st.sampled_from("xy"), OPERATORS,
                  st.integers(0, 2)),
        st.builds("count(b for a in agents for b in boxes if b.owner == a and {}) {} {}".format, row, OPERATORS,
                  st.integers(0, 2)),
        st.builds("any(s == '{}' for a in agents for s in a.skills)".format, st.sampled_from("xy")),
        st.builds("box.owner in agents and {}".format, row.map(lambda text: text.replace("b.", "box."))),
    )  # fmt: skip


def graphs() -> st.SearchStrategy[str]:
    """Conditions over graphs, for a check on a box: of choices among boxes, and of boxes and their owners."""
    row = logic(simple("b"))
    choices = st.one_of(
        st.builds("((b.kind, box.kind) for b in boxes if {})".format, row),
        st.just("((b.kind, c.kind) for b in boxes for c in boxes if b.volume < c.volume)"),
        st.builds(
            "((b.kind, c.kind) for b in boxes for c in boxes if b.owner == c.owner and {})".format, row
        ),
    )
    owners = st.one_of(
        st.builds("((b, b.owner) for b in boxes if {})".format, row),
        st.just("((x, x.team) for x in agents)"),
    )
    kind = st.sampled_from(["box.kind", "'low'", "'top'"])
    return st.one_of(
        st.builds("reaches({}, {}, {})".format, kind, kind, choices),
        st.builds("hops({}, {}, {}) {} {}".format, kind, kind, choices, OPERATORS, st.integers(0, 2)),
        st.builds("on_cycle({}, {})".format, kind, choices),
        st.builds("{}({}, {})".format, st.just("separates"), kind, choices),
        st.builds("connected({}, {}, {})".format, kind, kind, choices),
        st.builds("connected(box, {}, {})".format, st.just("box.owner"), owners.filter(lambda o: "(b," in o)),
        st.builds("separates(box.owner, {})".format, owners),
        st.builds("count(a for a in agents if separates(a, {})) {} {}".format, owners, OPERATORS, st.integers(0, 1)),
    )  # fmt: skip


def conditions() -> st.SearchStrategy[str]:
    """Conditions of a check on a box."""
    return logic(st.one_of(simple("box"), loops(), graphs()))
