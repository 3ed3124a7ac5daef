"""A plugin that misbehaves at work is named and contained; the others, and the report, are not touched."""

from __future__ import annotations

import time

import pytest

from ccrules import assess
from ccrules.author import check
from ccrules.documents import node_from_python
from ccrules.engine.inference.forward import ForwardEngine
from ccrules.errors import CcrulesError, EngineError, InputError, UsageError
from ccrules.importers import Importer, read_all
from ccrules.pipeline import load_rulesets
from ccrules.plugins import load_plugins
from tests.plugins.test_loading import CsvRenderer, failures, plugin, returning

RULES = {
    "ruleset": "firm",
    "version": "1.0.0",
    "entities": {"box": {"plural": "boxes", "attributes": {"open": {"type": "bool"}}}},
    "checks": [{"id": "Y-1", "title": "Open", "for": "box", "when": "box.open", "severity": "low"}],
}
FACTS = {"boxes": [{"id": "a", "open": True}]}


def leave(*_):
    raise SystemExit(3)


def divide(*_):
    return 1 / 0


ACTIONS = [
    (divide, "ZeroDivisionError: division by zero", "raised in test_containment.py, line"),
    (leave, "SystemExit: 3", "raised in test_containment.py, line"),
]


class TestRenderers:
    @pytest.mark.parametrize(
        ("action", "says", "hint"),
        [*ACTIONS, (lambda *_: None, "returned a NoneType instead of a text or bytes", "correct the plugin")],
    )
    def test_it_is_named(self, action, says, hint):
        broken = CsvRenderer()
        broken.render = action
        loaded = load_plugins([("p", plugin(ccrules_renderers=returning([broken])))])
        with pytest.raises(UsageError) as refused:
            loaded.renderers()["csv"].render(None, None)
        (problem,) = refused.value.problems
        assert str(problem.what) == f"the renderer csv of plugin p failed: {says}"
        assert str(problem.hint).startswith(hint)

    @pytest.mark.parametrize(
        "item", [object(), type("R", (), {"FORMAT": 3, "EXTENSIONS": (), "render": divide})()]
    )
    def test_one_of_the_wrong_form_is_left_out(self, item):
        loaded = load_plugins([("p", plugin(ccrules_renderers=returning([item])))])
        assert failures(loaded)["p"][0].endswith("that this hook can't use")

    def test_one_that_fails_when_it_is_looked_at_is_left_out(self):
        class Hostile:
            @property
            def FORMAT(self):  # noqa: N802 - what a renderer has
                raise RuntimeError

        loaded = load_plugins([("p", plugin(ccrules_renderers=returning([Hostile()])))])
        assert failures(loaded)["p"][0] == "returned a Hostile that this hook can't use"
        assert "html" in loaded.renderers()


class TestImporters:
    @pytest.mark.parametrize(
        ("action", "says", "hint"),
        [
            *ACTIONS,
            (lambda _: {"a": 1}, "returned a dict instead of the tree of a fact file", "correct the plugin"),
            (lambda _: node_from_python([]), "returned a Sequence instead of the tree", "correct the plugin"),
        ],
    )
    def test_it_is_named_at_its_file_and_other_files_are_read(self, action, says, hint, tmp_path):
        own = Importer("logs", (".log",), action)
        loaded = load_plugins([("p", plugin(ccrules_importers=returning([own])))])
        (tmp_path / "a.log").write_text("x", encoding="utf-8")
        (tmp_path / "b.yaml").write_text("boxes: []\n", encoding="utf-8")
        read, (problem,) = read_all([tmp_path], loaded.importers())
        assert len(read) == 1
        assert problem.place.file.endswith("a.log")
        assert str(problem.what).startswith(f"the importer logs of plugin p failed: {says}")
        assert str(problem.hint).startswith(hint)

    def test_suffixes_that_are_one_text_are_refused(self):
        own = Importer("logs", ".log", divide)
        loaded = load_plugins([("p", plugin(ccrules_importers=returning([own])))])
        assert "p" in failures(loaded)


class Engine:
    name = "mine 1"

    def __init__(self, run):
        self.run = run


class TestEngines:
    @pytest.mark.parametrize(
        ("make", "says"),
        [
            (divide, "ZeroDivisionError: division by zero"),
            (lambda: Engine(divide), "ZeroDivisionError: division by zero"),
            (lambda: Engine(leave), "SystemExit: 3"),
            (lambda: Engine(lambda *_: 7), "returned a int instead of what fired"),
        ],
    )
    def test_it_is_named(self, make, says):
        loaded = load_plugins([("p", plugin(ccrules_inference_engines=returning([("mine", make)])))])
        with pytest.raises(EngineError) as refused:
            assess(FACTS, RULES, inference="mine", plugins=loaded)
        assert f"the inference engine mine of plugin p failed: {says}" in str(refused.value)
        assert assess(FACTS, RULES, plugins=loaded).findings

    def test_a_good_one_works(self):
        loaded = load_plugins(
            [
                (
                    "p",
                    plugin(
                        ccrules_inference_engines=returning([("mine", lambda: Engine(ForwardEngine().run))])
                    ),
                )
            ]
        )
        found = assess(FACTS, RULES, inference="mine", plugins=loaded)
        assert (found.inference.engine, len(found.findings)) == (ForwardEngine().name, 1)


class TestChecks:
    @pytest.mark.parametrize(
        ("action", "says"),
        [
            (divide, "ZeroDivisionError: division by zero"),
            (leave, "SystemExit: 3"),
            (lambda _: None, "it returned NoneType instead of bool"),
            (lambda _: "no", "it returned str instead of bool"),
        ],
    )
    def test_one_that_breaks_is_an_error_and_the_run_goes_on(self, action, says):
        made = check(id="P-1", ruleset="firm", title="T", subject="box", needs=["box.open"])(action)
        loaded = load_plugins([("p", plugin(ccrules_checks=returning([made])))])
        found = assess(FACTS, load_rulesets(RULES, plugins=loaded), plugins=loaded)
        assert [one.id for one in found.findings] == ["Y-1:box/a"]
        (error,) = found.errors
        assert (error.check, says in error.message) == ("P-1", True)

    def test_the_traceback_goes_to_the_log(self, caplog):
        made = check(id="P-1", ruleset="firm", title="T", subject="box", needs=["box.open"])(divide)
        loaded = load_plugins([("p", plugin(ccrules_checks=returning([made])))])
        with caplog.at_level("DEBUG", logger="ccrules"):
            assess(FACTS, load_rulesets(RULES, plugins=loaded), plugins=loaded)
        assert "the check P-1 failed on box/a" in caplog.text
        assert "return 1 / 0" in caplog.text

    def test_an_id_that_the_ruleset_has_is_told_with_both_places(self):
        made = check(id="Y-1", ruleset="firm", title="T", subject="box", needs=["box.open"])(divide)
        loaded = load_plugins([("p", plugin(ccrules_checks=returning([made])))])
        with pytest.raises(InputError, match="Y-1"):
            load_rulesets(RULES, plugins=loaded)
        assert load_rulesets("contact-centre", plugins=loaded).checks

    def test_an_id_that_another_plugin_has(self):
        made = check(id="P-1", ruleset="firm", title="T", subject="box", needs=["box.open"])(divide)
        other = check(id="P-1", ruleset="firm", title="Other", subject="box")(divide)
        loaded = load_plugins(
            [
                ("p", plugin(ccrules_checks=returning([made]))),
                ("q", plugin(ccrules_checks=returning([other]))),
            ]
        )
        assert failures(loaded) == {"q": ("P-1 is already there, from the plugin p", "choose another name")}
        assert [str(one.title["en"] if "en" in one.title else one.title[""]) for one in loaded.checks()] == [
            "T"
        ]


class TestLoading:
    def test_a_slow_one_is_told_what_to_do(self, monkeypatch):
        clock = iter(range(0, 1000, 3))
        monkeypatch.setattr(time, "perf_counter", lambda: next(clock))
        loaded = load_plugins([("p", plugin())])
        (remark,) = loaded.remarks
        assert (remark.plugin, str(remark.what)) == ("p", "it took 3.0 seconds to load")
        assert "import what is heavy inside the functions that need it" in str(remark.hint)
        assert loaded.failures == ()

    def test_what_it_prints_meanwhile_stays_out_of_stdout(self, capsys):
        def talks():
            print("hello")
            return []

        loaded = load_plugins([("p", plugin(ccrules_checks=talks))])
        assert loaded.checks() == ()
        assert [str(one.what) for one in loaded.remarks] == ["it printed while it was loaded: hello"]
        assert capsys.readouterr().out == ""

    @pytest.mark.parametrize(
        "rules", ["a: &a [*a, *a]\n", "ruleset: [", "ruleset: !!python/object:os.system x\n", "\x00"]
    )
    def test_a_hostile_ruleset_concerns_nobody_else(self, tmp_path, rules):
        (tmp_path / "ruleset.yaml").write_text(rules, encoding="utf-8")
        loaded = load_plugins([("p", plugin(ccrules_rulesets=returning([("evil", tmp_path)])))])
        with pytest.raises(CcrulesError, match=r"ruleset\.yaml"):
            load_rulesets("evil", plugins=loaded)
        assert load_rulesets(RULES, plugins=loaded).checks
