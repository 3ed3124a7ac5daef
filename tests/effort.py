"""How hard property tests try.

``CCRULES_TESTS=quick`` tries a tenth of the examples, for interpreters other than the first and
while editing; ``thorough`` and ``explore`` try them all; without it, a fifth is tried.
"""

from __future__ import annotations

import os

EFFORT = os.environ.get("CCRULES_TESTS", "")
QUICK = EFFORT == "quick"
_PART = {"quick": 10, "thorough": 1, "explore": 1}.get(EFFORT, 5)


def examples(number: int) -> int:
    """How many examples to try of so many."""
    return max(min(20, number), number // _PART)
