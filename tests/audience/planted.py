"""A method and facts with secrets planted wherever one could come through."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from html import unescape
from io import BytesIO
from typing import Any

#: Text secrets: what they are planted in.
WORDS = {
    "zqsponsor": "a personal text of the organisation",
    "zqnote": "an internal text of the organisation",
    "zqboxnote": "an internal text of a mailbox",
    "zqname": "the name of a person",
    "zqmarie": "the id of a person",
    "zqpaul": "the id of a person who owns nothing",
    "zqskill": "a skill of a person",
    "zqauthor": "who said it",
    "zqevidence": "a reference to evidence",
    "zqfolder": "a path",
    "zqcode": "a parameter set for the client",
    "zqwaiver": "the reason of a waiver",
    "zqapprover": "who approved a waiver",
    "zqreviewer": "who reviewed",
    "zqcomment": "a comment with somebody's name in it",
}
#: Numbers that are personal or internal.
NUMBERS = (918273, 645132)
CLIENT = "qxclientword"


def _attribute(kind: str, privacy: str = "client", **more: Any) -> dict[str, Any]:
    return {"type": kind, "privacy": privacy, **more}


def _check(name: str, message: str, when: str = "true", **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "title": f"Title of {name}",
        "when": when,
        "severity": "high",
        "topics": ["inbox"],
        "message": message,
        "recommend": ["fix"],
        **more,
    }


BOX = {"for": "mailbox", "when": "not mailbox.tracked"}
RULESET: dict[str, Any] = {
    "ruleset": "planted",
    "version": "1.2.3",
    "topics": {"inbox": "Inbox", "staff": "Staff"},
    "parameters": {
        "codeword": {"type": "text", "default": "plain"},
        "most": {"type": "int", "default": "1", "min": "0", "max": "9"},
    },
    "entities": {
        "organisation": {
            "attributes": {
                "sponsor": _attribute("text", "personal"),
                "note": _attribute("text", "internal"),
                "budget": _attribute("number", "internal"),
                "headcount": _attribute("int"),
                "promise": _attribute("bool"),
                "motto": _attribute("text", "public"),
                "wages": _attribute("number", derive="sum(a.salary for a in agents)"),
            }
        },
        "agent": {
            "plural": "agents",
            "attributes": {
                "name": _attribute("text", "personal"),
                "skills": _attribute("text", "personal", set="yes"),
                "salary": _attribute("number", "personal"),
                "newcomer": _attribute("bool", "personal"),
            },
        },
        "mailbox": {
            "plural": "mailboxes",
            "attributes": {
                "tracked": _attribute("bool"),
                "owner": _attribute("ref", "personal", to="agent", inverse="owned"),
                "note": _attribute("text", "internal"),
                "word": _attribute("text"),
                "volume": _attribute("number"),
                "cost": _attribute("number", "internal"),
                "run_by": _attribute("enum", "public", values=["own", "provider"]),
                "pay": _attribute("number", derive="mailbox.owner.salary"),
            },
        },
    },
    "checks": [
        _check("SPONSOR", "Sponsor {{ organisation.sponsor }}", "not organisation.promise"),
        _check("NOTE", "Note {{ organisation.note }}", 'organisation.note != "x"'),
        _check("BUDGET", "Budget {{ organisation.budget }}", "organisation.budget > 5", exposure="organisation.budget"),
        _check("WAGES", "Wages {{ organisation.wages }}", "organisation.wages > 5"),
        _check("CODE", "Code {{ params.codeword }}", 'params.codeword != "x"'),
        _check("FEW", "{{ n }} newcomers", "n > params.most", let={"n": "count(a for a in agents if a.newcomer)"}),
        _check("NAMES", "{{ who }}", "count(a for a in agents) > 0", let={"who": "names(a for a in agents)"}),
        _check("PLAIN", "Motto {{ organisation.motto }}, {{ organisation.headcount }} people", "not organisation.promise"),
        _check("OWNER", "{{ mailbox.id }} belongs to {{ mailbox.owner }}", **BOX),
        _check("OWNERNAME", "Ask {{ mailbox.owner.name }}", **BOX),
        _check("BOXNOTE", "{{ mailbox.note }}", **BOX),
        _check("TAGS", "{% if mailbox.owner %}{{ mailbox.owner.name|upper }}{% endif %}", **BOX),
        _check("PAY", "{{ mailbox.pay }}", **BOX, exposure="mailbox.pay"),
        _check("COST", "{{ x }}", **BOX, let={"x": "mailbox.cost * 2"}, exposure="mailbox.cost"),
        _check("OPEN", "{{ mailbox.id }} has {{ mailbox.volume }} of {{ mailbox.word }}", **BOX, exposure="mailbox.volume"),
        _check("SAID", "See {{ mailbox.word }}", "mailbox.tracked", **{"for": "mailbox"}, strength="Held by {{ mailbox.owner }}"),
        _check("PERSON", "{{ agent.name }} is new", "agent.newcomer", **{"for": "agent"}, topics=["staff"]),
        _check("SKILLS", "{{ agent.id }}: {{ agent.skills }}", '"zqskill" in agent.skills', **{"for": "agent"}),
        _check("ADVICE", "All well?", "not organisation.promise", advice="Tell {{ organisation.sponsor }}"),
        _check("LATER", "{{ n }}", "n > 0", let={"n": "count(o for o in outcomes if o.failed)"}, over="outcomes"),
        _check("OWNED", "{{ agent.owned }}", "count(m for m in agent.owned) > 0", **{"for": "agent"}),
    ],
    "inferences": [
        {
            "id": "INF-1",
            "when": [{"finding": "SPONSOR"}],
            "conclude": {"id": "told", "kind": "cause", "title": "Because of {{ organisation.sponsor }}",
                         "body": "As {{ organisation.note }} says"},
            "explains": ["SPONSOR", "PLAIN"],
            "recommend": ["tell"],
        },
        {
            "id": "INF-2",
            "when": [{"finding": "PERSON", "as": "f"}],
            "conclude": {"id": "lost", "kind": "consequence", "for": "f", "title": "{{ agent.name }} may leave"},
        },
        {
            "id": "INF-3",
            "when": [{"fact": "mailbox", "as": "m", "where": {"tracked": "no"}}, {"finding": "OPEN", "same": {"subject": "m"}}],
            "conclude": {"id": "unowned", "kind": "anti-pattern", "for": "m", "severity": "critical",
                         "title": "{{ mailbox.owner.name }} has too much", "body": "{{ mailbox.note }}"},
        },
    ],
    "recommendations": [
        {"id": "fix", "title": "Fix it", "body": "With {{ organisation.note }} and {{ params.codeword }}", "effort": "low"},
        {"id": "tell", "title": "Tell {{ organisation.sponsor }}", "body": "Now", "effort": "low", "owner": "{{ organisation.sponsor }}"},
    ],
    "scores": {"weights": {"critical": "10", "high": "5", "medium": "2", "low": "1", "info": "0"}},
}  # fmt: skip


def long(value: Any) -> dict[str, Any]:
    """A value with everything that says who said it."""
    return {
        "value": value,
        "source": "declared",
        "by": "zqauthor",
        "on": "2026-01-02",
        "evidence": "zqevidence.pdf",
    }


def facts(people: int = 2) -> dict[str, Any]:
    """Facts with secrets in them.

    Args:
        people: how many there are beside the two by name.
    """
    return {
        "assessment": {"name": "Client", "date": "2026-10-01"},
        "organisation": {
            "sponsor": long("zqsponsor"), "note": long("zqnote"), "budget": long("918273"),
            "headcount": "12", "promise": long("no"), "motto": "fair",
        },
        "agents": [
            {"id": "zqmarie", "name": long("zqname"), "skills": ["zqskill"], "salary": "645132", "newcomer": "yes"},
            {"id": "zqpaul", "name": "zqname", "skills": [], "salary": "3", "newcomer": "yes"},
            *({"id": f"zqmore{n}", "newcomer": "no", "salary": "4", "skills": []} for n in range(people)),
        ],
        "mailboxes": [
            {"id": "claims", "tracked": "no", "owner": "zqmarie", "note": "zqboxnote", "word": CLIENT, "volume": "777",
             "cost": "918273", "run_by": "own"},
            {"id": "billing", "tracked": long("no"), "owner": "zqpaul", "note": "zqboxnote", "word": "zqmarie said so",
             "volume": "5", "cost": "1", "run_by": "provider"},
            {"id": "sales", "tracked": "yes", "owner": "zqmarie", "note": "zqboxnote", "word": "x", "cost": "2",
             "run_by": "provider"},
            {"id": "open", "tracked": "unknown", "owner": "unknown", "run_by": "own"},
        ],
    }  # fmt: skip


def readable(document: str | bytes) -> str:
    """All text of a document, of whatever kind."""
    if isinstance(document, str):
        return document
    if document.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(document)) as parts:
            return "\n".join(
                unescape(parts.read(name).decode("utf-8", "replace")) + name for name in parts.namelist()
            )
    if document.startswith(b"%PDF") and shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", "-", "-"], input=document, capture_output=True, check=True)
        return done.stdout.decode("utf-8", "replace")
    return document.decode("utf-8", "replace")


def leaks(text: str, words: tuple[str, ...] = tuple(WORDS), numbers: tuple[int, ...] = NUMBERS) -> list[str]:
    """The secrets that a text holds, numbers however they are grouped."""
    plain = re.sub(r"(?<=\d)[\s,.\u202f\u00a0]+(?=\d)", "", text)
    found = [word for word in words if word in text.casefold()]
    return found + [str(number) for number in numbers if str(number) in plain]
