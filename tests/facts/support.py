"""A small vocabulary, and short ways to read facts in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ccrules.documents import node_from_python
from ccrules.documents.json_reader import read_json
from ccrules.documents.yaml_reader import read_yaml
from ccrules.errors import InputError
from ccrules.facts.base import Entity, FactBase
from ccrules.facts.reading import read_facts
from ccrules.facts.vocabulary import Attribute, EntityType, Vocabulary
from ccrules.values import Interval, OneOf, PartialSet, Series

#: The fact file of the documentation.
EXAMPLE = """\
assessment: {name: Riviera claims, date: 2026-10-01, language: fr, status: final, partial: [agents]}
objectives: [{id: satisfaction, weight: 3}, {id: cost, weight: 1}]
organisation: {headcount: 40..50, promise_written: yes}   # reserved: attributes of the whole
flow_map: none                   # a singleton entity: known not to exist
mailboxes:                       # a collection: the plural of an entity type
  - id: claims
    tracked: no
    volume_month: 1 200
    owner: none                  # known to be absent
  - id: billing
    tracked: unknown             # asked, nobody could tell
    volume_month: ~              # not collected yet (same as leaving it out)
    owner: not applicable
"""


def attribute(name: str, type: str, **more: Any) -> Attribute:
    return Attribute(name, type, **more)  # type: ignore[arg-type]  # tests name types as text


def entity_type(name: str, plural: str, *attributes: Attribute, **more: Any) -> EntityType:
    return EntityType(name, plural, attributes={one.name: one for one in attributes}, **more)


MAILBOX = entity_type(
    "mailbox",
    "mailboxes",
    attribute("tracked", "bool", label={"en": "tracked", "fr": "suivie"}),
    attribute(
        "volume_month",
        "number",
        unit="contacts/month",
        minimum=0,
        label={"en": "Monthly volume", "fr": "Volume mensuel"},
    ),
    attribute("owner", "ref", to="agent", inverse="owned_mailboxes", optional=True),
    attribute("backups", "ref", to="agent", set=True, inverse="backed_mailboxes"),
    attribute("rhythm", "duration", optional=True),
    attribute("opened_on", "date", optional=True),
    attribute("comment", "text", optional=True),
    attribute(
        "level",
        "enum",
        values=("low", "high"),
        ordered=True,
        always_applicable=True,
        labels={"low": {"en": "Low level", "fr": "Faible"}, "high": {"en": "High level", "fr": "Élevé"}},
    ),
    attribute("answered", "number", unit="%", minimum=0, maximum=1, optional=True),
    attribute("people", "int", minimum=0, maximum=500),
    attribute("target", "number", unit="seconds", minimum=0),
    attribute("channels", "enum", values=("email", "post"), set=True),
    attribute("history", "number", unit="%", minimum=0, maximum=1, series=True, optional=True),
    label={"en": "mailbox", "fr": "boîte mail"},
)
VOCABULARY = Vocabulary(
    {
        "organisation": entity_type(
            "organisation",
            "",
            attribute("headcount", "int", minimum=0),
            attribute("promise_written", "bool"),
            singleton=True,
        ),
        "flow_map": entity_type(
            "flow_map", "", attribute("updated_on", "date", optional=True), singleton=True
        ),
        "agent": entity_type(
            "agent",
            "agents",
            attribute("skills", "text", set=True),
            attribute("boss", "ref", to="agent", inverse="team", optional=True),
            label_plural={"en": "advisers", "fr": "conseillers"},
        ),
        "mailbox": MAILBOX,
    }
)


def facts(*files: str, vocabulary: Vocabulary = VOCABULARY, **options: Any) -> FactBase:
    """Facts of YAML files that are called a.yaml, b.yaml …"""
    nodes = [read_yaml(text, f"{name}.yaml") for name, text in zip("abcdef", files, strict=False)]
    return read_facts(nodes, vocabulary, **options)


def python_facts(content: Mapping[str, object], vocabulary: Vocabulary = VOCABULARY) -> FactBase:
    """Facts of a mapping of Python."""
    return read_facts([node_from_python(content)], vocabulary)


def json_facts(text: str) -> FactBase:
    """Facts of one JSON file called a.json."""
    return read_facts([read_json(text, "a.json")], VOCABULARY)


def problems(*files: str, **options: Any) -> list[str]:
    """What is wrong with YAML files, one line each."""
    with pytest.raises(InputError) as caught:
        facts(*files, **options)
    return [str(problem) for problem in caught.value.problems]


def mailbox(base: FactBase, id: str = "m") -> Entity:
    return base.collections["mailbox"].by_id[id]


def value(attribute: str, written: str) -> Any:
    """The value of one attribute of a mailbox, as :func:`shown` shows it."""
    base = facts(f"mailboxes:\n- id: m\n  {attribute}: {written}\n")
    return shown(getattr(mailbox(base), attribute))


def refused(attribute: str, written: str) -> str:
    """Why a value of one attribute of a mailbox is refused, without its place."""
    (problem,) = problems(f"mailboxes:\n- id: m\n  {attribute}: {written}\n")
    return problem.partition(": ")[2]


def shown(value: Any) -> Any:
    """A value in a form that can be compared: states as text, intervals as tuples."""
    if isinstance(value, Interval):
        marks = "(" if value._low_open else "[", ")" if value._high_open else "]"
        return (marks[0], shown(value._low), shown(value._high), marks[1])
    if isinstance(value, OneOf):
        return [shown(one) for one in value._candidates]
    if isinstance(value, PartialSet):
        return {*map(shown, value._members), "…"}
    if isinstance(value, Series):
        return [(shown(point.when), shown(point.value)) for point in value]
    if isinstance(value, frozenset):
        return {shown(one) for one in value}
    return repr(value) if repr(value).startswith("<") else value
