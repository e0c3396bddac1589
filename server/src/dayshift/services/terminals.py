"""Terminals let in by a browser: one asks, shows a code and waits; somebody who is signed in types it; it is let in.

Whoever has the address alone can do nothing, whoever has the code alone neither, and the session goes to the terminal
that asked, once. It is no younger than the last password of whoever let it in: letting in proves nobody anew.
"""

from dataclasses import dataclass
from datetime import timedelta

from dayshift.auth import tokens
from dayshift.auth.networks import network_of
from dayshift.domain.errors import DayshiftError, Forbidden, Invalid, NotFound, TooMuch
from dayshift.domain.rights import Permit
from dayshift.services import accounts
from dayshift.services.accounts import Welcome
from dayshift.store import audit, people, rates, terminals
from dayshift.store.engine import Tx
from dayshift.store.people import Session
from dayshift.store.terminals import Terminal

LIVES = timedelta(minutes=10)
MOST_CODES = 5
MOST_ASKED, ASKED_WITHIN = 5, timedelta(minutes=1)
LONGEST_ADDRESS = 64


class WrongCode(Invalid):
    code = "wrong_code"
    hint = "Type the 8 characters that the terminal shows."


class SignInRefused(Forbidden):
    code = "sign_in_refused"
    message = "This sign-in was refused in the browser."
    hint = "Nobody was signed in. If it was not you who refused it, tell whoever runs the server."


class SignInEnded(NotFound):
    """A terminal waits no longer: it was let in or refused, took too long, or never was. All of them read the same."""

    code = "sign_in_ended"
    message = "No terminal waits for this sign-in any more."
    hint = "Type `dayshift login` in the terminal again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the terminal is told, once: ``secret`` is for it alone, ``code`` for whoever sits before it."""

    flow: str
    secret: str
    code: str
    terminal: Terminal


def ask_in(tx: Tx) -> Asked:
    """A terminal asks to be let in. Raises TooMuch when others of its network did so too often."""
    _spend(tx)
    flow, secret, code = tokens.new_flow(), tokens.new_token(), tokens.new_code()
    terminal = Terminal(
        flow_hash=tokens.digest(flow),
        secret_hash=tokens.digest(secret),
        code_hash=tokens.digest_code(flow, code),
        address=tx.channel.address[:LONGEST_ADDRESS],
        created_at=tx.now,
        ends_at=tx.now + LIVES,
    )
    terminals.add(tx, terminal)
    return Asked(flow=flow, secret=secret, code=code, terminal=terminal)


def _spend(tx: Tx) -> None:
    key = tokens.digest(f"terminals\0{network_of(tx.channel.address)}")
    tally = rates.count(tx, key, tx.now + ASKED_WITHIN)
    if tally.failures > MOST_ASKED:
        what = "Too many terminals of this network ask to be let in."
        raise TooMuch(what=what, retry_after=max(1, round((tally.ends_at - tx.now).total_seconds())))


def is_answered(tx: Tx, flow: str, secret: str) -> bool:
    """Whether the terminal that holds ``secret`` was let in or refused. Raises SignInEnded."""
    return _of_terminal(tx, flow, secret).is_answered


def take(tx: Tx, flow: str, secret: str) -> Welcome | SignInRefused:
    """What the terminal waited for: it gets that once. Raises SignInEnded, also when there is nothing yet."""
    terminal = _of_terminal(tx, flow, secret)
    if not terminal.is_answered or not terminals.remove(tx, terminal.flow_hash):
        raise SignInEnded
    if terminal.let_in_by is None:
        return SignInRefused()
    person = people.get_person(tx, terminal.let_in_by)
    if person is None or person.disabled_at is not None:
        raise SignInEnded
    return accounts.welcome(tx, person, "session:terminal", confirmed_at=terminal.confirmed_at)


def _of_terminal(tx: Tx, flow: str, secret: str) -> Terminal:
    found = terminals.find(tx, tokens.digest(flow))
    if found is None or not tokens.same(found.secret_hash, tokens.digest(secret)):
        raise SignInEnded
    return found


# In the browser -------------------------------------------------------------------------------------------------------


def see(tx: Tx, flow: str) -> Terminal:
    """Who waits, for whoever is asked to let it in. Raises SignInEnded."""
    found = terminals.find(tx, tokens.digest(flow))
    if found is None or found.is_answered:
        raise SignInEnded
    return found


def let_in(tx: Tx, permit: Permit, session: Session, *, flow: str, code: str) -> DayshiftError | None:
    """Let the terminal that shows ``code`` in, as whoever holds ``session``.

    The answer is what went wrong: to be raised after the transaction, or the try would not have been counted.
    """
    terminal = terminals.count_try(tx, tokens.digest(flow))
    if terminal is None:
        return SignInEnded()
    if not tokens.same(terminal.code_hash, tokens.digest_code(flow, code)):
        return _wrong(tx, permit, terminal)
    person = permit.actor.principal
    terminals.let_in(tx, terminal.flow_hash, person=person, confirmed_at=session.confirmed_at)
    _audit(tx, permit, "session:let_in", terminal)
    return None


def _wrong(tx: Tx, permit: Permit, terminal: Terminal) -> DayshiftError:
    _audit(tx, permit, "session:let_in", terminal, outcome="refused")
    left = MOST_CODES - terminal.tries
    if left <= 0:
        terminals.remove(tx, terminal.flow_hash)
        return SignInEnded()
    tries = "one try is" if left == 1 else f"{left} tries are"
    return WrongCode.of("code", f"the terminal shows another code; {tries} left")


def refuse(tx: Tx, permit: Permit, flow: str) -> None:
    """The terminal is told that nobody lets it in. Raises SignInEnded."""
    terminal = terminals.refuse(tx, tokens.digest(flow))
    if terminal is None:
        raise SignInEnded
    _audit(tx, permit, "session:refuse", terminal)


def _audit(tx: Tx, permit: Permit, action: str, terminal: Terminal, *, outcome: str = "done") -> None:
    after = {"terminal_at": terminal.address}
    entry = audit.Entry(action=action, kind="person", subject=permit.actor.name, after=after, outcome=outcome)
    audit.write(tx, permit.actor, entry)
