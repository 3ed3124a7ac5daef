"""What the first actions are expected to change, and what is to be expected without them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ccrules.assessment import Conclusion, Recommendation
from ccrules.renderers.report.model import Block
from ccrules.renderers.report.reading import Reading, worst_first

#: Consequences, causes and objectives that are named.
MAX_CONSEQUENCES, NAMED = 4, 3


def expected(reading: Reading, first: Sequence[Recommendation]) -> tuple[str, ...]:
    """What the first actions are expected to change, one sentence each.

    Args:
        reading: the assessment.
        first: the actions, by rank.
    """
    if not first:
        return ()
    said = (_settled(reading, first), _causes_treated(reading, first), _objectives_served(reading, first))
    return tuple(sentence for sentence in said if sentence)


def dealt_with(reading: Reading, actions: Sequence[Recommendation]) -> dict[str, None]:
    """The ids of findings that actions resolve, and of anti-patterns they address, in order.

    Args:
        reading: the assessment.
        actions: the actions.
    """
    patterns = {one.check: one.id for one in reading.assessment.findings if one.inferred}
    resolved = (name for one in actions for name in one.resolves if name in reading.findings)
    addressed = (key.partition(":")[0] for one in actions for key in one.addresses)
    return dict.fromkeys((*resolved, *(patterns[name] for name in addressed if name in patterns)))


def _settled(reading: Reading, first: Sequence[Recommendation]) -> str:
    resolved = dealt_with(reading, first)
    if not resolved:
        return ""
    severities = Counter(reading.findings[name].severity for name in resolved)
    every = Counter(one.severity for one in reading.assessment.findings)
    left = [one.severity for one in reading.assessment.findings if one.id not in resolved]
    worst = min(left, key=worst_first, default="")
    return reading.say(
        "executive.settled",
        settled=len(resolved),
        total=len(reading.assessment.findings),
        critical=severities["critical"],
        all_critical=every["critical"],
        high=severities["high"],
        all_high=every["high"],
        left=len(left),
        worst=reading.severity(worst) if worst else "",
    )


def _causes_treated(reading: Reading, first: Sequence[Recommendation]) -> str:
    keys = dict.fromkeys(key for one in first for key in one.addresses if key in reading.conclusions)
    causes = [reading.conclusions[key] for key in keys if reading.conclusions[key].kind == "cause"]
    ranked = sorted(causes, key=lambda one: -len(one.explains))
    titles = list(dict.fromkeys(one.title for one in ranked))
    every = sum(one.kind == "cause" for one in reading.assessment.conclusions)
    if not titles:
        return ""
    named = reading.listing(reading.say("quoted", text=title) for title in titles[:NAMED])
    return reading.say("executive.causes_treated", n=len(causes), total=every, named=named)


def _objectives_served(reading: Reading, first: Sequence[Recommendation]) -> str:
    own = {one.id: one.title for one in reading.assessment.objectives}
    served = Counter(title for one in first for title in _served(one, own))
    named = [reading.say("executive.served", title=title, n=n) for title, n in served.most_common(NAMED)]
    return reading.say("executive.objectives", named=reading.listing(named)) if named else ""


def _served(one: Recommendation, own: dict[str, str]) -> Iterator[str]:
    """The client's objectives that an action serves; all it serves if the client set none."""
    titles = one.objective_titles or one.objectives
    for name, title in zip(one.objectives, titles, strict=True):
        if not own or name in own:
            yield title


def otherwise(reading: Reading, blocks: Sequence[Block]) -> tuple[str, ...]:
    """What is to be expected if nothing is done, one sentence each.

    Args:
        reading: the assessment.
        blocks: findings by check, worst first.
    """
    found = [one for one in reading.assessment.conclusions if one.kind == "consequence"]
    unique = {one.title: one for one in sorted(found, key=lambda one: one.belief)}
    ranked = sorted(unique.values(), key=lambda one: (-one.belief, one.key))
    groups: dict[tuple[str, ...], list[Conclusion]] = {}
    for one in ranked:
        causes = _causes_of(reading, one)
        groups.setdefault((str(one.belief), *causes) if causes else (one.key,), []).append(one)
    together = list(groups.values())
    said = [_consequence(reading, some) for some in together[:MAX_CONSEQUENCES]]
    rest = [one for some in together[MAX_CONSEQUENCES:] for one in some]
    if rest:
        titles = [reading.say("quoted", text=one.title) for one in rest]
        said.append(reading.say("executive.more_consequences", named=reading.listing(titles, NAMED)))
    return (*said, *_unchanged(reading, blocks))


def _causes_of(reading: Reading, one: Conclusion) -> tuple[str, ...]:
    """The titles of the conclusions that one follows from."""
    keys = dict.fromkeys(key for firing in one.because for key in firing.conclusions)
    return tuple(dict.fromkeys(reading.conclusions[key].title for key in keys if key in reading.conclusions))


def _consequence(reading: Reading, some: Sequence[Conclusion]) -> str:
    """Consequences of the same causes, with how firmly they are held and what they follow from."""
    causes = [reading.say("quoted", text=title) for title in _causes_of(reading, some[0])[:NAMED]]
    belief, named = reading.percent(some[0].belief), reading.listing(causes)
    if len(some) == 1:
        title = reading.titled(some[0])
        return reading.say("executive.consequence", title=title, belief=belief, causes=named)
    titles = [reading.say("quoted", text=reading.titled(one)) for one in some]
    listed = reading.listing(titles, NAMED)
    return reading.say("executive.consequences", named=listed, belief=belief, causes=named)


def _unchanged(reading: Reading, blocks: Sequence[Block]) -> Iterator[str]:
    """The findings stay, and in particular the worst."""
    if not blocks:
        return
    serious = sum(one.severity in ("critical", "high") for one in reading.assessment.findings)
    yield reading.say(
        "executive.unchanged",
        n=len(reading.assessment.findings),
        serious=serious,
        first=reading.say("quoted", text=blocks[0].title),
    )
