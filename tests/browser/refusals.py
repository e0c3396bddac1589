"""Answers that no server gives at will, in its own words."""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route

REQUEST = "r-42"
CURE = "Tell whoever runs the server."


def refusal(status: int, title: str, hint: str = "", **more: Any) -> dict[str, Any]:
    """A problem, as a route fulfils a request with it; ``more`` are further members of its body."""
    body = {"type": "about:blank", "title": title, "hint": hint, "status": status, "code": "x", "request_id": REQUEST}
    return {"status": status, "body": json.dumps(body | more), "content_type": "application/problem+json"}


def keep_back(page: Page, request: tuple[str, str], send: Callable[[], None]) -> list[Route]:
    """Send a request, named by method and address, and keep it from the server: there once the page is looked at."""
    method, address = request
    held: list[Route] = []
    page.route(address, lambda route: held.append(route) if route.request.method == method else route.fallback())
    with page.expect_request(lambda sent: sent.method == method):
        send()
    return held


def fault(field: str, text: str) -> dict[str, Any]:
    """What is wrong with one field of a request."""
    return {"field": field, "text": text, "code": "x", "fix": None}
