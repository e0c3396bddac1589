"""Lists come in pages; this walks them all."""

from collections.abc import Iterator, Mapping
from typing import Any

from dayshift_client.transport import Transport


def every(transport: Transport, path: str, params: Mapping[str, Any] | None = None) -> Iterator[dict[str, Any]]:
    """Every item of a list, page after page, as they are asked for."""
    after = ""
    while True:
        page = transport.call("GET", path, params={**(params or {}), "after": after or None})
        yield from page["items"]
        if not page.get("next"):
            return
        after = page["next"]
