"""Checks that conditions can't express."""

from __future__ import annotations

import re
from typing import Any

from ccrules.author import check

_FIRST_AND_LAST_NAME = re.compile(r"[a-z]+[.-][a-z]+@", re.IGNORECASE)
_SHARED_WORDS = re.compile(r"\b(customer|client|service|contact|support|info)s?\b", re.IGNORECASE)


@check(
    id="FIRM-101",
    ruleset="example-firm",
    subject="mailbox",
    needs=["mailbox.address"],
    title={"en": "Mailbox on a person's name", "fr": "Boîte mail au nom d'une personne"},
    severity="medium",
    exposure="mailbox.volume_month",
    message={
        "en": "Customers write to {{ mailbox.address }}: their requests leave with that person.",
        "fr": "Les clients écrivent à {{ mailbox.address }} : leurs demandes partent avec cette personne.",
    },
    recommend=["use-shared-addresses"],
    topics=["routing"],
)
def personal_address(mailbox: Any) -> bool:
    """Whether an address looks like a person's: two words, none of which stands for a service."""
    return bool(_FIRST_AND_LAST_NAME.match(mailbox.address)) and not _SHARED_WORDS.search(mailbox.address)
