"""Sharing: levels for single people on jobs and on tags, and what a job says about its readers."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dayshift.domain.actions import Action, Kind, Level, Role
from dayshift.domain.errors import Invalid, NotFound, StaleRevision
from dayshift.domain.rights import Permit, Sharing
from dayshift.services import access
from dayshift.services.executions import subject_id
from dayshift.services.members import require_trust
from dayshift.store import audit, members, people, sharing
from dayshift.store.engine import Tx
from dayshift.store.outbox import Event, Topic, access_changed
from dayshift.store.sharing import Grant

TAG = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
MOST_TAGS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may do what with one job, beside what roles give."""

    sharing: Sharing
    tags: Sequence[str]
    grants: Sequence[Grant]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """What is to be shared with one person; ``ends_at`` None: until somebody takes it back."""

    person: str
    level: Level
    ends_at: datetime | None = None
    reason: str = ""


def look(tx: Tx, permit: Permit) -> Access:
    """Who may do what with this job."""
    job = subject_id(permit)
    return Access(
        sharing=sharing.get_sharing(tx, job),
        tags=tags_of(tx, permit),
        grants=sharing.grants_on_job(tx, job),
    )


def revision_of(said: Sharing | Sequence[str]) -> str:
    """Which state of a job's switches, or of its tags, this is: the same content has the same one."""
    content = _plain(said) if isinstance(said, Sharing) else sorted(said)
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


def _require_unchanged(permit: Permit, there: Sharing | Sequence[str], seen: str) -> None:
    """Two people who change it at once do not overwrite each other. Raises StaleRevision."""
    if revision_of(there) != seen:
        raise StaleRevision(what=f"Job {permit.subject.name}", revision=revision_of(there))


def switch(tx: Tx, permit: Permit, wanted: Sharing, *, seen: str) -> Access:
    """Set what this job says about its readers, if it still says what was ``seen``. Raises StaleRevision."""
    sharing.lock(tx, subject_id(permit))
    before = sharing.get_sharing(tx, subject_id(permit))
    _require_unchanged(permit, before, seen)
    if before != wanted:
        sharing.set_sharing(tx, subject_id(permit), wanted)
        _audit(tx, permit, "job:switch", before=_plain(before), after=_plain(wanted))
    return look(tx, permit)


def _plain(wanted: Sharing) -> dict[str, Any]:
    return {
        "private": wanted.private,
        "logs_for": wanted.logs_for.word,
        "code_for": wanted.code_for.word,
        "free_arguments": wanted.free_arguments,
    }


def share(tx: Tx, permit: Permit, gift: Gift) -> Grant:
    """Give one person a level on this job, in place of what she was given before. Raises Invalid, IsolationNeeded."""
    return _give(tx, permit, gift, job=subject_id(permit), tag=None)


def share_tag(tx: Tx, permit: Permit, tag: str, gift: Gift) -> Grant:
    """Give one person a level on all jobs that bear a tag, now and later. Raises Invalid, IsolationNeeded."""
    return _give(tx, permit, gift, job=None, tag=check_tag(tag))


def _give(tx: Tx, permit: Permit, gift: Gift, *, job: int | None, tag: str | None) -> Grant:
    if gift.ends_at is not None and gift.ends_at <= tx.now:
        raise Invalid.of("ends_at", "this lies in the past; leave it out to share until somebody takes it back")
    principal = _member(tx, permit, gift.person)
    require_trust(tx, principal, gift.level)
    values = {
        "project": permit.project,
        "principal": principal,
        "job": job,
        "tag": tag,
        "level": gift.level,
        "ends_at": gift.ends_at,
        "reason": gift.reason,
        "source": "shared",
        "granted_by": permit.actor.principal,
    }
    grant = _get(tx, permit, sharing.give(tx, values))
    _audit(tx, permit, "grant:give", after=_told(grant), whose=grant.principal)
    return grant


def _member(tx: Tx, permit: Permit, name: str) -> int:
    """The member of that name; an owner makes a guest of somebody who is none. Raises Invalid."""
    person = people.find_person(tx, name)
    if person is not None and members.find(tx, permit.project, person.id) is not None:
        return person.id
    if permit.subject.role is not Role.OWNER:
        raise Invalid.of("person", f"nobody called {name} is a member here; ask an owner to add them, as a guest")
    if person is None:
        raise Invalid.of("person", f"nobody called {name} has an account here; invite them by a link")
    members.add(tx, permit.project, person.id, Role.GUEST)
    _audit(tx, permit, "member:add", after={"person": person.name, "role": Role.GUEST})
    return person.id


def unshare(tx: Tx, permit: Permit, number: int) -> None:
    """Take back what was shared on this job, from now on. Raises NotFound."""
    grant = sharing.get_grant(tx, permit.project, number)
    if grant is None or grant.job != subject_id(permit):
        raise NotFound
    _take(tx, permit, grant)


def unshare_tag(tx: Tx, permit: Permit, tag: str, number: int) -> None:
    """Take back what was shared by a tag, from now on. Raises NotFound."""
    grant = sharing.get_grant(tx, permit.project, number)
    if grant is None or grant.tag != tag:
        raise NotFound
    _take(tx, permit, grant)


def _take(tx: Tx, permit: Permit, grant: Grant) -> None:
    sharing.take(tx, grant.id)
    _audit(tx, permit, "grant:take", before=_told(grant), whose=grant.principal)


def _get(tx: Tx, permit: Permit, number: int) -> Grant:
    grant = sharing.get_grant(tx, permit.project, number)
    assert grant is not None, "it was stored a moment ago"
    return grant


def _told(grant: Grant) -> dict[str, Any]:
    ends_at = None if grant.ends_at is None else grant.ends_at.isoformat()
    return {"person": grant.name, "level": grant.level.word, "tag": grant.tag, "ends_at": ends_at}


# Tags ----------------------------------------------------------------------------------------------------------------


def check_tag(tag: str) -> str:
    """Return a word that may be a tag. Raises Invalid."""
    if TAG.fullmatch(tag) is None:
        raise Invalid.of("tag", "use 1 to 40 of a-z, 0-9, - and _, beginning with a letter or a digit")
    return tag


def tags_of(tx: Tx, permit: Permit) -> list[str]:
    """The tags that this job bears."""
    job = subject_id(permit)
    return sharing.tags_of(tx, [job]).get(job, [])


def set_tags(tx: Tx, permit: Permit, wanted: Sequence[str], *, seen: str) -> list[str]:
    """The job bears these tags, and no other, if it still bears those that were ``seen``.

    Raises Invalid, StaleRevision; Forbidden where a tag that changes shares something.
    """
    new = sorted({check_tag(tag) for tag in wanted})
    if len(new) > MOST_TAGS:
        raise Invalid.of("tags", f"a job bears at most {MOST_TAGS} tags")
    job = subject_id(permit)
    sharing.lock(tx, job)
    before = tags_of(tx, permit)
    _require_unchanged(permit, before, seen)
    changed = sorted(set(before) ^ set(new))
    if sharing.governed(tx, permit.project, changed):  # to put such a tag on a job, or off, is to share it
        access.also(tx, permit, Action.JOB_SHARE)
    if changed:
        sharing.set_tags(tx, permit.project, job, new)
        _audit(tx, permit, "job:tag", before=before, after=new)
    return new


def list_tags(tx: Tx, permit: Permit) -> dict[str, int]:
    """The tags of a project, each with the number of jobs that bear it."""
    return sharing.list_tags(tx, permit.project)


def look_at_tag(tx: Tx, permit: Permit, tag: str) -> list[Grant]:
    """What is shared by a tag."""
    return sharing.grants_on_tag(tx, permit.project, tag)


def _audit(
    tx: Tx, permit: Permit, action: str, *, before: object = None, after: object = None, whose: int | None = None
) -> None:
    """``whose`` rights are others now; None: perhaps everybody's."""
    subject = permit.subject
    entry = audit.Entry(
        action=action,
        kind=subject.kind.value,
        subject=subject.name or subject.title,
        project=permit.project,
        job=subject.id,
        before=before,
        after=after,
    )
    audit.write(tx, permit.actor, entry)
    tx.tell(access_changed(permit.project, whose))
    if subject.kind is Kind.JOB:
        tx.tell(Event(Topic.JOB, permit.project, subject.id, subject.id))
