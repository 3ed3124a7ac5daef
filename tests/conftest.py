"""Settings that all tests share."""

from __future__ import annotations

import os

from hypothesis import settings

# The same examples every time, so that a change is blamed for what it breaks and for nothing else;
# CCRULES_TESTS=explore looks for new ones.
settings.register_profile("repeatable", derandomize=True, print_blob=True)
settings.register_profile("explore", print_blob=True)
settings.load_profile("explore" if os.environ.get("CCRULES_TESTS") == "explore" else "repeatable")
