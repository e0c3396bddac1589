"""What handlers ask for: the transaction, who is there, and the permit for the one action that the route declares."""

from contextlib import nullcontext
from typing import Annotated, Any

from fastapi import Request

from dayshift.auth import tokens
from dayshift.auth.networks import network_of
from dayshift.domain.actions import Action, Kind
from dayshift.domain.errors import NotFound, SetupNeeded, Unauthenticated
from dayshift.domain.rights import Permit
from dayshift.services import access, accounts
from dayshift.services.access import SignedIn
from dayshift.store.engine import Channel, Tx
from dayshift.store.projects import Names
from dayshift.web.house import House
from dayshift.web.origin import check_origin
from dayshift.web.rates import spend
from dayshift.web.routing import SAFE, Call, Given, channel_of, house_of

Rooms = Annotated[House, Given(lambda call: call.house)]
Channelled = Annotated[Channel, Given(lambda call: channel_of(call.request))]
RequestTx = Annotated[Tx, Given(lambda call: call.tx)]


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


async def anonymous(request: Request) -> None:
    """For a route that needs no credential: one network asks for it so often a second. Raises TooMuch."""
    spend(request, house_of(request).anonymous_rate, network_of(request.client.host if request.client else ""))


Person = Annotated[SignedIn, Given(lambda call: identify(call.request, call.house, call.tx), asks=True)]


def allow(action: Action) -> Given:
    """The permit for ``action`` on what the path names: the one place where a route says what it needs."""

    def permit(call: Call) -> Permit:
        return _ask(call.request, call.tx, action)

    return Given(permit, asks=True, action=action)


def allow_alone(action: Action) -> Given:
    """The same in a transaction of its own, for handlers that then read files, wait, or run programs."""

    def permit(call: Call) -> Permit:
        with call.house.store.read(call.house.clock.now()) as tx:
            return _ask(call.request, tx, action)

    return Given(permit, asks=True, action=action)


def _ask(request: Request, tx: Tx, action: Action) -> Permit:
    found = identify(request, house_of(request), tx)
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
