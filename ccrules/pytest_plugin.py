"""Rule tests as tests of pytest: the cases of ``*.tests.yaml`` beside rulesets become items.

Nothing is collected unless rulesets are named, in the configuration or on the command line, so
that YAML files of others are never touched::

    [tool.pytest.ini_options]
    ccrules_rulesets = ["rulesets/our-firm"]
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import ExceptionInfo, TerminalRepr

    from ccrules.ruleset.cases import Case
    from ccrules.testing.suite import Suite

OPTION = "ccrules_rulesets"
HELP = "names, files or folders of rulesets of ccrules whose test cases are collected"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the setting and the option that name rulesets."""
    parser.addini(OPTION, HELP, type="linelist", default=[])
    parser.getgroup("ccrules").addoption(
        "--ccrules-rulesets", dest=OPTION, action="append", default=[], metavar="RULESET", help=HELP
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a test file that stands beside a ruleset that was named."""
    if not file_path.name.lower().endswith((".tests.yaml", ".tests.yml")):
        return None
    config = parent.config
    if not (config.getini(OPTION) or config.getoption(OPTION)):
        return None
    if _RULESETS not in config.stash:
        config.stash[_RULESETS] = _Rulesets(config)
    ruleset = config.stash[_RULESETS].of(file_path)
    return None if ruleset is None else RuleTests.from_parent(parent, path=file_path, ruleset=ruleset)


class _Ruleset:
    """A ruleset that was named; loaded when the first of its test files is collected."""

    def __init__(self, spec: str) -> None:
        self.spec = spec

    @cached_property
    def files(self) -> frozenset[Path]:
        """Its test files."""
        from ccrules.plugins import load_plugins
        from ccrules.ruleset.cases import case_files

        path = load_plugins().rulesets().get(self.spec, Path(self.spec))
        return frozenset(file.resolve() for file in case_files([path]))

    @cached_property
    def suite(self) -> Suite:
        """Its tests."""
        from ccrules.rule_tests import rule_tests

        return rule_tests(self.spec)


class _Rulesets:
    """The rulesets that were named: paths of the configuration from its folder, others from here."""

    def __init__(self, config: pytest.Config) -> None:
        here = config.invocation_params.dir
        folder = config.inipath.parent if config.inipath else config.rootpath
        specs = [_located(spec, folder) for spec in config.getini(OPTION)]
        specs += [_located(spec, here) for spec in config.getoption(OPTION)]
        self._rulesets = [_Ruleset(spec) for spec in dict.fromkeys(specs)]

    def of(self, file: Path) -> _Ruleset | None:
        """The ruleset that a test file stands beside; None if it is nobody's."""
        resolved = file.resolve()
        return next((one for one in self._rulesets if resolved in one.files), None)


_RULESETS = pytest.StashKey[_Rulesets]()


def _located(spec: str, folder: Path) -> str:
    """A file or folder as it is seen from another; anything else is the name of a ruleset."""
    path = folder / spec
    return str(path) if path.exists() else spec


class RuleTests(pytest.File):
    """The cases of one test file."""

    def __init__(self, *, ruleset: _Ruleset, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.ruleset = ruleset

    def collect(self) -> Iterator[pytest.Item]:
        """One item for each case."""
        from ccrules.errors import CcrulesError

        try:
            suite = self.ruleset.suite
        except CcrulesError as error:
            raise self.CollectError(str(error)) from None
        seen: dict[str, int] = {}
        for case in suite.cases:
            if Path(case.place.file).resolve() == self.path.resolve():
                seen[case.name] = seen.get(case.name, 0) + 1
                name = case.name if seen[case.name] == 1 else f"{case.name} [{seen[case.name]}]"
                yield RuleTest.from_parent(self, name=name, suite=suite, case=case)


class NotAsExpectedError(Exception):
    """What came of a case is not what it expects."""


class RuleTest(pytest.Item):
    """One case."""

    def __init__(self, *, suite: Suite, case: Case, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.suite, self.case = suite, case

    def runtest(self) -> None:
        """Run the case."""
        result = self.suite.result(self.case)
        if not result.passed:
            raise NotAsExpectedError("\n".join(map(str, result.differences)))

    def repr_failure(self, excinfo: ExceptionInfo[BaseException], style: Any = None) -> str | TerminalRepr:
        """What is not as expected, each with its place; wrong facts likewise."""
        from ccrules.errors import CcrulesError

        if isinstance(excinfo.value, NotAsExpectedError | CcrulesError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[PathLike[str] | str, int | None, str]:
        """Where the case stands."""
        return self.path, self.case.place.line - 1, self.name
