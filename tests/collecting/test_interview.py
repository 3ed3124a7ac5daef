"""Interviews as somebody has them: typed answers, what follows at once, and nothing lost."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from ccrules import cli, load_facts, load_rulesets
from ccrules.collecting.interview_answers import read_answers
from ccrules.documents import read_document
from ccrules.documents.yaml_reader import read_yaml
from ccrules.facts.reading import read_facts
from ccrules.facts.writing import written_document

RULESET = """\
ruleset: demo
version: 1.0.0
topics: [inboxes, people]
entities:
  organisation:
    attributes:
      headcount: {type: int, min: 0, ask: head of service, question: How many people work here?}
  agent:
    plural: agents
    attributes:
      skills: {type: text, set: true, ask: team leader}
  flow_map: {singleton: true, attributes: {updated_on: {type: date}}}
  mailbox:
    plural: mailboxes
    label: {en: mailbox, fr: boîte mail}
    attributes:
      tracked:
        type: bool
        label: {en: Tracked, fr: Suivie}
        question: {en: Is it tracked?, fr: Est-elle suivie ?}
        ask: {en: head of service, fr: chef de service}
        obtain: {en: Look at the tool., fr: Regardez l'outil.}
        depth: express
      volume_month: {type: number, unit: contacts/month, min: 0, ask: analyst, depth: full}
      rhythm: {type: enum, values: [daily, weekly, never], ask: head of service, depth: full}
      owner: {type: ref, to: agent, ask: head of service}
checks:
  - id: A-1
    title: {en: Untracked, fr: Non suivie}
    for: mailbox
    topics: [inboxes]
    when: not mailbox.tracked
    severity: high
    message: {en: "{{ mailbox.id }} is not tracked", fr: "{{ mailbox.id }} n'est pas suivie"}
  - id: A-2
    title: Much
    for: mailbox
    topics: [inboxes]
    when: mailbox.volume_month > 1000
    severity: low
  - id: A-3
    title: Never read
    for: mailbox
    topics: [inboxes]
    when: mailbox.rhythm == "never"
    severity: low
  - id: A-4
    title: Nobody owns it
    for: mailbox
    topics: [people]
    when: not exists(mailbox.owner)
    severity: medium
  - id: A-5
    title: Small
    topics: [people]
    when: organisation.headcount < 3
    severity: info
  - id: A-6
    title: Map too old
    topics: [people]
    when: age(flow_map.updated_on) > "1 year"
    severity: info
inferences:
  - id: I-1
    when: [{finding: A-1}]
    conclude: {id: lost, kind: consequence, title: Requests get lost, belief: 0.5}
"""

FACTS = """\
# what we saw on the first day
assessment: {name: A, date: 2026-10-01, status: final}
flow_map: none      # they said so
agents: [{id: amina}]

mailboxes:
  - {id: claims, volume_month: "1 200", rhythm: daily, owner: amina}   # the big one
organisation: {headcount: 12}
"""


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    """A folder with facts that lack one answer, made the current one."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "demo.yaml").write_text(RULESET, encoding="utf-8")
    (tmp_path / "facts.yaml").write_text(FACTS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def interview(here, capsys, monkeypatch):
    """Types lines into an interview whose input is no terminal."""

    def hold(*lines: str, arguments: tuple[str, ...] = ("facts.yaml",), typing=None) -> SimpleNamespace:
        typed = typing or io.StringIO("".join(f"{line}\n" for line in lines))
        monkeypatch.setattr(sys, "stdin", typed)
        code = cli.run(["facts", "interview", *arguments, "-r", "demo.yaml"])
        out, err = capsys.readouterr()
        return SimpleNamespace(code=code, out=out, err=err)

    return hold


def everything(*files: str):
    method = load_rulesets("demo.yaml")
    return load_facts(list(files), method)


def answers() -> str:
    return Path("facts.answers.yaml").read_text(encoding="utf-8")


def test_an_answer_is_kept_with_who_said_it_and_when(interview):
    done = interview("no", arguments=("facts.yaml", "--by", "Amina Roy"))
    assert (done.code, done.err) == (0, "")
    assert "# Tracked (claims) · head of service\nIs it tracked?\n" in done.out
    base = everything("facts.yaml", "facts.answers.yaml")
    claims = base.collections["mailbox"].by_id["claims"]
    origin = base.origin(claims, "tracked")
    assert (claims.tracked, origin.by, origin.on) == (False, "Amina Roy", "2026-10-01")
    assert origin.place.file == "facts.answers.yaml"


def test_what_follows_is_said_at_once(interview):
    done = interview("no")
    assert "4 of 5 outcomes are decided." in done.out
    assert "+ high: claims is not tracked\n" in done.out
    assert "+ conclusion: Requests get lost\n" in done.out
    assert "5 of 5 outcomes are decided (+1).\nNothing is left to ask." in done.out


def test_the_file_of_the_user_is_left_as_it_is(interview):
    before = Path("facts.yaml").read_bytes()
    interview("no", "back", "yes")
    assert Path("facts.yaml").read_bytes() == before


def test_a_wrong_answer_is_refused_with_a_hint_and_asked_again(interview):
    done = interview("perhaps", "none", "yes")
    assert (
        "! perhaps is neither yes nor no (write yes or no, oui or non, unknown if nobody could tell)"
        in done.out
    )
    assert "! Tracked always has a value, so it can't be none (" in done.out
    assert "value: 'yes'" in answers()


def test_a_wrong_answer_changes_no_file(interview):
    assert interview("perhaps").code == 0
    assert not Path("facts.answers.yaml").exists()


def test_characters_that_are_no_text_are_refused(interview):
    done = interview("y\x1b[D", "\N{REPLACEMENT CHARACTER}", "yes")
    assert done.out.count("! the answer holds characters that can't be read") == 2
    assert "'yes'" in answers()


@pytest.mark.parametrize("text", ["don't know", "don’t know", "unknown", "ne sait pas", "inconnu"])
def test_what_nobody_can_tell_is_not_asked_again(interview, text):
    assert "Nothing is left to ask." in interview(text).out
    assert "value: unknown" in answers()
    assert "# Tracked" not in interview("yes").out


def test_not_applicable(interview):
    interview("sans objet")
    assert "value: not applicable" in answers()


def test_why(interview):
    done = interview("?", "pourquoi")
    assert done.out.count("A-1  Untracked") == 2
    assert "Look at the tool." in done.out
    assert "Requests get lost" in done.out
    assert "mailbox/claims.tracked" in done.out


def test_later_comes_again_at_the_end_and_the_next_time(interview):
    done = interview("later", "plus tard", "yes")
    assert done.out.count("# Tracked (claims)") == 2
    assert not Path("facts.answers.yaml").exists()
    assert "# Tracked (claims)" in interview("quit").out


def test_the_last_answer_can_be_taken_back(interview):
    done = interview("back", "no", "back", "yes", "")
    assert done.out.count("There is no answer of this conversation to take back.") == 1
    assert "Type back to take the last answer back, or nothing to end." in done.out
    assert "value: 'yes'" in answers()


def open_facts() -> None:
    text = "assessment: {name: A, date: 2026-10-01, status: draft}\nflow_map: none\n"
    Path("facts.yaml").write_text(text, encoding="utf-8")


def test_taking_back_clears_what_followed(interview):
    open_facts()
    done = interview("claims", "yes", "no", "back", "yes", "quit")
    assert "+ high: claims is not tracked" in done.out
    assert "Taken back.\n- no longer: claims is not tracked" in done.out
    claims = everything("facts.yaml", "facts.answers.yaml").collections["mailbox"].by_id["claims"]
    assert claims.tracked is True


def test_the_only_answer_taken_back_leaves_no_file(interview):
    open_facts()
    interview("claims", "no", "back", "quit")
    assert not Path("facts.answers.yaml").exists()


@pytest.mark.parametrize(
    ("typed", "members", "complete", "total"),
    [
        (("claims, billing", "yes"), ["claims", "billing"], True, None),
        (("claims; team 1", "no"), ["claims", "team 1"], False, None),
        (("claims",), ["claims"], False, None),
        (("15",), [], True, 15),
        (("none",), [], True, None),
    ],
)
def test_lists_come_first(interview, typed, members, complete, total):
    open_facts()
    interview(*typed)
    found = everything("facts.yaml", "facts.answers.yaml").collections["mailbox"]
    assert [one.id for one in found.members] == members
    assert (found.total, found.state) == (total, None)
    if total is None and typed != ("none",):
        assert found.complete == complete


def test_a_list_is_completed_another_day(interview):
    open_facts()
    interview("claims", "no", "quit")
    done = interview("no more", "quit")
    assert "known so far: claims; say no more if these are all" in done.out
    assert everything("facts.yaml", "facts.answers.yaml").collections["mailbox"].complete


def test_a_list_that_is_open_is_not_closed_by_an_answer(interview):
    text = FACTS.replace("agents: [{id: amina}]\n", "").replace("mailboxes:", "mailboxes:\n  - {id: b}")
    Path("facts.yaml").write_text(
        text.replace("status: final", "status: final, partial: [mailboxes]"), "utf-8"
    )
    interview("later", "no", "no", "quit")
    base = everything("facts.yaml", "facts.answers.yaml")
    assert not base.collections["mailbox"].complete
    assert sum(one.tracked is False for one in base.collections["mailbox"].members) >= 1


def test_a_list_that_the_user_declared_partial_stays_so(interview):
    text = FACTS.replace("status: final", "status: final, partial: [mailboxes]")
    Path("facts.yaml").write_text(text, "utf-8")
    done = interview("no more", "billing", "quit")
    assert "! the facts say that this list is partial (change it in the fact file)" in done.out
    assert "Are these all?" not in done.out
    found = everything("facts.yaml", "facts.answers.yaml").collections["mailbox"]
    assert ([one.id for one in found.members], found.complete) == (["claims", "billing"], False)


def excerpt_of_mailboxes() -> None:
    text = FACTS.replace("status: final", "status: final, excerpt: [mailboxes]")
    Path("facts.yaml").write_text(text, "utf-8")


def test_to_write_of_a_member_claims_nothing_of_the_list(interview):
    """So a list that comes later closes it, and the answers do not."""
    excerpt_of_mailboxes()
    interview("later", "no", "quit")
    answered = everything("facts.answers.yaml").collections["mailbox"]
    assert ([one.id for one in answered.members], answered.complete) == (["claims"], False)
    assert answered.members[0].tracked is False
    Path("list.yaml").write_text("mailboxes: [{id: claims}, {id: billing}]", "utf-8")
    files = ("facts.yaml", "facts.answers.yaml", "list.yaml")
    assert everything(*files).collections["mailbox"].complete


def test_nobody_may_know_whether_a_list_is_complete(interview):
    Path("facts.yaml").write_text("assessment: {date: 2026-10-01}", "utf-8")
    done = interview("claims, billing", "perhaps", "unknown", "quit")
    assert "! perhaps is neither yes nor no" in done.out
    base = everything("facts.answers.yaml")
    assert [one.id for one in base.collections["mailbox"].members] == ["claims", "billing"]
    assert base.collections["mailbox"].excerpt
    assert "mailbox" not in base.header.get("partial", ())


def test_an_excerpt_is_closed_by_whoever_says_that_these_are_all(interview):
    excerpt_of_mailboxes()
    interview("no more", "quit")
    found = everything("facts.yaml", "facts.answers.yaml").collections["mailbox"]
    assert ([one.id for one in found.members], found.complete) == (["claims"], True)
    Path("log.yaml").write_text("assessment: {excerpt: [mailboxes]}\nmailboxes: [{id: fax}]", "utf-8")
    files = ("facts.yaml", "log.yaml", "facts.answers.yaml")
    assert not everything(*files).collections["mailbox"].complete
    interview("no more", "quit", arguments=("facts.yaml", "log.yaml", "-o", "facts.answers.yaml"))
    found = everything(*files).collections["mailbox"]
    assert ([one.id for one in found.members], found.complete) == (["claims", "fax"], True)


def test_choices_sets_and_numbers(interview):
    text = FACTS.replace(', volume_month: "1 200", rhythm: daily, owner: amina', ", tracked: yes")
    Path("facts.yaml").write_text(text, "utf-8")
    done = interview("amin", "amina", "4", "2", "1,200", "1 200,5")
    assert "  2  weekly\n" in done.out
    assert "! amin is not among the agents (did you mean amina?)" in done.out
    assert "! 4 is not a value of rhythm (choose from the list)" in done.out
    assert "! 1,200" in done.out
    claims = everything("facts.yaml", "facts.answers.yaml").collections["mailbox"].by_id["claims"]
    assert (claims.owner.id, claims.rhythm, claims.volume_month) == ("amina", "weekly", 1200.5)


def test_french(interview):
    done = interview("peut-être", "non", arguments=("facts.yaml", "--lang", "fr"))
    assert "# Suivie (claims) · chef de service\nEst-elle suivie\N{NO-BREAK SPACE}?" in done.out.replace(
        "\u202f", "\u00a0"
    )
    assert "+ élevée" in done.out
    assert "claims n'est pas suivie" in done.out.replace("\u2019", "'")
    assert "sur 5" in done.out


@pytest.mark.parametrize(
    ("arguments", "asked", "not_asked"),
    [
        (("--ask", "analyst"), "# volume month", "# Tracked"),
        (("--depth", "express"), "# Tracked", "# volume month"),
        (("--theme", "people"), "# owner", "# Tracked"),
    ],
)
def test_by_theme_depth_and_person(interview, arguments, asked, not_asked):
    text = "assessment: {date: 2026-10-01}\nmailboxes: [{id: claims}]\n"
    Path("facts.yaml").write_text(text, "utf-8")
    done = interview(*["later"] * 20, arguments=("facts.yaml", *arguments))
    assert asked in done.out
    assert not_asked not in done.out


def test_a_topic_that_there_is_not(interview):
    done = interview(arguments=("facts.yaml", "--theme", "inboxs"))
    assert done.code == 2
    assert "did you mean inboxes?" in done.err


def test_somebody_whom_nothing_is_asked(interview):
    done = interview(arguments=("facts.yaml", "--ask", "the mayor"))
    assert (done.code, "no question is left (ask deeper" in done.err) == (2, True)


def test_a_limit(interview):
    open_facts()
    done = interview("none", "15", "claims", arguments=("facts.yaml", "--limit", "1"))
    assert done.out.count("\n# ") == 1


def test_a_new_assessment_reads_no_clock(interview):
    done = interview("", "Riviera", "quit", arguments=("new.yaml",))
    assert done.code == 0
    text = Path("new.yaml").read_text(encoding="utf-8")
    assert text == "assessment:\n  name: Riviera\n  language: en\n  status: draft\n"


def test_a_new_assessment_has_the_date_that_is_given(interview):
    interview("Riviera", "12", arguments=("new.yaml", "--as-of", "2026-10-01"))
    assert "date: '2026-10-01'" in Path("new.yaml").read_text(encoding="utf-8")
    assert "total: '12'" in Path("new.answers.yaml").read_text(encoding="utf-8")


def test_no_name_begins_nothing(interview):
    assert interview(arguments=("new.yaml",)).code == 0
    assert not Path("new.yaml").exists()


def test_facts_that_are_wrong_are_no_interview(interview):
    Path("facts.yaml").write_text("mailboxs: []\n", "utf-8")
    done = interview("yes")
    assert (done.code, "did you mean mailboxes?" in done.err) == (2, True)


def test_two_interviews_at_once_overwrite_nothing(interview):
    class Meanwhile(io.StringIO):
        def readline(self, *_: int) -> str:
            Path("facts.answers.yaml").write_text("organisation: {}\n", encoding="utf-8")
            return "no\n"

    done = interview(typing=Meanwhile())
    assert (done.code, "changed by somebody else" in done.err) == (2, True)
    assert answers() == "organisation: {}\n"


def test_answers_of_a_folder_lie_in_it(interview):
    Path("all").mkdir()
    Path("all/facts.yaml").write_text(FACTS, "utf-8")
    done = interview("yes", arguments=("all",))
    assert "ccrules assess all\n" in done.out
    assert everything("all").collections["mailbox"].by_id["claims"].tracked is True
    assert "Nothing is left to ask." in interview(arguments=("all",)).out


@pytest.mark.parametrize("example", ["hmrc", "caf-du-nord"])
def test_a_file_taken_up_again_says_the_same(example):
    file = Path(__file__).parents[2] / "examples" / example / "facts.yaml"
    method = load_rulesets()
    again = read_answers(read_document(file), method.vocabulary, "").text()
    document = read_yaml(again, "again.yaml")
    assert document is not None
    after = read_facts([document], method.vocabulary)
    assert written_document(after) == written_document(load_facts(file, method))


def test_labels_and_provenance_by_hand_survive(interview):
    Path("facts.answers.yaml").write_text(
        'boîtes mail:\n- id: claims\n  volume_month: ~\n  Suivie: {value: "oui", source: vu, evidence: p. 3}\n',
        encoding="utf-8",
    )
    Path("facts.yaml").write_text(FACTS.replace(", owner: amina", ""), "utf-8")
    interview("amina")
    base = everything("facts.yaml", "facts.answers.yaml")
    claims = base.collections["mailbox"].by_id["claims"]
    origin = base.origin(claims, "tracked")
    assert (claims.tracked, origin.source, origin.evidence) == (True, "vu", "p. 3")
    assert claims.owner.id == "amina"


SLOTS = """\
ruleset: slots
version: 1.0.0
entities:
  slot:
    plural: slots
    key: [day, hour]
    attributes:
      day: {type: text}
      hour: {type: int}
      note: {type: text}
checks:
  - {id: S-1, title: Odd, for: slot, when: slot.note == "none", severity: low}
"""


def test_members_known_by_other_attributes_and_text_in_quotes(interview):
    Path("demo.yaml").write_text(SLOTS, "utf-8")
    Path("facts.yaml").write_text(
        "assessment: {date: 2026-10-01, status: draft}\nslots: [{day: monday, hour: 9}]\n", "utf-8"
    )
    done = interview("tuesday", "no more", '"none"')
    assert "! they can't be added by a name alone (" in done.out
    assert "+ low: Odd" in done.out
    found = everything("facts.yaml", "facts.answers.yaml").collections["slot"]
    assert [(one.id, one.note) for one in found.members] == [("monday|9", "none")]


# --- on a terminal ---------------------------------------------------------------------------


@pytest.fixture
def terminal(here):
    pexpect = pytest.importorskip("pexpect")
    if not hasattr(pexpect, "spawn"):
        pytest.skip("no pseudo-terminal here")
    opened = []

    def spawn(*arguments: str):
        command = ["-m", "ccrules", "facts", "interview", *arguments, "-r", "demo.yaml"]
        child = pexpect.spawn(sys.executable, command, encoding="utf-8", timeout=60, cwd=str(here))
        opened.append(child)
        return child

    yield spawn
    for child in opened:
        child.close(force=True)


def test_killed_and_resumed_without_losing_an_answer(terminal):
    open_facts()
    child = terminal("facts.yaml", "--by", "Amina")
    child.expect("complete list")
    child.expect("> ")
    child.sendline("claims, billing")
    child.expect("Are these all")
    child.sendline("yes")
    child.expect("outcomes are decided \\(")
    child.kill(9)
    child.wait()

    found = everything("facts.yaml", "facts.answers.yaml").collections["mailbox"]
    assert [one.id for one in found.members] == ["claims", "billing"]

    child = terminal("facts.yaml", "--by", "Amina", "--depth", "express")
    child.expect("Is it tracked\\?")
    child.expect("> ")
    child.sendline("no")
    child.expect("is not tracked")
    child.expect("outcomes are decided \\(")
    child.kill(9)
    child.wait()
    members = everything("facts.yaml", "facts.answers.yaml").collections["mailbox"].members
    assert sum(one.tracked is False for one in members) == 1
    assert not list(Path().glob(".*.tmp"))


@pytest.mark.parametrize("key", ["c", "d"])
def test_interrupted_or_ended_by_a_key(terminal, key):
    child = terminal("facts.yaml")
    child.expect("> ")
    child.sendcontrol(key)
    child.expect(pytest.importorskip("pexpect").EOF)
    child.close()
    assert (child.exitstatus, child.signalstatus) == (0, None)
    assert "Traceback" not in child.before
