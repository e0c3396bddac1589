"""Files and uploads."""

import re
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from dayshift.api.attachment import attachment
from dayshift.api.paging import Limit
from dayshift.api.schemas.base import MOST, Text
from dayshift.api.schemas.files import (
    CHUNK,
    CommitUpload,
    EntryOut,
    Folder,
    FromTo,
    NewUpload,
    Offset,
    PathBody,
    PathText,
    SpaceOut,
    UploadOut,
)
from dayshift.domain.actions import Action
from dayshift.domain.errors import Invalid
from dayshift.domain.rights import Permit
from dayshift.files.base import Entry, EntryKind
from dayshift.services.files import Files
from dayshift.web.asking import while_allowed
from dayshift.web.deps import Channelled, allow_alone
from dayshift.web.routing import Call, Given, Router

router = Router(prefix="/projects/{p}", tags=["files"])

RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


class WrongRange(Invalid):
    """A range that holds no byte of the file."""

    status = 416
    code = "wrong_range"


BINARY = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file; with ?list the entries of a folder.", "model": Folder, "content": BINARY},
    206: {"description": "A part of the file.", "content": BINARY},
    304: {"description": "The file is as it was when it had that ETag."},
}
PIECE = {"requestBody": {"required": False, "content": BINARY}}  # of an empty file there are none

Reads = Annotated[Permit, allow_alone(Action.FILE_READ)]
Writes = Annotated[Permit, allow_alone(Action.FILE_WRITE)]
At = Annotated[int, Query(ge=0, le=MOST)]


def _files(call: Call) -> Files:
    house = call.house
    return Files(house.store, house.clock, house.files, house.uploads, house.limits)


Room = Annotated[Files, Given(_files)]


@router.get("/files/{path:path}", response_model=None, responses=FILE)
def read_file(
    path: PathText,
    permit: Reads,
    files: Room,
    request: Request,
    list: str | None = None,
    after: PathText = "",
    limit: Limit = 200,
) -> Any:
    """A folder's entries with ``?list``, and how full the project is; else the bytes of a file, from any byte on."""
    if list is not None:
        found = files.list_folder(permit, path, after=after, limit=limit + 1)
        following = found[limit - 1].name if len(found) > limit else None
        taken = files.space(permit)
        space = SpaceOut(used=taken.used, reserved=taken.reserved, quota=files.limits.quota)
        return Folder(items=[EntryOut.of(entry) for entry in found[:limit]], next=following, space=space)
    place, entry = files.stat(permit, path)
    if entry.kind is EntryKind.FOLDER:
        raise Invalid.of("path", "this is a folder; add ?list to see what is in it")
    return _bytes(request, entry, lambda start: files.files.read(place, start))


def _bytes(request: Request, entry: Entry, read: Any) -> Response:
    """The file as an attachment: nothing of what people store is ever shown as a page of ours."""
    headers = {
        "ETag": f'"{entry.etag}"',
        "Accept-Ranges": "bytes",
        **attachment(entry.name),
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    start, end, partial = _range(request.headers.get("range"), entry.size)
    headers["Content-Length"] = str(end - start)
    if partial:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{entry.size}"
    pieces = while_allowed(request, Action.FILE_READ, _first(read(start), end - start))
    return StreamingResponse(pieces, 206 if partial else 200, headers, media_type="application/octet-stream")


def _range(text: str | None, size: int) -> tuple[int, int, bool]:
    """Where to begin and end. A range that is not of one piece is left alone, as the standard allows."""
    found = RANGE.fullmatch(text or "")
    if found is None or found.groups() == ("", ""):
        return 0, size, False
    first, last = found.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last) + 1, size) if first and last else size
    if start >= end:
        raise WrongRange.of("Range", f"the file has {size:,} bytes; ask for some of them")
    return start, end, True


def _first(pieces: Iterator[bytes], count: int) -> Iterator[bytes]:
    for piece in pieces:
        yield piece[:count]
        count -= len(piece)
        if count <= 0:
            return


@router.post("/uploads", status_code=201)
def begin_upload(body: NewUpload, permit: Writes, files: Room) -> UploadOut:
    """Reserve room for a file; then send it in pieces."""
    return UploadOut(
        id=files.begin_upload(permit, body.path, body.size, replace=body.replace).id, offset=0, chunk=CHUNK
    )


@router.get("/uploads/{upload}")
def get_upload(upload: Text, permit: Writes, files: Room) -> Offset:
    """Where to go on after a break."""
    return Offset(offset=files.offset(permit, upload))


async def _chunk(request: Request) -> bytes:
    return await request.body()


@router.put("/uploads/{upload}", openapi_extra=PIECE)
def put_chunk(
    upload: Text,
    offset: At,
    permit: Writes,
    files: Room,
    chunk: Annotated[bytes, Depends(_chunk)],
) -> Offset:
    """A piece of the file. The same piece again changes nothing; a gap is 409, with the right offset."""
    return Offset(offset=files.add_chunk(permit, upload, offset, chunk))


@router.post("/uploads/{upload}/commit")
def commit_upload(upload: Text, body: CommitUpload, permit: Writes, files: Room, channel: Channelled) -> EntryOut:
    """The file appears whole, or not."""
    return EntryOut.of(files.commit_upload(permit, upload, sha256=body.sha256, channel=channel))


@router.post("/files/folder", status_code=201)
def make_folder(body: PathBody, permit: Writes, files: Room, channel: Channelled) -> EntryOut:
    """Make a folder, and those above it."""
    return EntryOut.of(files.make_folder(permit, body.path, channel))


@router.post("/files/move")
def move(body: FromTo, permit: Writes, files: Room, channel: Channelled) -> EntryOut:
    """Rename a file or a folder."""
    return EntryOut.of(files.move(permit, body.from_, body.to, channel))


@router.post("/files/copy", status_code=201)
def copy(body: FromTo, permit: Writes, files: Room, channel: Channelled) -> EntryOut:
    """Copy a file, or a folder with all that is in it."""
    return EntryOut.of(files.copy(permit, body.from_, body.to, channel))


@router.delete("/files/{path:path}", status_code=204)
def delete_file(path: PathText, permit: Writes, files: Room, channel: Channelled) -> None:
    """Remove a file, or a folder with all that is in it."""
    files.delete(permit, path, channel)
