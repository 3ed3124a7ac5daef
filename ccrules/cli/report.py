"""``ccrules report``: templates and rendered reports checked."""

from __future__ import annotations

from ccrules.cli.shape import LateGroup
from ccrules.errors import message

command = LateGroup(
    "report",
    says=message("Check report templates and rendered reports."),
    members={
        "lint": ("ccrules.cli.report_lint", message("say what is wrong or weak in templates")),
        "template": ("ccrules.cli.report_template", message("write the default template, to be changed")),
        "verify": ("ccrules.cli.report_verify", message("trace every figure of a rendered report")),
    },
)
