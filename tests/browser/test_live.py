"""What changes appears by itself; and what a page says while it cannot."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from dayshift.testing.rest import ProjectApi

from .axe import assert_accessible

POLLED_MS = 12_000  # twice the time between two polls, and some


def status(page: Page) -> object:
    return page.get_by_role("status").filter(has_text="Reconnecting.")


def without_stream(page: Page) -> None:
    page.route("**/api/v1/events", lambda route: route.abort())


def test_without_the_stream_a_page_says_how_old_it_is_and_asks_by_itself(ada: Page, project: ProjectApi) -> None:
    without_stream(ada)
    ada.goto(f"/p/{project.name}/jobs")
    expect(status(ada)).to_be_visible()
    expect(ada.get_by_text(re.compile(r"^Last update .* ago\.$"))).to_be_visible()
    assert_accessible(ada)

    project.add_job("later")
    expect(ada.get_by_role("link", name="later", exact=True)).to_be_visible(timeout=POLLED_MS)
    ada.unroute("**/api/v1/events")
    expect(status(ada)).to_be_hidden(timeout=POLLED_MS + 15_000)


@pytest.mark.parametrize(
    "path", ["/projects", "/my", "/p/{p}/jobs", "/p/{p}/jobs/vat", "/p/{p}/runs", "/p/{p}/members"]
)
def test_what_was_there_stays_while_the_network_is_gone(ada: Page, project: ProjectApi, path: str) -> None:
    project.add_job("vat")
    ada.goto(path.format(p=project.name))
    heading = ada.get_by_role("heading", level=1)
    expect(heading).to_be_visible()
    expect(ada.get_by_role("status", name="Loading")).to_have_count(0)
    shown = heading.inner_text()

    ada.context.set_offline(True)
    expect(status(ada)).to_be_visible(timeout=POLLED_MS)
    expect(heading).to_have_text(shown)
    ada.context.set_offline(False)
    expect(status(ada)).to_be_hidden(timeout=POLLED_MS + 15_000)


def test_all_tabs_of_a_browser_share_one_stream(
    new_page: Callable[..., Page], sign_in: Callable[..., Page], project: ProjectApi
) -> None:
    first = sign_in(new_page())
    asked = []
    first.context.on("request", lambda request: asked.append(request.url) if request.url.endswith("/events") else None)
    tabs = [first, first.context.new_page(), first.context.new_page()]
    for tab in tabs:
        tab.goto(f"/p/{project.name}/jobs")
        expect(tab.get_by_role("heading", name="Jobs", level=1)).to_be_visible()

    project.add_job("new")
    for tab in tabs:
        expect(tab.get_by_role("link", name="new", exact=True)).to_be_visible()
    assert len(asked) == 1
    first.close()
    project.add_job("newer")
    for tab in tabs[1:]:
        expect(tab.get_by_role("link", name="newer", exact=True)).to_be_visible()
