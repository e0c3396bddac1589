"""Answers that no server gives at will, in its own words."""

import json
from typing import Any

REQUEST = "r-42"
CURE = "Tell whoever runs the server."


def refusal(status: int, title: str, hint: str = "", **more: Any) -> dict[str, Any]:
    """A problem, as a route fulfils a request with it; ``more`` are further members of its body."""
    body = {"type": "about:blank", "title": title, "hint": hint, "status": status, "code": "x", "request_id": REQUEST}
    return {"status": status, "body": json.dumps(body | more), "content_type": "application/problem+json"}


def fault(field: str, text: str) -> dict[str, Any]:
    """What is wrong with one field of a request."""
    return {"field": field, "text": text, "code": "x", "fix": None}
