"""Settings: what no log tells and a person has to say, as numbers and as SQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ccrules.errors import InputError, Place, Problem, message
from ccrules.interactions.forms import Measures
from ccrules.interactions.mapping import SettingValue
from ccrules.interactions.store import quoted
from ccrules.interactions.values_sql import AMOUNT


def setting_layer(
    measures: Measures, settings: Mapping[str, Sequence[SettingValue]], fields: Collection[str]
) -> str:
    """Columns with the value of each setting.

    Args:
        measures: the settings there are.
        settings: their values.
        fields: what conditions on rows may name; values for other rows are passed over.
    """
    return ", ".join(
        f"{_setting(measures, name, settings.get(name, ()), fields)} AS {name}" for name in measures.settings
    )


def _setting(measures: Measures, name: str, given: Sequence[SettingValue], fields: Collection[str]) -> str:
    """The value of a setting for each row; the one with most conditions comes first."""
    cases = []
    for one in sorted(given, key=lambda one: -len(one.for_)):
        if any(field not in fields for field in one.for_):
            continue
        tests = [f"{field} = {quoted(value)}" for field, value in one.for_.items()] or ["true"]
        cases.append(f"WHEN {' AND '.join(tests)} THEN {setting_value(measures, name, one.value)}::{AMOUNT}")
    return f"CASE {' '.join(cases)} END" if cases else f"NULL::{AMOUNT}"


def setting_value(measures: Measures, name: str, written: str) -> float:
    """The value of a setting, durations in seconds.

    Raises:
        InputError: it is none.
    """
    from ccrules.facts.amounts import parse_number
    from ccrules.facts.times import read_duration
    from ccrules.facts.words import BadValue

    try:
        if measures.settings[name].kind == "number":
            return float(parse_number(written))
        try:
            return float(written)
        except ValueError:
            return read_duration(written).length
    except BadValue as error:
        what = message("{value} is no value of {name}", value=written, name=name)
        raise InputError(
            Problem(Place(cell=name), what, message("for example: {example}", example="20 s"))
        ) from error
