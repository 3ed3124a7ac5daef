"""``ccrules facts``: collecting facts."""

from __future__ import annotations

from ccrules.cli.shape import LateGroup
from ccrules.errors import message

command = LateGroup(
    "facts",
    says=message("Collect facts: workbooks that ask for them, and fact files of one kind to another."),
    members={
        "template": ("ccrules.cli.facts_template", message("write a workbook that asks for facts")),
        "gaps": ("ccrules.cli.facts_gaps", message("say what to ask next, and whom")),
        "interview": ("ccrules.cli.facts_interview", message("ask for facts in a conversation")),
        "convert": ("ccrules.cli.facts_convert", message("write facts as YAML or as a workbook")),
    },
)
