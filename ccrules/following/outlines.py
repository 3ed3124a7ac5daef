"""What differs around the outcomes: the two sides, parameters, rulesets, waivers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from ccrules.assessment import Assessment, RulesetUsed, WaiverUsed
from ccrules.errors import Message, message
from ccrules.following.comparison import ChangedParameter, ChangedRuleset, ChangedWaiver, Side
from ccrules.following.matching import Names
from ccrules.ruleset.model import SEVERITIES


def side(assessment: Assessment) -> Side:
    """One assessment at a glance."""
    counts: Counter[str] = Counter(one.severity for one in assessment.findings)
    head = assessment.assessment
    return Side(
        name=head.name,
        date=head.date,
        status=head.status,
        ccrules=assessment.ccrules,
        coverage=assessment.summary.coverage,
        findings=len(assessment.findings),
        waived=sum(1 for one in assessment.findings if one.waived),
        rejected=len(assessment.review.findings) if assessment.review else 0,
        severities={name: counts[name] for name in SEVERITIES if counts[name]},
        rulesets=tuple(f"{one.name} {one.version}" for one in assessment.rulesets),
    )


def parameters_changed(
    before: Assessment, after: Assessment, changed: Collection[str]
) -> tuple[ChangedParameter, ...]:
    """The parameters whose value differs, in the order of the later assessment."""
    was = {one.name: one for one in before.parameters}
    now = {one.name: one for one in after.parameters}
    return tuple(
        ChangedParameter(
            name=name,
            label=(now.get(name) or was[name]).label,
            before=was[name].text if name in was else "",
            after=now[name].text if name in now else "",
            set_by=now[name].set_by if name in now else "",
        )
        for name in {**now, **was}
        if name in changed
    )


def rulesets_changed(before: Assessment, after: Assessment, names: Names) -> tuple[ChangedRuleset, ...]:
    """The rulesets that differ, with the checks whose definition does."""
    was = {one.name: one for one in before.rulesets}
    now = {one.name: one for one in after.rulesets}
    return tuple(
        _ruleset(name, was.get(name), now.get(name), (before, after), names)
        for name in {**now, **was}
        if name not in was or name not in now or was[name].sha256 != now[name].sha256
    )


def _ruleset(
    name: str,
    was: RulesetUsed | None,
    now: RulesetUsed | None,
    sides: tuple[Assessment, Assessment],
    names: Names,
) -> ChangedRuleset:
    old, new = (_definitions(one, name, names) for one in sides)
    return ChangedRuleset(
        name=name,
        version_before=was.version if was else "",
        version_after=now.version if now else "",
        sha256_before=was.sha256 if was else "",
        sha256_after=now.sha256 if now else "",
        checks_added=tuple(sorted(new.keys() - old.keys())),
        checks_removed=tuple(sorted(old.keys() - new.keys())),
        checks_changed=tuple(sorted(check for check in old.keys() & new.keys() if old[check] != new[check])),
    )


def _definitions(one: Assessment, ruleset: str, names: Names) -> dict[str, str]:
    """The hash of each check of a ruleset, by its id now; empty hashes where none are kept."""
    return {
        names.now("check", check.id): found.sha256
        if (found := one.definitions.get(f"check/{check.id}"))
        else ""
        for check in one.checks
        if check.ruleset == ruleset
    }


def waivers_changed(before: Assessment, after: Assessment) -> tuple[ChangedWaiver, ...]:
    """The waivers that came, went, or stand otherwise."""
    was, now = _waivers(before), _waivers(after)
    return tuple(
        ChangedWaiver(
            check=check,
            subject=subject,
            before=was[key].standing if key in was else "",
            after=now[key].standing if key in now else "",
            expires_before=was[key].expires if key in was else "",
            expires_after=now[key].expires if key in now else "",
            text=now[key].text if key in now else "",
        )
        for key in {**now, **was}
        for check, subject, _ in [key]
        if key not in was or key not in now or _differs(was[key], now[key])
    )


def _differs(was: WaiverUsed, now: WaiverUsed) -> bool:
    return (was.standing, was.expires) != (now.standing, now.expires)


def _waivers(one: Assessment) -> dict[tuple[str, str, str], WaiverUsed]:
    return {(waiver.check, waiver.subject, waiver.start): waiver for waiver in one.waivers}


def notes(before: Assessment, after: Assessment) -> Iterator[Message]:
    """What the reader must know of the comparison itself."""
    if not before.definitions or not after.definitions:
        yield message(
            "one of the assessments does not hold the facts that its checks read, so fewer reasons "
            "can be given: assess it again with this version"
        )
    names = before.assessment.name, after.assessment.name
    if all(names) and names[0] != names[1]:
        yield message(
            "the two assessments have different names: {before}, {after}", before=names[0], after=names[1]
        )
    days = before.assessment.date, after.assessment.date
    if all(days) and days[0] > days[1]:
        yield message(
            "the first assessment is dated later than the second; perhaps they stand in the wrong order"
        )
    if before.assessment.language != after.assessment.language:
        yield message(
            "the two assessments are in different languages, so some texts stay in that of their own"
        )
