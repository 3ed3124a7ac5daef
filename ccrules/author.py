"""For authors of plugins: checks and condition functions in Python.

A check in Python is for what the condition language can't say. It gets what it needs as
definite values only: if a fact it ``needs`` is not known, the check is not assessed for that
subject and names the fact, so the function never has to think of the unknown::

    @check(
        id="FIRM-101", ruleset="our-firm", subject="mailbox", needs=["mailbox.address"],
        title={"en": "Address that nobody can spell", "fr": "Adresse impossible à épeler"},
        severity="low",
    )
    def unspellable_address(mailbox):
        return len(mailbox.address) > 40
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ccrules.conditions.functions import DIRECTIONS, ORDERED, PluginFunction
from ccrules.conditions.written import Written
from ccrules.errors import Place, Problem, UsageError, message, suggestion
from ccrules.facts.vocabulary import LocalText
from ccrules.hookspecs import hookimpl
from ccrules.ruleset.model import Check, Source

__all__ = ["Source", "Text", "check", "function", "hookimpl"]

#: A text, or one per language: ``{"en": …, "fr": …}``.
Text = str | Mapping[str, str]

ARGUMENT_TYPES = ("bool", "int", "number", "text", "date", "duration")


def check(  # noqa: PLR0913 - a check has as many parts as in a ruleset
    *,
    id: str,
    ruleset: str,
    title: Text,
    subject: str = "",
    needs: Sequence[str] = (),
    severity: str = "medium",
    applies: str = "",
    exposure: str = "",
    message: Text = "",
    strength: Text = "",
    advice: Text = "",
    recommend: Sequence[str] = (),
    topics: Sequence[str] = (),
    sources: Iterable[Source | str] = (),
) -> Callable[[Callable[[Any], bool]], Check]:
    """Make a check of a function that takes a subject: true if the anti-pattern is there.

    Args:
        id: stable and unique over all rulesets of an assessment.
        ruleset: the ruleset it belongs to; it runs whenever that one does.
        title: what is wrong when it fails, in a few words.
        subject: the entity type it is put to; left out, the organisation as a whole.
        needs: the facts the function reads, as ``type.attribute``.
        severity: ``critical``, ``high``, ``medium``, ``low`` or ``info``, or an expression with these.
        applies: a condition, as in YAML; the check is not applicable where it is false.
        exposure: an expression, as in YAML, for a number that says how much is exposed.
        message: what the finding says, a template.
        strength: what is said when it passes, a template.
        advice: what good looks like, a template.
        recommend: ids of recommendations.
        topics: what it is about, among the ruleset's topics.
        sources: where it comes from; a text is the title of a publication.
    """

    def decorate(run: Callable[[Any], bool]) -> Check:
        place = _place_of(run)
        return Check(
            id=id,
            ruleset=ruleset,
            title=_local(title),
            subject=subject,
            severity=Written(severity, place),
            applies=Written(applies, place) if applies else None,
            exposure=Written(exposure, place) if exposure else None,
            message=_local(message),
            strength=_local(strength),
            advice=_local(advice),
            recommend=tuple(recommend),
            topics=tuple(topics),
            sources=tuple(Source(one) if isinstance(one, str) else one for one in sources),
            run=run,
            needs=tuple(needs),
            place=place,
        )

    return decorate


def function(
    *,
    arguments: Sequence[str],
    returns: str,
    name: str = "",
    minimum: float | None = None,
    maximum: float | None = None,
    unit: str = "",
    handles_unknown: bool = False,
    monotone: Sequence[str] = (),
) -> Callable[[Callable[..., Any]], PluginFunction]:
    """Make a function of the condition language; it must be pure.

    It is called with definite values only. Where an argument is an interval on which it is
    monotone, the result lies between those at the ends; where it is open otherwise, the result
    lies between ``minimum`` and ``maximum``. An argument that is absent or not applicable makes
    the result not applicable. A result that is not of its type, or beyond its bounds, makes the
    check break, and nothing else.

    Args:
        arguments: the type of each argument, among :data:`ARGUMENT_TYPES`.
        returns: the type of the result.
        name: its name in conditions; the Python function's own if left out.
        minimum: the lowest result there can be.
        maximum: the highest result there can be.
        unit: the unit of the result.
        handles_unknown: call it with values that are not plain as well (``ccrules.values``): an
            ``Interval``, ``OneOf``, ``UNKNOWN``, ``NONE`` or ``NOT_APPLICABLE``. It may return
            such a value too, as long as one of its arguments is not known.
        monotone: for each argument ``"rising"`` if the result never falls as the argument grows,
            ``"falling"`` if it never rises, and ``""`` for any other.

    Raises:
        UsageError: a type or direction that there is not, or a function that takes other arguments.
    """

    def decorate(call: Callable[..., Any]) -> PluginFunction:
        problems = [
            *_type_problems(call, (*arguments, returns)),
            *_arity_problems(call, len(arguments)),
            *_direction_problems(call, arguments, returns, monotone),
        ]
        if problems:
            raise UsageError(problems)
        return PluginFunction(
            name=name or call.__name__,
            call=call,
            arguments=tuple(arguments),
            returns=returns,
            minimum=minimum,
            maximum=maximum,
            unit=unit,
            handles_unknown=handles_unknown,
            monotone=tuple(monotone),
        )

    return decorate


def _local(text: Text) -> LocalText:
    if isinstance(text, str):
        return {"": text} if text else {}
    return dict(text)


def _place_of(run: Callable[..., Any]) -> Place:
    code = getattr(run, "__code__", None)
    return Place(code.co_filename, code.co_firstlineno, 1) if code else Place()


def _type_problems(call: Callable[..., Any], names: Iterable[str]) -> list[Problem]:
    return [
        Problem(
            _place_of(call),
            message("{name} is no type of an argument or result", name=name),
            suggestion(name, ARGUMENT_TYPES),
        )
        for name in names
        if name not in ARGUMENT_TYPES
    ]


def _arity_problems(call: Callable[..., Any], count: int) -> list[Problem]:
    try:
        inspect.signature(call).bind(*range(count))
    except TypeError:
        what = message("the function does not take the {count} arguments it declares", count=count)
        return [Problem(_place_of(call), what, message("list one type for each argument"))]
    return []


def _direction_problems(
    call: Callable[..., Any], arguments: Sequence[str], returns: str, monotone: Sequence[str]
) -> Iterator[Problem]:
    """Directions that there are not, or that mean nothing for a type without an order."""
    place = _place_of(call)
    if monotone and len(monotone) != len(arguments):
        what = message(
            "monotone has {found} entries for {count} arguments", found=len(monotone), count=len(arguments)
        )
        yield Problem(
            place, what, message("give one for each argument, empty for those that are not monotone")
        )
    for direction, kind in zip(monotone, arguments, strict=False):
        if direction not in DIRECTIONS:
            what = message("{name} is no direction of a monotone argument", name=direction)
            yield Problem(place, what, suggestion(direction, DIRECTIONS[:2]))
        elif direction and (kind not in ORDERED or returns not in (*ORDERED, "bool")):
            what = message(
                "a {kind} that depends on a {other} neither rises nor falls", kind=returns, other=kind
            )
            yield Problem(place, what, message("monotone is for numbers, dates and durations"))
