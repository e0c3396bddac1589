"""Sharing jobs: levels for single people, on a job or by a tag; and who may do what, and why."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from dayshift_client.cli.confirming import confirmed
from dayshift_client.cli.show import AsJson, JobName, ProjectName, as_json, cell, out, project, rows, when
from dayshift_client.grants import Level
from dayshift_client.jobs import CodeFor, LogsFor
from dayshift_client.moments import FORMS

jobs = typer.Typer()  # commands of `dayshift jobs`
tags = typer.Typer(no_args_is_help=True, help="Tags of jobs, and what is shared by them.")

Tag = Annotated[str, typer.Argument(help="A tag: a-z, 0-9, - and _.")]
TagNames = Annotated[list[str], typer.Argument(help="One tag or several.")]
Person = Annotated[str, typer.Argument(help="The name of a member, or of somebody who becomes a guest by it.")]
LevelName = Annotated[Level, typer.Argument(help="view, run, schedule, edit or manage: each includes those before it.")]
Until = Annotated[str | None, typer.Option("--until", help=f"It ends by itself: {FORMS}.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, for whoever looks later.")]


@jobs.command("share")
def share(
    job: JobName,
    person: Person,
    level: LevelName,
    until: Until = None,
    reason: Reason = "",
    project_: ProjectName = None,
    json: AsJson = False,
) -> None:
    """Give one person a level on a job, in place of what they were given there before."""
    where = project(project_).jobs
    given = confirmed(lambda: where.share(job, person, level, until=until, reason=reason))
    as_json(given) if json else _say(f"{given['person']} has {given['level']} on {job}{_end(given)}.")


@jobs.command("unshare")
def unshare(job: JobName, person: Person, project_: ProjectName = None) -> None:
    """Take back, from now on, what one person was given on this very job."""
    project(project_).jobs.unshare(job, person)
    _say(f"{job} is shared with {person} no more.")


@jobs.command("access")
def access(job: JobName, project_: ProjectName = None, json: AsJson = False) -> None:
    """Who may do what with a job beside what roles give, and where that came from."""
    found = project(project_).jobs.access(job)
    as_json(found) if json else _show_access(found)


@jobs.command("set-access")
def set_access(
    job: JobName,
    private: Annotated[
        bool | None, typer.Option("--private/--no-private", help="Roles give nothing here, but to owners.")
    ] = None,
    logs_for: Annotated[
        LogsFor | None, typer.Option("--logs-for", help="view or run: the lowest level, when shared, that reads logs.")
    ] = None,
    code_for: Annotated[
        CodeFor | None, typer.Option("--code-for", help="view, run, schedule or edit: the lowest that reads the code.")
    ] = None,
    free_arguments: Annotated[
        bool | None,
        typer.Option("--free-arguments/--no-free-arguments", help="Whoever may start it may type any arguments."),
    ] = None,
    project_: ProjectName = None,
    json: AsJson = False,
) -> None:
    """Set what a job says about its readers; what is not named stays."""
    asked = (private, logs_for, code_for, free_arguments)
    if all(one is None for one in asked):
        raise typer.BadParameter("say what: --private, --logs-for, --code-for or --free-arguments, or their opposite")
    where = project(project_).jobs
    found = where.set_access(job, private=private, logs_for=logs_for, code_for=code_for, free_arguments=free_arguments)
    as_json(found) if json else _show_access(found)


def _show_access(found: dict[str, Any]) -> None:
    roles = "nothing, but to owners: it is private" if found["private"] else "what they give on every job"
    lines = {
        "roles give": roles,
        "logs for": f"{found['logs_for']} and above, when shared",
        "code for": f"{found['code_for']} and above, when shared",
        "arguments": "any, for whoever may start it" if found["free_arguments"] else "those of the form, below edit",
        "tags": " ".join(found["tags"]) or None,
    }
    for label, value in lines.items():
        out.print(f"{label:<12} {cell(value)}", highlight=False)
    _show_grants(found["grants"])


@jobs.command("check")
def check(
    job: JobName,
    person: Annotated[str | None, typer.Argument(help="By default yourself.")] = None,
    project_: ProjectName = None,
    json: AsJson = False,
) -> None:
    """What somebody may do with a job, and why; of others for those who may share it."""
    found = project(project_).jobs.check_access(job, person)
    if json:
        as_json(found)
        return
    _say(found["sentence"])
    rows(
        found["actions"],
        [
            ("TO", lambda row: row["sentence"]),
            ("", lambda row: "yes" if row["allowed"] else "no"),
            ("BECAUSE", lambda row: _reasons(row) if row["allowed"] else f"needs {row['needs']}: ask {_names(row)}"),
        ],
    )


def _reasons(verdict: dict[str, Any]) -> str:
    return "; ".join(_reason(one) for one in verdict["because"])


def _reason(one: dict[str, Any]) -> str:
    by = f" by {one['by']}" if one["by"] else ""
    return f"{one['via']}: {one['level']}{by}{_end(one)}"


def _names(verdict: dict[str, Any]) -> str:
    return ", ".join(verdict["ask"])


@jobs.command("tag")
def tag(job: JobName, tags: TagNames, project_: ProjectName = None, json: AsJson = False) -> None:
    """Put tags on a job, beside those that it bears."""
    _show_tags(job, project(project_).jobs.tag(job, *tags), json)


@jobs.command("untag")
def untag(job: JobName, tags: TagNames, project_: ProjectName = None, json: AsJson = False) -> None:
    """Take tags off a job, with what was shared by them."""
    _show_tags(job, project(project_).jobs.untag(job, *tags), json)


def _show_tags(job: str, borne: Sequence[str], json: bool) -> None:
    as_json(borne) if json else _say(f"{job} bears {', '.join(borne)}." if borne else f"{job} bears no tag.")


@tags.command("list")
def list_tags(project_: ProjectName = None, json: AsJson = False) -> None:
    """The tags of the project."""
    found = project(project_).tags.list()
    as_json(found) if json else rows(found, [("TAG", lambda row: row["tag"]), ("JOBS", lambda row: row["jobs"])])


@tags.command("show")
def show_tag(tag: Tag, project_: ProjectName = None, json: AsJson = False) -> None:
    """What is shared by a tag."""
    found = project(project_).tags.grants(tag)
    as_json(found) if json else _show_grants(found)


@tags.command("share")
def share_tag(
    tag: Tag,
    person: Person,
    level: LevelName,
    until: Until = None,
    reason: Reason = "",
    project_: ProjectName = None,
    json: AsJson = False,
) -> None:
    """Give one person a level on all jobs that bear a tag, and on those that get it later."""
    where = project(project_).tags
    given = confirmed(lambda: where.share(tag, person, level, until=until, reason=reason))
    as_json(given) if json else _say(f"{given['person']} has {given['level']} by the tag {tag}{_end(given)}.")


@tags.command("unshare")
def unshare_tag(tag: Tag, person: Person, project_: ProjectName = None) -> None:
    """Take back, from now on, what one person was given by a tag."""
    project(project_).tags.unshare(tag, person)
    _say(f"Nothing is shared with {person} by the tag {tag} any more.")


SOURCES = {"created_it": "made it", "shared": "shared"}


def _show_grants(found: Sequence[dict[str, Any]]) -> None:
    rows(
        found,
        [
            ("PERSON", lambda row: row["person"]),
            ("LEVEL", lambda row: row["level"]),
            ("FROM", lambda row: f"tag {row['tag']}" if row["tag"] else SOURCES.get(row["source"], row["source"])),
            ("UNTIL", lambda row: when(row["ends_at"])),
            ("BY", lambda row: row["granted_by"]),
            ("REASON", lambda row: row["reason"]),
        ],
    )


def _end(given: dict[str, Any]) -> str:
    return f" until {when(given['ends_at'])}" if given["ends_at"] else ""


def _say(text: str) -> None:
    out.print(text, markup=False, highlight=False)
