"""What an audience must not see is in none of its documents, whatever the format."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules.audience import View, available_views
from ccrules.audience.views import ORIGINS, PARAMETERS, SAYS, SECTIONS
from ccrules.hookspecs import Renderer
from ccrules.plugins import load_plugins
from ccrules.renderers.options import RenderOptions
from tests.audience.conftest import Planted
from tests.audience.planted import CLIENT, WORDS, leaks, readable
from tests.effort import examples

RENDERERS = load_plugins().renderers()
#: Formats that take long; each is tried for one audience.
SLOW_LIBRARIES = {"pdf": ("weasyprint",), "docx": ("docx", "resvg_py"), "pptx": ("pptx", "resvg_py")}
SLOW = frozenset(SLOW_LIBRARIES)
#: What nobody sees whose view does not say so: the origins and the marks of people.
SAID = ("zqauthor", "zqevidence", "zqfolder", "zqwaiver", "zqapprover", "zqreviewer", "zqcomment")


def _document(renderer: Renderer, planted: Planted, view: View | str) -> str:
    return readable(renderer.render(planted.form(view), RenderOptions(width=100)))


def test_the_secrets_are_there_to_begin_with(planted: Planted) -> None:
    text = readable(RENDERERS["json"].render(planted.whole, RenderOptions()))
    assert leaks(text) == [*WORDS, "918273", "645132"]


@pytest.mark.parametrize("audience", sorted(available_views()))
@pytest.mark.parametrize("format", sorted(set(RENDERERS) - SLOW))
def test_no_secret_in_any_format(planted: Planted, audience: str, format: str) -> None:
    assert leaks(_document(RENDERERS[format], planted, audience)) == []


@pytest.mark.parametrize("format", sorted(SLOW & set(RENDERERS)))
def test_no_secret_in_formats_of_extras(planted: Planted, format: str) -> None:
    for library in SLOW_LIBRARIES[format]:
        pytest.importorskip(library)
    assert leaks(_document(RENDERERS[format], planted, "operations")) == []


def test_french_is_as_silent(planted: Planted) -> None:
    from ccrules.pipeline import assess, for_audience

    french = assess(planted.base, planted.method, language="fr", inference="forward", explain=True)
    form = for_audience(french, planted.view("operations"), planted.method, planted.base)
    text = readable(RENDERERS["html"].render(form, RenderOptions()))
    assert leaks(text) == []
    assert "ne sont pas montrés à ce public" in text


def test_what_may_be_seen_is_seen(planted: Planted) -> None:
    text = _document(RENDERERS["markdown"], planted, "operations")
    assert CLIENT in text
    assert "Motto fair, 12 people" in text
    assert "An open remark" in text


VIEWS = st.builds(
    View,
    name=st.just("random"),
    title=st.just({"en": "Random"}),
    classification=st.just({"en": "Secret"}),
    privacy=st.frozensets(st.sampled_from(["public", "client"])),
    origins=st.sampled_from(ORIGINS[:2]),
    parameters=st.sampled_from(PARAMETERS[:2]),
    least=st.integers(1, 12),
    sections=st.frozensets(st.sampled_from(SECTIONS)),
    topics=st.sampled_from([(), ("inbox",), ("staff",)]),
    at_least=st.sampled_from(["", "critical", "high"]),
    most_findings=st.sampled_from([None, 0, 3]),
    says=st.sampled_from(SAYS),
    most_actions=st.sampled_from([None, 1]),
    most_unknowns=st.sampled_from([None, 1]),
    subjects=st.none()
    | st.dictionaries(st.sampled_from(["organisation", "agent", "mailbox"]), st.none(), max_size=3),
    key=st.sampled_from(["", "our key"]),
)


@settings(max_examples=examples(120))
@given(VIEWS)
def test_no_view_lets_more_through_than_its_privacy(planted: Planted, view: View) -> None:
    text = _document(RENDERERS["json"], planted, view)
    assert leaks(text) == []
    assert CLIENT not in text or "client" in view.privacy


@settings(max_examples=examples(40))
@given(VIEWS, st.sampled_from(["personal", "internal"]))
def test_a_view_opens_what_it_names_and_no_more(planted: Planted, view: View, level: str) -> None:
    text = _document(
        RENDERERS["json"], planted, replace(view, privacy=frozenset({"client", "public", level}))
    )
    internal = ("zqnote", "zqboxnote")
    closed = (
        *SAID,
        *(internal if level == "personal" else ("zqsponsor", "zqname", "zqmarie", "zqpaul", "zqskill")),
    )
    assert leaks(text, closed, (918273,) if level == "personal" else (645132,)) == []
