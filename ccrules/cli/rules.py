"""``ccrules rules``: for authors of rulesets."""

from __future__ import annotations

from ccrules.cli.shape import LateGroup
from ccrules.errors import message

command = LateGroup(
    "rules",
    says=message("List, show, test, lint, document, compare and pin rulesets."),
    members={
        "list": ("ccrules.cli.rules_list", message("list checks, inferences, recommendations, parameters")),
        "show": ("ccrules.cli.rules_show", message("show one of them in full")),
        "test": ("ccrules.cli.rules_test", message("run the tests beside rulesets")),
        "new": ("ccrules.cli.rules_new", message("begin a ruleset")),
        "diff": ("ccrules.cli.rules_diff", message("compare two versions of a ruleset")),
        "map": ("ccrules.cli.rules_map", message("compare rulesets with standards and grids")),
        "lock": ("ccrules.cli.rules_lock", message("pin the rulesets of an engagement")),
        "docs": ("ccrules.cli.rules_docs", message("document rulesets as a site")),
        "lint": ("ccrules.cli.rules_lint", message("say what is odd in rulesets")),
    },
)
