"""``ccrules facts anonymise``: facts without names, and with the same verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ccrules.cli.fact_files import kind_problems
from ccrules.cli.options import facts_argument, option, with_facts
from ccrules.cli.output import target_problems, write_files
from ccrules.cli.shape import Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import progress, say, write_out
from ccrules.cli.work import load_method, read_facts
from ccrules.errors import InputError, Place, Problem, UsageError, message

if TYPE_CHECKING:
    from ccrules.collecting.anonymise import Anonymised
    from ccrules.facts.base import FactBase
    from ccrules.plugins import Plugins
    from ccrules.ruleset.model import Method

KINDS = (".yaml", ".yml", ".xlsx")


@make_command(
    "anonymise",
    message(
        "Write FACTS (files or folders, merged) as one file in which pseudonyms stand for people, "
        "authors, references, e-mail addresses and phone numbers. Verdicts stay the same, which is checked "
        "before anything is written."
    ),
)
@facts_argument
@option("-o", "--output", required=True, metavar="FILE", says=message("the file to write (.yaml or .xlsx)"))
@option(
    "--key",
    metavar="FILE",
    says=message("file that tells which pseudonym stands for whom; goes on where it ends, if it is there"),
)
@option(
    "--also",
    multiple=True,
    metavar="NAME",
    says=message("a further name to replace wherever it stands, such as the client's; may be repeated"),
)
@with_facts
def command(run: Run, facts: tuple[str, ...], output: str, key: str | None, also: tuple[str, ...]) -> int:
    """Replace the names."""
    _check_targets(output, key)
    from ccrules.collecting.anonymise import anonymise
    from ccrules.collecting.anonymise_key import key_text, read_key

    method, plugins = load_method(run)
    base = read_facts(run, facts, method, plugins)
    earlier = read_key(Path(key)) if key and Path(key).exists() else {}
    found = anonymise(base, key=earlier, also=also)
    with progress(message("comparing the verdicts"), run.language):
        after = _read_back(found, run, method, plugins)
        _check_verdicts(base, after, found, method, plugins, output)
    files = {output: _content(output, found, after, method, run)}
    if key:
        files[key] = key_text(found.key).encode()
    write_files(files)
    _tell(run, found)
    return 0


def _check_targets(output: str, key: str | None) -> None:
    problems = [*target_problems([output, key] if key else [output]), *kind_problems(output, KINDS)]
    if problems:
        raise UsageError(problems)


def _read_back(found: Anonymised, run: Run, method: Method, plugins: Plugins) -> FactBase:
    from ccrules.facts.writing import unquoted
    from ccrules.inputs import load_facts

    return load_facts(unquoted(found.document), method, as_of=run.as_of, plugins=plugins)


def _check_verdicts(
    base: FactBase, after: FactBase, found: Anonymised, method: Method, plugins: Plugins, output: str
) -> None:
    """Refuse facts of which a verdict has changed, as a method that compares texts with names may do."""
    old = _verdicts(base, method, plugins, found.ids)
    new = _verdicts(after, method, plugins, {})
    changed = sorted({check for check, *_ in old ^ new})
    if changed:
        what = message("without names other verdicts come of: {checks}", checks=", ".join(changed))
        hint = message("these checks compare names with texts; nothing was written")
        raise InputError(Problem(Place(output), what, hint))


def _verdicts(
    base: FactBase, method: Method, plugins: Plugins, ids: Mapping[str, Mapping[str, str]]
) -> set[tuple[str, str, str | None, str]]:
    """Check, type and id of the subject, and what came of it, with new ids for old."""
    from ccrules.pipeline import assess

    result = assess(base, method, plugins=plugins)
    found = {(one.check, one.subject, str(one.severity)) for one in result.findings}
    found |= {(one.check, one.subject, "passed") for one in result.passed}
    found |= {(one.check, one.subject, "not assessed") for one in result.not_assessed}
    found |= {(one.check, one.subject, "not applicable") for one in result.not_applicable}
    found |= {(one.check, one.subject, "error") for one in result.errors}
    return {
        (check, subject.type, ids.get(subject.type, {}).get(subject.id or "", subject.id), verdict)
        for check, subject, verdict in found
    }


def _content(output: str, found: Anonymised, after: FactBase, method: Method, run: Run) -> bytes:
    if Path(output).suffix.lower() == ".xlsx":
        from ccrules.collecting.questions import Selection
        from ccrules.collecting.workbook import fact_workbook

        return fact_workbook(method, run.language, Selection("express"), after)
    from ccrules.facts.writing import yaml_text

    return yaml_text(found.document).encode()


def _tell(run: Run, found: Anonymised) -> None:
    """What was replaced, and which personal values stay because verdicts rest on them."""
    count = sum(map(len, found.key.values()))
    write_out(say(message("names replaced: {count}; every verdict is as it was", count=count), run.language))
    if found.kept:
        kept = message("personal values that stay, by pseudonym: {names}", names=", ".join(found.kept))
        write_out(say(kept, run.language))
