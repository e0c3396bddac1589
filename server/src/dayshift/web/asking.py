"""What runs long: whoever began it is asked for the right to it, again and again."""

from collections.abc import Iterator

from fastapi import Request

from dayshift.clock import monotonic
from dayshift.domain.actions import Action
from dayshift.domain.errors import DayshiftError
from dayshift.domain.rights import Permit
from dayshift.services import access
from dayshift.store.engine import Tx
from dayshift.web.deps import credential_of, named
from dayshift.web.requests import BrokenOff
from dayshift.web.routing import house_of

ASK_AGAIN_S = 3.0


def ask_again(tx: Tx, request: Request, action: Action) -> Permit:
    """The permit for ``action`` once more, as if ``request`` came now; but it keeps no session alive.

    Raises what the request would be refused with.
    """
    credential, _ = credential_of(request, house_of(request))
    return access.ask(tx, access.authenticate(tx, credential).actor, action, named(request, action))


def while_allowed(request: Request, action: Action, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Pass ``pieces`` on as long as whoever sent ``request`` may do ``action``, for which she was asked a moment ago.

    Raises BrokenOff then: the connection ends before the answer does, so that no part of a file looks like a whole one.
    """
    house = house_of(request)
    asked = monotonic()
    for piece in pieces:
        now = monotonic()
        if now - asked >= ASK_AGAIN_S:
            asked = now
            try:
                with house.store.read(house.clock.now()) as tx:
                    ask_again(tx, request, action)
            except DayshiftError:
                raise BrokenOff from None
        yield piece
