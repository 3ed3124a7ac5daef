"""Click's building blocks, speaking English and French.

Help texts are messages, said in the language of the run; which one that is stands in the
context (:class:`Run`), because help is printed while the command line is still being read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import click

from ccrules.cli.language import DEFAULT
from ccrules.cli.terminal import say, write_out
from ccrules.errors import NOWHERE, Message, Problem, UsageError, message, suggestion


@dataclass(slots=True)
class Run:
    """One run of the command line, with what the options that commands share say.

    Attributes:
        language: ``en`` or ``fr``, in which the commands speak.
        lang: the language asked for by an option; None if the environment's is used.
        ruleset: names, files or folders; none for the bundled ruleset.
        parameters: values of parameters by name.
        profiles: profiles of the rulesets to apply.
        lock: the file that pins the rulesets; None if there is none.
        settings: single facts, as ``TYPE/ID.ATTR=VALUE``.
        as_of: the day that counts as today, as written.
        templates: templates and folders of templates.
        branding: the file of branding.
        annex: how much of the annexes documents hold; None for what is usual.
        waivers: the file of findings accepted for a time.
        review: the file of the consultant's verdicts.
    """

    language: str = DEFAULT
    lang: str | None = None
    ruleset: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    profiles: tuple[str, ...] = ()
    lock: str | None = None
    settings: tuple[str, ...] = ()
    as_of: str | None = None
    templates: tuple[str, ...] = ()
    branding: str | None = None
    annex: str | None = None
    waivers: str | None = None
    review: str | None = None


#: Hands the run to a command.
pass_run = click.make_pass_decorator(Run, ensure=True)


def language_of(context: click.Context) -> str:
    """The language of the run a context belongs to."""
    return context.ensure_object(Run).language


class Option(click.Option):
    """An option with a help text that waits for a language."""

    def __init__(self, *arguments: Any, says: Message, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.says = says

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option and its help text, for the table of options."""
        self.help = say(self.says, language_of(ctx))
        return super().get_help_record(ctx)


class Choice(click.ParamType[str]):
    """One of several words; a wrong one gets a suggestion.

    Args:
        choices: the words.
    """

    name = "choice"

    def __init__(self, choices: Iterable[str]) -> None:
        self.choices = tuple(choices)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """The words, as help prints them."""
        return f"[{'|'.join(self.choices)}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take one of the words as it is."""
        if value in self.choices:
            return str(value)
        raise not_a_choice(str(value), _name_of(param), self.choices)


def _name_of(param: click.Parameter | None) -> str:
    if param is None:
        return ""
    return param.human_readable_name if isinstance(param, click.Argument) else param.opts[-1]


def not_a_choice(value: str, option: str, choices: Sequence[str]) -> UsageError:
    """What to raise for a word that is none of the choices."""
    what = message("{value} is no value of {option}", value=value, option=option)
    return UsageError(Problem(NOWHERE, what, suggestion(value, choices)))


class _Speaking:
    """What commands and groups share: usage, options and help text in the language of the run."""

    says: Message

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        assert isinstance(self, click.Command)
        prefix = f"{say(message('Usage:'), language_of(ctx))} "
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command is for."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say(self.says, language_of(ctx)))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``."""
        option = super().get_help_option(ctx)  # type: ignore[misc]  # mixed into click's classes only
        if option:
            option.help = say(message("show this text and leave"), language_of(ctx))
        assert option is None or isinstance(option, click.Option)
        return option

    def _write_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        assert isinstance(self, click.Command)
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [option.get_help_record(ctx) for option in options]
        heading = say(message("Options:"), language_of(ctx))
        _write_table(formatter, heading, [record for record in records if record])


def _write_table(formatter: click.HelpFormatter, heading: str, rows: Sequence[tuple[str, str]]) -> None:
    """A heading, which brings its own colon, and what stands under it."""
    formatter.write_paragraph()
    formatter.write(f"{heading}\n")
    with formatter.indentation():
        formatter.write_dl(rows)


class Command(_Speaking, click.Command):
    """A command whose texts wait for a language."""

    def __init__(self, name: str | None, *, says: Message, **settings: Any) -> None:
        super().__init__(name, context_settings={"allow_extra_args": True}, **settings)
        self.says = says

    def invoke(self, ctx: click.Context) -> Any:
        """Run it, unless there is more on the command line than it takes."""
        if ctx.args:
            what = message("{names}: more than this command takes", names=ctx.args)
            raise UsageError(
                Problem(NOWHERE, what, message("see {command} --help", command=ctx.command_path))
            )
        return super().invoke(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of options."""
        self._write_options(ctx, formatter)


def command(name: str, says: Message) -> Callable[[Callable[..., int]], Command]:
    """Make a command of a function that returns an exit code.

    Args:
        name: what the user types.
        says: what it is for.
    """

    def decorate(function: Callable[..., int]) -> Command:
        made = click.command(name, cls=Command, says=says)(function)
        assert isinstance(made, Command)
        return made

    return decorate


@click.pass_context
def _help_if_alone(context: click.Context) -> int:
    if context.invoked_subcommand is None:
        write_out(context.get_help())
    return 0


class LateGroup(_Speaking, click.Group):
    """A group whose commands are imported when they are called, not when they are listed.

    Args:
        name: what the user types.
        says: what the group is for.
        members: for each command the module that defines it as ``command``, and what it is for.
    """

    def __init__(
        self, name: str, *, says: Message, members: Mapping[str, tuple[str, Message]], **settings: Any
    ) -> None:
        super().__init__(
            name, no_args_is_help=False, invoke_without_command=True, callback=_help_if_alone, **settings
        )
        self.says, self.members = says, members

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(self.members)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self.members:
            return None
        found = import_module(self.members[cmd_name][0]).command
        assert isinstance(found, click.Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed, or suggest one."""
        if args[0] not in self.members and not args[0].startswith("-"):
            what = message("there is no command {name}", name=f"{ctx.command_path} {args[0]}")
            raise UsageError(Problem(NOWHERE, what, suggestion(args[0], self.members)))
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The tables of options and commands."""
        self._write_options(ctx, formatter)
        language = language_of(ctx)
        rows = [(name, say(says, language)) for name, (_, says) in self.members.items()]
        _write_table(formatter, say(message("Commands:"), language), rows)
