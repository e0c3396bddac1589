"""UI: how soon pages stand in a real Chromium, how soon they answer a hand, and how smoothly a long log runs by."""

import re
import time
from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.bench import Bench
from benchmarks.browser import CHROMIUM, Visitor, chromium, frames, heap_mib, told, until_seen
from benchmarks.floors.application import Application, bare_application
from benchmarks.measure import median, percentile_of
from benchmarks.rows import Row
from benchmarks.seed import add_jobs
from benchmarks.server import Server, running
from playwright.sync_api import Browser, Page, expect

from dayshift.testing.rest import ProjectApi

JOBS, RUNS_EACH = 200, 12
LOADS, OPENINGS, WALKS = 5, 10, 3
SLOW = 4
FRAMES, ROWS_A_FRAME = 200, 9
LOG_MIB = 104  # a million lines and some
STILL_MS = 500  # nothing larger is painted later
DIALOG = "[role=dialog] input"
P95 = percentile_of(95)


def rows(bench: Bench) -> Iterator[Row]:
    """None without a browser, which is said."""
    if CHROMIUM is None:
        print("ui   is left out: Chromium is not installed")
        return
    server = bench.server()
    with running(server) as api, bare_application(server.database_url) as bare, chromium() as browser:
        api.run("noop")
        api.add_schedule("noop")
        add_jobs(server.database_url, JOBS, runs_each=RUNS_EACH, tagged_every=JOBS)
        visitor = _visitor(server, api, browser)
        yield from _loads(bench, visitor, api, bare)
        yield from _dialogs(bench, visitor, api)
        yield from _interactions(bench, visitor, api)
        yield from _log(bench, visitor, api)


def _visitor(server: Server, api: ProjectApi, browser: Browser) -> Visitor:
    """The owner of the project: a session opens pages as it opens the interface."""
    token = api.client.headers["authorization"].removeprefix("Bearer ")
    return Visitor(browser, server.url, cookie=f"dayshift-{server.port}", session=token)


def _loads(bench: Bench, visitor: Visitor, api: ProjectApi, bare: Application) -> Iterator[Row]:
    """The largest part of a list and of a job's page, in browsers that have never been here."""
    pages = {"jobs": f"/p/{api.name}/jobs", "job": f"/p/{api.name}/jobs/noop", "runs": f"/p/{api.name}/runs"}
    for slower, figure in ((1, "lcp"), (SLOW, "lcp_slow")):
        for name, path in pages.items():
            taken = bench.beside(
                partial(_painted, visitor, f"{bare.url}/page", slower),
                partial(_painted, visitor, visitor.url + path, slower),
                _median_lcp,
            )
            lcp = _median_lcp(taken.work)
            yield bench.row(f"ui.{figure}", name, lcp, "ms", taken=taken, floors=taken.floors(_median_lcp))
            if slower == 1:
                yield bench.row("ui.cls", name, max(cls for _, cls in taken.work), "", taken=taken)


def _painted(visitor: Visitor, url: str, slower: int) -> list[tuple[float, float]]:
    """When the largest part was painted, in milliseconds, and how much of the page moved."""
    found = []
    for _ in range(LOADS):
        with visitor.page(slower=slower) as page:
            page.goto(url)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            page.wait_for_timeout(STILL_MS * slower)
            found.append((told(page, "lcp"), told(page, "cls")))
    return found


def _median_lcp(loads: list[tuple[float, float]]) -> float:
    return median([lcp for lcp, _ in loads])


def _dialogs(bench: Bench, visitor: Visitor, api: ProjectApi) -> Iterator[Row]:
    """The schedule dialog half a second after a page was first seen, as quick as a hand is; and again and again.

    Of both the middle one.
    """
    cold, warm = [], []
    for _ in range(LOADS):
        with visitor.page() as page:
            _jobs(page, api)
            page.wait_for_timeout(STILL_MS)
            cold.append(_opened(page))
    with visitor.page() as page:
        _jobs(page, api)
        for _ in range(OPENINGS + 1):
            warm.append(_opened(page))
    yield bench.row("ui.dialog_cold", "schedule", median(cold), "ms")
    yield bench.row("ui.dialog_warm", "schedule", median(warm[1:]), "ms")


def _jobs(page: Page, api: ProjectApi) -> None:
    page.goto(f"/p/{api.name}/jobs")
    expect(page.get_by_role("table", name="Jobs").get_by_role("row").nth(2)).to_be_visible()


def _opened(page: Page) -> float:
    """Milliseconds until the dialog can be filled in; it is closed again."""
    opener = page.get_by_role("link", name=re.compile("^Schedule")).first
    taken = until_seen(page, DIALOG, opener.click)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    return taken


def _interactions(bench: Bench, visitor: Visitor, api: ProjectApi) -> Iterator[Row]:
    """The slowest answer to a press or a key on the way through list, dialog and editor: the middle of some walks."""
    for slower, figure in ((1, "interaction"), (SLOW, "interaction_slow")):
        for name, walk in (("list", _in_list), ("dialog", _in_dialog), ("editor", _in_editor)):
            worst = [_walked(visitor, api, walk, slower) for _ in range(WALKS)]
            yield bench.row(f"ui.{figure}", name, median(worst), "ms")


def _walked(visitor: Visitor, api: ProjectApi, walk: Callable[[Page, ProjectApi], None], slower: int) -> float:
    with visitor.page(slower=slower) as page:
        _jobs(page, api)
        walk(page, api)
        page.wait_for_timeout(STILL_MS * slower)
        return told(page, "worst")


def _in_list(page: Page, _api: ProjectApi) -> None:
    search = page.get_by_role("searchbox").first
    search.press_sequentially("noop-1", delay=60)
    expect(page.get_by_role("link", name="noop 10", exact=True)).to_be_visible()
    search.fill("")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Runs", exact=True).click()
    expect(page.get_by_role("heading", name="Runs", level=1)).to_be_visible()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Jobs", exact=True).click()
    expect(page.get_by_role("heading", name="Jobs", level=1)).to_be_visible()


def _in_dialog(page: Page, _api: ProjectApi) -> None:
    page.get_by_role("link", name=re.compile("^Schedule")).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Time", exact=True).press_sequentially("0715", delay=60)
    dialog.get_by_role("combobox", name="How often").click()
    dialog.get_by_role("option", name="Every week on …").first.click()
    for day in ("Mon", "Tue", "Wed", "Thu", "Fri"):
        dialog.get_by_role("button", name=day, exact=True).click()
    expect(dialog.get_by_role("button", name=re.compile("^Start scheduling"))).to_be_enabled()
    page.keyboard.press("Escape")


def _in_editor(page: Page, api: ProjectApi) -> None:
    page.goto(f"/p/{api.name}/jobs/stamp?tab=settings")
    page.get_by_label("Arguments").press_sequentially("--day {{ today }}", delay=40)
    page.get_by_role("link", name="Code", exact=True).click()
    expect(page.get_by_role("heading", name="A run gets")).to_be_visible()


def _log(bench: Bench, visitor: Visitor, api: ProjectApi) -> Iterator[Row]:
    """A million lines: through all of it by the scroll bar, and by hand; beside a page that holds 2,000 as they are."""
    run = api.run("logjob", arguments=[str(LOG_MIB), "10000"])
    with visitor.page() as page, visitor.page() as bare:
        bare.set_content("<pre id=log style='height:600px;overflow:auto'>" + "a line of a log\n" * 2000)
        page.goto(f"/p/{api.name}/runs/{run['id']}")
        expect(page.get_by_text(re.compile(r"^1,0\d\d,\d\d\d lines$"))).to_be_visible()
        for name, step in (
            ("by hand", f"() => {{ log.scrollTop -= {ROWS_A_FRAME * 20} }}"),
            ("scroll bar", f"(n) => {{ log.scrollTop = log.scrollHeight * (1 - n / {FRAMES}) }}"),
        ):
            taken = bench.beside(
                partial(_scrolled, bare, "#log", step), partial(_scrolled, page, "[role=log]", step), P95
            )
            yield bench.row("ui.scroll_p95", name, P95(taken.work), "ms", taken=taken, floors=taken.floors(P95))
        yield bench.row("ui.heap", "after it", heap_mib(page), "MiB")


def _scrolled(page: Page, selector: str, step: str) -> list[float]:
    page.evaluate(f"window.log = document.querySelector({selector!r}); log.scrollTop = log.scrollHeight")
    time.sleep(STILL_MS / 1000)
    return frames(page, step, FRAMES)
