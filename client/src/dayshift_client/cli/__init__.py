"""The ``dayshift`` command: thin over the SDK, tables for people, ``--json`` for programs."""

import sys
from importlib.metadata import entry_points

import typer

from dayshift_client.cli import account, environments, files, jobs, projects, runs, schedules
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
    for name, module in (
        ("projects", projects),
        ("files", files),
        ("environments", environments),
        ("jobs", jobs),
        ("schedules", schedules),
        ("runs", runs),
        ("keys", account),
    ):
        app.add_typer(account.keys if module is account else module.app, name=name)
    return app


def main() -> None:
    """Run a command; an error is one line and its cure, and exit code 1."""
    try:
        make_app()()
    except DayshiftError as error:
        complain(error)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
