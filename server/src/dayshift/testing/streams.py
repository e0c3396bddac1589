"""Event streams of a running server, as a reader that remembers what it heard and when."""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx2

Json = dict[str, Any]
LONG_S = 30.0


@dataclass(frozen=True, slots=True)
class Frame:
    """One event; ``at`` is a time of the monotonic clock."""

    name: str
    data: Json
    id: str | None
    at: float


class Ear:
    """Reads one stream in a thread of its own."""

    def __init__(self, answer: httpx2.Response) -> None:
        self.answer = answer
        self.last_id: str | None = None
        self.ended_at: float | None = None
        self._frames: list[Frame] = []
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._read, name="ear", daemon=True)
        self._thread.start()

    @property
    def frames(self) -> list[Frame]:
        with self._news:
            return list(self._frames)

    def named(self, name: str) -> list[Json]:
        """The data of all events of this name, as they came."""
        return [frame.data for frame in self.frames if frame.name == name]

    def wait_for(self, sought: Callable[[Frame], bool], within_s: float = LONG_S) -> Frame:
        """The first event that is sought, once it came."""
        with self._news:
            found = self._news.wait_for(lambda: next(filter(sought, self._frames), None), within_s)
        assert found is not None, f"not heard within {within_s} s; heard: {self.frames}"
        return found

    def wait_for_poke(self, kind: str, within_s: float = LONG_S, **data: Any) -> Frame:
        """The first poke of this kind with these data."""
        wanted = {"kind": kind, **data}.items()
        return self.wait_for(lambda frame: frame.name == "poke" and wanted <= frame.data.items(), within_s)

    def wait_for_end(self, within_s: float = LONG_S) -> float:
        """When the stream ended."""
        self._thread.join(within_s)
        assert self.ended_at is not None, f"the stream goes on; heard: {self.frames}"
        return self.ended_at

    def hang_up(self) -> None:
        """Close the connection; to close only the client would leave it open until the thread has read on."""
        with contextlib.suppress(OSError):
            self.answer.extensions["network_stream"].get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        self.wait_for_end()

    def _read(self) -> None:
        try:
            for block in _blocks(self.answer.iter_lines()):
                self._take(block)
        except httpx2.HTTPError:
            pass  # cut off, by whichever side
        self.ended_at = time.monotonic()

    def _take(self, block: dict[str, str]) -> None:
        with self._news:
            self.last_id = block.get("id", self.last_id)
            if "event" in block:
                at = time.monotonic()
                self._frames.append(Frame(block["event"], json.loads(block["data"]), block.get("id"), at))
            self._news.notify_all()


def _blocks(lines: Iterator[str]) -> Iterator[dict[str, str]]:
    block: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(": ")
            block[name] = value
        else:
            yield block
            block = {}


@contextmanager
def listening(client: httpx2.Client, query: str = "", last_id: str | None = None) -> Iterator[Ear]:
    """Listen to events until the block ends; what happens in the block is heard."""
    headers = {} if last_id is None else {"Last-Event-ID": last_id}
    with client.stream("GET", f"/events{query}", headers=headers, timeout=httpx2.Timeout(10, read=None)) as answer:
        assert answer.status_code == 200, answer.read()
        ear = Ear(answer)
        with ear._news:
            ear._news.wait_for(lambda: ear.last_id is not None, LONG_S)
        try:
            yield ear
        finally:
            ear.hang_up()
