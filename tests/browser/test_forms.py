"""The runs that the page shows for random rows are those of the calendar, across clock changes in six zones."""

import json
import os
import random
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from dayshift.testing.rest import ProjectApi

from .forms import DAYS, Rows, draw, expected

UI = Path(__file__).parents[2] / "ui"
NODE = UI.parent / ".node/bin"
FORMS, IN_THE_PAGE, NEXT = 200, 30, 5
REPEATS = {
    "once": "Does not repeat",
    "hour": "Every hour",
    "day": "Every day",
    "weekdays": "Every weekday (Mon–Fri)",
    "week": "Every week on …",
    "month": "Every month",
    "custom": "Custom …",
}
UNITS = {unit: f"{unit}s" for unit in ("minute", "hour", "day", "week", "month", "year")}


@pytest.fixture(scope="module")
def chance() -> random.Random:
    seed = os.environ.get("DAYSHIFT_TEST_SEED") or str(random.randrange(1_000_000))
    print(f"DAYSHIFT_TEST_SEED={seed}")
    return random.Random(seed)


def written(rows: list[Rows]) -> list[dict]:
    """What the dialog's own function sends for these rows."""
    path = f"{NODE}:{os.environ['PATH']}"
    done = subprocess.run(
        ["node", "scripts/forms.mjs"],
        cwd=UI,
        env={**os.environ, "PATH": path},
        input=json.dumps([one.json() for one in rows]),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_what_the_rows_write_runs_when_the_calendar_says(project: ProjectApi, chance: random.Random) -> None:
    now = datetime.now(UTC)
    drawn = [draw(chance, now) for _ in range(FORMS)]
    for rows, fields in zip(drawn, written(drawn), strict=True):
        shown = project.call("POST", "/schedules/preview", json={"schedule": fields, "count": NEXT})
        wanted = expected(rows, now)
        assert [run["nominal"] for run in shown["next"]] == wanted or (not wanted and not shown["valid"]), rows


def test_the_page_shows_the_runs_of_its_rows(ada: Page, project: ProjectApi, chance: random.Random) -> None:
    project.add_job("vat")
    ada.goto(f"/p/{project.name}/jobs/vat?tab=schedules&dialog=schedule")
    dialog = ada.get_by_role("dialog")
    for _ in range(IN_THE_PAGE):
        rows = draw(chance, datetime.now(UTC))
        _fill(dialog, rows)
        wanted = expected(rows, datetime.now(UTC))
        if not wanted:
            expect(dialog.get_by_role("alert")).to_be_visible()
            continue
        runs = dialog.locator("li time")
        expect(runs).to_have_count(len(wanted))
        for place, at in enumerate(wanted):
            expect(runs.nth(place), str(rows)).to_have_attribute("datetime", at)


def _choose(dialog: Locator, field: str, option: str) -> None:
    box = dialog.get_by_role("combobox", name=field, exact=True)
    if box.input_value() == option:
        return
    box.click()
    dialog.get_by_role("option", name=option, exact=True).click()


def _fill(dialog: Locator, rows: Rows) -> None:
    """As somebody would, from the top to the bottom."""
    zone = dialog.get_by_role("combobox", name="Time zone", exact=True)
    if zone.input_value() != rows.tz:
        zone.fill(rows.tz)
        dialog.get_by_role("option", name=rows.tz, exact=True).click()
    dialog.get_by_label("First day", exact=True).fill(rows.day)
    _choose(dialog, "How often", REPEATS[rows.repeat])
    if rows.repeat == "custom":
        dialog.get_by_role("textbox", name="Every", exact=True).fill(str(rows.every))
        _choose(dialog, "Unit", UNITS[rows.unit])
        if rows.unit in ("minute", "hour"):
            dialog.get_by_role("checkbox", name="Only between").set_checked(rows.between is not None)
    if rows.between is not None:
        dialog.get_by_label("From", exact=True).fill(rows.between["from"])
        dialog.get_by_label("To", exact=True).fill(rows.between["to"])
    else:
        dialog.get_by_label("Time", exact=True).fill(rows.time)
    _press_days(dialog, rows)
    _choose_month_day(dialog, rows)
    _choose_end(dialog, rows)


def _press_days(dialog: Locator, rows: Rows) -> None:
    for day in DAYS:
        chip = dialog.get_by_role("button", name=day.capitalize(), exact=True)
        is_pressed = chip.count() > 0 and chip.get_attribute("aria-pressed") == "true"
        if chip.count() > 0 and is_pressed != (day in rows.weekdays):
            chip.click()


def _choose_month_day(dialog: Locator, rows: Rows) -> None:
    box = dialog.get_by_role("combobox", name="On which day of the month", exact=True)
    if box.count() == 0:
        return
    said = {"day": r"on the \d+\w+", "last": "on the last day", "nth": r"on the (last|\d\w+) \w+day"}
    said |= {"workday": r"on the last working day.*", "nearest": "on the working day nearest.*"}
    box.click()
    dialog.get_by_role("option", name=re.compile(f"^{said[rows.monthly]}$")).last.click()
    if rows.monthly == "day" and int(rows.day[8:]) > 28:
        _choose(
            dialog, "In shorter months", {"last_day": "run on the last day", "skip": "leave it out"}[rows.shortMonth]
        )


def _choose_end(dialog: Locator, rows: Rows) -> None:
    if rows.repeat == "once":
        return
    dialog.get_by_text({"never": "Never", "day": "On a day", "runs": "After some runs"}[rows.ends], exact=True).click()
    if rows.ends == "day":
        dialog.get_by_label("Last day", exact=True).fill(rows.endDay)
    if rows.ends == "runs":
        dialog.get_by_role("textbox", name="Runs", exact=True).fill(str(rows.runs))
