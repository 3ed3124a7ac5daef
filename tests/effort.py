"""How hard property tests try.

``CCRULES_TESTS=quick`` tries a tenth of the examples: for interpreters other than the one on
which everything is tried, and while editing.
"""

from __future__ import annotations

import os

QUICK = os.environ.get("CCRULES_TESTS") == "quick"


def examples(number: int) -> int:
    """How many examples to try of so many."""
    return max(20, number // 10) if QUICK else number
