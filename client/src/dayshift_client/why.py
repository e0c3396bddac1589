"""Why did a job run, or not? Its schedules and its newest run, in sentences."""

from itertools import islice
from typing import Any

from dayshift_client.moments import Moment
from dayshift_client.runs import Runs
from dayshift_client.schedules import Schedules

Json = dict[str, Any]


def explain(job: Json, schedules: Schedules, runs: Runs, at: Moment | None) -> Json:
    """What ``Jobs.why`` says."""
    told = [_of_schedule(schedule, schedules, at) for schedule in schedules.list(job=job["name"])]
    run = runs.explain(job["last"]["execution"]) if job["last"] else None
    sentences = [sentence for one in told for sentence in one["sentences"]]
    if not told:
        sentences.append("It has no schedule that you may see: it runs when somebody starts it.")
    if at is None:
        sentences.append(f"Run {run['execution']}: {run['headline']}" if run else "It has not run yet.")
    return {"job": job["name"], "sentences": sentences, "schedules": told, "run": run}


def _of_schedule(schedule: Json, schedules: Schedules, at: Moment | None) -> Json:
    """``times``: the explanation of the newest time and of the next, or of ``at`` alone."""
    asked = _around(schedule, schedules) if at is None else [at]
    times = [schedules.explain(schedule["id"], one) for one in asked]
    called = f"Schedule {schedule['id']} ({schedule['name']})"
    sentences = [f"{called} is {schedule['state']}. {schedule['sentence']}"]
    sentences += [f"{called}, {time['local']}: {time['headline']}" for time in times]
    return {"id": schedule["id"], "name": schedule["name"], "sentences": sentences, "times": times}


def _around(schedule: Json, schedules: Schedules) -> list[Moment]:
    past = [fire["nominal_at"] for fire in islice(schedules.fires(schedule["id"]), 1)]
    return [*past, *(run["nominal"] for run in schedules.next(schedule["id"], 1))]
