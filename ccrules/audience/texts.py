"""The texts of an assessment as an audience may read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ccrules import assessment as parts
from ccrules.audience.reads import Reach, Sensitivity
from ccrules.audience.scanning import Scanner
from ccrules.audience.views import View, Wording
from ccrules.errors import Message, message
from ccrules.facts.vocabulary import LocalText
from ccrules.ruleset.model import Check, Method
from ccrules.text import localise, typeset, worded

_NO_WORDING = Wording()


class Texts:
    """Says what may be said, and something neutral in place of the rest.

    Args:
        method: the rulesets, whose templates tell what a text prints.
        view: the audience.
        sensitivity: what is hidden.
        scanner: finds what must not be printed.
        language: of the report.
    """

    def __init__(
        self, method: Method, view: View, sensitivity: Sensitivity, scanner: Scanner, language: str
    ) -> None:
        self.method, self.view, self.sensitivity, self.scanner = method, view, sensitivity, scanner
        self.language = language
        self.hidden = self._say(message("not shown"))
        self.neutral = self._local(view.neutral) or self._say(
            message("The details are not shown to this audience.")
        )
        self._judged: dict[tuple[str, str, str], tuple[Reach, frozenset[str]]] = {}

    def _say(self, text: Message) -> str:
        return worded(text, self.language)

    def _local(self, text: LocalText) -> str:
        return typeset(localise(text, self.language), self.language)

    def scanned(self, text: str) -> str:
        """A text, or nothing if it holds a secret."""
        return "" if self.scanner.finds(text) else text

    def optional(self, text: str | None) -> str | None:
        """A remark, or None if it holds a secret."""
        return None if text is None or self.scanner.finds(text) else text

    # --- checks ----------------------------------------------------------------------

    def check_title(self, name: str, title: str) -> str:
        """The title of a check or of an inferred finding."""
        own = self._local(self.view.checks.get(name, _NO_WORDING).title)
        if own or name in self.method.checks:
            return own or title
        return self.conclusion(name, "title", title) or self.neutral

    def of_finding(self, one: parts.Finding, check: Check | None) -> str:
        """What a finding says."""
        own = self._local(self.view.checks.get(one.check, _NO_WORDING).text)
        if own:
            return own
        if check is None:
            return self.conclusion(one.check, "body", one.message) or self.check_title(one.check, one.title)
        if self.view.says == "title":
            return self.check_title(one.check, one.title)
        if self.view.says == "advice":
            return self.advice(one, check) or self.check_title(one.check, one.title)
        return self._of_check(check, "message", one.message, one.values) or self.neutral

    def advice(self, one: parts.Finding, check: Check | None) -> str:
        """What good looks like."""
        return self._of_check(check, "advice", one.advice, one.values) if check else ""

    def strength(self, one: parts.Strength, check: Check | None) -> str:
        """What a strength says; nothing if it may not be told."""
        if check is None:
            return self.conclusion(one.check, "title", one.text)
        reach, _ = self._judge(check.id, "strength", check.strength, check.subject, check)
        return "" if reach is not Reach.OPEN else self._unless_secret(one.text, check.strength)

    def _of_check(self, check: Check, field: str, said: str, values: Mapping[str, Any]) -> str:
        template = getattr(check, field)
        reach, counts = self._judge(check.id, field, template, check.subject, check)
        if reach is Reach.CLOSED or any(self.is_few(values.get(name)) for name in counts):
            return ""
        return self._unless_secret(said, template)

    def _unless_secret(self, said: str, template: LocalText) -> str:
        return "" if self.scanner.finds(said, " ".join(template.values())) else said

    def _judge(
        self, of: str, field: str, template: LocalText, subject: str, check: Check | None = None
    ) -> tuple[Reach, frozenset[str]]:
        key = of, field, subject
        if key not in self._judged:
            self._judged[key] = self.sensitivity.text(template, subject, check)
        return self._judged[key]

    def is_few(self, value: Any) -> bool:
        """Whether a number of people is too small to be told, or no plain number at all."""
        number = value.get("low") if isinstance(value, Mapping) else value
        if isinstance(number, bool) or not isinstance(number, int | float):
            return True
        return number < self.view.least

    def values(self, one: parts.Finding, check: Check | None) -> dict[str, Any]:
        """The named values of a finding that may be told."""
        if check is None or check.terms is None:
            return {}
        found = {}
        for name, value in one.values.items():
            reach = (
                self.sensitivity.expression(check.terms.let.get(name))
                if name in check.terms.let
                else Reach.CLOSED
            )
            few = reach is Reach.PEOPLE_COUNT and self.is_few(value)
            if reach is not Reach.CLOSED and not few and not self._holds_secret(value):
                found[name] = value
        return found

    def _holds_secret(self, value: Any) -> bool:
        if isinstance(value, str):
            return self.scanner.finds(value.replace("/", " "))
        inner = (
            value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
        )
        return any(self._holds_secret(one) for one in inner)

    def parameters(self, found: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters of a finding that may be told."""
        if self.view.parameters == "none":
            return {}
        known = self.method.parameters
        return {
            name: value
            for name, value in found.items()
            if name in known and not self.sensitivity.hides_parameter(known[name].set_by)
        }

    def shows_exposure(self, check: Check) -> bool:
        """Whether how much is exposed may be told."""
        terms = check.terms
        return terms is not None and self.sensitivity.expression(terms.exposure) is Reach.OPEN

    # --- conclusions and actions -----------------------------------------------------

    def conclusion(self, id_: str, field: str, said: str) -> str:
        """A text of a conclusion; nothing if one of the rules for it prints what is hidden."""
        known = ""
        for rule in self.method.inferences.values():
            if rule.conclusion == id_:
                template = getattr(rule, field)
                reach, _ = self._judge(rule.id, field, template, rule.subject)
                if reach is not Reach.OPEN:
                    return ""
                known += " ".join(template.values()) + " "
        return "" if self.scanner.finds(said, known) else said

    def action(self, id_: str, field: str, said: str) -> str:
        """A text of a recommendation; nothing if it prints what is hidden, or is not the method's."""
        wording = self.view.recommendations.get(id_, _NO_WORDING)
        own = {"title": wording.title, "body": wording.text}.get(field, {})
        if own:
            return self._local(own)
        known = self.method.recommendations.get(id_)
        template = getattr(known, field) if known else {}
        reach, _ = self._judge(id_, field, template, "")
        if not template or reach is not Reach.OPEN or self.scanner.finds(said, " ".join(template.values())):
            return ""
        return said
