"""Checks that conditions can't express: they read what people wrote."""

from __future__ import annotations

import re
from typing import Any

from ccrules.author import check

_WORD = re.compile(r"[^\W\d_]{2,}")
#: Words that tell nobody what is wrong with what, in English and French.
_EMPTY = frozenset(
    re.findall(
        r"\S+",
        """
        a an and are at broken can't doesn't does don't help hello is it my not on please problem the to
        urgent very work works working
        bonjour de des du en est et fonctionne la le les marche merci ne panne pas problème s'il svp un une
        """,
    )
)
_SECRET = re.compile(
    r"\b(?:password|passwd|mot de passe|mdp|pwd|pin|api[ _-]?key)\b\s*(?:is|est|[:=])\s*\S{4,}", re.IGNORECASE
)


@check(
    id="DESK-TIC-101",
    ruleset="service-desk",
    subject="ticket",
    needs=["ticket.summary"],
    title={"en": "Ticket that says nothing", "fr": "Ticket qui ne dit rien"},
    severity="info",
    message={
        "en": "“{{ ticket.summary }}” does not tell the next person what is wrong with what.",
        "fr": "« {{ ticket.summary }} » ne dit pas à la personne suivante ce qui ne va pas, ni sur quoi.",
    },
    recommend=["ask-at-intake"],
    topics=["tickets"],
)
def says_nothing(ticket: Any) -> bool:
    """Whether fewer than two words of a summary carry anything."""
    words = (word.lower() for word in _WORD.findall(ticket.summary))
    return len([word for word in words if word not in _EMPTY]) < 2


@check(
    id="DESK-TIC-102",
    ruleset="service-desk",
    subject="ticket",
    needs=["ticket.summary"],
    title={"en": "Password in a ticket", "fr": "Mot de passe dans un ticket"},
    severity="critical",
    message={
        "en": "{{ ticket.id }} holds what looks like a password; everybody who reads tickets can use it.",
        "fr": "{{ ticket.id }} contient ce qui ressemble à un mot de passe ; tout lecteur peut s'en servir.",
    },
    recommend=["clean-out-secrets"],
    topics=["tickets"],
)
def tells_a_secret(ticket: Any) -> bool:
    """Whether a summary holds a word for a secret and something that could be one."""
    return bool(_SECRET.search(ticket.summary))
