"""``ccrules plan``: action plans that clients fill in."""

from __future__ import annotations

from ccrules.cli.shape import LateGroup
from ccrules.errors import message

command = LateGroup(
    "plan",
    says=message("Follow up action plans."),
    members={
        "read": ("ccrules.cli.plan_read", message("read back a plan that a client filled in")),
    },
)
