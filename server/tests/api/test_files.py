"""Files: read in pieces, listed in pages, moved, copied, deleted."""

import pytest

from dayshift.testing.rest import ProjectApi

TEN = b"0123456789"
NAMES = [
    "plain.txt",
    "with blank.txt",
    'with "quotes".txt',
    "naïve ☂ 文.txt",
    "100%.txt",
    "a?b#c&d.txt",
    "semi;colon.txt",
    "[1].txt",
]


@pytest.fixture
def ten(project: ProjectApi) -> ProjectApi:
    project.upload("ten.txt", TEN)
    return project


@pytest.mark.parametrize("name", NAMES)
def test_a_file_keeps_its_name_and_its_bytes_and_leaves_as_an_attachment(project: ProjectApi, name: str):
    entry = project.upload(f"folder/{name}", TEN)

    answer = project.ask("GET", "/files/folder/" + _quoted(name))

    assert (entry["name"], entry["path"], entry["size"]) == (name, f"folder/{name}", 10)
    assert answer.content == TEN
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{_quoted(name)}"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"


def _quoted(name: str) -> str:
    safe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~"
    return "".join(char if char in safe else "".join(f"%{byte:02X}" for byte in char.encode()) for char in name)


@pytest.mark.parametrize(
    ("asked", "status", "part", "says"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=4-", 206, b"456789", "bytes 4-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=-99", 206, TEN, "bytes 0-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=9-9", 206, b"9", "bytes 9-9/10"),
        ("bytes=0-1,4-5", 200, TEN, None),
        ("bytes=-", 200, TEN, None),
        ("bytes=x-y", 200, TEN, None),
        ("bytes=²-", 200, TEN, None),
        ("bytes=" + "9" * 30 + "-", 200, TEN, None),
        ("lines=1-2", 200, TEN, None),
        ("", 200, TEN, None),
    ],
)
def test_a_range_gives_its_part_and_what_is_none_gives_all(ten: ProjectApi, asked: str, status: int, part: bytes, says):
    answer = ten.ask("GET", "/files/ten.txt", headers={"Range": asked.encode("latin-1")})

    assert (answer.status_code, answer.content) == (status, part)
    assert answer.headers.get("content-range") == says
    assert answer.headers["content-length"] == str(len(part))


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=99-100", "bytes=5-4", "bytes=-0"])
def test_a_range_without_a_byte_of_the_file_is_refused(ten: ProjectApi, asked: str):
    problem = ten.refused("GET", "/files/ten.txt", 416, headers={"Range": asked})

    assert problem["errors"][0]["field"] == "Range"


def test_an_empty_file_is_read(project: ProjectApi):
    project.upload("empty", b"")

    answer = project.ask("GET", "/files/empty")

    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (200, b"", "0")


def test_an_etag_saves_the_bytes_until_the_file_changes(ten: ProjectApi):
    first = ten.ask("GET", "/files/ten.txt")
    etag = {"If-None-Match": first.headers["etag"]}

    same = ten.ask("GET", "/files/ten.txt", headers=etag)
    ten.upload("ten.txt", b"new bytes!", replace=True)
    changed = ten.ask("GET", "/files/ten.txt", headers=etag)

    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", first.headers["etag"])
    assert (changed.status_code, changed.content) == (200, b"new bytes!")
    assert changed.headers["etag"] != first.headers["etag"]


def test_a_folder_is_listed_in_pages_that_miss_none(project: ProjectApi):
    names = [f"f{number:03}" for number in range(7)]
    for name in names:
        project.upload(f"many/{name}", b"x")

    found, after, pages = [], "", 0
    while after is not None:
        page = project.call("GET", "/files/many", params={"list": "", "after": after, "limit": 3})
        found += [entry["name"] for entry in page["items"]]
        after, pages = page["next"], pages + 1

    assert (found, pages) == (names, 3)


def test_the_root_of_a_new_project_is_an_empty_folder(project: ProjectApi):
    found = project.call("GET", "/files/?list")

    assert (found["items"], found["next"]) == ([], None)


def test_folders_are_made_with_those_above_them_and_listed_as_folders(project: ProjectApi):
    made = project.call("POST", "/files/folder", json={"path": "a/b"})
    again = project.call("POST", "/files/folder", json={"path": "a/b"})

    (a,) = project.call("GET", "/files/?list")["items"]
    assert (made["path"], made["kind"], again["path"]) == ("a/b", "folder", "a/b")
    assert (a["name"], a["kind"]) == ("a", "folder")


def test_a_file_moves_and_is_gone_where_it_was(ten: ProjectApi):
    moved = ten.call("POST", "/files/move", json={"from": "ten.txt", "to": "x/y.txt"})

    assert (moved["path"], moved["size"]) == ("x/y.txt", 10)
    assert ten.ask("GET", "/files/x/y.txt").content == TEN
    assert ten.ask("GET", "/files/ten.txt").status_code == 404


def test_a_folder_is_copied_with_all_that_is_in_it(project: ProjectApi):
    project.upload("a/one", b"1")
    project.upload("a/b/two", b"22")

    copied = project.call("POST", "/files/copy", json={"from": "a", "to": "c"})

    assert copied["path"] == "c"
    assert project.ask("GET", "/files/c/b/two").content == b"22"
    assert project.ask("GET", "/files/a/one").content == b"1"


def test_nothing_is_moved_or_copied_into_itself(project: ProjectApi):
    project.upload("a/one", b"1")

    for verb in ("move", "copy"):
        problem = project.refused("POST", f"/files/{verb}", 422, json={"from": "a", "to": "a/b/c"})
        assert problem["errors"][0]["field"] == "path"
    assert project.ask("GET", "/files/a/one").content == b"1"


def test_a_folder_is_deleted_with_all_that_is_in_it(project: ProjectApi):
    project.upload("a/b/two", b"22")

    assert project.ask("DELETE", "/files/a").status_code == 204

    assert project.call("GET", "/files/?list")["items"] == []


@pytest.mark.parametrize(
    "path", ["../x", "a/../../x", "..", "./a", "a/.", "a\\..\\x", "a\nb", "a\x7f", "a\u202eb", " a", "a.", "a/ b"]
)
def test_a_hostile_path_is_refused_by_every_verb(ten: ProjectApi, path: str):
    requests = [
        ("POST", "/uploads", {"path": path, "size": 1}),
        ("POST", "/files/folder", {"path": path}),
        ("POST", "/files/move", {"from": "ten.txt", "to": path}),
        ("POST", "/files/move", {"from": path, "to": "new"}),
        ("POST", "/files/copy", {"from": "ten.txt", "to": path}),
        ("POST", "/files/copy", {"from": path, "to": "new"}),
    ]

    problems = [ten.refused(method, where, 422, json=sent) for method, where, sent in requests]

    assert {problem["errors"][0]["field"] for problem in problems} == {"path"}
    assert [entry["name"] for entry in ten.call("GET", "/files/?list")["items"]] == ["ten.txt"]


def test_what_is_composed_and_what_is_not_are_one_name(project: ProjectApi):
    project.upload("cafe\u0301", b"1")

    assert project.ask("GET", "/files/caf\u00e9").content == b"1"
