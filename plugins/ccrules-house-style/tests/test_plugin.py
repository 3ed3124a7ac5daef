"""The package as ccrules finds it: reports wear the firm's clothes and lose nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from ccrules_house_style import plugin

from ccrules.plugins import load_plugins
from ccrules.renderers.linting import lint_template
from ccrules.renderers.options import RenderOptions
from ccrules.testing import contract_problems, samples

(FOLDER,) = plugin.ccrules_template_folders()
LINE = {"en": "Prepared by Alder", "fr": "Établi par Alder"}


@pytest.fixture(scope="module")
def plugins():
    return load_plugins([("house-style", plugin)])


def test_lint_has_nothing_to_say(plugins):
    options = RenderOptions(template_folders=plugins.template_folders())
    for what in (FOLDER, FOLDER / "branding.toml"):
        assert list(lint_template(Path(what), options)) == []


@pytest.mark.parametrize("form", ["html", "markdown"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_say_who_prepared_them(plugins, form, language):
    options = RenderOptions(language=language, template_folders=plugins.template_folders())
    page = plugins.renderers()[form].render(samples()["rich"](), options)
    assert LINE[language] in page


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_they_show_all_that_the_contract_asks_for(plugins, form):
    options = RenderOptions(template_folders=plugins.template_folders())
    assert contract_problems(plugins.renderers()[form], samples()["rich"](), options=options) == []
