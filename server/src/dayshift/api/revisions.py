"""``ETag`` and ``If-Match``: which revision somebody read, and means to change."""

from typing import Annotated

from fastapi import Header, Response

from dayshift.domain.errors import Invalid, RevisionMissing

IfMatch = Annotated[str | None, Header(max_length=100)]


def tag(response: Response, revision: int) -> None:
    """Say which revision this answer is."""
    response.headers["ETag"] = f'"{revision}"'


def revision_of(if_match: str | None) -> int:
    """The revision in ``If-Match``. Raises RevisionMissing, Invalid."""
    if if_match is None:
        raise RevisionMissing
    text = if_match.removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Invalid.of("If-Match", 'send the ETag that you read, for example "3"')
    return int(text)
