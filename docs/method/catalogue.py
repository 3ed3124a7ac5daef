"""The catalogue that ships with the ruleset: which entry of the reading led to which rules.

``python docs/method/catalogue.py`` writes ``rulesets/contact-centre/catalogue.yaml`` from
``entries.yaml``; with ``--check`` it changes nothing and leaves with 1 if the file is stale.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
ENTRIES = HERE / "entries.yaml"
CATALOGUE = HERE.parents[1] / "rulesets" / "contact-centre" / "catalogue.yaml"
HEAD = """\
# Which entry of the reading of the articles led to which checks, conclusions and recommendations.
# Written by docs/method/catalogue.py from docs/method/entries.yaml; change that and run it again.
catalogue:
"""


def catalogue(entries: list[dict[str, Any]]) -> str:
    """The file, an entry per line; those that led to no rule are left out."""
    lines = [HEAD]
    for entry in entries:
        kinds = ("checks", "conclusions", "recommendations")
        rules = [rule for kind in kinds for rule in entry.get(kind, ())]
        if rules:
            lines.append(f"  {entry['id']}: [{', '.join(rules)}]\n")
    return "".join(lines)


def main(arguments: list[str]) -> int:
    """Write the file, or say whether it is stale."""
    text = catalogue(yaml.safe_load(ENTRIES.read_text(encoding="utf-8"))["entries"])
    if "--check" in arguments:
        fresh = CATALOGUE.is_file() and CATALOGUE.read_text(encoding="utf-8") == text
        print("fresh" if fresh else f"{CATALOGUE.name} is stale: run python docs/method/catalogue.py")
        return int(not fresh)
    CATALOGUE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
