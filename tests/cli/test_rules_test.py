"""``ccrules rules test``: results, coverage, mutants, suggestions, and the codes it leaves with."""

from __future__ import annotations

import json
from xml.etree.ElementTree import fromstring

import pytest

from ccrules.documents.yaml_reader import read_yaml

TESTS = """\
- name: an untracked mailbox
  facts: {mailboxes: [{id: claims, tracked: no, volume_month: 200}]}
  expect: {DEMO-001: fail, DEMO-002: pass}
"""
RUN = ("rules", "test", "-r", "demo.yaml")


@pytest.fixture
def tested(demo):
    """The demo with a test beside it."""
    write(demo, TESTS)
    return demo


def write(folder, text):
    (folder / "demo.tests.yaml").write_text(text, encoding="utf-8")


class TestResults:
    def test_passed(self, tested, ccrules):
        done = ccrules(*RUN)
        assert (done.code, done.out, done.err) == (0, "passed: 1, failed: 0\n", "")

    def test_a_difference_is_told_with_its_place(self, tested, ccrules):
        write(tested, TESTS.replace("DEMO-002: pass", "DEMO-002: fail"))
        done = ccrules(*RUN)
        assert (done.code, done.out) == (1, "passed: 0, failed: 1\n")
        assert done.lines == ["demo.tests.yaml:3:28: DEMO-002 on organisation: expected fail, got pass"]

    def test_json(self, tested, ccrules):
        write(tested, TESTS.replace("DEMO-002: pass", "DEMO-002: fail"))
        data = json.loads(ccrules(*RUN, "--format", "json").out)
        assert data["schema"] == "ccrules/rule-tests/1"
        assert (data["passed"], data["failed"]) == (0, 1)
        (failure,) = data["failures"]
        assert (failure["case"], failure["line"]) == ("an untracked mailbox", 1)
        assert failure["differences"][0]["column"] == 28

    def test_parameters_and_the_day_are_respected(self, tested, ccrules):
        write(tested, TESTS.replace("DEMO-002: pass", "DEMO-002: {outcome: pass, values: {n: 1}}"))
        assert ccrules(*RUN, "--as-of", "2026-01-01").code == 0
        many = "[{id: a}, {id: b}]"
        write(tested, f"- name: n\n  facts: {{mailboxes: {many}}}\n  expect: {{DEMO-002: fail}}\n")
        assert [ccrules(*RUN).code, ccrules(*RUN, "--param", "max_boxes=1").code] == [1, 0]

    def test_junit(self, tested, ccrules):
        write(
            tested,
            TESTS + TESTS.replace("DEMO-002: pass", "DEMO-002: fail").replace("untracked", 'a "<&\x07'),
        )
        assert ccrules(*RUN, "--junit", "out.xml").code == 2  # a bell is no character of YAML
        write(tested, TESTS + TESTS.replace("DEMO-002: pass", "DEMO-002: fail").replace("untracked", "<&>"))
        done = ccrules(*RUN, "--junit", "out.xml")
        root = fromstring((tested / "out.xml").read_bytes())
        assert (done.code, root.attrib) == (
            1,
            {"name": "ccrules", "tests": "2", "failures": "1", "errors": "0"},
        )
        (suite,) = root
        assert suite.attrib["name"] == "demo.tests.yaml"
        good, bad = suite
        assert (good.attrib["name"], good.attrib["line"], list(good)) == ("an untracked mailbox", "1", [])
        assert bad.attrib["name"] == "an <&> mailbox"
        assert bad[0].attrib["message"] == (
            "demo.tests.yaml:6:28: DEMO-002 on organisation: expected fail, got pass"
        )

    def test_junit_is_written_whole_or_not_at_all(self, tested, ccrules):
        done = ccrules(*RUN, "--junit", "nowhere/out.xml")
        assert (done.code, "no such folder" in done.err) == (2, True)


class TestCoverage:
    def test_text(self, tested, ccrules):
        done = ccrules(*RUN, "--coverage")
        lines = done.out.splitlines()
        assert done.code == 0
        assert lines[0] == "cases by check and outcome:"
        assert lines[1].split() == ["fail", "pass", "not_assessed", "not_applicable"]
        assert lines[2].split() == ["DEMO-001", "1", "–", "–", "–"]
        assert any(line.startswith("demo.yaml:23:9: DEMO-001: no case expects pass") for line in lines)
        assert (
            "demo.yaml:26:14: DEMO-001 applies: no case stands at the limit of mailbox.volume_month > 0"
            in lines
        )
        assert "checks with every outcome: 0 of 2" in lines

    def test_json(self, tested, ccrules):
        data = json.loads(ccrules(*RUN, "--coverage", "--format", "json").out)["coverage"]
        assert [one["id"] for one in data["checks"]] == ["DEMO-001", "DEMO-002"]
        first = data["checks"][0]
        assert (first["expected"], first["missing"]) == (
            {"fail": 1},
            ["pass", "not_assessed", "not_applicable"],
        )
        assert first["boundaries"][0]["cases"] == {"at": 0, "above": 1}
        assert [one["fires"] for one in data["inferences"]] == [0, 0]
        assert data["untested"] == ["DEMO-INF-001", "DEMO-INF-002"]

    def test_only_some(self, tested, ccrules):
        out = ccrules(*RUN, "--coverage", "--check", "DEMO-002").out
        assert ("DEMO-002" in out, "DEMO-001" in out) == (True, False)


class TestMutants:
    def test_text(self, tested, ccrules):
        done = ccrules(*RUN, "--mutate", "--check", "DEMO-002")
        assert done.code == 0
        assert done.out.splitlines()[0] == (
            "demo.yaml:35:11: DEMO-002 when: nothing notices n > params.max_boxes → n >= params.max_boxes "
            "(a case in which n is exactly params.max_boxes)"
        )
        assert "mutants noticed: 1 of 5 (20.0%); left out as equivalent: 0" in done.out

    def test_json(self, tested, ccrules):
        data = json.loads(ccrules(*RUN, "--mutate", "--check", "DEMO-002", "--format", "json").out)[
            "mutation"
        ]
        assert (data["killed"], data["mutants"], data["score"]) == (1, 5, 0.2)
        assert data["rules"] == [{"id": "DEMO-002", "killed": 1, "mutants": 5, "score": 0.2}]
        assert data["survivors"][0] | {"kills": ""} == {
            "rule": "DEMO-002", "kind": "comparison", "field": "when", "file": "demo.yaml", "line": 35, "column": 11,
            "before": "n > params.max_boxes", "after": "n >= params.max_boxes", "kills": "", "cases": 1,
        }  # fmt: skip

    @pytest.mark.parametrize(("least", "code"), [("20", 0), ("20.1", 1), ("0", 0)])
    def test_min_score(self, tested, ccrules, least, code):
        assert ccrules(*RUN, "--mutate", "--check", "DEMO-002", "--min-score", least).code == code

    def test_mutants_wait_until_all_tests_pass(self, tested, ccrules):
        write(tested, TESTS.replace("DEMO-002: pass", "DEMO-002: fail"))
        done = ccrules(*RUN, "--mutate")
        assert (done.code, done.out) == (1, "passed: 0, failed: 1\n")
        assert done.lines[-1] == "mutants and suggestions wait until all tests pass"

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            (("--min-score", "50"), "--min-score says nothing without --mutate"),
            (("--mutate", "--min-score", "101"), "101.0 is no value of --min-score"),
            (
                ("--mutate", "--check", "DEMO-02"),
                "there is no check or inference 'DEMO-02' in the rulesets tested",
            ),
            (("--coverage", "--check", "DEMO-INF-00"), "did you mean DEMO-INF-00"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, tested, ccrules, more, said):
        done = ccrules(*RUN, *more)
        assert (done.code, done.out) == (2, "")
        assert said in done.err


class TestSuggestions:
    def test_the_output_is_a_test_file_in_which_everything_passes(self, tested, ccrules):
        done = ccrules(*RUN, "--mutate", "--suggest")
        read_yaml(done.out, "")
        write(tested, TESTS + done.out)
        again = ccrules(*RUN, "--mutate")
        assert again.code == 0
        score = [int(word) for word in again.out.splitlines()[-3].replace("(", " ").split() if word.isdigit()]
        assert score[0] > 10
        assert ccrules(*RUN, "--coverage").out.count("no case expects pass") == 0

    def test_json(self, tested, ccrules):
        data = json.loads(ccrules(*RUN, "--suggest", "--check", "DEMO-002", "--format", "json").out)
        assert {outcome for one in data["suggestions"] for outcome in one["outcomes"]} == {
            "fail",
            "not_assessed",
        }
        assert all(one["yaml"].startswith("- name: ") for one in data["suggestions"])
        assert "coverage" not in data

    def test_in_french(self, tested, ccrules):
        out = ccrules(*RUN, "--suggest", "--mutate", "--coverage", "--lang", "fr").out
        assert "mutants remarqués : 3 sur 18 (16,6" in out
        assert "contrôles avec tous les résultats" in out


class TestList:
    def test_json(self, demo, ccrules):
        (demo / "more.yaml").write_text(
            "ruleset: more\nversion: 1.0.0\nextends: [demo.yaml]\n"
            "catalogue: {E-1: [DEMO-001, lost-requests], E-2: [DEMO-001, track-mailboxes]}\n",
            encoding="utf-8",
        )
        data = json.loads(ccrules("rules", "list", "-r", "more.yaml", "--format", "json").out)
        assert data["schema"] == "ccrules/rules/1"
        assert [one["name"] for one in data["rulesets"]] == ["demo", "more"]
        first = data["checks"][0]
        assert (first["id"], first["kind"], first["subject"]) == ("DEMO-001", "check", "mailbox")
        assert (first["severity"], first["severities"], first["nature"]) == ("high", ["high"], "fact")
        assert (first["theme"], first["source"], first["catalogue"]) == (None, [], ["E-1", "E-2"])
        kinds = [(one["kind"], one["conclusion"], one["catalogue"]) for one in data["inferences"]]
        assert kinds == [("cause", "no-inbox-governance", []), ("consequence", "lost-requests", ["E-1"])]
        assert data["recommendations"][0]["catalogue"] == ["E-2"]
        assert data["parameters"][0]["name"] == "max_boxes"

    def test_a_catalogue_names_what_there_is(self, demo, ccrules):
        with (demo / "demo.yaml").open("a", encoding="utf-8") as file:
            file.write("catalogue: {E-1: [DEMO-01]}\n")
        done = ccrules("rules", "list", "-r", "demo.yaml")
        assert done.code == 2
        assert (
            "there is no check, conclusion or recommendation 'DEMO-01' (did you mean DEMO-001?)" in done.err
        )
