"""Who did what."""

import json as jsonlib
from itertools import islice
from typing import Annotated, Any

import typer

from dayshift_client.cli import completing
from dayshift_client.cli.show import AsJson, Limit, ProjectName, client, listing, project, when

app = typer.Typer()

SHOWN = 60  # characters of each side


@app.command("audit")
def audit(
    job: Annotated[
        str | None,
        typer.Option("--job", "-j", help="With this job, its schedules and its runs.", autocompletion=completing.jobs),
    ] = None,
    me: Annotated[bool, typer.Option("--me", help="What you did yourself, in all projects.")] = False,
    limit: Limit = 20,
    project_: ProjectName = None,
    json: AsJson = False,
) -> None:
    """Who did what in the project, and what was refused there, newest first."""
    if job is not None and me:
        raise typer.BadParameter("give --job or --me, not both", param_hint="--me")
    if me:
        told = client().audit()
    else:
        where = project(project_)
        told = where.audit() if job is None else where.jobs.audit(job)
    found = list(islice(told, limit))
    listing(
        json,
        found,
        [
            ("AT", lambda row: when(row["at"])),
            ("WHO", lambda row: row["actor_name"]),
            ("ACTION", lambda row: row["action"]),
            ("ON", lambda row: f"{row['kind']} {row['subject']}"),
            ("", lambda row: row["outcome"]),
            ("BY", lambda row: row["channel"]),
            ("CHANGED", _changed),
        ],
    )


def _changed(row: dict[str, Any]) -> str:
    """``before → after``: of two objects what differs, and of what is long the beginning; ``--json`` has all."""
    before, after = row["before"], row["after"]
    if isinstance(before, dict) and isinstance(after, dict):
        same = {name for name in before.keys() & after.keys() if before[name] == after[name]}
        before, after = ({name: side[name] for name in side if name not in same} for side in (before, after))
    said = [jsonlib.dumps(side, ensure_ascii=False) for side in (before, after) if side is not None]
    return " → ".join(text if len(text) <= SHOWN else f"{text[:SHOWN]}…" for text in said)
