"""A real Chromium before a real server, and what it says about its own time."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize, sync_playwright

CHROMIUM = shutil.which("chromium")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
DESKTOP = ViewportSize(width=1280, height=800)
PATIENCE_MS = 60_000
OBSERVE = Path(__file__).with_name("observe.js")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in, and opens pages in browsers that have nothing in their caches."""

    browser: Browser
    url: str
    cookie: str
    session: str

    @contextmanager
    def page(self, *, slower: int = 1) -> Iterator[Page]:
        """A page that nobody has looked at; ``slower``: so many times as slow a processor."""
        context = self.browser.new_context(base_url=self.url, viewport=DESKTOP, locale="en-GB")
        context.add_cookies([{"name": self.cookie, "value": self.session, "url": self.url}])
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(path=OBSERVE)
        page = context.new_page()
        if slower > 1:
            debugger(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
        try:
            yield page
        finally:
            context.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium, until the block ends."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield started
        finally:
            started.close()


def debugger(page: Page) -> CDPSession:
    return page.context.new_cdp_session(page)


def told(page: Page, name: str) -> float:
    """What the page has observed of itself so far: ``lcp``, ``worst`` in milliseconds, ``cls``."""
    found: float = page.evaluate(f"bench.{name}")
    return found


def until_seen(page: Page, selector: str, press: Callable[[], None]) -> float:
    """Milliseconds from a press until what it opens has been painted."""
    waited = page.evaluate_handle(f"({{seen: bench.seen({selector!r})}})")
    press()
    taken: float = waited.evaluate("(waited) => waited.seen")
    return taken


def frames(page: Page, step: str, count: int) -> list[float]:
    """Milliseconds between so many frames, while ``step``, a function of the frame's number, is done at each."""
    taken: list[float] = page.evaluate(f"bench.frames({step}, {count})")
    return taken


def heap_mib(page: Page) -> float:
    """What the page's script holds, once what it has let go of is gone."""
    session = debugger(page)
    session.send("HeapProfiler.collectGarbage")
    usage: dict[str, Any] = session.send("Runtime.getHeapUsage")
    return float(usage["usedSize"]) / 2**20
