"""Facts written and read again say the same, whatever the form."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from ccrules import load_facts, load_rulesets
from ccrules.collecting.csv_folder import csv_files
from ccrules.collecting.questions import Selection
from ccrules.collecting.workbook import fact_workbook
from ccrules.errors import InputError
from ccrules.facts.base import FactBase
from ccrules.facts.reading import read_facts
from ccrules.facts.writing import as_document, as_json_text, as_yaml
from ccrules.importers.csv_facts import read_csv
from ccrules.importers.workbook import read_workbook
from ccrules.renderers.cells import LONGEST
from ccrules.ruleset.model import Method
from tests.collecting.written import fact_files, said
from tests.effort import examples
from tests.facts.support import VOCABULARY, facts, json_facts, python_facts

METHOD = Method((), VOCABULARY)


@pytest.fixture(scope="module")
def method() -> Method:
    return load_rulesets()


EXAMPLES = ("hmrc", "caf-du-nord", "riviera")


def through_a_workbook(base: FactBase, method: Method, language: str = "en") -> FactBase:
    """The facts that a workbook with them gives."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "facts.xlsx")
        path.write_bytes(fact_workbook(method, language, Selection("express"), base))
        return read_facts([read_workbook(path)], method.vocabulary)


def through_csv(base: FactBase, method: Method, language: str = "en") -> FactBase:
    """The facts that a folder of CSV files with them gives."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in csv_files(method, language, Selection("express"), base).items():
            Path(folder, name).write_bytes(content)
        nodes = [read_csv(path) for path in sorted(Path(folder).glob("*.csv"))]
        return read_facts(nodes, method.vocabulary)


@settings(max_examples=examples(300), deadline=None)
@given(fact_files())
def test_yaml(text):
    base = facts(text)
    assert said(facts(as_yaml(base))) == said(base)


@settings(max_examples=examples(300), deadline=None)
@given(fact_files())
def test_python(text):
    base = facts(text)
    assert said(python_facts(as_document(base))) == said(base)


@settings(max_examples=examples(300), deadline=None)
@given(fact_files())
def test_json(text):
    base = facts(text)
    assert said(json_facts(as_json_text(base))) == said(base)


@settings(max_examples=examples(100), deadline=None)
@given(fact_files())
def test_workbook(text):
    base = facts(text)
    assert said(through_a_workbook(base, METHOD)) == said(base)


@pytest.mark.parametrize("language", ["en", "fr"])
@settings(max_examples=examples(200), deadline=None)
@given(text=fact_files())
def test_csv(language, text):
    base = facts(text)
    assert said(through_csv(base, METHOD, language)) == said(base)


@pytest.mark.parametrize("through", [through_a_workbook, through_csv])
@pytest.mark.parametrize("text", ["a\x01b", "one\rtwo", "\ufffe"])
def test_characters_that_a_cell_can_not_hold(text, through, method):
    base = load_facts({"organisation": {"sponsor": text}}, method)
    assert through(base, method).singletons["organisation"].sponsor == text


@pytest.mark.parametrize("through", [through_a_workbook, through_csv])
@pytest.mark.parametrize("name", ["[Draft] Riviera", "{x}", "a\x01b", "- 1"])
def test_names_of_assessments_that_a_cell_says_in_the_long_form(name, through, method):
    base = load_facts({"assessment": {"name": name}}, method)
    assert through(base, method).header["name"] == name


def test_texts_that_are_longer_than_a_cell_are_refused(method):
    longest = LONGEST - 1
    base = load_facts({"organisation": {"sponsor": "x" * longest}}, method)
    assert through_a_workbook(base, method).singletons["organisation"].sponsor == "x" * longest
    for longer in (longest + 1, longest + 2):
        base = load_facts({"organisation": {"sponsor": "x" * longer}}, method)
        with pytest.raises(InputError, match="holds fewer than 32767 characters") as caught:
            through_a_workbook(base, method)
        assert len(caught.value.problems) == 1
        assert through_csv(base, method).singletons["organisation"].sponsor == "x" * longer


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_real_facts_through_csv_of_either_language(name, language, method):
    base = load_facts([Path("examples", name)], method)
    assert said(through_csv(base, method, language)) == said(base)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_real_facts_through_a_workbook_of_either_language(name, language, method):
    base = load_facts([Path("examples", name)], method)
    assert said(through_a_workbook(base, method, language)) == said(base)


def test_the_same_facts_give_the_same_bytes(method):
    base = load_facts([Path("examples/hmrc")], method)
    for write in (fact_workbook, csv_files):
        assert write(method, "fr", Selection(), base) == write(method, "fr", Selection(), base)
