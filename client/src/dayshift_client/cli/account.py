"""Signing in and out, and keys."""

from typing import Annotated
from urllib.parse import urlsplit

import typer
from rich.markup import escape

from dayshift_client import signed_in
from dayshift_client.cli.show import AsJson, as_json, client, out, rows, when
from dayshift_client.client import Client
from dayshift_client.errors import ConfirmNeeded, Invalid
from dayshift_client.signed_in import SignedIn
from dayshift_client.transport import Transport

app = typer.Typer()
keys = typer.Typer(no_args_is_help=True, help="API keys, for scripts.")


@app.command()
def login(
    link: Annotated[str | None, typer.Argument(help="A one-time link: URL/setup#TOKEN.")] = None,
    url: Annotated[str | None, typer.Option(help="The server.")] = None,
    name: Annotated[str | None, typer.Option(help="Your name.")] = None,
) -> None:
    """Sign in, with a one-time link or with a password."""
    state = signed_in.load() or SignedIn()
    address, token = _address(link, url, state)
    transport = Transport(address, None, agent="dayshift-cli")
    answer = _redeem(transport, token, name) if token else _by_password(transport, name)
    state.url = address
    state.tokens[address] = answer["token"]
    signed_in.save(state)
    out.print(f"Signed in to {address} as {answer['name']}.", markup=False, highlight=False)


def _address(link: str | None, url: str | None, state: SignedIn) -> tuple[str, str | None]:
    if link is None:
        return (url or state.url).rstrip("/"), None
    parts = urlsplit(link)
    if not parts.fragment:
        raise Invalid("This link has no token behind a #.", hint="Copy all of it, in quotes: dayshift login 'LINK'")
    return f"{parts.scheme}://{parts.netloc}", parts.fragment


def _redeem(transport: Transport, token: str, name: str | None) -> dict[str, str]:
    """A set-up link asks for a password; a sign-in link for nothing."""
    body = {"token": token, "for": "bearer"}
    try:
        answer: dict[str, str] = transport.call("POST", "/links/redeem", body=body)
        return answer
    except Invalid:
        chosen = name or typer.prompt("Your name", default="admin")
    while True:
        password = typer.prompt("A password, 12 characters or more", hide_input=True, confirmation_prompt=True)
        try:
            answer = transport.call("POST", "/links/redeem", body={**body, "name": chosen, "password": password})
            return answer
        except Invalid as error:
            out.print(f"[red]{escape(str(error))}[/]", highlight=False)


def _by_password(transport: Transport, name: str | None) -> dict[str, str]:
    who = name or typer.prompt("Your name")
    password = typer.prompt("Password", hide_input=True)
    body = {"name": who, "password": password, "for": "bearer"}
    answer: dict[str, str] = transport.call("POST", "/session", body=body)
    return answer


@app.command()
def logout() -> None:
    """End the session of this terminal."""
    made = client()
    made.transport.call("DELETE", "/session")
    state = signed_in.load()
    if state is not None:
        state.tokens.pop(made.transport.url, None)
        signed_in.save(state)
    out.print("Signed out.")


@app.command()
def whoami(json: AsJson = False) -> None:
    """Who is signed in, and where."""
    made = client()
    me = made.me()
    if json:
        as_json(me)
    else:
        role = ", an administrator" if me["is_admin"] else ""
        out.print(f"{me['name']} at {made.transport.url}{role}", markup=False, highlight=False)


@keys.command("list")
def list_keys(json: AsJson = False) -> None:
    """Your keys."""
    found = client().keys()
    if json:
        as_json(found)
        return
    columns = [("ID", "id"), ("NAME", "name")]
    readers = [(title, lambda row, field=field: row[field]) for title, field in columns]
    rows(found, [*readers, ("SCOPES", lambda row: " ".join(row["scopes"])), ("ENDS", lambda row: when(row["ends_at"]))])


@keys.command("create")
def create_key(
    name: str,
    scope: Annotated[list[str], typer.Option("--scope", "-s", help="What it may do, such as jobs:run; several times.")],
    days: Annotated[int, typer.Option(help="How long it lives.")] = 90,
    project: Annotated[str | None, typer.Option("--project", "-p", help="Only this project.")] = None,
    json: AsJson = False,
) -> None:
    """Make a key, and print it this once."""
    made = client()
    try:
        key = made.create_key(name, scope, days=days, project=project)
    except ConfirmNeeded:
        _confirm(made)
        key = made.create_key(name, scope, days=days, project=project)
    if json:
        as_json(key)
    else:
        print(key["key"])


def _confirm(made: Client) -> None:
    password = typer.prompt("Your password", hide_input=True)
    made.transport.call("POST", "/session/confirm", body={"password": password})


@keys.command("revoke")
def revoke_key(key: str) -> None:
    """A key ends at once."""
    client().revoke_key(key)
    out.print(f"Key {key} has ended.", markup=False, highlight=False)
