"""Tags and switches of a job: who may set them, what they share, and two people who do so at once."""

import pytest

from dayshift.testing.people import Colleague, add, share_tag
from dayshift.testing.rest import ProjectApi


def seen(person: Colleague, path: str) -> dict[str, str]:
    """What a change of what is there says that it saw."""
    return {"If-Match": person.get(path).headers["etag"]}


@pytest.mark.parametrize(
    ("what", "first", "second"),
    [
        ("access", {"private": True}, {"logs_for": "view"}),
        ("tags", {"tags": ["monthly"]}, {"tags": ["yearly"]}),
    ],
)
def test_two_who_change_switches_or_tags_at_once_do_not_overwrite_each_other(
    server, project: ProjectApi, what: str, first, second
):
    project.add_job("job")
    person = add(server, project, f"Ow {project.name}", "owner")
    path = f"/projects/{project.name}/jobs/job/{what}"
    hers = seen(person, path)

    changed = project.put(f"/jobs/job/{what}", **first)
    stale = person.client.put(path, json=second, headers=hers)
    blind = person.client.put(path, json=second)
    wrong = person.client.put(path, json=second, headers={"If-Match": '"3"'})

    assert [(one.status_code, one.json()["code"]) for one in (stale, blind, wrong)] == [
        (412, "stale_revision"),
        (428, "revision_missing"),
        (422, "invalid"),
    ]
    assert person.call("GET", path) == changed
    again = person.client.put(path, json=second, headers=seen(person, path))
    assert again.status_code == 200
    assert again.headers["etag"] == seen(person, path)["If-Match"] != hers["If-Match"]


def test_an_editor_tags_jobs_but_not_with_a_tag_that_shares(server, project: ProjectApi):
    project.add_job("job")
    editor = add(server, project, f"Ed {project.name}", "editor")
    friend = add(server, project, f"Fr {project.name}", "guest")
    share_tag(project, "shared", friend, "run")
    path = f"/projects/{project.name}/jobs/job/tags"

    plain = editor.client.put(path, json={"tags": ["quarterly"]}, headers=seen(editor, path))
    sharing = editor.client.put(path, json={"tags": ["quarterly", "shared"]}, headers=seen(editor, path))

    assert plain.json() == {"tags": ["quarterly"]}
    assert (sharing.status_code, sharing.json()["needs"]) == (403, "manage")
    assert friend.call("GET", f"/projects/{project.name}/jobs")["items"] == []


@pytest.mark.parametrize("tags", [["Finance"], ["a b"], [""], ["x" * 41], [f"t{n}" for n in range(21)]])
def test_a_wrong_tag_is_refused(project: ProjectApi, tags: list[str]):
    project.add_job("job")
    headers = {"If-Match": project.ask("GET", "/jobs/job/tags").headers["etag"]}

    problem = project.refused("PUT", "/jobs/job/tags", 422, json={"tags": tags}, headers=headers)

    assert problem["errors"][0]["field"].startswith("tag")


def test_tags_are_listed_with_what_bears_them_and_shared_and_taken_back(server, project: ProjectApi):
    person = add(server, project, f"Pia {project.name}", "guest")
    project.add_job("job")
    project.put("/jobs/job/tags", tags=["a", "b"])
    grant = share_tag(project, "later", person, "view", reason="quarter end")

    listed = {row["tag"]: row["jobs"] for row in project.call("GET", "/tags")["items"]}
    assert listed == {"a": 1, "b": 1, "later": 0}
    assert project.call("GET", "/jobs")["items"][0]["tags"] == ["a", "b"]
    assert [one["reason"] for one in project.call("GET", "/tags/later/grants")["items"]] == ["quarter end"]
    project.refused("DELETE", f"/tags/other/grants/{grant['id']}", 404)
    project.call("DELETE", f"/tags/later/grants/{grant['id']}")
    assert project.call("GET", "/tags/later/grants")["items"] == []
