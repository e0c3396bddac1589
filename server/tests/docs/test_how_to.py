"""The pages that tell how to do one thing, typed as they stand beside a server that has what they are about."""

import json
import sqlite3
from contextlib import closing

import pytest

from dayshift_client import Client
from dayshift_client.client import Project

FOLLOWED_ELSEWHERE = {"README.md", "docs/tutorial/first-schedule.md", "docs/how-to/ten-tasks.md"}
PASSWORD = "four words nobody guesses"
PROGRAM = {"source": "print('all is well')"}
READY_S = 120  # of a small environment


@pytest.fixture
def ann(reader) -> Client:
    """The administrator, who has signed in at the terminal too."""
    reader.run(f"dayshift login '{reader.link}'")
    return Client.sign_in(f"http://127.0.0.1{reader.port}", "ann", PASSWORD)


@pytest.fixture
def sales(reader, ann: Client) -> Project:
    """The project of the pages, in use, with the job ``report``."""
    reader.run("dayshift projects create sales --tz Europe/Stockholm")
    project = ann.project("sales")
    project.jobs.create("report", PROGRAM)
    return project


def _has_person(reader, *names: str) -> None:
    for name in names:
        reader.run(f"dayshift admin create-user {name}")


def test_the_page_about_backups_copies_what_is_there(reader, page, sales: Project, tmp_path):
    (tmp_path / "import.py").touch()
    sales.files.upload(tmp_path / "import.py")
    sales.jobs.create("import", "import.py")
    sales.jobs.run("import")

    assert reader.follow(page("docs/how-to/back-up-and-restore.md")) == 3

    with closing(sqlite3.connect(reader.folder / "backup/dayshift.db")) as database:
        assert {name for (name,) in database.execute("SELECT name FROM projects")} == {"sample", "sales"}
    kept = {path.name for path in (reader.folder / "backup").iterdir()}
    assert {"keys", "host", "projects", "runs", "code", "environments", "wheels"} < kept


def test_the_page_about_environments_gives_a_job_its_packages(reader, page, sales: Project):
    def patiently(command: str) -> str:
        if "environments show" in command:
            reader.run(f"for n in $(seq {READY_S}); do {command} | grep -v -q ready || break; sleep 1; done")
        return command

    reader.ours = patiently
    text = page("docs/how-to/environments.md")  # with packages that the environments of Dayshift have too
    for theirs, ours in (("polars>=1", "rich>=13"), ("openpyxl", "typer"), ("polars.__version__", "'there'")):
        assert theirs in text
        text = text.replace(theirs, ours)

    assert reader.follow(text.replace("import polars", "import rich")) == 5

    assert sales.jobs.get("report")["environment"] == "tables"
    assert sales.jobs.run("totals")["state"] == "succeeded"


def test_the_page_about_limits_sets_them(reader, page, sales: Project, tmp_path):
    (tmp_path / "import.py").touch()
    sales.files.upload(tmp_path / "import.py")

    assert reader.follow(page("docs/how-to/retries-and-limits.md")) == 1

    saved = sales.jobs.get("import")["definition"]
    assert (saved["time_limit"], saved["resources"]["memory"]) == (600, 1024)
    assert (saved["retries"]["max"], saved["retries"]["delay"]) == (3, 30)


def test_the_page_about_sharing_lets_people_in_and_out(reader, page, ann: Client, sales: Project):
    _has_person(reader, "Fatima", "Hugo")
    for job in ("payroll", "vat-export"):
        sales.jobs.create(job, PROGRAM)
    sales.schedules.create("vat-export", daily="07:00")

    assert reader.follow(page("docs/how-to/share-jobs.md")) == 12

    access = sales.jobs.access("payroll")
    assert (access["private"], access["logs_for"]) == (True, "view")
    assert {row["name"]: row["role"] for row in sales.members.list()} == {
        "ann": "owner",
        "Hugo": "guest",
        "Fatima": "guest",
    }
    assert [row["person"] for row in sales.tags.grants("finance")] == ["Fatima"]
    assert reader.printed.startswith("Fatima can change when it runs: vat-export because ann gave schedule by the tag")
    assert ann.trust()["acknowledged"]


def test_the_page_about_keys_makes_one_that_works(reader, page, sales: Project):
    def with_a_key(command: str) -> str:
        if "keys rotate" in command:
            (key,) = json.loads(reader.run("dayshift keys list --json"))
            return command.replace("3kq8wz…", key["id"])
        return command.replace("dsp_…", reader.printed.strip())

    reader.run("dayshift logout")
    reader.started = f"{reader.started.splitlines()[0]}\n{reader.run('dayshift admin sign-in-link ann')}"
    reader.ours = with_a_key

    assert reader.follow(page("docs/how-to/sign-in-and-keys.md")) == 12

    assert reader.printed == ""
    runs = list(sales.jobs.runs("report"))
    assert [run["state"] for run in runs] == ["succeeded"] * 3


def test_the_page_about_what_did_not_run_says_why(reader, page, sales: Project):
    number = sales.schedules.create("report", daily="08:00")["id"]
    sales.schedules.pause("report", reason="stocktaking")
    run = sales.jobs.run("report")["id"]
    text = page("docs/how-to/why-did-it-not-run.md")

    assert reader.follow(text.replace(" 7 ", f" {number} ").replace("41", str(run))) == 6
    assert reader.printed == ""  # of a search for what the log does not hold


def test_each_page_with_something_to_type_is_typed_by_a_test(root, pages, page, blocks):
    ours = (root / "server/tests/docs/test_how_to.py").read_text()
    typed = {name for name in pages if any(block.is_runnable for block in blocks(page(name)))}

    assert len(typed) > 8
    assert {name for name in typed if f'page("{name}")' not in ours} == FOLLOWED_ELSEWHERE
