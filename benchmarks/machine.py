"""What the figures were measured on, as far as it matters to them; no names, no paths."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

#: Whose versions matter to the figures.
PACKAGES = ("ccrules", "clipspy", "durable_rules", "pydantic", "PyYAML")
_GIGABYTE = 1_000_000_000


def description() -> list[str]:
    """Processor, memory, system, Python and packages, one per line."""
    return [
        f"{os.cpu_count()} × {processor()}",
        f"{memory()} memory",
        f"{platform.system()}, {platform.python_implementation()} {platform.python_version()}",
        ", ".join(found for name in PACKAGES if (found := _package(name))),
    ]


def processor() -> str:
    """The model of the processor, or its architecture where the system does not tell."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()


def memory() -> str:
    """The machine's memory in gigabytes; a question mark where the system does not tell."""
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return "?"
    return f"{size / _GIGABYTE:.0f} GB"


def _package(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return ""
