"""Example plugins, installed as a user would install them, and run from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
Done = subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def install(tmp_path_factory) -> Callable[[str], Path]:
    """Installs a plugin of this checkout into a folder of its own, once."""
    sites: dict[str, Path] = {}

    def installed(name: str) -> Path:
        if name not in sites:
            sites[name] = tmp_path_factory.mktemp("site")
            options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet"]
            command = ["-m", "pip", "install", *options, "--target", str(sites[name])]
            subprocess.run([sys.executable, *command, str(CHECKOUT / "plugins" / name)], check=True)
        return sites[name]

    return installed


@pytest.fixture(scope="session")
def python(install) -> Callable[..., Done]:
    """Runs Python with a plugin installed."""

    def run(name: str, folder: Path, *arguments: str) -> Done:
        path = os.pathsep.join([str(install(name)), str(CHECKOUT)])
        environment = {**os.environ, "PYTHONPATH": path, "LANG": "C", "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run
