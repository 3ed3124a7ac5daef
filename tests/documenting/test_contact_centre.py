"""The site of the bundled method: complete, said in words throughout, and soon made."""

from __future__ import annotations

import re

import pytest

from ccrules import pipeline
from ccrules.documenting.examples import Examples
from ccrules.documenting.site import site
from ccrules.resources import rulesets_folder
from ccrules.ruleset.cases import case_files, read_cases
from tests.documenting.reading import broken_links


@pytest.fixture(scope="module")
def made():
    method = pipeline.load_rulesets()
    cases = read_cases(method, case_files([rulesets_folder() / "contact-centre"]))
    return method, site(method, Examples(cases), ["fr"])


def test_each_part_of_the_method_has_a_page_that_says_how_it_is_decided(made):
    method, files = made
    for check in method.checks.values():
        page = files[f"checks/{check.id}.html"].decode()
        assert "Il est en échec si" in page.replace("s’il", "si il"), check.id
        assert '<details class="example">' in page, check.id
    for folder, ids in (
        ("recommendations", method.recommendations),
        ("conclusions", {rule.conclusion for rule in method.inferences.values()}),
        ("vocabulary", [kind.name for kind in method.vocabulary]),
    ):
        assert {f"{folder}/{id}.html" for id in ids} <= files.keys()


def test_every_link_leads_somewhere_and_nothing_is_left_open(made):
    _, files = made
    assert broken_links(files) == []
    leftovers = re.compile(r"\{\{|\{%|>None<|\bsi il ")
    assert [name for name, content in files.items() if leftovers.search(content.decode())] == []


def test_it_is_not_large(made):
    _, files = made
    assert max(map(len, files.values())) < 1_000_000
    assert sum(map(len, files.values())) < 7_000_000
