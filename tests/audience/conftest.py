"""A planted method and its assessment, made once."""

from __future__ import annotations

import json
from typing import NamedTuple

import pytest

from ccrules import Assessment, load_rulesets
from ccrules.assessment import FollowUp
from ccrules.audience import View, find_view
from ccrules.facts.base import FactBase
from ccrules.pipeline import assess, for_audience, load_facts
from ccrules.ruleset.model import Method
from tests.audience.planted import RULESET, facts

WAIVER = {
    "check": "SPONSOR",
    "subject": "all",
    "reason": "zqwaiver",
    "owner": "zqapprover",
    "approver": "zqapprover",
    "expires": "2027-01-01",
}


class Planted(NamedTuple):
    """Everything a form is made from."""

    method: Method
    base: FactBase
    whole: Assessment

    def view(self, name: str) -> View:
        """A bundled view."""
        found = find_view(name, None, self.method)
        assert found is not None
        return found

    def form(self, view: View | str) -> Assessment:
        """What an audience sees."""
        seen = self.view(view) if isinstance(view, str) else view
        return for_audience(self.whole, seen, self.method, self.base)


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    folder = tmp_path_factory.mktemp("zqfolder")
    (folder / "facts.json").write_text(json.dumps(facts()), encoding="utf-8")
    method = load_rulesets(RULESET, parameters={"codeword": "zqcode"})
    settings = ("mailbox/sales.note=zqboxnote", "agent/zqpaul.salary=645132")
    base = load_facts(folder / "facts.json", method, settings=settings)
    review = {
        "by": "zqreviewer",
        "findings": [{"id": "PLAIN", "verdict": "comment", "comment": "zqcomment"}],
        "recommendations": [{"id": "fix", "verdict": "change", "owner": "zqapprover", "reason": "zqcomment"}],
    }
    whole = assess(
        base,
        method,
        explain=True,
        settings=settings,
        without=load_facts(folder / "facts.json", method),
        waivers={"waivers": [WAIVER]},
        review=review,
        inference="forward",
    )
    told = FollowUp(kind="action", id="fix", owner="zqapprover", comment="zqcomment")
    comments = ("zqmarie should know", "An open remark")
    whole = whole.model_copy(update={"follow_up": (told,), "comments": comments})
    return Planted(method, base, whole)
