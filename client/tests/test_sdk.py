"""The SDK against the real server."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dayshift.testing.server import RunningServer
from dayshift_client import Client, errors
from dayshift_client.client import Project

DAILY = {"kind": "cron", "text": "0 9 * * *"}


def test_a_client_is_whoever_holds_the_key(server: RunningServer):
    assert Client(server.url, server.key).me()["name"] == "ada"


def test_a_client_in_a_job_takes_address_key_and_project_from_it(server: RunningServer, project: Project, monkeypatch):
    monkeypatch.setenv("DAYSHIFT_URL", server.url)
    monkeypatch.setenv("DAYSHIFT_API_KEY", server.key)
    monkeypatch.setenv("DAYSHIFT_PROJECT", project.name)

    assert list(Client().project().jobs.list()) == []


def test_without_a_key_nothing_is_asked(server: RunningServer, monkeypatch, tmp_path: Path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("DAYSHIFT_API_KEY", raising=False)

    with pytest.raises(errors.Unauthenticated) as caught:
        Client(server.url).require_credential()

    assert "dayshift login" in caught.value.hint


def test_lists_walk_over_all_their_pages(project: Project):
    for number in range(55):
        project.jobs.create(f"job-{number:02}", program={"source": "pass"})

    names = [row["name"] for row in project.jobs.list()]

    assert names == [f"job-{number:02}" for number in range(55)]


def test_a_folder_with_more_files_than_a_page_is_listed_whole(project: Project, server: RunningServer):
    root = server.engine.rooms.files.root(_number(server, project))
    (root / "many").mkdir(parents=True)
    for number in range(450):
        (root / "many" / f"{number:03}").touch()

    assert [row["name"] for row in project.files.list("many")] == [f"{number:03}" for number in range(450)]


def _number(server: RunningServer, project: Project) -> int:
    project.files.make_folder("here")
    roots = server.home / "projects"
    return next(int(place.name) for place in roots.iterdir() if (place / "files/here").exists())


def test_a_folder_goes_up_without_what_is_hidden_and_comes_down_byte_for_byte(project: Project, tmp_path: Path):
    (tmp_path / "src/.git").mkdir(parents=True)
    (tmp_path / "src/.git/config").write_text("hidden")
    (tmp_path / "src/sub dir").mkdir()
    (tmp_path / "src/sub dir/naïve #1?.txt").write_bytes(b"\x00\xff" * 1000)

    sent = project.files.upload_folder(tmp_path / "src", "up")
    project.files.download("up/sub dir/naïve #1?.txt", tmp_path / "back")

    assert [entry["path"] for entry in sent] == ["up/sub dir/naïve #1?.txt"]
    assert (tmp_path / "back").read_bytes() == b"\x00\xff" * 1000


def test_a_download_that_fails_leaves_nothing(project: Project, tmp_path: Path):
    with pytest.raises(errors.NotFound):
        project.files.download("nope", tmp_path / "back")

    assert list(tmp_path.iterdir()) == []


def test_a_job_is_changed_field_by_field(project: Project):
    project.jobs.create("job", program={"source": "print(1)"}, arguments="a", time_limit=60)

    changed = project.jobs.update("job", arguments="b")

    assert (changed["revision"], changed["definition"]["arguments"]) == (2, "b")
    assert changed["definition"]["time_limit"] == 60
    assert project.jobs.update("job")["revision"] == 2


def test_tags_that_many_put_on_at_once_are_all_there(project: Project):
    project.jobs.create("job", program={"source": "pass"})
    tags = [f"t{number}" for number in range(8)]

    with ThreadPoolExecutor(len(tags)) as pool:
        list(pool.map(lambda tag: project.jobs.tag("job", tag), tags))

    assert project.jobs.get("job")["tags"] == tags
    assert sorted(project.jobs.untag("job", *tags[1:])) == tags[:1]


def test_a_schedule_is_changed_field_by_field_and_its_ledger_read(project: Project):
    project.jobs.create("job", program={"source": "pass"})
    schedule = project.schedules.create("job", DAILY, tz="Europe/Stockholm")

    changed = project.schedules.update(schedule["id"], max_runs=5)

    assert (changed["tz"], changed["max_runs"], changed["name"]) == ("Europe/Stockholm", 5, "job")
    assert list(project.schedules.fires(schedule["id"])) == []
    assert project.schedules.next(schedule["id"], 2)[0]["outcome"] == "will_run"


def test_a_run_is_started_waited_for_and_read(project: Project):
    project.jobs.create("job", program={"source": "print('one'); print('two')"})

    run = project.runs.wait(project.jobs.start("job")["id"])

    assert run["state"] == "succeeded"
    assert [line["text"] for line in project.runs.follow(run["id"])] == ["one", "two"]
    assert b"".join(project.runs.raw_log(run["id"])) == b"one\ntwo\n"
    assert [line["n"] for line in project.runs.search_log(run["id"], "TWO")["lines"]] == [2]
    assert [row["id"] for row in project.jobs.runs("job", state=["succeeded"])] == [run["id"]]
    assert list(project.jobs.runs("job", state=["failed"])) == []


def test_a_job_is_run_to_its_end_however_that_is(project: Project, capsys: pytest.CaptureFixture[str]):
    project.jobs.create("good", program={"source": "print('one'); print('two')"})
    project.jobs.create("bad", program={"source": "raise SystemExit(3)"})
    seen: list[dict[str, object]] = []

    followed = project.jobs.run("good", follow=True)
    failed = project.jobs.run("bad", progress=seen.append)
    started = project.jobs.run("good", wait=False, arguments="x")

    assert followed["state"] == "succeeded"
    assert capsys.readouterr().out == "one\ntwo\n"
    assert (failed["state"], failed["exit_code"]) == ("failed", 3)
    assert seen[-1] == failed and seen[0]["state"] != "failed"
    assert len({str(run["state"]) for run in seen}) == len(seen)
    assert project.runs.wait(started["id"])["arguments"] == ["x"]


def test_a_name_is_one_step_of_a_path_whatever_it_holds(client: Client, project: Project):
    for name in ("..", ".", "a/b", "../..", "a?b#c", "%2e%2e", "ö «x» 'y' \"z\""):
        for look_at in (
            project.jobs.get,
            project.jobs.access,
            project.environments.get,
            lambda name: client.project(name).see(),
        ):
            with pytest.raises(errors.NotFound):
                look_at(name)


def test_who_is_who_in_a_project(client: Client, project: Project, sdk):
    sdk("Ö. «Quote» O'Neill")
    link = project.members.invite("viewer")["link"]

    joined = sdk("Ö. «Quote» O'Neill").accept_invitation(link)
    seen = sdk("Ö. «Quote» O'Neill").project(project.name).see()

    assert joined == {"project": project.name, "role": "viewer"}
    assert (seen["role"], seen["owners"]) == ("viewer", ["ada"])
    with pytest.raises(errors.DeadLink, match="used or withdrawn"):
        sdk("Ö. «Quote» O'Neill").accept_invitation(link)
    with pytest.raises(errors.Invalid) as caught:
        project.members.change("Nobody", "viewer")
    assert [(one["field"], one["text"]) for one in caught.value.errors] == [
        ("person", "nobody called Nobody is a member here")
    ]
    actions = [row["action"] for row in project.audit()]
    assert actions[0] == "member:accept" and actions[-1] == "project:create"


def test_history_is_walked_page_by_page(project: Project):
    project.jobs.create("job", program={"source": "pass"})
    for number in range(60):
        project.jobs.set_tags("job", [f"tag-{number}"])

    tagged = [row["after"] for row in project.jobs.audit("job") if row["action"] == "job:tag"]

    assert tagged == [[f"tag-{number}"] for number in reversed(range(60))]


WRONG = {
    "NotFound": lambda client, project: project.jobs.get("nope"),
    "AlreadyExists": lambda client, project: client.create_project(project.name),
    "Invalid": lambda client, project: project.jobs.create("JOB", program={"source": "1"}),
    "InvalidCron": lambda client, project: project.schedules.create("there", {"kind": "cron", "text": "* *"}),
    "InvalidZone": lambda client, project: project.schedules.create("there", DAILY, tz="Mars"),
    "NeverFires": lambda client, project: project.schedules.create("there", {"kind": "cron", "text": "0 0 30 2 *"}),
    "InvalidArguments": lambda client, project: project.jobs.start("there", arguments="'"),
    "QuotaExceeded": lambda client, project: project.files._transport.call(
        "POST", f"/projects/{project.name}/uploads", body={"path": "a", "size": 1 << 45}
    ),
    "LastOne": lambda client, project: project.members.change("ada", "viewer"),
    "StaleRevision": lambda client, project: project.jobs._transport.call(
        "PUT", f"/projects/{project.name}/jobs/there", body={"program": {"source": "1"}}, headers={"If-Match": '"9"'}
    ),
    "RevisionMissing": lambda client, project: project.jobs._transport.call(
        "PUT", f"/projects/{project.name}/jobs/there", body={"program": {"source": "1"}}
    ),
    "BodyTooLarge": lambda client, project: project.jobs.start("there", arguments=["x" * 60_000] * 20),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_refusal_is_the_error_of_that_name(name: str, client: Client, project: Project):
    project.jobs.create("there", program={"source": "pass"})

    with pytest.raises(errors.DayshiftError) as caught:
        WRONG[name](client, project)

    assert type(caught.value).__name__ == name
    assert caught.value.status >= 400 and caught.value.request_id
    assert str(caught.value)


def test_what_a_key_lacks_is_named(client: Client, server: RunningServer, project: Project):
    key = client.create_key("narrow", ["projects:read"], days=1)
    narrow = Client(server.url, key["key"])

    with pytest.raises(errors.ScopeMissing, match="jobs:read"):
        list(narrow.project(project.name).jobs.list())
    with pytest.raises(errors.SessionOnly):
        narrow.keys()
    client.revoke_key(key["id"])
    with pytest.raises(errors.Unauthenticated):
        narrow.me()


def test_a_server_that_is_not_there_is_unreachable_and_says_what_to_do():
    with pytest.raises(errors.Unreachable) as caught:
        Client("http://127.0.0.1:1", "key").me()

    assert "127.0.0.1:1" in str(caught.value) and caught.value.hint


@pytest.mark.parametrize(
    ("status", "kind"), [(418, errors.DayshiftError), (500, errors.ServerFault), (404, errors.NotFound)]
)
def test_an_answer_of_another_program_is_still_an_error_of_ours(status: int, kind: type[Exception]):
    assert type(errors.error_of(status, {})) is kind
