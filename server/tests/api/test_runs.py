"""Runs: started once, many at once, waited for, stopped, run again, tried again."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest
from sqlalchemy import func, select

from dayshift import failpoints
from dayshift.api import executions as runs_door
from dayshift.api.app import THREADS
from dayshift.store.tables import executions
from dayshift.testing.rest import ProjectApi, http
from dayshift.testing.server import RunningServer

SLEEPS = "import time; print('up', flush=True); time.sleep(60)"
ONCE = """
import pathlib, sys
flag = pathlib.Path('tried')
first = not flag.exists()
flag.touch()
sys.exit(3 if first else 0)
"""


def until(project: ProjectApi, run: dict[str, Any], state: str) -> dict[str, Any]:
    """The run, as soon as it is in that state."""
    while True:
        found = project.call("GET", f"/executions/{run['id']}")
        assert found["ended_at"] is None or found["state"] == state, found
        if found["state"] == state:
            return found
        threading.Event().wait(0.02)


def test_a_run_is_queued_at_once_and_waited_for(project: ProjectApi):
    project.add_job("job")

    started = project.start("job")
    ended = project.wait(started)

    assert (started["state"], started["cause"], started["requested_by"]) == ("queued", "manual", "ada")
    assert (ended["state"], ended["exit_code"], ended["reason"]) == ("succeeded", 0, None)
    assert [attempt["number"] for attempt in ended["attempts"]] == [1]
    assert started["created_at"] <= ended["started_at"] <= ended["ended_at"]


def test_a_wait_ends_when_its_time_is_over(project: ProjectApi):
    project.add_job("job", SLEEPS, grace=0)
    run = project.start("job")

    found = project.call("GET", f"/executions/{run['id']}", params={"wait": 0.3})

    assert found["ended_at"] is None
    project.call("POST", f"/executions/{run['id']}/stop")


def test_a_wait_ends_when_whoever_waited_has_gone(project: ProjectApi, monkeypatch: pytest.MonkeyPatch):
    project.add_job("job", SLEEPS, grace=0)
    run = project.start("job")
    until(project, run, "running")
    looks: list[int] = []
    look = runs_door._look
    monkeypatch.setattr(runs_door, "_look", lambda *asked: looks.append(1) or look(*asked))

    with pytest.raises(httpx2.ReadTimeout):
        project.call("GET", f"/executions/{run['id']}", params={"wait": 30}, timeout=0.5)
    threading.Event().wait(runs_door.LOOK_AGAIN_S + 0.5)
    after = len(looks)
    threading.Event().wait(2 * runs_door.LOOK_AGAIN_S + 0.5)

    assert after > 0 and len(looks) == after
    project.call("POST", f"/executions/{run['id']}/stop")


def test_many_that_wait_keep_nobody_else_waiting(project: ProjectApi):
    project.add_job("job", SLEEPS, grace=0)
    run = project.start("job")
    many = 2 * THREADS

    with ThreadPoolExecutor(many) as pool:
        waiting = [pool.submit(project.wait, run) for _ in range(many)]
        until(project, run, "running")
        assert not any(one.done() for one in waiting)
        project.call("POST", f"/executions/{run['id']}/stop")
        ends = [one.result()["state"] for one in waiting]

    assert ends == ["cancelled"] * many


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import sys; sys.exit(7)", ("failed", "exit", 7, None)),
        ("raise ValueError('no')", ("failed", "exit", 1, None)),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", ("failed", "signal", None, 11)),
    ],
)
def test_a_run_ends_as_its_program_did(project: ProjectApi, source: str, expected: tuple[Any, ...]):
    project.add_job("job", source)

    run = project.run("job")

    assert (run["state"], run["reason"], run["exit_code"], run["signal"]) == expected
    why = project.call("GET", f"/executions/{run['id']}/explain")
    assert str(run["exit_code"] or run["signal"]) in why["headline"]


# Many, and once -------------------------------------------------------------------------------------------------------


def test_many_runs_start_together_in_their_order(project: ProjectApi):
    project.add_job("job", "import sys; print(sys.argv[1])")
    items = [{"arguments": [str(number)]} for number in range(5)]

    started = project.call("POST", "/jobs/job/executions/batch", json={"items": items})["items"]

    assert [project.output(project.wait(run)) for run in started] == [["0"], ["1"], ["2"], ["3"], ["4"]]


def test_of_a_batch_with_one_mistake_nothing_starts(project: ProjectApi):
    project.add_job("job")

    problem = project.refused(
        "POST", "/jobs/job/executions/batch", 422, json={"items": [{}, {"parameters": {"x": 1}}, {}]}
    )

    assert problem["code"] == "invalid_arguments"
    assert project.call("GET", "/executions")["items"] == []


def test_the_same_key_with_the_same_body_gets_the_same_answer(project: ProjectApi):
    project.add_job("job")
    key = {"Idempotency-Key": f"start in {project.name}"}

    first = project.call("POST", "/jobs/job/executions", json={}, headers=key)
    project.wait(first)
    again = project.call("POST", "/jobs/job/executions", json={}, headers=key)
    other = project.refused("POST", "/jobs/job/executions", 409, json={"arguments": "x"}, headers=key)

    assert again == first
    assert other["code"] == "idempotency_key_reused"
    assert len(project.call("GET", "/executions")["items"]) == 1


def test_a_refused_request_does_not_use_its_key_up(project: ProjectApi):
    project.add_job("job")
    key = {"Idempotency-Key": f"refused in {project.name}"}

    project.refused("POST", "/jobs/job/executions", 422, json={"parameters": {"x": 1}}, headers=key)

    assert project.ask("POST", "/jobs/job/executions", json={}, headers=key).status_code == 201


def test_twins_that_come_at_once_make_one_run(server: RunningServer, project: ProjectApi):
    project.add_job("job")
    key = {"Idempotency-Key": f"twins of {project.name}"}

    def send(_: int) -> dict[str, Any]:
        with http(server.url, server.token) as client:
            answer = client.post(f"/projects/{project.name}/jobs/job/executions", json={}, headers=key)
            assert answer.status_code == 201, answer.text
            return answer.json()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))

    assert all(answer == answers[0] for answer in answers)
    with server.begin() as tx:
        made = select(func.count()).where(executions.c.id >= answers[0]["id"])
        assert tx.execute(made).scalar_one() == 1


def test_runs_come_newest_first_in_pages_and_by_state(project: ProjectApi):
    project.add_job("good")
    project.add_job("bad", "1/0")
    runs = [project.run(name)["id"] for name in ("good", "bad", "good", "good", "bad")]

    found, after = [], ""
    while after is not None:
        page = project.call("GET", "/executions", params={"limit": 2, "after": after})
        found += [run["id"] for run in page["items"]]
        after = page["next"]
    failed = project.call("GET", "/executions", params={"state": ["failed", "lost"]})["items"]
    of_job = project.call("GET", "/jobs/good/executions", params={"state": "succeeded"})["items"]

    assert found == runs[::-1]
    assert [run["id"] for run in failed] == [runs[4], runs[1]]
    assert [run["id"] for run in of_job] == [runs[3], runs[2], runs[0]]


# Stop and again -------------------------------------------------------------------------------------------------------


def test_a_run_that_goes_is_stopped(project: ProjectApi):
    project.add_job("job", SLEEPS, grace=1)
    run = project.start("job")
    until(project, run, "running")

    stopped = project.call("POST", f"/executions/{run['id']}/stop")
    ended = project.wait(run)

    assert stopped["stopping"] is True
    assert (ended["state"], ended["reason"], ended["stopping"]) == ("cancelled", "killed", False)
    assert project.call("POST", f"/executions/{run['id']}/stop")["state"] == "cancelled"


def test_a_run_that_waits_is_stopped_without_having_been(project: ProjectApi):
    project.add_job("job", SLEEPS, grace=0, max_running=1)
    first, second = project.start("job"), project.start("job")
    until(project, first, "running")

    stopped = project.call("POST", f"/executions/{second['id']}/stop")

    assert (stopped["state"], stopped["started_at"]) == ("cancelled", None)
    project.call("POST", f"/executions/{first['id']}/stop")


def test_no_more_runs_of_a_job_go_at_once_than_it_says(project: ProjectApi):
    project.add_job("job", SLEEPS, grace=0, max_running=1)
    first, second = project.start("job"), project.start("job")
    until(project, first, "running")

    waiting = project.call("GET", f"/executions/{second['id']}/explain")
    project.call("POST", f"/executions/{first['id']}/stop")
    until(project, second, "running")

    assert waiting["code"] == "waits_for_job"
    project.call("POST", f"/executions/{second['id']}/stop")


def test_a_run_is_made_again_with_what_it_was_asked_and_the_code_of_today_or_of_then(project: ProjectApi):
    project.upload("p.py", b"import sys; print('then', sys.argv[1:])")
    project.call("POST", "/jobs", json={"name": "job", "program": {"path": "p.py"}})
    before = project.run("job", arguments=["a b"])
    project.upload("p.py", b"import sys; print('today', sys.argv[1:])", replace=True)

    again = project.wait(project.call("POST", f"/executions/{before['id']}/rerun", json={}))
    same = project.wait(project.call("POST", f"/executions/{before['id']}/rerun", json={"same_code": True}))

    assert project.output(again) == ["today ['a b']"]
    assert project.output(same) == ["then ['a b']"]
    assert [(run["cause"], run["rerun_of"]) for run in (again, same)] == [("rerun", before["id"])] * 2
    assert same["code"] == before["code"] != again["code"]


def test_a_failed_attempt_is_tried_again_as_the_job_says(project: ProjectApi):
    project.add_job("job", ONCE, retries={"max": 1, "delay": 0})

    run = project.run("job")

    assert (run["state"], run["attempt"]) == ("succeeded", 2)
    assert [(one["number"], one["state"], one["exit_code"]) for one in run["attempts"]] == [
        (1, "failed", 3),
        (2, "succeeded", 0),
    ]


def test_an_attempt_is_not_tried_again_for_what_retries_do_not_name(project: ProjectApi):
    project.add_job("job", "1/0", retries={"max": 3, "delay": 0, "on": ["timed_out"]})

    assert project.run("job")["attempt"] == 1


def test_a_retry_that_waits_says_until_when(project: ProjectApi):
    project.add_job("job", "1/0", retries={"max": 1, "delay": 3600})
    run = project.start("job")
    while project.call("GET", f"/executions/{run['id']}")["attempt"] == 1:
        threading.Event().wait(0.02)

    waiting = project.call("GET", f"/executions/{run['id']}")
    why = project.call("GET", f"/executions/{run['id']}/explain")
    stopped = project.call("POST", f"/executions/{run['id']}/stop")

    assert (waiting["state"], waiting["attempt"], why["code"]) == ("queued", 2, "waits_for_retry")
    assert waiting["not_before"] > waiting["created_at"]
    assert stopped["state"] == "cancelled"


# Limits ---------------------------------------------------------------------------------------------------------------


def test_a_run_that_takes_too_long_is_stopped(project: ProjectApi):
    project.add_job("job", SLEEPS, time_limit=1, grace=0)

    run = project.run("job")

    assert (run["state"], run["reason"]) == ("timed_out", "timeout")
    assert "time limit" in project.call("GET", f"/executions/{run['id']}/explain")["headline"]


def test_a_run_that_takes_more_memory_than_it_may_is_stopped(client, project: ProjectApi):
    if client.get("/executors").json()["items"][0]["memory"] == "none":
        pytest.skip("memory is not enforced on this machine")
    project.add_job("job", "data = bytearray(300 << 20); print(len(data))", resources={"memory": 64})

    run = project.run("job")

    assert (run["state"], run["reason"]) == ("failed", "oom")


def test_a_log_that_is_full_ends_the_run_if_the_job_says_so(project: ProjectApi):
    source = "import sys\nfor _ in range(3000): sys.stdout.write('x' * 999 + '\\n')\nimport time; time.sleep(60)"
    project.add_job("stops", source, log_limit=1, log_full="stop", grace=0)

    run = project.run("stops")

    assert (run["state"], run["reason"]) == ("failed", "log_full")


def test_a_stop_whose_answer_was_lost_stops_all_the_same(project: ProjectApi):
    project.add_job("job", program={"source": SLEEPS})
    run = until(project, project.start("job"), "running")

    failpoints.arm("cancel.after_request_commit=raise")
    try:
        answer = project.ask("POST", f"/executions/{run['id']}/stop")
    finally:
        failpoints.arm("")

    assert answer.status_code == 500
    assert project.wait(run)["state"] == "cancelled"


def test_a_start_whose_answer_was_lost_is_asked_for_again_and_starts_once(project: ProjectApi):
    project.add_job("job")
    ask = {"json": {}, "headers": {"Idempotency-Key": "lost-answer"}}

    failpoints.arm("api.after_commit=raise")
    try:
        lost = project.ask("POST", "/jobs/job/executions", **ask)
    finally:
        failpoints.arm("")
    again = project.ask("POST", "/jobs/job/executions", **ask)

    assert (lost.status_code, again.status_code) == (500, 201)
    assert [run["id"] for run in project.call("GET", "/jobs/job/executions")["items"]] == [again.json()["id"]]


def test_a_run_names_the_runs_of_its_job_beside_it(project: ProjectApi):
    project.add_job("job")
    project.add_job("other")
    first = project.run("job")
    project.run("other")
    second, third = project.run("job"), project.run("job")

    found = [project.call("GET", f"/executions/{run['id']}") for run in (first, second, third)]

    assert [(run["earlier"], run["later"]) for run in found] == [
        (None, second["id"]),
        (first["id"], third["id"]),
        (second["id"], None),
    ]
