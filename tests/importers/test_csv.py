"""CSV files that people saved from somewhere, and everything that is wrong with them, with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ccrules.errors import InputError
from ccrules.facts.reading import read_facts
from ccrules.importers.csv_facts import read_csv
from tests.facts.support import VOCABULARY, mailbox, shown


def saved(folder: Path, content: str | bytes, name: str = "mailboxes.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(*paths: Path) -> Any:
    return read_facts([read_csv(path) for path in paths], VOCABULARY)


def problems(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(path)
    return [str(one).replace(path.as_posix(), path.name) for one in caught.value.problems]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_names_labels_and_separators(tmp_path, separator, end):
    rows = [["id", "Suivie", "Volume mensuel", "channels []"], ["claims", "non", "1 200", "email"]]
    base = read(saved(tmp_path, "".join(separator.join(row) + end for row in rows)))
    box = mailbox(base, "claims")
    assert (box.tracked, box.volume_month, box.channels) == (False, 1200, frozenset({"email"}))
    place = base.origin(box, "tracked").place
    assert (place.line, place.column) == (2, 8)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings(tmp_path, encoding):
    base = read(saved(tmp_path, "id;comment\nété;déjà vu\n".encode(encoding)))
    assert mailbox(base, "été").comment == "déjà vu"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_other_encodings_are_refused(tmp_path, encoding):
    (problem,) = problems(saved(tmp_path, "id;comment\na;b\n".encode(encoding)))
    assert "UTF-8" in problem


@pytest.mark.parametrize(
    ("cell", "attribute", "value"),
    [
        ("0,85", "answered", 0.85),
        ("85 %", "answered", 0.85),
        ("inconnu", "answered", "<unknown>"),
        ("none", "answered", "<none>"),
        ("sans objet", "answered", "<not applicable>"),
        ("40..50", "people", ("[", 40, 50, "]")),
        ("VRAI", "tracked", True),
        ('"email; post"', "channels []", {"email", "post"}),
        ("email; inconnu", "channels[]", {"email", "…"}),
        ("inconnu", "channels[]", "<unknown>"),
        ('"{value: 12, source: measured}"', "people", 12),
        ('"{value: ""unknown""}"', "comment", "unknown"),
        ('"two\nlines"', "comment", "two\nlines"),
        ("'=1+1", "comment", "=1+1"),
        ("''=1+1", "comment", "'=1+1"),
        ("'tis", "comment", "'tis"),
        ("-x", "comment", "-x"),
    ],
)
def test_what_a_cell_says(tmp_path, cell, attribute, value):
    separator = "\t"  # not in any of the cells
    base = read(saved(tmp_path, f"id{separator}{attribute}\nm{separator}{cell}\n"))
    assert shown(getattr(mailbox(base), attribute.removesuffix("[]").strip())) == value


def test_a_separator_that_the_file_names(tmp_path):
    base = read(saved(tmp_path, "sep=|\nid|people\nm|3\n"))
    assert mailbox(base).people == 3
    assert base.origin(mailbox(base), "people").place.line == 3


def test_one_column_and_commas_in_headers(tmp_path):
    assert mailbox(read(saved(tmp_path, 'id\nm\n"a, b"\n')), "a, b").id == "a, b"
    base = read(saved(tmp_path, '"id";"people"\n"a, b, c, d";"3"\n'))
    assert mailbox(base, "a, b, c, d").people == 3


def test_every_problem_has_its_place(tmp_path):
    content = "id;people;people;;tracked\nm;many;3;?;yes\nn;1;;;perhaps;too much\no;1\n\n"
    assert [one.partition(" (")[0] for one in problems(saved(tmp_path, content))] == [
        "mailboxes.csv:1:11: people is given twice, first at mailboxes.csv:1:4",
        "mailboxes.csv:1:18: the column has values and no name",
        "mailboxes.csv:3:1: the row has 6 cells, the header has 5",
        "mailboxes.csv:4:1: the row has 2 cells, the header has 5",
    ]


def test_values_are_checked_where_they_stand(tmp_path):
    found = problems(saved(tmp_path, "id;people;traked\nm;many;yes\n"))
    assert found[0].startswith("mailboxes.csv:2:3: ")
    assert found[1] == "mailboxes.csv:2:8: traked is not known of mailbox (did you mean tracked?)"


def test_an_unknown_column_is_told_once(tmp_path):
    rows = "".join(f"m{number};yes;perhaps\n" for number in range(5))
    found = problems(saved(tmp_path, f"id;traked;tracked\n{rows}"))
    assert sum("traked is not known of mailbox" in one for one in found) == 1
    assert sum("neither yes nor no" in one for one in found) == 5


def test_a_file_by_a_misspelt_name(tmp_path):
    assert "did you mean mailboxes?" in problems(saved(tmp_path, "id\nm\n", "mailboxs.csv"))[0]


@pytest.mark.parametrize("cell", ['"open', '"a" b', '"a""'])
def test_quotes_that_do_not_close(tmp_path, cell):
    (problem,) = problems(saved(tmp_path, f"id;comment\nm;{cell}\n"))
    assert problem.startswith("mailboxes.csv:2:3: a quote is opened and not closed")


def test_an_empty_file(tmp_path):
    assert problems(saved(tmp_path, "\n;;\n")) == [
        "mailboxes.csv:1:1: the file is empty (give it a header that names attributes)"
    ]


def test_a_form(tmp_path):
    content = "fait;question;réponse\norganisation.headcount;Combien ?;40..50\nflow_map;;aucun\n;note;\n"
    base = read(saved(tmp_path, content, "organisation.csv"))
    assert shown(base.organisation.headcount) == ("[", 40, 50, "]")
    assert shown(base.singletons["flow_map"]) == "<none>"
    wrong = saved(tmp_path, "fact;answer\n;3\nflow_map;none\nflow_map.updated_on;2026\n", "form.csv")
    assert [one.partition(" (")[0] for one in problems(wrong)] == [
        "form.csv:2:2: the answer belongs to no fact",
        "form.csv:4:21: flow_map is said not to be there, and something is said of it",
    ]


def test_what_is_said_of_lists(tmp_path):
    content = (
        "list,label,complete,total,attribute,value,count\n"
        "mailboxes,,yes,9,tracked,no,5\nmailboxes,,,,tracked,yes,1\nagents,,,none,,,\n"
    )
    base = read(saved(tmp_path, content, "lists.csv"))
    boxes, agents = base.collections["mailbox"], base.collections["agent"]
    assert (boxes.total, boxes.counts["tracked"]) == (9, {False: 5, True: 1})
    assert (agents.members, agents.complete) == ((), True)
    wrong = saved(tmp_path, "list,complet,total\n,,\n,,3\nagents,perhaps,3\n", "lists.csv")
    assert [one.partition(" (")[0] for one in problems(wrong)] == [
        "lists.csv:1:6: complet is not known here",
        "lists.csv:3:1: the row names no list",
    ]


def test_many_quotes_take_no_time(tmp_path):
    content = "id;comment\n" + 'm;"' + '""a;' * 200_000
    assert "not closed" in problems(saved(tmp_path, content))[0]
