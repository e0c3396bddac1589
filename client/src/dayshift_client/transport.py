"""How requests travel: the address, the credential, and problems turned into errors."""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

import httpx2

from dayshift_client import waiting
from dayshift_client.errors import (
    Conflict,
    DayshiftError,
    Invalid,
    NotFound,
    ServerFault,
    Unauthenticated,
    Unreachable,
    error_of,
    wrong_field,
)

Progress = Callable[[int, int | None], None]

PREFIX = "/api/v1"
TIMEOUT_S = 60.0
BREAKS = 8  # without a byte between them: within 20 seconds
TRIES, PATIENCE_S = 3, 5  # a GET that came too soon is sent again, when the server asks for no more seconds than these


class Transport:
    """One connection pool to one server."""

    def __init__(self, url: str, credential: str | None, *, agent: str = "dayshift-client") -> None:
        """Raises Invalid for what is no address, and Unauthenticated for what is no key."""
        headers = {"User-Agent": agent}
        if credential:
            headers["Authorization"] = f"Bearer {_checked(credential.strip())}"
        self.url = url.rstrip("/")
        try:
            self.http = httpx2.Client(base_url=self.url, headers=headers, timeout=TIMEOUT_S)
        except httpx2.InvalidURL as error:
            raise _no_address(url) from error
        if self.http.base_url.scheme not in ("http", "https") or not self.http.base_url.host:
            raise _no_address(url)

    def call(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Send and return the answer's JSON, or None. Raises a DayshiftError, and TooMuch with ``retry_after``.

        What changes nothing, and came too soon by a few seconds, is sent again first.
        """
        return self.answer(method, path, body=body, params=params, headers=headers)[0]

    def answer(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[Any, Mapping[str, str]]:
        """The same with the answer's headers."""
        content = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = dict(headers or {})
        if content is not None:
            sent["Content-Type"] = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        given = {name: value for name, value in (params or {}).items() if value is not None}
        request = self.http.build_request(method, PREFIX + path, content=content, params=given, headers=sent)
        response = self._send(request)
        if response.is_error:
            raise _error(response)
        return self._json(response), response.headers

    def _json(self, response: httpx2.Response) -> Any:
        try:
            return response.json() if response.content else None
        except ValueError as error:
            text, hint = f"What answers at {self.url} is no Dayshift.", "Is the address right?"
            raise ServerFault(text, status=response.status_code, hint=hint) from error

    def _send(self, request: httpx2.Request) -> httpx2.Response:
        for _ in range(TRIES - 1):
            response = self._try(request)
            soon = _retry_after(response)
            if request.method != "GET" or response.status_code != 429 or soon is None or soon > PATIENCE_S:
                return response
            waiting.wait(soon)
        return self._try(request)

    def _try(self, request: httpx2.Request) -> httpx2.Response:
        try:
            return self.http.send(request)
        except httpx2.TransportError as error:
            raise self._unreachable(error) from error

    def now(self) -> datetime:
        """What time it is on the server, to the second: its clock decides when something ends."""
        return parsedate_to_datetime(self.answer("GET", "/me")[1]["Date"])

    def stream(
        self, path: str, params: Mapping[str, Any] | None = None, *, progress: Progress | None = None
    ) -> Iterator[bytes]:
        """The bytes of a long answer, as they come; ``progress`` is told of them. Raises a DayshiftError.

        What has a tag, as files do, goes on where it broke; Conflict when it was changed meanwhile.
        """
        given = {name: value for name, value in (params or {}).items() if value is not None}
        got = _Got()
        while True:
            try:
                with self.http.stream("GET", PREFIX + path, params=given, headers=got.asking()) as response:
                    if response.is_error:
                        response.read()
                        raise _error(response)
                    got.begin(response)
                    for piece in response.iter_bytes():
                        got.bytes, got.breaks = got.bytes + len(piece), 0
                        yield piece
                        if progress:
                            progress(got.bytes, got.size)
                return
            except httpx2.TransportError as error:
                if not got.may_go_on():
                    raise self._unreachable(error) from error
            if got.bytes == got.size:
                return
            waiting.wait_before_try(got.breaks)

    def events(self, path: str, *, last_id: str | None = None) -> Iterator[tuple[str, str, Any]]:
        """Server-sent events as (name, id, data), until the stream ends."""
        headers = {"Last-Event-ID": last_id} if last_id else {}
        timeout = httpx2.Timeout(TIMEOUT_S, read=60.0)
        with self.http.stream("GET", PREFIX + path, headers=headers, timeout=timeout) as response:
            if response.is_error:
                response.read()
                raise _error(response)
            yield from _parse_events(response.iter_lines())

    def _unreachable(self, error: Exception) -> Unreachable:
        hint = "Is the server running, and is the address right? Set it with `dayshift login --url`."
        return Unreachable(f"Nothing answers at {self.url}: {error}", hint=hint)

    def close(self) -> None:
        self.http.close()


@dataclass(slots=True)
class _Got:
    """How much of a long answer has come. ``tag`` names its content, ``size`` is all of it, if that is known."""

    bytes: int = 0
    size: int | None = None
    tag: str | None = None
    breaks: int = 0

    def asking(self) -> dict[str, str]:
        return {"Accept-Encoding": "identity", **({"Range": f"bytes={self.bytes}-"} if self.bytes else {})}

    def begin(self, response: httpx2.Response) -> None:
        """Raises Conflict when this is not what came before."""
        tag, length = response.headers.get("etag"), response.headers.get("content-length", "")
        if self.bytes and (tag != self.tag or response.status_code != httpx2.codes.PARTIAL_CONTENT):
            raise Conflict("It was changed while it was fetched.", status=409, hint="Fetch it again.")
        self.tag, self.size = tag, self.bytes + int(length) if length.isdigit() else None

    def may_go_on(self) -> bool:
        """Count one break more."""
        self.breaks += 1
        return self.tag is not None and self.breaks < BREAKS


def within(root: str, *names: str | int) -> str:
    """The path to what is called so below ``root``; a name is one step of it, whatever it holds. Raises NotFound."""
    return root + "".join(f"/{_step(str(name))}" for name in names)


def _step(name: str) -> str:
    if not name:  # the path would end at the list of all
        raise NotFound("There is no such thing here: the name is empty.", status=404)
    return quote(name, safe="") if name.strip(".") else "%2E" * len(name)  # dots alone would lead up


def _no_address(url: str) -> Invalid:
    return wrong_field("url", f"{url} is no address of a server; write it like http://127.0.0.1:8080")


def _checked(credential: str) -> str:
    if not (credential.isascii() and credential.isprintable()):
        raise Unauthenticated("This is no key: it holds what no key has.", hint="Copy all of it, and nothing else.")
    return credential


def new_key() -> str:
    """An Idempotency-Key: the same request again, after a broken connection, starts nothing twice."""
    return uuid.uuid4().hex


def _error(response: httpx2.Response) -> DayshiftError:
    return error_of(response.status_code, {**_problem(response), "retry_after": _retry_after(response)})


def _retry_after(response: httpx2.Response) -> int | None:
    """The seconds that the server asks to wait; None when it asks for nothing, or a proxy named a date."""
    said = response.headers.get("retry-after", "")
    return int(said) if said.isascii() and said.isdigit() else None


def _problem(response: httpx2.Response) -> Mapping[str, Any]:
    try:
        found = response.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _parse_events(lines: Iterator[str]) -> Iterator[tuple[str, str, Any]]:
    name, event_id, data = "message", "", ""
    for line in lines:
        if line == "":
            if data:
                yield name, event_id, json.loads(data)
            name, data = "message", ""
            continue
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "id":
            event_id = value
        elif field == "data":
            data += value
