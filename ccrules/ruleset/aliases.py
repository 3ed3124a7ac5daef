"""Earlier ids: what names one means the thing that now has another id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ccrules.errors import Problem, message
from ccrules.ruleset.model import Check, Remark
from ccrules.ruleset.parts import Parts, Reference
from ccrules.ruleset.patterns import InferenceDraft, Pattern
from ccrules.ruleset.remarks import ALIAS_USED, DEPRECATED

#: What has ids that may be given up.
KINDS = ("check", "inference", "conclusion", "recommendation")


def current_names(rulesets: Iterable[Parts], problems: list[Problem]) -> dict[str, dict[str, str]]:
    """Which id each earlier id stands for.

    Args:
        rulesets: all that take part.
        problems: takes earlier ids that are in use, and those that two things claim.

    Returns:
        For each kind the id that holds now, by earlier id.
    """
    rulesets = list(rulesets)
    used = {kind: _ids(kind, rulesets) for kind in KINDS}
    found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for alias in (alias for parts in rulesets for alias in parts.aliases):
        other = found[alias.kind].setdefault(alias.old, alias.new)
        if alias.old in used[alias.kind] or other != alias.new:
            what = message(
                "{old} can't be an earlier id of {new}: it is in use", old=alias.old, new=alias.new
            )
            problems.append(Problem(alias.place, what, message("take it out, or rename the other")))
    return found


def _ids(kind: str, rulesets: Iterable[Parts]) -> set[str]:
    if kind == "check":
        return {check.id for parts in rulesets for check in parts.checks}
    if kind == "recommendation":
        return {one.id for parts in rulesets for one in parts.recommendations}
    drafts = [draft for parts in rulesets for draft in parts.inferences]
    return {draft.rule.conclusion if kind == "conclusion" else draft.rule.id for draft in drafts}


def rename(rulesets: Iterable[Parts], names: Mapping[str, Mapping[str, str]]) -> list[Remark]:
    """Put the ids that hold now where earlier ones are used.

    Args:
        rulesets: changed in place.
        names: what :func:`current_names` gives.

    Returns:
        A remark for each place that uses an earlier id.
    """
    remarks: list[Remark] = []
    for parts in rulesets if any(names.values()) else ():
        remarks += [_remark(one, new) for one in parts.references if (new := _current(one, names))]
        parts.references = [replace(one, name=_current(one, names) or one.name) for one in parts.references]
        advice = names["recommendation"]
        parts.checks = [replace(one, recommend=_each(one.recommend, advice)) for one in parts.checks]
        parts.recommendations = [
            replace(one, after=_each(one.after, advice)) for one in parts.recommendations
        ]
        parts.inferences = [_inference(draft, names) for draft in parts.inferences]
        every = {**names["check"], **names["conclusion"], **advice}
        parts.catalogue = {entry: _each(rules, every) for entry, rules in parts.catalogue.items()}
    return remarks


def _each(ids: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names.get(one, one) for one in ids))


def _current(reference: Reference, names: Mapping[str, Mapping[str, str]]) -> str | None:
    kinds = ("check", "conclusion", "recommendation") if reference.kind == "rule" else (reference.kind,)
    return next((new for kind in kinds if (new := names.get(kind, {}).get(reference.name))), None)


def _remark(reference: Reference, new: str) -> Remark:
    what = message("{old} is now called {new}", old=reference.name, new=new)
    return Remark(ALIAS_USED, reference.place, what, message("write {name}", name=new), reference.name)


def _inference(draft: InferenceDraft, names: Mapping[str, Mapping[str, str]]) -> InferenceDraft:
    rule = replace(
        draft.rule,
        explains=_each(draft.rule.explains, names["check"]),
        recommend=_each(draft.rule.recommend, names["recommendation"]),
    )
    every = {id(one): one for patterns in draft.alternatives for one in patterns}
    renamed = {key: _pattern(one, names) for key, one in every.items()}  # one in several stays one
    alternatives = tuple(tuple(renamed[id(one)] for one in patterns) for patterns in draft.alternatives)
    return replace(draft, rule=rule, alternatives=alternatives)


def _pattern(pattern: Pattern, names: Mapping[str, Mapping[str, str]]) -> Pattern:
    kind = {"fact": "", "conclusion": "conclusion"}.get(pattern.kind, "check")
    new = names.get(kind, {}).get(pattern.name)
    return replace(pattern, name=new) if new else pattern


def deprecated_in_use(rulesets: Iterable[Parts], checks: Mapping[str, Check]) -> list[Remark]:
    """Places where a ruleset relies on a check of another one that is to go.

    Args:
        rulesets: all that take part.
        checks: by id.
    """
    found = []
    for parts in rulesets:
        for reference in parts.references:
            check = checks.get(reference.name) if reference.kind in ("check", "rule") else None
            if check is not None and check.deprecated and check.ruleset != parts.ruleset:
                found.append(_to_go(reference, check))
    return found


def _to_go(reference: Reference, check: Check) -> Remark:
    instead = next(iter(check.deprecated.values()))
    what = message("{id} is to go: {instead}", id=check.id, instead=instead)
    return Remark(DEPRECATED, reference.place, what, message("use what replaces it"), check.id)
