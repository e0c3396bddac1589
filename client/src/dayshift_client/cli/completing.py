"""Names for the shell to complete, asked of the server: within a second, and silent when that fails."""

import threading
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

import typer

from dayshift_client.client import Client, Project

PATIENCE_S = 1.0
MOST = 100


def jobs(context: typer.Context, incomplete: str) -> list[str]:
    return _beginning(incomplete, lambda: _names(_project(context).jobs.list()))


def schedules(context: typer.Context, incomplete: str) -> list[str]:
    return _beginning(incomplete, lambda: _names(_project(context).schedules.list()))


def environments(context: typer.Context, incomplete: str) -> list[str]:
    return _beginning(incomplete, lambda: _names(_project(context).environments.list()))


def projects(incomplete: str) -> list[str]:
    return _beginning(incomplete, lambda: _names(_client().projects()))


def runs(context: typer.Context, incomplete: str) -> list[str]:
    """The newest runs."""
    return _beginning(incomplete, lambda: [str(row["id"]) for row in islice(_project(context).runs.list(), 20)])


def _client() -> Client:
    client = Client(agent="dayshift-cli")
    client.require_credential()
    return client


def _project(context: typer.Context) -> Project:
    return _client().project(context.params.get("project_"))


def _names(rows: Iterable[dict[str, Any]]) -> list[str]:
    return [str(row["name"]) for row in islice(rows, MOST)]


def _beginning(incomplete: str, ask: Callable[[], list[str]]) -> list[str]:
    """What begins so. It is asked in a thread of its own, which is left behind when it takes too long."""
    found: list[str] = []

    def look() -> None:
        try:
            found.extend(name for name in ask() if name.startswith(incomplete))
        except Exception:  # a shell that completes is no place for errors
            found.clear()

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(PATIENCE_S)
    return list(found)
