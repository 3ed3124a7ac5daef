"""The stages in order, as programs call them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ccrules import load_facts, load_rulesets
from ccrules.errors import InputError
from ccrules.ruleset.model import Method

RULESET = {
    "ruleset": "demo",
    "version": "1.0.0",
    "entities": {
        "agent": {"plural": "agents"},
        "mailbox": {
            "plural": "mailboxes",
            "attributes": {
                "people": {"type": "int"},
                "tracked": {"type": "bool"},
                "level": {"type": "enum", "values": ["low", "high"]},
                "owner": {"type": "ref", "to": "agent"},
            },
        },
    },
}


@pytest.fixture(scope="module")
def method() -> Method:
    return load_rulesets(RULESET)


def test_facts_of_files_and_folders_come_together(tmp_path: Path, method: Method) -> None:
    (tmp_path / "a.yaml").write_text("mailboxes: [{id: m, people: 3}]", encoding="utf-8")
    (tmp_path / "b.json").write_text('{"mailboxes": [{"id": "m", "tracked": "no"}]}', encoding="utf-8")
    base = load_facts([tmp_path], method, settings=["mailbox/m.level=low"], as_of="2025")
    (found,) = base.collections["mailbox"].members
    assert (found.people, found.tracked, found.level) == (3, False, "low")
    assert base.files == ((tmp_path / "a.yaml").as_posix(), (tmp_path / "b.json").as_posix())


def test_a_broken_or_missing_file_hides_no_problem_of_the_others(tmp_path: Path, method: Method) -> None:
    (tmp_path / "a.yaml").write_text("agents: [{id: zoe", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("mailboxes: [{id: m, owner: zoe, people: many}]", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_facts([tmp_path, tmp_path / "c.yaml"], method)
    assert [Path(problem.place.file).name for problem in caught.value.problems] == [
        "a.yaml",
        "b.yaml",
        "c.yaml",
    ]
