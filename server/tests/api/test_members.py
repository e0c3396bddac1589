"""Members come by name or by a link, change and go; somebody who owns the project is always left."""

import threading

import httpx2
import pytest

from dayshift.testing.people import Colleague, add, share, sign_in
from dayshift.testing.rest import ProjectApi, http

PASSWORD = "a long sentence about gardens 7"


def member_id(project: ProjectApi, name: str) -> int:
    return next(row["id"] for row in project.call("GET", "/members")["items"] if row["name"] == name)


def test_a_member_sees_the_project_with_the_own_role_and_whom_to_ask(server, project: ProjectApi):
    guest = add(server, project, f"Gu {project.name}", "guest")

    seen = guest.call("GET", f"/projects/{project.name}")

    assert (seen["role"], seen["owners"]) == ("guest", ["ada"])
    assert [row["name"] for row in guest.call("GET", "/projects")["items"]] == [project.name]
    assert guest.get(f"/projects/{project.name}/members").json()["needs"] == "the role viewer"


def test_a_role_changes_what_one_may_do_at_the_next_request(server, project: ProjectApi):
    project.add_job("job")
    person = add(server, project, f"Pia {project.name}", "viewer")
    run = f"/projects/{project.name}/jobs/job/executions"
    path = f"/members/{member_id(project, person.name)}"

    assert person.client.post(run, json={}).status_code == 403
    project.call("PATCH", path, json={"role": "operator"})
    assert person.client.post(run, json={}).status_code == 201
    project.call("PATCH", path, json={"role": "guest"})
    assert person.client.post(run, json={}).status_code == 404


def test_who_is_taken_out_holds_nothing_more_also_when_she_comes_back(server, project: ProjectApi):
    project.add_job("job")
    person = add(server, project, f"Pia {project.name}", "guest")
    share(project, "job", person, "run")

    project.call("DELETE", f"/members/{member_id(project, person.name)}")
    assert person.get(f"/projects/{project.name}").status_code == 404
    project.call("POST", "/members", json={"person": person.name, "role": "guest"})

    assert person.call("GET", f"/projects/{project.name}/jobs")["items"] == []


def test_anybody_may_leave_but_not_the_last_owner(server, project: ProjectApi):
    person = add(server, project, f"Pia {project.name}", "guest")

    assert person.client.delete(f"/projects/{project.name}/membership").status_code == 204
    assert person.get(f"/projects/{project.name}").status_code == 404
    assert project.refused("DELETE", "/membership", 409)["code"] == "last_one"


def test_the_last_owner_is_neither_demoted_nor_removed_nor_disabled(server, client, project: ProjectApi):
    owner = add(server, project, f"Ow {project.name}", "owner")
    mine, hers = member_id(project, "ada"), member_id(project, owner.name)

    owner.call("PATCH", f"/projects/{project.name}/members/{mine}", json={"role": "editor"})

    for method, path, body in (
        ("PATCH", f"/projects/{project.name}/members/{hers}", {"role": "viewer"}),
        ("DELETE", f"/projects/{project.name}/members/{hers}", None),
    ):
        refused = owner.client.request(method, path, json=body)
        assert (refused.status_code, refused.json()["code"]) == (409, "last_one")
    refused = client.patch(f"/people/{hers}", json={"disabled": True})
    assert (refused.status_code, refused.json()["code"]) == (409, "last_one")
    assert project.name in refused.json()["title"]


def test_two_owners_who_remove_each_other_leave_one(server, project: ProjectApi):
    for round_ in range(5):
        one = add(server, project, f"One {project.name} {round_}", "owner")
        two = add(server, project, f"Two {project.name} {round_}", "owner")
        here = f"/projects/{project.name}"
        ids = {row["name"]: row["id"] for row in one.call("GET", f"{here}/members")["items"]}
        for name in ids.keys() - {one.name, two.name}:
            one.call("DELETE", f"{here}/members/{ids[name]}")

        paths = {one.name: f"{here}/members/{ids[two.name]}", two.name: f"{here}/members/{ids[one.name]}"}
        statuses = _at_once(paths, one, two)

        left = one if one.get(here).status_code == 200 else two
        assert statuses in ([204, 404], [204, 409]), statuses
        assert left.call("GET", here)["role"] == "owner"
        project.client = left.client


def _at_once(paths: dict[str, str], *colleagues: Colleague) -> list[int]:
    """The status that each gets, sorted, when all delete in the same moment."""
    answers: list[httpx2.Response] = []

    def act(person: Colleague) -> None:
        answers.append(person.client.delete(paths[person.name]))

    threads = [threading.Thread(target=act, args=(person,)) for person in colleagues]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answer.status_code for answer in answers)


@pytest.mark.parametrize("body", [{"person": "no such person", "role": "guest"}, {"person": "ada", "role": "admin"}])
def test_a_wrong_member_is_refused_with_the_field(project: ProjectApi, body: dict[str, str]):
    problem = project.refused("POST", "/members", 422, json=body)

    assert problem["errors"][0]["field"] == ("role" if body["role"] == "admin" else "person")


def test_somebody_who_is_a_member_is_not_added_again(server, project: ProjectApi):
    person = add(server, project, f"Pia {project.name}", "guest")

    assert project.refused("POST", "/members", 409, json={"person": person.name, "role": "owner"})["code"] == (
        "already_exists"
    )


# Invitations ----------------------------------------------------------------------------------------------------------


def invite(project: ProjectApi, role: str = "operator") -> str:
    """The token of a new invitation."""
    link = project.call("POST", "/invitations", json={"role": role})["link"]
    return str(link.partition("#")[2])


def redeem(server, token: str, **fields: str) -> httpx2.Response:
    with http(server.url) as stranger:
        return stranger.post("/links/redeem", json={"token": token, "for": "bearer", **fields})


def test_an_invitation_makes_an_account_and_a_member_once(server, project: ProjectApi):
    token, name = invite(project), f"Iris {project.name}"

    welcome = redeem(server, token, name=name, password=PASSWORD)

    assert welcome.status_code == 201
    with http(server.url, welcome.json()["token"]) as iris:
        assert iris.get(f"/projects/{project.name}").json()["role"] == "operator"
    assert redeem(server, token, name="Somebody Else", password=PASSWORD).status_code == 401
    assert project.call("GET", "/invitations")["items"] == []


def test_an_invitation_without_a_password_is_not_used_up(server, project: ProjectApi):
    token = invite(project)

    refused = redeem(server, token, name=f"Iris {project.name}")

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "name")
    assert len(project.call("GET", "/invitations")["items"]) == 1


def test_whoever_has_an_account_accepts_with_it_and_is_never_lowered(server, project: ProjectApi):
    person = sign_in(server, f"Pia {project.name}")

    first = person.call("POST", "/invitations/accept", json={"token": invite(project, "operator")})
    second = person.call("POST", "/invitations/accept", json={"token": invite(project, "guest")})

    assert (first, second["project"]) == ({"project": project.name, "role": "operator"}, project.name)
    assert person.call("GET", f"/projects/{project.name}")["role"] == "operator"


def test_an_invitation_dies_when_it_is_withdrawn_and_with_the_right_of_who_made_it(server, project: ProjectApi):
    owner = add(server, project, f"Ow {project.name}", "owner")
    person = sign_in(server, f"Pia {project.name}")
    withdrawn = invite(project)
    project.call("DELETE", f"/invitations/{project.call('GET', '/invitations')['items'][0]['id']}")
    made = owner.call("POST", f"/projects/{project.name}/invitations", json={"role": "owner"})["link"].partition("#")[2]
    project.call("PATCH", f"/members/{member_id(project, owner.name)}", json={"role": "viewer"})

    for token in (withdrawn, made, "dsl_unknown"):
        answer = person.client.post("/invitations/accept", json={"token": token})
        assert (answer.status_code, answer.json()["code"]) == (422, "dead_link")
        assert [fault["field"] for fault in answer.json()["errors"]] == ["token"]
    assert person.get(f"/projects/{project.name}").status_code == 404


# People ---------------------------------------------------------------------------------------------------------------


def test_who_is_disabled_is_out_at_once_with_session_key_and_link_and_comes_back(server, client, project: ProjectApi):
    person = add(server, project, f"Pia {project.name}", "operator")
    key = person.call("POST", "/me/keys", json={"name": "k", "scopes": ["projects:read"]})["key"]
    ident = member_id(project, person.name)

    assert client.patch(f"/people/{ident}", json={"disabled": True}).json()["disabled_at"] is not None
    with http(server.url, key) as by_key:
        assert by_key.get("/me").status_code == 401
    assert person.get("/me").status_code == 401
    client.patch(f"/people/{ident}", json={"disabled": False})
    assert person.get("/me").status_code == 200


def test_people_are_for_administrators_and_one_of_them_is_left(server, client):
    person = sign_in(server, "not an administrator")
    me = client.get("/me").json()["id"]

    assert person.get("/people").json()["needs"] == "an administrator"
    assert "ada" in [row["name"] for row in client.get("/people", params={"limit": 200}).json()["items"]]
    assert client.patch(f"/people/{me}", json={"is_admin": False}).json()["code"] == "last_one"
    assert client.patch(f"/people/{me}", json={"disabled": True}).json()["code"] == "last_one"
    assert client.patch("/people/999999", json={"disabled": True}).status_code == 404


def test_an_administrator_sees_no_project_by_that(server, client, project: ProjectApi):
    boss = sign_in(server, f"Boss {project.name}")
    client.patch(f"/people/{boss.call('GET', '/me')['id']}", json={"is_admin": True})

    assert boss.get("/people").status_code == 200
    assert boss.get(f"/projects/{project.name}").status_code == 404


# History --------------------------------------------------------------------------------------------------------------


def test_history_is_shown_on_the_job_the_person_and_the_project(server, project: ProjectApi):
    editor = add(server, project, f"Ed {project.name}", "editor")
    project.add_job("job")
    share(project, "job", editor, "edit")
    editor.client.delete(f"/projects/{project.name}/jobs/job")

    of_job = editor.call("GET", f"/projects/{project.name}/jobs/job/audit")["items"]
    own = editor.call("GET", "/me/audit")["items"]
    assert editor.get(f"/projects/{project.name}/audit").status_code == 403
    of_project = project.call("GET", "/audit")["items"]

    assert [(row["action"], row["outcome"]) for row in of_job] == [
        ("job:delete", "refused"),
        ("grant:give", "done"),
        ("job:create", "done"),
    ]
    assert {"member:add", "project:create"} <= {row["action"] for row in of_project}
    assert own[0]["action"] == "job:delete"
    assert (of_project[0]["action"], of_project[0]["actor_name"]) == ("audit:read_project", editor.name)
    page = project.call("GET", "/audit", params={"limit": 1})
    following = project.call("GET", "/audit", params={"limit": 1, "after": page["next"]})
    assert [page["items"][0]["id"], following["items"][0]["id"]] == [row["id"] for row in of_project[:2]]
