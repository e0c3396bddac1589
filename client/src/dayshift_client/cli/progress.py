"""How far something is: on a terminal, beside what is printed; nothing in a pipe."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.markup import escape
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from dayshift_client.cli.show import cell, err

Told = Callable[[int, int | None], None]


@contextmanager
def bytes_moved(name: str) -> Iterator[Told]:
    """Shows the bytes that were moved, of all, if that is known: call what is yielded."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task(escape(name), total=None)
        yield lambda moved, size: progress.update(task, completed=moved, total=size)


@contextmanager
def run_going_on(number: int) -> Iterator[Callable[[dict[str, Any]], None] | None]:
    """Shows the state of a run, the share that is done if its program tells, and since when one waits."""
    if not err.is_terminal:
        yield None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(f"Run {number}", total=None)

        def show(run: dict[str, Any]) -> None:
            told = run["progress"] or {}
            said = f"Run {number} is {cell(run['state'])} {escape(str(told.get('text') or ''))}"
            share = told.get("fraction")
            progress.update(task, description=said, completed=share or 0, total=None if share is None else 1)

        yield show
