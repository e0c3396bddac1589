"""What was shared: grants on jobs and tags, the tags that jobs bear, and what a job says about its readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, func, insert, or_, select, union_all, update

from dayshift.domain.actions import Level
from dayshift.domain.rights import Actor, Sharing
from dayshift.store.engine import Tx
from dayshift.store.tables import grants, jobs, principals, tags
from dayshift.store.visible import living

MOST_SHOWN = 500  # grants on one thing; nobody reads more


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A level that one member was given, on a job or on what bears a tag, until ``ends_at``."""

    id: int
    principal: int
    name: str
    job: int | None
    tag: str | None
    level: Level
    ends_at: datetime | None
    reason: str
    source: str
    granted_by: str
    granted_at: datetime


_by = principals.alias("granter")
_GRANT = (
    select(grants, principals.c.name, _by.c.name.label("granter"))
    .join(principals, principals.c.id == grants.c.principal)
    .join(_by, _by.c.id == grants.c.granted_by)
)


def _grant(row: Any) -> Grant:
    return Grant(
        id=row.id,
        principal=row.principal,
        name=row.name,
        job=row.job,
        tag=row.tag,
        level=Level(row.level),
        ends_at=row.ends_at,
        reason=row.reason,
        source=row.source,
        granted_by=row.granter,
        granted_at=row.granted_at,
    )


def _borne(job: ColumnElement[int]) -> Select[Any]:
    """The tags of a job. They are of its project, which need not be said: an index on it would be taken."""
    return select(tags.c.tag).where(tags.c.job == job).correlate_except(tags)


def _bears(job: ColumnElement[int]) -> ColumnElement[bool]:
    """Holds for the grants that reach this job: its own, and those of its tags."""
    return or_(grants.c.job == job, grants.c.tag.in_(_borne(job)))


# The level that all living grants give, as a column beside the job's row. Two looks into two indexes: with one
# condition for both, all grants of somebody who made thousands of jobs would be read for each.
_held = (
    select(grants.c.level)
    .where(
        grants.c.principal == bindparam("principal"),
        grants.c.project == jobs.c.project,
        living(bindparam("now")),
    )
    .correlate(jobs)
)
_reaching = union_all(
    _held.where(grants.c.job == jobs.c.id), _held.where(grants.c.tag.in_(_borne(jobs.c.id)))
).subquery()
GRANTED = select(func.max(_reaching.c.level)).correlate(jobs).scalar_subquery().label("granted")


def sharing_of(row: Any) -> Sharing:
    """What the row of a job says about its readers."""
    return Sharing(
        private=row.private,
        logs_for=Level(row.logs_for),
        code_for=Level(row.code_for),
        free_arguments=row.free_arguments,
    )


def granted_of(actor: Actor, row: Any) -> Level:
    """The level that grants give on the job of a row with ``GRANTED``; a key of a run also reaches its own job."""
    by_key = Level.RUN if actor.key is not None and actor.key.job == row.id else Level.NONE
    return max(by_key, Level(row.granted or 0))


def give(tx: Tx, values: dict[str, Any]) -> int:
    """Store a grant in place of the one that its holder had on the same thing; its id."""
    same = and_(
        grants.c.project == values["project"],
        grants.c.principal == values["principal"],
        grants.c.job == values["job"] if values["job"] is not None else grants.c.tag == values["tag"],
    )
    tx.execute(delete(grants).where(same))
    return int(tx.execute(insert(grants).values(**values, granted_at=tx.now).returning(grants.c.id)).scalar_one())


def get_grant(tx: Tx, project: int, number: int) -> Grant | None:
    row = tx.row(_GRANT.where(grants.c.project == project, grants.c.id == number))
    return None if row is None else _grant(row)


def take(tx: Tx, number: int) -> None:
    """The grant ends now."""
    tx.execute(delete(grants).where(grants.c.id == number))


def take_all(tx: Tx, project: int, principal: int) -> None:
    """Whatever somebody was given in a project ends now."""
    tx.execute(delete(grants).where(grants.c.project == project, grants.c.principal == principal))


def drop_ended(tx: Tx) -> None:
    """Forget grants that ended."""
    tx.execute(delete(grants).where(grants.c.ends_at <= tx.now))


def grants_on_job(tx: Tx, job: int, principal: int | None = None) -> list[Grant]:
    """The living grants that reach a job, of everybody or of one, by name of their holder."""
    reach = and_(grants.c.project == jobs.c.project, _bears(jobs.c.id), jobs.c.id == job, living(tx.now))
    if principal is not None:
        reach = and_(reach, grants.c.principal == principal)
    rows = tx.rows(_GRANT.join(jobs, reach).order_by(principals.c.name, grants.c.id).limit(MOST_SHOWN))
    return [_grant(row) for row in rows]


def grants_on_tag(tx: Tx, project: int, tag: str) -> list[Grant]:
    here = and_(grants.c.project == project, grants.c.tag == tag, living(tx.now))
    return [_grant(row) for row in tx.rows(_GRANT.where(here).order_by(principals.c.name).limit(MOST_SHOWN))]


# Tags ----------------------------------------------------------------------------------------------------------------


def tags_of(tx: Tx, numbers: Sequence[int]) -> dict[int, list[str]]:
    """The tags of jobs, in order."""
    found: dict[int, list[str]] = {}
    for row in tx.rows(select(tags.c.job, tags.c.tag).where(tags.c.job.in_(list(numbers))).order_by(tags.c.tag)):
        found.setdefault(row.job, []).append(row.tag)
    return found


def set_tags(tx: Tx, project: int, job: int, wanted: Sequence[str]) -> None:
    """The job bears these tags, and no other."""
    tx.execute(delete(tags).where(tags.c.job == job, tags.c.tag.not_in(list(wanted))))
    there = set(tags_of(tx, [job]).get(job, []))
    rows = [{"project": project, "job": job, "tag": tag} for tag in wanted if tag not in there]
    if rows:
        tx.execute(insert(tags), rows)


def governed(tx: Tx, project: int, among: Sequence[str]) -> list[str]:
    """Those of these tags by which something is shared, also if the grant has ended but is not forgotten yet."""
    held = select(grants.c.tag).where(grants.c.project == project, grants.c.tag.in_(list(among))).distinct()
    return sorted(row.tag for row in tx.rows(held))


_ALL_TAGS = (
    select(tags.c.tag.label("tag"), func.count().label("jobs"))
    .join(jobs, and_(jobs.c.id == tags.c.job, jobs.c.deleted_at.is_(None)))
    .where(tags.c.project == bindparam("project"))
    .group_by(tags.c.tag)
    .order_by(tags.c.tag)
    .limit(MOST_SHOWN)
)


def list_tags(tx: Tx, project: int) -> dict[str, int]:
    """The tags that jobs of a project bear, each with the number of its jobs; and those that only grants name: 0."""
    named = select(grants.c.tag).where(grants.c.project == project, grants.c.tag.is_not(None)).distinct()
    counted = {row.tag: int(row.jobs) for row in tx.rows(_ALL_TAGS, {"project": project})}
    return {row.tag: 0 for row in tx.rows(named.limit(MOST_SHOWN))} | counted


# A job's own switches ------------------------------------------------------------------------------------------------


def get_sharing(tx: Tx, job: int) -> Sharing:
    switches = select(jobs.c.private, jobs.c.logs_for, jobs.c.code_for, jobs.c.free_arguments)
    return sharing_of(tx.execute(switches.where(jobs.c.id == job)).one())


def lock(tx: Tx, job: int) -> None:
    """Let nobody else change this job until the transaction ends."""
    tx.row(select(jobs.c.id).where(jobs.c.id == job).with_for_update())


def set_sharing(tx: Tx, job: int, sharing: Sharing) -> None:
    values = {
        "private": sharing.private,
        "logs_for": sharing.logs_for,
        "code_for": sharing.code_for,
        "free_arguments": sharing.free_arguments,
    }
    tx.execute(update(jobs).where(jobs.c.id == job).values(values))
