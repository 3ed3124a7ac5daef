"""``ccrules rules``: for authors of rulesets."""

from __future__ import annotations

from ccrules.cli.shape import LateGroup
from ccrules.errors import message

command = LateGroup(
    "rules",
    says=message("List, show, test and lint rulesets."),
    members={
        "list": ("ccrules.cli.rules_list", message("list checks, inferences, recommendations, parameters")),
        "show": ("ccrules.cli.rules_show", message("show one of them in full")),
        "test": ("ccrules.cli.rules_test", message("run the tests beside rulesets")),
        "lint": ("ccrules.cli.rules_lint", message("say what is odd in rulesets")),
    },
)
