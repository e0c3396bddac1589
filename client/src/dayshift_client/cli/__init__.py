"""The ``dayshift`` command: thin over the SDK, tables for people, ``--json`` for programs."""

import sys
from importlib.metadata import entry_points

import typer

from dayshift_client.cli import (
    account,
    audit,
    environments,
    files,
    jobs,
    keys,
    members,
    people,
    projects,
    runs,
    schedules,
    sharing,
    why,
)
from dayshift_client.cli.show import complain
from dayshift_client.errors import DayshiftError

GROUP = "dayshift.commands"  # the server adds its own commands here


def make_app() -> typer.Typer:
    """All commands, those of an installed server among them."""
    app = typer.Typer(
        name="dayshift",
        no_args_is_help=True,
        help="Schedule and run jobs. Start with `dayshift login`.",
        pretty_exceptions_enable=False,
    )
    for found in entry_points(group=GROUP):
        app.add_typer(found.load())
    app.add_typer(account.app)
    app.add_typer(audit.app)
    app.add_typer(why.app)
    for name, commands in (
        ("projects", projects.app),
        ("members", members.app),
        ("files", files.app),
        ("environments", environments.app),
        ("jobs", jobs.app),
        ("tags", sharing.tags),
        ("schedules", schedules.app),
        ("runs", runs.app),
        ("keys", keys.app),
        ("people", people.app),
    ):
        app.add_typer(commands, name=name)
    return app


def main() -> None:
    """Run a command; an error is one line and its cure, and exit code 1."""
    try:
        make_app()()
    except DayshiftError as error:
        complain(error)
        sys.exit(1)
    except OSError as error:  # a file of this machine
        complain(DayshiftError(f"{error.filename or 'this machine'}: {error.strerror or error}"))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
