"""One reader of what was told, for all who listen on this server: it reads once, and hands everybody the same."""

import asyncio
import json
import logging
import math
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from anyio import CancelScope

from dayshift.clock import Clock, monotonic
from dayshift.domain.errors import TooMuch
from dayshift.services.sight import Sight, Sights
from dayshift.store import events
from dayshift.store.engine import Store
from dayshift.store.errors import DatabaseError
from dayshift.store.events import Told
from dayshift.store.outbox import TOLD, Event, Topic
from dayshift.web.bell import Bell
from dayshift.web.turns import Turns

log = logging.getLogger(__name__)

APART_S = 0.1  # two looks are at least so far apart: what is told meanwhile is heard together
ELSEWHERE_S = 0.25  # how often one looks for what other servers told
BACK_OFF_S = 1.0
ROOM = 256  # batches that a reader may be behind
MOST_STREAMS = 10  # of one session, or one key: all tabs of a browser share one
MOST_NAMED = 10  # more changes of a kind are one poke that names none


def frame(name: str, data: dict[str, Any], number: int | None = None) -> bytes:
    """One server-sent event; with ``number`` as the id from which its reader goes on."""
    head = "" if number is None else f"id: {number}\n"
    return f"{head}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


class Batch:
    """What was told between two looks; each change once, however often it was told."""

    def __init__(self, told: Sequence[Told], until: int) -> None:
        self.until = until
        self.access: list[Event] = []
        self._changes: dict[tuple[int, Topic], dict[tuple[int | None, int | None], datetime]] = {}
        self._frames: dict[tuple[int, Topic, int | None], bytes] = {}
        for one in told:
            event = one.event
            if event.topic is Topic.ACCESS:
                self.access.append(event)
            else:
                self._changes.setdefault((event.project, event.topic), {})[event.job, event.subject] = one.at

    def concerns(self, principal: int, sights: Sights) -> bool:
        """Whether what this reader may see can have changed; who sees all of a project still does."""
        narrow = {sight.project for sight in sights.values() if sight.jobs is not None}
        touched = {event.project for event in self.access if event.subject is None}
        return self.is_about(principal) or not touched.isdisjoint(narrow)

    def is_about(self, principal: int) -> bool:
        """Whether somebody changed what this reader may do: her part in a project, or what is shared with her."""
        return any(event.subject == principal for event in self.access)

    def pokes(self, sights: Sights) -> bytes:
        """What a reader who sees this may hear of it: nothing, or frames of which the last bears the id."""
        frames = [
            self._frame(sight, topic, subject, at)
            for (project, topic), changes in self._changes.items()
            if (sight := sights.get(project)) is not None
            for subject, at in _heard(sight, topic, changes)
        ]
        if not frames:
            return b""
        return b"".join([*frames[:-1], f"id: {self.until}\n".encode(), frames[-1]])

    def _frame(self, sight: Sight, topic: Topic, subject: int | None, at: datetime) -> bytes:
        key = (sight.project, topic, subject)
        if key not in self._frames:  # made once, for all
            named = {} if subject is None else {"subject": subject}
            data = {"project": sight.name, "kind": topic, **named, "at": at.isoformat().replace("+00:00", "Z")}
            self._frames[key] = frame("poke", data)
        return self._frames[key]


NOTHING = Batch((), 0)


def _heard(
    sight: Sight, topic: Topic, changes: dict[tuple[int | None, int | None], datetime]
) -> Iterator[tuple[int | None, datetime]]:
    heard = {subject: at for (job, subject), at in changes.items() if sight.shows(topic, job)}
    if len(heard) > MOST_NAMED or None in heard:
        yield None, max(heard.values())
    else:
        yield from heard.items()


class Listener:
    """A stream that is open. ``since``: the id of the last event before it, known once it is ``ready``."""

    def __init__(self, who: Hashable) -> None:
        self.who = who
        self.since = 0
        self._due = math.inf
        self.ready = asyncio.Event()
        self.scope = CancelScope()
        self._queue: asyncio.Queue[Batch | None] = asyncio.Queue(ROOM)

    def hear(self, batch: Batch | None) -> None:
        """Take what comes next; None is the end. Who is too far behind is cut off, and may go on from where she was."""
        try:
            self._queue.put_nowait(batch)
        except asyncio.QueueFull:
            self.scope.cancel()

    def nudge(self, now: float) -> None:
        """Let who has waited long enough go on with nothing: a timer for each costs more than what it waits for."""
        if self._due <= now and self._queue.empty():
            self.hear(NOTHING)

    async def next(self, due: float) -> Batch | None:
        """What comes next; nothing, some time after ``due`` on the clock that only grows."""
        self._due = due
        batch = await self._queue.get()
        self._due = math.inf
        return batch


class Hub:
    """Reads while somebody listens."""

    def __init__(self, store: Store, clock: Clock, turns: Turns) -> None:
        self._store = store
        self._clock = clock
        self._turns = turns
        self._bell = Bell()
        self._here: set[Listener] = set()
        self._reading: asyncio.Task[None] | None = None
        self._is_closed = False
        store.on_wake(TOLD, self._bell.ring)

    def join(self, who: Hashable) -> Listener:
        """Listen from now on. Raises TooMuch for more streams than one session, or one key, may have."""
        if Counter(listener.who for listener in self._here)[who] >= MOST_STREAMS:
            what = f"This session, or key, has {MOST_STREAMS} event streams open already. Close one."
            raise TooMuch(what=what, retry_after=5)
        listener = Listener(who)
        self._here.add(listener)
        if self._is_closed:
            listener.hear(None)
            listener.ready.set()
        elif self._reading is None:
            self._reading = asyncio.create_task(self._serve())
        self._bell.ring()
        return listener

    def leave(self, listener: Listener) -> None:
        self._here.discard(listener)

    @property
    def is_closed(self) -> bool:
        return self._is_closed

    def close(self) -> None:
        """End every stream, from any thread: the server stops. Their readers go on at another, or at the next one."""
        self._is_closed = True
        self._bell.ring()

    async def _serve(self) -> None:
        nudging = asyncio.create_task(self._nudge_on())
        try:
            await self._read_on()
        finally:
            nudging.cancel()
            self._reading = None
        for listener in self._here:  # there are some only when the server stops
            listener.hear(None)
            listener.ready.set()

    async def _nudge_on(self) -> None:
        while True:
            await asyncio.sleep(ELSEWHERE_S)
            now = monotonic()
            for listener in self._here:
                listener.nudge(now)

    async def _read_on(self) -> None:
        until: int | None = None
        while self._here and not self._is_closed:
            heard = self._bell.count()
            try:
                batch = await self._turns.alone(partial(self._read, until))
            except DatabaseError as error:
                log.warning("events cannot be read: %r", error)
                await asyncio.sleep(BACK_OFF_S)
                continue
            if batch is not None:
                until = batch.until
                self._hand_out(batch)
            await asyncio.sleep(APART_S)
            await self._bell.wait(heard, ELSEWHERE_S)

    def _read(self, known: int | None) -> Batch | None:
        """What was told since ``known``; at first, only where one is. None: that is not clear yet."""
        now = self._clock.now()
        until = events.settled(self._store, now, -1 if known is None else known)
        if known is None or until == known:
            return Batch((), until) if until >= 0 else None
        with self._store.read(now) as tx:
            told = events.between(tx, known, until)
        return Batch(told, told[-1].id if len(told) == events.MOST else until)

    def _hand_out(self, batch: Batch) -> None:
        for listener in self._here:
            if listener.ready.is_set():
                listener.hear(batch)
            else:
                listener.since = batch.until
                listener.ready.set()
