"""The options that commands share, from the command line and from ``ccrules.toml``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click

from ccrules.cli.configuration import read_configuration
from ccrules.cli.language import LANGUAGES
from ccrules.cli.shape import Choice, Option, Run, pass_run
from ccrules.errors import NOWHERE, Message, Problem, UsageError, message

#: A function on its way to becoming a command.
Function = Callable[..., Any]
Decorator = Callable[[Function], Function]

#: From worst to mildest; stands here too because importing a stage for it would cost time.
SEVERITIES = ("critical", "high", "medium", "low", "info")


def option(*names: str, says: Message, **settings: Any) -> Decorator:
    """An option with a help text that waits for a language."""
    return click.option(*names, cls=Option, says=says, **settings)


def facts_argument(function: Function) -> Function:
    """``FACTS...``."""
    return click.argument("facts", nargs=-1, required=True, metavar="FACTS...")(function)


def configured(function: Function, languages: Iterable[str] = LANGUAGES) -> Function:
    """``--lang`` and ``--config``, which every command has, and the :class:`Run` they fill."""
    return _all(
        pass_run(function),
        kept("--lang", type=Choice(languages), says=message("language of reports and messages")),
        option(
            "--config",
            metavar="FILE",
            is_eager=True,
            expose_value=False,
            callback=_configure,
            says=message("settings; by default ccrules.toml in the current folder"),
        ),
    )


def with_rulesets(function: Function, *more: Decorator, languages: Iterable[str] = LANGUAGES) -> Function:
    """``-r``, ``--param`` and ``--as-of``, for commands that read rulesets."""
    return _all(
        configured(function, languages),
        kept(
            "-r",
            "--ruleset",
            multiple=True,
            metavar="RULESET",
            says=message("name, file or folder of a ruleset; may be repeated"),
        ),
        kept(
            "--param",
            "parameters",
            multiple=True,
            metavar="NAME=VALUE",
            says=message("value of a parameter; may be repeated"),
        ),
        kept(
            "--profile",
            "profiles",
            multiple=True,
            metavar="NAME",
            says=message("a profile of the rulesets to apply; may be repeated, later ones win"),
        ),
        kept("--lock", metavar="FILE", says=message("the file that pins the rulesets; others are refused")),
        kept("--as-of", metavar="DATE", says=message("the day that counts as today")),
        *more,
    )


def with_facts(function: Function) -> Function:
    """All that commands need to read rulesets and facts, but for ``FACTS`` itself."""
    one_fact = kept(
        "--set",
        "settings",
        multiple=True,
        metavar="TYPE/ID.ATTR=VALUE",
        says=message("value of a fact, before all files; may be repeated"),
    )
    return with_rulesets(function, one_fact)


def kept(*names: str, says: Message, **settings: Any) -> Decorator:
    """An option whose value goes into the run."""
    return option(*names, says=says, expose_value=False, callback=_keep, **settings)


def _all(function: Function, *decorators: Decorator) -> Function:
    """Apply decorators so that help lists the options in the order given."""
    for decorate in reversed(decorators):
        function = decorate(function)
    return function


def _configure(context: click.Context, _: click.Parameter, file: str | None) -> None:
    """Take the settings of the file as the defaults of all options that follow."""
    settings: dict[str, Any] = dict(read_configuration(file))
    lists = {"set": "settings", "param": "parameters", "profile": "profiles", "template": "templates"}
    for name, variable in lists.items():
        settings[variable] = settings.pop(name, ())
    context.default_map = settings
    if settings.get("lang") in LANGUAGES:
        context.ensure_object(Run).language = settings["lang"]


def _keep(context: click.Context, param: click.Parameter, value: Any) -> None:
    run = context.ensure_object(Run)
    if param.name == "lang":
        run.language = value if value in LANGUAGES else run.language
    elif param.name == "parameters":
        value = _parameters(value)
    elif param.name == "settings":
        value = _assignments(value, "--set", "--set mailbox/claims.tracked=no")
    setattr(run, str(param.name), value)


def _parameters(written: Iterable[str]) -> dict[str, str]:
    """Values by the name of the parameter; the last one counts."""
    pairs = [one.partition("=") for one in _assignments(written, "--param", "--param max_boxes=5")]
    return {name.strip(): value.strip() for name, _, value in pairs}


def _assignments(written: Iterable[str], name: str, example: str) -> tuple[str, ...]:
    """Texts that all have a name, ``=`` and a value.

    Raises:
        UsageError: every one that has not.
    """
    texts = tuple(written)
    wrong = [text for text in texts if not text.partition("=")[0].strip() or "=" not in text]
    hint = message("for example: {example}", example=example)
    if wrong:
        what = [message("{option} {value} gives no value", option=name, value=text) for text in wrong]
        raise UsageError(Problem(NOWHERE, one, hint) for one in what)
    return texts
