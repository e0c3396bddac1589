"""Uploads: in pieces, resumed after a break, whole or not at all, within the quota."""

import hashlib
from collections.abc import Iterator

import pytest

from dayshift.testing import people
from dayshift.testing.rest import BYTES, ProjectApi
from dayshift.testing.server import RunningServer, running_server

MIB = 1 << 20


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server whose projects hold one MiB."""
    with running_server(tmp_path_factory.mktemp("server") / "home", quota_mib=1) as running:
        yield running


def begin(project: ProjectApi, path: str, size: int, **fields: bool) -> str:
    return f"/uploads/{project.call('POST', '/uploads', json={'path': path, 'size': size, **fields})['id']}"


def send(project: ProjectApi, place: str, offset: int, data: bytes):
    return project.ask("PUT", f"{place}?offset={offset}", content=data, headers=BYTES)


def space(project: ProjectApi) -> dict[str, int]:
    """How full the project is, as every list of a folder says it."""
    found: dict[str, int] = project.call("GET", "/files/?list")["space"]
    return found


def test_an_upload_goes_on_where_it_broke_off(project: ProjectApi):
    place = begin(project, "a.bin", 6)
    send(project, place, 0, b"abc")

    offset = project.call("GET", place)["offset"]
    rest = send(project, place, offset, b"def")
    entry = project.call("POST", f"{place}/commit", json={"sha256": hashlib.sha256(b"abcdef").hexdigest()})

    assert (offset, rest.json()["offset"]) == (3, 6)
    assert (entry["path"], entry["size"]) == ("a.bin", 6)
    assert project.ask("GET", "/files/a.bin").content == b"abcdef"


def test_a_piece_that_is_sent_twice_changes_nothing(project: ProjectApi):
    place = begin(project, "a.bin", 6)
    send(project, place, 0, b"abc")

    again = send(project, place, 0, b"abc")
    overlap = send(project, place, 1, b"bcdef")
    project.call("POST", f"{place}/commit", json={})

    assert (again.json()["offset"], overlap.json()["offset"]) == (3, 6)
    assert project.ask("GET", "/files/a.bin").content == b"abcdef"


def test_a_gap_is_refused_with_the_offset_to_go_on_from(project: ProjectApi):
    place = begin(project, "a.bin", 6)
    send(project, place, 0, b"ab")

    answer = send(project, place, 4, b"ef")

    assert (answer.status_code, answer.json()["code"], answer.json()["offset"]) == (409, "upload_gap", 2)


def test_more_than_was_announced_is_refused(project: ProjectApi):
    place = begin(project, "a.bin", 3)

    answer = send(project, place, 0, b"abcd")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "offset")


def test_nothing_appears_before_the_commit_and_not_with_bytes_missing(project: ProjectApi):
    place = begin(project, "a.bin", 3)
    send(project, place, 0, b"ab")

    problem = project.refused("POST", f"{place}/commit", 422, json={})

    assert problem["errors"][0]["field"] == "offset"
    assert project.ask("GET", "/files/a.bin").status_code == 404
    assert project.call("GET", "/files/?list")["items"] == []


def test_bytes_that_are_not_those_of_the_digest_never_become_a_file(project: ProjectApi):
    place = begin(project, "a.bin", 3)
    send(project, place, 0, b"abc")

    problem = project.refused("POST", f"{place}/commit", 422, json={"sha256": "0" * 64})

    assert problem["errors"][0]["field"] == "sha256"
    assert project.ask("GET", "/files/a.bin").status_code == 404


def test_a_file_is_replaced_only_when_that_was_asked_for(project: ProjectApi):
    project.upload("a.bin", b"old")

    problem = project.refused("POST", "/uploads", 409, json={"path": "a.bin", "size": 3})
    project.upload("a.bin", b"new", replace=True)

    assert problem["code"] == "already_exists"
    assert project.ask("GET", "/files/a.bin").content == b"new"


def test_an_upload_that_somebody_overtook_replaces_nothing(project: ProjectApi):
    slow = begin(project, "a.bin", 4)
    project.upload("a.bin", b"fast")
    send(project, slow, 0, b"slow")

    problem = project.refused("POST", f"{slow}/commit", 409, json={})

    assert problem["code"] == "already_exists"
    assert project.ask("GET", "/files/a.bin").content == b"fast"


def test_an_upload_of_another_project_is_unknown(client, project: ProjectApi):
    place = begin(project, "a.bin", 3)

    assert send(ProjectApi(client), place, 0, b"abc").status_code == 404


def test_a_committed_upload_is_gone(project: ProjectApi):
    place = begin(project, "a.bin", 0)
    project.call("POST", f"{place}/commit", json={})

    assert project.ask("POST", f"{place}/commit", json={}).status_code == 404


# Quota ----------------------------------------------------------------------------------------------------------------


def test_room_is_reserved_before_the_first_byte(project: ProjectApi):
    begin(project, "a.bin", 700_000)

    problem = project.refused("POST", "/uploads", 413, json={"path": "b.bin", "size": 700_000})

    assert problem["code"] == "quota_exceeded"
    assert "left" in problem["title"] and problem["hint"]


def test_a_copied_folder_counts_with_all_its_files(project: ProjectApi):
    project.upload("a/one", b"x" * 600_000)

    problem = project.refused("POST", "/files/copy", 413, json={"from": "a", "to": "b"})

    assert problem["code"] == "quota_exceeded"
    assert space(project)["used"] == 600_000


def test_what_is_used_follows_every_change(project: ProjectApi):
    project.upload("a/one", b"x" * 1000)
    stored = space(project)["used"]
    project.upload("a/one", b"x" * 400, replace=True)
    replaced = space(project)["used"]
    project.call("POST", "/files/copy", json={"from": "a", "to": "b"})
    copied = space(project)["used"]
    project.refused("POST", "/files/copy", 409, json={"from": "a", "to": "b"})
    refused = space(project)["used"]
    project.call("DELETE", "/files/a")

    assert (stored, replaced, copied, refused, space(project)["used"]) == (1000, 400, 800, 800, 400)


def test_an_upload_under_way_is_said_apart_until_it_is_a_file(client, project: ProjectApi):
    project.upload("there", b"x" * 100)
    place = begin(project, "a.bin", 3)
    send(project, place, 0, b"ab")
    under_way = space(project)
    send(project, place, 2, b"c")
    project.call("POST", f"{place}/commit", json={})

    assert under_way == {"used": 100, "reserved": 3, "quota": MIB}
    assert space(project) == {"used": 103, "reserved": 0, "quota": MIB}
    assert space(ProjectApi(client)) == {"used": 0, "reserved": 0, "quota": MIB}


def test_a_folder_below_and_every_page_say_it_too(project: ProjectApi):
    project.upload("a/one", b"1")
    project.upload("a/two", b"22")

    pages = [project.call("GET", f"/files/a?list&limit=1&after={after}") for after in ("", "one")]

    assert [page["space"]["used"] for page in pages] == [3, 3]


@pytest.mark.parametrize(("role", "status"), [("viewer", 200), ("guest", 403)])
def test_how_full_it_is_is_told_to_who_may_list_files(server: RunningServer, project: ProjectApi, role, status):
    somebody = people.add(server, project, f"{role} of {project.name}", role)
    outsider = people.sign_in(server, f"outside {project.name}")

    answer, unknown = (one.get(f"/projects/{project.name}/files/?list") for one in (somebody, outsider))

    assert (answer.status_code, unknown.status_code) == (status, 404)
    assert ("space" in answer.json(), "space" in unknown.json()) == (status == 200, False)
