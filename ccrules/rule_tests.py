"""The tests that stand beside the files of rulesets, loaded like the rulesets themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccrules.inputs import DEFAULT_RULESET, load_rulesets
from ccrules.plugins import Plugins, load_plugins

if TYPE_CHECKING:
    from ccrules.ruleset.cases import CaseResult
    from ccrules.ruleset.extending import Spec
    from ccrules.ruleset.model import Method
    from ccrules.testing.suite import Suite


def rule_tests(
    specs: Spec | Iterable[Spec] = (),
    *,
    parameters: Mapping[str, Any] | None = None,
    profiles: tuple[str, ...] = (),
    lock: str | Path | None = None,
    as_of: str | None = None,
    plugins: Plugins | None = None,
) -> Suite:
    """The tests that stand beside the files of rulesets, ready to be run, measured and mutated.

    Args:
        specs: names of installed rulesets, files or folders; the bundled ruleset if there are none.
        parameters: values of parameters by name, where a test sets no other.
        profiles: profiles to apply before those that a test names.
        lock: a file that pins the rulesets; others are refused.
        as_of: the day that counts as today, in all tests.
        plugins: the plugins; those installed if left out.

    Raises:
        InputError: rulesets or tests are wrong.
    """
    from ccrules.testing.suite import suite_of  # what only rule tests need

    plugins = plugins or load_plugins()
    given = ([specs] if isinstance(specs, str | Path) else list(specs)) or [DEFAULT_RULESET]

    def variant(settings: Mapping[str, str], chosen: tuple[str, ...] = ()) -> Method:
        values = {**(parameters or {}), **settings}
        chosen = (*profiles, *chosen)
        return load_rulesets(given, parameters=values, profiles=chosen, lock=lock, plugins=plugins)

    known = plugins.rulesets()
    paths = [known.get(str(name), Path(str(name))) for name in given]
    return suite_of(variant, paths, functions=plugins.functions(), as_of=as_of)


def run_rule_tests(
    specs: Spec | Iterable[Spec] = (),
    *,
    parameters: Mapping[str, Any] | None = None,
    as_of: str | None = None,
    plugins: Plugins | None = None,
) -> list[CaseResult]:
    """Run the tests that stand beside the files of rulesets.

    Args:
        specs: names of installed rulesets, files or folders; the bundled ruleset if there are none.
        parameters: values of parameters by name, where a test sets no other.
        as_of: the day that counts as today, in all tests.
        plugins: the plugins; those installed if left out.

    Raises:
        InputError: rulesets, tests, or the facts of a test are wrong.
    """
    return rule_tests(specs, parameters=parameters, as_of=as_of, plugins=plugins).run()
