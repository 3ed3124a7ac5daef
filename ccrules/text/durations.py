"""Durations in the form of ISO 8601, for files and other programs."""

from __future__ import annotations

from ccrules.values import Duration


def iso_duration(value: Duration) -> str:
    """A duration such as ``P6M`` or ``PT20S``.

    Args:
        value: the duration; what is not whole is written with up to 12 digits.
    """
    days = f"{value.months}M" if value.months else ""
    days += f"{value.days}D" if value.days else ""
    seconds = f"T{value.seconds:.12g}S" if value.seconds else ""
    return f"P{days}{seconds}" if days or seconds else "P0D"
