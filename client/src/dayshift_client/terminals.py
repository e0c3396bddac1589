"""Signing in by a browser: this terminal asks the server, somebody lets it in there, and the session comes here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from dayshift_client import waiting
from dayshift_client.errors import ServerFault, TooMuch, Unreachable
from dayshift_client.transport import Transport

Json = dict[str, Any]

WAIT_S = 20  # what the server waits before it answers that nobody has said anything yet
BREAKS = 8  # of waiting, one after another: within 20 seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where somebody lets this terminal in, and the code that is typed there: ``BCDF-2345``."""

    url: str
    code: str
    ends_at: str


def sign_in(transport: Transport, show: Callable[[Door], object]) -> Json:
    """The new session, once somebody has let this terminal in at the door that ``show`` is told of.

    Raises SignInRefused, and SignInEnded when nobody did so within ten minutes, or a wrong code was typed too often.
    """
    asked = transport.call("POST", "/terminals")
    show(_door(transport, asked))
    body = {"flow": asked["flow"], "secret": asked["secret"], "wait": WAIT_S}
    breaks = 0
    while True:
        try:
            session: Json | None = transport.call("POST", "/terminals/wait", body=body)["session"]
        except TooMuch as error:
            waiting.wait(error.retry_after or 1)
            continue
        except Unreachable:  # a server that starts again still knows who waits
            breaks += 1
            if breaks > BREAKS:
                raise
            waiting.wait_before_try(breaks)
            continue
        breaks = 0
        if session is not None:
            return session


def _door(transport: Transport, asked: Json) -> Door:
    """Raises ServerFault for an address that no browser should open: it is opened as soon as it is shown."""
    url, code = str(asked["url"]), str(asked["code"])
    if urlsplit(url).scheme not in ("http", "https") or not (url.isprintable() and code.isprintable()):
        text = f"{transport.url} does not say where to sign in."
        raise ServerFault(text, hint="Is the address right? Sign in by password: dayshift login --name NAME")
    return Door(url=url, code=f"{code[:4]}-{code[4:]}", ends_at=str(asked["ends_at"]))
