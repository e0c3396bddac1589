"""How somebody wants her pages to be."""

from typing import Any

import httpx2
import pytest
from sqlalchemy import update

from dayshift.store.tables import people
from dayshift.testing.people import sign_in
from dayshift.testing.server import RunningServer

AS_THEY_COME = {"theme": "auto", "density": "comfortable", "keys": True, "home": None}
OTHERS = {"theme": "dark", "density": "compact", "keys": False, "home": "my"}


def test_who_said_nothing_has_them_as_they_come(server: RunningServer):
    assert sign_in(server, "nora").call("GET", "/me/preferences") == AS_THEY_COME


def test_what_somebody_says_is_kept_for_her_alone(server: RunningServer, client: httpx2.Client):
    mia, ben = sign_in(server, "mia"), sign_in(server, "ben")

    said = mia.call("PUT", "/me/preferences", json=OTHERS)

    assert said == mia.call("GET", "/me/preferences") == sign_in(server, "mia").call("GET", "/me/preferences") == OTHERS
    assert ben.call("GET", "/me/preferences") == AS_THEY_COME


def test_what_is_left_out_is_as_it_comes_again(server: RunningServer):
    mia = sign_in(server, "mia")
    mia.call("PUT", "/me/preferences", json=OTHERS)

    assert mia.call("PUT", "/me/preferences", json={"theme": "light"}) == {**AS_THEY_COME, "theme": "light"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"theme": "pink"}, "theme"),
        ({"density": 3}, "density"),
        ({"keys": "yes"}, "keys"),
        ({"zone": "Europe/Berlin"}, "zone"),
        ({"home": "files"}, "home"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(client: httpx2.Client, body: Any, field: str):
    before = client.get("/me/preferences").json()

    answer = client.put("/me/preferences", json=body)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert client.get("/me/preferences").json() == before


def test_what_another_version_kept_is_no_obstacle(server: RunningServer, client: httpx2.Client):
    number = client.get("/me").json()["id"]
    with server.begin() as tx:
        kept = {"theme": "dark", "zone": "UTC"}
        tx.execute(update(people).where(people.c.principal == number).values(preferences=kept))

    assert client.get("/me/preferences").json() == {**AS_THEY_COME, "theme": "dark"}
