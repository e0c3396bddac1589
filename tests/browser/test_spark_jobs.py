"""A PySpark job, on a server of its own: the first of them makes it build the environment, which costs a minute.

That one runs is a test of `server/tests/commands/test_pyspark_real.py`; it needs Java and 900 MB of packages.
"""

import re

from playwright.sync_api import Page, expect

from dayshift.testing.rest import ProjectApi


def test_a_pyspark_job_is_scheduled_with_two_presses_more(ada: Page, project: ProjectApi) -> None:
    ada.goto(f"/p/{project.name}/jobs")

    ada.get_by_role("link", name="New job").first.click()  # 1
    ada.get_by_role("textbox", name="Name", exact=True).fill("Join")  # 2
    ada.get_by_role("radio", name=re.compile("PySpark")).click()  # 3
    ada.get_by_role("radio", name=re.compile("Medium")).click()  # 4
    expect(ada.get_by_role("combobox", name="Environment")).to_have_value("pyspark")
    expect(ada.get_by_text("2 CPU and 4 GB, as long as it takes, one try.")).to_be_visible()
    ada.get_by_role("button", name="Create job").click()  # 5
    ada.get_by_role("link", name="Schedule…").click(timeout=60_000)  # 6: its environment is asked of the index first
    dialog = ada.get_by_role("dialog")
    dialog.get_by_label("Time", exact=True).fill("630")  # 7
    dialog.get_by_role("button", name=re.compile("^Start scheduling: first run .* 06:30$")).click()  # 8

    expect(dialog).to_be_hidden()
    job = project.call("GET", "/jobs/join")
    assert (job["kind"], job["environment"]) == ("pyspark", "pyspark")
    [schedule] = project.call("GET", "/schedules")["items"]
    assert schedule["trigger"]["times"] == ["06:30"]
