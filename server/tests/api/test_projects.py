"""Projects, and what a new one can do."""

from dayshift.testing.rest import ProjectApi, http
from dayshift.testing.server import RunningServer


def test_whoever_makes_a_project_finds_it_in_her_list_and_by_its_name(project: ProjectApi):
    shown = project.call("GET", "")
    listed = project.call("GET", "", into="/projects", params={"limit": 200})["items"]

    assert shown["name"] == project.name
    assert shown["tz"] == "UTC"
    assert (shown.pop("role"), shown.pop("owners")) == ("owner", ["ada"])
    assert shown in listed


def test_a_project_keeps_the_zone_of_its_schedules(client):
    project = ProjectApi(client, tz="Europe/Stockholm")

    project.add_job("a")

    assert project.add_schedule("a")["tz"] == "Europe/Stockholm"


def test_a_job_runs_in_a_project_that_has_no_files_yet(project: ProjectApi):
    project.add_job("first", "print('hello')")

    run = project.run("first")

    assert run["state"] == "succeeded", run["message"]


def test_two_projects_cannot_differ_in_case_alone(project: ProjectApi):
    problem = project.refused("POST", "", 409, into="/projects", json={"name": project.name.upper()})

    assert problem["code"] == "already_exists"
    assert project.name.upper() in problem["title"]


def test_projects_come_in_pages_that_miss_none(client):
    made = [ProjectApi(client).name for _ in range(5)]

    names, after = [], ""
    while after is not None:
        page = client.get("/projects", params={"limit": 2, "after": after}).json()
        assert len(page["items"]) <= 2
        names += [row["name"] for row in page["items"]]
        after = page["next"]

    assert [name for name in names if name in made] == made
    assert len(names) == len(set(names))


def test_a_project_that_one_is_no_member_of_is_in_no_list(server: RunningServer, project: ProjectApi):
    with http(server.url, server.sign_in("eve")) as stranger:
        listed = stranger.get("/projects").json()

    assert listed == {"items": [], "next": None}


def test_the_place_where_runs_go_says_what_it_enforces_and_how_to_mend_what_it_does_not(client):
    (place,) = client.get("/executors").json()["items"]

    assert place["kind"] == "local"
    assert {"memory", "cpu", "processes", "kill"} <= place.keys()
    assert all(gap["text"] and gap["cure"] for gap in place["gaps"])
