"""``ccrules review``: the consultant's hand on findings and recommendations."""

from __future__ import annotations

from ccrules.cli.shape import LateGroup
from ccrules.errors import message

command = LateGroup(
    "review",
    says=message("Review an assessment: accept, reject, regrade or comment on what it found."),
    members={
        "new": ("ccrules.cli.review_new", message("write a review to be filled in")),
        "stats": (
            "ccrules.cli.review_stats",
            message("count over several reviews how often each check was accepted"),
        ),
    },
)
