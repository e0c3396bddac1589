"""Streams: how soon one change is heard on 500 open streams, and what ten changes a second cost the server."""

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from benchmarks.bench import Bench
from benchmarks.measure import percentile_of
from benchmarks.processes import cpu_s
from benchmarks.rows import Row
from benchmarks.server import Server, join, running

from dayshift.testing.rest import ProjectApi

PEOPLE, STREAMS_EACH = 50, 10  # as many streams as one session may have
SCHEDULES = 10  # one after another changes, so that no two changes are told as one
SECONDS = 15.0
CALM_S = 1.0  # for what was told last to arrive


def rows(bench: Bench) -> Iterator[Row]:
    """50 viewers with ten streams each; somebody pauses and resumes schedules, once and ten times a second."""
    server = bench.server()
    server.variables["DAYSHIFT_ANONYMOUS_RATE"] = "1000"
    with running(server) as api:
        changes = [_Change(api, number) for number in range(SCHEDULES)]
        tokens = [join(server, api, f"p{number}", role="viewer") for number in range(PEOPLE)]
        for rate in (1, 10):
            taken = bench.beside(_no_floor, partial(_listened, server, tokens, changes, rate), float)
            late_ms, cores = taken.work
            case = f"{PEOPLE * STREAMS_EACH} streams, {rate} a second"
            for percent in (50, 99):
                yield bench.row(f"streams.poke_p{percent}", case, percentile_of(percent)(late_ms), "ms", taken=taken)
            yield bench.row("streams.cpu", case, cores * 100, "% of a core", taken=taken)


def _no_floor() -> float:
    """Nothing is as fast as that: budgets of streams are in milliseconds."""
    return 0.0


class _Change:
    """A schedule that is paused and resumed, in turn."""

    def __init__(self, api: ProjectApi, number: int) -> None:
        self.api = api
        self.path = f"/schedules/{api.add_schedule('noop', name=f's{number}')['id']}"
        self.is_paused = False

    def make(self) -> None:
        self.api.call("POST", f"{self.path}/{'resume' if self.is_paused else 'pause'}", json={})
        self.is_paused = not self.is_paused


def _listened(
    server: Server, tokens: Sequence[str], changes: Sequence[_Change], rate: int
) -> tuple[list[float], float]:
    """Of each poke on each stream, the milliseconds since its change began; the cores that the server used."""
    return asyncio.run(_listen(server, tokens, changes, rate))


async def _listen(
    server: Server, tokens: Sequence[str], changes: Sequence[_Change], rate: int
) -> tuple[list[float], float]:
    late_ms: list[float] = []
    ready = asyncio.Semaphore(0)
    count = int(SECONDS * rate)
    async with asyncio.TaskGroup() as group:
        streams = [
            group.create_task(_stream(server, token, ready, late_ms)) for token in tokens for _ in range(STREAMS_EACH)
        ]
        for _ in streams:
            await ready.acquire()
        used, begun = cpu_s(server.pid), time.monotonic()
        for number in range(count):
            await asyncio.sleep(max(0.0, begun + number / rate - time.monotonic()))
            await asyncio.to_thread(changes[number % len(changes)].make)
        cores = (cpu_s(server.pid) - used) / (time.monotonic() - begun)
        await asyncio.sleep(CALM_S)
        for stream in streams:
            stream.cancel()
    if len(late_ms) != count * len(streams):
        raise AssertionError(f"{count} changes on {len(streams)} streams were heard {len(late_ms)} times")
    return late_ms, cores


async def _stream(server: Server, token: str, ready: asyncio.Semaphore, late_ms: list[float]) -> None:
    place = urlsplit(server.url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    lines = ["GET /api/v1/events HTTP/1.1", f"Host: {place.netloc}", f"Authorization: Bearer {token}"]
    writer.write("\r\n".join([*lines, "", ""]).encode())
    try:
        await reader.readuntil(b"\nid: ")
        ready.release()
        while line := await reader.readline():
            if line.startswith(b"data: "):
                at = datetime.fromisoformat(json.loads(line[6:])["at"])
                late_ms.append((time.time() - at.timestamp()) * 1000)
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
