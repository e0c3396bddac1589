"""The page of one run: what it says, stopping it, running it again."""

import re

from playwright.sync_api import Page, expect

from dayshift.testing.rest import ProjectApi

from .axe import assert_accessible

FOREVER = "import time\nprint('begun', flush=True)\nwhile True: time.sleep(1)"
SHOWS_MONTH = "import sys\nprint('given', sys.argv[1:])"
MONTH = {"name": "month", "label": "Month", "option": "--month", "required": True}


def test_a_run_says_how_it_went(ada: Page, project: ProjectApi) -> None:
    project.add_job("vat", "import sys; sys.exit(3)", title="VAT export")
    run = project.run("vat")

    ada.goto(f"/p/{project.name}/runs/{run['id']}?tab=details")

    expect(ada.get_by_role("heading", name=f"VAT export run {run['id']}")).to_be_visible()
    expect(ada.get_by_text("Failed · exit 3").first).to_be_visible()
    expect(ada.get_by_role("table", name="Tries").get_by_role("row")).to_have_count(2)
    assert_accessible(ada)

    ada.get_by_role("link", name="Why").click()
    expect(ada.get_by_role("heading", name="Its program ended with exit code 3.")).to_be_visible()
    expect(ada).to_have_url(re.compile(r"\?tab=why$"))
    assert_accessible(ada)


def test_stopping_a_run_changes_its_state_while_one_looks(ada: Page, project: ProjectApi) -> None:
    project.add_job("forever", FOREVER)
    run = project.start("forever")
    ada.goto(f"/p/{project.name}/runs/{run['id']}?tab=details")
    expect(ada.get_by_text("Running", exact=True)).to_be_visible()

    ada.get_by_role("button", name="Stop").click()

    expect(ada.get_by_text("Cancelled · stopped").first).to_be_visible(timeout=3000)
    expect(ada.get_by_role("button", name="Stop")).to_be_hidden()


def test_a_run_is_run_again_with_another_value(ada: Page, project: ProjectApi) -> None:
    project.add_job("vat", SHOWS_MONTH, title="VAT export", parameters=[MONTH])
    first = project.run("vat", parameters={"month": "2026-10"})
    ada.goto(f"/p/{project.name}/runs/{first['id']}?tab=details")

    ada.get_by_role("button", name="Run again…").click()
    dialog = ada.get_by_role("dialog", name="Run VAT export again")
    month = dialog.get_by_role("textbox", name="Month")
    expect(month).to_have_value("2026-10")
    expect(dialog.get_by_role("radio", name="The same code as then")).to_be_visible()
    month.fill("2026-11")
    expect(dialog.get_by_text("Changed. It was 2026-10")).to_be_visible()
    assert_accessible(ada)
    dialog.get_by_role("button", name="Run again").click()

    expect(dialog).to_be_hidden()
    expect(ada).not_to_have_url(re.compile(rf"/runs/{first['id']}\b"))
    again = project.wait({"id": int(ada.url.rpartition("/")[2])})
    assert project.output(again) == ["given ['--month', '2026-11']"]


def test_a_run_is_run_again_as_it_was_then(ada: Page, project: ProjectApi) -> None:
    project.add_job("vat", "print('old')", title="VAT export")
    first = project.run("vat")
    project.put("/jobs/vat", program={"source": "print('new')"}, resources={"memory": 64})
    ada.goto(f"/p/{project.name}/runs/{first['id']}?tab=details")

    ada.get_by_role("button", name="Run again…").click()
    ada.get_by_role("radio", name="The same code as then").click()
    ada.get_by_role("button", name="Run again", exact=True).click()

    expect(ada).not_to_have_url(re.compile(rf"/runs/{first['id']}\b"))
    assert project.output(project.wait({"id": int(ada.url.rpartition("/")[2])})) == ["old"]


def test_what_a_value_must_be_is_said_at_its_field(ada: Page, project: ProjectApi) -> None:
    project.add_job("vat", SHOWS_MONTH, title="VAT export", parameters=[{**MONTH, "pattern": "[0-9-]+"}])
    run = project.run("vat", parameters={"month": "2026-10"})
    ada.goto(f"/p/{project.name}/runs/{run['id']}?tab=details")

    ada.get_by_role("button", name="Run again…").click()
    ada.get_by_role("textbox", name="Month").fill("October")
    ada.get_by_role("button", name="Run again", exact=True).click()

    expect(ada.get_by_role("textbox", name="Month")).to_have_attribute("aria-invalid", "true")
    expect(ada.get_by_role("textbox", name="Month")).to_have_value("October")


def test_a_run_that_is_not_there_is_said_so(ada: Page, project: ProjectApi) -> None:
    for number in ("999999", "0", "x"):
        ada.goto(f"/p/{project.name}/runs/{number}")
        expect(ada.get_by_role("heading", name="There is nothing here for you")).to_be_visible()


def test_a_failed_run_says_in_plain_words_what_went_wrong_and_where(ada: Page, project: ProjectApi) -> None:
    source = "for number in range(2000): print('row', number)\ndef rate(day):\n    return {}[day]\nrate('2026-11-29')"
    project.add_job("rates", source, title="FX rates")
    run = project.run("rates")

    ada.goto(f"/p/{project.name}/runs/{run['id']}")
    card = ada.get_by_role("region", name="What went wrong")
    expect(card.get_by_role("heading", name="A key is missing")).to_be_visible()
    expect(card.get_by_text("KeyError: '2026-11-29'")).to_be_visible()
    expect(card.get_by_role("link", name="main.py, line 3")).to_be_visible()
    expect(card.get_by_text("Its program ended with exit code 1.")).to_be_visible()

    log = ada.get_by_role("log", name="Log")
    expect(log.get_by_text("Traceback (most recent call last):")).to_be_in_viewport()
    log.press("Home")
    expect(log.get_by_text("row 0", exact=True)).to_be_in_viewport()
    card.get_by_role("link", name="Show it in the log").click()
    expect(log.get_by_text("Traceback (most recent call last):")).to_be_in_viewport()
    expect(ada).to_have_url(re.compile(r"#L2001$"))
    assert_accessible(ada)
