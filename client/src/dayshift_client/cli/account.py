"""Signing in and out, and joining a project."""

import os
import shlex
import sys
import webbrowser
from typing import Annotated
from urllib.parse import urlsplit

import typer
from rich.markup import escape

from dayshift_client import signed_in, terminals
from dayshift_client.cli.show import AsJson, as_json, client, out
from dayshift_client.client import Client
from dayshift_client.errors import AlreadyExists, DayshiftError, Invalid
from dayshift_client.signed_in import SignedIn
from dayshift_client.terminals import Door
from dayshift_client.transport import Transport

app = typer.Typer()


@app.command()
def login(
    link: Annotated[str | None, typer.Argument(help="A one-time link or an invitation: URL/setup#TOKEN.")] = None,
    url: Annotated[str | None, typer.Option(help="The server.")] = None,
    name: Annotated[str | None, typer.Option(help="Your name: sign in by password.")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address to open.")] = False,
) -> None:
    """Sign in: in your browser, with a one-time link, or with a name and a password.

    An invitation makes your account. Without a link and a name, a terminal opens the browser, where you let it in.
    """
    state = signed_in.load() or SignedIn()
    address, token = _address(link, url, state)
    transport = Transport(address, None, agent="dayshift-cli")
    if token:
        answer = _redeem(transport, token, name)
    elif name is None and (no_browser or sys.stdin.isatty()):
        answer = terminals.sign_in(transport, lambda door: _show(door, opens=not no_browser))
    else:
        answer = _by_password(transport, name)
    signed_in.keep(address, answer["token"])
    out.print(f"Signed in to {address} as {answer['name']}.", markup=False, highlight=False)


def _address(link: str | None, url: str | None, state: SignedIn) -> tuple[str, str | None]:
    if link is None:
        return (url or state.url).rstrip("/"), None
    parts = urlsplit(link)
    if not parts.fragment:
        raise Invalid("This link has no token behind a #.", hint="Copy all of it, and put it in quotes: 'LINK'")
    return f"{parts.scheme}://{parts.netloc}", parts.fragment


def _redeem(transport: Transport, token: str, name: str | None) -> dict[str, str]:
    """A sign-in link asks for nothing; a set-up link and an invitation make an account, with a name and a password."""
    body = {"token": token, "for": "bearer"}
    try:
        answer: dict[str, str] = transport.call("POST", "/links/redeem", body=body)
        return answer
    except Invalid as error:
        usual = None if _is_about_the_name(error) else "admin"  # a set-up link has a name already, an invitation none
    while True:
        name = name or typer.prompt("Your name", default=usual)
        password = typer.prompt("A password, 12 characters or more", hide_input=True, confirmation_prompt=True)
        try:
            answer = transport.call("POST", "/links/redeem", body={**body, "name": name, "password": password})
            return answer
        except (Invalid, AlreadyExists) as error:
            out.print(f"[red]{escape(str(error))}[/]", highlight=False)
            if isinstance(error, AlreadyExists) or _is_about_the_name(error):
                name = None
                out.print("Is that you? Then stop here, sign in, and type: dayshift join LINK", highlight=False)


def _is_about_the_name(error: DayshiftError) -> bool:
    return any(one["field"] == "name" for one in error.errors)


def _show(door: Door, *, opens: bool) -> None:
    """Say where to go and what to type there; and open it, where there is a browser with a window."""
    out.print(f"Open {door.url}\nand type this code:  {door.code}", markup=False, highlight=False)
    is_open = opens and _has_windows() and webbrowser.open_new_tab(door.url)
    out.print("Your browser has been opened. Waiting …" if is_open else "Waiting … (Ctrl-C ends it)", highlight=False)


def _has_windows() -> bool:
    """Without any, what opens is a browser of text in this very terminal, and hides the code."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)


def _by_password(transport: Transport, name: str | None) -> dict[str, str]:
    who = name or typer.prompt("Your name")
    password = typer.prompt("Password", hide_input=True)
    body = {"name": who, "password": password, "for": "bearer"}
    answer: dict[str, str] = transport.call("POST", "/session", body=body)
    return answer


@app.command()
def join(
    link: Annotated[str, typer.Argument(help="An invitation: URL/setup#TOKEN, or the token alone.")],
    json: AsJson = False,
) -> None:
    """Join a project by an invitation, with the account that you have. Without one: dayshift login LINK."""
    address = _address(link, None, signed_in.load() or SignedIn())[0] if "://" in link else None
    made = Client(address, agent="dayshift-cli")
    made.require_credential()
    accepted = made.accept_invitation(link)
    if json:
        as_json(accepted)
        return
    name = accepted["project"]
    said = f"You are a member of {name}. Use it: dayshift projects use {shlex.quote(name)}"
    out.print(said, markup=False, highlight=False)


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
