"""What somebody may see at one moment, and what came or went since: streams of events ask for it again and again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dayshift.domain.actions import Action, Kind, Role
from dayshift.domain.errors import NotFound
from dayshift.domain.rights import Actor, Permit, Subject, decide
from dayshift.store import jobs, projects
from dayshift.store.engine import Tx
from dayshift.store.outbox import Topic
from dayshift.store.projects import Membership

HEARD_WITH = {
    Topic.JOB: Action.JOB_LIST,
    Topic.SCHEDULE: Action.JOB_LIST,
    Topic.EXECUTION: Action.JOB_LIST,
    Topic.ENVIRONMENT: Action.ENVIRONMENT_READ,
    Topic.FILE: Action.FILE_READ,
    Topic.MEMBER: Action.MEMBER_LIST,
    Topic.INVITATION: Action.MEMBER_WRITE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What somebody sees of one project. ``jobs`` None: all of them."""

    project: int
    name: str
    topics: frozenset[Topic]
    jobs: frozenset[int] | None

    def shows(self, topic: Topic, job: int | None) -> bool:
        """Whether an event about this may be heard."""
        return topic in self.topics and (job is None or self.jobs is None or job in self.jobs)


Sights = Mapping[int, Sight]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A project, or a job of one, that somebody sees now and did not before, or the other way round.

    ``ask``: who could give it back. ``project`` and ``title`` are names; ``kind`` is ``project`` or ``job``.
    """

    gained: bool
    project: str
    kind: Kind
    id: int
    title: str
    ask: tuple[str, ...] = ()


def look(tx: Tx, actor: Actor, wanted: frozenset[str] | None) -> Sights:
    """What ``actor`` sees of the projects of these names, in lower case; None: of all that she is a member of."""
    found = [one for one in projects.memberships(tx, actor) if wanted is None or one.name.lower() in wanted]
    topics = {one.project: _topics(actor, one) for one in found}
    narrow = [one.project for one in found if one.role is not Role.OWNER and Topic.JOB in topics[one.project]]
    seen = jobs.visible_of(tx, actor, narrow) if narrow else {}
    return {
        one.project: Sight(
            project=one.project,
            name=one.name,
            topics=topics[one.project],
            jobs=None if one.role is Role.OWNER else frozenset(seen.get(one.project, ())),
        )
        for one in found
    }


def require(sights: Sights, wanted: frozenset[str] | None) -> None:
    """Raises NotFound unless all projects that were asked for can be seen."""
    if wanted is not None and wanted - {sight.name.lower() for sight in sights.values()}:
        raise NotFound


def _topics(actor: Actor, one: Membership) -> frozenset[Topic]:
    subject = Subject(kind=Kind.PROJECT, project=one.project, title=one.name, role=one.role)
    return frozenset(
        topic for topic, action in HEARD_WITH.items() if isinstance(decide(actor, action, subject), Permit)
    )


def compare(tx: Tx, before: Sights, after: Sights) -> list[Change]:
    """What went and what came; of a project that went, not each of its jobs. What was deleted has not gone."""
    return [*_gone(tx, before, after), *_come(tx, before, after)]


def _gone(tx: Tx, before: Sights, after: Sights) -> Iterator[Change]:
    for number, was in before.items():
        now = after.get(number)
        if now is None:
            ask = projects.owners(tx, number)
            yield Change(gained=False, project=was.name, kind=Kind.PROJECT, id=number, title=was.name, ask=ask)
        else:
            yield from _jobs(tx, was, now, gained=False)


def _come(tx: Tx, before: Sights, after: Sights) -> Iterator[Change]:
    for number, now in after.items():
        was = before.get(number)
        if was is None:
            yield Change(gained=True, project=now.name, kind=Kind.PROJECT, id=number, title=now.name)
        else:
            yield from _jobs(tx, now, was, gained=True)


def _jobs(tx: Tx, more: Sight, less: Sight, *, gained: bool) -> Iterator[Change]:
    """The jobs that one sight has and the other has not."""
    if less.jobs is None or more.jobs == less.jobs or Topic.JOB not in more.topics:
        return
    titles = jobs.titles_in(tx, more.project)
    missing = (titles.keys() if more.jobs is None else titles.keys() & more.jobs) - less.jobs
    ask = projects.owners(tx, more.project) if missing and not gained else ()
    for number in sorted(missing):
        title = titles[number]
        yield Change(gained=gained, project=more.name, kind=Kind.JOB, id=number, title=title, ask=ask)
