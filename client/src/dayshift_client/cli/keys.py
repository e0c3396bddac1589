"""API keys, for scripts."""

from typing import Annotated, Any

import typer

from dayshift_client.cli.confirming import confirmed
from dayshift_client.cli.show import AsJson, as_json, client, out, rows, when

app = typer.Typer(no_args_is_help=True, help="API keys, for scripts.")


@app.command("list")
def list_keys(json: AsJson = False) -> None:
    """Your keys."""
    found = client().keys()
    if json:
        as_json(found)
        return
    columns = [("ID", "id"), ("NAME", "name")]
    readers = [(title, lambda row, field=field: row[field]) for title, field in columns]
    rows(found, [*readers, ("SCOPES", lambda row: " ".join(row["scopes"])), ("ENDS", lambda row: when(row["ends_at"]))])


@app.command("create")
def create_key(
    name: str,
    scope: Annotated[list[str], typer.Option("--scope", "-s", help="What it may do, such as jobs:run; several times.")],
    days: Annotated[int, typer.Option(help="How long it lives.")] = 90,
    project: Annotated[str | None, typer.Option("--project", "-p", help="Only this project.")] = None,
    json: AsJson = False,
) -> None:
    """Make a key, and print it this once."""
    made = client()
    key = confirmed(lambda: made.create_key(name, scope, days=days, project=project))
    _show_once(key, json)


@app.command("rotate")
def rotate_key(
    key: Annotated[str, typer.Argument(help="Its id, from the list.")],
    overlap: Annotated[int, typer.Option(help="How many hours the old key still works.", min=0, max=168)] = 24,
    json: AsJson = False,
) -> None:
    """Make a key in place of one that ends soon, and print it this once."""
    made = client()
    _show_once(confirmed(lambda: made.rotate_key(key, overlap_hours=overlap)), json)


def _show_once(key: dict[str, Any], json: bool) -> None:
    if json:
        as_json(key)
    else:
        print(key["key"])


@app.command("revoke")
def revoke_key(key: str) -> None:
    """A key ends at once."""
    client().revoke_key(key)
    out.print(f"Key {key} has ended.", markup=False, highlight=False)
