"""The command ``ccrules``: its table of commands, and what happens when one goes wrong."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

import click

from ccrules.cli.language import LANGUAGES, spoken_language
from ccrules.cli.shape import Choice, LateGroup, Option, Run
from ccrules.cli.terminal import prepare_streams, write_out, write_problems
from ccrules.errors import NOWHERE, CcrulesError, Message, Problem, did_you_mean, message, nearest

BAD_INPUT = 2
INTERRUPTED = 130
#: Set to show where an internal error comes from.
DEBUG = "CCRULES_DEBUG"


def _print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from ccrules.version import __version__

        write_out(f"ccrules {__version__}")
        context.exit()


def application() -> LateGroup:
    """Build the root command; its members are imported when called."""
    language = Option(
        ["--lang"],
        type=Choice(LANGUAGES),
        expose_value=False,
        says=message("language of help and messages"),
    )
    version = Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_print_version,
        says=message("show the version and leave"),
    )
    return LateGroup(
        "ccrules",
        params=[language, version],
        says=message(
            "Diagnoses organisations that talk to customers: facts in, defended findings and a "
            "prioritised plan out."
        ),
        members={
            "assess": ("ccrules.cli.assess", message("assess facts and write the report")),
            "validate": ("ccrules.cli.validate", message("check facts: every problem at once")),
            "explain": (
                "ccrules.cli.explain",
                message("say why a check failed, passed or could not be assessed"),
            ),
            "facts": (
                "ccrules.cli.facts",
                message("collect facts: workbooks that ask for them, files of other kinds"),
            ),
            "diff": ("ccrules.cli.diff", message("compare two assessments: what changed, and why")),
            "plan": ("ccrules.cli.plan", message("follow up action plans that clients fill in")),
            "report": ("ccrules.cli.report", message("check report templates and rendered reports")),
            "review": (
                "ccrules.cli.review",
                message("accept, reject, regrade or comment on what an assessment found"),
            ),
            "rules": ("ccrules.cli.rules", message("list, show, test and lint rulesets")),
            "schema": ("ccrules.cli.schema", message("print a JSON Schema for editors and other tools")),
            "plugins": ("ccrules.cli.plugins", message("list what is installed and what failed to load")),
        },
    )


def run_command(arguments: Sequence[str] | None) -> int:
    """Run one command and turn whatever goes wrong into lines on stderr and an exit code.

    Args:
        arguments: what comes after ``ccrules``; this process's own if None.
    """
    prepare_streams()
    with _logging() if os.environ.get(DEBUG) else nullcontext():
        return _run(arguments)


def _run(arguments: Sequence[str] | None) -> int:
    run = Run(spoken_language(sys.argv[1:] if arguments is None else arguments, os.environ))
    try:
        code = application().main(arguments, prog_name="ccrules", standalone_mode=False, obj=run)
    except CcrulesError as error:
        write_problems(error.problems, run.language)
    except click.ClickException as error:
        write_problems([_click_problem(error)], run.language)
    except (click.Abort, KeyboardInterrupt):
        write_problems([Problem(NOWHERE, message("interrupted"))], run.language)
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a traceback is never what a user needs
        _write_internal_error(error, run.language)
    else:
        return code if isinstance(code, int) else 0
    return BAD_INPUT


@contextmanager
def _logging() -> Iterator[None]:
    """Write tracebacks of what plugins raise to stderr, where they are else only summed up."""
    import logging

    log, handler = logging.getLogger("ccrules"), logging.StreamHandler()
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(level)


def _click_problem(error: click.ClickException) -> Problem:
    """What click has to say about a command line, as one of our own problems."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "ccrules"
    hint: Message = message("see {command} --help", command=path)
    if isinstance(error, click.NoSuchOption):
        known = [name for param in context.command.params for name in param.opts] if context else []
        what = message("there is no option {name}", name=error.option_name)
        near = nearest(error.option_name, known)
        return Problem(NOWHERE, what, did_you_mean(near) if near else hint)
    if isinstance(error, click.MissingParameter) and error.param:
        return Problem(NOWHERE, message("{name} is missing", name=error.param.human_readable_name), hint)
    if isinstance(error, click.BadOptionUsage):
        return Problem(NOWHERE, message("option {name} needs a value", name=error.option_name), hint)
    return Problem(NOWHERE, message("{reason}", reason=error.format_message()), hint)


def _write_internal_error(error: Exception, language: str) -> None:
    """An error that is our fault: its kind and place; all of it only if asked for."""
    if os.environ.get(DEBUG):
        traceback.print_exception(error)
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    what = message(
        "internal error: {kind} in {place}: {error}", kind=type(error).__name__, place=place, error=error
    )
    hint = message("please report it, with the output that {variable}=1 gives", variable=DEBUG)
    problem = Problem(NOWHERE, what, hint)
    try:
        write_problems([problem], language)
    except Exception:  # noqa: BLE001 - what broke may be what messages are said with
        sys.stderr.write(f"ccrules: {problem}\n")
