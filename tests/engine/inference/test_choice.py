"""Which engine runs where."""

from __future__ import annotations

import importlib

import pytest

from ccrules.engine.inference import choose, durable
from ccrules.errors import UsageError


@pytest.fixture
def without_durable(monkeypatch):
    def refuse(name):
        raise ImportError(f"{name}.so: undefined symbol: PyEval_CallObject")

    monkeypatch.setattr(importlib, "import_module", refuse)


def test_forward_runs_where_durable_rules_cannot_be_imported(without_durable):
    assert not durable.available()
    assert choose().name == "forward"


def test_asking_for_durable_where_it_cannot_be_imported_is_an_error(without_durable):
    with pytest.raises(UsageError, match=r"can't be imported here \(.*`forward` gives the same conclusions"):
        choose("durable")


@pytest.mark.skipif(not durable.available(), reason="durable-rules can't be imported here")
def test_durable_rules_runs_where_it_can_be_imported():
    assert choose().name == choose("durable").name == "durable-rules 2.0.28"


def test_forward_can_be_asked_for_anywhere():
    assert choose("forward").name == "forward"


def test_an_engine_that_does_not_exist_is_an_error():
    with pytest.raises(UsageError, match=r"no inference engine clips \(choose `durable` or `forward`"):
        choose("clips")
