"""What the server adds to the ``dayshift`` command: up, serve, migrate, doctor, admin."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from dayshift.clock import SystemClock
from dayshift.domain.errors import DayshiftError, Invalid
from dayshift.settings import Settings

server = typer.Typer(no_args_is_help=True)
admin = typer.Typer(no_args_is_help=True, help="What an administrator does on the machine of the server.")

Home = Annotated[Path | None, typer.Option("--home", help="The data directory.", envvar="DAYSHIFT_HOME")]
Port = Annotated[int | None, typer.Option("--port", help="The port to listen on; 0 takes a free one.")]

out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)


def settings_of(**flags: Any) -> Settings:
    """The settings with the flags that were given. Exits with name, value and cure of a wrong one."""
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValueError as error:
        for one in getattr(error, "errors", lambda: [])():
            name = ".".join(str(part) for part in one["loc"])
            err.print(f"[red]Setting {name}[/]: {one['msg']}; it is {one.get('input')!r}", highlight=False)
        raise typer.Exit(2) from error


def say(error: DayshiftError) -> None:
    """An error as the command line shows it, with what to do next."""
    err.print(f"[red]Error:[/] {error}", highlight=False)
    if error.cure:
        err.print(error.cure, highlight=False)


@server.command()
def serve(
    home: Home = None,
    port: Port = None,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    sample: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Run a server."""
    from dayshift.main import serve as run  # noqa: PLC0415 (heavy: other commands start without it)

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells its plug-ins at the first start
    settings = settings_of(home=home, port=port, host=host)
    try:
        run(settings, with_sample=sample)
    except DayshiftError as error:
        say(error)
        raise typer.Exit(1) from error
    except OSError as error:
        say(Invalid.of("port", f"the server cannot listen on {settings.host}:{settings.port}: {error.strerror}"))
        raise typer.Exit(1) from error


@server.command()
def up(home: Home = None, port: Port = None) -> None:
    """Run everything on this machine, with a small sample project at the first start, until Ctrl-C."""
    from dayshift.up.processes import keep_running  # noqa: PLC0415 (only this command needs it)

    settings = settings_of(home=home, port=port)
    argv = [sys.executable, "-m", "dayshift_client", "serve", "--sample", "--home", str(settings.home)]
    raise typer.Exit(keep_running([*argv, "--port", str(settings.port)]))


@server.command()
def migrate(home: Home = None) -> None:
    """Bring the database to the schema of this version; of SQLite, a copy is made before."""
    from dayshift.store import schema  # noqa: PLC0415 (heavy)
    from dayshift.store.engine import open_store  # noqa: PLC0415

    settings = settings_of(home=home)
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = open_store(settings.url_of_database)
    try:
        copy = schema.migrate(store, backups=settings.home / "backups", now=SystemClock().now())
    except DayshiftError as error:
        say(error)
        raise typer.Exit(1) from error
    out.print(f"The database is at schema {schema.HEAD}." + (f" The copy before is {copy}." if copy else ""))


@admin.command("create-user")
def create_user(
    name: str,
    home: Home = None,
    is_admin: Annotated[bool, typer.Option("--admin", help="Let this person run the place.")] = False,
) -> None:
    """Make a person, and print a link with which she sets a password."""
    from dayshift.services import accounts  # noqa: PLC0415 (heavy)

    with _database(home) as tx:
        accounts.create_user(tx, name, password=None, is_admin=is_admin)
        _print_link(home, *accounts.link_for(tx, name))


@admin.command("sign-in-link")
def sign_in_link(name: str, home: Home = None) -> None:
    """Print a one-time link that signs this person in."""
    from dayshift.services import accounts  # noqa: PLC0415 (heavy)

    with _database(home) as tx:
        _print_link(home, *accounts.link_for(tx, name))


@admin.command("create-key")
def create_key(
    name: Annotated[str, typer.Argument(help="The person whose key it is.")],
    title: Annotated[str, typer.Option("--name", help="What the key is called.")] = "made at the terminal",
    scope: Annotated[list[str] | None, typer.Option(help="What it may do; several times. By default: all.")] = None,
    days: Annotated[int, typer.Option(help="How long it lives.")] = 90,
    home: Home = None,
) -> None:
    """Make an API key for a person, and print it once."""
    from dayshift.domain.actions import Scope  # noqa: PLC0415 (heavy with its neighbours)
    from dayshift.services import accounts  # noqa: PLC0415

    with _database(home) as tx:
        scopes = scope or [known.value for known in Scope]
        _, text = accounts.key_for(tx, name, title=title, scopes=scopes, days=days)
        print(text)


def _print_link(home: Path | None, purpose: str, token: str) -> None:
    url = settings_of(home=home).url
    out.print(f"{url}/setup#{token}", highlight=False)
    until = "24 hours, and asks for a password" if purpose == "setup" else "15 minutes"
    err.print(f"It works once, within {until}. In a terminal: dayshift login LINK", highlight=False)


@contextmanager
def _database(home: Path | None) -> Iterator[Any]:
    """A transaction on the database, also beside a running server; errors are shown, not raised."""
    from dayshift.store import schema  # noqa: PLC0415 (heavy)
    from dayshift.store.engine import COMMAND_LINE, open_store  # noqa: PLC0415

    settings = settings_of(home=home)
    if settings.database_url is None and not (settings.home / "dayshift.db").exists():
        say(Invalid.of("--home", f"there is no install in {settings.home}; start one with `dayshift up` or `serve`"))
        raise typer.Exit(1)
    store = open_store(settings.url_of_database)
    try:
        schema.require_current(store)
        with store.begin(SystemClock().now(), COMMAND_LINE) as tx:
            yield tx
    except DayshiftError as error:
        say(error)
        raise typer.Exit(1) from error
    finally:
        store.close()


@server.command()
def doctor(home: Home = None, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Look at the install: what this machine enforces, and whether ledger and runs are as they must be."""
    from dayshift.services import doctor as examination  # noqa: PLC0415 (heavy)

    settings = settings_of(home=home)
    with _database(home) as tx:
        findings = examination.examine(tx, settings.home.resolve())
    if as_json:
        print(json.dumps([finding.as_json() for finding in findings], indent=2))
    else:
        for finding in findings:
            mark = {"ok": "[green]ok[/]", "warning": "[yellow]warning[/]", "violated": "[red]violated[/]"}[
                finding.verdict
            ]
            out.print(f"{mark:<8} {finding.name}: {finding.text}", highlight=False)
    raise typer.Exit(max(finding.exit_code for finding in findings))


app = server
app.add_typer(admin, name="admin")
