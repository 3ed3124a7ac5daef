"""Every registered renderer shows the same content of the same assessments; exceptions are data."""

from __future__ import annotations

import pytest

from ccrules.errors import UsageError
from ccrules.plugins import load_plugins
from ccrules.renderers.options import RenderOptions
from ccrules.testing.report_samples import HOSTILE, MANY, samples
from ccrules.testing.reports import EXCEPTIONS, contents, contract_problems, letters, visible_text

RENDERERS = dict(load_plugins().renderers())
SAMPLES = {name: make() for name, make in samples().items()}
#: Forms that take seconds each time get the samples that are hardest on them; the largest is
#: rendered in benchmarks/rendering.py.
HARDEST = {"rich-fr", "hostile", "right-to-left", "long-words"}
SLOW = {"docx": HARDEST, "pptx": HARDEST, "pdf": {"rich-fr", "right-to-left"}}


@pytest.fixture(params=sorted(RENDERERS))
def renderer(request):
    return RENDERERS[request.param]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_form_keeps_the_contract(renderer, name):
    if name not in SLOW.get(renderer.FORMAT, SAMPLES):
        pytest.skip("rendered in benchmarks/rendering.py")
    try:
        problems = contract_problems(renderer, SAMPLES[name])
    except UsageError as error:
        pytest.skip(str(error))  # an extra that is not installed
    assert problems == []


def test_what_is_left_out_is_declared_for_forms_that_there_are():
    assert set(EXCEPTIONS) <= set(RENDERERS) | {"pptx"}
    assert all(reason for kinds in EXCEPTIONS.values() for reason in kinds.values())
    kinds = {kind for name in ("rich", "many") for kind, _ in contents(SAMPLES[name])}
    assert {kind for found in EXCEPTIONS.values() for kind in found} <= kinds


def test_the_contract_notices_what_is_missing():
    class Forgetful:
        FORMAT, EXTENSIONS = "forgetful", (".txt",)

        def render(self, assessment, options):
            return " ".join(one.message for one in assessment.findings[1:])

    found = contract_problems(Forgetful(), SAMPLES["rich"])
    assert any(line.startswith("findings: 'Finding 0") for line in found)
    assert {line.partition(":")[0] for line in found} >= {
        "causes",
        "plan",
        "unknowns",
        "comments",
        "questions",
    }


def test_the_contract_notices_a_document_that_changes():
    class Restless:
        FORMAT, EXTENSIONS = "restless", (".txt",)
        calls = 0

        def render(self, assessment, options):
            self.calls += 1
            return str(self.calls)

    assert contract_problems(Restless(), SAMPLES["empty"]) == [
        "the same assessment gives another document the second time"
    ]


@pytest.mark.parametrize("format", ["html", "markdown", "terminal", "csv", "xlsx", "junit"])
def test_templates_and_control_characters_in_facts_do_nothing(format):
    renderer = RENDERERS[format]
    document = renderer.render(SAMPLES["hostile"], RenderOptions(width=2_000))
    shown = " ".join(visible_text(document, renderer))
    assert not any(sign in shown for sign in ("\x1b", "\x00", "\u202e"))
    assert letters(HOSTILE[3]) in letters(shown)


def test_the_largest_sample_is_large():
    assert len(SAMPLES["many"].findings) == MANY
