"""People: signing in and out, one-time links, and what an administrator does at the terminal."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dayshift.auth import passwords, tokens
from dayshift.domain.actions import Action
from dayshift.domain.errors import AlreadyExists, Invalid, NotFound, Unauthenticated
from dayshift.domain.rights import Permit
from dayshift.services import access, keys
from dayshift.services.access import LONGEST, SESSIONS_KEPT, actor_of
from dayshift.store import audit, people
from dayshift.store.engine import Tx
from dayshift.store.people import Key, Person, Session

SETUP, SIGN_IN = "setup", "sign_in"
LINK_LIVES = {SETUP: timedelta(hours=24), SIGN_IN: timedelta(minutes=15)}
FIRST_ADMINISTRATOR = "admin"


class WrongPassword(Invalid):
    """Somebody who is signed in showed another password than hers. Her session goes on."""

    code = "wrong_password"
    hint = "Type the password that you sign in with."


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """A new session: ``token`` is shown once."""

    token: str
    person: Person
    session: Session


def check_person_name(name: str) -> str:
    """Return ``name``, trimmed, if a person may have it. Raises Invalid."""
    trimmed = name.strip()
    if not 1 <= len(trimmed) <= 120 or any(not char.isprintable() for char in trimmed):
        raise Invalid.of("name", "use 1 to 120 printable characters")
    return trimmed


def sign_in(tx: Tx, person: Person | None, *, verified: bool) -> Welcome:
    """Open a session for somebody whose password was ``verified`` outside any transaction. Raises Unauthenticated."""
    if person is None or not verified or person.disabled_at is not None:
        raise Unauthenticated
    return welcome(tx, person, "session:sign_in")


def welcome(tx: Tx, person: Person, action: str, *, confirmed_at: datetime | None = None) -> Welcome:
    """Open a session for somebody who proved who she is, now or at ``confirmed_at``; ``action`` says how."""
    token = tokens.new_token()
    session = Session(
        token_hash=tokens.digest(token),
        principal=person.id,
        seen_at=tx.now,
        confirmed_at=confirmed_at or tx.now,
        ends_at=tx.now + LONGEST,
    )
    people.add_session(tx, session, keep=SESSIONS_KEPT)
    audit.write(tx, actor_of(person), audit.Entry(action=action, kind="person", subject=person.name))
    return Welcome(token=token, person=person, session=session)


def sign_out(tx: Tx, permit: Permit, session: Session) -> None:
    """The session ends at once."""
    people.end_session(tx, session.token_hash)
    audit.write(tx, permit.actor, audit.Entry(action="session:sign_out", kind="person", subject=permit.actor.name))


def confirm(tx: Tx, session: Session, *, verified: bool) -> None:
    """A password was ``verified``: what needs a recent one may be done for a while. Raises WrongPassword."""
    if not verified:
        raise WrongPassword.of("password", "this is not your password")
    people.touch_session(tx, session.token_hash, confirmed_at=tx.now, seen_at=tx.now)


def keep_alive(tx: Tx, session: Session) -> None:
    """Remember that a session is in use; it ends when it is idle for twelve hours."""
    people.touch_session(tx, session.token_hash, seen_at=tx.now)


def needs_touch(session: Session, tx: Tx) -> bool:
    """Whether it is a minute since the session was last written."""
    return tx.now - session.seen_at > timedelta(minutes=1)


# Links ---------------------------------------------------------------------------------------------------------------


def make_link(tx: Tx, person: Person, purpose: str) -> str:
    """A one-time link for this person, as the token behind the ``#``: whoever has it may sign in."""
    token = tokens.new_link_token()
    people.add_link(
        tx, tokens.digest(token), purpose=purpose, principal=person.id, ends_at=tx.now + LINK_LIVES[purpose]
    )
    return token


@dataclass(frozen=True, slots=True, kw_only=True)
class Redeeming:
    """What somebody who opened a link sends; a set-up link wants a password, and takes a name."""

    token: str
    name: str | None = None
    password_hash: str | None = None


def purpose_of(tx: Tx, token: str) -> str:
    """What a link is for, without using it. Raises Unauthenticated for one that is unknown, used or too old."""
    purpose = people.peek_link(tx, tokens.digest(token), tx.now)
    if purpose is None:
        raise Unauthenticated
    return purpose


def redeem(tx: Tx, redeeming: Redeeming) -> Welcome:
    """Use a link, once: set what it lets one set, and sign in. Raises Unauthenticated, Invalid, AlreadyExists."""
    used = people.use_link(tx, tokens.digest(redeeming.token), tx.now)
    if used is None:
        raise Unauthenticated
    purpose, principal = used
    if purpose == SETUP:
        _set_up(tx, principal, redeeming)
    person = people.get_person(tx, principal)
    if person is None or person.disabled_at is not None:
        raise Unauthenticated
    return welcome(tx, person, f"link:{purpose}")


def _set_up(tx: Tx, principal: int, redeeming: Redeeming) -> None:
    if redeeming.password_hash is None:
        raise Invalid.of("password", "choose a password: this link sets up your account")
    name = None if redeeming.name is None else check_person_name(redeeming.name)
    taken = people.find_person(tx, name) if name else None
    if taken is not None and taken.id != principal:
        raise AlreadyExists(kind="A person called", name=name)
    people.name_and_password(tx, principal, name=name, password_hash=redeeming.password_hash)


# At the terminal: whoever may read the data directory ----------------------------------------------------------------


def first_start(tx: Tx) -> tuple[Person, str]:
    """The first administrator, made if there is none, and which link lets in: set-up until there is a password."""
    person = people.first_administrator(tx)
    if person is None:
        person = people.add_person(tx, FIRST_ADMINISTRATOR, password_hash=None, is_admin=True, now=tx.now)
        audit.write(tx, actor_of(person), audit.Entry(action="install:start", kind="person", subject=person.name))
    return person, SETUP if person.password_hash is None else SIGN_IN


def create_user(tx: Tx, name: str, *, password: str | None, is_admin: bool) -> Person:
    """Make a person. Raises AlreadyExists, Invalid."""
    name = check_person_name(name)
    if people.find_person(tx, name) is not None:
        raise AlreadyExists(kind="A person called", name=name)
    kept = None if password is None else passwords.hash_password(password, about=[name])
    person = people.add_person(tx, name, password_hash=kept, is_admin=is_admin, now=tx.now)
    audit.write(tx, actor_of(person), audit.Entry(action="install:people", kind="person", subject=name))
    return person


def link_for(tx: Tx, name: str) -> tuple[str, str]:
    """The purpose and the token of a link that signs this person in, or sets the account up. Raises NotFound."""
    person = people.find_person(tx, name)
    if person is None:
        raise NotFound
    purpose = SETUP if person.password_hash is None else SIGN_IN
    return purpose, make_link(tx, person, purpose)


def is_set_up(tx: Tx) -> bool:
    """Whether some administrator has a password: until then, only a link lets anybody in."""
    person = people.first_administrator(tx)
    return person is not None and person.password_hash is not None


def key_for(tx: Tx, name: str, *, title: str, scopes: list[str], days: int) -> tuple[Key, str]:
    """A key of this person and its text. Raises NotFound, Invalid."""
    person = people.find_person(tx, name)
    if person is None:
        raise NotFound
    actor = actor_of(person)
    permit = access.ask(tx, actor, Action.KEY_WRITE_OWN)
    return keys.make_key(tx, permit, name=title, scopes=scopes, days=days, project=None)
