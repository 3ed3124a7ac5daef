"""One browser for all tests, pages from memory, and whatever a page asks of the network or complains of."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from ccrules.renderers.options import RenderOptions
from tests.renderers import samples
from tests.renderers.reading import rendered
from tests.renderers.rich import rich

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
REPORTS = {
    "en": lambda: rendered("html", rich("en")),
    "fr": lambda: rendered("html", rich("fr")),
    "empty": lambda: rendered("html", samples.empty()),
    "hostile": lambda: rendered("html", samples.hostile(), RenderOptions(width=100)),
    "many": lambda: rendered("html", samples.many(2000)),
}


@pytest.fixture(scope="session")
def browser():
    executable = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        pytest.skip("no Chromium, Chrome or Edge on this machine; CHROMIUM may name one")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """The reports as files, the way a mail attachment is opened; made when first asked for."""
    folder = tmp_path_factory.mktemp("reports")

    def file(name):
        path = folder / f"{name}.html"
        if not path.exists():
            path.write_text(REPORTS[name](), encoding="utf-8", newline="\n")
        return path

    return file


class Opened:
    """A page with what it complained of and what it asked for."""

    def __init__(self, page, path: Path) -> None:
        self.page, self.complaints, self.requests = page, [], []
        page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(path.as_uri())

    @property
    def strange_requests(self):
        """Whatever was asked for besides the file itself."""
        return [url for url in self.requests[1:] if not url.startswith("data:")]


@pytest.fixture
def opened(browser, files):
    """Opens a report; afterwards it must not have complained or asked for anything."""
    contexts, pages = [], []

    def open_report(name, fragment="", **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        path = files(name)
        found = Opened(page, path)
        if fragment:
            page.goto(f"{path.as_uri()}#{fragment}")
            page.reload()
        pages.append(found)
        return page

    yield open_report
    for context in contexts:
        context.close()
    for one in pages:
        assert not one.complaints
        assert not [url for url in one.strange_requests if not url.startswith("file:")]
