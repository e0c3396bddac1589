"""Projects."""

from typing import Annotated

import typer

from dayshift_client import signed_in
from dayshift_client.cli import completing
from dayshift_client.cli.show import AsJson, as_json, client, listing, out, when
from dayshift_client.signed_in import SignedIn

app = typer.Typer(no_args_is_help=True, help="Projects: the wall around jobs and files.")


@app.command("list")
def list_projects(json: AsJson = False) -> None:
    """The projects that you are a member of."""
    found = list(client().projects())
    listing(
        json,
        found,
        [
            ("NAME", lambda row: row["name"]),
            ("ZONE", lambda row: row["tz"]),
            ("MADE", lambda row: when(row["created_at"])),
        ],
    )


@app.command("create")
def create(
    name: str,
    tz: Annotated[str, typer.Option("--tz", help="The zone of its schedules, such as Europe/Stockholm.")] = "UTC",
    json: AsJson = False,
) -> None:
    """Make a project; later commands use it."""
    made = client().create_project(name, tz=tz)
    _use(name)
    if json:
        as_json(made)
    else:
        out.print(
            f"Project {made['name']} is there, in {made['tz']}; later commands use it.", markup=False, highlight=False
        )


@app.command("use")
def use(name: Annotated[str, typer.Argument(autocompletion=completing.projects)]) -> None:
    """Let later commands use this project."""
    client().project(name).see()
    _use(name)
    out.print(f"Commands use project {name} now.", markup=False, highlight=False)


def _use(name: str) -> None:
    state = signed_in.load() or SignedIn()
    state.project = name
    signed_in.save(state)
