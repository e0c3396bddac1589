"""Jobs: saved, run, deleted."""

import json as jsonlib
from pathlib import Path
from typing import Annotated, Any

import typer

from dayshift_client.cli import completing, sharing
from dayshift_client.cli.runs import AttemptNumber, Follow, Search, Tail, follow_to_end, show_log, wait_for_end
from dayshift_client.cli.show import (
    AsJson,
    Column,
    JobName,
    ProjectName,
    as_json,
    cell,
    out,
    project,
    rows,
    text_in,
    when,
)

app = typer.Typer(no_args_is_help=True, help="Jobs: what runs.")
app.add_typer(sharing.jobs)

Program = Annotated[str | None, typer.Argument(help="A .py file of the project.")]
Source = Annotated[
    Path | None, typer.Option("--source", exists=True, dir_okay=False, help="Keep this file in the job itself.")
]
Arguments = Annotated[str | None, typer.Option("--arguments", "-a", help="As one text, quoted as for a shell.")]
Kind = Annotated[str | None, typer.Option("--kind", help="python or pyspark.")]
Environment = Annotated[
    str | None,
    typer.Option("--environment", "-e", help="Its Python environment.", autocompletion=completing.environments),
]
Variables = Annotated[list[str] | None, typer.Option("--variable", "-v", help="NAME=VALUE; several times.")]
Settings = Annotated[
    list[str] | None, typer.Option("--set", help="Any other field, as JSON: time_limit=60, spark.driver_memory=1024.")
]


@app.command("list")
def list_jobs(project_: ProjectName = None, json: AsJson = False) -> None:
    """The jobs that you may see, each with its last run and its next."""
    found = list(project(project_).jobs.list())
    if json:
        as_json(found)
        return
    tags: list[Column] = [("TAGS", lambda row: " ".join(row["tags"]))] if any(row["tags"] for row in found) else []
    rows(
        found,
        [
            ("NAME", lambda row: row["name"]),
            ("KIND", lambda row: row["kind"]),
            ("LEVEL", lambda row: row["level"]),
            *tags,
            ("LAST", lambda row: row["last"] and row["last"]["state"]),
            ("AT", lambda row: when(row["last"]["at"]) if row["last"] else None),
            ("NEXT", lambda row: when(row["next_at"])),
        ],
    )


@app.command("create")
def create(
    name: str,
    program: Program = None,
    source: Source = None,
    arguments: Arguments = None,
    kind: Kind = None,
    environment: Environment = None,
    variable: Variables = None,
    settings: Settings = None,
    project_: ProjectName = None,
    json: AsJson = False,
) -> None:
    """Save a job."""
    given = {"arguments": arguments, "kind": kind, "environment": environment}
    fields = {"program": None, **_program(program, source), **_fields(given, variable, settings)}
    if fields["program"] is None:
        raise typer.BadParameter("name a .py file of the project, or --source FILE", param_hint="PROGRAM")
    made = project(project_).jobs.create(name, **fields)
    as_json(made) if json else out.print(
        f"Job {name} is saved. Run it: dayshift jobs run {name}", markup=False, highlight=False
    )


@app.command("update")
def update(
    name: JobName,
    program: Program = None,
    source: Source = None,
    arguments: Arguments = None,
    environment: Environment = None,
    variable: Variables = None,
    settings: Settings = None,
    project_: ProjectName = None,
    json: AsJson = False,
) -> None:
    """Change a job; what is not named stays."""
    given = {"arguments": arguments, "environment": environment}
    fields = {**_program(program, source), **_fields(given, variable, settings)}
    changed = project(project_).jobs.update(name, **fields)
    as_json(changed) if json else out.print(
        f"Job {name} is at revision {changed['revision']}.", markup=False, highlight=False
    )


def _program(path: str | None, source: Path | None) -> dict[str, Any]:
    """A text that is kept in the job, or a file of the project; nothing when neither was named."""
    if source is not None:
        return {"program": {"source": text_in(source)}}
    return {} if path is None else {"program": {"path": path}}


def _fields(given: dict[str, str | None], variable: list[str] | None, settings: list[str] | None) -> dict[str, Any]:
    """What was given, as the server takes it."""
    fields: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if variable:
        fields["variables"] = dict(_pair(text) for text in variable)
    for text in settings or ():
        _put(fields, *_pair(text))
    return fields


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"{text!r} is not NAME=VALUE")
    return name, value


def _put(fields: dict[str, Any], name: str, value: str) -> None:
    """``spark.driver_memory=1024`` goes into the object ``spark``; a value that is no JSON is a text."""
    *path, last = name.split(".")
    for part in path:
        fields = fields.setdefault(part, {})
        if not isinstance(fields, dict):
            raise typer.BadParameter(f"{part} cannot be an object and a value", param_hint="--set")
    try:
        fields[last] = jsonlib.loads(value)
    except ValueError:
        fields[last] = value


@app.command("show")
def show(name: JobName, project_: ProjectName = None, json: AsJson = False) -> None:
    """A job with what its author saved, or with its form for those who may not read that."""
    job = project(project_).jobs.get(name)
    if json:
        as_json(job)
        return
    lines = {
        "title": job["title"],
        "kind": job["kind"],
        **_definition(job),
        "you may": job["level"],
        "tags": " ".join(job["tags"]) or None,
        "last run": f"{job['last']['execution']}, {job['last']['state']}" if job["last"] else None,
        "next run": when(job["next_at"]),
        "revision": job["revision"],
    }
    for label, value in lines.items():
        out.print(f"{label:<12} {cell(value)}", highlight=False)


def _definition(job: dict[str, Any]) -> dict[str, Any]:
    """What its author saved; for those who may not read that, the form that a run fills."""
    said = job["definition"]
    if said is None:
        return {"form": " ".join(one["name"] for one in job["parameters"]) or "nothing to fill in"}
    return {
        "program": said["program"].get("path") or "written here",
        "arguments": said["arguments"],
        "environment": job["environment"],
    }


@app.command("run")
def run(
    name: JobName,
    arguments: Arguments = None,
    parameter: Annotated[list[str] | None, typer.Option("--parameter", "-P", help="NAME=VALUE; several times.")] = None,
    variable: Variables = None,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Show its log until it ends.")] = False,
    wait: Annotated[bool, typer.Option("--wait", "-w", help="Wait until it ends.")] = False,
    project_: ProjectName = None,
    json: AsJson = False,
) -> None:
    """Start a run now. With --follow or --wait, exit as it did: 0 when it succeeded, else 1."""
    asked: dict[str, Any] = {}
    if arguments is not None:
        asked["arguments"] = arguments
    if parameter:
        asked["parameters"] = dict(_pair(text) for text in parameter)
    if variable:
        asked["environment_variables"] = dict(_pair(text) for text in variable)
    where = project(project_)
    started = where.jobs.start(name, **asked)
    if follow:
        follow_to_end(where, started["id"])
    elif wait:
        wait_for_end(where, started["id"], json)
    elif json:
        as_json(started)
    else:
        out.print(
            f"Run {started['id']} is queued. See it: dayshift runs logs -f {started['id']}",
            markup=False,
            highlight=False,
        )


@app.command("logs")
def logs(
    name: JobName,
    follow: Follow = False,
    tail: Tail = None,
    search: Search = None,
    attempt: AttemptNumber = None,
    project_: ProjectName = None,
) -> None:
    """The log of its newest run."""
    where = project(project_)
    show_log(where, where.jobs.latest(name)["id"], follow=follow, tail=tail, search=search, attempt=attempt)


@app.command("delete")
def delete(
    name: JobName,
    stop: Annotated[bool, typer.Option("--stop", help="Stop what runs.")] = False,
    project_: ProjectName = None,
) -> None:
    """Delete a job and its schedules; what ran stays readable."""
    project(project_).jobs.delete(name, stop=stop)
    out.print(f"Job {name} is gone.", markup=False, highlight=False)
