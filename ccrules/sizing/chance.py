"""Whether two shares differ by more than the samples behind them explain."""

from __future__ import annotations

import math

from ccrules.errors import message
from ccrules.facts.sampling import sampled
from ccrules.sizing.scope import NotCovered


def gap_beyond_chance(first: float, first_size: int, second: float, second_size: int) -> float:
    """The least difference between two shares that their samples still allow.

    The lower end of the 95 % interval of the difference, built from the score intervals of both
    shares; 0 where that interval holds 0, and where there is no sample at all. It also holds for
    small samples and for shares near 0 and 1. The samples must be independent: two systems that
    count the same contacts are not two samples.

    Args:
        first: a share, 0 to 1.
        first_size: observations behind it.
        second: another share.
        second_size: observations behind that one.

    Returns:
        0 to 1, whichever of the two shares is larger.

    Raises:
        NotCovered: shares that are none, or negative sizes.

    Source:
        R. G. Newcombe, "Interval estimation for the difference between independent proportions",
        Statistics in Medicine 17 (1998), method 10.
    """
    for share, size in ((first, first_size), (second, second_size)):
        _need_sample(share, size)
    if not first_size or not second_size:
        return 0.0
    high, high_size, low, low_size = (
        (first, first_size, second, second_size)
        if first >= second
        else (second, second_size, first, first_size)
    )
    below, above = sampled(high, high_size)[0], sampled(low, low_size)[1]
    return max(0.0, high - low - math.hypot(high - below, above - low))


def _need_sample(share: float, size: int) -> None:
    if not (0 <= share <= 1 and size >= 0):
        what = message("a share of {share} in a sample of {size} can't be", share=share, size=size)
        raise NotCovered(what, message("write shares from 0 to 1, and how many observations they rest on"))
