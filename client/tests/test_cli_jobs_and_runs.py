"""Jobs and runs at a terminal."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from dayshift_client.cli import show

SLEEPS = "import time; print('up', flush=True); time.sleep(60)"


@pytest.fixture
def job(dayshift, tmp_path: Path):
    """Saves a job from a text, and starts it: returns the number of the run."""

    def job(source: str, *flags: str, name: str = "job", start: bool = True) -> int:
        (tmp_path / f"{name}.py").write_text(source)
        made = dayshift("jobs", "create", name, "--source", f"{name}.py", *flags)
        assert made.code == 0, made.err
        return _json(dayshift("jobs", "run", name, "--json"))["id"] if start else 0

    return job


def _json(answer: Any) -> Any:
    assert answer.code == 0, answer
    return json.loads(answer.out)


def test_a_job_is_saved_shown_changed_listed_and_deleted(dayshift, job):
    job(
        "print(1)",
        "-a",
        "--x 'y z'",
        "-v",
        "A=b=c",
        "--set",
        "time_limit=60",
        "--set",
        "resources.memory=64",
        start=False,
    )

    shown = _json(dayshift("jobs", "show", "job", "--json"))
    changed = _json(dayshift("jobs", "update", "job", "--set", "title=[The] job", "--json"))
    words = dayshift("jobs", "show", "job")
    table = dayshift("jobs", "list")
    gone = dayshift("jobs", "delete", "job")

    definition = shown["definition"]
    assert (definition["arguments"], definition["variables"]) == ("--x 'y z'", {"A": "b=c"})
    assert (definition["time_limit"], definition["resources"]["memory"]) == (60, 64)
    assert (changed["revision"], changed["title"]) == (2, "[The] job")
    assert "[The] job" in words.out and "job" in table.out
    assert gone.code == 0
    assert _json(dayshift("jobs", "list", "--json")) == []


def test_a_mistake_in_a_job_names_field_and_cure(dayshift, tmp_path: Path):
    (tmp_path / "p.py").write_text("print(1)")

    missing = dayshift("jobs", "create", "job", "nope.py")
    unknown = dayshift("jobs", "create", "job", "--source", "p.py", "--set", "colour=red")
    script = dayshift("jobs", "create", "job", "--source", "p.py", "-e", "script")
    usage = dayshift("jobs", "create", "job", "--source", "p.py", "-v", "novalue")

    assert [answer.code for answer in (missing, unknown, script, usage)] == [1, 1, 1, 2]
    assert "program.path: there is no file nope.py; upload it first" in missing.err
    assert "colour: this field is not known here; remove it" in unknown.err
    assert "Cure: Use the environment python" in script.err


def test_a_run_is_followed_to_its_end_and_exits_as_it_did(dayshift, job):
    good = job("print('good [red]day[/]')")
    bad = job("print('bad day'); raise SystemExit(3)", name="bad")

    followed = dayshift("runs", "logs", "-f", str(good))
    failed = dayshift("jobs", "run", "bad", "--follow")
    waited = dayshift("runs", "wait", str(bad))

    assert (followed.code, followed.out) == (0, "good [red]day[/]\n")
    assert "succeeded" in followed.err
    assert (failed.code, failed.out, waited.code) == (1, "bad day\n", 1)
    assert "failed" in failed.err


def test_a_log_is_read_whole_from_its_end_and_by_text(dayshift, job):
    run = job("for number in range(20): print('line', number)")
    dayshift("runs", "wait", str(run))

    whole = dayshift("runs", "logs", str(run))
    tail = dayshift("runs", "logs", str(run), "--tail", "2")
    found = dayshift("runs", "logs", str(run), "--search", "LINE 7")

    assert whole.out == "".join(f"line {number}\n" for number in range(20))
    assert (tail.out, found.out) == ("line 18\nline 19\n", "line 7\n")


def test_runs_are_listed_by_job_and_state_and_shown(dayshift, job):
    good, bad = job("1"), job("1/0", name="bad")
    for run in (good, bad):
        dayshift("runs", "wait", str(run))

    table = dayshift("runs", "list")
    of_job = _json(dayshift("runs", "list", "--job", "bad", "--json"))
    of_both = _json(dayshift("runs", "list", "--job", "bad", "--state", "succeeded", "--json"))
    failed = _json(dayshift("runs", "list", "--state", "failed", "--json"))
    shown = dayshift("runs", "show", str(bad))
    detail = _json(dayshift("runs", "show", str(bad), "--json"))
    why = dayshift("runs", "explain", str(bad))

    assert "succeeded" in table.out and "failed" in table.out
    assert ([row["id"] for row in of_job], of_both, [row["id"] for row in failed]) == ([bad], [], [bad])
    assert "exit code    1" in shown.out
    assert detail["attempts"][0]["exit_code"] == 1
    assert why.out == "Its program ended with exit code 1.\n"
    assert _json(dayshift("runs", "explain", str(good), "--json"))["code"] == "succeeded"


def test_a_run_is_stopped_and_run_again(dayshift, job):
    run = job(SLEEPS, "--set", "grace=0")

    stopped = dayshift("runs", "stop", str(run))
    waited = dayshift("runs", "wait", str(run))
    again = _json(dayshift("runs", "rerun", str(run), "--same-code", "--json"))
    dayshift("jobs", "delete", "job", "--stop")

    assert stopped.code == 0 and f"Run {run} is" in stopped.out
    assert waited.code == 1 and "cancelled" in waited.out
    assert again["rerun_of"] == run


def test_what_a_run_is_given_reaches_it(dayshift, job):
    parameters = '[{"name": "region", "option": "--region"}]'
    job("import os, sys; print(sys.argv[1:], os.environ['A'])", "--set", f"parameters={parameters}", start=False)

    answer = dayshift("jobs", "run", "job", "-f", "-a", "x 'y z'", "-P", "region=north", "-v", "A=1")

    assert answer.out == "['x', 'y z', '--region', 'north'] 1\n"


def test_unknown_runs_and_jobs_are_refused(dayshift):
    answers = [dayshift("runs", "show", "999999"), dayshift("jobs", "run", "nope"), dayshift("runs", "show", "x")]

    assert [answer.code for answer in answers] == [1, 1, 2]
    assert "There is no such thing here." in answers[0].err


def test_a_list_fits_a_narrow_terminal(dayshift, job, project, monkeypatch):
    run = job("print(1)")
    project.runs.wait(run)
    project.schedules.create("job", daily="07:00")
    wide = dayshift("jobs", "list").out
    monkeypatch.setattr(show.out, "width", 80)

    jobs, runs = dayshift("jobs", "list").out, dayshift("runs", "list").out

    assert re.search(r"[+-]\d{4}", wide)
    assert [len(text.splitlines()) for text in (jobs, runs)] == [2, 2]
    assert max(map(len, (jobs + runs).splitlines())) <= 80
