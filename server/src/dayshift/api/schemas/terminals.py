"""Terminals that are let in by a browser."""

from typing import Annotated

from pydantic import Field

from dayshift.api.schemas.accounts import SessionOut
from dayshift.api.schemas.base import Answer, Body, Instant, Line
from dayshift.services.terminals import Asked
from dayshift.store.terminals import Terminal


class AskedIn(Answer):
    """``secret``: what the terminal waits with. ``code``: what it shows. ``url``: where somebody lets it in."""

    flow: str
    secret: str
    code: str
    url: str
    ends_at: Instant

    @classmethod
    def of(cls, asked: Asked, url: str) -> "AskedIn":
        return cls(flow=asked.flow, secret=asked.secret, code=asked.code, url=url, ends_at=asked.terminal.ends_at)


class Waits(Body):
    """``wait``: up to so many seconds, until it is let in or refused."""

    flow: Line
    secret: Line
    wait: Annotated[float, Field(ge=0, le=30)] = 0


class Waited(Answer):
    """``session``: it was let in, and this is answered once. Null: nobody has said anything yet."""

    session: SessionOut | None


class TerminalOut(Answer):
    """A terminal that waits: from which address of the network it asked, and when."""

    address: str
    asked_at: Instant
    ends_at: Instant

    @classmethod
    def of(cls, terminal: Terminal) -> "TerminalOut":
        return cls(address=terminal.address, asked_at=terminal.created_at, ends_at=terminal.ends_at)


class LetIn(Body):
    """``code``: the 8 characters that the terminal shows; case, spaces and hyphens make no difference."""

    code: Line
