"""The method and its measures, read once; logs turned into facts as a program would do it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ccrules import load_rulesets
from ccrules.interactions import (
    Measures,
    Options,
    Outcome,
    facts_from_interactions,
    read_mapping,
    read_measures,
)
from ccrules.interactions.mapping import SettingValue
from ccrules.resources import rulesets_folder
from ccrules.ruleset.model import Method

MEASURES = rulesets_folder() / "contact-centre" / "interactions" / "measures.yaml"


@dataclass(frozen=True)
class Bench:
    """What every test needs."""

    method: Method
    measures: Measures
    folder: Path

    def file(self, name: str, content: str | bytes, encoding: str = "utf-8") -> str:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return str(path)

    def run(
        self, *files: str, mapping: str = "", settings: dict[str, str] | None = None, **more: Any
    ) -> Outcome:
        given = {name: [SettingValue(value=value)] for name, value in (settings or {}).items()}
        chosen = read_mapping(Path(mapping), self.measures) if mapping else None
        options = Options(settings=given, **more)
        return facts_from_interactions(files, self.measures, self.method.vocabulary, chosen, options)


@pytest.fixture(scope="session")
def method() -> Method:
    return load_rulesets()


@pytest.fixture(scope="session")
def measures() -> Measures:
    return read_measures(MEASURES)


@pytest.fixture(scope="session")
def few_measures(measures: Measures) -> Measures:
    """The same fields and rules about rows, but counts and flows only: for tests of how rows are read."""
    kept = [rule for rule in measures.facts if rule.for_ in ("contact_count", "flow")]
    return measures.model_copy(update={"facts": kept})


@pytest.fixture
def bench(method: Method, few_measures: Measures, tmp_path: Path) -> Bench:
    return Bench(method, few_measures, tmp_path)


@pytest.fixture
def full_bench(method: Method, measures: Measures, tmp_path: Path) -> Bench:
    """With all that is measured."""
    return Bench(method, measures, tmp_path)


def value(outcome: Outcome, kind: str, name: str, attribute: str) -> Any:
    return outcome.found[kind][name][attribute]["value"]


def rows(count: int, row: Callable[[int], Sequence[object]], separator: str = ",") -> str:
    return "".join(separator.join(map(str, row(n))) + "\n" for n in range(count))
