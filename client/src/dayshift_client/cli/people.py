"""The people of the install, for administrators."""

from typing import Annotated, Any

import typer

from dayshift_client.cli.confirming import confirmed
from dayshift_client.cli.show import AsJson, as_json, client, listing, out, when

app = typer.Typer(no_args_is_help=True, help="Everybody who has an account, for administrators.")

Name = Annotated[str, typer.Argument(help="The name of the person.")]


@app.command("list")
def list_people(json: AsJson = False) -> None:
    """Everybody who has an account."""
    found = list(client().people())
    listing(
        json,
        found,
        [
            ("NAME", lambda row: row["name"]),
            ("", lambda row: "administrator" if row["is_admin"] else ""),
            ("DISABLED SINCE", lambda row: when(row["disabled_at"])),
        ],
    )


@app.command("disable")
def disable(name: Name, json: AsJson = False) -> None:
    """Let somebody do nothing any more, from this moment; sessions and keys end."""
    _change(name, "{name} is disabled. What runs goes on; their schedules need an owner.", json, disabled=True)


@app.command("enable")
def enable(name: Name, json: AsJson = False) -> None:
    """Let somebody in again, with the rights that they had."""
    _change(name, "{name} may sign in again.", json, disabled=False)


@app.command("make-admin")
def make_admin(name: Name, json: AsJson = False) -> None:
    """Make somebody an administrator, who runs the place and sees no project by that."""
    _change(name, "{name} is an administrator.", json, is_admin=True)


@app.command("unmake-admin")
def unmake_admin(name: Name, json: AsJson = False) -> None:
    """Make somebody no longer an administrator."""
    _change(name, "{name} is no administrator any more.", json, is_admin=False)


def _change(name: str, said: str, json: bool, **wanted: bool) -> None:
    made = client()
    changed: dict[str, Any] = confirmed(lambda: made.change_person(name, **wanted))
    as_json(changed) if json else out.print(said.format(name=changed["name"]), markup=False, highlight=False)


@app.command("trust")
def trust(yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False, json: AsJson = False) -> None:
    """Acknowledge, once and for good, what several people who bring code to this machine could read."""
    made = client()
    said = made.trust()
    if not said["acknowledged"]:
        if not json:
            out.print(said["sentence"], markup=False, highlight=False)
        if not yes:
            typer.confirm("Do the people who bring code here trust each other so far?", abort=True, err=json)
        said = confirmed(made.acknowledge_trust)
    as_json(said) if json else out.print("It is acknowledged: several people may bring code.", highlight=False)
