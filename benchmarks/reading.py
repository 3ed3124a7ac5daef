"""How long it takes to read facts from YAML and JSON, beside parsers that do nothing but parse.

    python -m benchmarks.reading
    python -m benchmarks.reading --facts 10000

A parser gives dictionaries. ccrules also keeps where every value stands, refuses what is
ambiguous, reads numbers, dates and states as people write them, validates every record against the
vocabulary, and links references; so it is measured in two steps: the tree with its places, and facts.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import json
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.apart import LIMIT, apart
from benchmarks.compare import milliseconds, timed
from benchmarks.job import Facts, make_job
from benchmarks.stages import FACTS_PER_ENTITY
from benchmarks.tables import table
from benchmarks.with_ccrules import collections, ruleset
from ccrules.cli import RUBBISH

REPEAT = 3
TREE, FACTS = "ccrules: tree with places", "ccrules: facts"


@dataclass(frozen=True)
class Row:
    """One way to read a file.

    Attributes:
        format: ``YAML`` or ``JSON``.
        reader: who reads.
        seconds: the best of several times.
    """

    format: str
    reader: str
    seconds: float


def measure(facts: int) -> list[Row]:
    """Read the same facts in both formats by everything that is installed.

    Args:
        facts: how many.
    """
    from ccrules.pipeline import load_facts, load_rulesets

    gc.set_threshold(*RUBBISH)  # as the command does; for all readers alike
    job = make_job(facts // FACTS_PER_ENTITY)
    method = load_rulesets(ruleset(job.conditions[:1]))
    load_facts({}, method)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for format, text, readers in (
            ("YAML", _yaml(job.facts), _yaml_readers),
            ("JSON", _json(job.facts), _json_readers),
        ):
            file = Path(folder) / f"facts.{format.lower()}"
            file.write_text(text, encoding="utf-8")
            everyone = {**readers(text, file), FACTS: lambda file=file: load_facts(file, method)}
            rows += [Row(format, name, _best(read)) for name, read in everyone.items()]
    return rows


def _best(read: Callable[[], Any]) -> float:
    return min(timed(read)[0] for _ in range(REPEAT))


def _yaml_readers(text: str, file: Path) -> dict[str, Callable[[], Any]]:
    import yaml

    from ccrules.documents import read_document

    return {
        "libyaml's events alone": lambda: deque(yaml.parse(text, Loader=yaml.CSafeLoader), maxlen=0),
        "PyYAML's CSafeLoader": lambda: yaml.load(text, Loader=yaml.CSafeLoader),
        TREE: lambda: read_document(file),
    }


def _json_readers(text: str, file: Path) -> dict[str, Callable[[], Any]]:
    from ccrules.documents import read_document

    return {
        **dict(_installed(text)),
        "json.loads": lambda: json.loads(text),
        TREE: lambda: read_document(file),
    }


def _installed(text: str) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Parsers in machine code, where they are installed."""
    if importlib.util.find_spec("orjson"):
        import orjson

        yield "orjson", lambda: orjson.loads(text)
    if importlib.util.find_spec("msgspec"):
        import msgspec

        yield "msgspec", lambda: msgspec.json.decode(text)


def _json(facts: Facts) -> str:
    return json.dumps(collections(facts), indent=1)


def _yaml(facts: Facts) -> str:
    return (
        "\n".join(line for name, rows in collections(facts).items() for line in _collection(name, rows))
        + "\n"
    )


def _collection(name: str, rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    yield f"{name}:"
    for row in rows:
        for number, (key, value) in enumerate(row.items()):
            said = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
            yield f"  {' ' if number else '-'} {key}: {said}"


def rows(measured: Sequence[Row]) -> list[list[str]]:
    """The table: milliseconds, and how many times as long as the fastest parser that makes values."""
    found = []
    for one in measured:
        parsers = [other.seconds for other in measured if other.format == one.format and _makes_values(other)]
        found.append([one.format, one.reader, milliseconds(one.seconds), f"{one.seconds / min(parsers):.1f}"])
    return found


def _makes_values(row: Row) -> bool:
    return row.reader not in (TREE, FACTS) and "events" not in row.reader


HEADS = ("file", "reader", "ms", "÷ fastest parser")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--facts", type=int, default=100_000, help="how many facts")
    chosen = parser.parse_args(arguments)
    print(table(HEADS, rows(apart(measure, chosen.facts, LIMIT))))


if __name__ == "__main__":
    main()
