"""Beside a job's code stands how it went of late, and its runs are one press away."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from dayshift.testing.rest import ProjectApi

from .axe import assert_accessible
from .conftest import DESKTOP, PHONE, open_live


def last_runs(page: Page) -> Locator:
    return page.get_by_role("region", name="Last runs")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_newest_five_runs_stand_beside_the_code_and_follow(
    new_page: Callable[..., Page], sign_in: Callable[..., Page], project: ProjectApi, viewport: dict[str, int]
) -> None:
    project.add_job("bad", "import sys; sys.exit(2)", title="FX rates")
    page = sign_in(new_page(viewport))
    open_live(page, f"/p/{project.name}/jobs/bad?tab=code")
    expect(last_runs(page)).to_contain_text("It has not run yet.")
    assert_accessible(page)

    runs = [project.run("bad") for _ in range(6)]
    links = last_runs(page).get_by_role("link")
    expect(links).to_have_count(5)
    expect(links.first).to_have_accessible_name(f"Failed · exit 2 Run {runs[-1]['id']}")
    expect(last_runs(page).get_by_text(f"Run {runs[0]['id']}", exact=True)).to_have_count(0)
    assert_accessible(page)

    links.first.click()
    expect(page.get_by_role("heading", name=f"FX rates run {runs[-1]['id']}")).to_be_visible()


def test_the_runs_of_a_job_are_one_of_its_tabs(ada: Page, project: ProjectApi) -> None:
    project.add_job("good", title="ERP export")
    project.add_job("other", title="FX rates")
    project.run("good")
    project.run("other")
    ada.goto(f"/p/{project.name}/jobs/good")
    ada.get_by_role("navigation", name="Parts of this job").get_by_role("link", name="Runs").click()
    expect(ada).to_have_url(re.compile(rf"/p/{project.name}/runs\?job=good$"))
    expect(ada.get_by_role("button", name="Only ERP export")).to_be_visible()
    expect(ada.get_by_role("table", name="Runs").get_by_role("link", name="FX rates")).to_have_count(0)
