"""Whether durable-rules can be imported is asked, not assumed."""

from __future__ import annotations

import importlib

from ccrules.engine.inference import durable


def test_a_module_that_does_not_load_is_not_available(monkeypatch):
    def refuse(name):
        raise ImportError(f"{name}.so: undefined symbol: PyEval_CallObject")  # as on Python 3.13

    monkeypatch.setattr(importlib, "import_module", refuse)
    assert not durable.available()


def test_a_module_that_loads_is_available(monkeypatch):
    monkeypatch.setattr(importlib, "import_module", lambda name: name)
    assert durable.available()
