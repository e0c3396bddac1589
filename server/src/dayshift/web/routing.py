"""Routes whose handlers get what they ask for in one thread: each hop to another costs as much as a query."""

import inspect
from collections.abc import Callable, Coroutine, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, partial, wraps
from typing import Any, Self, get_args, get_type_hints

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from dayshift.domain.actions import Action
from dayshift.failpoints import failpoint
from dayshift.store.engine import Channel, Tx
from dayshift.web.house import House

Handler = Callable[..., Any]
SAFE = frozenset({"GET", "HEAD"})


def house_of(request: Request) -> House:
    """The rooms behind this door."""
    found: House = request.app.state.house
    return found


def channel_of(request: Request) -> Channel:
    """By which road this request came, for the audit."""
    name = "cli" if request.headers.get("user-agent") == "dayshift-cli" else "api"
    address = request.client.host if request.client else ""
    return Channel(name=name, address=address, request_id=request.state.request_id)


class Call:
    """One request while it is answered, in its thread."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.house = house_of(request)
        self._end = ExitStack()
        self._tx: Tx | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: Any) -> None:
        self._end.__exit__(kind, *rest)
        if kind is None and self._tx is not None and self._tx.may_write:
            failpoint("api.after_commit")

    @property
    def tx(self) -> Tx:
        """The one transaction for check and action, begun when it is asked for; it is durable before the answer."""
        if self._tx is None:
            store, now = self.house.store, self.house.clock.now()
            if self.request.method in SAFE:
                self._tx = self._end.enter_context(store.read(now))
            else:
                self._tx = self._end.enter_context(store.begin(now, channel_of(self.request)))
        return self._tx


@dataclass(frozen=True, slots=True)
class Given:
    """In the annotation of a handler's parameter: how it is made. ``action``: what it permits, if it is a permit."""

    make: Callable[[Call], Any]
    asks: bool = False
    action: Action | None = None


class Router(APIRouter):
    """A router of such routes."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(route_class=_Route, **settings)

    def add_api_route(self, path: str, endpoint: Handler, **settings: Any) -> None:
        super().add_api_route(path, _in_one_thread(endpoint), **settings)


class _Route(APIRoute):
    """Who may not ask is told that, whatever is wrong with what she sent."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        asking = [one for one in given_of(self.endpoint).values() if one.asks]

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError:
                await to_thread.run_sync(_make, request, asking)
                raise

        return answer if asking else handle


def given_of(endpoint: Handler) -> dict[str, Given]:
    """What a handler, wrapped or not, is given beside what was sent, by the names of its parameters."""
    return _given_of(inspect.unwrap(endpoint))


@cache  # the framework asks again for each router that includes a route, at each start
def _given_of(endpoint: Handler) -> dict[str, Given]:
    hints = get_type_hints(endpoint, include_extras=True)
    marks = {name: [one for one in get_args(hint) if isinstance(one, Given)] for name, hint in hints.items()}
    return {name: found[0] for name, found in marks.items() if found}


def _make(request: Request, given: Iterable[Given]) -> list[Any]:
    with Call(request) as call:
        return [one.make(call) for one in given]


def _in_one_thread(endpoint: Handler) -> Handler:
    """The handler as the framework may see it: it sends what was sent, and gets the answer."""
    given = given_of(endpoint)
    if not given:
        return endpoint
    signature = inspect.signature(endpoint)
    seen = [one for name, one in signature.parameters.items() if name not in given]
    wants_request = any(one.annotation is Request for one in seen)
    if not wants_request:
        seen.append(inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request))

    def answer(request: Request, sent: dict[str, Any]) -> Any:
        with Call(request) as call:
            made = {name: one.make(call) for name, one in given.items()}
            return endpoint(**sent, **made)

    @wraps(endpoint)
    async def handle(**sent: Any) -> Any:
        request: Request = sent["request"] if wants_request else sent.pop("request")
        if not inspect.iscoroutinefunction(endpoint):
            return await to_thread.run_sync(partial(answer, request, sent))
        made = await to_thread.run_sync(partial(_make, request, given.values()))
        return await endpoint(**sent, **dict(zip(given, made, strict=True)))

    by_name = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in seen]
    handle.__signature__ = signature.replace(parameters=by_name)  # type: ignore[attr-defined]
    return handle
