"""The log of a run: while it is written, a million lines of it, and what it must never do."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from dayshift.testing import people
from dayshift.testing.rest import Json, ProjectApi
from dayshift.testing.server import RunningServer

from .axe import assert_accessible

# Says something, then waits for a word: the test says when it goes on.
IN_STEPS = """
import pathlib, sys, time
folder = pathlib.Path(sys.argv[1])
print("\\n".join(f"first {number}" for number in range(200)), flush=True)
for step in ("one", "two"):
    while not (folder / step).exists():
        time.sleep(0.01)
    print(f"then {step}\\n" * 100, end="", flush=True)
"""
MILLION = """
for block in range(0, 1_000_000, 10_000):
    print("\\n".join(f"line {number + 1} of a long log" for number in range(block, block + 10_000)))
"""
COLOURS = r"""
print("\x1b[31mred\x1b[0m and \x1b[1;32mgreen\x1b[0m and plain")
print("\x1b]0;a title\x07\x1b[2J\x1b]8;;javascript:alert(1)\x1b\\a link\x1b]8;;\x1b\\")
print("<img src=x onerror='document.title=1'><script>document.title=2</script>")
print("see https://example.com/rates?day=1.")
"""
MOST_NODES = 1200


def opened(page: Page, project: ProjectApi, run: Json, more: str = "") -> Locator:
    page.goto(f"/p/{project.name}/runs/{run['id']}{more}")
    log = page.get_by_role("log", name="Log")
    expect(log).to_be_visible()
    return log


def test_what_a_run_writes_appears_and_is_followed_until_one_turns_away(
    ada: Page, project: ProjectApi, tmp_path: Path
) -> None:
    project.add_job("steps", IN_STEPS)
    log = opened(ada, project, project.start("steps", arguments=[str(tmp_path)]))
    expect(log.get_by_text("first 199")).to_be_in_viewport()

    (tmp_path / "one").touch()
    expect(log.get_by_text("then one").last).to_be_in_viewport()
    expect(ada.get_by_text("Live · 300 lines")).to_be_visible()
    assert_accessible(ada)

    log.hover()
    ada.mouse.wheel(0, -400)
    expect(ada.get_by_role("button", name="Follow")).to_have_attribute("aria-pressed", "false")
    (tmp_path / "two").touch()
    expect(ada.get_by_text("400 lines", exact=True)).to_be_visible()
    expect(log.get_by_text("then two")).to_have_count(0)
    expect(ada.get_by_text("Succeeded")).to_be_visible()


def test_the_way_back_to_the_end_says_how_much_is_new(ada: Page, project: ProjectApi, tmp_path: Path) -> None:
    project.add_job("steps", IN_STEPS)
    log = opened(ada, project, project.start("steps", arguments=[str(tmp_path)]))
    expect(log.get_by_text("first 199")).to_be_in_viewport()

    log.press("PageUp")
    (tmp_path / "one").touch()
    ada.get_by_role("button", name="Jump to live, 100 new lines").click()
    expect(log.get_by_text("then one").last).to_be_in_viewport()

    ada.keyboard.press("f")
    expect(ada.get_by_role("button", name="Jump to live")).to_be_visible()
    ada.keyboard.press("Shift+G")
    expect(ada.get_by_role("button", name="Jump to live")).to_be_hidden()
    ada.get_by_role("button", name="Stop").click()


def test_a_million_lines_are_followed_searched_and_read_to_the_last(ada: Page, project: ProjectApi) -> None:
    project.add_job("million", MILLION)
    log = opened(ada, project, project.start("million"))
    expect(ada.get_by_text("1,000,000 lines", exact=True)).to_be_visible(timeout=25_000)
    expect(log.get_by_text("line 1000000 of")).to_be_in_viewport()

    log.press("Home")
    expect(log.get_by_text("line 1 of")).to_be_in_viewport()
    log.evaluate("element => element.scrollTo(0, element.scrollHeight / 2)")  # as who drags the scroll bar
    expect(log.get_by_text(re.compile(r"line 5000\d\d of")).nth(9)).to_be_in_viewport()
    log.press("End")
    expect(log.get_by_text("line 1000000 of")).to_be_in_viewport()

    ada.keyboard.press("/")
    ada.keyboard.type("LINE 654321 of")
    expect(ada.get_by_text("1 of 1 line", exact=True)).to_be_visible()
    expect(log.get_by_text("line 654321 of")).to_be_in_viewport()
    assert ada.evaluate("document.querySelectorAll('*').length") < MOST_NODES


def test_what_is_found_is_walked_through(ada: Page, project: ProjectApi) -> None:
    project.add_job("many", "for number in range(3000): print('number', number)")
    log = opened(ada, project, project.run("many"))

    ada.get_by_role("searchbox", name="Search this log").fill("number 29")
    expect(ada.get_by_text("1 of 111 lines")).to_be_visible()
    expect(log.get_by_text("number 29", exact=True)).to_be_in_viewport()
    ada.keyboard.press("Enter")
    expect(log.get_by_text("number 290", exact=True)).to_be_in_viewport()
    log.focus()
    ada.keyboard.press("n")
    expect(ada.get_by_text("3 of 111 lines")).to_be_visible()
    ada.keyboard.press("Shift+N")
    ada.keyboard.press("Shift+N")
    ada.keyboard.press("Shift+N")
    expect(log.get_by_text("number 2999")).to_be_in_viewport()


def test_colours_are_shown_and_nothing_else_of_what_a_terminal_understands(ada: Page, project: ProjectApi) -> None:
    project.add_job("colours", COLOURS)
    log = opened(ada, project, project.run("colours"))

    expect(log.get_by_text("red", exact=True)).to_have_css("color", "rgb(255, 143, 122)")
    expect(log.get_by_text("green", exact=True)).to_have_css("font-weight", "620")
    expect(log.get_by_text("a link", exact=True)).to_be_visible()
    expect(log.get_by_text("<img src=x onerror='document.title=1'>")).to_be_visible()
    link = log.get_by_role("link", name="https://example.com/rates?day=1", exact=True)
    expect(link).to_have_attribute("rel", "noreferrer noopener")
    expect(log.get_by_role("link", name="a link")).to_have_count(0)
    assert_accessible(ada)


def test_an_address_marks_lines_and_they_are_copied_as_plain_text(
    new_page: Callable[..., Page], sign_in: Callable[[Page], Page], project: ProjectApi
) -> None:
    project.add_job("many", r"for number in range(1, 3001): print(f'\x1b[31mnumber\x1b[0m {number}')")
    page = sign_in(new_page(permissions=["clipboard-read", "clipboard-write"]))
    log = opened(page, project, project.run("many"), "#L1200-L1201")
    expect(log.get_by_text("number 1200")).to_be_in_viewport()

    log.get_by_role("link", name="Line 1203").click(modifiers=["Shift"])
    expect(page).to_have_url(re.compile(r"#L1200-L1203$"))
    page.get_by_role("button", name="Copy 4 lines").click()
    expect(page.get_by_text("4 lines are copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "\n".join(f"number {number}" for number in range(1200, 1204))


def test_long_lines_are_wrapped_page_by_page(ada: Page, project: ProjectApi) -> None:
    project.add_job("long", "for number in range(1500): print(number, 'word ' * 60)")
    log = opened(ada, project, project.run("long"))

    ada.get_by_role("button", name="Wrap lines").click()
    expect(log.get_by_role("link", name="Line 1500")).to_be_in_viewport()
    log.get_by_role("button", name="Earlier lines").click()
    expect(log.get_by_role("link", name="Line 1", exact=True)).to_be_in_viewport()
    assert log.evaluate("element => element.scrollWidth - element.clientWidth") == 0
    assert_accessible(ada)


def test_a_run_without_a_log_says_why(ada: Page, project: ProjectApi) -> None:
    project.add_job("one", "import time; time.sleep(60)", max_running=1)
    running, waiting = project.start("one"), project.start("one")

    ada.goto(f"/p/{project.name}/runs/{waiting['id']}")
    expect(ada.get_by_role("heading", name="No log yet")).to_be_visible()
    expect(ada.get_by_text("the job may run 1 times at once")).to_be_visible()
    assert_accessible(ada)
    for run in (waiting, running):
        project.call("POST", f"/executions/{run['id']}/stop")


def test_who_may_not_read_the_log_is_told_whom_to_ask(
    new_page: Callable[..., Page], sign_in: Callable[..., Page], project: ProjectApi, server: RunningServer
) -> None:
    project.add_job("secret", "print('for few eyes')")
    hanna = people.add(server, project, "hanna", "guest")
    people.share(project, "secret", hanna, "view")
    run = project.run("secret")

    page = sign_in(new_page(), "hanna")
    page.goto(f"/p/{project.name}/runs/{run['id']}")
    expect(page.get_by_role("heading", name="You can see this run but not its log")).to_be_visible()
    expect(page.get_by_text("Ask ada.")).to_be_visible()
    expect(page.get_by_text("for few eyes")).to_have_count(0)
    assert_accessible(page)
