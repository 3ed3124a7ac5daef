"""Cases that show nothing, or nothing new."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from ccrules.errors import message
from ccrules.ruleset.cases import Case
from ccrules.ruleset.model import Remark
from ccrules.ruleset.nodes import plain
from ccrules.ruleset.remarks import CASE_FOR_NOTHING


def case_slips(cases: Sequence[Case]) -> Iterator[Remark]:
    """Remarks on cases (R025).

    Args:
        cases: the tests of a method.

    Yields:
        Cases that expect nothing, and of two cases in a file the later one if it expects the same of the
        same facts, or expects something of the same checks under the same name.
    """
    names: dict[Hashable, Case] = {}
    asked: dict[Hashable, Case] = {}
    for case in cases:
        named = names.setdefault((case.place.file, case.name, _about(case)), case)
        same = asked.setdefault((case.place.file, _situation(case), _expected(case)), case)
        if not case.expected and not case.conclusions:
            yield _expects_nothing(case)
        elif same is not case:
            yield _nothing_new(case, same)
        elif named is not case:
            yield _same_name(case, named)


def _situation(case: Case) -> Hashable:
    """What a case puts to the rules."""
    return repr(plain(case.facts)), tuple(sorted(case.parameters.items())), case.profiles


def _about(case: Case) -> Hashable:
    return frozenset(one.name for one in (*case.expected, *case.conclusions))


def _expected(case: Case) -> frozenset[Hashable]:
    return frozenset(
        (one.name, one.subject, one.outcome, tuple((key.key, key.name, key.expected) for key in one.details))
        for one in (*case.expected, *case.conclusions)
    )


def _expects_nothing(case: Case) -> Remark:
    what = message("the case '{name}' expects nothing", name=case.name)
    hint = message("say what must come of it: expect: or conclusions:")
    return Remark(CASE_FOR_NOTHING, case.place, what, hint, case.name)


def _nothing_new(case: Case, other: Case) -> Remark:
    what = message("the case '{name}' shows what '{other}' shows", name=case.name, other=other.name)
    hint = message("its facts are those at {place}: change them, or take it out", place=other.place)
    return Remark(CASE_FOR_NOTHING, case.place, what, hint, case.name)


def _same_name(case: Case, other: Case) -> Remark:
    what = message("two cases are called '{name}'", name=case.name)
    hint = message("say what sets it apart from the one at {place}", place=other.place)
    return Remark(CASE_FOR_NOTHING, case.place, what, hint, case.name)
