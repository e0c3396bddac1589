"""From a credential to an actor, and from an actor to a permit."""

from dataclasses import dataclass, replace
from datetime import timedelta

from dayshift.auth import tokens
from dayshift.domain.errors import ConfirmNeeded, DayshiftError, Forbidden, Unauthenticated
from dayshift.domain.rights import Action, Actor, ActorKind, Kind, Permit, Subject, decide
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


def ask(tx: Tx, actor: Actor, action: Action, names: Names | None = None) -> Permit:
    """The permit for ``action`` on what ``names`` says. Raises NotFound or Forbidden; a refusal is audited."""
    if names is None:
        subject = Subject(kind=action.value.kind, id=actor.principal, title=actor.name)
    else:
        subject = projects.load_subject(tx, actor, names)
    answer = decide(actor, action, subject)
    if isinstance(answer, Forbidden) and subject.project is not None:  # only a refusal says whom to ask
        answer = decide(actor, action, replace(subject, owners=projects.owners(tx, subject.project)))
    if isinstance(answer, DayshiftError):
        raise answer
    return answer


def note_refusal(tx: Tx, actor: Actor, action: Action, names: Names | None) -> None:
    """Audit that somebody was refused on something that may be seen; what is invisible leaves no trace."""
    subject = projects.load_subject(tx, actor, names) if names else Subject(kind=Kind.INSTALL)
    entry = audit.Entry(
        action=action.word,
        kind=subject.kind.value,
        subject=subject.title,
        project=subject.project,
        outcome="refused",
    )
    audit.write(tx, actor, entry)
