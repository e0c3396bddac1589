"""The files of a project: folders with any name, what one may do with what lies in them, and what one may not."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from dayshift.testing import people
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer

from .axe import assert_accessible
from .conftest import PHONE, open_live

Opens = Callable[..., Page]
SignsIn = Callable[..., Page]
NARROW = {"width": 320, "height": 640}
NAMES = (
    "Two words",
    "it's “quoted” and 'so'",
    "#1 of 100%",
    "%2F%20",
    "Größe?",
    "a&b=c+d;e",
    "$x {-$y} [z]",
    "2026",
    "true",
    "<img src=x onerror=alert(1)>",
)


@pytest.fixture
def filled(project: ProjectApi) -> ProjectApi:
    project.upload("report.py", b'print("The report is done.")\n')
    project.upload("notes 10.txt", b"ten")
    project.upload("notes 2.txt", b"two")
    project.upload("statements/nordea/2026-11-23.csv", b"a;b\n1;2\n")
    return project


@pytest.fixture
def files(ada: Page, filled: ProjectApi) -> Page:
    """The files of the project, by the rail."""
    ada.goto(f"/p/{filled.name}/jobs")
    ada.get_by_role("navigation", name="Main").get_by_role("link", name="Files").click()
    expect(ada.get_by_role("heading", name="Files")).to_be_visible()
    return ada


def rows(page: Page) -> Locator:
    return page.get_by_role("table", name="Files").get_by_role("row")


def path_of(page: Page) -> Locator:
    return page.get_by_role("navigation", name="The folder that is open").get_by_role("link")


def choose(page: Page, name: str, action: str) -> Locator:
    """Open the menu of a file and take something from it; the dialog that follows."""
    page.get_by_role("button", name=f"Actions for {name}", exact=True).click()
    page.get_by_role("menuitem", name=action).click()
    return page.get_by_role("dialog")


def test_folders_come_first_and_names_as_people_count(files: Page, filled: ProjectApi) -> None:
    expect(rows(files)).to_have_count(5)
    for row, name in zip(rows(files).all()[1:], ("statements", "notes 2", "notes 10", "report"), strict=True):
        expect(row).to_contain_text(name)
    expect(rows(files).last).to_contain_text("29 B")
    expect(rows(files).last).to_contain_text("Today,")
    expect(files.get_by_text("1 folder and 3 files")).to_be_visible()
    assert_accessible(files)

    files.get_by_role("link", name="Folder statements").click()
    files.get_by_role("link", name="Folder nordea").click()
    expect(files.get_by_role("link", name="2026-11-23.csv")).to_be_visible()
    expect(path_of(files)).to_have_text([filled.name, "statements", "nordea"])
    expect(path_of(files).last).to_have_attribute("aria-current", "page")
    expect(files).to_have_title(re.compile("^nordea · Files · "))

    path_of(files).first.click()
    expect(files.get_by_role("link", name="Folder statements")).to_be_visible()


def test_every_name_survives_a_reload_and_the_way_back(ada: Page, project: ProjectApi) -> None:
    for name in NAMES:
        project.upload(f"all/{name}/in {name}", f"inside {name}".encode())
    ada.goto(f"/p/{project.name}/files/all")
    for name in NAMES:
        ada.get_by_role("link", name=f"Folder {name}", exact=True).click()
        ada.get_by_role("link", name=f"in {name}", exact=True).click()
        shown = ada.get_by_role("region", name=f"What is in in {name}", exact=True)
        expect(shown).to_have_text(f"inside {name}")
        ada.reload()
        expect(shown).to_have_text(f"inside {name}")
        ada.go_back()
        expect(shown).to_have_count(0)
        expect(path_of(ada)).to_have_text([project.name, "all", name])
        ada.go_back()
        expect(path_of(ada)).to_have_text([project.name, "all"])


def test_a_filter_narrows_the_folder_and_stands_in_the_address(files: Page) -> None:
    files.get_by_role("searchbox", name="Filter this folder").fill("NOTES")
    expect(rows(files)).to_have_count(3)
    files.reload()
    expect(rows(files)).to_have_count(3)

    files.get_by_role("searchbox").fill("nothing")
    expect(files.get_by_role("heading", name="No name fits")).to_be_visible()
    assert_accessible(files)
    files.get_by_role("button", name="Clear the filter").click()

    expect(rows(files)).to_have_count(5)
    expect(files.get_by_role("searchbox")).to_have_value("")


def test_a_folder_of_thousands_stays_quick(ada: Page, project: ProjectApi, server: RunningServer) -> None:
    mark = f"first of {project.name}"
    project.upload(f"many/{mark}", b"")
    folder = next((server.home / "projects").glob(f"*/files/many/{mark}")).parent
    _fill(folder, 1999)
    ada.goto(f"/p/{project.name}/files/many")

    expect(ada.get_by_text("2,000 files", exact=True)).to_be_visible(timeout=5000)
    expect(rows(ada)).to_have_count(101)
    ada.get_by_role("button", name="Show more").click()
    expect(rows(ada)).to_have_count(201)
    ada.get_by_role("searchbox").fill("part 1998")
    expect(rows(ada)).to_have_count(2)
    ada.get_by_role("link", name="part 1998.txt").click()
    expect(ada.get_by_role("region", name="What is in part 1998.txt")).to_have_text("1998")


def _fill(folder: Path, count: int) -> None:
    for number in range(count):
        (folder / f"part {number}.txt").write_text(str(number))


def test_an_empty_project_and_an_empty_folder_say_what_to_do(ada: Page, project: ProjectApi) -> None:
    ada.goto(f"/p/{project.name}/files")
    expect(ada.get_by_role("heading", name="Bring your first file")).to_be_visible()
    assert_accessible(ada)

    ada.get_by_role("button", name="New folder").first.click()
    dialog = ada.get_by_role("dialog", name="New folder")
    expect(dialog.get_by_label("Name")).to_be_focused()
    dialog.get_by_label("Name").fill("inbox")
    ada.keyboard.press("Enter")
    ada.get_by_role("link", name="Folder inbox").click()

    expect(ada.get_by_role("heading", name="This folder is empty")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "Type a name."),
        ("   ", "Type a name."),
        ("a/b", "A name cannot hold a slash."),
        ("statements", "This name is taken in this folder."),
        ("..", "is no name; choose another name"),
        ("n" * 300, "is longer than 255 bytes"),
        ("back\\slash", "has a backslash"),
    ],
)
def test_a_name_that_cannot_be_one_is_said_at_its_field(files: Page, name: str, why: str) -> None:
    opener = files.get_by_role("button", name="New folder")
    opener.click()
    dialog = files.get_by_role("dialog", name="New folder")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_role("button", name="Make this folder").click()

    expect(dialog).to_contain_text(why)
    expect(dialog.get_by_label("Name")).to_have_value(name)
    assert_accessible(files)
    files.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(rows(files)).to_have_count(5)


def test_a_name_of_quotes_and_tags_is_a_name(files: Page) -> None:
    name = '"it\'s" <img src=x onerror=alert(1)> `${x}`'
    dialog = choose(files, "notes 2.txt", "Rename…")
    expect(dialog.get_by_label("Name")).to_be_focused()
    assert files.evaluate("getSelection().toString()") == "notes 2"
    dialog.get_by_label("Name").fill(name)
    files.keyboard.press("Enter")

    expect(dialog).to_be_hidden()
    expect(files.get_by_role("link", name=name, exact=True)).to_be_visible()
    expect(files.get_by_role("img", name="")).to_have_count(0)
    choose(files, name, "Delete…")
    expect(files.get_by_role("dialog", name=f"Delete “{name}”?")).to_be_visible()


def test_what_is_renamed_stays_open_under_its_new_name(files: Page, filled: ProjectApi) -> None:
    files.get_by_role("link", name="report.py").click()
    expect(files.get_by_role("region", name="Preview of report.py")).to_contain_text("The report is done.")
    dialog = choose(files, "report.py", "Rename…")
    dialog.get_by_label("Name").fill("notes 10.txt")
    dialog.get_by_role("button", name="Rename", exact=True).click()
    expect(dialog).to_contain_text("This name is taken in this folder.")
    dialog.get_by_label("Name").fill("monthly report.py")
    dialog.get_by_role("button", name="Rename", exact=True).click()

    expect(files.get_by_role("region", name="Preview of monthly report.py")).to_contain_text("The report is done.")
    expect(files.get_by_role("link", name="report.py", exact=True)).to_have_count(0)
    expect(files.get_by_role("button", name="Actions for report.py", exact=True)).to_have_count(0)
    assert filled.ask("GET", "/files/report.py").status_code == 404


def test_a_file_moves_through_folders_by_keys_alone(files: Page, filled: ProjectApi) -> None:
    files.get_by_role("button", name="Actions for report.py").focus()
    files.keyboard.press("Enter")
    move = files.get_by_role("menuitem", name="Move…")
    while not move.evaluate("item => item === document.activeElement"):
        files.keyboard.press("ArrowDown")
    files.keyboard.press("Enter")
    dialog = files.get_by_role("dialog", name="Move “report.py”")
    expect(dialog).to_contain_text("It is in this folder now.")
    for folder in ("statements", "nordea"):
        dialog.get_by_role("button", name=folder, exact=True).focus()
        files.keyboard.press("Enter")
    expect(dialog).to_contain_text("No folders in here.")
    assert_accessible(files)
    dialog.get_by_role("button", name="Move it to nordea").focus()
    files.keyboard.press("Enter")

    expect(dialog).to_be_hidden()
    expect(files.get_by_text("report.py is in nordea now")).to_be_visible()
    expect(files.get_by_role("link", name="report.py")).to_have_count(0)
    assert filled.ask("GET", "/files/statements/nordea/report.py").status_code == 200


def test_a_move_onto_something_else_is_refused_and_nothing_is_lost(files: Page, filled: ProjectApi) -> None:
    filled.upload("statements/report.py", b"another")
    dialog = choose(files, "report.py", "Move…")
    dialog.get_by_role("button", name="statements", exact=True).click()
    dialog.get_by_role("button", name="Move it to statements").click()

    expect(dialog.get_by_role("alert")).to_contain_text("A file or folder statements/report.py exists already.")
    files.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(files.get_by_role("button", name="Actions for report.py")).to_be_focused()
    assert filled.ask("GET", "/files/statements/report.py").content == b"another"


def test_a_folder_is_deleted_with_what_was_said_to_go(files: Page, filled: ProjectApi) -> None:
    filled.upload("statements/readme.md", b"x")
    dialog = choose(files, "statements", "Delete…")
    expect(dialog).to_contain_text("With it go 1 folder and 1 file, and all that is in them, for good.")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    assert_accessible(files)
    files.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(files.get_by_role("button", name="Actions for statements")).to_be_focused()
    expect(rows(files)).to_have_count(5)

    choose(files, "statements", "Delete…").get_by_role("button", name="Delete for good").click()

    expect(files.get_by_text("statements is deleted")).to_be_visible()
    expect(rows(files)).to_have_count(4)
    assert filled.ask("GET", "/files/statements/readme.md").status_code == 404


def test_a_file_comes_down_as_it_is(files: Page) -> None:
    files.get_by_role("button", name="Actions for notes 10.txt").click()
    with files.expect_download() as coming:
        files.get_by_role("menuitem", name="Download").click()

    assert coming.value.suggested_filename == "notes 10.txt"
    assert coming.value.path().read_bytes() == b"ten"


def test_a_program_becomes_a_job_that_runs(files: Page, filled: ProjectApi) -> None:
    filled.call("POST", "/files/move", json={"from": "report.py", "to": "statements/my report.py"})
    files.get_by_role("link", name="Folder statements").click()
    choose(files, "my report.py", "Use in a new job")
    expect(files.get_by_role("combobox", name="File")).to_have_value("statements/my report.py")
    files.reload()
    expect(files.get_by_role("combobox", name="File")).to_have_value("statements/my report.py")
    expect(files.get_by_role("textbox", name="Name", exact=True)).to_have_value("my report")
    files.get_by_role("button", name="Create job").click()

    expect(files).to_have_url(re.compile(f"/p/{filled.name}/jobs/my-report$"))
    assert filled.output(filled.run("my-report")) == ["The report is done."]


def test_a_reader_sees_everything_and_is_offered_no_change(
    new_page: Opens, sign_in: SignsIn, server: RunningServer, filled: ProjectApi
) -> None:
    people.add(server, filled, "Rita", "viewer")
    page = sign_in(new_page(), "Rita")
    page.goto(f"/p/{filled.name}/files?file=report.py")
    expect(page.get_by_role("region", name="Preview of report.py")).to_contain_text("The report is done.")

    for name in ("Upload", "New folder", "Actions for statements"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    expect(page.get_by_role("link", name="Use in a new job")).to_have_count(0)
    expect(page.get_by_text("Drop files")).to_have_count(0)
    page.get_by_role("button", name="Actions for report.py").click()
    expect(page.get_by_role("menuitem")).to_have_text(["Download"])
    expect(page.get_by_role("menuitem")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)
    assert_accessible(page)


def test_a_guest_sees_no_files_and_no_way_to_them(
    new_page: Opens, sign_in: SignsIn, server: RunningServer, filled: ProjectApi
) -> None:
    filled.add_job("report")
    guest = people.add(server, filled, "Gina", "guest")
    people.share(filled, "report", guest, "run")
    page = sign_in(new_page(), "Gina")
    page.goto(f"/p/{filled.name}/files/statements")

    expect(page.get_by_role("heading", name="You may not see this")).to_be_visible()
    expect(page.get_by_text("nordea")).to_have_count(0)
    expect(page.get_by_role("link", name="Files")).to_have_count(0)
    assert_accessible(page)


def test_who_looks_at_a_folder_that_another_deletes_is_told(
    files: Page, new_page: Opens, sign_in: SignsIn, server: RunningServer, filled: ProjectApi
) -> None:
    people.add(server, filled, "Eva", "editor")
    eva = sign_in(new_page(), "Eva")
    open_live(eva, f"/p/{filled.name}/files/statements/nordea?file=2026-11-23.csv")
    expect(eva.get_by_role("region", name="Preview of 2026-11-23.csv")).to_be_visible()

    choose(files, "statements", "Delete…").get_by_role("button", name="Delete for good").click()

    expect(eva.get_by_role("heading", name="This folder is not there")).to_be_visible()
    expect(eva.get_by_role("button", name="Upload")).to_have_count(0)
    assert_accessible(eva)
    eva.get_by_role("link", name="Open statements").click()
    expect(eva.get_by_role("heading", name="This folder is not there")).to_be_visible()
    eva.get_by_role("link", name=f"Open {filled.name}").click()
    expect(eva.get_by_role("link", name="report.py")).to_be_visible()


def test_who_may_less_than_before_sees_less_at_once(
    new_page: Opens, sign_in: SignsIn, server: RunningServer, filled: ProjectApi
) -> None:
    people.add(server, filled, "Nora", "editor")
    members = {one["name"]: one["id"] for one in filled.call("GET", "/members")["items"]}
    page = sign_in(new_page(), "Nora")
    open_live(page, f"/p/{filled.name}/files")
    expect(page.get_by_role("button", name="Upload", exact=True)).to_be_visible()

    filled.call("PATCH", f"/members/{members['Nora']}", json={"role": "viewer"})
    expect(page.get_by_role("button", name="Upload", exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="report.py")).to_be_visible()
    filled.call("DELETE", f"/members/{members['Nora']}")
    expect(page.get_by_role("link", name="report.py")).to_have_count(0)
    expect(page.get_by_role("heading", name="There is nothing here for you")).to_be_visible()


def test_a_list_that_cannot_be_had_is_asked_for_again(files: Page) -> None:
    files.route("**/files/statements?*", lambda route: route.fulfill(status=500, json={"title": "It broke."}))
    files.get_by_role("link", name="Folder statements").click()
    expect(files.get_by_role("heading", name="This could not be loaded")).to_be_visible()
    assert_accessible(files)
    files.unroute("**/files/statements?*")
    files.get_by_role("button", name="Try again").click()

    expect(files.get_by_role("link", name="Folder nordea")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, NARROW], ids=["390", "320"])
def test_it_fits_a_phone(new_page: Opens, sign_in: SignsIn, filled: ProjectApi, size: dict[str, int]) -> None:
    filled.upload(f"statements/nordea/{'a long name without a place to break it ' * 3}.txt", b"x" * 2000)
    page = sign_in(new_page(size))
    for address in ("", "/statements/nordea", "/statements/nordea?file=2026-11-23.csv"):
        page.goto(f"/p/{filled.name}/files{address}")
        expect(rows(page).last).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert page.get_by_role("main").evaluate("main => main.scrollWidth - main.clientWidth") <= 0
    expect(page.get_by_role("region", name="Preview of 2026-11-23.csv")).to_be_visible()
    assert_accessible(page)
