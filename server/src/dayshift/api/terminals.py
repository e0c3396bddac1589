"""A terminal asks to be let in, and waits; somebody who is signed in, in a browser, lets it in."""

from functools import partial
from typing import Annotated

import anyio
from anyio import to_thread
from fastapi import Depends, Request

from dayshift.api.contract import PUBLIC
from dayshift.api.schemas.accounts import SessionOut
from dayshift.api.schemas.base import Text
from dayshift.api.schemas.terminals import AskedIn, LetIn, TerminalOut, Waited, Waits
from dayshift.clock import monotonic
from dayshift.domain.actions import Action
from dayshift.domain.errors import SetupNeeded, Unauthenticated
from dayshift.domain.rights import Permit
from dayshift.services import accounts, guessing, terminals
from dayshift.services.terminals import SignInRefused
from dayshift.store.engine import Channel
from dayshift.web.deps import Channelled, RequestTx, Rooms, allow, allow_alone, anonymous, identify
from dayshift.web.guessing import counted
from dayshift.web.house import House
from dayshift.web.routing import Router, channel_of, house_of

router = Router(prefix="/terminals", tags=["account"])

LOOK_AGAIN_S = 0.5

LetsIn = Annotated[Permit, allow(Action.SESSION_LET_IN)]


@router.post("", status_code=201, dependencies=[Depends(anonymous)], openapi_extra=PUBLIC)
def ask_in(house: Rooms, tx: RequestTx) -> AskedIn:
    """Ask to be let in: show ``code``, send somebody to ``url`` within ten minutes, and wait."""
    if not accounts.is_set_up(tx):
        raise SetupNeeded
    asked = terminals.ask_in(tx)
    return AskedIn.of(asked, f"{house.url}/sign-in/terminal?flow={asked.flow}")


@router.post("/wait", dependencies=[Depends(anonymous)], openapi_extra=PUBLIC)
async def wait(body: Waits, request: Request, house: Rooms, channel: Channelled) -> Waited:
    """Wait to be let in. The session is answered once, and to the terminal that asked."""
    until = monotonic() + body.wait
    question = partial(terminals.is_answered, flow=body.flow, secret=body.secret)
    while True:
        is_answered = await house.turns.ask(question)
        if await request.is_disconnected():  # what is taken now would reach nobody
            return Waited(session=None)
        if is_answered:
            return await to_thread.run_sync(_take, house, channel, body)
        rest = until - monotonic()
        if rest <= 0 or house.hub.is_closed:
            return Waited(session=None)
        await anyio.sleep(min(LOOK_AGAIN_S, rest))


def _take(house: House, channel: Channel, body: Waits) -> Waited:
    with house.store.begin(house.clock.now(), channel) as tx:
        answer = terminals.take(tx, body.flow, body.secret)
    if isinstance(answer, SignInRefused):
        raise answer
    return Waited(session=SessionOut.of(answer, show_token=True))


@router.get("/{flow}")
def see_terminal(flow: Text, permit: LetsIn, tx: RequestTx) -> TerminalOut:
    """The terminal that waits: nothing is decided by looking at it."""
    del permit
    return TerminalOut.of(terminals.see(tx, flow))


@router.post("/{flow}/let-in", status_code=204)
def let_in(
    flow: Text, body: LetIn, permit: Annotated[Permit, allow_alone(Action.SESSION_LET_IN)], request: Request
) -> None:
    """Sign the terminal that shows this code in, as oneself. After five wrong ones, nobody can."""
    house = house_of(request)
    attempt = guessing.by_code(channel_of(request).address)
    with counted(request, house, attempt):
        with house.store.begin(house.clock.now(), channel_of(request)) as tx:
            found = identify(request, house, tx)
            found.require_confirmed(tx)
            if found.session is None:
                raise Unauthenticated
            guessing.check(tx, attempt)
            wrong = terminals.let_in(tx, permit, found.session, flow=flow, code=body.code)
        if wrong is not None:
            raise wrong


@router.post("/{flow}/refuse", status_code=204)
def refuse(flow: Text, permit: LetsIn, tx: RequestTx) -> None:
    """Tell the terminal that nobody lets it in."""
    terminals.refuse(tx, permit, flow)
