"""Downloads that run long: whoever reads is asked for the right to, again and again."""

from collections.abc import Callable, Iterator

from fastapi import Request

from dayshift.clock import monotonic
from dayshift.domain.errors import DayshiftError
from dayshift.domain.rights import Permit
from dayshift.web.deps import house_of
from dayshift.web.house import House
from dayshift.web.requests import BrokenOff

ASK_AGAIN_S = 3.0


def while_allowed(
    request: Request, ask: Callable[[Request, House], Permit], pieces: Iterator[bytes]
) -> Iterator[bytes]:
    """Pass ``pieces`` on as long as ``ask``, which was asked a moment ago, gives its permit.

    Raises BrokenOff then: the connection ends before the answer does, so that no part of a file looks like a whole one.
    """
    asked = monotonic()
    for piece in pieces:
        now = monotonic()
        if now - asked >= ASK_AGAIN_S:
            asked = now
            try:
                ask(request, house_of(request))
            except DayshiftError:
                raise BrokenOff from None
        yield piece
