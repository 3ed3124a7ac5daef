"""``ccrules facts from-interactions``: logs of calls, mails, chats and tickets become facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ccrules.cli.options import option, with_rulesets
from ccrules.cli.output import target_problems, write_files
from ccrules.cli.shape import Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import bar, say, write_error, write_out
from ccrules.cli.work import load_method, ruleset_paths
from ccrules.errors import NOWHERE, InputError, Place, Problem, UsageError, message, suggestion

if TYPE_CHECKING:
    from ccrules.interactions import Measures, Outcome
    from ccrules.interactions.mapping import SettingValue
    from ccrules.plugins import Plugins
    from ccrules.ruleset.model import Method

STDOUT = "-"


@make_command(
    "from-interactions",
    message(
        "Turn logs of contacts (CSV, JSON, Parquet, Excel; a row per contact, per leg, per interval or "
        "per day) into facts, every row accounted for. Without --mapping the columns are guessed and shown."
    ),
)
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@option(
    "-o",
    "--output",
    metavar="FILE",
    default="",
    says=message("the fact file to write (.yaml), or - for stdout"),
)
@option(
    "--mapping", metavar="FILE", default="", says=message("how the files are read, as --propose writes it")
)
@option(
    "--propose",
    metavar="FILE",
    default="",
    says=message("write the proposed mapping, to change and give back"),
)
@option(
    "--setting",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    says=message(
        "what no log tells, such as threshold_seconds=20 or email.threshold_seconds=48h; may be repeated"
    ),
)
@option(
    "--timezone",
    metavar="ZONE",
    default="",
    says=message("where the moments were noted, such as Europe/Paris"),
)
@option("--mask-key", metavar="TEXT", default="", says=message("gives people the same code in every run"))
@option("--measures", metavar="FILE", default="", says=message("another file of measures than the ruleset's"))
@option(
    "--memory",
    metavar="SIZE",
    default="1GB",
    says=message("the most memory to use; the rest goes to a temporary folder"),
)
@with_rulesets
def command(  # noqa: PLR0913, PLR0917 - click hands over each option by itself
    run: Run, files: tuple[str, ...], output: str, mapping: str, propose: str, settings: tuple[str, ...],
    timezone: str, mask_key: str, measures: str, memory: str,
) -> int:  # fmt: skip
    """Read the logs and write the facts."""
    _check_targets(output, propose, mapping)
    from ccrules.interactions import Options, facts_from_interactions, read_mapping, read_measures
    from ccrules.interactions.store import duckdb_module

    duckdb_module()
    method, plugins = load_method(run, quiet=True)
    path = Path(measures) if measures else _shipped(run, method, plugins)
    known = read_measures(path)
    given = read_mapping(Path(mapping), known) if mapping else None
    with bar(message("reading logs"), run.language) as tick:
        outcome = facts_from_interactions(
            files, known, method.vocabulary, given,
            Options(
                run.language, _settings(settings, known), timezone, mask_key, memory, Place(path.as_posix()),
                {"date": run.as_of} if run.as_of else {}, tick,
            ),
            propose_only=not output,
        )  # fmt: skip
    return _finish(run, outcome, known, method, plugins, output=output, propose=propose, shown=given is None)


def _check_targets(output: str, propose: str, mapping: str) -> None:
    if not output and not propose:
        what = message("nothing is asked for")
        raise UsageError(Problem(NOWHERE, what, message("write -o {name}", name="facts.yaml")))
    if mapping and propose:
        what = message("a mapping is either given or proposed")
        raise UsageError(Problem(NOWHERE, what, message("leave out --mapping or --propose")))
    targets = [one for one in (output, propose) if one and one != STDOUT]
    problems = list(target_problems(targets))
    problems += [
        Problem(
            Place(one),
            message("facts and mappings are written as YAML"),
            message("write -o {name}", name="facts.yaml"),
        )
        for one in targets
        if Path(one).suffix.lower() not in (".yaml", ".yml")
    ]
    if problems:
        raise UsageError(problems)


def _shipped(run: Run, method: Method, plugins: Plugins) -> Path:
    """The measures of the rulesets asked for, or of those they extend."""
    from ccrules.interactions.forms import FILE, FOLDER

    known = plugins.rulesets()
    folders = [
        *ruleset_paths(run, plugins),
        *(known[one.name] for one in method.rulesets if one.name in known),
    ]
    for folder in folders:
        found = folder / FOLDER / FILE
        if found.is_file():
            return found
    what = message("the ruleset brings no measures")
    raise UsageError(Problem(NOWHERE, what, message("name a file with --measures")))


def _settings(written: Iterable[str], measures: Measures) -> dict[str, list[SettingValue]]:
    """``threshold_seconds=20``, or for a value of a choice ``email.threshold_seconds=48h``."""
    from ccrules.interactions.mapping import SettingValue

    found: dict[str, list[SettingValue]] = {}
    problems = []
    for text in written:
        name, equals, value = (part.strip() for part in text.partition("="))
        group, _, name = name.rpartition(".")
        if not equals or not value:
            what = message("{option} {value} gives no value", option="--setting", value=text)
            hint = message("for example: {example}", example="--setting threshold_seconds=20")
            problems.append(Problem(NOWHERE, what, hint))
        elif name not in measures.settings:
            what = message("there is no setting {name}", name=name)
            problems.append(Problem(NOWHERE, what, suggestion(name, measures.settings)))
        elif group and not _field_of(group, measures):
            choices = [choice for field in measures.fields.values() for choice in field.values]
            what = message("{value} is no value of {name}", value=group, name="--setting")
            problems.append(Problem(NOWHERE, what, suggestion(group, choices)))
        else:
            condition = {_field_of(group, measures): group} if group else {}
            found.setdefault(name, []).append(SettingValue.model_validate({"value": value, "for": condition}))
    if problems:
        raise UsageError(problems)
    return found


def _field_of(value: str, measures: Measures) -> str:
    return next(
        (name for name, field in measures.fields.items() if field.required and value in field.values), ""
    )


def _finish(
    run: Run, outcome: Outcome, measures: Measures, method: Method, plugins: Plugins,
    *, output: str, propose: str, shown: bool,
) -> int:  # fmt: skip
    from ccrules.interactions.telling import mapping_lines
    from ccrules.interactions.writing import mapping_text

    documents: dict[str, bytes] = {}
    if propose:
        text = mapping_text(outcome.mapping, outcome.questions, measures, run.language)
        documents[propose] = text.encode()
    write = write_out if output != STDOUT else _to_stderr(run)
    if shown:
        write("\n".join(mapping_lines(outcome.mapping, measures, run.language)))
    if outcome.questions:
        write_files(documents)
        raise InputError(_with_way_out(outcome.questions, propose))
    if output:
        facts = _facts(run, outcome, method, plugins)
        if output != STDOUT:
            documents[output] = facts
        write("\n".join(_account(run, outcome, examples=True)))
        if output == STDOUT:
            write_out(facts)
    write_files({name: content for name, content in documents.items() if name != STDOUT})
    return 0


def _to_stderr(run: Run) -> Any:
    return lambda text: write_error(text, run.language)


def _with_way_out(questions: list[Problem], propose: str) -> Iterator[Problem]:
    """The questions, and where to answer them."""
    yield from questions
    name = propose or "mapping.yaml"
    what = message("questions that are open: {count}", count=len(questions))
    hint = message("answer them in {name} and give it with --mapping", name=name)
    if not propose:
        hint = message(
            "write a mapping with --propose {name}, answer there and give it with --mapping", name=name
        )
    yield Problem(NOWHERE, what, hint)


def _facts(run: Run, outcome: Outcome, method: Method, plugins: Plugins) -> bytes:
    """The facts as YAML, read back once so that what is written is sure to be valid."""
    from ccrules.facts.writing import as_yaml
    from ccrules.inputs import load_facts

    if not outcome.found:
        what = message("no fact can be concluded from these logs")
        hints = [one.reason for one in outcome.left[:3]]
        raise InputError(Problem(NOWHERE, what, message("reasons: {reasons}", reasons=hints)))
    base = load_facts(outcome.document, method, plugins=plugins)
    comments = "".join(f"# {line}".rstrip() + "\n" for line in _account(run, outcome, examples=False))
    return (comments + as_yaml(base)).encode()


def _account(run: Run, outcome: Outcome, *, examples: bool) -> list[str]:
    from ccrules.interactions.telling import account_lines, colon, counted, left_lines

    language = run.language
    lines = [*account_lines(outcome.accounts, language, examples=examples)]
    lines.append(say(message("{count} facts written", count=counted(outcome.found)), language))
    if outcome.remarks:
        lines.append(say(message("What these logs can't tell:"), language))
        lines += [
            f"  {group}{colon(language)}{text}" if group else f"  {text}" for group, text in outcome.remarks
        ]
    if outcome.left:
        lines.append(say(message("Left out, and why:"), language))
        lines += left_lines(outcome.left, language)
    return lines
