"""Lists of which a file shows some members and does not say whether these are all."""

from __future__ import annotations

import tempfile
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ccrules.errors import InputError
from ccrules.facts.base import FactBase
from ccrules.facts.reading import read_facts
from ccrules.facts.vocabulary import Vocabulary
from ccrules.facts.writing import as_yaml
from ccrules.importers.csv_facts import read_csv
from ccrules.values import NOT_APPLICABLE
from tests.effort import examples
from tests.facts.support import VOCABULARY, attribute, entity_type, facts, problems

LOG = "assessment: {excerpt: [mailboxes]}\nmailboxes: [{id: a, people: 3}, {id: b}]"


def complete(*files: str) -> bool:
    return facts(*files).collections["mailbox"].complete


def notes(*files: str) -> list[str]:
    return [f"{one.place}: {one.what} ({one.hint})" for one in facts(*files).notes]


@pytest.mark.parametrize("status", ["", ", status: final", ", status: draft"])
def test_alone_it_leaves_the_list_open(status: str) -> None:
    base = facts(LOG.replace("]}", f"]{status}}}", 1))
    found = base.collections["mailbox"]
    assert (found.state, found.complete, [one.id for one in found.members]) == (None, False, ["a", "b"])
    assert base.notes == ()


@pytest.mark.parametrize(
    "claim",
    [
        "mailboxes: [{id: a}, {id: b}, {id: c}]",
        "assessment: {status: draft, complete: [mailboxes]}\nmailboxes: [{id: b}, {id: a}]",
        "mailboxes: {total: 2}",
        "mailboxes: {total: 5, list: [{id: z}]}",
        "assessment: {complete: [mailboxes]}",
    ],
)
def test_beside_a_complete_list_it_opens_nothing(claim: str) -> None:
    for files in permutations((LOG, claim)):
        assert complete(*files)
        assert notes(*files) == []


@pytest.mark.parametrize(
    "claim",
    [
        "assessment: {partial: [mailboxes]}\nmailboxes: [{id: a}, {id: b}]",
        "assessment: {status: draft}\nmailboxes: [{id: a}, {id: b}]",
        "mailboxes: unknown",
        "mailboxes: ~",
        "assessment: {excerpt: [mailboxes]}\nmailboxes: [{id: a}, {id: b}]",
    ],
)
def test_beside_a_list_that_claims_nothing_it_stays_open(claim: str) -> None:
    for files in permutations((LOG, claim)):
        assert not complete(*files)
        assert notes(*files) == []


@pytest.mark.parametrize(
    "claim",
    [
        "mailboxes: [{id: a}]",
        "assessment: {status: draft, complete: [mailboxes]}\nmailboxes: [{id: a}]",
        "mailboxes: []",
        "mailboxes: none",
        "mailboxes: {total: 1}",
        "mailboxes: {total: 1, counts: {tracked: {no: 1}}, list: [{id: a, tracked: no}]}",
    ],
)
def test_a_member_that_the_complete_list_lacks_reopens_it(claim: str) -> None:
    for files in permutations((LOG, claim)):
        found = facts(*files).collections["mailbox"]
        assert not found.complete
        assert (found.total, found.counts) == (None, {})
        assert len(notes(*files)) == 1


def test_the_note_names_both_places_and_what_to_do() -> None:
    hint = "(add them to the list, or correct the excerpt)"
    said = "the list at a.yaml:1:1 lacks members of this excerpt, so it is not taken to be complete: b"
    assert notes("mailboxes: [{id: a}]", LOG) == [f"b.yaml:2:33: mailboxes: {said} {hint}"]
    said = "this excerpt shows more than the 1 given at b.yaml:1:20, a number that does not count therefore: a, b"
    assert notes(LOG, "mailboxes: {total: 1}") == [f"a.yaml:2:13: mailboxes: {said} {hint}"]
    many = ", ".join(f"{{id: m{n:02}}}" for n in range(30))
    (note,) = notes("mailboxes: []", f"assessment: {{excerpt: [mailboxes]}}\nmailboxes: [{many}]")
    assert "m08, m09 … (" in note
    assert "m10" not in note


def test_a_list_that_refutes_its_own_number_is_still_wrong() -> None:
    assert problems("mailboxes: {total: 1, list: [{id: x}, {id: y}]}", LOG) == [
        "a.yaml:1:20: 4 members are listed, more than the total (correct the total or the list)"
    ]


def test_a_number_is_no_excerpt() -> None:
    """Whoever says how many there are says something of the whole list."""
    head = "assessment: {excerpt: [mailboxes]}\n"
    found = facts(f"{head}mailboxes: {{total: 3, list: [{{id: a}}]}}").collections["mailbox"]
    assert (found.complete, found.anonymous) == (True, 2)


@pytest.mark.parametrize("claim", ["mailboxes: not applicable", "mailboxes: sans objet"])
def test_members_contradict_a_list_that_makes_no_sense(claim: str) -> None:
    for files in permutations((LOG, claim)):
        (problem,) = problems(*files)
        assert "mailboxes is given differently at " in problem
    none = "assessment: {excerpt: [mailboxes]}\nmailboxes: []"
    assert facts(claim, none).collections["mailbox"].state is NOT_APPLICABLE


def test_an_empty_excerpt_says_nothing() -> None:
    none = "assessment: {excerpt: [mailboxes]}\nmailboxes: []"
    for files in permutations((none, "mailboxes: [{id: a}]")):
        assert complete(*files)
    assert not complete(none)


def test_references_into_an_excerpt_may_name_others() -> None:
    base = facts("assessment: {excerpt: [agents]}\nagents: [{id: zoe}]", "mailboxes: [{id: m, owner: bob}]")
    assert [one.id for one in base.collections["agent"].members] == ["zoe", "bob"]
    (problem,) = problems(
        "assessment: {excerpt: [agents]}\nagents: [{id: zoe}]",
        "agents: [{id: zoe}, {id: ana}]\nmailboxes: [{id: m, owner: bob}]",
    )
    assert problem.startswith("b.yaml:2:28: bob is not among the agents")


def test_what_is_wrong_with_it_is_told() -> None:
    assert problems("assessment: {excerpt: [mailbxes]}") == [
        "a.yaml:1:24: mailbxes is no collection (did you mean mailboxes?)"
    ]
    assert complete("assessment: {excerpt: [boîtes mail]}\nmailboxes: [{id: a}]") is False


OWNED = Vocabulary(
    {
        "site": entity_type(
            "site", "sites", attribute("teams", "ref", to="team", set=True, owns=True, optional=True)
        ),
        "team": entity_type("team", "teams", attribute("people", "int")),
    }
)


def test_beside_owners_that_name_all_theirs() -> None:
    owners = "sites: [{id: s, teams: [{id: x}]}]"
    for shown, expected in (("x", True), ("y", False)):
        log = f"assessment: {{excerpt: [teams]}}\nteams: [{{id: {shown}}}]"
        for files in permutations((owners, log)):
            base = facts(*files, vocabulary=OWNED)
            assert base.collections["team"].complete is expected
            assert len(base.notes) == (not expected)


def test_the_folder_of_a_csv_list_says_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "mailboxes.csv").write_text("id\na\nb\n", encoding="utf-8")
    (tmp_path / "lists.csv").write_text("list,complete\nmailboxes,excerpt\n", encoding="utf-8")
    nodes = [read_csv(tmp_path / name) for name in ("mailboxes.csv", "lists.csv")]
    assert not read_facts(nodes, VOCABULARY).collections["mailbox"].complete
    (tmp_path / "listes.csv").write_text("liste;complète\nmailboxes;Extrait\n", encoding="utf-8")
    nodes = [read_csv(tmp_path / name) for name in ("listes.csv", "mailboxes.csv")]
    assert not read_facts(nodes, VOCABULARY).collections["mailbox"].complete


# --- whatever there is, the order of files changes nothing ------------------------------------

_IDS = st.lists(st.sampled_from("abcd"), unique=True, max_size=3)


@st.composite
def files(draw: st.DrawFn) -> str:
    """A file that gives a list in full, in part, by number, as an excerpt, or not at all."""
    ids = draw(_IDS)
    listed = "[" + ", ".join(f"{{id: {one}}}" for one in ids) + "]"
    form = draw(st.sampled_from(["list", "list", "number", "unknown", "none"]))
    given = {
        "list": f"mailboxes: {listed}",
        "number": f"mailboxes: {{total: 4, list: {listed}}}",
        "unknown": "mailboxes: unknown",
        "none": "",
    }[form]
    key = draw(st.sampled_from(["", "excerpt", "excerpt", "partial", "complete"]))
    return (f"assessment: {{{key}: [mailboxes]}}\n" if key else "") + given


def told(base: FactBase) -> object:
    found = base.collections["mailbox"]
    return {one.id for one in found.members}, found.state, found.complete, found.excerpt, found.total


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(files(), min_size=2, max_size=4))
def test_in_any_order(given_files: list[str]) -> None:
    outcomes = [_outcome(order) for order in permutations(given_files)]
    assert all(one == outcomes[0] for one in outcomes)


def _outcome(order: tuple[str, ...]) -> object:
    try:
        base = facts(*order)
    except InputError:
        return "refused"
    return told(base), sorted(str(note.what).partition(" at ")[0] for note in base.notes)


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(files(), min_size=1, max_size=3))
def test_written_as_one_file_it_says_the_same(given_files: list[str]) -> None:
    try:
        base = facts(*given_files)
    except InputError:
        assume(False)
        return
    assert told(facts(as_yaml(base))) == told(base)


def test_members_known_by_reference_make_no_list_when_written() -> None:
    base = facts("mailboxes: [{id: m, owner: zoe}]")
    again = facts(as_yaml(base))
    assert not again.collections["agent"].complete
    assert complete(as_yaml(base))


def test_a_file_on_disk_is_known_by_its_name() -> None:
    """Cells that are read as YAML belong to their workbook or file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "teams.csv")
        path.write_text("id\nx\n", encoding="utf-8")
        Path(folder, "lists.csv").write_text("list,complete\nteams,excerpt\n", encoding="utf-8")
        Path(folder, "sites.csv").write_text('id,teams\ns,"[{id: y}]"\n', encoding="utf-8")
        nodes = [read_csv(one) for one in sorted(Path(folder).iterdir())]
        base = read_facts(nodes, OWNED)
        assert {one.id for one in base.collections["team"].members} == {"x", "y"}
        assert not base.collections["team"].complete
