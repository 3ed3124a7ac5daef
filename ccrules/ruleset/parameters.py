"""Parameters: read from ``parameters:``, and set by overrides and by the user, inside their bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from ccrules import documents
from ccrules.conditions.unknown import unknown_parameter
from ccrules.documents import Node
from ccrules.errors import Place, Problem, message
from ccrules.facts.vocabulary import Attribute, AttributeType, LocalText
from ccrules.ruleset.model import Parameter, Superseded
from ccrules.ruleset.names import name_problems
from ccrules.ruleset.nodes import child, entries, place_of
from ccrules.ruleset.parts import Parts
from ccrules.ruleset.sources import sources
from ccrules.ruleset.typed import BOUNDED, crossed_bounds, missing_key, useless_keys, value_problems
from ccrules.ruleset.values import comparable, read_bound, read_text, read_value
from ccrules.values import SECONDS_PER_DAY, SECONDS_PER_MONTH

if TYPE_CHECKING:
    from ccrules.ruleset.schema import ParameterChange, ParameterForm, RulesetForm

#: Who set a parameter that the user gave.
COMMAND_LINE = "--param"

#: Keys that only parameters of some types may have.
_ONLY_FOR = {"values": ("enum",), "unit": ("int", "number"), "min": BOUNDED, "max": BOUNDED}


def read_parameters(form: RulesetForm, node: Node, parts: Parts) -> None:
    """Read the parameters of one file.

    Args:
        form: the file.
        node: its tree.
        parts: takes the parameters and what is wrong with them.
    """
    for name, place, below in entries(node, "parameters"):
        parts.problems.extend(name_problems(name, place))
        parts.parameters.append(_parameter(name, place, form.parameters[name], below, parts.problems))


def _parameter(
    name: str, place: Place, form: ParameterForm, node: Node, problems: list[Problem]
) -> Parameter:
    problems.extend(value_problems(node))
    problems.extend(missing_key(form.type, node, place))
    problems.extend(useless_keys(form.type, node, _ONLY_FOR))
    attribute = Attribute(name, form.type, tuple(form.values), unit=form.unit or "", labels=form.values)
    default = read_value(child(node, "default"), attribute, problems)
    parameter = Parameter(
        name=name,
        type=form.type,
        default=default,
        value=default,
        unit=attribute.unit,
        minimum=_bound(node, "min", attribute, problems),
        maximum=_bound(node, "max", attribute, problems),
        bounds_at=place,
        values=attribute.values,
        labels=attribute.labels,
        label=form.label,
        why=form.why,
        sources=sources(form.source),
        place=place,
    )
    crossed = _crossed_bounds(parameter, place_of(node, "min"))
    problems.extend(crossed or _out_of_bounds(parameter, default, place_of(node, "default")))
    return parameter


def _attribute(parameter: Parameter) -> Attribute:
    """What reads the values of a parameter; bounds are checked apart, because they have a place."""
    kind = cast("AttributeType", parameter.type)
    return Attribute(parameter.name, kind, parameter.values, unit=parameter.unit, labels=parameter.labels)


def _bound(node: Node | None, key: str, attribute: Attribute, problems: list[Problem]) -> float | None:
    return read_bound(child(node, key), attribute, problems) if attribute.type in BOUNDED else None


def _crossed_bounds(parameter: Parameter, place: Place) -> list[Problem]:
    return list(crossed_bounds(parameter.name, parameter.minimum, parameter.maximum, place))


def _out_of_bounds(parameter: Parameter, value: Any, place: Place) -> list[Problem]:
    number, low, high = comparable(value), parameter.minimum, parameter.maximum
    hint = message("its bounds were set at {place}", place=parameter.bounds_at)
    if number is not None and low is not None and number < low:
        what = message(
            "{name} may not be below {bound}", name=parameter.name, bound=_bound_text(parameter, low)
        )
        return [Problem(place, what, hint)]
    if number is not None and high is not None and number > high:
        what = message(
            "{name} may not be above {bound}", name=parameter.name, bound=_bound_text(parameter, high)
        )
        return [Problem(place, what, hint)]
    return []


def _bound_text(parameter: Parameter, number: float) -> str:
    """A bound as a ruleset would write it."""
    if parameter.type != "duration":
        return f"{number:.12g}"
    months, days = number / SECONDS_PER_MONTH, number / SECONDS_PER_DAY
    return f"P{months:.0f}M" if months == int(months) else f"P{days:.12g}D"


def change_parameter(
    parameter: Parameter, change: ParameterChange, node: Node, ruleset: str, problems: list[Problem]
) -> Parameter:
    """Apply an override: another value, another reason, narrower bounds; wider ones with a reason.

    Args:
        parameter: the parameter as it is so far.
        change: what changes.
        node: the change as written: a value, or a mapping.
        ruleset: who changes it.
        problems: takes values and bounds outside the bounds so far.

    Returns:
        The parameter as it is from here on.
    """
    around = None if isinstance(node, documents.Scalar) else node
    problems.extend(useless_keys(parameter.type, node, _ONLY_FOR))
    narrowed = _bounded(parameter, around, change.loosen, ruleset, problems)
    given = child(around, "default") if around else node
    value = read_value(given, _attribute(parameter), problems)
    if value is not None:
        narrowed = replace(narrowed, value=value, set_by=ruleset, place=place_of(given))
    found = _out_of_bounds(narrowed, narrowed.value, place_of(given) if given else place_of(node))
    problems.extend(found)
    return parameter if found else replace(narrowed, why={**parameter.why, **change.why})


def _bounded(
    parameter: Parameter, node: Node | None, reason: LocalText, by: str, problems: list[Problem]
) -> Parameter:
    """The parameter with the bounds that hold from here on; wider ones only with a reason."""
    low = _bound(node, "min", _attribute(parameter), problems)
    high = _bound(node, "max", _attribute(parameter), problems)
    wider = [*_out_of_bounds(parameter, low, place_of(node, "min")),
             *_out_of_bounds(parameter, high, place_of(node, "max"))]  # fmt: skip
    problems.extend(_with_reason(one, parameter) for one in wider if not reason)
    changed = replace(
        parameter,
        minimum=parameter.minimum if low is None else low,
        maximum=parameter.maximum if high is None else high,
        bounds_at=parameter.bounds_at if low is None and high is None else place_of(node),
    )
    if reason and not wider:
        what = message("{name} is loosened, but its bounds do not become wider", name=parameter.name)
        problems.append(
            Problem(place_of(node, "loosen"), what, message("widen min or max, or take loosen: out"))
        )
    return replace(changed, loosened=reason, loosened_by=by) if reason and wider else changed


def _with_reason(problem: Problem, parameter: Parameter) -> Problem:
    hint = message(
        "its bounds were set at {place}; they become wider with a reason only: loosen: why they don't fit",
        place=parameter.bounds_at,
    )
    return Problem(problem.place, problem.what, hint)


def set_parameters(
    parameters: Mapping[str, Parameter], settings: Mapping[str, str], problems: list[Problem]
) -> dict[str, Parameter]:
    """Set parameters as the user asked on the command line or in a call.

    Args:
        parameters: the parameters so far.
        settings: text of the value by name.
        problems: takes unknown names, values of another type, and values outside the bounds.

    Returns:
        All parameters, in the same order.
    """
    changed = dict(parameters)
    for name, text in settings.items():
        place = Place(cell=f"{COMMAND_LINE} {name}")
        if name not in parameters:
            problems.append(Problem(place, *unknown_parameter(name, parameters)))
            continue
        attribute = _attribute(parameters[name])
        value = read_text(text, attribute, place, problems, quoted=attribute.type == "text")
        found = _out_of_bounds(parameters[name], value, place)
        problems.extend(found)
        if value is not None and not found:
            changed[name] = _set_by_user(parameters[name], value, place)
    return changed


def _set_by_user(parameter: Parameter, value: Any, place: Place) -> Parameter:
    earlier = Superseded(parameter.value, parameter.set_at.get("value", parameter.place))
    return replace(
        parameter,
        value=value,
        set_by=COMMAND_LINE,
        place=place,
        set_at={**parameter.set_at, "value": place},
        set_before={**parameter.set_before, "value": (*parameter.set_before.get("value", ()), earlier)},
    )
