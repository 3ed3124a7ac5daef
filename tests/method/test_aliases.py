"""Ids that were given up still lead somewhere, where what they asked clearly became another check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ccrules import load_rulesets
from ccrules.ruleset.model import Method

ENTRIES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "docs" / "method" / "entries.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def method() -> Method:
    return load_rulesets("contact-centre")


def test_an_id_given_up_leads_to_what_took_its_place(method: Method) -> None:
    for kind, merges in (("check", "merged_checks"), ("recommendation", "merged_recommendations")):
        wanted = {one["id"]: one["into"] for one in ENTRIES[merges] if one.get("alias", True)}
        assert dict(method.aliases[kind]) == wanted


def test_what_was_asked_elsewhere_or_no_longer_has_no_alias(method: Method) -> None:
    gone = [one["id"] for one in ENTRIES["merged_checks"] if not one.get("alias", True)]
    assert gone
    assert [name for name in gone if method.current("check", name) != name] == []
