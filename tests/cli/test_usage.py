"""Mistakes on the command line, settings, languages, and what no user may ever see."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ccrules.cli.language import spoken_language

DEMO = ("-r", "demo.yaml")


def in_a_process(*arguments: str, folder: Path, **settings) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **settings.pop("env", {})}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
        **settings,
    )


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["asses"], "ccrules: there is no command ccrules asses (did you mean assess?)"),
        (["rules", "lst"], "ccrules: there is no command ccrules rules lst (did you mean list?)"),
        (["assess"], "ccrules: FACTS... is missing (see ccrules assess --help)"),
        (
            ["assess", "f", "--langg", "fr"],
            "ccrules: there is no option --langg (did you mean --lang?)",
        ),
        (["assess", "f", "--lang", "de"], "ccrules: de is no value of --lang (known: en, fr)"),
        (["assess", "f", "--lang"], "ccrules: option --lang needs a value (see ccrules --help)"),
        (["assess", "f", "--fail-on", "hgh"], "ccrules: hgh is no value of --fail-on (did you mean high?)"),
        (
            ["assess", "f", "--param", "x"],
            "ccrules: --param x gives no value (for example: --param max_boxes=5)",
        ),
        (
            ["schema", "fact"],
            "ccrules: fact is no value of facts|ruleset|assessment|view|waivers|review|comparison (did you mean facts?)",
        ),
        (["schema", "facts", "y"], "ccrules: y: more than this command takes (see ccrules schema --help)"),
    ],
)
def test_a_mistake_is_one_line_with_a_hint(ccrules, tmp_path, monkeypatch, arguments, problem):
    monkeypatch.chdir(tmp_path)
    done = ccrules(*arguments)
    assert (done.code, done.out, done.lines) == (2, "", [problem])


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (
            ["--format", "papyrus"],
            (
                "ccrules: papyrus is no value of --format "
                "(known: terminal, markdown, html, json, xlsx, csv, sarif, junit, docx, pptx, pdf)"
            ),
        ),
        (["--inference", "forwrd"], "ccrules: forwrd is no value of --inference (did you mean forward?)"),
        (["-o", "gone/r.md"], "gone/r.md: there is no such folder (create it first)"),
        (["-o", "sub"], "sub: this is a folder (name a file in it)"),
    ],
)
def test_an_output_that_can_not_be_is_refused(demo, ccrules, arguments, problem):
    (demo / "sub").mkdir()
    done = ccrules("assess", "facts.yaml", *DEMO, *arguments)
    assert (done.code, done.out) == (2, "")
    assert problem in done.lines


def test_all_outputs_are_checked_before_any_work(demo, ccrules):
    done = ccrules(
        "assess", "gone.yaml", *DEMO, "-o", "gone/r.md", "-o", "r.xyz", "-o", "a.md", "-o", "./a.md"
    )
    assert [line.split(" (")[0] for line in done.lines] == [
        "./a.md: this file is named twice",
        "gone/r.md: there is no such folder",
        "r.xyz: the extension does not tell the format",
    ]


def test_help_needs_nothing_but_click(tmp_path):
    code = "import sys\nfrom ccrules.cli import run\nrun(['--help'])\nprint(*sys.modules, file=sys.stderr)"
    done = in_a_process("-c", code, folder=tmp_path)
    loaded = done.stderr.decode().split()
    ours = {name for name in loaded if name.startswith("ccrules")}
    assert not {"pluggy", "pydantic", "jinja2", "rich", "markdown", "nh3", "yaml", "durable"} & set(loaded)
    assert all(
        name.startswith(("ccrules.cli", "ccrules.errors")) or name in {"ccrules", "ccrules.version"}
        for name in ours
    )
    assert b"assess" in done.stdout


def test_importing_the_package_loads_nothing_of_it(tmp_path):
    done = in_a_process("-c", "import sys, ccrules; print(*sys.modules)", folder=tmp_path)
    loaded = done.stdout.decode().split()
    assert {name for name in loaded if name.startswith("ccrules")} <= {"ccrules", "ccrules.version"}


def test_severities_are_those_of_the_model():
    from ccrules.cli import options
    from ccrules.ruleset import model

    assert options.SEVERITIES == model.SEVERITIES


class TestLanguage:
    @pytest.mark.parametrize(
        ("arguments", "environment", "language"),
        [
            ([], {}, "en"),
            ([], {"LANG": "fr_FR.UTF-8"}, "fr"),
            ([], {"LANG": "fr"}, "fr"),
            ([], {"LANG": "de_DE.UTF-8"}, "en"),
            ([], {"LANG": "fro"}, "en"),
            ([], {"LC_ALL": "fr_CA", "LANG": "en_US"}, "fr"),
            ([], {"LC_ALL": "", "LC_MESSAGES": "fr_FR", "LANG": "en_US"}, "fr"),
            ([], {"LANGUAGE": "de:fr:en", "LANG": "en_US"}, "fr"),
            ([], {"LANGUAGE": "fr", "LANG": "C.UTF-8"}, "en"),
            ([], {"LANGUAGE": "fr", "LC_ALL": "C", "LANG": "fr_FR"}, "en"),
            (["assess", "--lang", "fr"], {"LANG": "en_US"}, "fr"),
            (["assess", "--lang=en"], {"LANG": "fr_FR"}, "en"),
            (["assess", "--lang"], {"LANG": "fr_FR"}, "fr"),
        ],
    )
    def test_an_option_then_the_locale(self, arguments, environment, language):
        assert spoken_language(arguments, environment) == language

    def test_help_and_errors_in_french(self, ccrules, monkeypatch):
        monkeypatch.setenv("LANG", "fr_FR.UTF-8")
        assert ccrules("assess", "--help").out.startswith("Utilisation")
        assert "la commande ccrules asses n'existe pas" in ccrules("asses").err.replace("\u2019", "'")

    def test_lang_on_the_command_line_counts_for_its_own_errors(self, ccrules, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        assert "n'existe pas" in ccrules("assess", "f", "--nope", "--lang", "fr").err.replace("\u2019", "'")

    def test_every_sentence_of_the_commands_has_a_french_wording(self):
        import ast

        from ccrules.locale.fr import FRENCH

        folder = Path(__file__).parents[2] / "ccrules"
        files = [*(folder / "cli").glob("*.py"), folder / "plugins.py", folder / "author.py"]
        for file in files:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id == "message"
                ):
                    assert ast.literal_eval(node.args[0]) in FRENCH


class TestSettings:
    def settings(self, demo: Path, text: str) -> None:
        (demo / "ccrules.toml").write_text(text, encoding="utf-8")

    def test_options_may_stand_in_a_file(self, demo, ccrules):
        import json

        self.settings(
            demo,
            'ruleset = "demo.yaml"\nformat = "json"\nlang = "en"\nfail-on = "medium"\nas-of = 2027-01-31\n'
            'set = {"mailbox/claims.tracked" = true}\n[param]\nmax_boxes = 1\n',
        )
        done = ccrules("assess", "facts.yaml")
        found = json.loads(done.out)
        assert (done.code, done.err) == (1, "")
        assert [one["message"] for one in found["findings"]] == ["2 mailboxes"]
        assert found["assessment"]["date"] == "2027-01-31"

    def test_the_command_line_wins(self, demo, ccrules):
        self.settings(demo, 'ruleset = ["demo.yaml"]\nformat = "markdown"\n')
        assert ccrules("assess", "facts.yaml", "--format", "json").out.startswith("{")

    def test_paths_start_at_the_folder_of_the_file(self, demo, ccrules, monkeypatch):
        self.settings(demo, 'ruleset = "demo.yaml"\noutput = ["out.json"]\n')
        (demo / "sub").mkdir()
        monkeypatch.chdir(demo / "sub")
        assert ccrules("assess", "../facts.yaml", "--config", "../ccrules.toml").code == 0
        assert (demo / "out.json").exists()

    def test_unknown_keys_and_wrong_kinds_are_all_told_with_their_places(self, demo, ccrules):
        self.settings(demo, '# settings\nrulset = "demo.yaml"\nexplain = "yes"\n\n[params]\nmax_boxes = 1\n')
        done = ccrules("assess", "facts.yaml")
        assert (done.code, done.lines) == (
            2,
            [
                "ccrules.toml:2:1: there is no setting rulset (did you mean ruleset?)",
                "ccrules.toml:3:1: explain has a value of the wrong kind (for example: explain = true)",
                "ccrules.toml:5:2: there is no setting params (did you mean param?)",
            ],
        )

    def test_a_file_that_is_not_toml(self, demo, ccrules):
        self.settings(demo, "lang = fr\n")
        (line,) = ccrules("assess", "facts.yaml").lines
        assert line == 'ccrules.toml:1:8: this is not TOML (write settings as in TOML: lang = "fr")'

    def test_a_file_that_is_not_there(self, demo, ccrules):
        done = ccrules("assess", "facts.yaml", "--config", "gone.toml")
        assert done.lines[0].startswith("gone.toml: the settings can't be read")


class TestInternalErrors:
    @pytest.fixture
    def broken(self, demo, monkeypatch):
        from ccrules import inputs

        def explode(*_, **__):
            raise ZeroDivisionError("a bug")

        monkeypatch.setattr(inputs, "load_rulesets", explode)

    def test_say_where_and_show_no_traceback(self, broken, ccrules):
        done = ccrules("assess", "facts.yaml")
        assert (done.code, done.out) == (2, "")
        assert done.lines[0].startswith("ccrules: internal error: ZeroDivisionError in test_usage.py:")
        assert "Traceback" not in done.err

    def test_show_it_when_asked(self, broken, ccrules, monkeypatch):
        monkeypatch.setenv("CCRULES_DEBUG", "1")
        assert "Traceback" in ccrules("assess", "facts.yaml").err

    def test_what_was_asked_of_one_run_does_not_stay(self, broken, ccrules, monkeypatch):
        log = logging.getLogger("ccrules")
        before = log.level, list(log.handlers)
        monkeypatch.setenv("CCRULES_DEBUG", "1")
        ccrules("assess", "facts.yaml")
        assert (log.level, log.handlers) == before

    def test_an_interrupt_is_no_bug(self, demo, ccrules, monkeypatch):
        from ccrules import inputs

        def interrupt(*_, **__):
            raise KeyboardInterrupt

        monkeypatch.setattr(inputs, "load_rulesets", interrupt)
        done = ccrules("assess", "facts.yaml")
        assert (done.code, done.lines[-1]) == (130, "ccrules: interrupted")


def test_control_characters_of_facts_do_not_reach_the_terminal(demo, ccrules):
    (demo / "facts.yaml").write_text(
        'mailboxes: [{id: claims, "tra\\u001b[31mcked": no}]\n', encoding="utf-8"
    )
    done = ccrules("assess", "facts.yaml", *DEMO)
    assert done.code == 2
    assert "\x1b" not in done.err


@pytest.mark.skipif(os.name == "nt", reason="pipes of a POSIX shell")
def test_a_closed_pipe_is_quiet_and_keeps_the_exit_code(demo):
    shell = f'"{sys.executable}" -m ccrules assess facts.yaml -r demo.yaml --fail-on high; echo $? >&2'
    done = subprocess.run(
        ["sh", "-c", f"({shell}) | true"],
        cwd=demo,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        check=False,
    )
    assert done.stderr.decode().split() == ["1"]


def test_output_is_utf_8_whatever_the_locale(demo):
    done = in_a_process(
        "-m",
        "ccrules",
        "assess",
        "facts.yaml",
        *DEMO,
        folder=demo,
        env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
    )
    assert done.returncode == 0
    assert "Boîte mail" in done.stdout.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_under_stdout_is_told(demo):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "ccrules", "assess", "facts.yaml", *DEMO],
            cwd=demo,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        "ccrules: the output can't be written: No space left on device (check the space left)"
    ]


@pytest.mark.skipif(os.name == "nt", reason="descriptors of a POSIX shell")
def test_it_runs_without_any_stream(demo):
    done = subprocess.run(
        [
            "sh",
            "-c",
            f'"{sys.executable}" -m ccrules assess facts.yaml -r demo.yaml --fail-on high <&- >&- 2>&-',
        ],
        cwd=demo,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
    )
    assert done.returncode == 1
