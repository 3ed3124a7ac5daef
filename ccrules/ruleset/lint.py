"""What an author of rulesets should look at, beyond what keeps a ruleset from loading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ccrules.conditions import possible
from ccrules.conditions.constancy import constants
from ccrules.errors import NOWHERE, InputError, message
from ccrules.ruleset import remarks
from ccrules.ruleset.case_slips import case_slips
from ccrules.ruleset.cases import Case, untested
from ccrules.ruleset.likely_mistakes import likely_mistakes
from ccrules.ruleset.model import Accepted, Method, Remark
from ccrules.ruleset.never import never
from ccrules.ruleset.over_outcomes import unseen_checks
from ccrules.ruleset.slips import slips
from ccrules.ruleset.unread import unread_facts
from ccrules.text.templates import compile_template


def lint(method: Method, cases: Sequence[Case]) -> list[Remark]:
    """Look a method over.

    Args:
        method: the method, loaded without problems.
        cases: its tests.

    Returns:
        Remarks by place, then code, but for those that the rulesets accept: texts missing in a
        language (R001) or with other placeholders (R002), recommendations and parameters that
        nothing uses (R003, R004), checks without a test (R005), checks of plugins that were left
        out (R006), conditions that facts can't turn (R007), checks over outcomes that ask for one
        another (R008), earlier ids and checks that are to go (R009, R010), facts nobody reads
        (R011), checks that say the same or contradict one another (R012 to R016), acceptances of
        nothing (R017), what was left out of plugins' entity types (R018), severities that are never
        given (R019), and likely slips in texts, limits, names, cases and labels (R020 to R027).
    """
    return judged(method, every_remark(method, cases))[0]


def every_remark(method: Method, cases: Sequence[Case]) -> list[Remark]:
    """All remarks, also those that the rulesets accept; see :func:`lint`."""
    found = [remark for remark in method.warnings if remark.code != remarks.MISSING_LANGUAGE]
    found += remarks.missing_languages(method, every_text=True)
    found += _other_placeholders(method)
    found += _without_tests(method, cases)
    constant = list(_constant_conditions(method))
    found += [*constant, *never(method, {remark.of for remark in constant})]
    found += slips(method)
    found += case_slips(cases)
    found += unseen_checks(method)
    found += likely_mistakes(method)
    if not any(check.run for check in method.checks.values()):
        found += unread_facts(method)
    return sorted(found, key=lambda remark: (remark.place, remark.code, str(remark)))


def judged(method: Method, found: Sequence[Remark]) -> tuple[list[Remark], list[Remark]]:
    """The remarks to tell, and those that a ruleset accepts.

    Args:
        method: what the rulesets accept.
        found: all remarks.

    Returns:
        The remarks that nobody accepts with the acceptances that no remark needs, by place; and
        the accepted ones.
    """
    accepted = [remark for remark in found if any(_accepts(one, remark) for one in method.accepted)]
    told = [remark for remark in found if remark not in accepted]
    idle = [one for one in method.accepted if not any(_accepts(one, remark) for remark in found)]
    told += map(_idle, idle)
    return sorted(told, key=lambda remark: (remark.place, remark.code, str(remark))), accepted


def _accepts(one: Accepted, remark: Remark) -> bool:
    return one.code == remark.code and (not one.of or remark.of in one.of)


def _idle(one: Accepted) -> Remark:
    what = message("nothing of {code} is there to accept", code=one.code)
    return Remark(remarks.ACCEPTS_NOTHING, one.place, what, message("take the line out"), one.code)


def _other_placeholders(method: Method) -> Iterator[Remark]:
    for text in remarks.texts_of(method):
        paths = {language: _paths(wording) for language, wording in text.wording.items()}
        everywhere = set().union(*paths.values())
        for language, found in paths.items():
            for path in sorted(everywhere - found):
                yield _unsaid(text, path, language)


def _unsaid(text: remarks.Text, path: str, language: str) -> Remark:
    what = message(
        "the {field} of {id} does not say {name} in the language {language}",
        field=text.field, id=text.of, name=path, language=language,
    )  # fmt: skip
    return Remark(
        remarks.OTHER_PLACEHOLDERS, text.place, what, message("say the same in every language"), text.of
    )


def _paths(wording: str) -> set[str]:
    try:
        return {".".join(path) for path in compile_template(wording, NOWHERE).paths}
    except InputError:  # a title or another text without values may hold braces
        return set()


def _without_tests(method: Method, cases: Sequence[Case]) -> Iterator[Remark]:
    for name in untested(method, cases):
        what = message("{id} has no test", id=name)
        hint = message("add a case that expects something of it to the file's .tests.yaml")
        yield Remark(remarks.NO_TESTS, method.checks[name].place, what, hint, name)


def _constant_conditions(method: Method) -> Iterator[Remark]:
    """Conditions that can never be true, or never be false, with the part that is to blame."""
    for check in method.checks.values():
        for constant in constants(check.question, method.vocabulary_of(check)) if check.question else ():
            written = check.question.texts[constant.name]
            never = "true" if not constant.can_be & possible.TRUE else "false"
            what = message(
                "{field} of {id} can never be {never}: {part}",
                field=constant.name, id=check.id, never=never,
                part=" ".join(written.text[constant.witness.start : constant.witness.end].split()),
            )  # fmt: skip
            hint = message("look at the bounds and types of what it compares")
            yield Remark(remarks.CONSTANT, written.at(constant.witness.start), what, hint, check.id)
