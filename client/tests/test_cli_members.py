"""Members and invitations at a terminal."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from dayshift.store.tables import sessions
from dayshift.testing.server import RunningServer
from dayshift_client.client import Project

BO = 'Bo "Ä" d\'Arc'
PASSWORD = "plum tractor seventeen gravy"


def good(answer: Any) -> str:
    assert answer.code == 0, answer
    return answer.out


def read(answer: Any) -> Any:
    return json.loads(good(answer))


def roles(project: Project) -> dict[str, str]:
    return {row["name"]: row["role"] for row in project.members.list()}


def test_members_are_added_listed_changed_and_removed_by_their_names(dayshift, project: Project, sdk):
    sdk(BO)

    added = good(dayshift("members", "add", BO, "viewer"))
    changed = read(dayshift("members", "change", BO.lower(), "operator", "--json"))
    table = good(dayshift("members", "list"))
    listed = read(dayshift("members", "list", "--json"))
    removed = good(dayshift("members", "remove", BO))

    assert added == f"{BO} is viewer of {project.name}.\n"
    assert (changed["name"], changed["role"]) == (BO, "operator")
    assert BO in table and "operator" in table
    assert {row["name"]: row["role"] for row in listed} == {"ada": "owner", BO: "operator"}
    assert removed.startswith(f"{BO} is no member of {project.name} any more.")
    assert roles(project) == {"ada": "owner"}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", "Nobody", "viewer"), 1, "person: nobody called Nobody has an account here; invite them by a link"),
        (("add", "ada", "viewer"), 1, "ada exists already"),
        (("add", "ada", "boss"), 2, "'boss' is not one of 'owner'"),
        (("change", "Nobody", "viewer"), 1, "person: nobody called Nobody is a member here"),
        (("remove", "Nobody"), 1, "dayshift members list"),
        (("change", "ada", "viewer"), 1, "ada is the last owner"),
        (("leave",), 1, "Make somebody else one first."),
        (("withdraw", "999999"), 1, "There is no such thing here."),
        (("invite", "boss"), 2, "'boss' is not one of 'owner'"),
    ],
)
def test_what_is_wrong_is_named(dayshift, words: tuple[str, ...], code: int, said: str):
    answer = dayshift("members", *words)

    assert answer.code == code, answer
    assert said in answer.err


def test_a_member_leaves(typed_by, project: Project, sdk):
    sdk(BO)
    project.members.add(BO, "viewer")

    left = good(typed_by(BO, "members", "leave"))

    assert project.name in left
    assert roles(project) == {"ada": "owner"}


def test_an_invitation_makes_an_account_at_the_terminal(dayshift, terminal, project: Project):
    made = dayshift("members", "invite", "viewer")
    link = made.out.strip()
    taken = f"ADA\n{PASSWORD}\n{PASSWORD}\n"
    weak = "Nils Ö\nshort\nshort\n"

    joined = terminal("login", link, typed=f"{taken}{weak}{PASSWORD}\n{PASSWORD}\n")
    used = terminal("login", link)

    assert re.fullmatch(r"http://127.0.0.1:\d+/setup#\S+", link)
    assert "works once" in made.err
    assert joined.code == 0, joined
    assert "ADA exists already" in joined.out and "dayshift join" in joined.out
    assert "12 to 256 characters" in joined.out and "as Nils Ö." in joined.out
    assert PASSWORD not in joined.out + joined.err
    assert roles(project)["Nils Ö"] == "viewer"
    assert used.code == 1


def test_whoever_has_an_account_joins_with_it(dayshift, typed_by, project: Project, sdk):
    sdk(BO)
    links = [good(dayshift("members", "invite", role)).strip() for role in ("viewer", "operator")]

    by_link = good(typed_by(BO, "join", links[0]))
    by_token = read(typed_by(BO, "join", links[1].rpartition("#")[2], "--json"))
    used = typed_by(BO, "join", links[0])
    half = typed_by(BO, "join", links[0].partition("#")[0])

    assert f"dayshift projects use {project.name}" in by_link
    assert by_token == {"project": project.name, "role": "operator"}
    assert roles(project)[BO] == "operator"
    assert (used.code, "used or withdrawn" in used.err, "Ask for a new one." in used.err) == (1, True, True)
    assert (half.code, "no token" in half.err) == (1, True)


def test_without_a_session_nobody_joins(terminal, server: RunningServer):
    answer = terminal("join", f"{server.url}/setup#dsl_x")

    assert answer.code == 1
    assert "dayshift login" in answer.err


def test_an_invitation_is_listed_and_withdrawn(dayshift, terminal, project: Project):
    made = read(dayshift("members", "invite", "guest", "--json"))
    table = good(dayshift("members", "invitations"))
    listed = read(dayshift("members", "invitations", "--json"))

    withdrawn = good(dayshift("members", "withdraw", str(made["id"])))

    assert "guest" in table and [row["id"] for row in listed] == [made["id"]]
    assert listed[0]["link"] is None
    assert str(made["id"]) in withdrawn
    assert terminal("login", made["link"]).code == 1
    assert project.members.invitations() == []


def test_to_make_an_owner_the_password_is_asked_for_when_the_sign_in_is_old(dayshift, project: Project, sdk, server):
    sdk(BO)
    _let_all_sign_ins_be_old(server)

    wrong = dayshift("members", "add", BO, "owner", typed="not it\n")
    there = roles(project)
    right = dayshift("members", "add", BO, "owner", typed=f"{server.password}\n")

    assert (wrong.code, "That is not your password." in wrong.err) == (1, True)
    assert there == {"ada": "owner"}
    assert right.code == 0, right
    assert roles(project) == {"ada": "owner", BO: "owner"}


def test_to_share_the_right_to_share_the_password_is_asked_for_too(dayshift, project: Project, sdk, server):
    sdk(BO)
    project.jobs.create("job", program={"source": "pass"})
    _let_all_sign_ins_be_old(server)

    run = dayshift("jobs", "share", "job", BO, "run")
    manage = dayshift("jobs", "share", "job", BO, "manage", typed=f"{server.password}\n")

    assert (run.code, "password" in run.out) == (0, False)
    assert (manage.code, f"{BO} has manage on job." in manage.out) == (0, True)


def _let_all_sign_ins_be_old(server: RunningServer) -> None:
    with server.begin() as tx:
        tx.execute(update(sessions).values(confirmed_at=tx.now - timedelta(minutes=16)))
