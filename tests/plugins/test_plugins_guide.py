"""The plugin of docs/plugins.md, put together from its examples."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from ccrules import assess, load_facts, load_rulesets
from ccrules.plugins import HOOKS, load_plugins

GUIDE = (Path(__file__).parents[2] / "docs" / "plugins.md").read_text(encoding="utf-8")


def blocks(kind: str) -> str:
    return "\n\n".join(re.findall(rf"```{kind}\n(.*?)```", GUIDE, re.DOTALL))


@pytest.fixture(scope="module")
def guide(tmp_path_factory):
    """The module of the plugin, with its tests in it."""
    folder = tmp_path_factory.mktemp("guide")
    (folder / "ruleset").mkdir()
    (folder / "templates").mkdir()
    (folder / "ruleset" / "ruleset.yaml").write_text(blocks("yaml ruleset"), encoding="utf-8")
    file = folder / "our_firm_plugin.py"
    file.write_text(f"{blocks('python plugin')}\n\n{blocks('python tests')}", encoding="utf-8")
    spec = importlib.util.spec_from_file_location("our_firm_plugin", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def plugins(guide):
    return load_plugins([("our-firm", guide)])


@pytest.fixture(scope="module")
def method(plugins):
    return load_rulesets("our-firm", plugins=plugins)


def test_every_hook_has_an_example(plugins):
    plugins.load_all()
    assert (plugins.failures, plugins.remarks) == ((), ())
    assert plugins.infos[-1].hooks == HOOKS


def test_all_of_it_works_together(plugins, method, tmp_path):
    facts = {"mailboxes": [{"id": "a", "address": "x" * 41, "waiting": 20, "arriving": 100}]}
    found = assess(facts, method, inference="ours", plugins=plugins)
    assert [one.id for one in found.findings] == ["OUR-001:mailbox/a", "OUR-101:mailbox/a"]
    assert plugins.renderers()["counts"].render(found, None) == "2 of 2\n"
    (tmp_path / "x.names").write_text("claims press", encoding="utf-8")
    read = load_facts(tmp_path / "x.names", method, plugins=plugins)
    assert [one.id for one in read.collections["mailbox"].members] == ["claims", "press"]
    assert "site" in {kind.name for kind in method.vocabulary}


def test_its_tests_pass(guide, method):
    guide.test_one_check_on_one_fact(method)
    guide.test_the_contracts(method)
