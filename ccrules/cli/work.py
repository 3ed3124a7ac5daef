"""What several commands do: load plugins, rulesets and facts, and say what is odd about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ccrules.cli.shape import Run
from ccrules.cli.terminal import problem_line, progress, write_error, write_problems
from ccrules.errors import NOWHERE, Message, Problem, UsageError, message, suggestion

if TYPE_CHECKING:
    from ccrules.facts.base import FactBase
    from ccrules.plugins import Plugins
    from ccrules.ruleset.model import Method, Remark
    from ccrules.testing.suite import Suite


def load_method(run: Run, *, quiet: bool = False) -> tuple[Method, Plugins]:
    """Load plugins and rulesets, with warnings on stderr.

    Args:
        run: what the options say.
        quiet: say nothing of what is odd in the rulesets.
    """
    from ccrules.inputs import load_rulesets
    from ccrules.plugins import load_plugins

    plugins = load_plugins()
    try:
        with progress(message("reading rulesets"), run.language):
            method = load_rulesets(
                run.ruleset,
                parameters=run.parameters,
                profiles=run.profiles,
                lock=run.lock,
                plugins=plugins,
            )
    finally:  # a ruleset may be missing because the plugin that brings it failed
        warn_of_plugins(plugins, run.language)
    if not quiet:
        warn(method.warnings, run.language)
    return method, plugins


@contextmanager
def rule_tests_of(run: Run, doing: Message) -> Iterator[tuple[Suite, Plugins]]:
    """The tests of the rulesets, with the plugins; those that can't be used are named at the end.

    Args:
        run: what the options say.
        doing: what the progress bar says.
    """
    from ccrules.plugins import load_plugins
    from ccrules.rule_tests import rule_tests

    plugins = load_plugins()
    try:
        with progress(doing, run.language):
            suite = rule_tests(
                run.ruleset,
                parameters=run.parameters,
                profiles=run.profiles,
                lock=run.lock,
                as_of=run.as_of,
                plugins=plugins,
            )
            yield suite, plugins
    finally:
        warn_of_plugins(plugins, run.language)


def ruleset_paths(run: Run, plugins: Plugins) -> list[Path]:
    """The files or folders of the rulesets asked for, without those they extend."""
    from ccrules.inputs import DEFAULT_RULESET

    known = plugins.rulesets()
    return [known.get(name, Path(name)) for name in run.ruleset or (DEFAULT_RULESET,)]


def read_facts(run: Run, facts: Iterable[str], method: Method, plugins: Plugins) -> FactBase:
    """Read facts.

    Args:
        run: what the options say.
        facts: files and folders.
        method: the rulesets.
        plugins: whose importers read the files.
    """
    return _read(run, facts, method, plugins, run.settings)


def read_without(run: Run, facts: Iterable[str], method: Method, plugins: Plugins) -> FactBase | None:
    """Read the same facts without those that ``--set`` gives; None if it gives none."""
    return _read(run, facts, method, plugins, ()) if run.settings else None


def _read(
    run: Run, facts: Iterable[str], method: Method, plugins: Plugins, settings: Iterable[str]
) -> FactBase:
    from ccrules.inputs import load_facts

    with progress(message("reading facts"), run.language):
        return load_facts(tuple(facts), method, settings=settings, as_of=run.as_of, plugins=plugins)


def warn_of_names(base: FactBase, language: str) -> None:
    """Say on stderr which ids look like names or e-mail addresses, grouped."""
    from ccrules.collecting.privacy import name_warnings

    write_problems(name_warnings(base), language)


def refuse_unknown_topics(names: Iterable[str], method: Method) -> None:
    """Refuse topics that the rulesets do not have.

    Raises:
        UsageError: each of them, with what was perhaps meant.
    """
    problems = [
        Problem(NOWHERE, message("there is no topic {name}", name=name), suggestion(name, method.topics))
        for name in names
        if name not in method.topics
    ]
    if problems:
        raise UsageError(problems)


def warn_of_plugins(plugins: Plugins, language: str) -> None:
    """Name plugins that can't be used; the others work on."""
    for failure in plugins.failures:
        what = message("plugin {name} can't be used: {reason}", name=failure.plugin, reason=failure.what)
        write_problems([Problem(NOWHERE, what, failure.hint)], language)
    for remark in plugins.remarks:
        odd = message("plugin {name}: {reason}", name=remark.plugin, reason=remark.what)
        write_problems([Problem(NOWHERE, odd, remark.hint)], language)


def warn(remarks: Iterable[Remark], language: str) -> None:
    """List on stderr what is odd but usable."""
    for line in dict.fromkeys(remark_line(remark, language) for remark in remarks):
        write_error(line, language)


def remark_line(remark: Remark, language: str) -> str:
    """A remark on a ruleset on one line, with its code."""
    problem = Problem(remark.place, remark.what, remark.hint)
    return problem_line(problem, language, code=f"{remark.code} ")
