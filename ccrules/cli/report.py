"""``ccrules report``: templates and rendered reports checked."""

from __future__ import annotations

from ccrules.cli.shape import LateGroup
from ccrules.errors import message

command = LateGroup(
    "report",
    says=message("Check report templates and rendered reports."),
    members={},
)
