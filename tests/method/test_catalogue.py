"""The catalogue that ships with the ruleset says what the account of the reading says."""

from __future__ import annotations

from tests.method.test_method import run


def test_the_catalogue_is_fresh() -> None:
    done = run("catalogue.py", "--check")
    assert (done.returncode, done.stdout) == (0, "fresh\n")
