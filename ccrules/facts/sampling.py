"""How far a ratio that was found in a sample may be off."""

from __future__ import annotations

import math

from ccrules.facts.base import FactBase

#: The quantile of the normal distribution that leaves 2.5 % on either side.
QUANTILE = 1.959963984540054


def has_margins(base: FactBase) -> bool:
    """Whether any fact was told with a tolerance or a sample size."""
    return any(one.tolerance or one.sample for *_, told in base.origins.told() for one in told)


def sampled(ratio: float, size: int) -> tuple[float, float]:
    """The 95 % score interval of a ratio found in a sample.

    Args:
        ratio: what was found, 0 to 1.
        size: number of observations, at least 1.

    Returns:
        Lower and upper bound, rounded to four decimals.

    Source:
        E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
        Journal of the American Statistical Association 22 (1927).
    """
    share = QUANTILE**2 / size
    centre = (ratio + share / 2) / (1 + share)
    spread = QUANTILE * math.sqrt(ratio * (1 - ratio) / size + share / (4 * size)) / (1 + share)
    return round(max(0.0, centre - spread), 4), round(min(1.0, centre + spread), 4)
