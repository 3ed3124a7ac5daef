"""A base and a ruleset that extends it, small enough to be read, with a part of every kind."""

from __future__ import annotations

from pathlib import Path

BASE = r"""
ruleset: base
version: 1.2.0
requires: ccrules>=0.1
title: {en: Base method, fr: Méthode de base}
topics: {inboxes: {en: Inboxes, fr: Boîtes}, law: {en: Law, fr: Droit}}
objectives: {trust: {en: Trust, fr: Confiance}}
entities:
  organisation:
    attributes:
      outsourced: {type: bool, label: {en: Outsourced, fr: Externalisé}}
  agent:
    plural: agents
    label: {en: Agent, fr: Agent}
    label_plural: {en: Agents, fr: Agents}
    attributes:
      skills: {type: text, set: true, label: {en: Skills, fr: Compétences}}
  mailbox:
    plural: mailboxes
    label: {en: Mailbox, fr: Boîte mail}
    label_plural: {en: Mailboxes, fr: Boîtes mail}
    attributes:
      tracked:
        type: bool
        label: {en: Tracked, fr: Suivie}
        question: {en: Is it tracked?, fr: Est-elle suivie ?}
        ask: {en: head of service, fr: responsable de service}
        obtain: {en: Look at the tool., fr: Regarder l'outil.}
        depth: express
        privacy: internal
        changeable: true
      volume: {type: number, unit: contacts/month, min: 0, valid_for: 12 months, label: {en: Volume, fr: Volume}}
      kind: {type: enum, values: {mail: {en: Mail, fr: Courriel}, fax: {en: Fax, fr: Télécopie}}, label: {en: Kind, fr: Nature}}
      owner: {type: ref, to: agent, inverse: boxes, privacy: personal, label: {en: Owner, fr: Responsable}}
      busy: {type: bool, derive: mailbox.volume > params.busy_from, label: {en: Busy, fr: Chargée}}
parameters:
  busy_from:
    type: int
    default: 100
    min: 10
    max: 1000
    label: {en: Busy from, fr: Chargée dès}
    why: {en: "A *hundred* is ours.", fr: "Cent, c'est notre chiffre."}
    source: [{title: A book about boxes, section: Part 2, url: "https://example.org/boxes"}]
  rest: {type: duration, default: 1 week, min: 1 day, max: 1 month, label: {en: Rest, fr: Repos}}
checks:
  - id: BOX-001
    aliases: [OLD-001]
    topics: [inboxes]
    title: {en: Untracked mailbox, fr: Boîte mail non suivie}
    for: mailbox
    applies: mailbox.volume > 0
    when: not mailbox.tracked and (mailbox.busy or not exists(mailbox.owner))
    severity: high if mailbox.kind == "fax" else medium
    exposure: mailbox.volume
    message: {en: "{{ mailbox.id }} is not tracked", fr: "Personne ne suit {{ mailbox.id|elide('de') }}"}
    strength: {en: "{{ mailbox.id }} is tracked", fr: "{{ mailbox.id }} est suivie"}
    advice: {en: One list for all boxes., fr: Une liste pour toutes les boîtes.}
    recommend: [track]
    source: [{title: Another book., section: Chapter 3}]
  - id: BOX-002
    topics: [inboxes]
    title: {en: Too many mailboxes, fr: Trop de boîtes mail}
    let: {n: count(m for m in mailboxes if m.tracked), half: n / 2}
    when: half > 3 or n == 0
    severity: low
    message: {en: "{{ n }} mailboxes", fr: "{{ n }} boîtes mail"}
    deprecated: {en: BOX-001 says it, fr: BOX-001 le dit}
  - id: BOX-003
    over: outcomes
    title: {en: Several faults, fr: Plusieurs défauts}
    for: mailbox
    when: count(o for o in outcomes if o.check == "BOX-001" and o.failed) > 0
    severity: info
    message: {en: Faults, fr: Défauts}
inferences:
  - id: INF-001
    when: [{finding: BOX-001, as: b}, {at_least: {n: 1, of: [{finding: BOX-002}, {passed: BOX-003, same: {subject: b.subject}}]}}]
    conclude: {id: nobody-governs, kind: cause, for: b, title: {en: Nobody governs, fr: Personne ne gouverne}, belief: 0.6}
    explains: [BOX-001]
    recommend: [govern]
  - id: INF-002
    when: [{conclusion: nobody-governs}, {fact: mailbox, where: {tracked: false}}]
    conclude: {id: lost, kind: consequence, title: {en: Requests are lost, fr: Des demandes se perdent}, belief: 0.4}
recommendations:
  - id: track
    title: {en: Track every mailbox, fr: Suivre chaque boîte}
    body: {en: "1. List them.\n2. **Track** {{ params.busy_from }} of them.", fr: "1. Les lister.\n2. Les suivre."}
    effort: low
    objectives: [trust]
    owner: {en: head, fr: responsable}
  - {id: govern, title: {en: Govern, fr: Gouverner}, effort: medium, after: [track]}
scores:
  weights: {critical: 10, high: 5, medium: 2, low: 1, info: 0}
  gates: [{id: g, title: {en: Nothing high, fr: Rien d'élevé}, severity: high, cap: 40}]
  targets: [{id: t, title: {en: Sound, fr: Sain}, overall: 75, topics: {inboxes: 80}}]
"""
BASE_TESTS = r"""
- name: A busy box that nobody tracks
  facts: {mailboxes: [{id: claims, tracked: no, volume: 200, owner: ann, kind: mail}], agents: [{id: ann}]}
  expect: {BOX-001: {claims: fail medium}}
- name: A box with eighty messages and an owner
  facts: {mailboxes: [{id: claims, tracked: no, volume: 80, owner: ann}], agents: [{id: ann}]}
  expect: {BOX-001: pass}
- name: Nobody tracks, and nobody governs
  facts: {mailboxes: [{id: claims, tracked: no, volume: 200}]}
  expect: {BOX-001: fail}
  conclusions: [nobody-governs]
"""
FIRM = r"""
ruleset: firm
version: 2.0.0
requires: ccrules>=0.1
title: {en: Firm's method, fr: Méthode du cabinet}
extends: [base]
override:
  parameters: {busy_from: 50}
  checks: {BOX-002: {off: {en: Not our way, fr: Pas notre façon}}}
profiles:
  strict:
    title: {en: Strict, fr: Strict}
    why: {en: For those who want it., fr: Pour qui le veut.}
    parameters: {busy_from: 20}
    checks: {BOX-001: {severity: critical}}
"""
FIRM_TESTS = r"""
- name: Sixty is busy here
  facts: {mailboxes: [{id: claims, tracked: no, volume: 60, owner: ann, kind: mail}], agents: [{id: ann}]}
  expect: {BOX-001: {claims: {outcome: fail, severity: medium, exposure: 60}}}
- name: Unless more is allowed
  params: {busy_from: 70}
  facts: {mailboxes: [{id: claims, tracked: no, volume: 60, owner: ann}], agents: [{id: ann}]}
  expect: {BOX-001: pass}
"""


def write_rulesets(folder: Path) -> Path:
    """Write both rulesets and their tests into a folder."""
    texts = {
        "base/ruleset.yaml": BASE,
        "base/ruleset.tests.yaml": BASE_TESTS,
        "firm/ruleset.yaml": FIRM.replace("extends: [base]", "extends: [../base]"),
        "firm/ruleset.tests.yaml": FIRM_TESTS,
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
