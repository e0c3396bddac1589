"""Errors and warnings of a log: how many there seem to be, marks beside the scroll bar, and the way to each."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from dayshift.testing.rest import Json, ProjectApi

from .axe import assert_accessible
from .conftest import PATIENCE_MS

# Two errors and a warning far apart in 30,000 lines, a word that is none, and one in the colour that a terminal shows.
SPEAKS = r"""
for number in range(1, 30_001):
    match number:
        case 700: print("ERROR no rates for the day")
        case 12_000: print("WARNING rates are late")
        case 12_001: print("no ERRORS, and no forewarning")
        case 29_000: print("\x1b[31mERROR\x1b[0m rates are wrong")
        case _: print("line", number)
"""
WARNS = "for number in range(1, 400): print('WARN slow' if number in (50, 300) else f'line {number}')"
IN_STEPS = """
import pathlib, sys, time
print("begun", flush=True)
while not (pathlib.Path(sys.argv[1]) / "on").exists():
    time.sleep(0.01)
print("ERROR it broke", flush=True)
while not (pathlib.Path(sys.argv[1]) / "end").exists():
    time.sleep(0.01)
"""
TRUNCATES = """
import os, pathlib, sys, time
os.write(1, b"old\\n" * 1000)
while not (pathlib.Path(sys.argv[1]) / "on").exists():
    time.sleep(0.01)
os.ftruncate(1, 0)
os.write(1, b"new ERROR\\n")
while not (pathlib.Path(sys.argv[1]) / "end").exists():
    time.sleep(0.01)
"""
FLOODS = "for number in range(400_000): print('line', number)"


def opened(page: Page, project: ProjectApi, run: Json) -> Locator:
    page.goto(f"/p/{project.name}/runs/{run['id']}")
    log = page.get_by_role("log", name="Log")
    expect(log).to_be_visible()
    return log


def test_errors_are_counted_and_walked_through_by_keys(ada: Page, project: ProjectApi) -> None:
    project.add_job("speaks", SPEAKS)
    log = opened(ada, project, project.run("speaks"))
    expect(ada.get_by_text("2 errors, 1 warning", exact=True)).to_be_visible()
    expect(ada.get_by_text("Errors and warnings are guessed by words such as ERROR and WARN")).to_be_visible()
    assert_accessible(ada)

    log.press("Home")
    ada.keyboard.press("e")
    expect(log.get_by_text("ERROR no rates for the day")).to_be_in_viewport()
    expect(ada.get_by_text("Line 700: ERROR no rates for the day")).to_have_role("status")
    ada.keyboard.press("e")
    expect(log.get_by_text("rates are wrong")).to_be_in_viewport()
    ada.keyboard.press("e")  # round the end
    expect(log.get_by_text("ERROR no rates for the day")).to_be_in_viewport()
    ada.keyboard.press("Shift+E")
    expect(log.get_by_text("rates are wrong")).to_be_in_viewport()


def test_the_marks_lead_to_what_they_stand_for(ada: Page, project: ProjectApi) -> None:
    project.add_job("speaks", SPEAKS)
    log = opened(ada, project, project.run("speaks"))
    expect(ada.get_by_text("2 errors, 1 warning", exact=True)).to_be_visible()

    beside = ada.get_by_title("Errors and warnings are guessed", exact=False).last
    high = beside.bounding_box()
    assert high is not None
    beside.click(position={"x": 8, "y": high["height"] * 0.4})
    expect(log.get_by_text("WARNING rates are late")).to_be_in_viewport()
    beside.click(position={"x": 8, "y": 4})
    expect(log.get_by_text("ERROR no rates for the day")).to_be_in_viewport()


def test_long_lines_turn_to_the_page_of_the_error(ada: Page, project: ProjectApi) -> None:
    project.add_job("speaks", SPEAKS)
    log = opened(ada, project, project.run("speaks"))

    ada.get_by_role("button", name="Wrap lines").click()
    ada.get_by_role("button", name="Next error").click()
    expect(log.get_by_text("ERROR no rates for the day")).to_be_in_viewport()
    ada.get_by_role("button", name="Previous error").click()
    expect(log.get_by_text("rates are wrong")).to_be_in_viewport()


def test_where_nothing_is_worse_one_walks_through_warnings(ada: Page, project: ProjectApi) -> None:
    project.add_job("warns", WARNS)
    project.add_job("quiet", "print('all is well')")
    log = opened(ada, project, project.run("warns"))
    log.press("Home")
    ada.get_by_role("button", name="Next warning").click()
    expect(ada.get_by_text("Line 50: WARN slow")).to_be_attached()
    expect(ada.get_by_text("2 warnings", exact=True)).to_be_visible()

    opened(ada, project, project.run("quiet"))
    expect(ada.get_by_text("1 line", exact=True)).to_be_visible()
    expect(ada.get_by_role("button", name=re.compile("Next (error|warning)"))).to_have_count(0)
    expect(ada.get_by_text("are guessed by words")).to_have_count(0)


def test_what_comes_while_one_looks_is_counted(ada: Page, project: ProjectApi, tmp_path: Path) -> None:
    project.add_job("steps", IN_STEPS)
    log = opened(ada, project, project.start("steps", arguments=[str(tmp_path)]))
    expect(log.get_by_text("begun")).to_be_visible()

    (tmp_path / "on").touch()
    expect(ada.get_by_text("1 error", exact=True)).to_be_visible(timeout=PATIENCE_MS)
    ada.keyboard.press("e")
    expect(ada.get_by_text("Line 2: ERROR it broke")).to_be_attached()
    (tmp_path / "end").touch()
    expect(ada.get_by_text("Succeeded")).to_be_visible()
    expect(ada.get_by_text("1 error", exact=True)).to_be_visible()


def test_the_server_says_how_far_it_looked_and_so_does_the_page(ada: Page, project: ProjectApi) -> None:
    project.add_job("speaks", SPEAKS)
    looks: list[str] = []

    def answer_in_part(route) -> None:
        looks.append(route.request.url)
        answer = route.fetch()
        body = answer.json()
        body["scanned"], body["size"] = (len(looks) << 26), 1 << 30  # as of a log of one GiB
        route.fulfill(response=answer, json=body)

    ada.route("**/log/levels*", answer_in_part)
    opened(ada, project, project.run("speaks"))
    expect(ada.get_by_text("in the first 512 MB of 1 GB")).to_be_visible()
    assert len(looks) == 8
    assert "after=67108864" in looks[1]


def test_what_was_cut_is_one_row_that_says_so(ada: Page, project: ProjectApi) -> None:
    project.add_job("floods", FLOODS, log_limit=1)
    run = project.run("floods")
    log = opened(ada, project, run)
    expect(log.get_by_text("line 399999", exact=True)).to_be_in_viewport()

    whole = project.ask("GET", f"/executions/{run['id']}/log/raw").text
    said = re.search(r"\n\[\d+ bytes, (\d+) lines were cut here\]\n", whole)
    assert said is not None
    ada.goto(f"{ada.url}#L{whole[: said.start()].count(chr(10))}")
    expect(log.get_by_text(f"{int(said[1]):,} lines were cut here")).to_be_in_viewport()
    assert_accessible(ada)


def test_a_log_that_the_job_truncated_says_so_also_to_who_comes_later(
    ada: Page, project: ProjectApi, tmp_path: Path
) -> None:
    project.add_job("truncates", TRUNCATES)
    log = opened(ada, project, project.start("truncates", arguments=[str(tmp_path)]))
    expect(log.get_by_text("old").last).to_be_visible()

    (tmp_path / "on").touch()
    expect(ada.get_by_text("The job truncated its log. What it had written before is gone.")).to_be_visible()
    expect(log.get_by_text("new ERROR")).to_be_visible()
    expect(ada.get_by_text("1 error", exact=True)).to_be_visible(timeout=PATIENCE_MS)
    (tmp_path / "end").touch()
    expect(ada.get_by_text("Succeeded")).to_be_visible()
    ada.reload()
    expect(ada.get_by_text("The job truncated its log. What it had written before is gone.")).to_be_visible()
