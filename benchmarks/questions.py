"""How much sooner checks are decided if one asks what settles most, told by playing an example.

    python -m benchmarks.questions
    python -m benchmarks.questions riviera --most 300
    python -m benchmarks.questions --write    # docs/questions.md and its pictures

The lists of an example stay, every value in it is hidden, and ten at a time are asked for: in
the order of ``ccrules facts gaps``, in the order of the file, or at random. What the example does
not know nobody answers. Counted is how many outcomes are decided after so many questions.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.lines import lines
from benchmarks.tables import table
from ccrules import load_facts, load_rulesets
from ccrules.assessment import Assessment
from ccrules.collecting.gaps import next_questions
from ccrules.facts.base import FactBase, fact_name
from ccrules.pipeline import assess
from ccrules.ruleset.model import Method
from ccrules.values import NOT_COLLECTED

#: Questions asked before everything is looked at again.
ROUND = 10

Strategy = Callable[[Assessment, Sequence[str]], Iterable[str]]


class Game:
    """One example with its answers hidden.

    Args:
        method: the rulesets.
        folder: the example.
    """

    def __init__(self, method: Method, folder: Path) -> None:
        self.method, self.folder = method, folder
        self.answers = [name for name, _, _ in self._values(self._facts())]

    def _facts(self) -> FactBase:
        return load_facts([self.folder], self.method)

    @staticmethod
    def _values(base: FactBase) -> Iterator[tuple[str, dict[str, object], str]]:
        for entity in base.entities():
            for attribute in entity._type.attributes.values():
                given = attribute.inverse_of is None and not attribute.derive
                if given and entity.__dict__[attribute.name] is not NOT_COLLECTED:
                    yield fact_name(entity, attribute), entity.__dict__, attribute.name

    def assessed(self, known: set[str]) -> Assessment:
        """What can be said if only some answers are known."""
        base = self._facts()
        for name, state, attribute in list(self._values(base)):
            if name not in known:
                state[attribute] = NOT_COLLECTED
        return assess(base, self.method)

    def play(self, strategy: Strategy, most: int) -> dict[int, int]:
        """Outcomes decided by the number of questions asked."""
        known: list[str] = []
        decided: dict[int, int] = {}
        while True:
            result = self.assessed(set(known))
            decided[len(known)] = result.summary.fail + result.summary.passed
            left = [name for name in self.answers if name not in set(known)]
            if len(known) >= most or not left:
                return decided
            asked = [name for name in strategy(result, left) if name in set(left)][:ROUND]
            known += asked or left[:ROUND]


def most_useful(method: Method) -> Strategy:
    """What settles most, as ``ccrules facts gaps`` ranks it."""
    return lambda result, _: [one.fact for one in next_questions(result, method)]


def as_in_the_file(_: Assessment, left: Sequence[str]) -> Iterable[str]:
    """The next of the file."""
    return left


def at_random(_: Assessment, left: Sequence[str]) -> Iterable[str]:
    """Anything; the same each time."""
    return random.Random(f"{len(left)}").sample(left, len(left))  # noqa: S311 - nothing is secret here


def strategies(method: Method) -> dict[str, Strategy]:
    """The ways to ask, by name."""
    return {
        "what settles most": most_useful(method),
        "order of the file": as_in_the_file,
        "at random": at_random,
    }


#: Where ``--write`` writes.
DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = """\
# What asking in the right order is worth

`ccrules facts gaps` ranks the missing facts by what they would settle. Here every value of an example is
hidden, and ten at a time are asked for: in that order, in the order of the file, or at random; what the
example does not know nobody answers. Counted is how many outcomes are decided after so many questions.
`python -m benchmarks.questions --write` makes this page and its pictures.
"""


def _told(name: str, game: Game, played: dict[str, dict[int, int]]) -> str:
    steps = sorted(set.intersection(*(set(one) for one in played.values())))
    rows = [[step, *(one[step] for one in played.values())] for step in steps]
    head = f"{name}: outcomes decided, of {len(game.answers)} answers there are"
    return f"{head}\n\n{table(['questions', *played], rows)}"


def _write(name: str, played: dict[str, dict[int, int]]) -> str:
    picture = lines(f"{name}: outcomes decided", "questions asked", "outcomes decided", played)
    file = f"questions-{name}.svg"
    (DOCS / file).write_text(picture, encoding="utf-8")
    return f"![{name}: outcomes decided by questions asked, one line per order]({file})"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table for each example; with ``--write`` put it into the documentation, with a picture."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("examples", nargs="*", default=["hmrc", "riviera"])
    parser.add_argument("--most", type=int, default=100, help="how many questions")
    parser.add_argument("--write", action="store_true", help="write docs/questions.md")
    chosen = parser.parse_args(arguments)
    method, page = load_rulesets(), [PAGE]
    for name in chosen.examples:
        game = Game(method, Path("examples", name))
        played = {title: game.play(strategy, chosen.most) for title, strategy in strategies(method).items()}
        text = _told(name, game, played)
        print(f"\n{text}")
        if chosen.write:
            page.append(f"## {name}\n\n{_write(name, played)}\n\n{text.partition(': ')[2].capitalize()}\n")
    if chosen.write:
        (DOCS / "questions.md").write_text("\n".join(page), encoding="utf-8")


if __name__ == "__main__":
    main()
