"""What happens in one's projects, as it happens: one stream for all of them, of what one may see there."""

import random
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Annotated

import anyio
from fastapi import Header, Query, Request
from starlette.types import Receive, Scope, Send

from dayshift.api.eventstream import EVENTS, EventStream
from dayshift.api.schemas.base import Text, utc
from dayshift.clock import monotonic
from dayshift.domain.actions import Action
from dayshift.domain.errors import DayshiftError
from dayshift.domain.rights import Permit
from dayshift.services import sight
from dayshift.services.sight import Change
from dayshift.store import events
from dayshift.store.engine import Tx
from dayshift.store.errors import DatabaseError
from dayshift.web.asking import ASK_AGAIN_S, ask_again
from dayshift.web.deps import Rooms, allow_alone, credential_of
from dayshift.web.house import House
from dayshift.web.hub import Batch, Hub, Listener, frame
from dayshift.web.routing import Router

router = Router(tags=["events"])

ASK_AT_MOST_S = 1.0  # a change of rights is looked at sooner, but not more often than this
QUIET_S = 15.0


@router.get("/events", response_class=EventStream, responses=EVENTS)
async def follow_events(
    request: Request,
    permit: Annotated[Permit, allow_alone(Action.EVENT_FOLLOW)],
    house: Rooms,
    projects: Annotated[Text | None, Query(max_length=4000)] = None,
    last_event_id: Annotated[str | None, Header(max_length=20)] = None,
) -> EventStream:
    """Server-sent events about all one's projects, or about those that are named, separated by commas.

    ``poke``: something of this ``kind`` changed, the one with this ``subject`` or some; ask for it if you show it.
    ``access_ended``, ``access_gained``: a project or job that you may not, or may now, see. ``reset``: what you know
    may be old. Send ``Last-Event-ID`` to go on where a stream broke off.
    """
    wanted = None if projects is None else frozenset(name.strip().lower() for name in projects.split(","))
    rights = _Rights(request, house, wanted)
    await house.turns.ask(rights.look)
    sight.require(rights.sights, wanted)
    listener = house.hub.join(permit.actor.key.key_id if permit.actor.key else credential_of(request, house))
    return _Stream(house.hub, listener, _Reader(house, rights).frames(listener, last_event_id))


class _Stream(EventStream):
    """Ends when its reader goes away, and when she does not take what comes."""

    def __init__(self, hub: Hub, listener: Listener, frames: AsyncIterator[bytes]) -> None:
        super().__init__(frames)
        self.hub = hub
        self.listener = listener

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with self.listener.scope:
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(self._until_gone, receive)
                    await super().__call__(scope, receive, send)
                    tasks.cancel_scope.cancel()
        finally:
            self.hub.leave(self.listener)

    async def _until_gone(self, receive: Receive) -> None:
        await self.listen_for_disconnect(receive)
        self.listener.scope.cancel()


class _Rights:
    """Whom a stream is for, and what she may see: asked again every three seconds, and when it may have changed."""

    def __init__(self, request: Request, house: House, wanted: frozenset[str] | None) -> None:
        self.request = request
        self.turns = house.turns
        self.wanted = wanted
        self.principal = 0
        self.sights: sight.Sights = {}
        # So that not all ask at once who came at once.
        self._looked = monotonic() - random.uniform(0, ASK_AGAIN_S - ASK_AT_MOST_S)  # noqa: S311

    def look(self, tx: Tx) -> list[Change]:
        """Who she is and what she sees, now; what came and went since. Raises what a request would be refused with."""
        actor = ask_again(tx, self.request, Action.EVENT_FOLLOW).actor
        before, self.principal, self.sights = self.sights, actor.principal, sight.look(tx, actor, self.wanted)
        return sight.compare(tx, before, self.sights)

    @property
    def due(self) -> float:
        """When to ask again though nothing was heard, on the clock that only grows."""
        return self._looked + ASK_AGAIN_S

    async def look_if_due(self, batch: Batch) -> list[Change]:
        """What came and went, if it is time to ask, or ``batch`` gives cause to: then as soon as one may."""
        is_concerned = self.are_touched_by(batch)
        wait = self._looked + (ASK_AT_MOST_S if is_concerned else ASK_AGAIN_S) - monotonic()
        if wait > 0 and not is_concerned:
            return []
        await anyio.sleep(max(0.0, wait))
        self._looked = monotonic()
        return await self.turns.ask(self.look)

    def are_touched_by(self, batch: Batch) -> bool:
        return batch.concerns(self.principal, self.sights)


class _Reader:
    """What somebody hears who listens."""

    def __init__(self, house: House, rights: _Rights) -> None:
        self.house = house
        self.rights = rights
        self._until = 0  # the id from which she would go on

    async def frames(self, listener: Listener, last_event_id: str | None) -> AsyncIterator[bytes]:
        """What she hears, until the server stops or she has no right to hear anything."""
        await listener.ready.wait()
        said = monotonic()
        yield await self.house.turns.ask(partial(self._begin, since=listener.since, last_event_id=last_event_id))
        while (batch := await listener.next(self.rights.due)) is not None:
            try:
                changes = await self.rights.look_if_due(batch)
            except DayshiftError:
                yield self._ended()
                return
            except DatabaseError:
                return  # what cannot be asked is not allowed; whoever goes on is told what was missed
            self._until = max(self._until, batch.until)
            body = self._of_rights(batch, changes) + batch.pokes(self.rights.sights)
            if body or monotonic() - said >= QUIET_S:
                said = monotonic()
                yield body or self._nothing_new()

    def _of_rights(self, batch: Batch, changes: Sequence[Change]) -> bytes:
        """What came and went; ``reset`` where she sees the same as before, and may do more or less with it."""
        if not changes and batch.is_about(self.rights.principal):
            return frame("reset", {}, self._until)
        return b"".join(map(self._changed, changes))

    def _begin(self, tx: Tx, since: int, last_event_id: str | None) -> bytes:
        """What was missed since the event that was heard last; ``reset`` where that cannot be said."""
        self._until = since
        if last_event_id is None:
            return self._nothing_new()
        number = int(last_event_id) if last_event_id.isascii() and last_event_id.isdigit() else -1
        missed = events.between(tx, number, since) if events.is_kept(tx, number, since) else None
        if missed is None or len(missed) == events.MOST:
            return frame("reset", {}, since)
        batch = Batch(missed, since)
        if self.rights.are_touched_by(batch):
            return frame("reset", {}, since)
        return batch.pokes(self.rights.sights) or self._nothing_new()

    def _nothing_new(self) -> bytes:
        return f": nothing new\nid: {self._until}\n\n".encode()

    def _changed(self, change: Change) -> bytes:
        data = {"project": change.project, "kind": change.kind, "id": change.id, "title": change.title}
        data["at"] = utc(self.house.clock.now())
        if change.gained:
            return frame("access_gained", data)
        return frame("access_ended", {**data, "ask": change.ask})

    def _ended(self) -> bytes:
        """The session, the key or the account has ended, and with it the stream."""
        return frame("access_ended", {"kind": "account", "at": utc(self.house.clock.now())})
