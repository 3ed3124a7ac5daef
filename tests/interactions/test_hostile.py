"""Logs as they come: other encodings, broken rows, ambiguous values, figures that can't be right."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from ccrules.errors import InputError
from ccrules.interactions import Outcome, read_mapping, read_measures
from ccrules.interactions.store import Store
from ccrules.interactions.telling import account_lines
from ccrules.interactions.writing import mapping_text
from tests.interactions.conftest import MEASURES, Bench, value

HEADER = "Call ID,Start time,Queue,Outcome,Wait (s),Talk time (s)\n"


def calls(count: int = 120, start: str = "2026-03-{day:02} 10:{minute:02}:00") -> str:
    """Calls, every fourth of them abandoned."""
    return HEADER + "".join(_call(n, start) for n in range(count))


def _call(n: int, start: str) -> str:
    moment = start.format(day=1 + n % 31, minute=n % 60, month=1 + n % 12)
    outcome = "Abandoned" if n % 4 == 0 else "Answered"
    return f"{n},{moment},Claims,{outcome},{n % 50},{0 if n % 4 == 0 else 200}\n"


def reasons(outcome: Outcome) -> dict[str, int]:
    return {str(one.says): one.rows for account in outcome.accounts for one in account.reasons}


def accounted(outcome: Outcome) -> None:
    for account in outcome.accounts:
        assert account.read == account.used + account.set_aside


def refused(bench: Bench, name: str, content: str | bytes) -> str:
    with pytest.raises(InputError) as caught:
        bench.run(bench.file(name, content))
    assert all(problem.place.file.endswith(name) and problem.hint for problem in caught.value.problems)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "the file is empty"),
        (b"  \n \n", "the file is empty"),
        (HEADER.encode(), "a header and no rows"),
        (b"2026-01-01 10:00:00,12,3\n2026-01-01 10:05:00,9,4\n", "looks like data"),
        (b"PK\x03\x04 no archive", "the workbook can't be read"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "this kind of file can't be read"),
        (b"\x1f\x8b\x08\x00\x00", "can't be unpacked"),
        (gzip.compress(b"", mtime=0), "the file is empty"),
        (b"a\0b\0c\0", "not a text file"),
        (b"[{}]", "holds no JSON object"),
        (b"[1, 2]", "holds no JSON object"),
        (b'[{"Start time": "2026-03-01 10:00"}, {', "Malformed JSON"),
        (b"{broken\n{also", "holds no JSON object"),
        (b"PAR1 no parquet PAR1", "the file can't be read"),
    ],
)
def test_what_is_no_log_is_refused_with_a_hint(content: bytes, expected: str, bench: Bench):
    assert expected in refused(bench, "calls.csv", content)


def test_a_file_that_unpacks_to_far_more_than_a_log_is_refused(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ccrules.interactions.unpacking.ALWAYS_UNPACKED", 100_000)
    assert "unpacks to more than" in refused(bench, "calls.csv.gz", gzip.compress(b"0" * 20_000_000))


def test_elements_of_a_list_that_are_no_objects_are_set_aside(bench: Bench):
    one = {"Start time": "2026-03-01 10:00:00", "Queue": "Claims"}
    outcome = bench.run(bench.file("calls.json", json.dumps([one, 3, {**one, "Queue": "Billing"}])))
    accounted(outcome)
    assert reasons(outcome) == {"not a JSON object": 1}


def test_a_file_that_is_not_there_is_told(bench: Bench):
    with pytest.raises(InputError, match="can't be read"):
        bench.run(str(bench.folder / "missing.csv"))


def test_one_column_asks_for_the_moment(bench: Bench):
    outcome = bench.run(bench.file("calls.csv", "Remarks\nsome\nwords\n"))
    assert [problem for problem in outcome.questions if "moment of arrival" in str(problem.what)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_are_recognised(encoding: str, bench: Bench):
    text = calls().replace("Claims", "Réclamations d’été")
    outcome = bench.run(bench.file("calls.csv", text, encoding))
    assert "phone-reclamations-d-ete" in outcome.found["contact_count"]
    accounted(outcome)


def test_broken_rows_are_counted_and_shown(bench: Bench):
    text = calls() + "1000,2026-03-02 10:00:00\n" + "1001,2026-03-02 10:00:00,Claims,Answered,1,2,3,4\n"
    outcome = bench.run(bench.file("calls.csv", text))
    accounted(outcome)
    assert reasons(outcome)["fewer columns than the header"] == 1
    assert reasons(outcome)["more columns than the header"] == 1
    assert outcome.accounts[0].read == 122


def test_a_huge_cell_does_no_harm(bench: Bench):
    text = calls() + f"2000,2026-03-02 10:00:00,{'x' * 500_000},Answered,1,100\n"
    outcome = bench.run(bench.file("calls.csv", text))
    accounted(outcome)
    assert outcome.accounts[0].used == 121


def test_names_of_columns_and_queues_are_only_names(bench: Bench):
    text = (
        calls()
        .replace("Queue", '"Queue\'; DROP TABLE raw_0; --"')
        .replace("Claims", "'); DROP TABLE x; --=1+1")
    )
    outcome = bench.run(bench.file("calls.csv", text))
    assert outcome.mapping.logs[0].unused == ["Queue'; DROP TABLE raw_0; --"]
    accounted(outcome)
    named = bench.run(bench.file("calls-2.csv", calls().replace("Claims", "'); DROP TABLE x; --=1+1")))
    assert named.found["flow"]["drop-table-x-1-1-phone"]["reason"] == "'); DROP TABLE x; --=1+1"


def test_a_file_with_wildcards_in_its_name_is_read_as_itself(bench: Bench):
    (bench.folder / "calls-a.csv").write_text(calls(), encoding="utf-8")
    outcome = bench.run(bench.file("calls-[a].csv", calls(60)))
    assert outcome.accounts[0].read == 60


def test_day_or_month_is_asked_where_it_can_not_be_told(bench: Bench):
    text = calls(start="{day:02}/03/2026 10:{minute:02}")
    assert not bench.run(bench.file("calls.csv", text)).questions
    ambiguous = HEADER + "".join(f"{n},0{1 + n % 9}/03/2026 10:00,Claims,Answered,3,100\n" for n in range(60))
    (question,) = bench.run(bench.file("calls.csv", ambiguous)).questions
    assert "the day first or the month" in str(question.what)


def test_an_answered_question_is_read_with_the_mapping(bench: Bench):
    ambiguous = HEADER + "".join(
        f"{n},0{1 + n % 9}/03/2026 10:00,Claims,{'Answered' if n % 3 else 'Abandoned'},3,100\n"
        for n in range(60)
    )
    log = bench.file("calls.csv", ambiguous)
    outcome = bench.run(log)
    text = mapping_text(outcome.mapping, outcome.questions, bench.measures, "en")
    mapping = bench.folder / "mapping.yaml"
    mapping.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="still open"):
        read_mapping(mapping, bench.measures)
    mapping.write_text(text.replace("format: '?'", "format: '%m/%d/%Y %H:%M'"), encoding="utf-8")
    assert bench.run(log, mapping=str(mapping)).accounts[0].first.startswith("2026-01-03")


def test_a_proposed_mapping_reads_to_the_same_facts(bench: Bench):
    log = bench.file("calls.csv", calls())
    first = bench.run(log)
    mapping = bench.folder / "mapping.yaml"
    mapping.write_text(mapping_text(first.mapping, [], bench.measures, "fr"), encoding="utf-8")
    assert bench.run(log, mapping=str(mapping)).document == first.document


def test_words_nobody_knows_are_asked_for(bench: Bench):
    text = calls().replace("Abandoned", "Zorp")
    (question,) = bench.run(bench.file("calls.csv", text)).questions
    assert "Zorp" in str(question.what)


@pytest.mark.parametrize(
    ("header", "sample", "expected"),
    [("Wait", "{n}", "in which unit"), ("Wait (s)", '"{n},250"', "a thousand or a decimal")],
)
def test_units_and_signs_are_asked_for(header: str, sample: str, expected: str, bench: Bench):
    text = HEADER.replace("Wait (s)", header) + "".join(
        f"{n},2026-03-{1 + n % 28:02} 10:00:00,Claims,{'Answered' if n % 3 else 'Abandoned'},"
        f"{sample.format(n=1 + n % 9)},100\n"
        for n in range(60)
    )
    assert any(expected in str(one.what) for one in bench.run(bench.file("calls.csv", text)).questions)


def test_universal_time_asks_for_the_zone_and_hours_follow_it(bench: Bench):
    log = bench.file("calls.csv", calls(start="2026-07-{day:02}T10:{minute:02}:00Z"))
    (question,) = bench.run(log).questions
    assert "universal time" in str(question.what)
    outcome = bench.run(log, timezone="Europe/Paris")
    assert "phone-claims-12h" in outcome.found["contact_count"]
    with pytest.raises(InputError, match="no time zone Europe/Pariis"):
        bench.run(log, timezone="Europe/Pariis")


def test_waits_across_a_clock_change_are_right(bench: Bench):
    header = "Call ID,Start time,Answered at,Queue,Outcome\n"
    night = [("02:59:50", "02:00:10"), ("01:59:50", "02:00:10"), ("03:10:00", "03:10:20")]
    text = header + "".join(
        f"{n},2026-10-25 {start},2026-10-25 {answer},Claims,Answered\n"
        for n, (start, answer) in enumerate(night)
    )
    log = bench.file("calls.csv", text)
    found = bench.run(log, timezone="Europe/Paris")
    assert found.accounts[0].set_aside == 0
    assert value(found, "contact_count", "phone-claims", "average_wait_seconds") == 20
    without = bench.run(log)
    assert without.accounts[0].set_aside == 1


def test_answered_calls_only_say_nothing_of_those_offered(bench: Bench):
    text = calls().replace("Abandoned", "Answered")
    outcome = bench.run(bench.file("calls.csv", text), settings={"threshold_seconds": "20"})
    count = outcome.found["contact_count"]["phone-claims"]
    assert "handled" in count
    assert not {"offered", "abandoned", "in_time"} & set(count)
    assert any("answered contacts only" in text for _, text in outcome.remarks)


def test_implausible_rows_are_set_aside_and_said(bench: Bench):
    text = calls(400)
    text += "900,2026-03-02 10:00:00,Claims,Answered,-5,100\n"
    text += "901,1926-03-02 10:00:00,Claims,Answered,5,100\n"
    text += "902,2026-03-02 10:00:00,Claims,Answered,90000,100\n"
    text += "903,someday,Claims,Answered,5,100\n"
    text += "904,,Claims,Answered,5,100\n"
    text += "399,2026-03-02 10:00:00,Claims,Answered,5,100\n"
    text += "905,2026-03-02 10:00:00,Claims,Abandoned,5,100\n"
    outcome = bench.run(bench.file("calls.csv", text))
    accounted(outcome)
    found = reasons(outcome)
    assert found["negative waiting time"] == 1
    assert found["date far from all others"] == 1
    assert found["wait of more than six hours on the phone or in a chat"] == 1
    assert found["no readable date in {column}".format(column="Start time")] == 1
    assert found["no date at all"] == 1
    assert found["the same row again"] == 1
    assert found["abandoned although somebody talked"] == 1


def test_too_many_rows_set_aside_leave_numbers_out(bench: Bench):
    text = calls(100) + "".join(f"{900 + n},2026-03-02 10:00:00,Claims,Answered,-5,100\n" for n in range(20))
    outcome = bench.run(bench.file("calls.csv", text))
    assert "offered" not in outcome.found["contact_count"]["phone-claims"]
    assert any("numbers would be too small" in str(one.reason) for one in outcome.left)


def test_overlapping_files_count_once(bench: Bench):
    first, second = bench.file("calls-1.csv", calls(80)), bench.file("calls-2.csv", calls(120))
    outcome = bench.run(first, second)
    accounted(outcome)
    assert value(outcome, "contact_count", "phone-claims", "offered") == 120
    assert reasons(outcome)["the same row again"] == 80


INTERVALS = "Interval start,Queue,Calls offered,Calls answered,Calls abandoned,AHT (s)\n"


def test_intervals_that_do_not_add_up_are_noted_and_left_to_the_assessment(bench: Bench):
    text = INTERVALS + "".join(
        f"2026-03-{1 + n % 28:02} {9 + n // 28:02}:00,Help,20,15,3,240\n" for n in range(84)
    )
    text += "2026-03-01 09:00,Help,20,15,3,240\n" + "2026-03-02 09:00,Help,50,15,3,240\n"
    text += "2026-03-29 09:00,Help,20,15,5,99999\n"
    outcome = bench.run(bench.file("phone.csv", text))
    accounted(outcome)
    found = reasons(outcome)
    assert found["the same row again"] == 1
    assert found["the same interval several times with different figures"] == 2
    assert any(text.startswith("impossible average") for text in found)
    assert any("don't make what was offered" in text for text in found)
    assert value(outcome, "contact_count", "phone-help", "offered") == 83 * 20 + 20
    assert value(outcome, "contact_count", "phone-help", "handling_seconds") == 240


def test_formulas_can_neither_read_files_nor_change_anything(tmp_path: Path, bench: Bench):
    secret = bench.file("secret.csv", "a\n1\n")
    store = Store(tmp_path)
    for statement in (
        f"SELECT * FROM read_csv('{secret}')",
        f"COPY (SELECT 1) TO '{bench.folder.parent.as_posix()}/out.csv'",
        "INSTALL httpfs",
        "SET memory_limit = '100GB'",
        "SET enable_external_access = true",
    ):
        with pytest.raises(store.duckdb.Error):
            store.connection.execute(statement).fetchall()
    store.close()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("is: sum(offered_stated),", "is: sum(offered_state),", "formula"),
        ("is: count(*)}", 'is: "count(*); select 1"}', "one expression"),
        ("offered: offered", "offered: offred", "there is no measure offred"),
    ],
)
def test_wrong_measures_are_told(old: str, new: str, expected: str, bench: Bench):
    text = MEASURES.read_text(encoding="utf-8").replace(old, new)
    path = bench.folder / "measures.yaml"
    path.write_text(text, encoding="utf-8")
    log = bench.file(
        "phone.csv", INTERVALS + "2026-03-01 09:00,Help,20,15,5,240\n2026-03-01 10:00,Help,9,8,1,240\n"
    )
    with pytest.raises(InputError, match=expected):
        Bench(bench.method, read_measures(path), bench.folder).run(log)


def _half_hours(queue: str, offered: int) -> str:
    return INTERVALS + "".join(
        f"2026-03-{1 + n % 31:02} {9 + n // 31:02}:00,{queue},{offered},{offered - 1},1,240\n"
        for n in range(93)
    )


def test_two_logs_of_the_same_contacts_are_two_sources(bench: Bench):
    outcome = bench.run(bench.file("calls.csv", calls()), bench.file("phone.csv", _half_hours("Claims", 20)))
    offered = outcome.found["contact_count"]["phone-claims"]["offered"]
    assert [one["value"] for one in offered["any_of"]] == [120, 1860]


def test_logs_of_different_queues_say_nothing_of_the_whole_channel(full_bench: Bench):
    one, other = calls(), _half_hours("Orders", 20)
    outcome = full_bench.run(full_bench.file("calls.csv", one), full_bench.file("phone.csv", other))
    assert {"phone-claims", "phone-orders"} <= set(outcome.found["contact_count"])
    assert not [name for name in outcome.found.get("indicator", {}) if name.endswith("-phone")]
    assert any("different parts" in str(one.reason) for one in outcome.left)


def test_the_only_column_with_moments_is_the_moment_whatever_it_is_called(bench: Bench):
    text = calls().replace("Start time", "Zorp")
    assert bench.run(bench.file("calls.csv", text)).mapping.logs[0].columns["start"].column == "Zorp"


@pytest.mark.parametrize(
    ("offsets", "asked"),
    [
        (["+01:00"], False),
        (["+01:00", "+02:00", "Z"], True),
        (["", "Z"], True),
        (["+01:00", "+02:00"], True),  # on the same days, again and again
    ],
)
def test_moments_of_several_zones_ask_for_one(offsets: list[str], asked: bool, bench: Bench):
    head, *body = calls(300).splitlines()
    marked = [row.replace(":00,", f":00{offsets[n // 31 % len(offsets)]},", 1) for n, row in enumerate(body)]
    log = bench.file("calls.csv", "\n".join([head, *marked]))
    questions = [str(one) for one in bench.run(log).questions]
    assert len(questions) == asked
    assert not asked or "Start time has moments of several time zones, such as 2026-03-" in questions[0]
    assert not bench.run(log, timezone="Europe/Paris").questions


def test_summer_and_winter_time_of_one_place_ask_for_nothing(bench: Bench):
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]
    summer = ["2026-03-28" < day < "2026-10-25" for day in days]
    rows = [f"{n},{day}T10:00:00+0{1 + summer[n]}:00,Claims,Answered,5,100" for n, day in enumerate(days)]
    text = HEADER + "\n".join(rows)
    assert not bench.run(bench.file("calls.csv", text)).questions


def test_what_a_log_lacks_is_what_it_lacks(bench: Bench):
    """It has outcomes, and nobody's name: so only the names are missing."""
    found = bench.run(bench.file("calls.csv", calls(100))).left
    (left,) = (one for one in found if one.fact == "flow.main_adviser_share")
    assert str(left.reason) == "the log has no adviser (masked)"


def test_rows_set_aside_are_shown_by_the_columns_of_the_file(bench: Bench):
    text = calls(100) + "901,2026-03-02 10:00:00,Claims,Answered,-5,100\n"
    (account,) = bench.run(bench.file("calls.csv", text)).accounts
    (reason,) = account.reasons
    assert reason.examples == (
        (
            "101: Start time = 2026-03-02 10:00:00, Queue = claims, Outcome = handled, Wait (s) = -5, "
            "Talk time (s) = 100"
        ),
    )
    lines = list(account_lines([account], "fr", examples=True))
    assert any(line.strip().startswith("ligne de données 101 : Start time = ") for line in lines)


def test_groups_are_named_as_people_name_them(bench: Bench):
    outcome = bench.run(bench.file("calls.csv", calls(100)), language="fr")
    assert {group for group, _ in outcome.remarks} == {"Téléphone"}


def test_a_reply_does_not_close_a_request(full_bench: Bench):
    """Without a status, requests are open until the log notes their end; a status says it better."""
    moments = [
        ("2026-03-01 09:00", "2026-03-01 10:00", "2026-03-02 09:00"),  # closed
        ("2026-03-05 09:00", "2026-03-05 10:00", ""),  # answered only
        ("2026-03-25 09:00", "", ""),  # neither
    ]
    head = ("Ticket", "Created at", "First reply at", "Closed at", "Mailbox", "Reason", "Status")
    rows = [
        (f"T{n}", *moments[n % 3], "claims", "Loss", ("Closed", "Closed", "Open")[n % 3]) for n in range(90)
    ]
    rows.append(
        ("T90", "2026-03-25 09:00", "2026-03-25 11:00", "2026-03-25 11:30", "claims", "Loss", "Closed")
    )
    for columns, backlog, oldest in ((6, 60, "20 days"), (7, 30, "2 hours")):
        text = "\n".join(",".join(row[:columns]) for row in (head, *rows))
        outcome = full_bench.run(full_bench.file("mails.csv", text))
        assert value(outcome, "mailbox", "claims", "backlog") == backlog
        assert value(outcome, "flow", "loss-email", "oldest_wait") == oldest
