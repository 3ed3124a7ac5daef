"""Where values come from, and that this stays small."""

from __future__ import annotations

import pickle
import sys

import pytest

from ccrules.documents import Mapping, Scalar, Sequence, Source
from ccrules.errors import InputError, Place
from ccrules.facts.base import Entity, FactBase
from ccrules.facts.origins import Origin, Origins
from ccrules.facts.reading import read_facts
from tests.facts.support import EXAMPLE, MAILBOX, VOCABULARY, facts, json_facts, mailbox, python_facts, shown


@pytest.mark.parametrize(
    ("attribute", "line", "written"),
    [("id", 6, "claims"), ("tracked", 7, "no"), ("volume_month", 8, "1 200"), ("owner", 9, "none")],
)
def test_the_origin_is_the_place_of_the_key(attribute: str, line: int, written: str) -> None:
    base = facts(EXAMPLE)
    claims = mailbox(base, "claims")
    (origin,) = base.sources(claims, attribute)
    assert base.origin(claims, attribute) is not None
    assert (origin.place, origin.written) == (Place("a.yaml", line, 5), written)
    assert shown(origin.value) == shown(getattr(claims, attribute))


def test_what_nobody_said_has_no_origin() -> None:
    base = facts(EXAMPLE)
    assert base.origin(mailbox(base, "billing"), "volume_month") is None
    assert base.origin(mailbox(base, "billing"), "people") is None
    assert base.origins.attributes(mailbox(base, "billing")) == ("id", "tracked", "owner")


def test_places_in_json_and_in_values_of_a_call() -> None:
    base = json_facts('{"mailboxes": [\n{"id": "m", "people": 3}]}')
    assert str(base.origins.of(mailbox(base), "people")[0].place) == "a.json:2:13"
    base = python_facts({"mailboxes": [{"id": "m", "people": 3}]})
    assert str(base.origins.of(mailbox(base), "people")[0].place) == "mailboxes[0].people"


def test_the_written_form_of_a_list() -> None:
    base = facts("mailboxes: [{id: m, channels: [email, 'post'], history: {2025: 3 %}}]")
    assert base.sources(mailbox(base), "channels")[0].written == "[email, post]"
    assert base.sources(mailbox(base), "history")[0].written == "{2025: 3 %}"


def test_origins_can_be_told_one_by_one() -> None:
    entity = Entity(MAILBOX, "m", {"people": 3})
    origin = Origin(Place("x"), 3)
    origins = Origins({entity: {"people": (origin,)}})
    assert FactBase(VOCABULARY, {}, {}, origins=origins).origin(entity, "people") is origin
    assert origins.of(entity, "tracked") == ()


class _Cell(Source):
    """What an importer may use for a spreadsheet: each cell is a source of its own."""

    def place(self, start: int) -> Place:
        return Place(self.file, cell=f"boxes!B{start}")


def test_cells_have_places_of_their_own() -> None:
    base = read_facts([_workbook("id", "m", "people", "3", "tracked", "~", "comment", "x")], VOCABULARY)
    found = {name: str(base.sources(mailbox(base), name)[0].place) for name in ("id", "people", "comment")}
    assert found == {"id": "w.xlsx:boxes!B0", "people": "w.xlsx:boxes!B2", "comment": "w.xlsx:boxes!B6"}
    assert base.sources(mailbox(base), "tracked") == ()


def test_wrong_cells_are_told_by_their_place() -> None:
    with pytest.raises(InputError) as caught:
        read_facts([_workbook("id", "m", "people", "many", "peple", "3")], VOCABULARY)
    assert [str(problem.place) for problem in caught.value.problems] == ["w.xlsx:boxes!B3", "w.xlsx:boxes!B4"]


def _workbook(*texts: str) -> Mapping:
    cells = [Scalar(_Cell("w.xlsx"), number, text, '"', text) for number, text in enumerate(texts)]
    source = Source("w.xlsx")
    row, sheet, book = Mapping(source, 0), Sequence(source, 0), Mapping(source, 0)
    row.entries.extend(zip(cells[::2], cells[1::2], strict=True))
    sheet.items.append(row)
    book.entries.append((Scalar(source, 0, "mailboxes", "", "mailboxes"), sheet))
    return book


def test_plain_entries_cost_few_bytes() -> None:
    count = 1000
    text = "mailboxes:\n" + "".join(
        f"- {{id: m{n}, tracked: no, people: 3, level: low}}\n" for n in range(count)
    )
    origins = facts(text).origins
    assert len(list(origins.told())) == 0
    held = sys.getsizeof(origins._starts) + sys.getsizeof(origins._texts) + sys.getsizeof(origins._records)
    assert held + count * sys.getsizeof((1, 2, 3)) < 60 * 4 * count


def test_a_fact_base_survives_pickling() -> None:
    """So that several processes can share the work."""
    base = facts(EXAMPLE)
    again = pickle.loads(pickle.dumps(base))
    claims = mailbox(again, "claims")
    assert claims.owner is mailbox(base, "claims").owner
    assert again.origin(claims, "tracked").place == Place("a.yaml", 7, 5)
