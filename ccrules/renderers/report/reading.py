"""What every part of a report looks up: names, titles, anchors, words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TypeVar

from ccrules.assessment import (
    Assessment,
    CheckInfo,
    Conclusion,
    Finding,
    MissingGroup,
    NotApplicable,
    NotAssessed,
    OriginInfo,
    ParameterValue,
    Passed,
    Recommendation,
    SourceInfo,
    Subject,
)
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.renderers.report.model import Link, Pair, Reference
from ccrules.renderers.wording import Wording
from ccrules.ruleset.model import SEVERITIES
from ccrules.text import date_text, listing, number, percent, quantity, shown
from ccrules.text.grammar import inside
from ccrules.values import Interval

Item = TypeVar("Item")
_Outcome = Finding | Passed | NotAssessed | NotApplicable

#: Subjects of one check that the body shows; the annex has the rest.
MAX_ROWS = 10
#: Members that a missing fact is named for; more are counted.
MAX_NAMES = 3


class Reading:
    """An assessment with its lookups and the words of one language.

    Args:
        assessment: the assessment.
        wording: the words.
    """

    def __init__(self, assessment: Assessment, wording: Wording) -> None:
        self.assessment = assessment
        self.wording = wording
        self.language = wording.language
        self.say = wording.say

    # Lookups ---------------------------------------------------------------------------------

    @property
    def leaves_out(self) -> bool:
        """Whether the form for this audience leaves something out."""
        audience = self.assessment.audience
        return audience is not None and bool(audience.notes)

    @cached_property
    def findings(self) -> Mapping[str, Finding]:
        """Findings by id."""
        return {finding.id: finding for finding in self.assessment.findings}

    @cached_property
    def checks(self) -> Mapping[str, CheckInfo]:
        """Checks by id."""
        return {check.id: check for check in self.assessment.checks}

    @cached_property
    def conclusions(self) -> Mapping[str, Conclusion]:
        """Conclusions by key."""
        return {conclusion.key: conclusion for conclusion in self.assessment.conclusions}

    @cached_property
    def actions(self) -> Mapping[str, Recommendation]:
        """Recommendations by id."""
        return {action.id: action for action in self.assessment.recommendations}

    @cached_property
    def topics(self) -> Mapping[str, str]:
        """Names of topics by id."""
        return {topic.id: topic.title for topic in self.assessment.topics}

    @cached_property
    def resolved_by(self) -> Mapping[str, tuple[int, ...]]:
        """Ranks of the actions that resolve a finding or address a conclusion, by its id or key."""
        found: dict[str, list[int]] = {}
        for action in self.assessment.recommendations:
            for name in dict.fromkeys((*action.resolves, *action.addresses)):
                found.setdefault(name, []).append(action.rank)
        return {name: tuple(sorted(ranks)) for name, ranks in found.items()}

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        """Names of subjects by ``type/id``, as far as outcomes mention them."""
        a = self.assessment
        outcomes: Iterable[_Outcome] = chain(a.findings, a.passed, a.not_assessed, a.not_applicable)
        subjects = (outcome.subject for outcome in outcomes)
        return {f"{one.type}/{one.id}": one.label for one in subjects if one.id and one.label}

    @cached_property
    def _attributes(self) -> Mapping[str, str]:
        """Names of attributes by ``type.attribute``, as far as missing facts mention them."""
        return {split_fact(gap.fact)[0]: gap.label for gap in self.assessment.gaps if gap.label}

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return {finding.check: finding.title for finding in reversed(self.assessment.findings)}

    @cached_property
    def _anchors(self) -> Mapping[tuple[str, str], str]:
        """A unique, readable anchor for everything that can be linked to."""
        found: dict[tuple[str, str], str] = {}
        taken: Counter[str] = Counter()
        for kind, name in self._anchored():
            if (kind, name) not in found:
                slug = f"{kind}-{re.sub(r'[^A-Za-z0-9]+', '-', name).strip('-').lower()}"
                taken[slug] += 1
                found[kind, name] = slug if taken[slug] == 1 else f"{slug}--{taken[slug]}"
        return found

    def _anchored(self) -> Iterable[tuple[str, str]]:
        a = self.assessment
        yield from (("check", finding.check) for finding in a.findings)
        yield from (("finding", finding.id) for finding in a.findings)
        yield from (("conclusion", conclusion.key) for conclusion in a.conclusions)
        yield from (("action", action.id) for action in a.recommendations)
        yield from (("open", outcome.check) for outcome in a.not_assessed)

    def anchor(self, kind: str, name: str) -> str:
        """Where something stands in the document; empty if nowhere.

        Args:
            kind: ``check``, ``finding``, ``conclusion``, ``action`` or ``open`` (not assessed).
            name: its id.
        """
        return self._anchors.get((kind, name), "")

    # Names -----------------------------------------------------------------------------------

    def check_title(self, check: str) -> str:
        """The title of a check; its id if nothing better is known."""
        info = self.checks.get(check)
        return info.title if info and info.title else self._titles.get(check, check)

    def about(self, check: str) -> str:
        """What a check is put to, for people: mailboxes, or the organisation."""
        info = self.checks.get(check)
        if info is None or info.subject_type == ORGANISATION:
            return self.say("subject.organisation")
        return inside(info.subject_label or info.subject_type)

    def subject(self, subject: Subject) -> str:
        """The name of a subject; of an unnamed one, what it would be."""
        if subject.id is None:
            return self.say("subject.unnamed", type=inside(subject.label) or subject.type)
        if subject.type == ORGANISATION:
            return subject.label or self.say("subject.organisation")
        return subject.label or subject.id

    def topic_names(self, topics: Sequence[str]) -> tuple[str, ...]:
        """Topics by their names."""
        return tuple(self.topics.get(topic, topic) for topic in topics)

    def action_references(self, actions: Iterable[str]) -> tuple[Reference, ...]:
        """Recommendations with their rank in the plan."""
        known = sorted(
            actions,
            key=lambda name: self.actions[name].rank if name in self.actions else len(self.actions) + 1,
        )
        return tuple(self._action_reference(action) for action in known)

    def _action_reference(self, name: str) -> Reference:
        action = self.actions.get(name)
        if action is None:
            return Reference(name, name)
        return Reference(action.title, name, self.anchor("action", name), str(action.rank))

    def check_reference(self, check: str) -> Reference:
        """A check by title."""
        return Reference(self.check_title(check), check, self.anchor("check", check))

    def conclusion_references(self, keys: Iterable[str]) -> tuple[Reference, ...]:
        """Conclusions by title, with what they are about."""
        return tuple(self._conclusion_reference(key) for key in keys)

    def _conclusion_reference(self, key: str) -> Reference:
        found = self.conclusions.get(key)
        if found is None:
            return Reference(key, key)
        note = "" if found.subject.type == ORGANISATION else self.subject(found.subject)
        return Reference(found.title, key, self.anchor("conclusion", key), note)

    def titled(self, conclusion: Conclusion) -> str:
        """A conclusion's title, with what it is about unless that is the whole organisation."""
        about = conclusion.subject
        return (
            conclusion.title if about.type == ORGANISATION else f"{conclusion.title} ({self.subject(about)})"
        )

    def by_check(self, outcomes: Iterable[str]) -> tuple[Reference, ...]:
        """Findings, given by id, as one entry per check with their number, most first."""
        counts = Counter(self.check_of(outcome) for outcome in outcomes)
        ranked = sorted(counts.items(), key=lambda item: -item[1])
        return tuple(
            Reference(self.check_title(check), check, self.anchor("check", check), self.count("findings", n))
            for check, n in ranked
        )

    def check_of(self, outcome: str) -> str:
        """The check of an outcome's id."""
        found = self.findings.get(outcome)
        if found:
            return found.check
        return outcome if outcome in self.checks else outcome.partition(":")[0]

    # Words -----------------------------------------------------------------------------------

    def number(self, value: float) -> str:
        """A number in the language of the report."""
        return number(value, self.language)

    def percent(self, ratio: float) -> str:
        """A ratio in per cent."""
        return percent(ratio, self.language)

    def quantity(self, value: float, unit: str) -> str:
        """A number with its unit."""
        return quantity(value, self.language, unit)

    def listing(self, items: Iterable[str], limit: int = 0) -> str:
        """A list in words; nothing for no items."""
        found = list(items)
        return listing(found, self.language, limit) if found else ""

    def count(self, what: str, n: int) -> str:
        """A number of things: ``count.findings`` gives "7 findings"."""
        return self.say(f"count.{what}", n=n)

    def subjects(self, info: CheckInfo, n: int, total: int) -> str:
        """How many subjects of a check: "5 mailboxes out of 12", or "5 mailboxes" if that is all."""
        key = "count.subjects" if total > n else "count.all_subjects"
        one, many = (
            inside(info.subject_label_one),
            inside(info.subject_label or info.subject_type),
        )
        if not one and n < 2:  # only the plural is known, so the sentence must not need the singular
            key = "count.unnamed_one" if total > n else "count.unnamed_all"
        return self.say(key, n=n, total=total, one=one or many, many=many)

    def more(self, rest: Sequence[object]) -> str:
        """What stands below a list whose rest is in the annex."""
        return self.say("more", n=len(rest)) if rest else ""

    def severity(self, name: str) -> str:
        """A severity for people."""
        return self.wording.label("severity", name)

    def date(self, written: str) -> str:
        """A date as written in the assessment, in words."""
        return date_text(written, self.language)

    def value(self, value: object, unit: str = "") -> str:
        """A value of plain JSON for people; intervals are objects with ``low`` and ``high``."""
        if isinstance(value, dict) and set(value) <= {"low", "high", "low_open", "high_open"} and value:
            return self._interval(value.get("low"), value.get("high"), unit)
        return shown(value, self.language, unit)

    def _interval(self, low: object, high: object, unit: str) -> str:
        """An interval in words; nothing for one that says nothing."""
        if high is None:
            return self.say("interval.from", low=self.value(low, unit)) if low is not None else ""
        if low is None:
            return self.say("interval.to", high=self.value(high, unit))
        if isinstance(low, int | float) and isinstance(high, int | float):
            return shown(Interval(low, high), self.language, unit)
        return self.say("interval.between", low=self.value(low, unit), high=self.value(high, unit))

    def origin(self, origin: OriginInfo | None) -> str:
        """Where a value was written and who said it: ``facts.yaml:7:5, measured, head of service``."""
        if origin is None:
            return ""
        spot = origin.cell or (f"{origin.line}:{origin.column}" if origin.line else "")
        place = ":".join(part for part in (origin.file, spot) if part)
        source = self.wording.label("source", origin.source)
        said = [source, origin.by, self.date(origin.on) if origin.on else "", origin.evidence]
        return ", ".join(part for part in (place, *said) if part)

    def links(self, sources: Iterable[SourceInfo]) -> tuple[Link, ...]:
        """Publications by title and section."""
        return tuple(_link(source) for source in sources)

    def parameter(self, parameter: ParameterValue) -> Pair:
        """A parameter in force, with who set it."""
        value = parameter.text or self.value(parameter.value, parameter.unit)
        by = (
            self.say("parameter.set_by", who=parameter.set_by)
            if parameter.set_by
            else self.say("parameter.default")
        )
        return Pair(parameter.label or parameter.name, value, by)

    def facts(self, missing: Iterable[str | MissingGroup]) -> str:
        """Missing facts in words: each attribute once, with its members or how many they are."""
        members: dict[str, list[str]] = {}
        counts: Counter[str] = Counter()
        for fact in missing:
            attribute = split_fact(fact if isinstance(fact, str) else fact.fact)[0]
            members.setdefault(attribute, [])
            if isinstance(fact, MissingGroup):
                counts[attribute] += fact.count
            elif name := self.member(fact):
                members[attribute].append(name)
        said = (self._fact(attribute, found, counts[attribute]) for attribute, found in members.items())
        return self.say("semicolon").join(said)

    def _fact(self, attribute: str, members: Sequence[str], uncounted: int) -> str:
        label = self.attribute(attribute)
        unique = list(dict.fromkeys(members))
        if uncounted or len(unique) > MAX_NAMES:
            return self.say("fact.counted", fact=label, n=len(unique) + uncounted)
        return self.say("fact.of", fact=label, members=self.listing(unique)) if unique else label

    def attribute(self, name: str) -> str:
        """An attribute, given as ``type.attribute``, by its name for people if missing facts tell it."""
        return self._attributes.get(name, name)

    def member(self, fact: str) -> str:
        """The name of the entity a fact speaks of; empty for the organisation and for groups."""
        kind, member = fact.partition("/")[0], split_fact(fact)[1]
        return self._labels.get(f"{kind}/{member}", member)

    def fact_names(self, missing: Iterable[str | MissingGroup], limit: int = 5) -> str:
        """Missing facts by their public names."""
        names = [
            fact if isinstance(fact, str) else self.say("fact.many", fact=fact.fact, n=fact.count)
            for fact in missing
        ]
        hidden = [self.say("count.more", n=len(names) - limit)] if len(names) > limit else []
        return ", ".join([*names[:limit], *hidden])


def split_fact(name: str) -> tuple[str, str]:
    """A fact's attribute and member: ``mailbox/claims.tracked`` gives ``mailbox.tracked``, ``claims``.

    Args:
        name: the public name of a fact; without a member (``organisation.headcount``,
            ``mailbox[]``) the second part is empty.
    """
    kind, slash, rest = name.partition("/")
    member, dot, attribute = rest.rpartition(".")
    if not slash or not dot:
        return name, ""
    return f"{kind}.{attribute}", "" if member == "*" else member


def worst_first(severity: str) -> int:
    """A sort key for severities; unknown ones come last."""
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)


def split(items: Sequence[Item], limit: int) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """The part of a list for the body, and the rest."""
    return tuple(items[:limit]), tuple(items[limit:])


def _link(source: SourceInfo) -> Link:
    safe = source.url if source.url.startswith(("https://", "http://")) else ""
    text = ", ".join(part for part in (source.title, source.section) if part)
    return Link(text or source.url, safe)
