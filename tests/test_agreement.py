"""What stands twice, so that starting is quick or because a type must spell it out, says the same."""

from __future__ import annotations

from typing import get_args

from ccrules.assessment import Finding
from ccrules.cli import language, options
from ccrules.ruleset.model import SEVERITIES
from ccrules.ruleset.schema import Severity
from ccrules.text import LANGUAGES


def test_severities() -> None:
    assert SEVERITIES == ("critical", "high", "medium", "low", "info")
    assert options.SEVERITIES == SEVERITIES
    assert get_args(Severity) == SEVERITIES
    assert get_args(Finding.model_fields["severity"].annotation) == SEVERITIES


def test_languages() -> None:
    assert language.LANGUAGES == LANGUAGES
