"""``ccrules facts``: collecting facts."""

from __future__ import annotations

from ccrules.cli.shape import LateGroup
from ccrules.errors import message

command = LateGroup(
    "facts",
    says=message("Collect facts: workbooks that ask for them, and fact files of one kind to another."),
    members={
        "template": (
            "ccrules.cli.facts_template",
            message("write a workbook or CSV files that ask for facts"),
        ),
        "gaps": ("ccrules.cli.facts_gaps", message("say what to ask next, and whom")),
        "interview": ("ccrules.cli.facts_interview", message("ask for facts in a conversation")),
        "import": ("ccrules.cli.facts_import", message("write the facts that papers hold")),
        "from-interactions": (
            "ccrules.cli.facts_from_interactions",
            message("turn logs of calls, mails, chats and tickets into facts"),
        ),
        "privacy": ("ccrules.cli.facts_privacy", message("list the personal data that facts hold")),
        "anonymise": ("ccrules.cli.facts_anonymise", message("put pseudonyms for names, and keep verdicts")),
        "record": ("ccrules.cli.facts_record", message("have facts confirmed, corrected and signed")),
        "convert": ("ccrules.cli.facts_convert", message("write facts as YAML, JSON, a workbook or CSV")),
    },
)
