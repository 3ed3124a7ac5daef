"""Commands run in the checkout, where the examples are."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from ccrules import cli


@pytest.fixture
def run_ccrules(capsys, monkeypatch):
    def run(*arguments: str) -> SimpleNamespace:
        monkeypatch.setattr(sys, "argv", ["ccrules", *arguments])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        out, err = capsys.readouterr()
        return SimpleNamespace(returncode=stopped.value.code or 0, stdout=out, stderr=err)

    return run
