"""What handlers ask for: the transaction, who is there, and the permit for the one action that the route declares."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Annotated, Any

from fastapi import Depends, Request

from dayshift.auth import tokens
from dayshift.auth.networks import network_of
from dayshift.domain.actions import Action, Kind
from dayshift.domain.errors import NotFound, SetupNeeded, Unauthenticated
from dayshift.domain.rights import Permit
from dayshift.failpoints import failpoint
from dayshift.services import access, accounts
from dayshift.services.access import SignedIn
from dayshift.store.engine import Channel, Tx
from dayshift.store.projects import Names
from dayshift.web.house import House
from dayshift.web.origin import check_origin
from dayshift.web.rates import spend

SAFE = frozenset({"GET", "HEAD"})


def house_of(request: Request) -> House:
    """The rooms behind this door."""
    found: House = request.app.state.house
    return found


# What only passes on what is there is async: a plain function would cost every request a hop to another thread.


async def rooms(request: Request) -> House:
    return house_of(request)


Rooms = Annotated[House, Depends(rooms)]


def channel_of(request: Request) -> Channel:
    """By which road this request came, for the audit."""
    name = "cli" if request.headers.get("user-agent") == "dayshift-cli" else "api"
    address = request.client.host if request.client else ""
    return Channel(name=name, address=address, request_id=request.state.request_id)


async def channel(request: Request) -> Channel:
    return channel_of(request)


Channelled = Annotated[Channel, Depends(channel)]


def begin(request: Request, house: Rooms) -> Iterator[Tx]:
    """One transaction for check and action; it is durable before the answer is sent."""
    now = house.clock.now()
    if request.method in SAFE:
        with house.store.read(now) as tx:
            yield tx
    else:
        with house.store.begin(now, channel_of(request)) as tx:
            yield tx
        failpoint("api.after_commit")


RequestTx = Annotated[Tx, Depends(begin, scope="function")]


def credential_of(request: Request, house: House) -> tuple[str, bool]:
    """The key or token that was sent, and whether a cookie brought it; a header decides over a cookie."""
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    if kind.lower() in ("bearer", "apikey") and value:
        return value.strip(), False
    cookie = request.cookies.get(house.cookie)
    if not cookie:
        raise Unauthenticated
    return cookie, True


def identify(request: Request, house: House, tx: Tx) -> SignedIn:
    """Who asks. Raises Unauthenticated, and Forbidden for a write that another site may have sent."""
    try:
        return _identify(request, house, tx)
    except Unauthenticated:
        if accounts.is_set_up(tx):
            raise
        raise SetupNeeded from None


def _identify(request: Request, house: House, tx: Tx) -> SignedIn:
    credential, by_cookie = credential_of(request, house)
    if by_cookie and request.method not in SAFE:
        check_origin(request.headers, house.origins)
    try:
        found = access.authenticate(tx, credential)
    except Unauthenticated:
        request.state.showed_key = tokens.parse_key(credential) is not None
        raise
    if found.session is not None and accounts.needs_touch(found.session, tx):
        with nullcontext(tx) if tx.may_write else house.store.begin(tx.now) as writing:
            accounts.keep_alive(writing, found.session)
    return found


async def anonymous(request: Request, house: Rooms) -> None:
    """For a route that needs no credential: one network asks for it so often a second. Raises TooMuch."""
    spend(request, house.anonymous_rate, network_of(request.client.host if request.client else ""))


def signed_in(request: Request, house: Rooms, tx: RequestTx) -> SignedIn:
    return identify(request, house, tx)


Person = Annotated[SignedIn, Depends(signed_in)]


def allow(action: Action) -> Callable[..., Permit]:
    """The permit for ``action`` on what the path names: the one place where a route says what it needs."""

    def permit(request: Request, house: Rooms, tx: RequestTx) -> Permit:
        return _ask(request, tx, identify(request, house, tx), action)

    permit.action = action  # type: ignore[attr-defined]
    return permit


def allow_alone(action: Action) -> Callable[..., Permit]:
    """The same in a transaction of its own, for handlers that then read files, wait, or run programs."""

    def permit(request: Request, house: Rooms) -> Permit:
        with house.store.read(house.clock.now()) as tx:
            return _ask(request, tx, identify(request, house, tx), action)

    permit.action = action  # type: ignore[attr-defined]
    return permit


def _ask(request: Request, tx: Tx, found: SignedIn, action: Action) -> Permit:
    spend(request, house_of(request).rate, found.actor.principal)
    return access.ask(tx, found.actor, action, named(request, action))


def named(request: Request, action: Action) -> Names | None:
    """What a request names that ``action`` is asked for; nothing, for what concerns the whole install."""
    return names_of(request.path_params) if action.value.kind in (Kind.PROJECT, Kind.JOB) else None


def names_of(path: dict[str, Any]) -> Names:
    """What a route's path names. Raises NotFound for names that nothing can have: PostgreSQL keeps no NUL."""
    if any("\0" in str(path.get(part, "")) for part in ("p", "job")):
        raise NotFound
    return Names(
        project=path["p"],
        job=path.get("job"),
        schedule=_number(path.get("schedule")),
        execution=_number(path.get("execution")),
    )


def _number(text: str | None) -> int | None:
    """An id; -1, which nothing has, for what is none: it is unknown like any other."""
    if text is None:
        return None
    return int(text) if str(text).isascii() and str(text).isdigit() and len(str(text)) < 19 else -1
