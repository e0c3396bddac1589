"""Environments: made of packages that are typed, built before one's eyes, and read by who may not change them."""

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from dayshift.store.tables import environments
from dayshift.testing.people import add
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer, running_server

from .axe import assert_accessible
from .conftest import PHONE

BUILT_MS = 60_000
SMALLEST = 320


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package index of one package, in a folder."""
    folder = tmp_path_factory.mktemp("wheels")
    for version in ("1.0", "2.0"):
        info = f"greeting-{version}.dist-info"
        with zipfile.ZipFile(folder / f"greeting-{version}-py3-none-any.whl", "w") as wheel:
            wheel.writestr("greeting.py", f"word = 'hello {version}'\n")
            wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: greeting\nVersion: {version}\n")
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", f"greeting.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, wheels: Path) -> Iterator[RunningServer]:
    """A server whose package index is that folder."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"UV_NO_INDEX": "1", "UV_OFFLINE": "1", "UV_FIND_LINKS": str(wheels)}.items():
            patch.setenv(name, value)
        with running_server(tmp_path_factory.mktemp("server") / "home") as running:
            yield running


@pytest.fixture
def page(ada: Page, project: ProjectApi) -> Page:
    """The page, by the rail."""
    ada.goto(f"/p/{project.name}/jobs")
    ada.get_by_role("navigation", name="Main").get_by_role("link", name="Environments").click()
    expect(ada.get_by_role("heading", name="Environments", exact=True)).to_be_visible()
    return ada


def create(page: Page, name: str, packages: str) -> Locator:
    """Fill the dialog in and send it; the dialog."""
    page.get_by_role("button", name="New environment").click()
    dialog = page.get_by_role("dialog", name="New environment")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_label("Packages").fill(packages)
    dialog.get_by_role("button", name="Lock and build").click()
    return dialog


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("button", name=f"Show {name}", exact=True))


def set_state(server: RunningServer, name: str, state: str, message: str = "") -> None:
    with server.begin() as tx:
        mine = environments.c.name == name
        tx.execute(update(environments).where(mine).values(state=state, message=message, built_at=None))


def test_packages_that_are_typed_become_an_environment_in_which_a_job_runs(page: Page, project: ProjectApi) -> None:
    expect(row(page, "python")).to_contain_text("comes with Dayshift")
    assert_accessible(page)
    create(page, "tables", "greeting\n# for the reports\n")

    shown = page.get_by_role("dialog", name="tables")
    expect(shown.get_by_role("status").get_by_text("Ready")).to_be_visible(timeout=BUILT_MS)
    expect(shown.get_by_role("listitem").first).to_have_text("greeting")
    shown.get_by_text(re.compile("exact version")).click()
    expect(shown.get_by_text("greeting 2.0")).to_be_visible()
    expect(shown.get_by_role("log", name="Log of the build")).to_contain_text("greeting")
    assert_accessible(page)
    expect(page).to_have_url(re.compile("environment=tables"))
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    expect(row(page, "tables")).to_contain_text("Ready")
    expect(row(page, "tables").get_by_role("time")).to_be_visible()

    project.add_job("greet", "import greeting; print(greeting.word)", environment="tables")
    assert project.output(project.run("greet")) == ["hello 2.0"]


def test_what_the_server_refuses_stands_at_its_field_and_what_was_typed_is_kept(page: Page) -> None:
    dialog = create(page, "Own", "greeting")
    expect(dialog.get_by_text(re.compile("small letters, digits"))).to_have_count(1)
    expect(dialog.get_by_label("Name")).to_have_attribute("aria-invalid", "true")
    assert_accessible(page)

    dialog.get_by_label("Name").fill("own")
    dialog.get_by_label("Packages").fill("greeting\nno-such-package-of-anybody")
    dialog.get_by_role("button", name="Lock and build").click()

    expect(dialog.get_by_text(re.compile("no-such-package-of-anybody.*"))).to_have_count(2)
    expect(dialog.get_by_label("Packages")).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_label("Name")).not_to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_label("Name")).to_have_value("own")


def test_a_name_that_is_taken_is_said_at_the_name(page: Page, project: ProjectApi) -> None:
    project.call("POST", "/environments", json={"name": "own", "requirements": "greeting"})

    dialog = create(page, "own", "greeting")

    expect(dialog.get_by_text("An environment called own exists already.")).to_be_visible()


def test_a_build_that_failed_says_why_and_is_built_again(
    page: Page, project: ProjectApi, server: RunningServer
) -> None:
    create(page, "weak", "greeting")
    shown = page.get_by_role("dialog", name="weak")
    expect(shown.get_by_role("status").get_by_text("Ready")).to_be_visible(timeout=BUILT_MS)
    set_state(server, "weak", "failed", "The disk of the server is full.")
    page.reload()

    expect(shown.get_by_text("The build failed: The disk of the server is full.")).to_be_visible()
    expect(page.get_by_role("table", name="Environments", include_hidden=True)).to_contain_text(
        "The disk of the server"
    )
    assert_accessible(page)
    shown.get_by_role("button", name="Build again").click()

    expect(shown.get_by_role("status").get_by_text("Ready")).to_be_visible(timeout=BUILT_MS)
    expect(shown.get_by_text("The build failed")).to_have_count(0)


def test_while_it_is_built_the_page_follows_by_itself(page: Page, project: ProjectApi, server: RunningServer) -> None:
    project.call("POST", "/environments", json={"name": "behind", "requirements": "greeting"})

    expect(row(page, "behind")).to_contain_text(
        "Ready", timeout=BUILT_MS
    )  # told by events, then asked until it is over


def test_other_packages_under_the_same_name(page: Page, project: ProjectApi) -> None:
    create(page, "same", "greeting<2")
    shown = page.get_by_role("dialog", name="same", exact=True)
    expect(shown.get_by_role("status").get_by_text("Ready")).to_be_visible(timeout=BUILT_MS)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Change same…").click()
    dialog = page.get_by_role("dialog", name="Change same")
    expect(dialog.get_by_label("Packages")).to_have_value("greeting<2")
    assert_accessible(page)
    dialog.get_by_label("Packages").fill("greeting>=2")
    dialog.get_by_role("button", name="Lock and build again").click()

    expect(shown.get_by_role("listitem").first).to_have_text("greeting>=2")
    expect(shown.get_by_role("status").get_by_text("Ready")).to_be_visible(timeout=BUILT_MS)


def test_one_that_jobs_use_is_not_deleted_and_the_jobs_are_named(page: Page, project: ProjectApi) -> None:
    project.call("POST", "/environments", json={"name": "used", "requirements": "greeting"})
    project.add_job("vat-export", environment="used")
    opener = page.get_by_role("button", name="Delete used…")
    opener.click()
    dialog = page.get_by_role("dialog", name="Delete used?")
    dialog.get_by_role("button", name="Delete it").click()

    expect(dialog.get_by_role("alert")).to_contain_text("Environment used is in use by vat-export.")
    assert_accessible(page)
    project.call("DELETE", "/jobs/vat-export")
    dialog.get_by_role("button", name="Delete it").click()

    expect(dialog).to_be_hidden()
    expect(row(page, "used")).to_have_count(0)


def test_who_may_not_change_them_sees_how_they_are(
    project: ProjectApi, server: RunningServer, new_page: Callable[..., Page], sign_in: Callable[..., Page]
) -> None:
    project.call("POST", "/environments", json={"name": "seen", "requirements": "greeting"})
    source = '# /// script\n# dependencies = ["greeting==1.0"]\n# ///\n'
    project.add_job("self-made", source, environment="script")
    add(server, project, "Vera", "viewer")
    add(server, project, "Gina", "guest")
    vera = sign_in(new_page(PHONE), "Vera")
    vera.goto(f"/p/{project.name}/settings/environments")

    expect(row(vera, "seen")).to_be_visible()
    expect(row(vera, "script: self-made")).to_contain_text("greeting==1.0")
    expect(vera.get_by_text("Owners and Editors add environments")).to_be_visible()
    expect(vera.get_by_role("button", name=re.compile("^(New|Change|Delete) "))).to_have_count(0)
    for width in (PHONE["width"], SMALLEST):
        vera.set_viewport_size({"width": width, "height": 700})
        assert vera.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(vera)
    vera.get_by_role("button", name="Show script: self-made").click()
    shown = vera.get_by_role("dialog", name="script: self-made")
    expect(shown.get_by_text("Its packages stand in the script of its job.")).to_be_visible()
    assert_accessible(vera)

    gina = sign_in(new_page(), "Gina")
    gina.goto(f"/p/{project.name}/settings/environments")
    expect(gina.get_by_role("heading", name="You may not see this")).to_be_visible()
    expect(gina.get_by_role("link", name="Environments")).to_have_count(0)


def test_an_address_of_one_that_is_gone_says_so(page: Page, project: ProjectApi) -> None:
    page.goto(f"/p/{project.name}/settings/environments?environment=nothing")

    expect(page.get_by_text("There is no environment called nothing here any more.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("environments$"))
