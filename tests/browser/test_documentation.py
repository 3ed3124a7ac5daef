"""A documentation site in a real browser, from files: searching, without scripts, phones, colours, accessibility."""

from __future__ import annotations

import pytest

from ccrules import pipeline
from ccrules.documenting.examples import gathered
from ccrules.documenting.folder import write_site
from ccrules.documenting.site import site
from tests.documenting.small import write_rulesets

PAGES = ["index", "en/index", "en/checks/BOX-001", "fr/checks/BOX-002", "en/vocabulary/mailbox", "fr/parameters",
         "en/topics", "fr/conclusions/nobody-governs", "en/recommendations/track", "en/scores", "en/search"]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    rules = write_rulesets(tmp_path_factory.mktemp("rules"))
    suite = pipeline.rule_tests(str(rules / "firm"))
    target = tmp_path_factory.mktemp("site")
    write_site(target, site(suite.method, gathered(suite)))
    return target


@pytest.fixture
def visit(browser, folder):
    """Opens a page of the site; afterwards none may have complained or asked the network for anything."""
    contexts, complaints = [], []

    def open_page(name, query="", **options):
        contexts.append(browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options}))
        page = contexts[-1].new_page()
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda asked: complaints.append(asked.url) if not asked.url.startswith("file:") else None,
        )
        page.goto((folder / f"{name}.html").as_uri() + query)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def visible(page):
    return page.locator(".index li").filter(visible=True)


@pytest.mark.parametrize(
    ("name", "colours"),
    [
        ("index", "light"),
        ("en/checks/BOX-001", "light"),
        ("fr/checks/BOX-002", "dark"),
        ("en/vocabulary/mailbox", "dark"),
        ("en/parameters", "light"),
        ("fr/topics", "dark"),
        ("en/search", "dark"),
    ],
)
def test_pages_are_accessible(visit, name, colours):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = visit(name, color_scheme=colours)
    found = axe.Axe().run(page, options={"preload": False})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", PAGES)
def test_pages_fit_a_phone_and_have_their_style(visit, name):
    page = visit(name, viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"


def test_what_is_typed_on_any_page_is_looked_for(visit):
    page = visit("en/checks/BOX-001")
    page.fill("#q", "untracked")
    page.press("#q", "Enter")
    page.wait_for_selector("#find")
    assert page.input_value("#find-text") == "untracked"
    assert visible(page).count() == 1
    assert page.inner_text("#found") == "1 found"
    visible(page).locator("a").click()
    assert page.inner_text("h1") == "Untracked mailbox"


def test_accents_case_order_and_earlier_ids_do_not_matter(visit):
    page = visit("fr/search")
    every = visible(page).count()
    for words in ("SUIVIE boite", "old-001", "boîte non"):
        page.fill("#find-text", words)
        assert "BOX-001" in visible(page).first.inner_text()
        assert visible(page).count() < every
    page.fill("#find-text", "zzz")
    assert visible(page).count() == 0
    assert page.inner_text("#found").startswith("Rien trouvé")


def test_everything_is_listed_without_scripts(visit):
    page = visit("en/search", java_script_enabled=False)
    assert not page.locator("#find").is_visible()
    assert page.locator(".index li a", has_text="Untracked mailbox").is_visible()


def test_the_same_page_in_the_other_language(visit):
    page = visit("en/checks/BOX-001")
    page.click(".languages a")
    assert page.inner_text("h1") == "Boîte mail non suivie"
    assert page.evaluate("document.documentElement.lang") == "fr"
