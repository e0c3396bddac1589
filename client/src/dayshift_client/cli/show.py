"""How answers look: tables and sentences for people, JSON for programs, errors with their cure."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dayshift_client.cli import completing
from dayshift_client.client import Client, Project
from dayshift_client.errors import DayshiftError

out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)

ProjectName = Annotated[
    str | None,
    typer.Option(
        "--project",
        "-p",
        help="The project; by default the one of `dayshift projects use`.",
        autocompletion=completing.projects,
    ),
]
JobName = Annotated[str, typer.Argument(help="The name of the job.", autocompletion=completing.jobs)]
OfJob = Annotated[str | None, typer.Option("--job", "-j", help="Only of this job.", autocompletion=completing.jobs)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Limit = Annotated[int, typer.Option("--limit", "-n", help="How many.", min=1)]
Column = tuple[str, Callable[[dict[str, Any]], Any]]  # its title, and what a row shows in it

WIDE = 120  # characters
INSTANT = re.compile(r"\b(\d{4}-\d\d-\d\d \d\d:\d\d):\d\d [+-]\d{4}\b")  # as ``when`` writes it
COLOURS = {
    "succeeded": "green", "ready": "green", "active": "green", "ran": "green", "late": "yellow", "waited": "yellow",
    "running": "cyan", "starting": "cyan", "building": "cyan", "queued": "blue", "paused": "yellow", "merged": "yellow",
    "failed": "red", "timed_out": "red", "lost": "red", "missed": "red", "error": "red", "parked": "red",
    "cancelled": "magenta",
}  # fmt: skip


def client() -> Client:
    """The server, as whoever is signed in. Raises Unauthenticated with the cure."""
    made = Client(agent="dayshift-cli")
    made.require_credential()
    return made


def project(name: str | None) -> Project:
    """The project that was named, or the usual one, or the only one."""
    return client().project(name)


def as_json(value: Any) -> None:
    """What a program reads."""
    print(json.dumps(value, indent=2, ensure_ascii=False))


def rows(found: Iterable[dict[str, Any]], columns: Sequence[Column]) -> None:
    """A table; nothing found is said in words."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title, _ in columns:
        table.add_column(title, overflow="fold")
    count = 0
    for row in found:
        table.add_row(*(_fitting(cell(read(row))) for _, read in columns))
        count += 1
    out.print(table if count else "Nothing here yet.", highlight=False)


def _fitting(text: str) -> str:
    """On a narrow terminal an instant goes without seconds and offset, which would break its line."""
    return text if out.width >= WIDE else INSTANT.sub(r"\1", text)


def listing(json_: bool, found: Sequence[dict[str, Any]], columns: Sequence[Column]) -> None:
    """A list as it was asked for: JSON for programs, a table for people."""
    as_json(found) if json_ else rows(found, columns)


def cell(value: Any) -> str:
    """One value of a table."""
    if value is None:
        return "–"
    text = str(value)
    colour = COLOURS.get(text)
    return f"[{colour}]{text}[/]" if colour else escape(text)


def when(text: str | None, zone: str | None = None) -> str | None:
    """An instant by the clock of ``zone``; of this terminal, with its offset, where none is given."""
    if text is None:
        return None
    if zone is None:
        return f"{datetime.fromisoformat(text).astimezone():%Y-%m-%d %H:%M:%S %z}"
    return f"{datetime.fromisoformat(text).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S} ({zone})"


def size(count: int) -> str:
    """Bytes as people read them."""
    value = float(count)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if value < 1024 or unit == "GiB":
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1024
    return ""


def took(start: str | None, end: str | None) -> str | None:
    """How long something ran."""
    if start is None or end is None:
        return None
    seconds = (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()
    return f"{seconds:.1f} s" if seconds < 120 else f"{seconds / 60:.1f} min"


def text_in(file: Path) -> str:
    """What a file of this machine says, as a mistake of usage when it is no text."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise typer.BadParameter(f"{file} is no text in UTF-8") from error


def complain(error: DayshiftError) -> None:
    """What is wrong, field by field, and what to do next."""
    if error.errors:
        for one in error.errors:
            err.print(f"[red]Error:[/] {escape(str(one['field']))}: {escape(str(one['text']))}", highlight=False)
            if one.get("fix"):
                err.print(f"  Cure: {escape(_cure(one['fix']))}", highlight=False)
    else:
        err.print(f"[red]Error:[/] {escape(str(error))}", highlight=False)
    if error.hint:
        err.print(escape(error.hint), highlight=False)


def _cure(fix: dict[str, Any]) -> str:
    patch = f" {json.dumps(fix['patch'], ensure_ascii=False)}" if fix.get("patch") else ""
    return f"{fix['label']}{patch}"
