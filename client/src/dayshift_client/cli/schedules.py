"""Schedules and their ledger."""

import json as jsonlib
from itertools import islice
from typing import Annotated, Any

import typer
from rich.markup import escape

from dayshift_client import triggers
from dayshift_client.cli import completing
from dayshift_client.cli.show import (
    AsJson,
    JobName,
    Limit,
    OfJob,
    ProjectName,
    as_json,
    cell,
    listing,
    out,
    project,
    when,
)
from dayshift_client.errors import Invalid
from dayshift_client.moments import FORMS, PAST_FORMS

app = typer.Typer(no_args_is_help=True, help="Schedules: when jobs run, and what became of each time.")

Called = Annotated[
    str, typer.Argument(metavar="SCHEDULE", help="Its number or its name.", autocompletion=completing.schedules)
]
Cron = Annotated[str | None, typer.Option("--cron", help="A cron expression: '0 9 * * 1-5', or Quartz.")]
Every = Annotated[str | None, typer.Option("--every", help="A number and a unit: '15 minutes', '2 hours'.")]
Daily = Annotated[str | None, typer.Option("--daily", help="Times of every day: 07:00 or 07:00,19:30.")]
Weekly = Annotated[str | None, typer.Option("--weekly", help="Days and times: 'mon,thu 07:15'.")]
Once = Annotated[str | None, typer.Option("--once", help="A day and a time: 2026-12-01T07:30.")]
Trigger = Annotated[str | None, typer.Option("--trigger", help="Any trigger, as JSON.")]
Tz = Annotated[str | None, typer.Option("--tz", help="The zone; by default the project's.")]
Start = Annotated[str | None, typer.Option("--start", help="From this day or time on, included.")]
End = Annotated[str | None, typer.Option("--end", help="Until this day or time, included.")]
MaxRuns = Annotated[int | None, typer.Option("--max-runs", help="After so many runs it ends.")]
Name = Annotated[str | None, typer.Option("--name", help="What it is called.")]
Overlap = Annotated[
    str | None, typer.Option("--overlap", help="queue_one, skip, queue_all, allow or replace, while a run goes on.")
]
Missed = Annotated[str | None, typer.Option("--missed", help="latest, none or all of the times that were missed run.")]
Arguments = Annotated[str | None, typer.Option("--arguments", "-a", help="Instead of the job's.")]
At = Annotated[str, typer.Argument(help=f"A time by the schedule's clock: {PAST_FORMS}.")]
Nominal = Annotated[str, typer.Argument(help="A time that it names, by its own clock: 'monday 07:30', or an instant.")]


def _rule(**given: Any) -> dict[str, Any]:
    """The rule that the flags say; exactly one of them."""
    found: dict[str, Any] | None = _fields(**given).get("trigger")
    if found is None:
        raise typer.BadParameter("say when: one of --cron, --every, --daily, --weekly, --once, --trigger")
    return found


def _fields(**given: Any) -> dict[str, Any]:
    """What was given, as the server takes it. A rule that cannot be read from its flag is a mistake of usage."""
    try:
        return triggers.read({name: value for name, value in given.items() if value is not None})
    except Invalid as error:
        raise typer.BadParameter(str(error)) from error


def _json(text: str | None) -> Any:
    try:
        return None if text is None else jsonlib.loads(text)
    except ValueError as error:
        raise typer.BadParameter(f"this is no JSON: {error}", param_hint="--trigger") from error


def called(schedule: str) -> int | str:
    """A number, or a name."""
    return int(schedule) if schedule.isascii() and schedule.isdigit() else schedule


def _next(schedule: dict[str, Any]) -> str | None:
    """When it fires next, by its own clock."""
    return when(schedule["next_fire_at"], schedule["tz"])


@app.command("create")
def create(
    job: JobName,
    cron: Cron = None,
    every: Every = None,
    daily: Daily = None,
    weekly: Weekly = None,
    once: Once = None,
    trigger: Trigger = None,
    tz: Tz = None,
    start: Start = None,
    end: End = None,
    max_runs: MaxRuns = None,
    name: Name = None,
    overlap: Overlap = None,
    missed: Missed = None,
    arguments: Arguments = None,
    project_: ProjectName = None,
    json: AsJson = False,
) -> None:
    """Save when a job runs."""
    rule = _rule(cron=cron, every=every, daily=daily, weekly=weekly, once=once, trigger=_json(trigger))
    given = {"tz": tz, "start": start, "end": end, "max_runs": max_runs, "name": name, "arguments": arguments}
    made = project(project_).schedules.create(job, rule, **_fields(**given, overlap=overlap, missed=missed))
    if json:
        as_json(made)
        return
    out.print(f"Schedule {made['id']} ({made['name']}) is saved. {made['sentence']}", markup=False, highlight=False)
    out.print(f"First run: {_next(made)}", markup=False, highlight=False)


@app.command("preview")
def preview(
    job: JobName,
    cron: Cron = None,
    every: Every = None,
    daily: Daily = None,
    weekly: Weekly = None,
    once: Once = None,
    trigger: Trigger = None,
    tz: Tz = None,
    start: Start = None,
    end: End = None,
    max_runs: MaxRuns = None,
    count: Annotated[int, typer.Option(help="How many runs to show.", min=1, max=100)] = 10,
    project_: ProjectName = None,
    json: AsJson = False,
) -> None:
    """Show when a job would run. Nothing is saved."""
    rule = _rule(cron=cron, every=every, daily=daily, weekly=weekly, once=once, trigger=_json(trigger))
    draft = {"target": {"job": job}, "trigger": rule, **_fields(tz=tz, start=start, end=end, max_runs=max_runs)}
    shown = project(project_).schedules.preview(draft, count=count)
    if json:
        as_json(shown)
    else:
        _show_preview(shown)
    if not shown["valid"]:
        raise typer.Exit(1)


def _show_preview(shown: dict[str, Any]) -> None:
    for error in shown["errors"]:
        out.print(f"[red]{escape(error['field'])}[/]: {escape(error['text'])}", highlight=False)
        if error.get("fix"):
            out.print(
                f"  Cure: {error['fix']['label']} {jsonlib.dumps(error['fix']['patch'])}", markup=False, highlight=False
            )
    if not shown["valid"]:
        return
    out.print(shown["sentence"], markup=False, highlight=False)
    for run in shown["next"]:
        aside = "" if run["outcome"] == "will_run" else f"  ({run['outcome']})"
        marks = f"  [{', '.join(run['marks'])}]" if run["marks"] else ""
        print(f"  {run['text']}{aside}{marks}")
    if shown.get("total") is not None:
        out.print(f"{shown['total']} runs in all.", markup=False, highlight=False)
    for note in shown["notes"]:
        out.print(f"[yellow]Note:[/] {escape(note['text'])}", highlight=False)


@app.command("list")
def list_schedules(
    job: OfJob = None,
    project_: ProjectName = None,
    json: AsJson = False,
) -> None:
    """The schedules that you may see."""
    found = list(project(project_).schedules.list(job=job))
    listing(
        json,
        found,
        [
            ("ID", lambda row: row["id"]),
            ("JOB", lambda row: row["target"]["job"]),
            ("STATE", lambda row: row["state"]),
            ("NEXT", lambda row: when(row["next_fire_at"])),
            ("OWNER", lambda row: f"{row['owner']} (lost)" if row["owner_lost"] else row["owner"]),
            ("WHEN", lambda row: row["sentence"]),
        ],
    )


@app.command("show")
def show(schedule: Called, project_: ProjectName = None, json: AsJson = False) -> None:
    """A schedule in words, with its next runs."""
    where = project(project_).schedules
    found = where.get(called(schedule))
    if json:
        as_json(found)
        return
    out.print(f"{escape(found['name'])} is {cell(found['state'])}. {escape(found['sentence'])}", highlight=False)
    if found["pause"]:
        until = when(found["pause"]["until"], found["tz"]) or "somebody resumes it"
        out.print(
            f"Paused by {found['pause']['by']} until {until}. {found['pause']['reason']}", markup=False, highlight=False
        )
    if found["owner_lost"]:
        lost = f"{found['owner']}, who set it, may change it no more. It goes on. Answer for it yourself:"
        out.print(f"{lost} dayshift schedules adopt {found['id']}", markup=False, highlight=False)
    for run in where.next(found["id"], 5):
        print(f"  {run['text']}" + ("" if run["outcome"] == "will_run" else f"  ({run['outcome']})"))


@app.command("update")
def update(
    schedule: Called,
    cron: Cron = None,
    every: Every = None,
    daily: Daily = None,
    weekly: Weekly = None,
    once: Once = None,
    trigger: Trigger = None,
    tz: Tz = None,
    start: Start = None,
    end: End = None,
    max_runs: MaxRuns = None,
    overlap: Overlap = None,
    missed: Missed = None,
    project_: ProjectName = None,
    json: AsJson = False,
) -> None:
    """Change a schedule; what is not named stays. Nothing fires because of an edit."""
    rule = {"cron": cron, "every": every, "daily": daily, "weekly": weekly, "once": once, "trigger": _json(trigger)}
    fields = _fields(**rule, tz=tz, start=start, end=end, max_runs=max_runs, overlap=overlap, missed=missed)
    changed = project(project_).schedules.update(called(schedule), **fields)
    if json:
        as_json(changed)
    else:
        out.print(f"{changed['sentence']} Next: {_next(changed)}", markup=False, highlight=False)


@app.command("pause")
def pause(
    schedule: Called,
    until: Annotated[str | None, typer.Option(help=f"It resumes by itself, by its own clock: {FORMS}.")] = None,
    reason: Annotated[str, typer.Option(help="Why, for everybody to read.")] = "",
    project_: ProjectName = None,
) -> None:
    """Nothing runs until it is resumed."""
    paused = project(project_).schedules.pause(called(schedule), until=until, reason=reason)
    at = when(paused["pause"]["until"], paused["tz"])
    out.print("Paused. Nothing will run until you resume it." if at is None else f"Paused until {at}.")


@app.command("adopt")
def adopt(
    schedules: Annotated[list[str], typer.Argument(metavar="SCHEDULES", help="Their numbers or names.")],
    project_: ProjectName = None,
    json: AsJson = False,
) -> None:
    """Answer for schedules from now on, in place of who set them."""
    where = project(project_).schedules
    adopted = [where.adopt(called(schedule)) for schedule in schedules]
    if json:
        as_json(adopted)
        return
    for one in adopted:
        out.print(f"Schedule {one['id']} ({one['name']}) is yours now.", markup=False, highlight=False)


@app.command("resume")
def resume(schedule: Called, project_: ProjectName = None) -> None:
    """Go on with the first time after now."""
    resumed = project(project_).schedules.resume(called(schedule))
    out.print(f"It goes on. Next: {_next(resumed)}", markup=False, highlight=False)


@app.command("skip")
def skip(schedule: Called, nominal: Nominal, project_: ProjectName = None) -> None:
    """Leave one time out."""
    where = project(project_).schedules
    at = where.instant(called(schedule), nominal, field="nominal")
    changed = where.skip(called(schedule), at)
    out.print(f"{when(at, changed['tz'])} is left out.", markup=False, highlight=False)


@app.command("unskip")
def unskip(schedule: Called, nominal: Nominal, project_: ProjectName = None) -> None:
    """Let a time run that was to be left out."""
    where = project(project_).schedules
    at = where.instant(called(schedule), nominal, field="nominal")
    changed = where.unskip(called(schedule), at)
    out.print(f"{when(at, changed['tz'])} will run.", markup=False, highlight=False)


@app.command("test")
def test(schedule: Called, project_: ProjectName = None) -> None:
    """Run now what the next fire would run; the real fire still comes."""
    started = project(project_).schedules.test(called(schedule))
    out.print(f"Run {started['id']} is queued.", markup=False, highlight=False)


@app.command("run-latest")
def run_latest(schedule: Called, project_: ProjectName = None) -> None:
    """Run the newest time that has passed, after a pause or an outage."""
    started = project(project_).schedules.run_latest(called(schedule))
    out.print(f"Run {started['id']} is queued, for {when(started['nominal_at'])}.", markup=False, highlight=False)


@app.command("ledger")
def ledger(schedule: Called, limit: Limit = 20, project_: ProjectName = None, json: AsJson = False) -> None:
    """What became of each time, newest first."""
    found = list(islice(project(project_).schedules.fires(called(schedule)), limit))
    listing(
        json,
        found,
        [
            ("PLANNED FOR", lambda row: when(row["nominal_at"])),
            ("OUTCOME", lambda row: row["outcome"]),
            ("WHY", lambda row: row["reason"]),
            ("RUN", lambda row: row["execution"]),
        ],
    )


@app.command("explain")
def explain(schedule: Called, at: At, project_: ProjectName = None, json: AsJson = False) -> None:
    """Why it did, or did not, or will, or will not run at a time."""
    why = project(project_).schedules.explain(called(schedule), at)
    if json:
        as_json(why)
        return
    out.print(f"{why['local']}: {why['headline']}", markup=False, highlight=False)
    for check in why["checks"]:
        mark = {True: "[green]passed[/]", False: "[red]stopped here[/]"}.get(check["ok"], "not reached")
        out.print(f"  {check['name']:<8} {mark}", highlight=False)


@app.command("delete")
def delete(schedule: Called, project_: ProjectName = None) -> None:
    """It fires no more; its ledger stays."""
    project(project_).schedules.delete(called(schedule))
    out.print(f"Schedule {schedule} is gone.", markup=False, highlight=False)
