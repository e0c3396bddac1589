"""What a schedule says to its job: values and arguments of its own, by those who may give them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from dayshift.testing.people import add, share
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer

from .axe import assert_accessible
from .conftest import PHONE

SHOWS = "import sys; print(sys.argv[1:])"
ASKS = [
    {"name": "month", "label": "Month", "type": "text", "option": "--month", "default": "may", "pattern": "[a-z]+"},
    {"name": "bank", "label": "Which bank", "type": "choice", "option": "--bank", "choices": ["all", "nordea", "seb"]},
]
MORE = re.compile("^More options")


@pytest.fixture
def asking(project: ProjectApi) -> ProjectApi:
    """A project whose job asks for two values and prints what it was given."""
    project.add_job("vat", SHOWS, title="VAT export", parameters=ASKS, arguments="--usual")
    return project


def open_dialog(page: Page, project: ProjectApi, schedule: int | None = None) -> Locator:
    which = "" if schedule is None else f"&schedule={schedule}"
    page.goto(f"/p/{project.name}/jobs/vat?tab=schedules&dialog=schedule{which}")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="VAT export")).to_be_visible()
    return dialog


def save(dialog: Locator) -> None:
    dialog.get_by_role("button", name=re.compile("^(Start scheduling|Save): ")).click()
    expect(dialog).to_be_hidden()


def saved(project: ProjectApi) -> dict:
    [schedule] = project.call("GET", "/schedules")["items"]
    return schedule


def test_a_schedule_runs_with_its_own_values_and_arguments_and_keeps_them(ada: Page, asking: ProjectApi) -> None:
    dialog = open_dialog(ada, asking)
    dialog.get_by_role("button", name=MORE).click()
    values = dialog.get_by_role("group", name="Own values")
    expect(values.get_by_text("The job says may")).to_be_visible()
    values.get_by_label("Month").fill("june")
    values.get_by_role("combobox", name="Which bank").click()
    dialog.get_by_role("option", name="seb").click()
    dialog.get_by_role("textbox", name="Arguments").fill("--out 'a b'")
    expect(dialog.get_by_role("group", name="Arguments").get_by_text("a b", exact=True)).to_be_visible()
    assert_accessible(ada)
    save(dialog)
    assert saved(asking)["parameters"] == {"month": "june", "bank": "seb"}
    assert saved(asking)["arguments"] == ["--out", "a b"]

    ada.get_by_role("button", name="Test the next run now").click()
    expect(ada.get_by_text("That one still comes.")).to_be_visible()
    [run] = asking.call("GET", "/executions")["items"]
    asking.wait(run)
    ada.goto(f"/p/{asking.name}/runs/{run['id']}")
    given = "['--out', 'a b', '--month', 'june', '--bank', 'seb']"
    expect(ada.get_by_text(given)).to_be_visible()

    dialog = open_dialog(ada, asking, saved(asking)["id"])
    expect(dialog.get_by_role("button", name="More options · 2 own values, own arguments")).to_be_visible()
    dialog.get_by_label("Time", exact=True).fill("7:15")
    save(dialog)
    assert saved(asking)["parameters"] == {"month": "june", "bank": "seb"}
    assert saved(asking)["arguments"] == ["--out", "a b"]
    assert saved(asking)["trigger"]["times"] == ["07:15"]


def test_what_is_emptied_is_as_the_job_says(ada: Page, asking: ProjectApi) -> None:
    schedule = asking.add_schedule("vat", parameters={"month": "june"}, arguments=["--out"])
    dialog = open_dialog(ada, asking, schedule["id"])
    dialog.get_by_role("button", name=MORE).click()
    dialog.get_by_label("Month").fill("")
    dialog.get_by_role("textbox", name="Arguments").fill("")
    save(dialog)
    assert (saved(asking)["parameters"], saved(asking)["arguments"]) == (None, None)


def test_a_value_that_the_job_does_not_take_is_said_at_its_field(ada: Page, asking: ProjectApi) -> None:
    dialog = open_dialog(ada, asking)
    dialog.get_by_role("button", name=MORE).click()
    dialog.get_by_label("Month").fill("June 2026")
    dialog.get_by_role("button", name="Fewer options").click()
    dialog.get_by_role("button", name=re.compile("^Start scheduling: ")).click()
    month = dialog.get_by_label("Month")  # it is unfolded, so that one sees it
    expect(month).to_have_attribute("aria-invalid", "true")
    expect(month).to_have_value("June 2026")
    assert_accessible(ada)

    month.fill("june")
    save(dialog)
    assert saved(asking)["parameters"] == {"month": "june"}


def test_what_the_job_no_longer_asks_for_can_be_taken_away(ada: Page, asking: ProjectApi) -> None:
    schedule = asking.add_schedule("vat", parameters={"month": "june"})
    asking.put("/jobs/vat", title="VAT export", program={"source": SHOWS}, resources={"memory": 64})
    dialog = open_dialog(ada, asking, schedule["id"])
    dialog.get_by_role("button", name=re.compile("^Save: ")).click()
    expect(dialog.get_by_label("month")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("month").fill("")
    save(dialog)
    assert saved(asking)["parameters"] is None


def test_who_may_only_say_when_gives_values_but_no_arguments(
    new_page: Callable[..., Page], sign_in: Callable[..., Page], server: RunningServer, asking: ProjectApi
) -> None:
    person = add(server, asking, f"Sara {asking.name}", "guest")
    share(asking, "vat", person, "schedule")
    page = sign_in(new_page(PHONE), person.name)
    dialog = open_dialog(page, asking)
    dialog.get_by_role("button", name=MORE).click()
    expect(dialog.get_by_label("Month")).to_be_visible()
    expect(dialog.get_by_role("textbox", name="Arguments")).to_have_count(0)
    assert_accessible(page)
    dialog.get_by_label("Month").fill("july")
    save(dialog)
    assert saved(asking)["parameters"] == {"month": "july"}

    asking.put("/jobs/vat/access", free_arguments=True)
    dialog = open_dialog(page, asking)
    dialog.get_by_role("button", name=MORE).click()
    expect(dialog.get_by_role("textbox", name="Arguments")).to_be_visible()


def test_arguments_that_an_editor_set_are_seen_and_stay(
    new_page: Callable[..., Page], sign_in: Callable[..., Page], server: RunningServer, asking: ProjectApi
) -> None:
    schedule = asking.add_schedule("vat", arguments=["--out", "a b"])
    person = add(server, asking, f"Sara {asking.name}", "guest")
    share(asking, "vat", person, "schedule")
    dialog = open_dialog(sign_in(new_page(), person.name), asking, schedule["id"])
    dialog.get_by_role("button", name="More options · own arguments").click()
    expect(dialog.get_by_role("group", name="Arguments")).to_contain_text("They stay.")
    dialog.get_by_label("Month").fill("july")
    save(dialog)
    assert (saved(asking)["parameters"], saved(asking)["arguments"]) == ({"month": "july"}, ["--out", "a b"])
