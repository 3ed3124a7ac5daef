"""``ccrules facts interview``: facts collected in a conversation."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ccrules.cli.options import option, with_facts
from ccrules.cli.output import target_problems, write_files
from ccrules.cli.shape import Choice, Run
from ccrules.cli.shape import command as make_command
from ccrules.cli.terminal import say, write_out
from ccrules.cli.work import load_method
from ccrules.errors import NOWHERE, Message, Place, Problem, UsageError, message, suggestion

if TYPE_CHECKING:
    from ccrules.assessment import Assessment
    from ccrules.collecting.interview import Interview
    from ccrules.collecting.questions import Selection
    from ccrules.documents import Node
    from ccrules.facts.base import FactBase
    from ccrules.plugins import Plugins
    from ccrules.ruleset.model import Method

DEPTHS = ("express", "standard", "full")
_YAML = (".yaml", ".yml")
_HEAD = message(
    "Answers of ccrules facts interview, written anew after each of them: "
    "correct values, but add no comments."
)


@make_command(
    "interview",
    message(
        "Ask for missing facts, the most useful first, and say at once what follows. The answers go to a "
        "file of their own beside FACTS; a first FACTS that does not exist yet is begun."
    ),
)
@click.argument("facts", nargs=-1, required=True, metavar="FACTS...")
@option(
    "-o",
    "--output",
    metavar="FILE",
    default="",
    says=message("the answers; by default beside the first FACTS"),
)
@option("--by", default="", metavar="NAME", says=message("who answers; kept with every value"))
@option(
    "--depth",
    type=Choice(DEPTHS),
    default="full",
    says=message("how deep to ask: express for a first visit, full for an audit"),
)
@option(
    "--theme", "themes", multiple=True, metavar="TOPIC", says=message("only what decides a topic's checks")
)
@option("--ask", default="", metavar="WHO", says=message("only what somebody usually knows"))
@option("--limit", type=int, default=0, metavar="N", says=message("how many answers; 0 for all"))
@with_facts
def command(  # noqa: PLR0917 - each is an option
    run: Run,
    facts: tuple[str, ...],
    output: str,
    by: str,
    depth: str,
    themes: tuple[str, ...],
    ask: str,
    limit: int,
) -> int:
    """Hold the interview."""
    target = output or answer_file(facts[0])
    _check_target(target)
    method, plugins = load_method(run)
    _check_topics(themes, method)
    from ccrules.collecting.questions import Selection

    _prepare_input()
    try:
        if _begin(facts, run):
            study = _Study(run, facts, target, method, plugins)
            _converse(study, target, Selection(depth, themes, ask), by, limit)
    except KeyboardInterrupt:  # every answer is kept already
        write_out("")
    _say_end(facts, target, run.language)
    return 0


def _say_end(facts: tuple[str, ...], target: str, language: str) -> None:
    """Where the answers are, and what can be done with them."""
    if not Path(target).exists():
        return
    beside = all(Path(target).parent != Path(one) for one in facts) and target not in facts
    command_line = " ".join(["ccrules assess", *facts, *([target] if beside else [])])
    kept = message("Every answer is kept in {file}. To go on, give the same command again.", file=target)
    _say(kept, language)
    _say(message("To assess: {command}", command=command_line), language)


def answer_file(facts: str) -> str:
    """Where the answers to what a file or folder leaves open go.

    Args:
        facts: the file or folder, as the user named it.
    """
    path = Path(facts)
    if path.is_dir():
        return str(path / "answers.yaml")
    if path.name.endswith(".answers.yaml"):
        return facts
    return str(path.with_name(f"{path.stem}.answers.yaml"))


def _check_target(target: str) -> None:
    problems = list(target_problems([target]))
    if not target.endswith(_YAML):
        hint = message("write -o {name}", name="facts.answers.yaml")
        problems.append(
            Problem(Place(target), message("answers are kept in a file that ends in .yaml"), hint)
        )
    if problems:
        raise UsageError(problems)


def _check_topics(themes: Iterable[str], method: Method) -> None:
    unknown = [name for name in themes if name not in method.topics]
    if unknown:
        raise UsageError(
            Problem(NOWHERE, message("there is no topic {name}", name=name), suggestion(name, method.topics))
            for name in unknown
        )


# --- a new assessment ------------------------------------------------------------------------


def _begin(facts: tuple[str, ...], run: Run) -> bool:
    """Begin the fact file if there is none; False if nobody says what it is to be called."""
    path = Path(facts[0])
    if len(facts) > 1 or os.path.lexists(path) or path.suffix.lower() not in _YAML:
        return True
    problems = list(target_problems(facts))
    if problems:
        raise UsageError(problems)
    _say(message("{file} is new. What is the assessment called?", file=facts[0]), run.language)
    name = ""
    while not name:
        line = _hear()
        if line is None:
            return False
        name = line.strip()
    from ccrules.facts.writing import yaml_text

    header = {"name": name, **({"date": run.as_of} if run.as_of else {})}
    document = {"assessment": {**header, "language": run.language, "status": "draft"}}
    write_files({facts[0]: yaml_text(document).encode()})
    return True


# --- the facts -------------------------------------------------------------------------------


class _Study:
    """The facts of the command line; their files are read once."""

    def __init__(
        self, run: Run, facts: tuple[str, ...], target: str, method: Method, plugins: Plugins
    ) -> None:
        from ccrules.documents import find_documents
        from ccrules.importers import read_all

        self.method, self.language = method, run.language
        self._run, self._target, self._plugins = run, target, plugins
        importers, here = plugins.importers(), os.path.realpath(target)
        suffixes = {suffix for importer in importers for suffix in importer.suffixes}
        problems: list[Problem] = []
        found = find_documents(facts, suffixes, problems=problems)
        files = [one for one in found if os.path.realpath(one) != here]
        self._documents, unreadable = read_all(files, importers)
        self._unreadable = [*problems, *unreadable]

    def load(self, answers: str) -> FactBase:
        """All facts, with the answers as one more file."""
        from ccrules.facts.reading import read_facts

        node = self.document(answers)
        return read_facts(
            [*self._documents, *([node] if node is not None else [])],
            self.method.vocabulary,
            overrides=tuple(self._run.settings),
            as_of=self._run.as_of,
            unreadable=self._unreadable,
        )

    def document(self, answers: str) -> Node | None:
        """The tree of an answer file; None if it is empty."""
        from ccrules.documents.yaml_reader import read_yaml

        return read_yaml(answers, Path(self._target).as_posix()) if answers else None

    def assess(self, base: FactBase) -> Assessment:
        """What follows from the facts."""
        from ccrules.pipeline import assess

        return assess(base, self.method, language=self.language, plugins=self._plugins)


# --- the conversation ------------------------------------------------------------------------


def _converse(study: _Study, target: str, selection: Selection, by: str, limit: int) -> None:
    from ccrules.collecting.interview_dialogue import Dialogue

    def show(text: str) -> None:
        _say(text, study.language)

    interview = _interview(study, target, selection, by)
    Dialogue(interview, show, _hear, limit).run()


def _interview(study: _Study, target: str, selection: Selection, by: str) -> Interview:
    from ccrules.collecting.interview import Interview
    from ccrules.collecting.interview_answers import read_answers

    kept = _Kept(target)
    base = study.load(kept.text)  # what is wrong in a file is said before its tree is taken apart
    head = say(_HEAD, study.language)
    answers = read_answers(study.document(kept.text), study.method.vocabulary, head)
    return Interview(study, answers, kept.keep, selection, by, str(base.header.get("date", "")))


class _Kept:
    """The answer file, as it is known to be.

    Args:
        target: the file, as the user named it.
    """

    def __init__(self, target: str) -> None:
        self.target = target
        self.text = self._read()

    def _read(self) -> str:
        from ccrules.documents import LIMITS, read_bytes
        from ccrules.documents.decoding import decode

        return decode(read_bytes(self.target), self.target, LIMITS) if Path(self.target).exists() else ""

    def keep(self, text: str) -> None:
        """Replace the file by its next state.

        Raises:
            UsageError: somebody else has changed it since, or it can't be written.
        """
        if self._read() != self.text:
            what = message("the file was changed by somebody else during the interview")
            raise UsageError(Problem(Place(self.target), what, message("give the same command again")))
        if text:
            write_files({self.target: text.encode()})
        else:  # the only answer was taken back
            Path(self.target).unlink(missing_ok=True)
        self.text = text


# --- the terminal ----------------------------------------------------------------------------


def _prepare_input() -> None:
    """UTF-8 from files and pipes; on a terminal the keys that edit a line, where there are any."""
    if sys.stdin is not None and sys.stdin.isatty():
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401 - importing it is what makes input() editable
    elif hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")


def _say(text: Message | str, language: str) -> None:
    write_out(say(text, language))


def _hear() -> str | None:
    """The next line; None if there are no more."""
    if sys.stdin is None:
        return None
    if sys.stdin.isatty() and sys.stdout.isatty():
        try:
            return input("> ")
        except EOFError:
            write_out("")
            return None
    line = sys.stdin.readline()
    return line or None
