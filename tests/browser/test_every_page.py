"""What holds for every page: nothing that axe finds, few bytes, words of the catalogue, a way on from a fault."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer
from dayshift.web.pages import FOLDER

from .axe import assert_accessible

KB = 1024
SCRIPTS, STYLES, ONE_LATE = 230 * KB, 50 * KB, 130 * KB  # gzip: first load of a list, and whatever comes later
PAGES = {
    "/projects": "Projects",
    "/my": "My jobs",
    "/p/{p}/jobs": "Jobs",
    "/p/{p}/jobs?q=nothing": "No job fits",
    "/p/{p}/new-job": "New job",
    "/p/{p}/jobs/vat?tab=run": "What you can do here",
    "/p/{p}/jobs/vat?tab=code": "A run gets",
    "/p/{p}/jobs/vat?tab=settings": "What runs",
    "/p/{p}/jobs/vat?tab=schedules": "Runs every day at 09:00",
    "/p/{p}/files": "Files",
    "/p/{p}/jobs?dialog=schedule&job=vat": "Days it runs",
    "/p/{p}/settings/environments": "Environments",
    "/p/{p}/jobs/nothing": "There is nothing here for you",
}


@pytest.fixture
def filled(project: ProjectApi) -> ProjectApi:
    """A project with a job that has run and runs by itself, and one that failed."""
    project.add_job("vat", title="Quarterly VAT export", description="The file for the tax office.")
    project.add_job("fx", "raise SystemExit(1)")
    trigger = {"kind": "calendar", "unit": "day", "every": 1, "times": ["09:00"]}
    project.call("POST", "/schedules", json={"target": {"job": "vat"}, "trigger": trigger})
    for job in ("vat", "fx"):
        project.run(job)
    return project


@pytest.mark.parametrize(("address", "heading"), PAGES.items())
def test_axe_finds_nothing(ada: Page, filled: ProjectApi, address: str, heading: str) -> None:
    ada.goto(address.format(p=filled.name))
    expect(ada.get_by_role("heading", name=heading).first).to_be_visible()
    assert_accessible(ada)


def test_axe_finds_nothing_at_the_door(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Type your name.")).to_be_visible()
    assert_accessible(page)


def test_a_list_loads_few_bytes(ada: Page, filled: ProjectApi) -> None:
    loaded: set[str] = set()

    def note(response: Response) -> None:
        path = response.url.partition("/assets/")[2]
        if path:
            loaded.add(path)

    ada.add_init_script("window.requestIdleCallback = () => 0")  # what comes once the page stands is no first load
    ada.on("response", note)
    ada.goto(f"/p/{filled.name}/jobs")
    expect(ada.get_by_role("table", name="Jobs")).to_be_visible()

    sizes = {path: (FOLDER / "assets" / f"{path}.gz") for path in loaded if path.endswith((".js", ".css"))}
    scripts, styles = (
        sum(file.stat().st_size for path, file in sizes.items() if path.endswith(end)) for end in (".js", ".css")
    )
    assert scripts <= SCRIPTS, f"{scripts / KB:.0f} KB: {sorted(loaded)}"
    assert styles <= STYLES, f"{styles / KB:.0f} KB"


def test_nothing_that_comes_later_is_large() -> None:
    sizes = {file.name: file.stat().st_size for file in (FOLDER / "assets").glob("*.js.gz")}
    first = ("react-", "kit-", "index-")
    late = {name: size for name, size in sizes.items() if not name.startswith(first)}
    assert max(late.values()) <= ONE_LATE, late


@pytest.mark.parametrize("path", ["/projects", "/p/{p}/jobs", "/p/{p}/jobs/vat?tab=settings", "/p/{p}/files", "/my"])
def test_every_word_is_of_the_catalogue(ada: Page, filled: ProjectApi, path: str) -> None:
    ada.add_init_script("localStorage.setItem('dayshift.language', 'pseudo')")
    ada.goto(path.format(p=filled.name))
    expect(ada.get_by_role("heading", level=1).first).to_be_visible()
    for button in ada.get_by_role("button").or_(ada.get_by_role("link")).or_(ada.get_by_role("heading")).all():
        said = (button.get_attribute("aria-label") or button.inner_text()).strip()
        own = (filled.name, "ada", "fx", "Quarterly VAT export", "AD", "vat", "Dayshift", "tax office", "Runs every")
        assert "[!!" in said or not said or any(name in said for name in own), said


def test_a_fault_in_a_page_says_so_and_offers_a_way_on(browser: Browser, server: RunningServer) -> None:
    """Forced by an answer that no server gives; the fault stands in the console too, which is allowed here alone."""
    context = browser.new_context(base_url=server.url)
    name = f"dayshift-{server.url.rpartition(':')[2]}"
    context.add_cookies([{"name": name, "value": server.sign_in(), "url": server.url}])
    page = context.new_page()
    page.route("**/api/v1/me/jobs*", lambda route: route.fulfill(json={"items": [{"id": 1}], "next": None}))
    page.goto("/my")

    expect(page.get_by_role("heading", name="This page has a fault.")).to_be_visible()
    page.get_by_role("link", name="Back to your projects").click()
    expect(page.get_by_role("heading", name="Projects")).to_be_visible()
    context.close()
