"""Logs: by line, from the end, by byte, by text, whole and live; what is secret is masked everywhere."""

import base64
import json
from collections.abc import Iterator

import httpx2
import pytest

from dayshift.testing.rest import ProjectApi, http
from dayshift.testing.server import RunningServer

COUNTS = "for number in range(1, 501): print('line', number)"
SLOW = """
import pathlib, time
print('first', flush=True)
while not pathlib.Path('go').exists():
    time.sleep(0.02)
print('last')
"""
TRUNCATES = """
import os, pathlib, time
os.write(1, b'old ' * 100)
while not pathlib.Path('go').exists():
    time.sleep(0.02)
os.ftruncate(1, 0)
os.write(1, b'new')
while not pathlib.Path('end').exists():
    time.sleep(0.02)
"""
LEAKS = """
import base64, os
key = os.environ["DAYSHIFT_API_KEY"]
print("plain", key)
print("base64", base64.b64encode(key.encode()).decode())
print("url", base64.urlsafe_b64encode(("x" + key).encode()).decode())
open("key", "w").write(key)
"""


@pytest.fixture(scope="module")
def counted(client: httpx2.Client) -> tuple[ProjectApi, str]:
    """A project with a run that wrote 500 lines, and the path of its log."""
    project = ProjectApi(client)
    project.add_job("job", COUNTS)
    return project, f"/executions/{project.run('job')['id']}/log"


def numbers(page: dict) -> list[int]:
    return [line["n"] for line in page["lines"]]


def test_lines_come_from_a_number_on_with_their_place_and_time(counted):
    project, path = counted

    page = project.call("GET", path, params={"from": 100, "limit": 3})

    assert numbers(page) == [100, 101, 102]
    assert [line["text"] for line in page["lines"]] == ["line 100", "line 101", "line 102"]
    assert page["lines"][1]["offset"] - page["lines"][0]["offset"] == len("line 100\n")
    assert all(line["at"].endswith("Z") for line in page["lines"])
    assert (page["total"], page["size"] > 0, page["generation"]) == (500, True, 0)


def test_the_last_lines_are_complete_when_the_run_is_over(counted):
    project, path = counted

    page = project.call("GET", path, params={"tail": 2})

    assert [line["text"] for line in page["lines"]] == ["line 499", "line 500"]
    assert (page["complete"], page["next"]) == (True, page["size"])


def test_reading_by_bytes_walks_the_log_once(counted):
    project, path = counted

    found, offset, complete = [], 0, False
    while not complete:
        page = project.call("GET", path, params={"offset": offset, "bytes": 1000})
        found += [line["text"] for line in page["lines"]]
        assert page["next"] > offset
        offset, complete = page["next"], page["complete"]

    assert found == [f"line {number}" for number in range(1, 501)]


def test_beyond_the_end_there_is_nothing(counted):
    project, path = counted

    for params in ({"from": 501}, {"from": 1 << 53}, {"offset": 1 << 53}):
        assert project.call("GET", path, params=params)["lines"] == []
    assert project.call("GET", f"{path}/search", params={"q": "line", "after": 1 << 53})["lines"] == []
    (end,) = events(project.ask("GET", f"{path}/stream", headers={"Last-Event-ID": f"0:{1 << 53}"}))
    assert end[0] == "end"


def test_a_search_finds_plain_text_whatever_its_case(counted):
    project, path = counted

    page = project.call("GET", f"{path}/search", params={"q": "LINE 49"})
    later = project.call("GET", f"{path}/search", params={"q": "line 49", "after": page["lines"][1]["offset"] + 1})
    plain = project.call("GET", f"{path}/search", params={"q": "line .*"})

    assert numbers(page) == [49, 490, 491, 492, 493, 494, 495, 496, 497, 498, 499]
    assert numbers(later) == [491, 492, 493, 494, 495, 496, 497, 498, 499]
    assert plain["lines"] == []


def test_the_whole_log_is_text_to_store(counted):
    project, path = counted

    answer = project.ask("GET", f"{path}/raw")

    assert answer.text == "".join(f"line {number}\n" for number in range(1, 501))
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")


def events(answer: httpx2.Response) -> Iterator[tuple[str, str, dict]]:
    """Name, id and data of each event, as they come."""
    event = {}
    for line in answer.iter_lines():
        name, _, value = line.partition(": ")
        if line:
            event[name] = value
        elif event:
            yield event.get("event", ""), event.get("id", ""), json.loads(event.get("data", "{}"))
            event = {}


def test_a_log_is_followed_while_it_grows_until_the_run_ends(server: RunningServer, project: ProjectApi):
    project.add_job("job", SLOW)
    run = project.start("job")

    seen = []
    with (
        http(server.url, server.token) as other,
        other.stream("GET", f"/projects/{project.name}/executions/{run['id']}/log/stream") as answer,
    ):
        for name, event_id, data in events(answer):
            seen.append((name, [line["text"] for line in data.get("lines", [])], event_id))
            if len(seen) == 1:
                project.upload("go", b"")

    assert answer.headers["content-type"].startswith("text/event-stream")
    assert [(name, texts) for name, texts, _ in seen] == [("lines", ["first"]), ("lines", ["last"]), ("end", [])]
    assert [event_id for *_, event_id in seen] == ["0:6", "0:11", "0:11"]


def test_a_reader_of_a_log_that_the_job_truncates_begins_again(server: RunningServer, project: ProjectApi):
    project.add_job("job", TRUNCATES)
    run = project.start("job")

    seen = []
    with (
        http(server.url, server.token) as other,
        other.stream("GET", f"/projects/{project.name}/executions/{run['id']}/log/stream") as answer,
    ):
        for name, event_id, data in events(answer):
            seen.append((name, "".join(line["text"] for line in data.get("lines", [])), event_id))
            project.upload("end" if seen[-1][1] == "new" else "go", b"", replace=True)

    assert seen == [("lines", "old " * 100, "0:400"), ("lines", "new", "1:3"), ("end", "", "1:3")]


def test_a_reader_who_comes_back_goes_on_where_he_was(counted):
    project, path = counted

    headers = {"Last-Event-ID": f"0:{len(''.join(f'line {number}' for number in range(1, 500))) + 499}"}
    answer = project.ask("GET", f"{path}/stream", headers=headers)

    (lines, end) = list(events(answer))
    assert [line["text"] for line in lines[2]["lines"]] == ["line 500"]
    assert end[0] == "end"


@pytest.mark.parametrize("last", ["", "x", "0:", "0:-5", "0:" + "9" * 50])
def test_an_event_id_that_is_none_begins_at_the_beginning(counted, last: str):
    project, path = counted

    first, *_ = events(project.ask("GET", f"{path}/stream", headers={"Last-Event-ID": last}))

    assert first[2]["lines"][0]["n"] == 1


def test_a_stream_ends_when_its_reader_has_no_right_any_more(server: RunningServer, project: ProjectApi):
    project.add_job("job", SLOW)
    run = project.start("job")
    token = server.sign_in()

    names = []
    with (
        http(server.url, token) as other,
        other.stream("GET", f"/projects/{project.name}/executions/{run['id']}/log/stream") as answer,
    ):
        for name, _, _ in events(answer):
            names.append(name)
            if name == "lines":
                with http(server.url, token) as same:
                    same.delete("/session")

    assert names == ["lines", "access_ended"]
    project.upload("go", b"")
    project.wait(run)


def test_the_key_of_a_run_is_masked_in_every_form_and_by_every_road(project: ProjectApi):
    project.add_job("job", LEAKS)
    run = project.run("job")
    key = project.ask("GET", "/files/key").text
    path = f"/executions/{run['id']}/log"

    roads = [
        project.ask("GET", path).text,
        project.ask("GET", path, params={"tail": 10}).text,
        project.ask("GET", path, params={"offset": 0}).text,
        project.ask("GET", f"{path}/raw").text,
        project.ask("GET", f"{path}/stream").text,
        project.ask("GET", f"{path}/search", params={"q": "l"}).text,
    ]

    forms = [
        key,
        key.partition(".")[2],
        base64.b64encode(key.encode()).decode()[8:-8],
        base64.b64encode(b"x" + key.encode()).decode()[8:-8],
    ]
    assert all("plain" in road for road in roads)
    assert [(form, road) for form in forms for road in roads if form in road] == []


def test_what_is_masked_cannot_be_found_by_guessing(project: ProjectApi):
    project.add_job("job", LEAKS)
    run = project.run("job")
    key = project.ask("GET", "/files/key").text

    for length in (4, 8, 20, len(key) - 1):  # a whole key is refused in any address
        found = project.call("GET", f"/executions/{run['id']}/log/search", params={"q": key[:length]})
        assert found["lines"] == []


# Levels ---------------------------------------------------------------------------------------------------------------

TALKS = """
import os
for number in range(1, 101):
    print('ERROR: no' if number % 50 == 0 else 'WARNING: hm' if number % 10 == 0 else 'all well')
print('FATAL', os.environ["DAYSHIFT_API_KEY"])
"""


def test_errors_and_warnings_are_counted_in_buckets_with_their_first_lines(project: ProjectApi):
    project.add_job("job", TALKS)
    path = f"/executions/{project.run('job')['id']}/log"
    size = project.call("GET", path)["size"]

    whole = project.call("GET", f"{path}/levels", params={"buckets": 1})
    many = project.call("GET", f"{path}/levels", params={"buckets": 7})
    rest = project.call("GET", f"{path}/levels", params={"buckets": 7, "after": many["buckets"][3]["offset"]})

    assert whole == {
        "buckets": [{"offset": 0, "line": 1, "errors": 3, "warnings": 8}],
        "scanned": size,
        "size": size,
        "complete": True,
    }
    assert [sum(one[level] for one in many["buckets"]) for level in ("errors", "warnings")] == [3, 8]
    assert len(many["buckets"]) == 7
    for bucket in many["buckets"]:
        (line, *_) = project.call("GET", path, params={"from": bucket["line"], "limit": 1})["lines"]
        assert bucket["offset"] <= line["offset"] < bucket["offset"] + -(-size // 7)
    assert [one["offset"] for one in rest["buckets"]] == [one["offset"] for one in many["buckets"][3:]]


def test_a_log_without_a_byte_has_no_bucket(project: ProjectApi):
    project.add_job("job", "pass")

    found = project.call("GET", f"/executions/{project.run('job')['id']}/log/levels")

    assert found == {"buckets": [], "scanned": 0, "size": 0, "complete": True}
