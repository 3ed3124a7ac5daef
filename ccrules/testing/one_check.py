"""One check on a few facts, for authors of rulesets and of checks in Python.

As in a test of a plugin::

    from ccrules.testing import run_check

    def test_a_persons_address():
        facts = {"mailboxes": [{"id": "a", "address": "jane.doe@example.org"}]}
        (found,) = run_check(personal_address, facts, "firm.yaml")
        assert (found.outcome, found.severity) == ("fail", "medium")
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ccrules.assembly.context import Context
from ccrules.conditions.derived import derive
from ccrules.conditions.functions import PluginFunction
from ccrules.documents import node_from_python
from ccrules.errors import NOWHERE, Problem, UsageError, message, suggestion
from ccrules.facts.reading import read_facts
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.resources import rulesets_folder
from ccrules.ruleset.loading import Spec, load_method
from ccrules.ruleset.model import Check, Method
from ccrules.sizing.functions import FUNCTIONS
from ccrules.testing.situations import Situation, Told, by_subject, subject_name
from ccrules.version import __version__


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a check for one subject.

    Attributes:
        subject: ``mailbox/claims``; ``organisation``; ``mailbox[]`` for members that nobody listed.
        outcome: ``fail``, ``pass``, ``not_assessed``, ``not_applicable`` or ``error``.
        severity: of a fail; ``medium..high`` if it is not decided.
        message: what is said of a fail (the message) or a pass (the strength); of an error, what broke.
        exposure: of a fail: the number, or None.
        missing: of what is not assessed: the facts it waits for.
        values: of a fail or a pass: what ``let`` names.
        error: what a check in Python raised.
    """

    subject: str
    outcome: str
    severity: str = ""
    message: str = ""
    exposure: Any = None
    missing: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    error: Exception | None = None


def run_check(
    check: Check | str,
    facts: Mapping[str, Any],
    rules: Method | Spec,
    *,
    language: str = "en",
    as_of: str | None = None,
    functions: Iterable[PluginFunction] = (),
) -> tuple[Found, ...]:
    """Put one check to every subject that the facts hold.

    Args:
        check: a check in Python, or the id of any check of the rules.
        facts: what a fact file would hold.
        rules: a loaded method; or a file, a folder, the name of a bundled ruleset or the contents of
            one. A check in Python that they lack is added to them.
        language: the language of the messages.
        as_of: the day that counts as today.
        functions: functions that the rules call, if they are not loaded yet.

    Returns:
        One result for each subject, in the order of subjects.

    Raises:
        InputError: facts or rules are wrong, or the check does not fit the rules.
        UsageError: there is no such check.
    """
    method = rules if isinstance(rules, Method) else loaded(rules, check, functions)
    name = check if isinstance(check, str) else check.id
    if name not in method.checks:
        _refuse(name, method, check)
    base = read_facts([node_from_python(facts)], method.vocabulary, as_of=as_of)
    derive(base, method.derived)
    return tuple(_results(Situation(method, base), name, language))


def loaded(rules: Spec, check: Check | str, functions: Iterable[PluginFunction] = ()) -> Method:
    """Rules with a check in Python that they may lack.

    Args:
        rules: a file, a folder, the name of a bundled ruleset or the contents of one.
        check: the check; nothing is added for an id.
        functions: functions that the rules call.
    """
    return load_method(
        [rules],
        version=__version__,
        known={folder.name: folder for folder in rulesets_folder().iterdir() if folder.is_dir()},
        functions={one.name: one for one in (*FUNCTIONS, *functions)},
        python_checks=[check] if isinstance(check, Check) else [],
    )


def _refuse(name: str, method: Method, check: Check | str) -> None:
    """Say why a check is not among the rules: left out for a reason, of another ruleset, or misspelt."""
    reasons = [Problem(one.place, one.what, one.hint) for one in method.warnings if name in str(one.what)]
    what = message("there is no check '{name}'", name=name)
    other = isinstance(check, Check) and check.ruleset not in {one.name for one in method.rulesets}
    hint = (
        message("it belongs to the ruleset {name}", name=check.ruleset)
        if isinstance(check, Check) and other
        else suggestion(name, method.checks)
    )
    raise UsageError(reasons or [Problem(NOWHERE, what, hint)])


def _results(situation: Situation, name: str, language: str) -> Iterator[Found]:
    runner, outcomes = situation._ran(name)
    context = Context(situation.method, situation.base, {}, runner, language)
    whole = outcomes.check.subject or ORGANISATION
    broken = {subject_name(one.subject, whole): one for one in outcomes.broken}
    for subject, outcome in sorted(by_subject(outcomes)):
        told = Told(situation, runner, outcomes, subject)
        if outcome == "error":
            one = broken[subject]
            yield Found(subject, outcome, message=context.say(one.what), error=one.error)
        elif outcome == "not_assessed":
            yield Found(subject, outcome, missing=told.missing)
        elif outcome == "not_applicable":
            yield Found(subject, outcome)
        else:
            yield _decided(told, outcome, language)


def _decided(told: Told, outcome: str, language: str) -> Found:
    terms = told.check.terms
    values = {name: told.value(name) for name in (terms.let if terms else ())}
    if outcome == "pass":
        return Found(told.name, outcome, message=told.message(language), values=values)
    return Found(told.name, outcome, told.severity, told.message(language), told.exposure, values=values)
