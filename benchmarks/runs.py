"""Runs, seen through the API: waiting until none is open, and reading those that there were."""

from collections.abc import Iterator

from dayshift.testing.rest import WAIT_S, Json, ProjectApi

OPEN = ["queued", "starting", "running"]
PAGE = 200


def wait_over(api: ProjectApi) -> None:
    """Until no run is open. The newest is waited for, which nearly always ends among the last."""
    while found := api.call("GET", "/executions", params={"state": OPEN, "limit": 1})["items"]:
        api.call("GET", f"/executions/{found[0]['id']}", params={"wait": WAIT_S})


def pages(api: ProjectApi, path: str = "/executions") -> Iterator[Json]:
    """All pages of a list, newest rows first."""
    page: Json = {"next": ""}
    while page["next"] is not None:
        page = api.call("GET", path, params={"after": page["next"], "limit": PAGE})
        yield page


def newest_first(api: ProjectApi) -> Iterator[Json]:
    """All runs of the project."""
    for page in pages(api):
        yield from page["items"]
