"""``ccrules facts record``: facts to be confirmed by those concerned, and what they say to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ccrules.cli.fact_files import fact_contents, fact_file_problems, write_facts
from ccrules.cli.options import facts_argument, option, with_facts
from ccrules.cli.output import target_problems, write_files
from ccrules.cli.shape import Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import write_error, write_out
from ccrules.cli.work import load_method, read_facts, refuse_unknown_topics
from ccrules.errors import NOWHERE, Place, Problem, UsageError, message

if TYPE_CHECKING:
    from ccrules.collecting.questions import Selection
    from ccrules.collecting.record import Record
    from ccrules.collecting.record_returned import Returned
    from ccrules.facts.base import FactBase
    from ccrules.ruleset.model import Method

KINDS = (".docx", ".xlsx")


@make_command(
    "record",
    message(
        "Write the record of FACTS as a Word document or an Excel workbook, in which those concerned "
        "confirm or correct each fact and sign. With --read, take up a record that came back: "
        "write the facts with what was confirmed and corrected, and list what changed and what is open."
    ),
)
@facts_argument
@option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    says=message("the record (.docx or .xlsx); with --read the facts (.yaml, .json, .xlsx or a folder)"),
)
@option("--read", "returned", metavar="FILE", says=message("a record that came back"))
@option("--by", default="", metavar="NAME", says=message("who signed, if the record does not say it"))
@option("--on", default="", metavar="DATE", says=message("when it was signed, if the record does not say it"))
@option("--final", is_flag=True, says=message("let the facts be final although some are not confirmed"))
@option(
    "--theme", "themes", multiple=True, metavar="TOPIC", says=message("only what decides a topic's checks")
)
@option("--ask", default="", metavar="WHO", says=message("only what somebody usually knows"))
@option("--all", "every", is_flag=True, says=message("also facts that nobody has collected"))
@with_facts
def command(  # noqa: PLR0913 - each is an option
    run: Run,
    *,
    facts: tuple[str, ...],
    output: str,
    returned: str | None,
    by: str,
    on: str,
    final: bool,
    themes: tuple[str, ...],
    ask: str,
    every: bool,
) -> int:
    """Write a record, or take one up again."""
    problems = list(_problems(output, returned, (by, on, final), (themes, ask, every)))
    if problems:
        raise UsageError(problems)
    from ccrules.collecting.questions import Selection

    method, plugins = load_method(run)
    refuse_unknown_topics(themes, method)
    base = read_facts(run, facts, method, plugins)
    if returned is not None:
        _take_up(run, method, base, Path(returned), output, {"name": by, "date": on}, final)
        return 0
    from ccrules.collecting.record import record

    selection = Selection(themes=themes, ask=ask)
    _write(record(method, base, run.language, selection, every=every), output, run.language)
    return 0


def _problems(
    output: str, returned: str | None, reading: tuple[object, ...], writing: tuple[object, ...]
) -> Iterator[Problem]:
    kind = Path(output).suffix.lower()
    if returned is None:
        if any(reading):
            what = message("{options} go with --read", options="--by, --on, --final")
            yield Problem(NOWHERE, what, message("name the record that came back: --read record.docx"))
        if kind not in KINDS:
            what = message("a record can't be written as {suffix}", suffix=kind or "?")
            yield Problem(Place(output), what, message("write -o {name}", name="record.docx"))
        yield from target_problems([output])
        return
    if any(writing):
        what = message("{options} don't go with --read", options="--theme, --ask, --all")
        yield Problem(NOWHERE, what, message("the record says itself which facts are in it"))
    if Path(returned).suffix.lower() not in KINDS:
        what = message("a record is a Word document or an Excel workbook")
        yield Problem(Place(returned), what, message("give a file that ends in .docx or .xlsx"))
    yield from fact_file_problems(output)


def _write(found: Record, output: str, language: str) -> None:
    if not found.rows:
        what = message("there is no fact to confirm")
        raise UsageError(Problem(NOWHERE, what, message("collect facts first, or choose other topics")))
    if found.kept_back:
        from ccrules.text import worded

        what = message("facts that stay inside the firm and are not in the record: {number}",
                       number=found.kept_back)  # fmt: skip
        write_error(worded(what, language), language)
    if output.lower().endswith(".xlsx"):
        from ccrules.collecting.record_excel import excel_record

        write_files({output: excel_record(found)})
    else:
        from ccrules.collecting.record_word import word_record

        write_files({output: word_record(found)})


def _take_up(  # noqa: PLR0917 - what the command was given
    run: Run, method: Method, base: FactBase, path: Path, output: str, signature: dict[str, str], final: bool
) -> None:
    from ccrules.collecting.questions import Selection
    from ccrules.collecting.record_confirming import confirm
    from ccrules.collecting.record_summary import summary

    found = confirm(method, base, _read(path), signature, final=final)
    selection: Selection = Selection("express")
    write_facts(output, fact_contents(output, method, run.language, selection, found.base))
    write_out("\n".join(summary(found, run.language)))


def _read(path: Path) -> Returned:
    if path.suffix.lower() == ".xlsx":
        from ccrules.collecting.record_excel_reading import read_excel_record

        return read_excel_record(path)
    from ccrules.collecting.record_word_reading import read_word_record

    return read_word_record(path)
