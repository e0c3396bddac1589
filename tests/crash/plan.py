"""The load of a crash round: jobs and schedules with every policy, over a few seconds."""

import time
from collections.abc import Mapping
from typing import Any

LINES_A_RUN = 20
RETRIES = {"max": 0, "delay": 0.2, "backoff": 1.0, "max_delay": 0.2, "on": ["failed", "timed_out"]}
STOPPED_JOB = "stopped"


def make_plan(first: int, seconds: int, starts: str) -> dict[str, Any]:
    """What to lay out, and what the checker walks by: from ``first``, in Unix seconds. Jobs write to ``starts``."""
    last = first + seconds
    jobs = [
        _job("quick", 0.05, 0),
        _job("slow", 1.1, 0),
        _job("broken", 0.05, 3),
        _job("flaky", 0.05, 1, 0, retries=1),
        _job("long", 2.5, 0),
        _job(STOPPED_JOB, 9, 0, may_stop=True),
    ]
    whole = first, last
    schedules = [
        _schedule("all of them", "quick", whole, overlap="allow", misfire="all"),
        _schedule("skips", "slow", whole, overlap="skip", misfire="latest", cron="* * * * * ?"),
        _schedule("waits", "slow", whole, overlap="queue_one", misfire="none"),
        _schedule("queues", "broken", (first, last - 1), overlap="queue_all", misfire="all", every=2),
        _schedule("replaces", "long", (first, last - 1), overlap="replace", misfire="latest", every=2),
        _schedule("twice", "flaky", whole, overlap="queue_all", misfire="all", max_runs=2),
        _schedule("is stopped", STOPPED_JOB, (first, last - 1), overlap="allow", misfire="latest"),
    ]
    for job in jobs:
        job["definition"]["variables"] = {"CRASH_STARTS": starts}
    return {"jobs": jobs, "schedules": schedules, "first": first}


def _job(name: str, work_s: float, *codes: int, retries: int = 0, may_stop: bool = False) -> dict[str, Any]:
    return {
        "name": name,
        "codes": codes,
        "retries": retries,
        "may_stop": may_stop,
        "definition": {
            "arguments": [str(work_s), *(str(code) for code in codes)],
            "retries": {**RETRIES, "max": retries},
        },
    }


def _schedule(
    name: str, job: str, bounds: tuple[int, int], *, overlap: str, misfire: str, **rule: Any
) -> dict[str, Any]:
    every = rule.get("every", 1)
    cron = rule.get("cron")
    trigger: Mapping[str, Any] = (
        {"kind": "every", "n": every, "unit": "second"}
        if cron is None
        else {"kind": "cron", "text": cron, "dialect": "quartz"}
    )
    return {
        "name": name.replace(" ", "-"),
        "job": job,
        "kind": trigger["kind"],
        "every": every,
        "start": bounds[0],
        "end": bounds[1],
        "overlap": overlap,
        "misfire": misfire,
        "max_runs": rule.get("max_runs"),
        "body": {
            "trigger": trigger,
            "start": _text(bounds[0]),
            "end": _text(bounds[1]),
            "max_runs": rule.get("max_runs"),
            "misfire": {"mode": misfire, "max_late_s": 3600, "max_runs": 100},
            "overlap": {"mode": overlap, "active": 1, "max": 100},
        },
    }


def _text(second: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second))
