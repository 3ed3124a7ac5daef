"""``ccrules rules lint``: what is odd in rulesets but usable."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ccrules.cli.options import option, with_rulesets
from ccrules.cli.shape import Choice, Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import say, write_out
from ccrules.cli.work import load_method, remark_line, ruleset_paths
from ccrules.errors import message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccrules.ruleset.model import Method, Remark

FORMATS = ("text", "json", "sarif")


@make_command(
    "lint",
    message(
        "Say what is odd in rulesets but usable, each with a code and a hint. Leaves with 1 if anything is; "
        "notes alone leave with 0."
    ),
)
@with_rulesets
@option("--format", "format", type=Choice(FORMATS), default="text", says=message("form of the output"))
@option("--all", "everything", is_flag=True, says=message("also of the rulesets that these extend"))
def command(run: Run, format: str, everything: bool) -> int:
    """Lint rulesets."""
    from ccrules.ruleset.cases import case_files, read_cases
    from ccrules.ruleset.lint import every_remark, judged
    from ccrules.ruleset.remarks import NOTES

    method, plugins = load_method(run, quiet=True)
    roots = ruleset_paths(run, plugins)
    tests = case_files(roots)
    found = every_remark(method, read_cases(method, tests))
    own = [*roots, *tests]
    remarks, settled = (_of(own, some, everything=everything) for some in judged(method, found))
    accepted = len(settled)
    if format == "text":
        write_out("\n".join(_lines(remarks, accepted, run.language)))
    else:
        from ccrules.cli import rules_lint_data

        write_out(
            getattr(rules_lint_data, f"as_{format}")(remarks, accepted, _versions(method), run.language)
        )
    return int(any(one.code not in NOTES for one in remarks))


def _of(roots: Iterable[Path], remarks: Iterable[Remark], *, everything: bool) -> list[Remark]:
    """The remarks on the rulesets themselves, and on plugins; what they extend has authors of its own."""
    folders = [root.resolve() for root in roots]

    def is_own(one: Remark) -> bool:
        file = Path(one.place.file).resolve()
        return not one.place.file or any(file.is_relative_to(folder) for folder in folders)

    return [one for one in remarks if everything or is_own(one)]


def _lines(remarks: list[Remark], accepted: int, language: str) -> list[str]:
    from ccrules.ruleset.remarks import NOTES

    lines = [remark_line(remark, language) for remark in remarks]
    notes = len([one for one in remarks if one.code in NOTES])
    counts = [say(message("remarks: {count}", count=len(remarks) - notes), language)]
    if notes:
        counts.append(say(message("notes: {count}", count=notes), language))
    if accepted:
        counts.append(say(message("accepted with a reason: {count}", count=accepted), language))
    return [*lines, "; ".join(counts)]


def _versions(method: Method) -> dict[str, str]:
    return {one.name: one.version for one in method.rulesets}
