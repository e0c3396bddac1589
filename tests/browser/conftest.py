"""A real Chromium before a real server: people find things by role and label, and no page may complain."""

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from dayshift.testing.rest import ProjectApi, http
from dayshift.testing.server import RunningServer, running_server
from dayshift.web.pages import FOLDER

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
)
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
PATIENCE_MS = 10_000
OF_THE_BROWSER = tuple(  # what it says of an answer that is no success, or of a network that a test has cut
    f"Failed to load resource: {what}"
    for what in ("the server responded with a status of", "net::ERR_FAILED", "net::ERR_INTERNET_DISCONNECTED")
)
TELLS = "addEventListener('securitypolicyviolation', (one) => console.error(`policy: ${one.effectiveDirective}`))"
REPORTS = "dayshift.api.reports"  # where the server says that a browser has reported something


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser, or without pages, these tests say so and are skipped."""
    missing = _missing()
    for item in items:
        if Path(__file__).parent in item.path.parents and missing:
            item.add_marker(pytest.mark.skip(reason=missing))


def _missing() -> str | None:
    if CHROMIUM is None:
        return "Chromium is not installed: apt install chromium"
    if not (FOLDER / "index.html").is_file():
        return "the web UI is not built: make ui"
    return None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all tests of this process."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


class Kept(logging.Handler):
    """What was logged."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server to which no browser may have reported anything when it ends."""
    kept = Kept()
    logging.getLogger(REPORTS).addHandler(kept)
    with running_server(tmp_path_factory.mktemp("server") / "home") as running:
        yield running
    logging.getLogger(REPORTS).removeHandler(kept)
    assert not kept.texts, "\n".join(kept.texts)


@pytest.fixture
def project(server: RunningServer) -> Iterator[ProjectApi]:
    """A project of its own for this test, driven beside the browser as its owner, by the newest of her sessions."""
    with http(server.url, server.sign_in()) as client:
        yield ProjectApi(client)


@pytest.fixture
def new_page(browser: Browser, server: RunningServer) -> Iterator[Callable[..., Page]]:
    """Opens pages of separate browsers, and fails the test if one of them complained."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def make(viewport: dict[str, int] = DESKTOP, **options: object) -> Page:
        context = browser.new_context(
            base_url=server.url, viewport=viewport, locale="en-GB", timezone_id="Europe/Stockholm", **options
        )
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(TELLS)
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda message: _note(complaints, message))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield make
    for context in opened:
        context.close()
    assert not complaints, "\n".join(complaints)


def _note(complaints: list[str], message: ConsoleMessage) -> None:
    """What is not answered, or not well, is shown by the page itself."""
    if message.type in ("error", "warning") and not message.text.startswith(OF_THE_BROWSER):
        complaints.append(f"{message.type}: {message.text} ({message.location.get('url')})")


@pytest.fixture
def sign_in(server: RunningServer) -> Callable[[Page, str], Page]:
    """Lets a browser be somebody without typing a password, which is a test of its own."""

    def signed_in(page: Page, name: str = "ada") -> Page:
        cookie = {"name": f"dayshift-{server.url.rpartition(':')[2]}", "value": server.sign_in(name), "url": server.url}
        page.context.add_cookies([{**cookie, "httpOnly": True, "sameSite": "Lax"}])
        return page

    return signed_in


def open_live(page: Page, address: str) -> None:
    """Open a page, and wait until it hears what happens: what changes before that it would have to ask for."""
    with page.expect_response("**/api/v1/events"):
        page.goto(address)


@pytest.fixture
def ada(new_page: Callable[..., Page], sign_in: Callable[[Page], Page]) -> Page:
    """The administrator, in a browser of her own."""
    return sign_in(new_page())
