"""Server-sent events, as the OpenAPI document and the framework see them."""

from typing import Any

from fastapi.responses import StreamingResponse

EVENT = {"type": "object", "properties": {name: {"type": "string"} for name in ("event", "id", "data")}}
EVENTS: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {"schema": EVENT}}}}


class EventStream(StreamingResponse):
    media_type = "text/event-stream"
