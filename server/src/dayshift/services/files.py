"""The files of a project, within its quota. What reads or writes bytes works outside any transaction."""

import uuid

from dayshift.clock import Clock
from dayshift.domain.errors import AlreadyExists, Invalid, NotFound, QuotaExceeded
from dayshift.domain.rights import Permit
from dayshift.files.base import Entry, EntryKind
from dayshift.files.local import LocalFileStore
from dayshift.files.paths import ProjectPath
from dayshift.files.uploads import Uploads
from dayshift.services.limits import Limits
from dayshift.store import audit, projects, uploads
from dayshift.store.engine import Channel, Store, Tx
from dayshift.store.outbox import Event, Topic
from dayshift.store.projects import Space
from dayshift.store.uploads import Upload

MIB = 1 << 20
ALL = 1 << 53  # entries: more than any folder has


class Files:
    """The desk of the file room: every call takes a permit that was asked for already."""

    def __init__(self, store: Store, clock: Clock, files: LocalFileStore, staging: Uploads, limits: Limits) -> None:
        self.store = store
        self.clock = clock
        self.files = files
        self.staging = staging
        self.limits = limits

    def path(self, permit: Permit, text: str) -> ProjectPath:
        """Raises Invalid, field ``path``."""
        return ProjectPath.read(permit.project, text)

    def stat(self, permit: Permit, text: str) -> tuple[ProjectPath, Entry]:
        """A file or folder with its place. Raises NotFound, Invalid."""
        path = self.path(permit, text)
        entry = self.files.stat(path)
        if entry is None:
            raise NotFound
        return path, entry

    def list_folder(self, permit: Permit, text: str, *, after: str, limit: int) -> list[Entry]:
        return self.files.list(self.path(permit, text), after, limit)

    def space(self, permit: Permit) -> Space:
        """How much of ``limits.quota`` the project takes."""
        with self.store.read(self.clock.now()) as tx:
            return projects.space(tx, permit.project)

    # Uploads: reserved, sent in pieces, seen whole or not at all ----------------------------------------------------

    def begin_upload(self, permit: Permit, text: str, size: int, *, replace: bool) -> Upload:
        """Reserve room for ``size`` bytes at a path. Raises QuotaExceeded, AlreadyExists, Invalid."""
        path = self.path(permit, text)
        self._refuse_taken(path, replace)
        upload = Upload(id=uuid.uuid4().hex, project=permit.project, path=path.text, size=size, replace=replace)
        now = self.clock.now()
        with self.store.begin(now) as tx:
            self._check_quota(tx, permit.project, size)
            uploads.add(tx, upload, principal=permit.actor.principal, now=now)
        self.staging.begin(upload.id)
        return upload

    def _refuse_taken(self, path: ProjectPath, replace: bool) -> None:
        if not path.parts:
            raise Invalid.of("path", "name the file")
        for depth in range(1, len(path.parts)):
            above = self.files.stat(ProjectPath(path.project, path.parts[:depth]))
            if above is not None and above.kind is EntryKind.FILE:
                raise Invalid.of("path", f"{above.path} is a file, so nothing can lie in it; choose another name")
        there = self.files.stat(path)
        if there is not None and there.kind is EntryKind.FOLDER:
            raise Invalid.of("path", "there is a folder of that name; choose another, or a file inside it")
        if there is not None and not replace:
            raise AlreadyExists(kind="A file called", name=path.text)

    def _check_quota(self, tx: Tx, project: int, more: int) -> None:
        projects.lock(tx, project)
        taken = projects.space(tx, project)
        left = self.limits.quota - taken.used - taken.reserved
        if more > left:
            have, all_, need = max(0, left) / MIB, self.limits.quota / MIB, more / MIB
            what = f"The project has {have:,.1f} of {all_:,.0f} MiB left; this needs {need:,.1f}."
            raise QuotaExceeded(what=what, cure="Delete files that nobody needs, or ask for more room.")

    def find_upload(self, permit: Permit, upload_id: str) -> Upload:
        """Raises NotFound."""
        with self.store.read(self.clock.now()) as tx:
            upload = uploads.find(tx, permit.project, upload_id)
        if upload is None:
            raise NotFound
        return upload

    def offset(self, permit: Permit, upload_id: str) -> int:
        """Where an upload goes on after a break."""
        return self.staging.offset(self.find_upload(permit, upload_id).id)

    def add_chunk(self, permit: Permit, upload_id: str, offset: int, chunk: bytes) -> int:
        """Store a piece; the same piece again changes nothing. Raises UploadGap with the right offset, Invalid."""
        upload = self.find_upload(permit, upload_id)
        if offset < 0 or offset + len(chunk) > upload.size:
            raise Invalid.of("offset", f"this goes past the {upload.size:,} bytes that were announced")
        reached = self.staging.write(upload.id, offset, chunk)
        now = self.clock.now()
        with self.store.begin(now) as tx:
            uploads.touch(tx, upload.id, now)
        return reached

    def commit_upload(self, permit: Permit, upload_id: str, *, sha256: str | None, channel: Channel) -> Entry:
        """The file appears, whole. Raises Invalid when bytes are missing or are not those of ``sha256``."""
        upload = self.find_upload(permit, upload_id)
        got = self.staging.offset(upload.id)
        if got != upload.size:
            raise Invalid.of("offset", f"{got:,} of {upload.size:,} bytes have come; send the rest first")
        path = self.path(permit, upload.path)
        before = self.files.stat(path)
        entry = self.staging.commit(upload.id, self.files, path, replace=upload.replace, sha256=sha256)
        with self.store.begin(self.clock.now(), channel) as tx:
            uploads.remove(tx, upload.id)
            projects.add_used(tx, permit.project, upload.size - (before.size if before else 0))
            self._audit(tx, permit, "file:write", upload.path)
        return entry

    # Everything else ------------------------------------------------------------------------------------------------

    def make_folder(self, permit: Permit, text: str, channel: Channel) -> Entry:
        entry = self.files.make_folder(self.path(permit, text))
        self._note(permit, "file:folder", text, channel)
        return entry

    def move(self, permit: Permit, source: str, target: str, channel: Channel) -> Entry:
        """Rename. Raises NotFound, AlreadyExists, Invalid."""
        self.files.move(self.path(permit, source), self.path(permit, target))
        self._note(permit, "file:move", f"{source} → {target}", channel)
        return self.stat(permit, target)[1]

    def copy(self, permit: Permit, source: str, target: str, channel: Channel) -> Entry:
        """Copy a file or a folder within the quota. Raises NotFound, AlreadyExists, QuotaExceeded, Invalid."""
        path, entry = self.stat(permit, source)
        place = self.path(permit, target)
        size = self._size(path, entry)
        with self.store.begin(self.clock.now()) as tx:
            self._check_quota(tx, permit.project, size)
            projects.add_used(tx, permit.project, size)
        try:
            copied = self.files.copy(path, place)
        except BaseException:
            with self.store.begin(self.clock.now()) as tx:
                projects.add_used(tx, permit.project, -size)
            raise
        self._note(permit, "file:copy", f"{source} → {target}", channel)
        return copied

    def delete(self, permit: Permit, text: str, channel: Channel) -> None:
        """Remove a file, or a folder with all that is in it. Raises NotFound."""
        path, entry = self.stat(permit, text)
        if not path.parts:
            raise Invalid.of("path", "the project's root folder stays")
        size = self._size(path, entry)
        self.files.delete(path)
        with self.store.begin(self.clock.now(), channel) as tx:
            projects.add_used(tx, permit.project, -size)
            self._audit(tx, permit, "file:delete", text)

    def _size(self, path: ProjectPath, entry: Entry) -> int:
        """The bytes of a file, or of all files in a folder."""
        if entry.kind is EntryKind.FILE:
            return entry.size
        return sum(self._size(path.child(one.name), one) for one in self.files.list(path, "", ALL))

    def _note(self, permit: Permit, action: str, subject: str, channel: Channel) -> None:
        with self.store.begin(self.clock.now(), channel) as tx:
            self._audit(tx, permit, action, subject)

    def _audit(self, tx: Tx, permit: Permit, action: str, subject: str) -> None:
        entry = audit.Entry(action=action, kind="file", subject=subject[:120], project=permit.project)
        audit.write(tx, permit.actor, entry)
        tx.tell(Event(Topic.FILE, permit.project))
