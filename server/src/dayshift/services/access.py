"""From a credential to an actor, and from an actor to a permit."""

from dataclasses import dataclass, replace
from datetime import timedelta

from dayshift.auth import tokens
from dayshift.domain.actions import Action, Kind
from dayshift.domain.errors import ConfirmNeeded, DayshiftError, Forbidden, Unauthenticated
from dayshift.domain.rights import Actor, ActorKind, Permit, Subject, decide
from dayshift.store import audit, people, projects
from dayshift.store.engine import Tx
from dayshift.store.people import Person, Session
from dayshift.store.projects import Names

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
CONFIRMED_FOR = timedelta(minutes=15)
SESSIONS_KEPT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """An actor and, unless it came by a key, the session."""

    actor: Actor
    session: Session | None = None

    def require_confirmed(self, tx: Tx) -> None:
        """Raises ConfirmNeeded when nobody has shown a password lately."""
        if self.session is None or tx.now - self.session.confirmed_at > CONFIRMED_FOR:
            raise ConfirmNeeded


def actor_of(person: Person) -> Actor:
    """A person as an actor, without a key."""
    return Actor(principal=person.id, name=person.name, kind=ActorKind.PERSON, is_admin=person.is_admin)


def authenticate(tx: Tx, credential: str) -> SignedIn:
    """Who shows this key, or this token of a session. Raises Unauthenticated, with the same words for every cause."""
    key = tokens.parse_key(credential)
    return _by_session(tx, credential) if key is None else _by_key(tx, *key)


def _by_key(tx: Tx, key_id: str, secret_hash: str) -> SignedIn:
    found = people.find_key(tx, key_id)
    if found is None:
        raise Unauthenticated
    actor, kept, ends_at = found
    if not tokens.same(kept, secret_hash) or (ends_at is not None and ends_at <= tx.now):
        raise Unauthenticated
    return SignedIn(actor=actor)


def _by_session(tx: Tx, token: str) -> SignedIn:
    found = people.find_session(tx, tokens.digest(token))
    if found is None:
        raise Unauthenticated
    person, session = found
    if session.ends_at <= tx.now or tx.now - session.seen_at > IDLE:
        raise Unauthenticated
    return SignedIn(actor=actor_of(person), session=session)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Somebody was refused something that she may know of."""

    actor: Actor
    action: Action
    subject: Subject


def ask(tx: Tx, actor: Actor, action: Action, names: Names | None = None) -> Permit:
    """The permit for ``action`` on what ``names`` says. Raises NotFound or Forbidden, which says whom to ask."""
    if names is None:
        return _permit(tx, actor, action, Subject(kind=action.value.kind, id=actor.principal, title="this install"))
    return _permit(tx, actor, action, projects.load_subject(tx, actor, names))


def also(tx: Tx, permit: Permit, action: Action) -> Permit:
    """The permit for one more action on the same subject, where what was sent needs more than the route says."""
    return _permit(tx, permit.actor, action, permit.subject)


def may(permit: Permit, action: Action, subject: Subject | None = None) -> bool:
    """Whether the same actor may do ``action`` to the same subject: some answers hold more for those who may.

    ``subject``: another one, such as a job of a list, with what the actor has there.
    """
    return isinstance(decide(permit.actor, action, subject or permit.subject), Permit)


def sees(tx: Tx, permit: Permit, *, job: str | None = None, schedule: int | None = None) -> bool:
    """Whether the same actor may see this job, or the job of this schedule, of the permit's project."""
    names = Names(project=projects.get_project(tx, permit.project).name, job=job, schedule=schedule)
    subject = projects.load_subject(tx, permit.actor, names)
    return isinstance(decide(permit.actor, Action.JOB_VIEW, subject), Permit)


def schedules_or_reads(tx: Tx, permit: Permit, job: str) -> bool:
    """Whether the same actor may read what the runs of this job are given, or choose it for them."""
    names = Names(project=projects.get_project(tx, permit.project).name, job=job)
    subject = projects.load_subject(tx, permit.actor, names)
    asked = (Action.EXECUTION_READ_LOG, Action.JOB_SCHEDULE)
    return any(isinstance(decide(permit.actor, action, subject), Permit) for action in asked)


def _permit(tx: Tx, actor: Actor, action: Action, subject: Subject) -> Permit:
    answer = decide(actor, action, subject)
    if isinstance(answer, Permit):
        return answer
    if isinstance(answer, Forbidden):
        answer = _explained(tx, actor, action, subject)
    raise answer


def _explained(tx: Tx, actor: Actor, action: Action, subject: Subject) -> DayshiftError:
    """The refusal once more, now with those who could give what is missing: only a refusal looks them up."""
    if subject.project is not None:
        subject = replace(subject, owners=projects.owners(tx, subject.project))
    answer = decide(actor, action, subject)
    assert isinstance(answer, Forbidden)
    answer.refused = Refusal(actor=actor, action=action, subject=subject)
    return answer


def note_refusal(tx: Tx, refusal: Refusal) -> None:
    """Audit that somebody was refused on something that may be seen; what is invisible leaves no trace."""
    subject = refusal.subject
    entry = audit.Entry(
        action=refusal.action.word,
        kind=subject.kind.value,
        subject=subject.name or subject.title,
        project=subject.project,
        job=subject.id if subject.kind is Kind.JOB else None,
        outcome="refused",
    )
    audit.write(tx, refusal.actor, entry)
