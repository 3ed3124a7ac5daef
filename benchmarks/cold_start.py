"""How long ``ccrules`` takes to start, against Python itself, and what that time goes into.

python -m benchmarks.cold_start
python -m benchmarks.cold_start --facts examples/hmrc/facts.yaml --repeat 10
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.tables import table

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "hmrc" / "facts.yaml"
SMALL = """\
assessment: {name: A small centre, date: 2026-10-01}
organisation: {headcount: 40}
"""
MOST_SHOWN = 12


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    chosen = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        facts = chosen.facts or _facts(Path(folder))
        commands = {
            "python -c pass": ["-c", "pass"],
            "python -c 'import click'": ["-c", "import click"],
            "ccrules --help": ["-m", "ccrules", "--help"],
            f"ccrules assess {facts.name}": ["-m", "ccrules", "assess", str(facts), "--format", "json"],
        }
        best = _best(commands, chosen.repeat)
        bare = best["python -c pass"]
        rows = [(name, f"{took * 1000:.0f}", f"{took / bare:.1f}") for name, took in best.items()]
        print(table(["command", "ms", "÷ python -c pass"], rows))
        for name in list(commands)[2:]:
            print(f"\n{name}: what importing takes, without what the modules import themselves\n")
            print(table(["package", "modules", "ms"], _imports(commands[name])))


def _facts(folder: Path) -> Path:
    """The example, or where there is none a small file of our own."""
    if EXAMPLE.exists():
        return EXAMPLE
    small = folder / "facts.yaml"
    small.write_text(SMALL, encoding="utf-8")
    return small


def _best(commands: dict[str, list[str]], repeat: int) -> dict[str, float]:
    """The shortest time of each command; the commands take turns, so that all meet the same noise."""
    best = dict.fromkeys(commands, float("inf"))
    for _ in range(repeat):
        for name, command in commands.items():
            best[name] = min(best[name], _seconds(command))
    return best


def _seconds(command: Iterable[str]) -> float:
    """CPU time where the system tells that of children, since others may use the machine too."""
    before, begin = os.times(), time.perf_counter()
    _run(command)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return used or time.perf_counter() - begin


def _run(command: Iterable[str]) -> str:
    """Run Python on the checkout; return what it wrote to stderr."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(  # noqa: S603 - our own commands
        [sys.executable, *command],
        env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return done.stderr


def _imports(command: Iterable[str]) -> list[tuple[str, int, str]]:
    """The packages whose modules take longest to import, by ``-X importtime``."""
    took: dict[str, list[float]] = {}
    for line in _run(["-X", "importtime", *command]).splitlines():
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--facts", type=Path, help="a fact file; an example if left out")
    parser.add_argument("--repeat", type=int, default=5, help="how often to run each command")
    return parser


if __name__ == "__main__":
    main()
