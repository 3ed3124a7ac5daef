"""Prerequisites, ranks and waves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from ccrules.recommend.model import Priority
from ccrules.ruleset.model import Method, Recommendation

#: How many actions a wave takes: what a team can start at once, then what it can carry on;
#: everything else is in the third wave.
WAVE_SIZES = {1: 7, 2: 12}
LAST_WAVE = 3


def already_in_place(method: Method, outcomes: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Recommendations that need not be done first, because what they lead to is there.

    That is so if every check that points to one passed, or was not applicable, for every subject,
    and at least one passed.

    Args:
        method: the rulesets.
        outcomes: for each check, the different outcomes it gave (``pass``, ``fail`` …).
    """
    pointed: dict[str, set[str]] = {}
    for check in method.checks.values():
        seen = {"not_assessed"} if check.off else outcomes.get(check.id) or {"not_assessed"}
        for name in check.recommend:
            pointed.setdefault(name, set()).update(seen)
    fine = {"pass", "not_applicable"}
    return frozenset(name for name, all_seen in pointed.items() if "pass" in all_seen and all_seen <= fine)


def with_prerequisites(
    wanted: Iterable[str], catalogue: Mapping[str, Recommendation], in_place: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Everything to be done, each with its prerequisites that are not in place.

    Args:
        wanted: ids of the recommendations asked for.
        catalogue: all recommendations by id; ``after`` has no cycle.
        in_place: prerequisites that need not be done.
    """
    after: dict[str, tuple[str, ...]] = {}
    waiting = sorted(wanted)
    asked = set(waiting)
    while waiting:
        name = waiting.pop()
        if name in after:
            continue
        needed = {other for other in catalogue[name].after if other in asked or other not in in_place}
        after[name] = tuple(sorted(needed))
        waiting.extend(needed)
    return dict(sorted(after.items()))


def inherit(own: Mapping[str, Priority], after: Mapping[str, tuple[str, ...]]) -> dict[str, Priority]:
    """Raise every prerequisite to the highest priority of what waits for it.

    Args:
        own: the priority of each recommendation by itself.
        after: its prerequisites.
    """
    priorities = dict(own)
    if not any(after.values()):
        return priorities
    for name in reversed(list(_prerequisites_first(after))):
        value = priorities[name].value
        for needed in after[name]:
            if _is_raised(priorities[needed], value, name):
                priorities[needed] = replace(priorities[needed], inherited=value, waiting=name)
    return priorities


#: What is left of a gain by each action before that deals with the same check or conclusion.
LEFT = Decimal("0.5")


def in_turn(own: Mapping[str, Priority], after: Mapping[str, tuple[str, ...]]) -> dict[str, Priority]:
    """The plan as a set: what adds most to the actions before it comes next, prerequisites kept.

    The greedy rule for a maximum of a submodular function (Nemhauser, Wolsey and Fisher 1978): what
    an action gains on a check or conclusion is halved by each action before it that deals with
    the same. Of equal ones the first by id comes next.

    Args:
        own: the priority of each recommendation by itself.
        after: its prerequisites.

    Returns:
        By rank, the priority of each in its turn.
    """
    left, dealt = dict(own), Counter[str]()
    found: dict[str, Priority] = {}
    while left:
        present = inherit(left, {name: tuple(one for one in after[name] if one in left) for name in left})
        ready = [name for name in left if not any(one in left for one in after[name])]
        chosen = min(ready, key=lambda name: (-present[name].value, name))
        found[chosen] = present[chosen]
        dealt.update(gain.about for gain in left.pop(chosen).gains)
        left = {name: _reduced(one, found[chosen], dealt) for name, one in left.items()}
    return found


def _reduced(priority: Priority, chosen: Priority, dealt: Mapping[str, int]) -> Priority:
    """A priority after one more action was chosen."""
    touched = {gain.about for gain in chosen.gains}
    if not any(gain.about in touched for gain in priority.gains):
        return priority
    gains = (replace(gain, novelty=LEFT ** dealt.get(gain.about, 0)) for gain in priority.gains)
    return replace(priority, gains=tuple(gains))


def waves(order: Iterable[str], after: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """The wave of each recommendation: after its prerequisites, where there is room.

    In the last wave a prerequisite may stand with what needs it; ranks still tell the order.

    Args:
        order: the plan's order.
        after: the prerequisites of each.
    """
    room = dict(WAVE_SIZES)
    found: dict[str, int] = {}
    for name in order:
        earliest = 1 + max((found[needed] for needed in after[name]), default=0)
        free = (wave for wave in range(earliest, LAST_WAVE) if room[wave])
        found[name] = next(free, LAST_WAVE)
        if found[name] in room:
            room[found[name]] -= 1
    return found


def _is_raised(priority: Priority, value: Decimal, name: str) -> bool:
    """Whether ``value`` of the waiting ``name`` is what a prerequisite inherits; ties go by id."""
    if value <= priority.own:
        return False
    return value > priority.inherited or (value == priority.inherited and name < priority.waiting)


def _prerequisites_first(after: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    missing = {name: set(needed) for name, needed in after.items()}
    while missing:
        ready = sorted(name for name, needed in missing.items() if not needed & missing.keys())
        if not ready:
            raise ValueError(f"cycle of prerequisites among {', '.join(sorted(missing))}")
        for name in ready:
            del missing[name]
        yield from ready
