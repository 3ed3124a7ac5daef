"""The web report in a real browser: finding, ticking, linking, keyboard, colours, paper, accessibility."""

from __future__ import annotations

import re

import pytest

from tests.renderers.rich import rich

SERIOUS = [one for one in rich("en").findings if one.severity == "critical"]


def visible(page, selector):
    return page.locator(selector).filter(visible=True).count()


def settled(page):
    """Wait until what was typed has been looked for."""
    page.wait_for_timeout(180)


@pytest.mark.parametrize("name", ["en", "fr", "empty", "hostile", "many"])
def test_a_report_opens_without_complaint_or_request(opened, name):
    page = opened(name)
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_severity_filters_findings_and_leaves_only_lists_of_results(opened):
    page = opened("en")
    every = visible(page, "[data-row]")
    page.select_option("#find-severity", "critical")
    shown = page.locator("[data-row]").filter(visible=True)
    assert 0 < shown.count() < every
    assert {shown.nth(at).get_attribute("data-row") for at in range(shown.count())} == {"critical"}
    assert shown.count() == len(SERIOUS)
    assert visible(page, "#executive") == 0
    assert re.search(r"\d+ found", page.locator("#find-count").inner_text())
    page.click("#find-clear")
    assert visible(page, "[data-row]") == every
    assert visible(page, "#executive") == 1


@pytest.mark.parametrize("field", ["#find-topic", "#find-about", "#find-status"])
def test_each_choice_narrows_down_and_nothing_else_fits(opened, field):
    page = opened("en")
    options = page.locator(f"{field} option").all()[1:]
    assert options
    kinds = {"#find-topic": "topics", "#find-about": "about", "#find-status": "status"}
    every = visible(page, "[data-status]")
    for option in options:
        value = option.get_attribute("value") or option.inner_text()
        page.select_option(field, value)
        shown = page.locator("[data-status]").filter(visible=True)
        found = shown.evaluate_all("(all, name) => all.map(one => one.dataset[name] || '')", kinds[field])
        assert len(found) < every
        assert all(value in one.split("|") for one in found)


def test_search_finds_words_without_accents_in_rows_and_titles(opened):
    page = opened("fr")
    page.fill("#find-text", "BOITE")
    settled(page)
    found = page.locator("[data-row]").filter(visible=True)
    assert found.count() > 0
    page.fill("#find-text", "zzzzzz")
    settled(page)
    assert visible(page, "[data-status]") == 0
    assert "0" in page.locator("#find-count").inner_text()


def test_a_link_to_a_finding_unfolds_its_evidence_even_while_a_filter_hides_it(opened):
    page = opened("en")
    anchor = page.locator("[data-row]:has(details.evidence)").first.get_attribute("id")
    page.fill("#find-text", "zzzzzz")
    settled(page)
    page.evaluate("name => { window.location.hash = name; }", anchor)
    page.wait_for_function(
        "name => document.getElementById(name).contains(document.activeElement)", arg=anchor
    )
    target = page.locator(f"[id='{anchor}']")
    assert target.is_visible()
    assert target.locator("details.evidence").first.get_attribute("open") is not None
    assert target.locator(".evidence code").first.is_visible()


def test_a_report_opened_at_a_finding_shows_it(opened, files):
    anchor = re.search(r'id="(finding-[^"]+)"', files("en").read_text("utf-8"))[1]
    page = opened("en", anchor)
    assert page.locator(f"[id='{anchor}']").is_visible()
    assert page.evaluate("document.activeElement.id") == anchor


def test_ticking_actions_says_what_clears_and_what_remains(opened):
    page = opened("en")
    plan = rich("en")
    first = min(plan.recommendations, key=lambda one: one.rank)
    page.check(f"input[data-rank='{first.rank}'] >> nth=0")
    page.wait_for_function("document.querySelectorAll('[data-row].cleared').length > 0")
    assert page.locator("[data-row].cleared").count() == len(set(first.resolves))
    said = page.locator("#done-count").inner_text()
    rows = page.locator("[data-row]").count()
    assert f"{len(set(first.resolves))} of {rows}" in said
    assert f"{rows - len(set(first.resolves))} remain" in said
    for number in range(page.locator("input[data-rank]").count()):
        page.locator("input[data-rank]").nth(number).evaluate("box => { if (!box.checked) { box.click(); } }")
    open_ones = page.locator("[data-row][data-by='']").count()
    assert page.locator("[data-row]:not(.cleared)").count() == open_ones
    page.click("#done-none")
    assert page.locator(".cleared").count() == 0
    assert page.locator("input[data-rank]:checked").count() == 0


def test_the_keyboard_reaches_everything_in_order(opened):
    page = opened("en")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id"))
    wanted = ["dark", "find-text", "find-severity", "find-topic", "find-about", "find-status"]
    assert [one for one in reached if one in wanted] == wanted
    page.locator("input[data-rank]").first.focus()
    page.keyboard.press("Space")
    assert page.locator("input[data-rank]").first.is_checked()
    summary = page.locator("[data-row] details.evidence > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("[data-row] details.evidence").first.get_attribute("open") is not None


def ground(page):
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def ink_of_drawing(page):
    return page.evaluate("getComputedStyle(document.querySelector('.drawing text.fill-ink')).fill")


def test_dark_follows_the_machine_and_the_switch(opened):
    light, dark = opened("en"), opened("en", color_scheme="dark")
    assert ground(light) != ground(dark)
    assert ink_of_drawing(light) != ink_of_drawing(dark)
    assert dark.get_attribute("#dark", "aria-pressed") == "true"
    light.click("#dark")
    assert ground(light) == ground(dark)
    assert ink_of_drawing(light) == ink_of_drawing(dark)
    dark.click("#dark")
    assert dark.get_attribute("#dark", "aria-pressed") == "false"
    light.click("#dark")
    assert ground(dark) == ground(light)


def test_a_drawing_leads_to_what_it_shows(opened):
    page = opened("en")
    page.locator("svg[aria-labelledby^=chart-matrix] [data-to]").first.click()
    page.wait_for_function("document.activeElement.id.startsWith('action-')")


def test_everything_is_there_without_javascript(opened):
    page = opened("en", java_script_enabled=False)
    assert page.locator("#find").is_hidden()
    assert page.locator("label.tick").first.is_hidden()
    assert visible(page, "[data-row]") == page.locator("[data-row]").count()
    assert visible(page, "main > section") == page.locator("main > section").count()


@pytest.mark.parametrize("width", [360, 768])
def test_a_small_screen_needs_no_scrolling_sideways(opened, width):
    page = opened("fr", viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_paper_is_light_and_shows_the_evidence(opened):
    page = opened("en", color_scheme="dark")
    page.emulate_media(media="print")
    assert ground(page) == "rgb(255, 255, 255)"
    assert page.locator("#find").is_hidden()
    document = page.pdf(prefer_css_page_size=True)
    assert document.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", document)) > 3


@pytest.mark.parametrize("name", ["en", "fr"])
def test_the_summary_takes_two_pages_of_paper_at_most(opened, name):
    inch = 96 / 25.4  # pixels in a millimetre
    page = opened(name, viewport={"width": round((210 - 32) * inch), "height": round((297 - 36) * inch)})
    page.emulate_media(media="print")
    ends = page.evaluate(
        "document.querySelector('#executive').getBoundingClientRect().bottom + window.scrollY"
    )
    assert ends < 2 * (297 - 36) * inch


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["en", "fr"])
def test_axe_finds_nothing_to_object_to(opened, name, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = opened(name, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.locator("input[data-rank]").first.check()
    found = axe.Axe().run(page)
    assert not found.response["violations"], found.generate_report()
