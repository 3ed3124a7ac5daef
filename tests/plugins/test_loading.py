"""Plugins: every kind is found, and one that fails doesn't stop the others."""

from __future__ import annotations

import types
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from ccrules import plugins as plugins_module
from ccrules.author import check, function, hookimpl
from ccrules.conditions.functions import PluginFunction
from ccrules.documents import node_from_python
from ccrules.errors import Place
from ccrules.facts.vocabulary import Attribute, EntityType
from ccrules.importers import Importer
from ccrules.pipeline import load_rulesets
from ccrules.plugins import BUNDLED, HOOKS, Plugins, load_plugins


def plugin(**hooks) -> object:
    """A plugin as a module, with hooks given by name."""
    module = types.ModuleType("plugin")
    for name, call in hooks.items():
        setattr(module, name, hookimpl(call))
    return module


def returning(value):
    return lambda: value


def failures(loaded: Plugins) -> dict[str, tuple[str, str]]:
    loaded.load_all()
    return {failure.plugin: (str(failure.what), str(failure.hint)) for failure in loaded.failures}


@function(arguments=["number"], returns="number", minimum=0)
def doubled(value):
    return 2 * value


@check(id="P-1", ruleset="firm", title="Too long", subject="mailbox", needs=["mailbox.address"])
def too_long(mailbox):
    return len(mailbox.address) > 40


@dataclass
class CsvRenderer:
    FORMAT = "csv"
    EXTENSIONS = (".csv",)

    def render(self, assessment, options):
        return "mine"


class TestEveryKind:
    """One test for each hook: what a plugin returns arrives."""

    def test_rulesets(self, tmp_path):
        loaded = load_plugins([("p", plugin(ccrules_rulesets=returning([("mine", tmp_path)])))])
        assert loaded.rulesets()["mine"] == tmp_path
        assert "contact-centre" in loaded.rulesets()

    def test_entity_types(self):
        here = Place("shifts.py", 3, 1)
        kind = EntityType(
            "shift",
            plural="shifts",
            attributes={
                "night": Attribute("night", "bool"),
                "people": Attribute("people", "int", place=here),
            },
        )
        loaded = load_plugins([("p", plugin(ccrules_entity_types=returning([kind])))])
        (found,) = loaded.entity_types()
        assert (found.name, found.plural, str(found.place)) == ("shift", "shifts", "p:ccrules_entity_types")
        assert [one.place for one in found.attributes.values()] == [found.place, here]
        method = load_rulesets({"ruleset": "mine", "version": "1.0.0"}, plugins=loaded)
        assert method.vocabulary["shift"] == found

    def test_functions_know_their_plugin(self):
        loaded = load_plugins([("p", plugin(ccrules_functions=returning([doubled])))])
        found = loaded.functions()["doubled"]
        assert (found.plugin, found.call(2), found.minimum) == ("p", 4, 0)

    def test_checks(self):
        loaded = load_plugins([("p", plugin(ccrules_checks=returning([too_long])))])
        assert [one.id for one in loaded.checks()] == ["P-1"]

    def test_importers_come_before_the_bundled_ones(self):
        document = node_from_python({})
        own = Importer("csv", (".csv",), lambda path: document)
        loaded = load_plugins([("p", plugin(ccrules_importers=returning([own])))])
        assert loaded.importers()[0].name == "csv"
        assert loaded.importers()[0].read(Path("x.csv")) is document
        assert [one.name for one in loaded.importers()[1:4]] == ["yaml", "json", "workbook"]
        assert loaded.failures == ()

    def test_renderers_take_the_place_of_bundled_ones(self):
        own = CsvRenderer()
        loaded = load_plugins([("p", plugin(ccrules_renderers=returning([own])))])
        assert list(loaded.renderers())[:4] == ["terminal", "markdown", "html", "json"]
        assert loaded.renderers()["csv"].render(None, None) == "mine"
        assert loaded.failures == ()

    def test_template_folders_are_searched_before_the_bundled_one(self, tmp_path):
        loaded = load_plugins([("p", plugin(ccrules_template_folders=returning([tmp_path])))])
        assert loaded.template_folders()[0] == tmp_path
        assert len(loaded.template_folders()) == 2

    def test_inference_engines(self):
        loaded = load_plugins([("p", plugin(ccrules_inference_engines=returning([("mine", object)])))])
        assert list(loaded.inference_engines()) == ["durable", "forward", "mine"]

    def test_every_hook_has_a_test_here(self):
        tests = {name.removeprefix("test_") for name in dir(self) if name.startswith("test_")}
        for hook in HOOKS:
            kind = hook.removeprefix("ccrules_")
            assert any(name.startswith(kind) for name in tests), f"no test for {hook}"


class TestFailures:
    @pytest.mark.parametrize(
        ("broken", "what", "hint"),
        [
            (
                plugin(ccrules_rulests=returning([])),
                "there is no hook called ['ccrules_rulests']",
                "did you mean ccrules_rulesets?",
            ),
            (
                plugin(ccrules_rulesets=lambda folder: []),
                "a hook has the wrong form: ",
                "hooks take no arguments and return a list",
            ),
            (
                types.SimpleNamespace(ccrules_rulesets=returning([])),
                "['ccrules_rulesets']: not marked as a hook",
                "put @hookimpl above it",
            ),
            (
                plugin(ccrules_functions=returning([3])),
                "returned a int that this hook can't use",
                "see the hook's description in ccrules/hookspecs.py",
            ),
            (
                plugin(ccrules_functions=returning(None)),
                "returned nothing",
                "return a list, if only an empty one",
            ),
            (
                plugin(ccrules_functions=returning(7)),
                "TypeError: 'int' object is not iterable",
                "correct the plugin",
            ),
            (
                plugin(ccrules_inference_engines=returning([("durable", object)])),
                "durable is already there, from the plugin ccrules",
                "choose another name",
            ),
            (
                plugin(ccrules_rulesets=returning([("gone", Path("not/there"))])),
                "returned a tuple that this hook can't use",
                "see the hook's description",
            ),
        ],
    )
    def test_a_broken_plugin_is_named_and_the_others_work_on(self, broken, what, hint, tmp_path):
        fine = plugin(ccrules_rulesets=returning([("fine", tmp_path)]))
        loaded = load_plugins([("broken", broken), ("fine", fine)])
        (said,) = [failure for name, failure in failures(loaded).items() if name == "broken"]
        assert said[0].startswith(what)
        assert hint in said[1]
        assert set(failures(loaded)) == {"broken"}
        assert loaded.rulesets()["fine"] == tmp_path

    def test_a_plugin_that_raises_in_a_hook_keeps_its_other_hooks(self):
        def explode():
            raise ValueError("two\nlines")

        loaded = load_plugins([("p", plugin(ccrules_checks=explode, ccrules_functions=returning([doubled])))])
        assert failures(loaded)["p"][0] == "ValueError: two lines"
        assert failures(loaded)["p"][1].startswith("raised in test_loading.py, line ")
        assert "doubled" in loaded.functions()
        assert loaded.checks() == ()

    def test_the_name_of_a_function_of_the_language_is_taken(self):
        mean = PluginFunction("mean", max, ("number",), "number")
        loaded = load_plugins([("p", plugin(ccrules_functions=returning([mean])))])
        assert "p" in failures(loaded)
        assert "mean" not in loaded.functions()

    def test_two_plugins_of_one_name(self):
        loaded = load_plugins([("p", plugin()), ("p", plugin())])
        assert failures(loaded)["p"] == ("there is a plugin of this name already", "rename its entry point")

    def test_nothing_fails_as_delivered(self):
        assert failures(load_plugins()) == {}


class TestEntryPoints:
    def test_installed_plugins_come_by_name_with_their_failures(self, monkeypatch, tmp_path):
        (tmp_path / "good_plugin.py").write_text(
            "from ccrules.author import hookimpl\n@hookimpl\ndef ccrules_rulesets():\n    return []\n",
            encoding="utf-8",
        )
        (tmp_path / "bad_plugin.py").write_text("1 / 0\n", encoding="utf-8")
        (tmp_path / "leaving_plugin.py").write_text("raise SystemExit(3)\n", encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        modules = {"z": "good_plugin", "a": "bad_plugin", "m": "not_there", "l": "leaving_plugin"}
        points = [EntryPoint(name, module, "ccrules") for name, module in modules.items()]
        monkeypatch.setattr(plugins_module, "entry_points", lambda group: points)
        loaded = load_plugins()
        assert [info.name for info in loaded.infos] == [BUNDLED, "z"]
        assert loaded.infos[1].hooks == ("ccrules_rulesets",)
        assert [(failure.plugin, str(failure.what)) for failure in loaded.failures] == [
            ("a", "ZeroDivisionError: division by zero"),
            ("l", "SystemExit: 3"),
            ("m", "ModuleNotFoundError: No module named 'not_there'"),
        ]

    def test_every_call_builds_a_manager_of_its_own(self):
        first, second = load_plugins([("p", plugin())]), load_plugins()
        assert [info.name for info in first.infos if info.name == "p"] == ["p"]
        assert "p" not in [info.name for info in second.infos]


def test_bundled_renderers_say_what_their_modules_say():
    """The bundled table spares an import; it must not disagree with what it stands for."""
    from importlib import import_module

    for name, renderer in load_plugins().renderers().items():
        module = import_module(f"ccrules.renderers.{name}")
        assert (module.FORMAT, tuple(module.EXTENSIONS)) == (renderer.FORMAT, renderer.EXTENSIONS)
