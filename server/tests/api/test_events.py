"""The event stream: what is told, and to whom; how a right that ends or begins is heard."""

import time
from collections.abc import Callable

import httpx2
import pytest

from dayshift.testing.people import add, share, share_tag, sign_in
from dayshift.testing.rest import ProjectApi, http
from dayshift.testing.server import RunningServer
from dayshift.testing.streams import Ear, listening

SOON_S = 2.5  # a poke takes a tenth of a second, a right that changed up to one; a busy machine may take more
NAPS = "import time; time.sleep(0.3)"

Change = Callable[[ProjectApi], object]


def change(method: str, path: str, body: object = None) -> Change:
    return lambda project: project.call(method, path, **({} if body is None else {"json": body}))


def schedule(method: str, what: str, body: object = None) -> Change:
    """Do something to the first schedule."""

    def do(project: ProjectApi) -> object:
        number = project.call("GET", "/schedules")["items"][0]["id"]
        return change(method, f"/schedules/{number}{what}", body)(project)

    return do


def stop(project: ProjectApi) -> object:
    run = project.start("job")
    return change("POST", f"/executions/{run['id']}/stop")(project)


CHANGES: dict[str, tuple[str, Change]] = {
    "a job is made": ("job", lambda project: project.add_job("new")),
    "a job bears a tag": ("job", lambda project: project.put("/jobs/job/tags", tags=["daily"])),
    "a job turns private": ("job", lambda project: project.put("/jobs/job/access", private=True)),
    "a job is shared": ("job", change("POST", "/jobs/job/grants", {"person": "mia", "level": "run"})),
    "a job is deleted": ("job", change("DELETE", "/jobs/job")),
    "a schedule goes with its job": ("schedule", change("DELETE", "/jobs/job")),
    "a schedule is made": ("schedule", lambda project: project.add_schedule("job")),
    "a schedule is paused": ("schedule", schedule("POST", "/pause", {})),
    "a schedule is adopted": ("schedule", schedule("POST", "/adopt")),
    "a schedule is deleted": ("schedule", schedule("DELETE", "")),
    "a run is started": ("execution", lambda project: project.start("job")),
    "a run is stopped": ("execution", stop),
    "a file is stored": ("file", lambda project: project.upload("a.txt", b"a")),
    "a file is deleted": ("file", change("DELETE", "/files/kept.txt")),
    "an environment is made": ("environment", change("POST", "/environments", {"name": "own", "requirements": ""})),
    "somebody joins": ("member", change("POST", "/members", {"person": "nora", "role": "viewer"})),
    "somebody is invited": ("invitation", change("POST", "/invitations", {"role": "viewer"})),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_people_change_is_heard_at_once(server: RunningServer, client: httpx2.Client, what: str):
    project = ProjectApi(client)
    project.add_job("job")
    project.add_schedule("job")
    project.upload("kept.txt", b"a")
    add(server, project, "mia", "viewer")
    sign_in(server, "nora")
    kind, act = CHANGES[what]
    with listening(client, f"?projects={project.name}") as ear:
        begun = time.monotonic()
        act(project)
        found = ear.wait_for_poke(kind, project=project.name)

    assert found.at - begun < SOON_S


def test_a_run_is_heard_from_its_start_to_its_end(client: httpx2.Client, project: ProjectApi):
    project.add_job("job", NAPS)
    with listening(client) as ear:
        run = project.run("job")
        ear.wait_for(lambda frame: frame.data.get("at", "") >= run["ended_at"])

    mine = [data for data in ear.named("poke") if data["kind"] == "execution"]
    assert {(data["project"], data["subject"]) for data in mine} == {(project.name, run["id"])}
    assert len(mine) >= 2
    assert all(data.keys() == {"project", "kind", "subject", "at"} for data in mine)


def test_a_fire_is_heard_with_its_run(client: httpx2.Client, project: ProjectApi):
    project.add_job("job")
    with listening(client) as ear:
        rule = {"kind": "every", "n": 1, "unit": "second"}
        made = project.add_schedule("job", rule)
        ear.wait_for_poke("execution", project=project.name)
        project.call("DELETE", f"/schedules/{made['id']}")

    assert ("schedule", made["id"]) in pokes(ear)


def pokes(ear: Ear) -> list[tuple[str, int | None]]:
    return [(data["kind"], data.get("subject")) for data in ear.named("poke")]


# To whom -------------------------------------------------------------------------------------------------------------


def test_a_guest_hears_of_what_was_shared_with_her_and_of_nothing_else(server: RunningServer, project: ProjectApi):
    for job in ("by-name", "by-tag", "hidden"):
        project.add_job(job)
    project.put("/jobs/by-tag/tags", tags=["monthly"])
    guest = add(server, project, "gina", "guest")
    share(project, "by-name", guest, "run")
    share_tag(project, "monthly", guest, "schedule")

    with listening(guest.client) as ear:
        hidden = project.run("hidden")
        project.add_schedule("hidden")
        project.upload("a.txt", b"a")
        project.call("POST", "/invitations", json={"role": "viewer"})
        project.put("/jobs/hidden/tags", tags=["weekly"])
        seen = [project.run("by-name"), project.run("by-tag")]
        for run in seen:
            ear.wait_for_poke("execution", subject=run["id"])

    assert set(pokes(ear)) == {("execution", run["id"]) for run in seen}
    assert hidden["id"] not in {run["id"] for run in seen}
    assert {frame.name for frame in ear.frames} == {"poke"}


def test_what_is_shared_is_heard_and_what_is_taken_back_is_named(server: RunningServer, project: ProjectApi):
    project.add_job("job", title="The report of the month")
    guest = add(server, project, "gina", "guest")
    with listening(guest.client) as ear:
        begun = time.monotonic()
        grant = share(project, "job", guest, "run")
        gained = ear.wait_for(lambda frame: frame.name == "access_gained")
        run = project.run("job")
        ear.wait_for_poke("execution", subject=run["id"])
        taken = time.monotonic()
        project.call("DELETE", f"/jobs/job/grants/{grant['id']}")
        ended = ear.wait_for(lambda frame: frame.name == "access_ended")
        heard = len(ear.named("poke"))
        project.run("job")
        time.sleep(0.5)

    assert gained.at - begun < SOON_S
    assert ended.at - taken < SOON_S
    assert gained.data["title"] == ended.data["title"] == "The report of the month"
    assert (ended.data["project"], ended.data["kind"], ended.data["ask"]) == (project.name, "job", ["ada"])
    assert ended.data["id"] == gained.data["id"]
    assert len(ear.named("poke")) == heard


def test_a_grant_that_ends_by_the_clock_is_heard_within_three_seconds(server: RunningServer, project: ProjectApi):
    project.add_job("job")
    guest = add(server, project, "gina", "guest")
    share(project, "job", guest, "view", ends_at=_in(2.0))

    with listening(guest.client) as ear:
        ended = ear.wait_for(lambda frame: frame.name == "access_ended", within_s=2.0 + 3.0 + SOON_S)

    assert ended.data["kind"] == "job"


def _in(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))


def test_a_new_job_is_heard_of_by_those_who_may_see_it(server: RunningServer, project: ProjectApi):
    viewer = add(server, project, "vera", "viewer")
    with listening(viewer.client) as ear:
        made = project.add_job("new")
        poke = ear.wait_for_poke("job")
        project.put("/jobs/new/access", private=True)
        ear.wait_for(lambda frame: frame.name == "access_ended")
        time.sleep(0.3)

    assert poke.data["subject"] == made["id"]
    assert [name for name in ear.named("poke") if name["kind"] == "job"] == [poke.data]


def test_who_is_put_out_of_a_project_hears_so_once_for_all_of_it(server: RunningServer, project: ProjectApi):
    project.add_job("one")
    project.add_job("two")
    member = add(server, project, "mona", "editor")
    number = member.call("GET", "/me")["id"]
    with listening(member.client) as ear:
        project.call("DELETE", f"/members/{number}")
        ended = ear.wait_for(lambda frame: frame.name == "access_ended")
        project.call("POST", "/members", json={"person": "mona", "role": "viewer"})
        gained = ear.wait_for(lambda frame: frame.name == "access_gained")

    assert (ended.data["kind"], ended.data["title"], ended.data["ask"]) == ("project", project.name, ["ada"])
    assert (gained.data["kind"], gained.data["project"]) == ("project", project.name)
    assert len(ear.named("access_ended")) == 1


def test_an_owner_who_becomes_a_guest_hears_which_jobs_went(server: RunningServer, project: ProjectApi):
    project.add_job("one")
    project.add_job("two")
    other = add(server, project, "olga", "owner")
    number = other.call("GET", "/me")["id"]
    with listening(other.client) as ear:
        project.call("PATCH", f"/members/{number}", json={"role": "guest"})
        ear.wait_for(lambda frame: len(ear._frames) >= 2 and frame.name == "access_ended")

    assert {data["title"] for data in ear.named("access_ended")} == {"one", "two"}


def test_who_may_do_less_with_what_she_still_sees_is_told_to_read_again(server: RunningServer, project: ProjectApi):
    project.add_job("job")
    member = add(server, project, "ines", "viewer")
    guest = add(server, project, "gil", "guest")
    share(project, "job", guest, "schedule")
    with listening(member.client) as hers, listening(guest.client) as his:
        project.call("PATCH", f"/members/{member.call('GET', '/me')['id']}", json={"role": "operator"})
        share(project, "job", guest, "run")
        hers.wait_for(lambda frame: frame.name == "reset")
        his.wait_for(lambda frame: frame.name == "reset")
    assert {frame.name for frame in his.frames} <= {"reset", "poke"}


def test_who_signs_out_hears_that_it_is_over(server: RunningServer, project: ProjectApi):
    with http(server.url, server.sign_in("zoe")) as client, listening(client) as ear:
        client.delete("/session").raise_for_status()
        gone = time.monotonic()
        over = ear.wait_for_end()

    assert over - gone < 3.0 + SOON_S
    assert [data["kind"] for data in ear.named("access_ended")] == ["account"]


# What is asked for ---------------------------------------------------------------------------------------------------


def test_a_stream_can_be_of_some_projects(client: httpx2.Client):
    one, two = ProjectApi(client), ProjectApi(client)
    with listening(client, f"?projects={one.name.upper()}") as ear:
        two.upload("a.txt", b"a")
        one.upload("a.txt", b"a")
        ear.wait_for_poke("file")

    assert {data["project"] for data in ear.named("poke")} == {one.name}


def test_a_project_that_one_may_not_see_is_as_unknown_as_none(server: RunningServer, project: ProjectApi):
    person = sign_in(server, "bob")

    answers = [person.get("/events", params={"projects": name}) for name in (project.name, "none", "")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_a_key_hears_what_its_scopes_reach(server: RunningServer, project: ProjectApi):
    project.add_job("job")
    owner = add(server, project, "omar", "owner")

    def keyed(*scopes: str) -> httpx2.Client:
        made = owner.call("POST", "/me/keys", json={"name": "k", "scopes": list(scopes)})
        return http(server.url, made["key"])

    refused = keyed("jobs:read").get("/events")
    with (
        listening(keyed("projects:read", "files:read")) as files,
        listening(keyed("projects:read", "jobs:read")) as jobs,
    ):
        project.upload("a.txt", b"a")
        run = project.run("job")
        files.wait_for_poke("file")
        jobs.wait_for_poke("execution", subject=run["id"])
        project.call("POST", "/invitations", json={"role": "viewer"})
        time.sleep(0.5)

    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
    assert {kind for kind, _ in pokes(files)} == {"file"}
    assert {kind for kind, _ in pokes(jobs)} == {"execution"}


def test_a_session_has_ten_streams_at_most_and_one_that_is_closed_counts_no_more(server: RunningServer):
    with http(server.url, server.sign_in("tabs")) as client:
        open_ones = [listening(client) for _ in range(10)]
        for one in open_ones:
            one.__enter__()
        refused = client.get("/events")
        open_ones[0].__exit__(None, None, None)
        again = _until_let_in(client)
        for one in open_ones[1:]:
            one.__exit__(None, None, None)

    assert (refused.status_code, refused.json()["code"]) == (429, "too_much")
    assert "10 event streams" in refused.json()["title"]
    assert int(refused.headers["retry-after"]) > 0
    assert again


def _until_let_in(client: httpx2.Client) -> bool:
    for _ in range(50):
        with client.stream("GET", "/events") as answer:
            if answer.status_code == 200:
                return True
        time.sleep(0.05)
    return False
