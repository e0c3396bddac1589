"""Runs and their logs."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Annotated, Any

import typer
from rich.console import Console

from dayshift_client.cli import completing
from dayshift_client.cli.progress import run_going_on
from dayshift_client.cli.show import (
    AsJson,
    Limit,
    OfJob,
    ProjectName,
    as_json,
    cell,
    err,
    listing,
    out,
    project,
    took,
    when,
)
from dayshift_client.client import Project
from dayshift_client.runs import text_of

app = typer.Typer(no_args_is_help=True, help="Runs: seen, followed, stopped, run again.")

Run = Annotated[int, typer.Argument(help="The number of the run.", autocompletion=completing.runs)]
Follow = Annotated[bool, typer.Option("--follow", "-f", help="Go on until the run ends.")]
Tail = Annotated[int | None, typer.Option("--tail", help="Only the last lines.", min=1, max=10_000)]
Search = Annotated[str | None, typer.Option("--search", help="Only lines that hold this text.")]
AttemptNumber = Annotated[int | None, typer.Option("--attempt", help="Of this attempt.")]


@app.command("list")
def list_runs(
    job: OfJob = None,
    state: Annotated[list[str] | None, typer.Option("--state", help="Only in this state; several times.")] = None,
    limit: Limit = 20,
    project_: ProjectName = None,
    json: AsJson = False,
) -> None:
    """Runs, newest first."""
    where = project(project_)
    listed = where.jobs.runs(job, state=state) if job else where.runs.list(state=state)
    found = list(islice(listed, limit))
    listing(
        json,
        found,
        [
            ("RUN", lambda row: row["id"]),
            ("JOB", lambda row: row["job"]),
            ("STATE", lambda row: row["state"]),
            ("WHY", lambda row: row["reason"]),
            ("STARTED", lambda row: when(row["started_at"])),
            ("TOOK", lambda row: took(row["started_at"], row["ended_at"])),
            ("BY", lambda row: row["requested_by"]),
        ],
    )


@app.command("show")
def show(run: Run, project_: ProjectName = None, json: AsJson = False) -> None:
    """A run with its attempts."""
    found = project(project_).runs.get(run)
    if json:
        as_json(found)
        return
    lines = {
        "job": found["job"],
        "state": found["state"],
        "why": found["reason"] or found["message"] or None,
        "planned for": when(found["nominal_at"]),
        "queued": when(found["created_at"]),
        "started": when(found["started_at"]),
        "ended": when(found["ended_at"]),
        "took": took(found["started_at"], found["ended_at"]),
        "exit code": found["exit_code"],
        "attempt": found["attempt"],
        "asked by": found["requested_by"],
        "progress": _progress(found["progress"]),
    }
    for label, value in lines.items():
        out.print(f"{label:<12} {cell(value)}", highlight=False)


def _progress(progress: dict[str, Any] | None) -> str | None:
    if not progress:
        return None
    share = progress.get("fraction")
    return f"{share:.0%} {progress.get('text', '')}" if isinstance(share, float) else str(progress.get("text", ""))


@app.command("logs")
def logs(
    run: Run,
    follow: Follow = False,
    tail: Tail = None,
    search: Search = None,
    attempt: AttemptNumber = None,
    project_: ProjectName = None,
) -> None:
    """The log of a run."""
    show_log(project(project_), run, follow=follow, tail=tail, search=search, attempt=attempt)


def show_log(where: Project, run: int, *, follow: bool, **part: Any) -> None:
    """Print what was asked for of a log: ``tail``, ``search`` and ``attempt`` as of the command."""
    if follow:
        follow_to_end(where, run)
    elif part["search"] is not None:
        _print_lines(where.runs.search_log(run, part["search"])["lines"])
    elif part["tail"] is not None:
        _print_lines(where.runs.log(run, attempt=part["attempt"], tail=part["tail"])["lines"])
    else:
        for piece in where.runs.raw_log(run, attempt=part["attempt"]):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()


def _print_lines(lines: list[dict[str, Any]]) -> None:
    for line in lines:
        print(text_of(line))


def follow_to_end(where: Project, run: int) -> None:
    """Print the log as it is written; then exit as the run did: 0 when it succeeded, else 1."""
    with _left_to_itself(run):
        for line in where.runs.lines(run):
            print(line, flush=True)
        ended = where.runs.wait(run)
    _exit_as(ended, err)


def wait_for_end(where: Project, run: int, json: bool) -> None:
    """Show how far it is until it is over; then exit as it did."""
    with _left_to_itself(run), run_going_on(run) as progress:
        ended = where.runs.wait(run, progress=progress)
    if json:
        as_json(ended)
    _exit_as(ended, err if json else out)


@contextmanager
def _left_to_itself(run: int) -> Iterator[None]:
    """Who stops looking does not stop the run."""
    try:
        yield
    except KeyboardInterrupt:
        err.print(f"\nRun {run} goes on. Stop it: dayshift runs stop {run}", highlight=False)
        raise


def _exit_as(ended: dict[str, Any], console: Console) -> None:
    length = took(ended["started_at"], ended["ended_at"])
    said = f"Run {ended['id']} {cell(ended['state'])}" + (f" after {length}" if length else "")
    console.print(said, highlight=False)
    if ended["state"] != "succeeded":
        raise typer.Exit(1)


@app.command("wait")
def wait(run: Run, project_: ProjectName = None, json: AsJson = False) -> None:
    """Wait until a run is over; exit as it did."""
    wait_for_end(project(project_), run, json)


@app.command("stop")
def stop(run: Run, project_: ProjectName = None, json: AsJson = False) -> None:
    """Ask a run to stop."""
    stopped = project(project_).runs.stop(run)
    if json:
        as_json(stopped)
    else:
        out.print(f"Run {run} is {'stopping' if stopped['stopping'] else cell(stopped['state'])}.", highlight=False)


@app.command("rerun")
def rerun(
    run: Run,
    same_code: Annotated[bool, typer.Option("--same-code", help="With the code of that run, not today's.")] = False,
    project_: ProjectName = None,
    json: AsJson = False,
) -> None:
    """Run it again, as a new run."""
    again = project(project_).runs.rerun(run, same_code=same_code)
    as_json(again) if json else out.print(f"Run {again['id']} is queued.", markup=False, highlight=False)


@app.command("explain")
def explain(run: Run, project_: ProjectName = None, json: AsJson = False) -> None:
    """Why it waits, or how it went."""
    why = project(project_).runs.explain(run)
    if json:
        as_json(why)
        return
    out.print(why["headline"], markup=False, highlight=False)
    if why["fire"]:
        out.print(f"{why['fire']['local']}: {why['fire']['headline']}", markup=False, highlight=False)
