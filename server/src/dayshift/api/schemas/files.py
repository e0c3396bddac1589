"""Files and uploads."""

from typing import Annotated

from pydantic import Field, StringConstraints

from dayshift.api.schemas.base import Answer, Body, Instant, Text
from dayshift.files.base import Entry

PathText = Annotated[Text, StringConstraints(max_length=4096)]
CHUNK = 8 << 20


class EntryOut(Answer):
    name: str
    path: str
    kind: str
    size: int
    modified_at: Instant
    etag: str

    @classmethod
    def of(cls, entry: Entry) -> "EntryOut":
        return cls(
            name=entry.name,
            path=entry.path,
            kind=entry.kind.value,
            size=entry.size,
            modified_at=entry.modified_at,
            etag=entry.etag,
        )


class SpaceOut(Answer):
    """In bytes: what the project's files take, what uploads under way may still need, and what both may be."""

    used: int
    reserved: int
    quota: int


class Folder(Answer):
    items: list[EntryOut]
    next: str | None
    space: SpaceOut


class NewUpload(Body):
    path: PathText
    size: Annotated[int, Field(ge=0, le=1 << 50)]
    replace: bool = False


class UploadOut(Answer):
    """Send pieces of at most ``chunk`` bytes, from ``offset`` on."""

    id: str
    offset: int
    chunk: int = CHUNK


class Offset(Answer):
    offset: int


class CommitUpload(Body):
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None


class PathBody(Body):
    path: PathText


class FromTo(Body):
    from_: PathText = Field(alias="from")
    to: PathText
