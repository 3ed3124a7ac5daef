"""Every experiment in docs/durable-rules.md prints what stands under it."""

from __future__ import annotations

import os
import platform
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ccrules.engine.inference import durable

PAGE = Path(__file__).parents[3] / "docs" / "durable-rules.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)

pytestmark = [
    pytest.mark.skipif(not durable.available(), reason="durable-rules can't be imported here"),
    pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the crashes shown are those on glibc"),
]


def experiments() -> tuple[str, list[tuple[str, str, str]]]:
    """The common beginning, and for each experiment its title, its code and its output."""
    _, _, text = PAGE.read_text("utf-8").partition("\n## The experiments\n")
    beginning, *sections = text.partition("\n## ")[0].split("\n### ")
    found = []
    for section in sections:
        (_, code), (_, output) = BLOCK.findall(section)
        found.append((section.partition("\n")[0], code, output))
    return BLOCK.findall(beginning)[0][1], found


@pytest.mark.parametrize(
    ("title", "code", "output"), [pytest.param(*each, id=each[0]) for each in experiments()[1]]
)
def test_the_experiment_prints_what_the_page_says(title, code, output):
    environment = {**os.environ, "MALLOC_PERTURB_": "165"}
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", experiments()[0] + code]
    ran = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", timeout=30, check=False
    )
    printed = ran.stdout
    if ran.returncode < 0:
        printed += f"(the process ends with {signal.Signals(-ran.returncode).name})\n"
    assert printed == output, ran.stderr


def test_the_page_covers_every_limit_of_the_module():
    text = PAGE.read_text("utf-8")
    for limit in (durable.MAX_RULES + 1, durable.CHANNEL_PREMISES):
        assert f"{limit:,}" in text
