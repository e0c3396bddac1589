"""Uploads in the browser: several at once, asked before they replace, going on after a break, whole or not at all."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from dayshift.testing import people
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer, running_server

from .axe import assert_accessible
from .conftest import PHONE

Opens = Callable[..., Page]
Brings = Callable[[Page, dict[str, bytes]], None]
MIB = 1 << 20
QUOTA_MIB = 9
PIECE = 2 * MIB


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One on which projects are small."""
    with running_server(tmp_path_factory.mktemp("server") / "home", quota_mib=QUOTA_MIB) as running:
        yield running


@pytest.fixture
def files(ada: Page, project: ProjectApi) -> Page:
    project.upload("inbox/there.txt", b"old")
    ada.goto(f"/p/{project.name}/files/inbox")
    expect(ada.get_by_role("link", name="there.txt")).to_be_visible()
    return ada


@pytest.fixture
def bring(tmp_path: Path) -> Brings:
    """Chooses files by the button, which are on this machine's disk."""

    def brought(page: Page, sent: dict[str, bytes]) -> None:
        for name, data in sent.items():
            (tmp_path / name).write_bytes(data)
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Upload", exact=True).first.click()
        chooser.value.set_files([tmp_path / name for name in sent])

    return brought


def line(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name="Uploads").get_by_role("listitem").filter(has_text=name)


def content(project: ProjectApi, name: str) -> bytes:
    answer = project.ask("GET", f"/files/inbox/{name}")
    assert answer.is_success, answer.text
    return answer.content


def drop(page: Page, name: str, text: str) -> None:
    """Let go of a file over the page, as a browser tells it."""
    held = page.evaluate_handle(
        "([name, text]) => { const data = new DataTransfer(); data.items.add(new File([text], name)); return data; }",
        [name, text],
    )
    table = page.get_by_role("table", name="Files")
    table.dispatch_event("dragenter", {"dataTransfer": held})
    expect(page.get_by_text("Let go to bring them to inbox")).to_be_visible()
    table.dispatch_event("dragover", {"dataTransfer": held})
    table.dispatch_event("drop", {"dataTransfer": held})
    expect(page.get_by_text("Let go to bring them to inbox")).to_have_count(0)


def test_several_files_arrive_one_after_the_other(bring: Brings, files: Page, project: ProjectApi) -> None:
    bring(files, {"first.txt": b"1", "second.txt": b"2" * (PIECE + 5), "empty.txt": b""})

    expect(files.get_by_role("status").filter(has_text="3 files have arrived")).to_be_visible()
    for name in ("first", "second", "empty"):
        expect(line(files, f"{name}.txt")).to_contain_text("is in inbox")
        expect(files.get_by_role("link", name=f"{name}.txt")).to_be_visible()
    assert content(project, "second.txt") == b"2" * (PIECE + 5)
    assert content(project, "empty.txt") == b""
    assert_accessible(files)
    files.get_by_role("button", name="Clear this list").click()
    expect(files.get_by_role("region", name="Uploads")).to_have_count(0)


def test_files_can_be_dropped_anywhere_on_the_page(files: Page, project: ProjectApi) -> None:
    drop(files, 'dropped #1 "it\'s" <img src=x onerror=alert(1)>.txt', "dropped")

    expect(files.get_by_role("link", name=re.compile("^dropped #1"))).to_be_visible()
    assert project.ask("GET", "/files/inbox?list").json()["items"][0]["name"].startswith('dropped #1 "it\'s" <img')


def test_how_far_it_is_shows_and_nothing_half_done_appears(bring: Brings, files: Page, project: ProjectApi) -> None:
    held: list[Route] = []
    files.route(f"**/uploads/*?offset={2 * PIECE}", lambda route: held.append(route))
    bring(files, {"big.txt": b"b" * (4 * PIECE), "later.txt": b"l"})

    progress = files.get_by_role("progressbar", name="How much of big.txt is there")
    expect(progress).to_have_attribute("aria-valuenow", "50")
    expect(line(files, "big.txt")).to_contain_text("4 MB of 8 MB")
    expect(line(files, "later.txt")).to_contain_text("waits for its turn")
    assert_accessible(files)
    files.get_by_role("searchbox").fill("big")
    expect(files.get_by_role("heading", name="No name fits")).to_be_visible()
    assert project.ask("GET", "/files/inbox/big.txt").status_code == 404

    held.pop().continue_()

    expect(files.get_by_role("link", name="big.txt")).to_be_visible()
    assert content(project, "big.txt") == b"b" * (4 * PIECE)


def test_after_a_break_it_goes_on_from_where_the_server_has_it(bring: Brings, files: Page, project: ProjectApi) -> None:
    data = bytes(range(256)) * (3 * PIECE // 256)
    sent: list[str] = []
    files.on("request", lambda request: sent.append(f"{request.method} {request.url.rpartition('/')[2]}"))
    files.route(f"**/uploads/*?offset={PIECE}", lambda route: route.abort(), times=1)

    bring(files, {"broken.txt": data})
    expect(line(files, "broken.txt")).to_contain_text("The connection broke. It goes on by itself.")

    expect(line(files, "broken.txt")).to_contain_text("is in inbox")
    assert content(project, "broken.txt") == data
    pieces = [int(one.rpartition("=")[2]) for one in sent if one.startswith("PUT")]
    assert pieces == [0, PIECE, PIECE, 2 * PIECE]
    assert sum(one.startswith("GET") and re.fullmatch("GET [0-9a-f]{32}", one) is not None for one in sent) == 1


def test_a_piece_whose_answer_was_lost_is_not_stored_twice(bring: Brings, files: Page, project: ProjectApi) -> None:
    def lose(route: Route) -> None:
        route.fetch()  # the server has it
        route.abort()

    data = bytes(range(256)) * (2 * PIECE // 256)
    files.route("**/uploads/*?offset=0", lose, times=1)
    files.route("**/uploads/*/commit", lose, times=1)
    bring(files, {"lost.txt": data})

    expect(line(files, "lost.txt")).to_contain_text("is in inbox", timeout=10_000)
    assert content(project, "lost.txt") == data


def test_it_goes_on_while_one_looks_elsewhere(bring: Brings, files: Page, project: ProjectApi) -> None:
    held: list[Route] = []
    files.route(f"**/uploads/*?offset={PIECE}", lambda route: held.append(route))
    bring(files, {"travelling.txt": b"t" * (2 * PIECE)})
    expect(line(files, "travelling.txt")).to_contain_text("2 MB of 4 MB")
    files.get_by_role("navigation", name="Main").get_by_role("link", name="Runs", exact=True).click()
    expect(files.get_by_role("heading", name="Runs")).to_be_visible()
    held.pop().continue_()
    files.get_by_role("navigation", name="Main").get_by_role("link", name="Files").click()

    expect(line(files, "travelling.txt")).to_contain_text("is in inbox")
    assert content(project, "travelling.txt") == b"t" * (2 * PIECE)


def test_what_is_stopped_leaves_nothing_and_can_go_on(bring: Brings, files: Page, project: ProjectApi) -> None:
    held: list[Route] = []
    files.route(f"**/uploads/*?offset={PIECE}", lambda route: held.append(route))
    bring(files, {"stopped.txt": b"s" * (2 * PIECE)})
    expect(line(files, "stopped.txt")).to_contain_text("2 MB of 4 MB")
    files.get_by_role("button", name="Stop stopped.txt").click()
    expect(line(files, "stopped.txt")).to_contain_text("stopped")
    assert project.ask("GET", "/files/inbox/stopped.txt").status_code == 404

    files.unroute(f"**/uploads/*?offset={PIECE}")
    files.get_by_role("button", name="Go on with stopped.txt").click()

    expect(line(files, "stopped.txt")).to_contain_text("is in inbox")
    assert content(project, "stopped.txt") == b"s" * (2 * PIECE)


def test_it_is_asked_once_before_anything_is_replaced(bring: Brings, files: Page, project: ProjectApi) -> None:
    project.upload("inbox/too.txt", b"old too")
    expect(files.get_by_role("link", name="too.txt")).to_be_visible()
    bring(files, {"there.txt": b"new", "too.txt": b"new too", "fresh.txt": b"fresh"})
    dialog = files.get_by_role("dialog", name="Replace 2 files?")
    expect(dialog.get_by_role("listitem")).to_have_text(["there.txt", "too.txt"])
    assert_accessible(files)
    dialog.get_by_role("button", name="Leave what is there").click()
    expect(line(files, "fresh.txt")).to_contain_text("is in inbox")
    assert (content(project, "there.txt"), content(project, "too.txt")) == (b"old", b"old too")

    bring(files, {"there.txt": b"new", "too.txt": b"new too"})
    dialog.get_by_role("button", name="Replace", exact=True).click()

    expect(line(files, "too.txt")).to_contain_text("is in inbox")
    assert (content(project, "there.txt"), content(project, "too.txt")) == (b"new", b"new too")


def test_closing_the_question_brings_nothing(bring: Brings, files: Page, project: ProjectApi) -> None:
    bring(files, {"there.txt": b"new"})
    expect(files.get_by_role("dialog", name="Replace a file?")).to_be_visible()
    files.wait_for_function("document.querySelector('[role=dialog]').contains(document.activeElement)")
    files.keyboard.press("Escape")

    expect(files.get_by_role("dialog")).to_have_count(0)
    expect(files.get_by_role("button", name="Upload", exact=True)).to_be_focused()
    assert content(project, "there.txt") == b"old"


def test_what_came_meanwhile_is_not_replaced_unasked(bring: Brings, files: Page, project: ProjectApi) -> None:
    def taken(route: Route) -> None:
        if json.loads(route.request.post_data or "{}").get("replace") is False:
            project.upload("inbox/late.txt", b"theirs", replace=True)
        route.continue_()

    files.route("**/uploads", taken)
    bring(files, {"late.txt": b"mine"})
    expect(line(files, "late.txt").get_by_role("alert")).to_contain_text("inbox/late.txt exists already")
    assert content(project, "late.txt") == b"theirs"
    files.get_by_role("button", name="Replace late.txt").click()

    expect(line(files, "late.txt")).to_contain_text("is in inbox")
    assert content(project, "late.txt") == b"mine"


def test_each_that_fails_says_why_and_the_others_arrive(files: Page, project: ProjectApi) -> None:
    project.call("POST", "/files/folder", json={"path": "inbox/folder.txt"})
    project.upload("filler", b"f" * ((QUOTA_MIB - 1) * MIB))
    with files.expect_file_chooser() as chooser:
        files.get_by_role("button", name="Upload", exact=True).click()
    names = ("back\\slash.txt", f"{'n' * 252}.txt", "folder.txt", "large.txt", "good.txt")
    chooser.value.set_files(
        [
            {"name": name, "mimeType": "text/plain", "buffer": b"x" * (2 * MIB if name == "large.txt" else 1)}
            for name in names
        ]
    )

    expect(line(files, "good.txt")).to_contain_text("is in inbox")
    for name, why in (
        ("back\\slash.txt", "has a backslash"),
        ("n" * 252, "is longer than 255 bytes"),
        ("folder.txt", "there is a folder of that name"),
        ("large.txt", f"The project has 1.0 of {QUOTA_MIB} MiB left; this needs 2.0."),
    ):
        expect(line(files, name).get_by_role("alert")).to_contain_text(why)
    expect(files.get_by_role("button", name=re.compile("^Go on with"))).to_have_accessible_name("Go on with large.txt")
    assert project.ask("GET", "/files/inbox/large.txt").status_code == 404
    assert_accessible(files)


def test_a_session_that_ends_is_renewed_and_the_upload_goes_on(
    bring: Brings, files: Page, project: ProjectApi, server: RunningServer
) -> None:
    files.context.clear_cookies()
    bring(files, {"patient.txt": b"p"})
    again = files.get_by_role("dialog", name="Sign in again")
    again.get_by_label("Name").fill("ada")
    again.get_by_label("Password", exact=True).fill(server.password)
    again.get_by_role("button", name="Sign in").click()
    expect(again).to_be_hidden()
    files.get_by_role("button", name="Go on with patient.txt").click()

    expect(line(files, "patient.txt")).to_contain_text("is in inbox")
    assert content(project, "patient.txt") == b"p"


def test_a_failure_fits_a_phone(
    bring: Brings, new_page: Opens, sign_in: Callable[..., Page], project: ProjectApi
) -> None:
    project.upload("inbox/there.txt", b"old")
    page = sign_in(new_page(PHONE))
    page.goto(f"/p/{project.name}/files/inbox")
    bring(page, {f"{'n' * 200}\\.txt": b"x"})

    expect(page.get_by_role("alert")).to_contain_text("has a backslash")
    assert page.get_by_role("main").evaluate("main => main.scrollWidth - main.clientWidth") <= 0


def test_a_program_is_brought_from_the_job_editor(ada: Page, project: ProjectApi, tmp_path: Path) -> None:
    program = tmp_path / "load.py"
    program.write_text("print('loaded')")
    ada.goto(f"/p/{project.name}/new-job?program=none.py")
    with ada.expect_file_chooser() as chooser:
        ada.get_by_role("button", name=re.compile("^Upload")).click()
    chooser.value.set_files(program)

    expect(ada.get_by_role("combobox", name="File")).to_have_value("load.py")
    assert project.ask("GET", "/files/load.py").text == "print('loaded')"


def meter(page: Page) -> Locator:
    return page.get_by_role("meter", name="Space that the project uses")


def test_the_space_that_is_used_is_said_and_follows_what_comes_and_goes(bring: Brings, files: Page) -> None:
    expect(meter(files)).to_have_attribute("aria-valuetext", f"3 B of {QUOTA_MIB} MB used")
    expect(meter(files)).to_have_attribute("aria-valuenow", "3")

    bring(files, {"large.txt": b"l" * (15 * MIB // 2)})
    expect(files.get_by_text(f"7.5 MB of {QUOTA_MIB} MB used")).to_be_visible()
    expect(files.get_by_text("Filling up")).to_be_visible()
    assert_accessible(files)

    bring(files, {"more.txt": b"m" * (5 * MIB // 4)})
    expect(files.get_by_text("Almost full")).to_be_visible()
    expect(meter(files)).to_have_attribute("aria-valuetext", f"8.8 MB of {QUOTA_MIB} MB used, Almost full")
    assert_accessible(files)

    files.get_by_role("button", name="Actions for large.txt").click()
    files.get_by_role("menuitem", name="Delete…").click()
    files.get_by_role("button", name="Delete for good").click()
    expect(meter(files)).to_have_attribute("aria-valuetext", f"1.3 MB of {QUOTA_MIB} MB used")
    expect(files.get_by_text("Almost full")).to_have_count(0)


def test_a_reader_sees_what_uploads_keep_also_on_a_phone(
    new_page: Opens, sign_in: Callable[..., Page], server: RunningServer, project: ProjectApi
) -> None:
    viewer = people.add(server, project, f"Vi {project.name}", "viewer")
    project.upload("inbox/there.txt", b"t" * MIB)
    project.call("POST", "/uploads", json={"path": "coming.bin", "size": 8 * MIB})
    page = sign_in(new_page(PHONE), viewer.name)
    page.goto(f"/p/{project.name}/files")

    said = f"1 MB of {QUOTA_MIB} MB used, 8 MB kept for uploads, Full"
    expect(meter(page)).to_have_attribute("aria-valuetext", said)
    assert page.get_by_role("main").evaluate("main => main.scrollWidth - main.clientWidth") <= 0
    assert_accessible(page)

    page.get_by_role("link", name="Folder inbox").click()
    expect(page.get_by_role("link", name="there.txt")).to_be_visible()
    expect(meter(page)).to_have_attribute("aria-valuetext", said)
