"""How long a command takes as a whole, beside its dependencies alone, and what that time goes into.

python -m benchmarks.cold_start
python -m benchmarks.cold_start --facts examples/hmrc/facts.yaml --repeat 10

Each command that loads the bundled ruleset also runs with ``CCRULES_CACHE=off``, without what is kept of
earlier starts (``ccrules/kept.py``).
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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import packages_distributions, requires
from pathlib import Path

from benchmarks.tables import table

if sys.platform != "win32":
    import resource

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "hmrc" / "facts.yaml"
CHECK = "COMM-001"
SMALL = """\
assessment: {name: A small centre, date: 2026-10-01}
organisation: {headcount: 40}
"""
MOST_SHOWN = 12

BARE, CLICK, DEPENDENCIES = "python -c pass", "python -c 'import click'", "python, importing the dependencies"
HELP = "ccrules --help"
NO_SETTINGS: Mapping[str, str] = {}
NOTHING_KEPT = {"CCRULES_CACHE": "off"}


@dataclass
class Started:
    """What was measured.

    Attributes:
        seconds: CPU time of each command; the best of several times.
        anew: the same of those that load the bundled ruleset, with nothing kept of earlier starts.
        imports: by command, the packages that take longest to import: name, modules, milliseconds.
    """

    seconds: dict[str, float]
    anew: dict[str, float] = field(default_factory=dict)
    imports: dict[str, list[tuple[str, int, str]]] = field(default_factory=dict)

    def ratio(self, command: str, base: str) -> float:
        """How many times as long one command takes as another."""
        return self.seconds[command] / self.seconds[base]


def measure(facts: Path | None = None, repeat: int = 5) -> Started:
    """Run the commands in turn.

    Modules are compiled before the first run that counts, as pip does when it installs them, and what
    is kept from one start to the next is there.

    Args:
        facts: a fact file; an example if left out.
        repeat: how often to run each command.
    """
    with tempfile.TemporaryDirectory() as folder:
        runner = _Runner(Path(folder))
        commands = _commands(facts or _facts(Path(folder)), Path(folder))
        for command in commands.values():
            runner.run(command)
        loading = {name: command for name, command in commands.items() if "ccrules" in name and name != HELP}
        started = Started(runner.best(commands, repeat), runner.best(loading, repeat, NOTHING_KEPT))
        for name in (HELP, *(name for name in commands if "json" in name)):
            tries = [runner.imports(commands[name]) for _ in range(repeat)]
            started.imports[name] = min(tries, key=lambda rows: float(rows[-1][-1]))  # by the clock: noisy
    return started


def _commands(facts: Path, folder: Path) -> dict[str, list[str]]:
    name = facts.parent.name

    def command(*words: str) -> list[str]:
        return ["-m", "ccrules", *words]

    return {
        BARE: ["-c", "pass"],
        CLICK: ["-c", "import click"],
        DEPENDENCIES: ["-c", f"import {', '.join(dependencies())}"],
        HELP: command("--help"),
        "ccrules rules list": command("rules", "list"),
        f"ccrules validate {name}": command("validate", str(facts)),
        f"ccrules explain {name} {CHECK}": command("explain", str(facts), CHECK),
        f"ccrules facts gaps {name}": command("facts", "gaps", str(facts)),
        f"ccrules assess {name}": command("assess", str(facts)),
        f"ccrules assess {name} --format json": command("assess", str(facts), "--format", "json"),
        f"ccrules assess {name} -o x.html": command("assess", str(facts), "-o", str(folder / "x.html")),
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


def _children() -> float:
    """The CPU time of all processes that have ended, in seconds; of the clock where nobody counts it."""
    if sys.platform == "win32":
        return time.perf_counter()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Runner:
    """Runs Python on the checkout.

    Args:
        folder: takes the compiled modules.
    """

    def __init__(self, folder: Path) -> None:
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        own = {"PYTHONPATH": path, "PYTHONUTF8": "1", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
        self._environment = {**os.environ, **own}
        for name in ("PYTHONDONTWRITEBYTECODE", *NOTHING_KEPT):
            self._environment.pop(name, None)

    def run(self, command: Iterable[str], settings: Mapping[str, str] = NO_SETTINGS) -> str:
        """Run a command; return what it wrote to stderr."""
        done = subprocess.run(  # noqa: S603 - our own commands
            [sys.executable, *command],
            env={**self._environment, **settings},
            check=True,
            capture_output=True,
            encoding="utf-8",
        )
        return done.stderr

    def best(
        self, commands: dict[str, list[str]], repeat: int, settings: Mapping[str, str] = NO_SETTINGS
    ) -> dict[str, float]:
        """The shortest time of each command; the commands take turns, so that all meet the same noise."""
        best = dict.fromkeys(commands, float("inf"))
        for _ in range(repeat):
            for name, command in commands.items():
                best[name] = min(best[name], self._seconds(command, settings))
        return best

    def _seconds(self, command: Iterable[str], settings: Mapping[str, str]) -> float:
        """CPU time where the system tells that of children, since others may use the machine too."""
        before = _children()
        self.run(command, settings)
        return _children() - before

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


HEADS = ("command", "ms", "÷ python", "÷ dependencies", "nothing kept ÷ this")
IMPORT_HEADS = ("package", "modules", "ms")


def rows(started: Started) -> list[list[str]]:
    """The table of commands."""
    return [
        [
            name,
            f"{took * 1000:.0f}",
            f"{started.ratio(name, BARE):.1f}",
            f"{started.ratio(name, DEPENDENCIES):.1f}",
            f"{started.anew[name] / took:.1f}" if name in started.anew else "–",
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
