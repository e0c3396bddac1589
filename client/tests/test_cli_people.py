"""The people of an install where nobody has acknowledged yet that several people bring code."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update

from dayshift.store.tables import instance
from dayshift.testing.server import RunningServer
from dayshift_client import Client, errors
from dayshift_client.client import Project

EVA = "Eva [x] 'Ł'"


@pytest.fixture
def doubtful(server: RunningServer, project: Project) -> Iterator[None]:
    """Nobody has acknowledged anything, and there is a project; afterwards somebody has, for the next test."""
    with server.begin() as tx:
        tx.execute(update(instance).values(trusted_at=None))
    yield
    with server.begin() as tx:
        tx.execute(update(instance).values(trusted_at=tx.now))


def good(answer: Any) -> str:
    assert answer.code == 0, answer
    return answer.out


def read(answer: Any) -> Any:
    return json.loads(good(answer))


def test_a_second_author_waits_for_what_an_administrator_says_at_a_terminal(doubtful, dayshift, project: Project, sdk):
    sdk(EVA)

    refused = dayshift("members", "add", EVA, "editor")
    said_no = dayshift("people", "trust", typed="n\n")
    still = dayshift("members", "add", EVA, "editor")
    said_yes = dayshift("people", "trust", typed="y\n")
    then = dayshift("members", "add", EVA, "editor")

    assert refused.code == still.code == 1
    assert "Code of every project runs here" in refused.err and "dayshift people trust" in refused.err
    assert said_no.code == 1 and "whoever may edit a job could read" in said_no.out
    assert "It is acknowledged" in good(said_yes)
    assert f"{EVA} is editor of {project.name}." in good(then)


def test_a_script_acknowledges_without_a_question(doubtful, dayshift, client: Client):
    before = client.trust()
    first = read(dayshift("people", "trust", "--yes", "--json"))
    again = good(dayshift("people", "trust"))

    assert (before["acknowledged"], first["acknowledged"]) == (False, True)
    assert "could read" in first["sentence"]
    assert "It is acknowledged" in again


def test_the_sdk_tells_what_is_needed_by_the_name_of_the_error(doubtful, client: Client, project: Project, sdk):
    sdk(EVA)

    with pytest.raises(errors.IsolationNeeded) as refused:
        project.members.add(EVA, "editor")
    with pytest.raises(errors.LastOne):
        project.members.leave()
    client.acknowledge_trust()

    assert refused.value.code == "isolation_needed" and "dayshift people trust" in refused.value.hint
    assert project.members.add(EVA, "editor")["role"] == "editor"


def test_people_are_listed_disabled_let_in_and_made_administrators(dayshift, typed_by, sdk, client: Client):
    hers = sdk(EVA)

    answers = {verb: good(dayshift("people", verb, EVA)) for verb in ("make-admin", "unmake-admin")}
    disabled = read(dayshift("people", "disable", EVA.upper().replace("Ł", "ł"), "--json"))
    table = good(dayshift("people", "list"))
    with pytest.raises(errors.Unauthenticated):
        hers.me()
    enabled = good(dayshift("people", "enable", EVA))
    listed = {row["name"]: row for row in read(dayshift("people", "list", "--json"))}

    assert answers == {
        "make-admin": f"{EVA} is an administrator.\n",
        "unmake-admin": f"{EVA} is no administrator any more.\n",
    }
    assert disabled["disabled_at"] is not None
    assert EVA in table and "administrator" in table
    assert enabled == f"{EVA} may sign in again.\n"
    assert (listed[EVA]["is_admin"], listed[EVA]["disabled_at"]) == (False, None)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("disable", "Nobody"), "person: nobody called Nobody has an account here"),
        (("unmake-admin", "ada"), "ada is the last administrator"),
        (("disable", "ada"), "ada is the last administrator"),
    ],
)
def test_what_cannot_be_done_to_a_person_is_said(dayshift, words: tuple[str, ...], said: str):
    answer = dayshift("people", *words)

    assert answer.code == 1
    assert said in answer.err


def test_people_are_for_administrators(typed_by):
    answers = [typed_by(EVA, "people", *words) for words in (("list",), ("trust", "--yes"), ("disable", "ada"))]

    assert [answer.code for answer in answers] == [1, 1, 1]
    assert all("administrator" in answer.err for answer in answers)


def test_more_people_than_a_page_are_found_by_name(sdk, client: Client, server: RunningServer):
    for number in range(52):
        server.sign_in(f"person {number:02}")

    changed = client.change_person("PERSON 51", disabled=True)

    assert (changed["name"], changed["disabled_at"] is not None) == ("person 51", True)
    assert len(list(client.people())) >= 53
