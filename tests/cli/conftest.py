"""The demo of the contract in a folder of its own, and commands run as a user would run them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from ccrules import cli

FACTS = """\
assessment: {name: Riviera claims, date: 2026-10-01, language: fr, status: final, partial: [agents]}
objectives: [{id: satisfaction, weight: 3}, {id: cost, weight: 1}]
organisation: {headcount: 40..50, promise_written: yes}
flow_map: none
mailboxes:
  - id: claims
    tracked: no
    volume_month: 1 200
    owner: none
  - id: billing
    tracked: unknown
    volume_month: ~
    owner: not applicable
"""

RULESET = """\
ruleset: demo
version: 1.0.0
requires: ccrules>=0.1
topics: [inbox governance]
objectives: {satisfaction: {en: Customer satisfaction, fr: Satisfaction client}, cost: Cost}
entities:
  organisation:
    attributes:
      headcount: {type: int, min: 0}
      promise_written: {type: bool}
  flow_map: {singleton: true, attributes: {updated_on: {type: date}}}
  agent: {plural: agents, attributes: {skills: {type: text, set: true}}}
  mailbox:
    plural: mailboxes
    label: {en: mailbox, fr: boîte mail}
    attributes:
      tracked: {type: bool}
      volume_month: {type: number, unit: contacts/month, min: 0}
      owner: {type: ref, to: agent, inverse: owned_mailboxes}
parameters:
  max_boxes: {type: int, default: 3, min: 1, max: 20, why: Nobody follows more.}
checks:
  - id: DEMO-001
    title: {en: Untracked mailbox, fr: Boîte mail non suivie}
    for: mailbox
    applies: mailbox.volume_month > 0
    when: not mailbox.tracked
    severity: high
    exposure: mailbox.volume_month
    message: {en: "{{ mailbox.id }} is not tracked", fr: "{{ mailbox.id }} n'est pas suivie"}
    recommend: [track-mailboxes]
  - id: DEMO-002
    title: Too many mailboxes
    let: {n: count(m for m in mailboxes)}
    when: n > params.max_boxes
    severity: medium
    message: "{{ n }} mailboxes"
inferences:
  - id: DEMO-INF-001
    when: [{finding: DEMO-001}, {finding: DEMO-002}]
    conclude: {id: no-inbox-governance, kind: cause, title: Nobody governs mailboxes, belief: 0.6}
    explains: [DEMO-001]
    recommend: [name-inbox-owner]
  - id: DEMO-INF-002
    when:
      - {fact: mailbox, as: m, where: {tracked: false}}
      - {finding: DEMO-001, same: {subject: m}}
    conclude: {id: lost-requests, kind: consequence, for: m, title: Requests get lost, belief: 0.4}
recommendations:
  - {id: track-mailboxes, title: Track mailboxes, body: Every day., effort: low, objectives: [satisfaction]}
  - {id: name-inbox-owner, title: Name an owner, body: One person., effort: low}
"""

TESTS = """\
- name: an untracked mailbox
  facts: {mailboxes: [{id: claims, tracked: no, volume_month: 200}]}
  expect: {DEMO-001: fail, DEMO-002: pass}
"""


@dataclass(frozen=True)
class Done:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


@pytest.fixture(autouse=True)
def in_english(monkeypatch):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "CCRULES_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def demo(tmp_path, monkeypatch) -> Path:
    """A folder with the demo, made the current one."""
    (tmp_path / "facts.yaml").write_text(FACTS, encoding="utf-8")
    (tmp_path / "demo.yaml").write_text(RULESET, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def ccrules(capfdbinary):
    """Runs a command in this process; every stream is captured as bytes and must be UTF-8."""

    def run(*arguments: str) -> Done:
        capfdbinary.readouterr()
        code = cli.run(arguments)
        out, err = capfdbinary.readouterr()
        return Done(code, out.decode("utf-8"), err.decode("utf-8"))

    return run
