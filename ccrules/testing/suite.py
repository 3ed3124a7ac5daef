"""Rule tests, ready to be run, measured and tried against mutants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ccrules.conditions.functions import PluginFunction
from ccrules.errors import Place
from ccrules.facts.vocabulary import Attribute
from ccrules.ruleset.cases import Case, CaseResult, case_files, collected, read_cases
from ccrules.ruleset.model import Check, Inference, Method
from ccrules.testing.situations import Situations, Variant


@dataclass(frozen=True)
class Suite:
    """The tests of rulesets.

    Attributes:
        method: the rules.
        cases: the tests, in the order of their files.
        situations: their facts.
        roots: the files and folders of the rulesets that are tested; those that these extend have
            tests of their own.
        functions: functions of plugins that conditions may call, by name.
    """

    method: Method
    cases: tuple[Case, ...]
    situations: Situations
    roots: tuple[Path, ...]
    functions: Mapping[str, PluginFunction] = field(default_factory=dict)

    def run(self) -> list[CaseResult]:
        """Run the tests.

        Raises:
            InputError: facts or parameters of cases that are wrong in themselves.
        """
        return collected(self.cases, self.result)

    def result(self, case: Case) -> CaseResult:
        """Run one test.

        Raises:
            InputError: its facts or parameters are wrong in themselves.
        """
        return CaseResult(
            case, tuple(self.situations.of(case.facts, case.parameters, case.profiles).compared(case))
        )

    @property
    def checks(self) -> list[Check]:
        """The checks that are tested, in order; those switched off are not."""
        return [check for check in self.method.checks.values() if not check.off and self._is_own(check.place)]

    @property
    def inferences(self) -> list[Inference]:
        """The inferences that are tested, in order."""
        return [rule for rule in self.method.inferences.values() if self._is_own(rule.place)]

    @property
    def derived(self) -> dict[tuple[str, str], Attribute]:
        """The derived attributes that are tested through the checks that read them, in order."""
        return {
            (kind.name, attribute.name): attribute
            for kind in self.method.vocabulary
            for attribute in kind.attributes.values()
            if (kind.name, attribute.name) in self.method.derived and self._is_own(attribute.place)
        }

    def _is_own(self, place: Place) -> bool:
        file = Path(place.file).resolve()
        return any(file.is_relative_to(root) for root in self.roots)


def suite_of(
    variant: Variant, paths: Iterable[Path], *, functions: Mapping[str, PluginFunction], as_of: str | None
) -> Suite:
    """The tests beside the files of rulesets.

    Args:
        variant: loads the rules, with other values of parameters.
        paths: files and folders of the rulesets; they may be test files as well.
        functions: functions of plugins that conditions may call, by name.
        as_of: the day that counts as today, in all tests.

    Raises:
        InputError: rulesets or tests are wrong.
    """
    some = list(paths)
    method = variant({}, ())

    def known(parameters: Mapping[str, str], profiles: tuple[str, ...]) -> Method:
        return variant(parameters, profiles) if parameters or profiles else method

    found = read_cases(method, case_files(some))
    roots = tuple(path.resolve() for path in some)
    return Suite(method, found, Situations(known, as_of), roots, functions)
