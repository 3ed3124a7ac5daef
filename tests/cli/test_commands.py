"""Every command on the demo: what it prints, where, and its exit code."""

from __future__ import annotations

import json
import re

import pytest

from tests.cli.conftest import TESTS

DEMO = ("-r", "demo.yaml")


class TestAssess:
    def test_a_readable_report_goes_to_stdout_and_nothing_to_stderr(self, demo, ccrules):
        done = ccrules("assess", "facts.yaml", *DEMO)
        assert (done.code, done.err) == (0, "")
        assert "claims n'est pas suivie" in done.out.replace("\u2019", "'")

    def test_json_is_as_the_contract_says(self, demo, ccrules):
        done = ccrules("assess", "facts.yaml", *DEMO, "--format", "json")
        found = json.loads(done.out)
        assert [one["id"] for one in found["findings"]] == ["DEMO-001:mailbox/claims"]
        assert found["summary"]["coverage"] == 0.667
        assert found["inference"]["fired"] == 1
        assert done.out.endswith("}\n")

    def test_lang_sets_the_language_of_the_report(self, demo, ccrules):
        done = ccrules("assess", "facts.yaml", *DEMO, "--format", "json", "--lang", "en")
        assert json.loads(done.out)["findings"][0]["message"] == "claims is not tracked"

    def test_files_get_the_format_of_their_extension_and_stdout_nothing(self, demo, ccrules):
        done = ccrules("assess", "facts.yaml", *DEMO, "-o", "r.json", "-o", "r.md", "-o", "r.html")
        assert done == type(done)(0, "", "")
        assert json.loads((demo / "r.json").read_text(encoding="utf-8"))["schema"] == "ccrules/assessment/1"
        assert "<html" in (demo / "r.html").read_text(encoding="utf-8")
        assert (demo / "r.md").read_text(encoding="utf-8").startswith("#")

    def test_format_wins_over_the_extension_of_a_single_file(self, demo, ccrules):
        assert ccrules("assess", "facts.yaml", *DEMO, "-o", "report.txt", "--format", "json").code == 0
        assert json.loads((demo / "report.txt").read_text(encoding="utf-8"))

    def test_a_dash_is_stdout(self, demo, ccrules):
        done = ccrules("assess", "facts.yaml", *DEMO, "-o", "-", "-o", "r.json", "--format", "markdown")
        assert done.out.startswith("#")
        assert (demo / "r.json").exists()

    @pytest.mark.parametrize(
        ("severity", "code"), [("critical", 0), ("high", 1), ("medium", 1), ("low", 1), ("info", 1)]
    )
    def test_fail_on(self, demo, ccrules, severity, code):
        done = ccrules("assess", "facts.yaml", *DEMO, "-o", "r.json", "--fail-on", severity)
        assert (done.code, (demo / "r.json").exists()) == (code, True)

    def test_parameters_settings_and_the_day(self, demo, ccrules):
        done = ccrules(
            "assess", "facts.yaml", *DEMO, "--format", "json", "--param", "max_boxes=1",
            "--set", "mailbox/claims.tracked=yes", "--as-of", "2027-01-31",
        )  # fmt: skip
        found = json.loads(done.out)
        assert [one["check"] for one in found["findings"]] == ["DEMO-002"]
        assert found["assessment"]["date"] == "2027-01-31"

    @pytest.mark.parametrize("engine", ["durable", "forward"])
    def test_inference_engines_agree(self, demo, ccrules, engine):
        if engine == "durable":
            pytest.importorskip("durable_rules_engine", exc_type=ImportError)
        found = json.loads(
            ccrules("assess", "facts.yaml", *DEMO, "--format", "json", "--inference", engine).out
        )
        assert [one["key"] for one in found["conclusions"]] == ["lost-requests:mailbox/claims"]

    def test_explain_keeps_explanations(self, demo, ccrules):
        done = ccrules("assess", "facts.yaml", *DEMO, "--format", "json", "--explain")
        assert json.loads(done.out)["findings"][0]["explanation"]

    def test_twice_gives_the_same_bytes(self, demo, ccrules):
        first, second = (ccrules("assess", "facts.yaml", *DEMO, "--format", "json") for _ in range(2))
        assert first == second

    def test_every_problem_is_listed_with_its_place_and_nothing_is_written(self, demo, ccrules):
        (demo / "facts.yaml").write_text(
            "mailboxes:\n  - {id: claims, trackd: no}\n  - {id: billing, volume_month: many}\n",
            encoding="utf-8",
        )
        done = ccrules("assess", "facts.yaml", *DEMO, "-o", "r.json")
        assert (done.code, done.out) == (2, "")
        assert [line.split(": ")[0] for line in done.lines] == ["facts.yaml:2:18", "facts.yaml:3:33"]
        assert "did you mean tracked?" in done.lines[0]
        assert not (demo / "r.json").exists()


class TestValidate:
    def test_says_what_there_is(self, demo, ccrules):
        done = ccrules("validate", "facts.yaml", *DEMO)
        assert (done.code, done.err) == (0, "")
        assert done.out == "nothing is wrong; files: 1, entities: 3, facts: 7\n"

    def test_lists_problems(self, demo, ccrules):
        (demo / "more.yaml").write_text("mailboxes: [{id: claims, tracked: yes}]\n", encoding="utf-8")
        done = ccrules("validate", "facts.yaml", "more.yaml", *DEMO)
        assert (done.code, done.out) == (2, "")
        assert any(line.startswith("more.yaml:1:26: ") for line in done.lines)

    def test_notes_go_to_stderr(self, demo, ccrules):
        (demo / "facts.yaml").write_text("mailboxes: [{id: claims, owner: martin}]\n", encoding="utf-8")
        done = ccrules("validate", "facts.yaml", *DEMO)
        assert done.code == 0
        assert "martin" in done.err


class TestExplain:
    def test_all_subjects(self, demo, ccrules):
        done = ccrules("explain", "facts.yaml", "DEMO-001", *DEMO)
        assert done.code == 0
        assert "facts.yaml:7:5" in done.out
        assert "mailbox/billing.tracked" in done.out

    @pytest.mark.parametrize("subject", ["mailbox/claims", "claims"])
    def test_one_subject(self, demo, ccrules, subject):
        done = ccrules("explain", "facts.yaml", "DEMO-001", subject, *DEMO)
        assert done.code == 0
        assert "billing" not in done.out

    @pytest.mark.parametrize(
        ("words", "problem"),
        [
            (
                ("facts.yaml", "DEMO-01"),
                "ccrules: there is no check 'DEMO-01' (did you mean DEMO-001?)",
            ),
            (("facts.yaml",), "ccrules: CHECK is missing (ccrules rules list shows the checks)"),
            (("DEMO-001",), "ccrules: FACTS is missing (name the fact files before the check)"),
            (
                ("facts.yaml", "DEMO-001", "a", "b"),
                "ccrules: only one subject can be explained at a time, not a, b (name one",
            ),
        ],
    )
    def test_what_can_not_be_explained(self, demo, ccrules, words, problem):
        done = ccrules("explain", *words, *DEMO)
        assert (done.code, len(done.lines)) == (2, 1)
        assert done.err.startswith(problem)

    def test_an_unknown_subject(self, demo, ccrules):
        done = ccrules("explain", "facts.yaml", "DEMO-001", "mailbox/clams", *DEMO)
        assert done.code == 2
        assert "clams" in done.err


class TestRules:
    def test_list(self, demo, ccrules):
        done = ccrules("rules", "list", *DEMO)
        assert done.code == 0
        assert "  DEMO-001  high    Untracked mailbox\n" in done.out
        assert [line for line in done.out.splitlines() if not line.startswith(" ") and line] == [
            "Checks (2)",
            "Inferences (2)",
            "Recommendations (2)",
            "Parameters (1)",
        ]

    def test_show(self, demo, ccrules):
        done = ccrules("rules", "show", "DEMO-001", "max_boxes", *DEMO)
        assert done.out.startswith("DEMO-001  demo.yaml:")
        assert re.search(r"\n  when +not mailbox\.tracked\n", done.out)
        assert re.search(r"\n  why +Nobody follows more\.\n", done.out)

    def test_show_says_who_set_what(self, demo, ccrules):
        (demo / "firm.yaml").write_text(
            "ruleset: firm\nversion: 1.0.0\nextends: [demo.yaml]\n"
            "override:\n  checks:\n    DEMO-001:\n      severity: low\n",
            encoding="utf-8",
        )
        done = ccrules("rules", "show", "DEMO-001", "--origin", "-r", "firm.yaml")
        assert "  severity   low  [firm.yaml:7:7]\n" in done.out
        assert "  when       not mailbox.tracked  [demo.yaml:" in done.out

    def test_show_of_nothing_suggests(self, demo, ccrules):
        done = ccrules("rules", "show", "DEMO-1", "max_boxs", *DEMO)
        assert (done.code, len(done.lines)) == (2, 2)
        assert "there is nothing called max_boxs (did you mean max_boxes?)" in done.lines[1]

    def test_tests_pass(self, demo, ccrules):
        (demo / "demo.tests.yaml").write_text(TESTS, encoding="utf-8")
        done = ccrules("rules", "test", *DEMO)
        assert (done.code, done.out, done.err) == (0, "passed: 1, failed: 0\n", "")

    def test_a_failed_test_is_told_at_its_place(self, demo, ccrules):
        (demo / "demo.tests.yaml").write_text(
            TESTS.replace("DEMO-001: fail", "DEMO-001: pass"), encoding="utf-8"
        )
        done = ccrules("rules", "test", *DEMO)
        assert (done.code, done.out) == (1, "passed: 0, failed: 1\n")
        assert done.lines[0].startswith("demo.tests.yaml:3:")

    def test_lint(self, demo, ccrules):
        (demo / "demo.tests.yaml").write_text(TESTS, encoding="utf-8")
        done = ccrules("rules", "lint", *DEMO)
        assert done.code == 0
        assert done.out.count("R011 nothing reads") == 5
        assert done.out.endswith("remarks: 0; notes: 5\n")

    def test_lint_leaves_with_one_for_a_remark(self, demo, ccrules):
        done = ccrules("rules", "lint", *DEMO)
        assert done.code == 1
        assert "R005 DEMO-001 has no test" in done.out
        assert done.out.endswith("remarks: 2; notes: 5\n")

    def test_alone_it_prints_its_help(self, ccrules):
        assert ccrules("rules").out == ccrules("rules", "--help").out


class TestSchema:
    def test_facts_that_are_right_fit_the_schema(self, demo, ccrules):
        from jsonschema import Draft202012Validator

        schema = json.loads(ccrules("schema", "facts", *DEMO).out)
        Draft202012Validator.check_schema(schema)
        facts = {"mailboxes": [{"id": "claims", "tracked": False}]}
        assert not list(Draft202012Validator(schema).iter_errors(facts))
        assert list(Draft202012Validator(schema).iter_errors({"mailbxes": []}))

    def test_an_assessment_fits_the_schema(self, demo, ccrules):
        from jsonschema import Draft202012Validator

        schema = json.loads(ccrules("schema", "assessment").out)
        found = json.loads(ccrules("assess", "facts.yaml", *DEMO, "--format", "json", "--explain").out)
        assert [error.message for error in Draft202012Validator(schema).iter_errors(found)] == []

    def test_the_schema_of_rulesets_is_a_schema(self, ccrules):
        from jsonschema import Draft202012Validator

        Draft202012Validator.check_schema(json.loads(ccrules("schema", "ruleset").out))


class TestPlugins:
    def test_what_is_installed(self, ccrules):
        done = ccrules("plugins")
        assert done.code == 0
        assert done.out.startswith("ccrules 0.1.0\n  ccrules_functions\n  ccrules_importers\n")

    def test_what_failed_is_named_and_other_commands_work_on(self, demo, ccrules, monkeypatch):
        from importlib.metadata import EntryPoint

        from ccrules import plugins

        monkeypatch.setattr(plugins, "entry_points", lambda group: [EntryPoint("odd", "not_there", group)])
        assert "Failed:\n  odd: ModuleNotFoundError: No module named 'not_there' (" in ccrules("plugins").out
        done = ccrules("assess", "facts.yaml", *DEMO, "--format", "json")
        assert json.loads(done.out)
        assert done.err.startswith("ccrules: plugin odd can't be used: ModuleNotFoundError")
        missing = ccrules("assess", "facts.yaml", "-r", "of-the-odd-plugin")
        assert missing.code == 2
        assert missing.lines[0].startswith("ccrules: plugin odd can't be used")
