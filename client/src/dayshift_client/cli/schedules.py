"""Schedules and their ledger."""

import json as jsonlib
from itertools import islice
from typing import Annotated, Any

import typer
from rich.markup import escape

from dayshift_client.cli.moments import FORMS, moment
from dayshift_client.cli.show import AsJson, Limit, ProjectName, as_json, cell, listing, out, project, when

app = typer.Typer(no_args_is_help=True, help="Schedules: when jobs run, and what became of each time.")

Id = Annotated[int, typer.Argument(help="The number of the schedule.")]
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
At = Annotated[str, typer.Argument(help="An instant, such as 2026-11-24T09:00:00Z.")]

UNITS = {"s": "second", "sec": "second", "m": "minute", "min": "minute", "h": "hour"}


def _trigger(**given: str | None) -> dict[str, Any]:
    """The rule that the flags say; exactly one of them."""
    chosen = {name: text for name, text in given.items() if text is not None}
    if len(chosen) != 1:
        raise typer.BadParameter("say when: one of --cron, --every, --daily, --weekly, --once, --trigger")
    ((name, text),) = chosen.items()
    return READERS[name](text)


def _every(text: str) -> dict[str, Any]:
    number, _, unit = text.strip().partition(" ")
    if not number.isdigit() or not unit:
        raise typer.BadParameter("write a number and a unit, such as '15 minutes'", param_hint="--every")
    word = unit.strip().lower().rstrip("s") or "second"
    return {"kind": "every", "n": int(number), "unit": UNITS.get(word, word)}


def _weekly(text: str) -> dict[str, Any]:
    days, _, times = text.strip().partition(" ")
    if not times:
        raise typer.BadParameter("write days and times, such as 'mon,thu 07:15'", param_hint="--weekly")
    weekdays = [day.strip().lower()[:3] for day in days.split(",")]
    return {"kind": "calendar", "unit": "week", "weekdays": weekdays, "times": _times(times)}


def _times(text: str) -> list[str]:
    return [time.strip() for time in text.split(",")]


def _json(text: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = jsonlib.loads(text)
    except ValueError as error:
        raise typer.BadParameter(f"this is no JSON: {error}", param_hint="--trigger") from error
    return found


READERS = {
    "cron": lambda text: {"kind": "cron", "text": text},
    "every": _every,
    "daily": lambda text: {"kind": "calendar", "unit": "day", "times": _times(text)},
    "weekly": _weekly,
    "once": lambda text: {"kind": "once", "at": text},
    "trigger": _json,
}


def _fields(**given: Any) -> dict[str, Any]:
    """What was given, as the server takes it."""
    fields = {name: value for name, value in given.items() if value is not None}
    for flag, field in (("overlap", "overlap"), ("missed", "misfire")):
        if flag in fields:
            fields[field] = {"mode": fields.pop(flag)}
    return fields


@app.command("create")
def create(
    job: str,
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
    rule = _trigger(cron=cron, every=every, daily=daily, weekly=weekly, once=once, trigger=trigger)
    fields = _fields(
        tz=tz, start=start, end=end, max_runs=max_runs, name=name, overlap=overlap, missed=missed, arguments=arguments
    )
    made = project(project_).schedules.create(job, rule, **fields)
    if json:
        as_json(made)
        return
    out.print(f"Schedule {made['id']} ({made['name']}) is saved. {made['sentence']}", markup=False, highlight=False)
    out.print(f"First run: {when(made['next_fire_at'])}", markup=False, highlight=False)


@app.command("preview")
def preview(
    job: str,
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
    rule = _trigger(cron=cron, every=every, daily=daily, weekly=weekly, once=once, trigger=trigger)
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
    job: Annotated[str | None, typer.Option("--job", "-j", help="Only of this job.")] = None,
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
def show(schedule: Id, project_: ProjectName = None, json: AsJson = False) -> None:
    """A schedule in words, with its next runs."""
    where = project(project_).schedules
    found = where.get(schedule)
    if json:
        as_json(found)
        return
    out.print(f"{escape(found['name'])} is {cell(found['state'])}. {escape(found['sentence'])}", highlight=False)
    if found["pause"]:
        until = when(found["pause"]["until"]) or "somebody resumes it"
        out.print(
            f"Paused by {found['pause']['by']} until {until}. {found['pause']['reason']}", markup=False, highlight=False
        )
    if found["owner_lost"]:
        lost = f"{found['owner']}, who set it, may change it no more. It goes on. Answer for it yourself:"
        out.print(f"{lost} dayshift schedules adopt {schedule}", markup=False, highlight=False)
    for run in where.next(schedule, 5):
        print(f"  {run['text']}" + ("" if run["outcome"] == "will_run" else f"  ({run['outcome']})"))


@app.command("update")
def update(
    schedule: Id,
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
    fields = _fields(tz=tz, start=start, end=end, max_runs=max_runs, overlap=overlap, missed=missed)
    if any((cron, every, daily, weekly, once, trigger)):
        fields["trigger"] = _trigger(cron=cron, every=every, daily=daily, weekly=weekly, once=once, trigger=trigger)
    changed = project(project_).schedules.update(schedule, **fields)
    if json:
        as_json(changed)
    else:
        out.print(f"{changed['sentence']} Next: {when(changed['next_fire_at'])}", markup=False, highlight=False)


@app.command("pause")
def pause(
    schedule: Id,
    until: Annotated[str | None, typer.Option(help=f"It resumes by itself: {FORMS}.")] = None,
    reason: Annotated[str, typer.Option(help="Why, for everybody to read.")] = "",
    project_: ProjectName = None,
) -> None:
    """Nothing runs until it is resumed."""
    at = None if until is None else moment(until)
    project(project_).schedules.pause(schedule, until=at, reason=reason)
    out.print("Paused. Nothing will run until you resume it." if at is None else f"Paused until {when(at)}.")


@app.command("adopt")
def adopt(
    schedules: Annotated[list[int], typer.Argument(help="The numbers of the schedules.")],
    project_: ProjectName = None,
    json: AsJson = False,
) -> None:
    """Answer for schedules from now on, in place of who set them."""
    where = project(project_).schedules
    adopted = [where.adopt(schedule) for schedule in schedules]
    if json:
        as_json(adopted)
        return
    for one in adopted:
        out.print(f"Schedule {one['id']} ({one['name']}) is yours now.", markup=False, highlight=False)


@app.command("resume")
def resume(schedule: Id, project_: ProjectName = None) -> None:
    """Go on with the first time after now."""
    resumed = project(project_).schedules.resume(schedule)
    out.print(f"It goes on. Next: {when(resumed['next_fire_at'])}", markup=False, highlight=False)


@app.command("skip")
def skip(schedule: Id, nominal: At, project_: ProjectName = None) -> None:
    """Leave one time out."""
    project(project_).schedules.skip(schedule, nominal)
    out.print(f"{when(nominal)} is left out.", markup=False, highlight=False)


@app.command("unskip")
def unskip(schedule: Id, nominal: At, project_: ProjectName = None) -> None:
    """Let a time run that was to be left out."""
    project(project_).schedules.unskip(schedule, nominal)
    out.print(f"{when(nominal)} will run.", markup=False, highlight=False)


@app.command("test")
def test(schedule: Id, project_: ProjectName = None) -> None:
    """Run now what the next fire would run; the real fire still comes."""
    started = project(project_).schedules.test(schedule)
    out.print(f"Run {started['id']} is queued.", markup=False, highlight=False)


@app.command("run-latest")
def run_latest(schedule: Id, project_: ProjectName = None) -> None:
    """Run the newest time that has passed, after a pause or an outage."""
    started = project(project_).schedules.run_latest(schedule)
    out.print(f"Run {started['id']} is queued, for {when(started['nominal_at'])}.", markup=False, highlight=False)


@app.command("ledger")
def ledger(schedule: Id, limit: Limit = 20, project_: ProjectName = None, json: AsJson = False) -> None:
    """What became of each time, newest first."""
    found = list(islice(project(project_).schedules.fires(schedule), limit))
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
def explain(schedule: Id, at: At, project_: ProjectName = None, json: AsJson = False) -> None:
    """Why it did, or did not, or will, or will not run at a time."""
    why = project(project_).schedules.explain(schedule, at)
    if json:
        as_json(why)
        return
    out.print(f"{why['local']}: {why['headline']}", markup=False, highlight=False)
    for check in why["checks"]:
        mark = {True: "[green]passed[/]", False: "[red]stopped here[/]"}.get(check["ok"], "not reached")
        out.print(f"  {check['name']:<8} {mark}", highlight=False)


@app.command("delete")
def delete(schedule: Id, project_: ProjectName = None) -> None:
    """It fires no more; its ledger stays."""
    project(project_).schedules.delete(schedule)
    out.print(f"Schedule {schedule} is gone.", markup=False, highlight=False)
