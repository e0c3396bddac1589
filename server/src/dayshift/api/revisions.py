"""``ETag`` and ``If-Match``: which revision somebody read, and means to change."""

import re
from typing import Annotated

from fastapi import Header, Response

from dayshift.domain.errors import Invalid, RevisionMissing

IfMatch = Annotated[str | None, Header(max_length=100)]


CONTENT = re.compile(r"[0-9a-f]{16}")


def tag(response: Response, revision: int | str) -> None:
    """Say which revision this answer is."""
    response.headers["ETag"] = f'"{revision}"'


def revision_of(if_match: str | None) -> int:
    """The revision in ``If-Match``. Raises RevisionMissing, Invalid."""
    text = _text(if_match)
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Invalid.of("If-Match", 'send the ETag that you read, for example "3"')
    return int(text)


def content_of(if_match: str | None) -> str:
    """The same of what counts no revisions: its tag tells the content. Raises RevisionMissing, Invalid."""
    text = _text(if_match)
    if CONTENT.fullmatch(text) is None:
        raise Invalid.of("If-Match", "send the ETag that you read")
    return text


def _text(if_match: str | None) -> str:
    if if_match is None:
        raise RevisionMissing
    return if_match.removeprefix("W/").strip('"')
