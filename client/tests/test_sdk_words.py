"""The short ways to say things in Python, and their twins at a terminal."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dayshift.testing.server import RunningServer
from dayshift_client import Client, errors, signed_in
from dayshift_client.client import Project
from dayshift_client.signed_in import SignedIn

PASSWORD = "four words nobody guesses"


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def test_somebody_signs_in_by_a_password_or_by_a_link(server: RunningServer, project: Project):
    link = project.members.invite("viewer")["link"]

    with Client.sign_in(server.url, "ada", server.password) as ada, Client.sign_in(link, "Öz", PASSWORD) as invited:
        assert (ada.me()["name"], invited.me()["name"]) == ("ada", "Öz")
        assert [row["name"] for row in invited.projects()] == [project.name]
    assert signed_in.load() is None
    with pytest.raises(errors.Unauthenticated):
        Client.sign_in(server.url, "ada", PASSWORD)


def test_a_session_that_is_kept_is_that_of_later_clients_and_commands(server: RunningServer, terminal):
    Client.sign_in(f"{server.url}/", "ada", server.password, keep=True)

    assert Client().me()["name"] == "ada"
    assert terminal("whoami").out == f"ada at {server.url}, an administrator\n"


def test_the_usual_project_is_that_of_the_job_then_of_use_then_the_only_one(
    server: RunningServer, client: Client, sdk: Callable[[str], Client], monkeypatch
):
    for name in ("first", "second"):
        client.create_project(name)
    signed_in.save(SignedIn(url=server.url, tokens={server.url: server.token}))
    with pytest.raises(errors.Invalid, match="say which project"):
        client.project()
    pia = sdk("Pia")
    pia.create_project("of-pia")

    assert pia.project().name == "of-pia"
    signed_in.save(SignedIn(url=server.url, project="second"))
    assert client.project().name == "second"
    monkeypatch.setenv("DAYSHIFT_PROJECT", "first")
    assert client.project().name == "first"
    assert client.project("third").name == "third"


def test_files_and_folders_go_up_by_text_and_under_their_own_names(project: Project, tmp_path: Path, monkeypatch):
    (tmp_path / "sales/data").mkdir(parents=True)
    (tmp_path / "sales/data/x.csv").write_text("x")
    monkeypatch.chdir(tmp_path / "sales")

    project.files.upload("data/x.csv")
    project.files.upload_folder(".")
    project.files.upload_folder("data", "", replace=True)
    project.files.upload_folder("data", "other")
    project.files.download("x.csv", "y.csv")

    listed = {folder: {row["name"] for row in project.files.list(folder)} for folder in ("", "sales/data", "other")}
    assert listed == {"": {"x.csv", "sales", "other"}, "sales/data": {"x.csv"}, "other": {"x.csv"}}
    assert (tmp_path / "sales/y.csv").read_text() == "x"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"cron": "0 9 * * 1-5"}, "Runs every weekday (Monday to Friday) at 09:00, UTC."),
        ({"every": "15min"}, "Runs every 15 minutes"),
        ({"daily": "07:00"}, "Runs every day at 07:00, UTC."),
        ({"weekly": "mon 07:15", "overlap": "skip", "missed": "none"}, "Runs every Monday at 07:15, UTC."),
        ({"trigger": {"kind": "cron", "text": "0 9 * * *"}}, "Runs every day at 09:00, UTC."),
    ],
)
def test_a_schedule_is_said_in_words(project: Project, words, sentence: str):
    project.jobs.create("job", {"source": "pass"})

    made = project.schedules.create("job", **words)
    changed = project.schedules.update("job", daily="08:30", end="2030-01-01")
    endless = project.schedules.update("job", end=None)

    assert made["sentence"].startswith(sentence)
    assert (made["overlap"]["mode"], made["misfire"]["mode"]) == (
        words.get("overlap", "queue_one"),
        words.get("missed", "latest"),
    )
    assert "every day at 08:30, until" in changed["sentence"] and endless["end"] is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({}, "say when, by one of cron, every"),
        ({"cron": "0 9 * * *", "daily": "07:00"}, "say when in one way, not by cron and daily"),
        ({"every": "often"}, "every: write a number and a unit"),
    ],
)
def test_a_schedule_that_does_not_say_when_is_refused(project: Project, words, said: str):
    with pytest.raises(errors.Invalid, match=said):
        project.schedules.create("job", **words)


def test_the_newest_run_of_a_job_is_followed_by_its_name(project: Project, dayshift):
    project.jobs.create("job", {"source": "print('good [red]day')\nprint('bye')"})
    with pytest.raises(errors.NotFound, match="job has not run yet"):
        project.jobs.latest("job")
    early = dayshift("jobs", "logs", "job")
    project.jobs.run("job")
    newest = project.jobs.run("job")

    assert project.jobs.latest("job")["id"] == newest["id"]
    assert list(project.runs.lines(newest["id"])) == ["good [red]day", "bye"]
    assert (early.code, "Start it: `dayshift jobs run job`." in early.err) == (1, True)
    assert dayshift("jobs", "logs", "job").out == "good [red]day\nbye\n"
    assert dayshift("jobs", "logs", "job", "--search", "bye").out == "bye\n"
    assert dayshift("jobs", "logs", "job", "--follow").err.startswith(f"Run {newest['id']} succeeded")


def test_why_nothing_ran_is_said_for_each_schedule_and_for_the_newest_run(project: Project, dayshift):
    project.jobs.create("job", {"source": "raise SystemExit(3)"})
    idle = project.jobs.why("job")
    project.schedules.create("job", cron="0 9 * * *", name="close")
    project.schedules.pause("close", reason="stocktaking")
    run = project.jobs.run("job")["id"]

    why = project.jobs.why("job")
    answer = dayshift("why", "job")
    at = dayshift("why", "job", "2020-01-01T09:00")

    assert idle["sentences"] == [
        "It has no schedule that you may see: it runs when somebody starts it.",
        "It has not run yet.",
    ]
    paused, coming, ended = why["sentences"]
    assert "(close) is paused. Runs every day at 09:00" in paused
    assert "It will not run: the schedule is paused by ada: “stocktaking”." in coming
    assert ended == f"Run {run}: Its program ended with exit code 3."
    assert answer.out.splitlines() == why["sentences"]
    assert "The schedule did not exist at Wed 01 Jan 2020 09:00" in at.out and "exit code" not in at.out
    assert (dayshift("why", "nope").code, dayshift("why", "job", "noon").code) == (1, 1)


def test_a_run_is_waited_for_where_it_is_started(project: Project, dayshift):
    project.jobs.create("good", {"source": "pass"})
    project.jobs.create("bad", {"source": "raise SystemExit(3)"})

    good, bad, as_json = (
        dayshift("jobs", "run", *words, "--wait") for words in (("good",), ("bad",), ("good", "--json"))
    )

    assert (good.code, bad.code, as_json.code) == (0, 1, 0)
    assert " succeeded after " in good.out and " failed after " in bad.out
    assert '"state": "succeeded"' in as_json.out and as_json.err.startswith("Run ")
