"""The limits on guessing, as the door keeps them: whose attempt a request is, and what becomes of it when it fails."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import Request

from dayshift.auth import devices
from dayshift.domain.errors import TooMuch, Unauthenticated
from dayshift.services import guessing
from dayshift.services.accounts import WrongPassword
from dayshift.services.guessing import Attempt
from dayshift.services.terminals import SignInEnded, WrongCode
from dayshift.store.people import Person, Session
from dayshift.web.house import House
from dayshift.web.routing import channel_of, house_of

WRONG = (Unauthenticated, WrongPassword, WrongCode, SignInEnded)  # what a guess that missed is answered


def attempt_of(request: Request, house: House, name: str, person: Person | None) -> Attempt:
    """Whose attempt to sign in this is: of a browser that did so before, or of a stranger."""
    device = _device(request, house, person)
    if person is not None and device is not None:
        return guessing.by_device(person.id, device)
    return guessing.by_stranger(name, channel_of(request).address)


def attempt_in(request: Request, house: House, person: Person, session: Session) -> Attempt:
    """The same of somebody who is signed in: without a device cookie, her session is her device."""
    return guessing.by_device(person.id, _device(request, house, person) or session.token_hash)


def device_for(request: Request, house: House, person: Person) -> str:
    """The device cookie of a browser in which this person signed in: the one that it has, or a new one."""
    shown = request.cookies.get(house.device_cookie, "")
    is_hers = devices.device_of(house.ring, person.id, shown) is not None
    return shown if is_hers else devices.new_device(house.ring, person.id)


def _device(request: Request, house: House, person: Person | None) -> str | None:
    shown = request.cookies.get(house.device_cookie, "")
    return devices.device_of(house.ring, person.id if person else 0, shown)


@contextmanager
def counted(request: Request, house: House, attempt: Attempt) -> Iterator[None]:
    """What raises one of WRONG inside has failed, and counts. Raises TooMuch when others failed too often meanwhile.

    To be entered outside any transaction. ``guessing.check`` is asked before anything is looked at, and again in the
    transaction that lets in: of attempts that come at the same time, no more are answered than of those in a row.
    """
    try:
        yield
    except WRONG as error:
        raise _count(request, house, attempt) or error from None


def count_unknown_key(request: Request) -> TooMuch | None:
    """After a request was not let in: what to say instead, when too many keys from its network were unknown."""
    if not getattr(request.state, "showed_key", False):
        return None
    house = house_of(request)
    attempt = guessing.by_key(channel_of(request).address)
    try:
        with house.store.read(house.clock.now()) as tx:
            guessing.check(tx, attempt)
    except TooMuch as error:
        return error
    return _count(request, house, attempt)


def _count(request: Request, house: House, attempt: Attempt) -> TooMuch | None:
    with house.store.begin(house.clock.now(), channel_of(request)) as tx:
        return guessing.count(tx, attempt)
