"""How long ``ccrules`` takes to start, beside its dependencies alone, and what that time goes into.

python -m benchmarks.cold_start
python -m benchmarks.cold_start --facts examples/hmrc/facts.yaml --repeat 10
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import packages_distributions, requires
from pathlib import Path

from benchmarks.tables import table

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "hmrc" / "facts.yaml"
SMALL = """\
assessment: {name: A small centre, date: 2026-10-01}
organisation: {headcount: 40}
"""
MOST_SHOWN = 12

BARE, CLICK, DEPENDENCIES = "python -c pass", "python -c 'import click'", "python, importing the dependencies"
HELP = "ccrules --help"


@dataclass
class Started:
    """What was measured.

    Attributes:
        seconds: CPU time of each command; the best of several times.
        imports: by command, the packages that take longest to import: name, modules, milliseconds.
    """

    seconds: dict[str, float]
    imports: dict[str, list[tuple[str, int, str]]] = field(default_factory=dict)

    def ratio(self, command: str, base: str) -> float:
        """How many times as long one command takes as another."""
        return self.seconds[command] / self.seconds[base]


def measure(facts: Path | None = None, repeat: int = 5) -> Started:
    """Run the commands in turn.

    Modules are compiled before the first run that counts, as pip does when it installs them.

    Args:
        facts: a fact file; an example if left out.
        repeat: how often to run each command.
    """
    with tempfile.TemporaryDirectory() as folder:
        runner = _Runner(Path(folder))
        commands = _commands(facts or _facts(Path(folder)))
        for command in commands.values():
            runner.run(command)
        started = Started(runner.best(commands, repeat))
        for name in (HELP, *(name for name in commands if "json" in name)):
            started.imports[name] = runner.imports(commands[name])
    return started


def _commands(facts: Path) -> dict[str, list[str]]:
    assess = ["-m", "ccrules", "assess", str(facts)]
    return {
        BARE: ["-c", "pass"],
        CLICK: ["-c", "import click"],
        DEPENDENCIES: ["-c", f"import {', '.join(dependencies())}"],
        HELP: ["-m", "ccrules", "--help"],
        f"ccrules assess {facts.parent.name}": assess,
        f"ccrules assess {facts.parent.name} --format json": [*assess, "--format", "json"],
    }


def dependencies() -> list[str]:
    """The modules of the packages that ccrules declares and that are installed here."""
    declared = [
        re.split(r"[^A-Za-z0-9_.-]", text)[0] for text in requires("ccrules") or () if "extra" not in text
    ]
    wanted = {_plain(name) for name in declared}
    found = packages_distributions().items()
    modules = {module for module, names in found if wanted & {_plain(name) for name in names}}
    return sorted(name for name in modules if not name.startswith("_") and importlib.util.find_spec(name))


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _facts(folder: Path) -> Path:
    """The example, or where there is none a small file of our own."""
    if EXAMPLE.exists():
        return EXAMPLE
    small = folder / "small" / "facts.yaml"
    small.parent.mkdir()
    small.write_text(SMALL, encoding="utf-8")
    return small


class _Runner:
    """Runs Python on the checkout.

    Args:
        folder: takes the compiled modules.
    """

    def __init__(self, folder: Path) -> None:
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        own = {"PYTHONPATH": path, "PYTHONUTF8": "1", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
        self._environment = {**os.environ, **own}
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def run(self, command: Iterable[str]) -> str:
        """Run a command; return what it wrote to stderr."""
        done = subprocess.run(  # noqa: S603 - our own commands
            [sys.executable, *command],
            env=self._environment,
            check=True,
            capture_output=True,
            encoding="utf-8",
        )
        return done.stderr

    def best(self, commands: dict[str, list[str]], repeat: int) -> dict[str, float]:
        """The shortest time of each command; the commands take turns, so that all meet the same noise."""
        best = dict.fromkeys(commands, float("inf"))
        for _ in range(repeat):
            for name, command in commands.items():
                best[name] = min(best[name], self._seconds(command))
        return best

    def _seconds(self, command: Iterable[str]) -> float:
        """CPU time where the system tells that of children, since others may use the machine too."""
        before, begin = os.times(), time.perf_counter()
        self.run(command)
        after = os.times()
        used = after.children_user + after.children_system - before.children_user - before.children_system
        return used or time.perf_counter() - begin

    def imports(self, command: Iterable[str]) -> list[tuple[str, int, str]]:
        """The packages whose modules take longest to import, by ``-X importtime``."""
        took: dict[str, list[float]] = {}
        for line in self.run(["-X", "importtime", *command]).splitlines():
            own, _, rest = line.removeprefix("import time:").partition("|")
            if line.startswith("import time:") and own.strip().isdigit():
                took.setdefault(_package(rest.partition("|")[2].strip()), []).append(int(own) / 1000)
        longest = sorted(took.items(), key=lambda item: -sum(item[1]))[:MOST_SHOWN]
        everything = sum(sum(times) for times in took.values())
        total = ("all", sum(map(len, took.values())), f"{everything:.1f}")
        return [*((name, len(times), f"{sum(times):.1f}") for name, times in longest), total]


def _package(module: str) -> str:
    """The package a module counts for: of ours the stage, of others the whole."""
    parts = module.split(".")
    return ".".join(parts[:2] if parts[0] == "ccrules" else parts[:1])


HEADS = ("command", "ms", "÷ python", "÷ dependencies")
IMPORT_HEADS = ("package", "modules", "ms")


def rows(started: Started) -> list[list[str]]:
    """The table of commands."""
    return [
        [
            name,
            f"{took * 1000:.0f}",
            f"{started.ratio(name, BARE):.1f}",
            f"{started.ratio(name, DEPENDENCIES):.1f}",
        ]
        for name, took in started.seconds.items()
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--facts", type=Path, help="a fact file; an example if left out")
    parser.add_argument("--repeat", type=int, default=5, help="how often to run each command")
    chosen = parser.parse_args(arguments)
    started = measure(chosen.facts, chosen.repeat)
    print(table(HEADS, rows(started)))
    for name, imports in started.imports.items():
        print(f"\n{name}: what importing takes, without what the modules import themselves\n")
        print(table(IMPORT_HEADS, imports))


if __name__ == "__main__":
    main()
