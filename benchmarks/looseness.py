"""How often a verdict stays open for nothing, and how much of the grammar that was tried on.

Run it from the checkout:

    python -m benchmarks.looseness                the figures, and what is most often open for nothing
    python -m benchmarks.looseness --coverage     the table of docs/conditions.md
    python -m benchmarks.looseness --write        put that table there
    python -m benchmarks.looseness --check        leave with 1 if another one stands there

Random conditions from the whole grammar are put to random fact bases in which every fact is in every
state. Of a verdict that stays open, every completion of the facts is tried, if there are not too
many. The seed is fixed, so two runs print the same.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.checker import Question
from ccrules.conditions.evaluator import Evaluator
from tests.conditions import constructs, random_facts, universe
from tests.conditions.completing import Completer, every, holes_of
from tests.conditions.grammar import Grammar
from tests.conditions.test_grammar import asked, environment, mask
from tests.conditions.universe import Facts

PAGE = Path(__file__).parents[1] / "docs" / "conditions.md"
START, END = "<!-- python -m benchmarks.looseness --write -->", "<!-- end -->"
EXAMPLES = 6_000
SEED = 20261001
#: Completions of one fact base that are tried.
MOST_COMPLETIONS = 300
#: States of lists that the table shows together.
TOGETHER = {"list not applicable": "list left out", "list unknown": "list left out"}
COLUMNS = tuple(one for one in constructs.STATES_OF_FACTS if one not in TOGETHER)


@dataclass
class Figures:
    """What was met.

    Attributes:
        verdicts: how many came out how.
        met: verdicts and values of expressions with a construct, and with it beside a state of facts.
        definite: those of them that were definite.
        loose: those that were open for nothing.
        texts: conditions that were open for nothing.
    """

    verdicts: Counter[str] = field(default_factory=Counter)
    met: Counter[tuple[str, str]] = field(default_factory=Counter)
    definite: Counter[tuple[str, str]] = field(default_factory=Counter)
    loose: Counter[str] = field(default_factory=Counter)
    texts: list[str] = field(default_factory=list)

    def note(self, keys: set[tuple[str, str]], definite: bool) -> None:
        """One verdict."""
        self.met.update(keys)
        if definite:
            self.definite.update(keys)


def figures() -> Figures:
    """Judge random conditions."""
    random, found = Random(SEED), Figures()  # noqa: S311 - nothing here is secret
    for _ in range(EXAMPLES):
        texts, facts = Grammar(random).question(), random_facts.facts(random)
        question = asked(texts)
        verdict = mask(facts, question.when)
        _note_values(found, question, facts)
        found.note(_keys(question.when, facts), p.decided(verdict))
        how = "definite" if p.decided(verdict) else _open(question.when, facts, verdict)
        found.verdicts[how] += 1
        if how == LOOSE:
            found.loose.update(constructs.used(question.when))
            found.texts.append(texts.when)
    return found


LOOSE, RIGHTLY, MANY = (
    "open, though all completions agree",
    "open, and rightly so",
    "open, with too many completions to try",
)


def _note_values(found: Figures, question: Question, facts: Facts) -> None:
    """What ``let`` names, and severity and exposure: their values are definite or not."""
    base = universe.base(facts)
    for node in (question.severity, question.exposure, *question.let.values()):
        if node is not None and node.type.kind != "edges":
            value = Evaluator(base).value(node, environment(base))
            found.note(_keys(node, facts), p.decided(value))


def _open(node: tree.Node, facts: Facts, verdict: p.Mask) -> str:
    """Why a verdict is open."""
    completions = every(Completer(facts, holes_of(node, few=True)), MOST_COMPLETIONS)
    if not completions:
        return MANY
    everything = 0
    for completed in completions:
        everything |= mask(completed, node)
        if everything == verdict:
            return RIGHTLY
    return LOOSE if p.decided(everything) else RIGHTLY


def _keys(node: tree.Node, facts: Facts) -> set[tuple[str, str]]:
    """The constructs of a condition, each alone and beside the states of the facts under it."""
    base, found = universe.base(facts), set()
    for part in tree.walk(node):
        states = {TOGETHER.get(state, state) for state in constructs.states(part, base)} | {""}
        found |= {(name, state) for name in constructs.of(part) for state in states}
    return found


# --- output ----------------------------------------------------------------------------


def summary(found: Figures) -> Iterator[str]:
    """The verdicts, and what was open for nothing."""
    total = sum(found.verdicts.values())
    for name, number in sorted(found.verdicts.items()):
        yield f"{number:6} {number / total:6.1%}  {name}"
    yield ""
    yield "open for nothing, for instance:"
    yield from (f"  {text}" for text in sorted(found.texts, key=len)[:15])


def table(found: Figures) -> Iterator[str]:
    """The table of the page: of each construct how often it was met and how often that was definite."""
    total = sum(found.verdicts.values())
    shares = ", ".join(f"{number / total:.1%} {name}" for name, number in sorted(found.verdicts.items()))
    yield f"Of {total} verdicts: {shares}."
    yield ""
    yield f"| construct | met | definite | open for nothing | {' | '.join(COLUMNS)} |"
    yield f"|---|{'---:|' * (len(COLUMNS) + 3)}"
    for name in sorted(constructs.everything(), key=lambda one: one.strip("`").lower()):
        met = found.met[name, ""]
        cells = [f"{met}", _share(found.definite[name, ""], met), _share(found.loose[name], met)]
        cells += [_share(found.definite[name, state], found.met[name, state]) for state in COLUMNS]
        yield f"| {name.replace('|', chr(92) + '|')} | {' | '.join(cells)} |"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else ""


def with_table(page: str, lines: Iterator[str]) -> str:
    """The page with another table."""
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    return "\n".join([f"{before}{START}", *lines, f"{END}{after}"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print, write or check the figures.

    Args:
        arguments: those of the command line if left out.
    """
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    for option in ("coverage", "write", "check"):
        parser.add_argument(f"--{option}", action="store_true")
    options, found = parser.parse_args(arguments), figures()
    page = PAGE.read_text(encoding="utf-8")
    fresh = with_table(page, table(found))
    if options.check:
        if fresh != page:
            print(
                f"{PAGE.name}: the figures are others; run python -m benchmarks.looseness --write",
                file=sys.stderr,
            )
        return int(fresh != page)
    if options.write:
        PAGE.write_text(fresh, encoding="utf-8")
    else:
        print("\n".join(table(found) if options.coverage else summary(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
