"""Millions of contacts turned into facts: time, peak memory, and whether every row is accounted for.

    python -m benchmarks.interactions            five million contacts
    python -m benchmarks.interactions 200000     fewer

The log is written first (:mod:`benchmarks.interaction_log`) and read in a process of its own, whose
processor time and memory are told by the system. The facts are then held against what was planted.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.interaction_log import lines, set_aside, truth, week
from benchmarks.machine import description
from ccrules import load_facts, load_rulesets

WEEKS = 52
MEGABYTE = 1_000_000


def main() -> None:
    """Write a log, read it, compare and print."""
    parser = argparse.ArgumentParser(description="Turn an invented log into facts.")
    parser.add_argument("contacts", type=int, nargs="?", default=5_000_000)
    parser.add_argument("--memory", default="1GB")
    given = parser.parse_args()
    contacts = week(max(given.contacts // WEEKS, 50))
    with tempfile.TemporaryDirectory() as folder:
        log, facts = Path(folder, "calls.csv"), Path(folder, "facts.yaml")
        with log.open("w", encoding="utf-8") as stream:
            stream.writelines(f"{line}\n" for line in lines(contacts, WEEKS))
        size = log.stat().st_size
        wall, processor, peak = _measured(log, facts, given.memory)
        known = truth(contacts, WEEKS)
        base = load_facts(facts, load_rulesets())
        counts = {one.id: one for one in base.collections["contact_count"].members}
        wrong = [
            queue
            for queue, offered in known.offered.items()
            if counts[f"phone-{queue.lower().replace(' ', '-')}"].offered != offered
        ]
        head = facts.read_text(encoding="utf-8").splitlines()[0]
    for line in description():
        print(line)
    print(f"log: {size / MEGABYTE:.0f} MB of CSV; planted faults: {set_aside(WEEKS)} rows")
    print(f"time: {wall:.0f} s, of the processor {processor:.0f} s; peak memory: {peak / MEGABYTE:.0f} MB")
    print(f"rows: {head.removeprefix('# ')}")
    print("counts: " + (f"WRONG for {', '.join(wrong)}" if wrong else "as planted in every queue"))
    sys.exit(bool(wrong))


def _measured(log: Path, facts: Path, memory: str) -> tuple[float, float, float]:
    """Seconds, seconds of the processor and the most bytes of memory of one run of the command."""
    command = [sys.executable, "-m", "ccrules", "facts", "from-interactions", log.name, "-o", facts.name]
    command += ["--setting", "threshold_seconds=20", "--memory", memory]
    begin = time.perf_counter()
    subprocess.run(command, cwd=log.parent, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    wall = time.perf_counter() - begin
    import resource  # of POSIX systems only

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    scale = 1 if sys.platform == "darwin" else 1024
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss * scale


if __name__ == "__main__":
    main()
