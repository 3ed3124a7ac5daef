"""One small method, documented once in every form; what a reader of a site can follow and see."""

from __future__ import annotations

import pytest

from ccrules import pipeline
from ccrules.documenting.examples import gathered
from ccrules.documenting.site import FORMATS, LANGUAGES, site
from tests.documenting.small import write_rulesets


@pytest.fixture(scope="session")
def rulesets(tmp_path_factory):
    """The folder of a base and of a ruleset that extends it."""
    return write_rulesets(tmp_path_factory.mktemp("rulesets"))


@pytest.fixture(scope="session")
def suite(rulesets):
    return pipeline.rule_tests(str(rulesets / "firm"))


@pytest.fixture(scope="session")
def files(suite):
    """Both languages in both forms, with what the profile changes."""
    variants = {"strict": pipeline.load_rulesets(str(suite.roots[0]), profiles=["strict"])}
    return site(suite.method, gathered(suite), LANGUAGES, FORMATS, variants)
