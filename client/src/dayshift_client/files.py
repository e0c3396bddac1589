"""The files of a project."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dayshift_client.errors import DayshiftError, Unreachable
from dayshift_client.transport import Progress, Transport, within
from dayshift_client.waiting import wait_before_try

Json = dict[str, Any]
Rows = list[Json]
Local = Path | str
TRIES = 8  # within 20 seconds


class Files:
    """The files of a project, by their paths below its root folder."""

    def __init__(self, transport: Transport, root: str) -> None:
        self._transport = transport
        self._root = root

    def list(self, folder: str = "") -> Iterator[Json]:
        """What is in a folder, by name."""
        after = ""
        while True:
            page = self._transport.call("GET", self._path(folder), params={"list": "", "after": after})
            yield from page["items"]
            if not page["next"]:
                return
            after = page["next"]

    def upload(
        self, local: Local, path: str | None = None, *, replace: bool = False, progress: Progress | None = None
    ) -> Json:
        """Send a file, by default under its own name. It goes on after a break, and appears whole or not at all.

        ``progress`` is called with the bytes that were sent, and with all. Raises AlreadyExists without ``replace``,
        QuotaExceeded, StorageFull.
        """
        local = Path(local)
        size = local.stat().st_size
        body = {"path": local.name if path is None else path, "size": size, "replace": replace}
        upload = self._transport.call("POST", f"{self._root}/uploads", body=body)
        place, digest = f"{self._root}/uploads/{upload['id']}", hashlib.sha256()
        with local.open("rb") as file:
            sent = 0
            while chunk := file.read(upload["chunk"]):
                digest.update(chunk)
                self._send(place, sent, chunk)
                sent += len(chunk)
                if progress:
                    progress(sent, size)
        done: Json = self._transport.call("POST", f"{place}/commit", body={"sha256": digest.hexdigest()})
        return done

    def _send(self, place: str, offset: int, chunk: bytes) -> None:
        """A piece that was sent twice changes nothing, so a broken connection is no harm."""
        for number in range(1, TRIES + 1):
            try:
                self._transport.call("PUT", place, body=chunk, params={"offset": offset})
                return
            except Unreachable:
                if number == TRIES:
                    raise
                wait_before_try(number)

    def upload_folder(
        self, local: Local, path: str | None = None, *, replace: bool = False, progress: Progress | None = None
    ) -> Rows:
        """Send a folder with all that is in it, but for what begins with a dot; by default under its own name.

        ``path`` is the folder that takes its contents; ``""`` is the root. ``progress`` is called with the bytes that
        were sent, and with all. Raises as ``upload`` does.
        """
        local = Path(local)
        files = sorted(file for file in local.rglob("*") if file.is_file())
        shown = [file for file in files if not any(part.startswith(".") for part in file.relative_to(local).parts)]
        stem = (local.resolve().name if path is None else path).strip("/")
        sizes = [file.stat().st_size for file in shown]
        done: Rows = []
        for number, file in enumerate(shown):
            told = progress and _beyond(sum(sizes[:number]), sum(sizes), progress)
            name = f"{stem}/{file.relative_to(local).as_posix()}".strip("/")
            done.append(self.upload(file, name, replace=replace, progress=told))
        return done

    def read(self, path: str) -> Iterator[bytes]:
        """The bytes of a file, in pieces. It goes on after a break; Conflict when the file was changed meanwhile."""
        return self._transport.stream(self._path(path))

    def download(self, path: str, local: Local, *, progress: Progress | None = None) -> None:
        """Store a file here. It goes on after a break, and appears when all of it has come.

        ``progress`` is called with the bytes that have come, and with all, or None when that is not known. Raises
        NotFound, and Conflict when the file was changed meanwhile.
        """
        local = Path(local)
        draft = local.with_name(local.name + ".part")
        try:
            with draft.open("wb") as file:
                for piece in self._transport.stream(self._path(path), progress=progress):
                    file.write(piece)
            draft.replace(local)
        except (DayshiftError, OSError):
            draft.unlink(missing_ok=True)
            raise

    def make_folder(self, path: str) -> Json:
        """Make a folder, and those above it. Raises AlreadyExists."""
        made: Json = self._transport.call("POST", f"{self._root}/files/folder", body={"path": path})
        return made

    def move(self, source: str, target: str) -> Json:
        """Rename a file or a folder. Raises NotFound, AlreadyExists."""
        moved: Json = self._transport.call("POST", f"{self._root}/files/move", body={"from": source, "to": target})
        return moved

    def copy(self, source: str, target: str) -> Json:
        """Copy a file or a folder. Raises NotFound, AlreadyExists, QuotaExceeded."""
        copied: Json = self._transport.call("POST", f"{self._root}/files/copy", body={"from": source, "to": target})
        return copied

    def delete(self, path: str) -> None:
        """Remove a file, or a folder with all that is in it."""
        self._transport.call("DELETE", self._path(path))

    def _path(self, path: str) -> str:
        steps = [step for step in path.split("/") if step]
        return within(f"{self._root}/files", *steps) if steps else f"{self._root}/files/"


def _beyond(before: int, size: int, progress: Progress) -> Progress:
    """Tells of one file among several: how much went before it, and how much all have."""
    return lambda sent, _: progress(before + sent, size)
