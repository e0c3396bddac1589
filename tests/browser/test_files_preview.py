"""What a file holds, beside its folder: text and cells as text, pictures as pictures, and nothing that could act."""

import base64
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from dayshift.testing.rest import ProjectApi

from .axe import assert_accessible
from .conftest import PHONE, open_live

Opens = Callable[..., Page]
MIB = 1 << 20
GIF = base64.b64decode("R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==")
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
SCRIPT = "<script>document.title = 'it acted'</script>"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="document.title=1">{SCRIPT}<circle r="9"/></svg>'


def look(page: Page, project: ProjectApi, name: str, data: bytes) -> Locator:
    """Store a file and open it in its folder."""
    project.upload(f"shown/{name}", data)
    page.goto(f"/p/{project.name}/files/shown")
    page.get_by_role("link", name=name, exact=True).click()
    return page.get_by_role("region", name=f"Preview of {name}", exact=True)


def cells(preview: Locator) -> list[list[str]]:
    return [row.get_by_role("cell").all_inner_texts() for row in preview.get_by_role("row").all()]


def test_a_program_is_shown_as_text_and_the_address_keeps_it(ada: Page, project: ProjectApi) -> None:
    code = 'def main() -> None:\n    print("<b>Größe & more</b>")\n'
    preview = look(ada, project, "main.py", code.encode())
    shown = preview.get_by_role("region", name="What is in main.py")
    expect(shown).to_have_text(code)
    expect(preview).to_contain_text("Text · 55 B · Today,")
    expect(preview.get_by_role("heading", name="main.py")).to_be_focused()
    assert_accessible(ada)

    ada.reload()
    expect(shown).to_contain_text("Größe & more")
    expect(preview.get_by_role("heading", name="main.py")).not_to_be_focused()
    preview.get_by_role("button", name="Close the preview").click()
    expect(preview).to_have_count(0)
    expect(ada).to_have_url(re.compile("/files/shown$"))


def test_focus_goes_into_the_preview_and_back_to_the_name(ada: Page, project: ProjectApi) -> None:
    preview = look(ada, project, "a.txt", b"a")
    expect(preview.get_by_role("heading")).to_be_focused()
    ada.keyboard.press("Tab")
    expect(preview.get_by_role("link", name="Download a.txt")).to_be_focused()
    ada.keyboard.press("Tab")
    ada.keyboard.press("Enter")

    expect(preview).to_have_count(0)
    expect(ada.get_by_role("link", name="a.txt")).to_be_focused()


def test_a_long_text_says_that_it_was_cut(ada: Page, project: ProjectApi) -> None:
    data = b"0123456789abcde\n" * (MIB // 16) + "the end ä".encode()
    preview = look(ada, project, "long.log", data)

    expect(preview).to_contain_text("The first 1 MB of 1 MB. Download it to see the rest.")
    shown = preview.get_by_role("region", name="What is in long.log").text_content() or ""
    assert len(shown) == MIB
    with ada.expect_download() as coming:
        preview.get_by_role("link", name="Download long.log").click()
    assert coming.value.path().read_bytes() == data


def test_values_are_a_table_of_the_first_rows(ada: Page, project: ProjectApi) -> None:
    rows = "".join(f'{number};"Kund; {number}";-1 249,00\n' for number in range(300))
    preview = look(ada, project, "bank.csv", f"booked;who;\n{rows}".encode())

    expect(preview.get_by_role("columnheader")).to_have_text(["booked", "who", "Column 3"])
    found = cells(preview)
    assert (len(found), found[1], found[-1][1]) == (201, ["0", "Kund; 0", "-1 249,00"], "Kund; 199")
    expect(preview).to_contain_text("The first 200 rows. Nothing is changed by looking.")
    assert_accessible(ada)
    preview.get_by_text("Text", exact=True).click()
    expect(preview.get_by_role("region")).to_contain_text('299;"Kund; 299"')


def test_a_short_table_tells_its_rows(ada: Page, project: ProjectApi) -> None:
    preview = look(ada, project, "two.csv", b"\xef\xbb\xbfa,b\r\n1,<img src=x onerror=alert(1)>\r\n")

    expect(preview.get_by_role("columnheader").first).to_have_text("a")
    assert cells(preview)[1:] == [["1", "<img src=x onerror=alert(1)>"]]
    expect(preview).to_contain_text("1 row. Nothing is changed by looking.")
    expect(preview.get_by_role("img")).to_have_count(0)


@pytest.mark.parametrize(("name", "data"), [("dot.png", PNG), ("dot.gif", GIF), ("really a gif.jpg", GIF)])
def test_pictures_are_shown(ada: Page, project: ProjectApi, name: str, data: bytes) -> None:
    preview = look(ada, project, name, data)
    picture = preview.get_by_role("img", name=f"The picture {name}")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 1)
    assert str(picture.get_attribute("src")).startswith("blob:")
    assert_accessible(ada)


@pytest.mark.parametrize(
    ("name", "data"), [("broken.png", PNG[:20]), ("page.png", SCRIPT.encode()), ("drawing.webp", SVG.encode())]
)
def test_what_only_calls_itself_a_picture_is_not_shown(ada: Page, project: ProjectApi, name: str, data: bytes) -> None:
    preview = look(ada, project, name, data)

    expect(preview).to_contain_text("This is no picture that can be shown.")
    expect(preview.get_by_role("img")).to_have_count(0)


@pytest.mark.parametrize(("name", "data"), [("page.html", SCRIPT), ("drawing.svg", SVG), ("feed.xml", SVG)])
def test_pages_and_drawings_are_only_ever_text(ada: Page, project: ProjectApi, name: str, data: str) -> None:
    preview = look(ada, project, name, data.encode())

    expect(preview.get_by_role("region")).to_have_text(data)
    expect(preview.get_by_role("img")).to_have_count(0)
    expect(ada).to_have_title(re.compile("^shown · Files"))
    answer = project.ask("GET", f"/files/shown/{name}")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("name", ["model.parquet", "bytes.txt"])
def test_other_kinds_tell_their_facts_and_can_be_downloaded(ada: Page, project: ProjectApi, name: str) -> None:
    preview = look(ada, project, name, b"PAR1\0\0\0\xff")

    expect(preview).to_contain_text("This kind of file is not shown here.")
    expect(preview).to_contain_text("8 B · Today,")
    expect(preview.get_by_role("link", name=f"Download {name}")).to_be_visible()
    assert_accessible(ada)


def test_an_empty_file_says_so(ada: Page, project: ProjectApi) -> None:
    expect(look(ada, project, "empty.csv", b"")).to_contain_text("The file is empty.")


def test_a_file_that_changes_and_goes_while_it_is_shown(ada: Page, project: ProjectApi) -> None:
    preview = look(ada, project, "live.txt", b"before")
    open_live(ada, ada.url)
    expect(preview.get_by_role("region")).to_have_text("before")
    project.upload("shown/live.txt", b"after", replace=True)
    expect(preview.get_by_role("region")).to_have_text("after")

    project.call("DELETE", "/files/shown/live.txt")

    expect(preview.get_by_role("heading", name="This file is not there")).to_be_visible()
    assert_accessible(ada)


def test_content_that_cannot_be_had_is_asked_for_again(ada: Page, project: ProjectApi) -> None:
    ada.route("**/files/shown%2Fa.txt", lambda route: route.fulfill(status=500, json={"title": "It broke."}))
    preview = look(ada, project, "a.txt", b"there after all")
    expect(preview.get_by_role("alert")).to_contain_text("It broke.")
    ada.unroute("**/files/shown%2Fa.txt")
    preview.get_by_role("button", name="Try again").click()

    expect(preview.get_by_role("region")).to_have_text("there after all")


def test_on_a_phone_the_preview_comes_first(new_page: Opens, sign_in: Callable[..., Page], project: ProjectApi) -> None:
    page = sign_in(new_page(PHONE))
    preview = look(page, project, "wide.txt", b"w" * 500)

    expect(preview.get_by_role("heading")).to_be_in_viewport()
    assert page.get_by_role("main").evaluate("main => main.scrollWidth - main.clientWidth") <= 0
    assert_accessible(page)
