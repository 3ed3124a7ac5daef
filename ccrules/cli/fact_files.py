"""Facts as files: which kinds can be written, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ccrules.cli.output import target_problems, write_files
from ccrules.errors import Place, Problem, UsageError, message

if TYPE_CHECKING:
    from ccrules.collecting.questions import Selection
    from ccrules.facts.base import FactBase
    from ccrules.ruleset.model import Method

#: Endings of fact files that can be written; a name without any stands for a folder of CSV files.
KINDS = (".yaml", ".yml", ".json", ".xlsx", "")


def is_folder(output: str) -> bool:
    """Whether a name stands for a folder of CSV files: it has no ending, ends in a slash, or is one."""
    return output.endswith(("/", "\\")) or not Path(output).suffix or Path(output).is_dir()


def fact_file_problems(output: str, kinds: Iterable[str] = KINDS) -> Iterator[Problem]:
    """What is wrong with a name for facts, before any work is done.

    Args:
        output: as the user named it.
        kinds: the endings that can be written.
    """
    wrong = list(kind_problems(output, kinds))
    if wrong:
        yield from wrong
    elif is_folder(output):
        yield from _folder_problems(output)
    else:
        yield from target_problems([output])


def kind_problems(output: str, kinds: Iterable[str]) -> Iterator[Problem]:
    """Whether a name for facts ends in something that can't be written.

    Args:
        output: as the user named it.
        kinds: the endings that can be written; the first is the example.
    """
    kind = "" if is_folder(output) else Path(output).suffix.lower()
    if kind not in kinds:
        what = message("facts can't be written as {suffix}", suffix=kind or "?")
        yield Problem(Place(output), what, message("write -o {name}", name=_example(kind, kinds)))


def _example(kind: str, kinds: Iterable[str]) -> str:
    return "facts/" if kind == ".csv" and "" in kinds else f"facts{next(iter(kinds))}"


def _folder_problems(output: str) -> Iterator[Problem]:
    folder = Path(output)
    if folder.is_dir():
        if any(not one.name.startswith(".") for one in folder.iterdir()):
            what = message("the folder is not empty, so its files would be taken for facts too")
            yield Problem(Place(output), what, message("name a new folder, or empty this one"))
    elif folder.exists():
        yield Problem(Place(output), message("this is a file"), message("name a folder"))
    elif not folder.resolve().parent.is_dir():
        yield Problem(Place(output), message("there is no such folder"), message("create it first"))


def fact_contents(
    output: str, method: Method, language: str, selection: Selection, base: FactBase | None
) -> dict[str, bytes]:
    """The files that facts become, by name.

    Args:
        output: as the user named it; its ending decides.
        method: the rulesets.
        language: ``en`` or ``fr``.
        selection: which questions a workbook or a folder asks besides.
        base: the facts; None for none, which only a workbook and a folder can say.
    """
    if is_folder(output):
        from ccrules.collecting.csv_folder import csv_files

        files = csv_files(method, language, selection, base)
        return {(Path(output) / name).as_posix(): content for name, content in files.items()}
    if output.lower().endswith(".xlsx") or base is None:
        from ccrules.collecting.workbook import fact_workbook

        return {output: fact_workbook(method, language, selection, base)}
    from ccrules.facts.writing import as_json_text, as_yaml

    as_text = as_json_text if output.lower().endswith(".json") else as_yaml
    return {output: as_text(base).encode()}


def write_facts(output: str, contents: dict[str, bytes]) -> None:
    """Write the files, and the folder they go into if there is none.

    Args:
        output: as the user named it.
        contents: content by name.

    Raises:
        UsageError: a file can't be written; nothing is changed.
    """
    folder = Path(output)
    made = is_folder(output) and not folder.exists()
    if made:
        try:
            folder.mkdir()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            what = message("can't be written: {reason}", reason=reason)
            raise UsageError(
                Problem(Place(output), what, message("check your right to write there"))
            ) from error
    try:
        write_files(contents)
    except UsageError:
        if made:
            folder.rmdir()
        raise
