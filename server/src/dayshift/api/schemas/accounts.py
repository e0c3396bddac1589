"""Signing in, oneself, keys."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from dayshift.api.schemas.base import Answer, Body, Instant, Line, Text
from dayshift.services.accounts import Welcome
from dayshift.store.people import Key

Password = Annotated[Text, StringConstraints(max_length=1024)]


class SignIn(Body):
    """``for``: a browser gets a cookie, a program a bearer token."""

    name: Line
    password: Password
    for_: Literal["browser", "bearer"] = Field(default="browser", alias="for")


class Redeem(Body):
    """A one-time link. A set-up link takes a password, and a name if another one is wanted."""

    token: Line
    name: Line | None = None
    password: Password | None = None
    for_: Literal["browser", "bearer"] = Field(default="browser", alias="for")


class Confirm(Body):
    password: Password


class Me(Answer):
    """Who is signed in."""

    id: int
    name: str
    is_admin: bool
    key: str | None = Field(description="The id of the key that was sent, if one was.")


class SessionOut(Answer):
    """A new session. ``token`` is answered to programs only."""

    name: str
    is_admin: bool
    token: str | None
    ends_at: Instant

    @classmethod
    def of(cls, welcome: Welcome, *, show_token: bool) -> "SessionOut":
        return cls(
            name=welcome.person.name,
            is_admin=welcome.person.is_admin,
            token=welcome.token if show_token else None,
            ends_at=welcome.session.ends_at,
        )


class NewKey(Body):
    name: Line
    scopes: Annotated[list[Line], Field(min_length=1, max_length=30)]
    days: int = 90
    project: Line | None = None


class Rotate(Body):
    """``overlap_hours``: how long the old key still works, while programs are given the new one."""

    overlap_hours: Annotated[int, Field(ge=0, le=168)] = 24


class KeyOut(Answer):
    """A key; ``key`` is its text, and is answered once, when it was made."""

    id: str
    name: str
    scopes: list[str]
    created_at: Instant
    ends_at: Instant | None
    key: str | None = None

    @classmethod
    def of(cls, key: Key, text: str | None = None) -> "KeyOut":
        return cls(
            id=key.id,
            name=key.name,
            scopes=list(key.scopes),
            created_at=key.created_at,
            ends_at=key.ends_at,
            key=text,
        )


class Keys(Answer):
    items: list[KeyOut]
