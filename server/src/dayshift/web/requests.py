"""What every request passes before it is routed: an id, a Host that is ours, a size; and what every answer bears."""

import json
import re
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException

from dayshift.auth.tokens import parse_key

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

JSON_BODY = 1 << 20
CHUNK_BODY = 16 << 20
REPORT_BODY = 8 << 10
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
KEY_IN_URL = (
    "A key must not stand in an address, which logs and histories keep. Send it as Authorization: Bearer KEY,"
    " and revoke this one: make a new key."
)
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; sandbox"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)


class TooLarge(HTTPException):
    """The body is longer than such a request may be: noticed while it comes, when nothing announced its length."""

    code = "body_too_large"

    def __init__(self, most: int) -> None:
        super().__init__(413, f"The body is too large: the most is {most:,} bytes.")


class BrokenOff(Exception):
    """The right to what is being sent has ended."""


class Door:
    """Pure ASGI, since a middleware with a task of its own would cost every request a copy."""

    def __init__(self, app: App, *, host_names: frozenset[str]) -> None:
        self.app = app
        self.host_names = host_names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        request_id = _request_id(headers)
        scope.setdefault("state", {})["request_id"] = request_id
        dressed = _dress(send, request_id)
        if _host(headers) not in self.host_names:
            await _refuse(dressed, 421, "wrong_host", "This server does not answer under that name.", request_id)
            return
        if scope["query_string"] and _shows_key(scope["query_string"]):
            await _refuse(dressed, 400, "key_in_url", KEY_IN_URL, request_id)
            return
        most = _most(scope)
        if int(_digits(headers.get(b"content-length", "0"))) > most:
            error = TooLarge(most)
            await _refuse(dressed, error.status_code, error.code, error.detail, request_id)
            return
        answer = _Answer(dressed)
        try:
            await self.app(scope, _limited(receive, most), answer)
        except BrokenOff:  # who runs this ends the connection, since the answer is not whole
            return
        except Exception:  # an edge: it was logged and answered below, and raised once more for servers that do neither
            if not answer.is_whole:
                raise


class _Answer:
    """Passes an answer on, and knows whether all of it was sent."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.is_whole = False

    async def __call__(self, message: Message) -> None:
        await self.send(message)
        self.is_whole = message["type"] == "http.response.body" and not message.get("more_body", False)


def _request_id(headers: dict[bytes, str]) -> str:
    given = headers.get(b"x-request-id", "")
    return given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def _host(headers: dict[bytes, str]) -> str:
    """The name in Host, without its port."""
    host = headers.get(b"host", "")
    return (
        host[: host.index("]") + 1].lower() if host.startswith("[") and "]" in host else host.partition(":")[0].lower()
    )


def _shows_key(query: bytes) -> bool:
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return any(parse_key(text) is not None for pair in pairs for text in pair)


def _most(scope: Scope) -> int:
    """How many bytes the body of such a request may have."""
    if scope["path"] == "/api/v1/csp-reports":
        return REPORT_BODY
    return CHUNK_BODY if scope["method"] == "PUT" and "/uploads/" in scope["path"] else JSON_BODY


def _digits(text: str) -> str:
    return text if text.isascii() and text.isdigit() else "0"


def _limited(receive: Receive, most: int) -> Receive:
    got = 0

    async def limited() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            raise TooLarge(most)
        return message

    return limited


def _dress(send: Send, request_id: str) -> Send:
    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = {name for name, _ in message["headers"]}
            ours = [*HEADERS, (b"x-request-id", request_id.encode()), (b"cache-control", b"no-store")]
            message["headers"] = [*message["headers"], *(pair for pair in ours if pair[0] not in present)]
        await send(message)

    return dressed


async def _refuse(send: Send, status: int, code: str, text: str, request_id: str) -> None:
    """An answer before there is a route."""
    body = json.dumps(
        {"type": f"urn:dayshift:{code}", "title": text, "status": status, "code": code, "request_id": request_id}
    ).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
