"""Pages: how long the one request takes that fills a page of the web UI, over 10,000 jobs and 100,000 runs."""

import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from benchmarks.bench import Bench
from benchmarks.floors.application import bare_application
from benchmarks.measure import percentile_of
from benchmarks.rows import Row
from benchmarks.seed import add_jobs
from benchmarks.server import join, running
from benchmarks.w5_lists import timed

from dayshift.testing.rest import http as client_of

JOBS, RUNS_EACH, TAGGED_EVERY = 10_000, 10, 10
TAG = "finance"
SETTLE_S = 3.0
WEEKLY = {"kind": "calendar", "unit": "week", "every": 1, "weekdays": ["tue", "thu"], "times": ["07:15"]}
PREVIEW = {
    "schedule": {"trigger": WEEKLY, "tz": "America/New_York", "target": {"job": "noop"}},
    "count": 60,
    "days": {"from": "2026-11-23", "to": "2026-12-27"},
}

Ask = Callable[[], object]
Client = Any  # of httpx2, which has no types of its own for a program that is not ours


def rows(bench: Bench) -> Iterator[Row]:
    """Each page as the owner of all, and as a guest who has every tenth job through a tag."""
    server = bench.server()
    with running(server) as api, bare_application(server.database_url) as bare:
        api.put("/jobs/noop/tags", tags=[TAG])
        guest = client_of(server.url, join(server, api, "guest", role="guest"))
        api.call("POST", f"/tags/{TAG}/grants", json={"person": "guest", "level": "schedule"})
        api.run("noop")
        add_jobs(server.database_url, JOBS, runs_each=RUNS_EACH, tagged_every=TAGGED_EVERY)
        time.sleep(SETTLE_S)
        for who, client in (("owner", api.client), ("guest", guest)):
            for page, ask in _pages(client, api.name).items():
                taken = timed(bench, bare, ask)
                for percent in (50, 95):
                    figure = percentile_of(percent)
                    case, ours = f"{page}, {who}", figure(taken.work)
                    yield bench.row(f"pages.p{percent}", case, ours, "ms", taken=taken, floors=taken.floors(figure))


def _pages(client: Client, project: str) -> Mapping[str, Ask]:
    """What a page asks for. Reading preferences stands for the least that a request of ours takes."""
    inside = f"/projects/{project}"

    def get(path: str, **params: str) -> Ask:
        return partial(_answered, client, "GET", path, params=params)

    return {
        "preferences": get("/me/preferences"),
        "my jobs": get("/me/jobs"),
        "jobs": get(f"{inside}/jobs"),
        "jobs searched": get(f"{inside}/jobs", q="noop-99"),
        "jobs with a tag": get(f"{inside}/jobs", tag=TAG),
        "jobs failing": get(f"{inside}/jobs", show="failing"),
        "runs": get(f"{inside}/runs"),
        "runs that failed": get(f"{inside}/runs", state="failed"),
        "runs searched": get(f"{inside}/runs", q="noop-99"),
        "preview": partial(_answered, client, "POST", f"{inside}/schedules/preview", json=PREVIEW),
    }


def _answered(client: Client, method: str, path: str, **request: Any) -> None:
    client.request(method, path, **request).raise_for_status()
