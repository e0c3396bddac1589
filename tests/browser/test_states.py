"""Every page has its states: while it waits, where the server fails or refuses, without content; and all widths."""

from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from dayshift.testing import people
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer

from .axe import assert_accessible
from .refusals import REQUEST, refusal

# What each page asks for first, and what stands on it then.
PAGES = {
    "/projects": ("**/api/v1/projects?*", "Projects"),
    "/my": ("**/api/v1/me/jobs*", "My jobs"),
    "/me/keys": ("**/api/v1/me/keys*", "API keys"),
    "/p/{p}/jobs": ("**/projects/{p}/jobs?*", "Jobs"),
    "/p/{p}/jobs/vat": ("**/projects/{p}/jobs/vat", "Quarterly VAT export"),
    "/p/{p}/jobs/vat?tab=schedules": ("**/projects/{p}/schedules?*", "Quarterly VAT export"),
    "/p/{p}/runs": ("**/projects/{p}/runs?*", "Runs"),
    "/p/{p}/runs/{run}": ("**/projects/{p}/executions/{run}*", "Quarterly VAT export run {run}"),
    "/p/{p}/files/": ("**/projects/{p}/files/?*", "Files"),
    "/p/{p}/settings/environments": ("**/projects/{p}/environments*", "Environments"),
    "/p/{p}/why?schedule={schedule}&at={at}": ("**/projects/{p}/schedules/{schedule}", "Will it run?"),
    "/p/{p}/members": ("**/projects/{p}/members*", "Members"),
    "/p/{p}/history": ("**/projects/{p}/audit*", "History"),
}
EVERY = pytest.mark.parametrize("path", PAGES)
# 200 % of 1280 × 800 is a window of half as many points; phones, small and usual; a large screen.
SIZES = {"zoomed": (640, 400), "small": (320, 640), "phone": (390, 844), "usual": (1280, 800), "large": (2560, 1440)}


@pytest.fixture
def places(project: ProjectApi) -> dict[str, str]:
    """A project with a job that runs by itself and has run; what stands in the addresses of its pages."""
    project.add_job("vat", title="Quarterly VAT export", description="The file for the tax office.")
    trigger = {"kind": "calendar", "unit": "day", "every": 1, "times": ["09:00"]}
    schedule = project.call("POST", "/schedules", json={"target": {"job": "vat"}, "trigger": trigger})
    run = project.run("vat")["id"]
    return {"p": project.name, "run": str(run), "schedule": str(schedule["id"]), "at": "2030-01-01T09:00"}


@EVERY
def test_a_server_that_fails_is_named_with_its_request_and_asked_again(
    ada: Page, places: dict[str, str], path: str
) -> None:
    asked, heading = (text.format(**places) for text in PAGES[path])
    ada.route(asked, lambda route: route.fulfill(**refusal(500, "Something broke here.")))
    ada.goto(path.format(**places))
    alert = ada.get_by_role("alert").filter(has_text="Something broke here.")
    expect(alert).to_be_visible()
    expect(alert).to_contain_text(REQUEST)
    assert_accessible(ada)

    ada.unroute(asked)
    alert.get_by_role("button", name="Try again").click()
    expect(ada.get_by_role("heading", name=heading, level=1)).to_be_visible()
    expect(alert).to_be_hidden()


@EVERY
def test_too_many_requests_say_when_to_come_again(ada: Page, places: dict[str, str], path: str) -> None:
    asked, _ = (text.format(**places) for text in PAGES[path])
    ada.route(asked, lambda route: route.fulfill(**refusal(429, "Too many requests.", "Try again in 7 seconds.")))
    ada.goto(path.format(**places))
    expect(ada.get_by_text("Try again in 7 seconds.").first).to_be_visible()


@EVERY
def test_while_an_answer_is_awaited_its_shape_stands_there(ada: Page, places: dict[str, str], path: str) -> None:
    asked, heading = (text.format(**places) for text in PAGES[path])
    is_held = True
    waiting: list[Route] = []
    ada.route(asked, lambda route: waiting.append(route) if is_held else route.continue_())
    ada.goto(path.format(**places))
    expect(ada.get_by_role("status", name="Loading").first).to_be_visible()
    assert_accessible(ada)

    is_held = False
    for route in waiting:
        route.continue_()
    expect(ada.get_by_role("heading", name=heading, level=1)).to_be_visible()
    expect(ada.get_by_role("status", name="Loading")).to_have_count(0)


NOTHING = (
    "There is nothing here for youIt does not exist, or nobody shared it with you. Ask whoever sent you the address."
)


@pytest.mark.parametrize("path", sorted(set(PAGES) - {"/projects", "/my", "/me/keys"}))
def test_who_may_not_see_it_is_told_the_same_as_where_nothing_is(
    new_page: Callable[..., Page], sign_in: Callable[..., Page], places: dict[str, str], path: str
) -> None:
    page = sign_in(new_page(), "stranger")
    asked = Counter[str]()
    page.on("request", lambda request: asked.update([request.url]))
    for place in (places, {"p": "nowhere", "run": "999", "schedule": "999", "at": places["at"]}):
        page.goto(path.format(**place))
        expect(page.get_by_role("heading", name="There is nothing here for you")).to_be_visible()
        expect(page.get_by_role("main")).to_have_text(NOTHING)
    assert {address for address, times in asked.items() if "/projects/" in address and times > 1} == set()
    assert_accessible(page)


@pytest.mark.parametrize("path", ["/my", "/p/{p}/jobs", "/p/{p}/runs", "/p/{p}/history"])
def test_a_guest_without_anything_finds_pages_that_say_so(
    new_page: Callable[..., Page],
    sign_in: Callable[..., Page],
    server: RunningServer,
    project: ProjectApi,
    places: dict[str, str],
    path: str,
) -> None:
    people.add(server, project, "newcomer", "guest")
    page = sign_in(new_page(), "newcomer")
    page.goto(path.format(**places))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    expect(page.get_by_text("Quarterly VAT export")).to_have_count(0)
    assert_accessible(page)


@EVERY
@pytest.mark.parametrize("size", SIZES)
def test_no_page_scrolls_sideways(
    new_page: Callable[..., Page], sign_in: Callable[..., Page], places: dict[str, str], path: str, size: str
) -> None:
    width, height = SIZES[size]
    page = sign_in(new_page({"width": width, "height": height}))
    page.goto(path.format(**places))
    expect(page.get_by_role("heading", name=PAGES[path][1].format(**places), level=1)).to_be_visible()
    expect(page.get_by_role("status", name="Loading")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for wide in (page.get_by_role("main"), *page.get_by_role("table").locator("..").all()):
        assert wide.evaluate("wide => wide.scrollWidth - wide.clientWidth") <= 0


@pytest.mark.parametrize("size", SIZES)
def test_dialogs_fit_as_well(
    new_page: Callable[..., Page], sign_in: Callable[..., Page], places: dict[str, str], size: str
) -> None:
    width, height = SIZES[size]
    page = sign_in(new_page({"width": width, "height": height}))
    for dialog in ("schedule", "share"):
        page.goto(f"/p/{places['p']}/jobs/vat?tab=schedules&dialog={dialog}")
        shown = page.get_by_role("dialog")
        expect(shown.get_by_role("button").last).to_be_visible()
        box = shown.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
        assert shown.evaluate("dialog => dialog.scrollWidth - dialog.clientWidth") <= 0
