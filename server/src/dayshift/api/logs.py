"""Logs: by line, from the end, by byte, by text, whole, and live. What a run was given as a secret is masked."""

import json
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Annotated, Any

import anyio
from anyio import to_thread
from fastapi import Header, Query, Request
from fastapi.responses import PlainTextResponse, StreamingResponse

from dayshift.api.eventstream import EVENTS, EventStream
from dayshift.api.schemas.base import MOST, Text, utc
from dayshift.api.schemas.executions import LevelBucket, LogLevels, LogPage
from dayshift.clock import monotonic
from dayshift.domain.actions import Action
from dayshift.domain.errors import DayshiftError
from dayshift.domain.rights import Permit
from dayshift.logs.base import LogKey
from dayshift.logs.lines import Gap, Line
from dayshift.logs.reader import LogReader, Page
from dayshift.services import logs
from dayshift.services.logs import Log
from dayshift.web.asking import ASK_AGAIN_S, ask_again, while_allowed
from dayshift.web.deps import Rooms, allow_alone
from dayshift.web.house import House
from dayshift.web.routing import Router, house_of

router = Router(prefix="/projects/{p}/executions/{execution}/log", tags=["runs"])

MOST_LINES = 10_000
MOST_BYTES = 1 << 20
MOST_BUCKETS = 1000
LOOK_EVERY_S = 0.25
QUIET_S = 15.0
BURST = 256 << 10

Reads = Annotated[Permit, allow_alone(Action.EXECUTION_READ_LOG)]
Attempt = Annotated[int | None, Query(ge=1, le=1000)]


def _find(house: House, permit: Permit, execution: int, attempt: int | None) -> Log:
    with house.store.read(house.clock.now()) as tx:
        return logs.find(tx, permit, execution, attempt, house.ring)


def _item(item: Line | Gap) -> dict[str, Any]:
    if isinstance(item, Gap):
        return {"cut": {"bytes": item.bytes, "lines": item.lines}}
    return {"n": item.n, "offset": item.offset, "text": item.text, "at": None if item.at is None else utc(item.at)}


def _answer(page: Page, *, complete: bool) -> LogPage:
    return LogPage(
        lines=[_item(item) for item in page.items],
        next=page.next_offset,
        size=page.size,
        total=page.total,
        generation=page.generation,
        complete=complete and page.next_offset >= page.size,
    )


def log_page(house: House, key: LogKey, *, secrets: Sequence[str], complete: bool, tail: int) -> LogPage:
    """The end of a log."""
    return _answer(LogReader(house.logs, secrets).tail(key, tail), complete=complete)


@router.get("")
def read_log(
    execution: int,
    permit: Reads,
    house: Rooms,
    attempt: Attempt = None,
    from_: Annotated[int, Query(alias="from", ge=1, le=MOST)] = 1,
    limit: Annotated[int, Query(ge=1, le=MOST_LINES)] = 1000,
    tail: Annotated[int | None, Query(ge=1, le=MOST_LINES)] = None,
    offset: Annotated[int | None, Query(ge=0, le=MOST)] = None,
    most: Annotated[int, Query(alias="bytes", ge=1, le=MOST_BYTES)] = BURST,
) -> LogPage:
    """Lines from a number on; or the last ones with ``tail``; or what was written from a byte on with ``offset``."""
    log = _find(house, permit, execution, attempt)
    reader = LogReader(house.logs, log.secrets)
    if tail is not None:
        page = reader.tail(log.key, tail)
    elif offset is not None:
        page = reader.at_offset(log.key, min(offset, reader.size(log.key)), most)
    else:
        page = reader.page(log.key, from_, limit)
    return _answer(page, complete=log.complete)


@router.get("/search")
def search_log(
    execution: int,
    permit: Reads,
    house: Rooms,
    q: Annotated[Text, Query(min_length=1, max_length=256)],
    attempt: Attempt = None,
    after: Annotated[int, Query(ge=0, le=MOST)] = 0,
) -> LogPage:
    """Lines from byte ``after`` on that hold a plain text, whatever its case; what is masked cannot be found."""
    log = _find(house, permit, execution, attempt)
    reader = LogReader(house.logs, log.secrets)
    return _answer(reader.search(log.key, q, after=min(after, reader.size(log.key))), complete=log.complete)


@router.get("/levels")
def read_levels(
    execution: int,
    permit: Reads,
    house: Rooms,
    attempt: Attempt = None,
    buckets: Annotated[int, Query(ge=1, le=MOST_BUCKETS)] = 200,
    after: Annotated[int, Query(ge=0, le=MOST)] = 0,
) -> LogLevels:
    """Where the log speaks of errors and warnings: counted in buckets by byte.

    One request looks through 64 MiB, or counts 200,000 such lines; ``scanned`` says how far it came.
    """
    log = _find(house, permit, execution, attempt)
    found, scanned, size = LogReader(house.logs, log.secrets).levels(log.key, buckets, after=after)
    shown = [LevelBucket.model_validate(bucket, from_attributes=True) for bucket in found]
    return LogLevels(buckets=shown, scanned=scanned, size=size, complete=log.complete and scanned >= size)


@router.get("/raw", response_class=PlainTextResponse)
def raw_log(
    execution: int, permit: Reads, house: Rooms, request: Request, attempt: Attempt = None
) -> StreamingResponse:
    """The whole log as text."""
    log = _find(house, permit, execution, attempt)
    headers = {"Content-Disposition": f'attachment; filename="run-{execution}-{log.key.attempt}.log"'}
    pieces = while_allowed(request, Action.EXECUTION_READ_LOG, LogReader(house.logs, log.secrets).raw(log.key))
    return StreamingResponse(pieces, 200, headers, media_type="text/plain; charset=utf-8")


@router.get("/stream", response_class=EventStream, responses=EVENTS)
def stream_log(
    execution: int,
    permit: Reads,
    house: Rooms,
    request: Request,
    attempt: Attempt = None,
    last_event_id: Annotated[str | None, Header(max_length=60)] = None,
) -> StreamingResponse:
    """The log while it grows, as server-sent events: ``lines`` with an id to go on from, and ``end``."""
    log = _find(house, permit, execution, attempt)
    follower = _Follower(request, execution, log.key.attempt, *_place(last_event_id))
    return EventStream(follower.events())


def _place(last_event_id: str | None) -> tuple[int | None, int]:
    """The generation, if it is said, and the byte to go on from."""
    generation, _, offset = (last_event_id or "").rpartition(":")
    return _number(generation), _number(offset) or 0


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


class _Follower:
    """One reader of one log that grows. Its right to read is asked for again every three seconds.

    Where the job has truncated its log, it begins again, with what the log has now.
    """

    def __init__(self, request: Request, execution: int, attempt: int, generation: int | None, offset: int) -> None:
        self.request = request
        self.house = house_of(request)
        self.execution = execution
        self.attempt = attempt
        self.generation = generation
        self.offset = offset

    async def events(self) -> AsyncIterator[bytes]:
        asked = quiet = monotonic()
        while not self.house.hub.is_closed and not await self.request.is_disconnected():
            now = monotonic()
            if now - asked >= ASK_AGAIN_S:
                asked = now
                if not await self._may_still():
                    yield b"event: access_ended\ndata: {}\n\n"
                    return
            page = await to_thread.run_sync(self._look)
            is_new = self.generation is not None and page.generation != self.generation
            self.generation = page.generation
            if is_new and self.offset > 0:
                self.offset = 0
                page = await to_thread.run_sync(self._look)
            if page.lines or is_new:
                self.offset, quiet = page.next, now
                yield _event("lines", page, self.offset)
            if page.complete:
                yield _event("end", page, self.offset)
                return
            if now - quiet >= QUIET_S:
                quiet = now
                yield b": nothing new\n\n"
            if not page.lines:
                await anyio.sleep(LOOK_EVERY_S)

    async def _may_still(self) -> bool:
        try:
            await self.house.turns.ask(partial(ask_again, request=self.request, action=Action.EXECUTION_READ_LOG))
        except DayshiftError:
            return False
        return True

    def _look(self) -> LogPage:
        """Whether it is over is asked first: what is read after that is all there is."""
        with self.house.store.read(self.house.clock.now()) as tx:
            log = logs.find_for(tx, self.execution, self.attempt, self.house.ring)
        reader = LogReader(self.house.logs, log.secrets)
        page = reader.at_offset(log.key, min(self.offset, reader.size(log.key)), BURST)
        return _answer(page, complete=log.complete)


def _event(name: str, page: LogPage, offset: int) -> bytes:
    data = json.dumps({"lines": page.lines, "size": page.size} if name == "lines" else {"size": page.size})
    return f"id: {page.generation}:{offset}\nevent: {name}\ndata: {data}\n\n".encode()
