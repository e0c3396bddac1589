"""Members of a project, and invitations."""

from typing import Annotated

import typer

from dayshift_client.cli.confirming import confirmed
from dayshift_client.cli.show import AsJson, ProjectName, as_json, err, listing, out, project, when
from dayshift_client.members import Role

app = typer.Typer(no_args_is_help=True, help="Members of a project, and what they are in it.")

Person = Annotated[str, typer.Argument(help="The name of somebody who has an account.")]
RoleName = Annotated[
    Role,
    typer.Argument(
        help="An owner manages all, an editor changes jobs, an operator schedules, a viewer looks on, a "
        "guest has what is shared with them."
    ),
]


@app.command("list")
def list_members(project_: ProjectName = None, json: AsJson = False) -> None:
    """Who is a member, and as what."""
    found = project(project_).members.list()
    listing(
        json,
        found,
        [
            ("NAME", lambda row: row["name"]),
            ("ROLE", lambda row: row["role"]),
            ("", lambda row: "disabled" if row["disabled"] else ""),
        ],
    )


@app.command("add")
def add(person: Person, role: RoleName, project_: ProjectName = None, json: AsJson = False) -> None:
    """Make somebody who has an account a member; who has none is invited."""
    where = project(project_)
    added = confirmed(lambda: where.members.add(person, role))
    as_json(added) if json else _say(f"{added['name']} is {added['role']} of {where.name}.")


@app.command("change")
def change(person: Person, role: RoleName, project_: ProjectName = None, json: AsJson = False) -> None:
    """Give a member another role."""
    where = project(project_)
    changed = confirmed(lambda: where.members.change(person, role))
    as_json(changed) if json else _say(f"{changed['name']} is {changed['role']} of {where.name}.")


@app.command("remove")
def remove(person: Person, project_: ProjectName = None) -> None:
    """Take a member out, with all that was shared with them. The schedules that they set go on."""
    where = project(project_)
    where.members.remove(person)
    _say(f"{person} is no member of {where.name} any more. See whose schedules have no owner: dayshift schedules list")


@app.command("leave")
def leave(project_: ProjectName = None) -> None:
    """Leave the project yourself."""
    where = project(project_)
    where.members.leave()
    _say(f"You are no member of {where.name} any more.")


@app.command("invite")
def invite(role: RoleName, project_: ProjectName = None, json: AsJson = False) -> None:
    """Print a link that makes whoever opens it first a member, with a new account or the one that they have."""
    where = project(project_)
    made = confirmed(lambda: where.members.invite(role))
    if json:
        as_json(made)
        return
    print(made["link"], flush=True)  # before what stands in the other stream
    said = (
        f"It works once, until {when(made['ends_at'])}: dayshift login 'LINK', or dayshift join 'LINK' with an account."
    )
    err.print(said, markup=False, highlight=False)


@app.command("invitations")
def invitations(project_: ProjectName = None, json: AsJson = False) -> None:
    """The invitations that may still be accepted."""
    found = project(project_).members.invitations()
    listing(
        json,
        found,
        [
            ("ID", lambda row: row["id"]),
            ("ROLE", lambda row: row["role"]),
            ("BY", lambda row: row["invited_by"]),
            ("UNTIL", lambda row: when(row["ends_at"])),
        ],
    )


@app.command("withdraw")
def withdraw(
    invitation: Annotated[int, typer.Argument(help="The number of the invitation.")], project_: ProjectName = None
) -> None:
    """Nobody can use the link of this invitation any more."""
    project(project_).members.withdraw(invitation)
    _say(f"Invitation {invitation} is withdrawn.")


def _say(text: str) -> None:
    out.print(text, markup=False, highlight=False)
