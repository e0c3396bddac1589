"""Signing in and out, and one's own keys."""

from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Request, Response

from dayshift.api.contract import PUBLIC
from dayshift.api.schemas.accounts import Confirm, KeyOut, Keys, Me, NewKey, Redeem, Rotate, SessionOut, SignIn
from dayshift.api.schemas.base import Text
from dayshift.auth.passwords import hash_password, verify_password
from dayshift.domain.actions import Action
from dayshift.domain.errors import SessionOnly, Unauthenticated
from dayshift.domain.rights import Permit
from dayshift.services import access, accounts, guessing, invitations, keys
from dayshift.services.accounts import Redeeming, Welcome
from dayshift.store import people
from dayshift.store.projects import Names
from dayshift.web.deps import Person, RequestTx, Rooms, allow, allow_alone, anonymous, identify
from dayshift.web.guessing import attempt_in, attempt_of, counted, device_for
from dayshift.web.house import House
from dayshift.web.origin import check_origin
from dayshift.web.routing import Router, channel_of, house_of

router = Router(tags=["account"])


DEVICE_LIVES_S = 365 * 86_400


def _answer(request: Request, response: Response, house: House, welcome: Welcome, for_: str) -> SessionOut:
    """A browser gets the token as a cookie that no script can read, a program in the answer.

    A browser is known again by another cookie. A program is not: it would have to keep one more secret for a year.
    """
    if for_ == "browser":
        device = device_for(request, house, welcome.person)
        for name, value, age in (
            (house.cookie, welcome.token, int(access.LONGEST.total_seconds())),
            (house.device_cookie, device, DEVICE_LIVES_S),
        ):
            response.set_cookie(name, value, max_age=age, httponly=True, samesite="lax", path="/")
    return SessionOut.of(welcome, show_token=for_ == "bearer")


@router.post("/session", status_code=201, dependencies=[Depends(anonymous)], openapi_extra=PUBLIC)
def sign_in(body: SignIn, request: Request, response: Response, house: Rooms) -> SessionOut:
    """Sign in by password. Unknown names and wrong passwords get one answer, in the same time."""
    if body.for_ == "browser":
        check_origin(request.headers, house.origins)
    with house.store.read(house.clock.now()) as tx:
        person = people.find_person(tx, body.name)
        attempt = attempt_of(request, house, body.name, person)
        guessing.check(tx, attempt)
    with counted(request, house, attempt):
        verified = verify_password(body.password, person.password_hash if person else None)
        with house.store.begin(house.clock.now(), channel_of(request)) as tx:
            guessing.check(tx, attempt)
            return _answer(request, response, house, accounts.sign_in(tx, person, verified=verified), body.for_)


@router.post("/links/redeem", status_code=201, dependencies=[Depends(anonymous)], openapi_extra=PUBLIC)
def redeem_link(body: Redeem, request: Request, response: Response, house: Rooms) -> SessionOut:
    """Use a one-time link: it signs in, and the first one sets a name and a password."""
    if body.for_ == "browser":
        check_origin(request.headers, house.origins)
    attempt = guessing.by_link(channel_of(request).address)
    with counted(request, house, attempt):
        with house.store.read(house.clock.now()) as tx:
            guessing.check(tx, attempt)
            is_invitation = invitations.is_one(tx, body.token)
            purpose = accounts.SETUP if is_invitation else accounts.purpose_of(tx, body.token)
        kept = None
        if body.password is not None and purpose == accounts.SETUP:
            kept = hash_password(body.password, about=[body.name or ""])
        redeeming = Redeeming(token=body.token, name=body.name, password_hash=kept)
        with house.store.begin(house.clock.now(), channel_of(request)) as tx:
            guessing.check(tx, attempt)
            redeem = invitations.redeem if is_invitation else accounts.redeem
            return _answer(request, response, house, redeem(tx, redeeming), body.for_)


@router.delete("/session", status_code=204)
def sign_out(permit: Annotated[Permit, allow(Action.SESSION_END)], found: Person, tx: RequestTx) -> None:
    """End this session."""
    if found.session is None:
        raise SessionOnly
    accounts.sign_out(tx, permit, found.session)


@router.post("/session/confirm", status_code=204)
def confirm(body: Confirm, permit: Annotated[Permit, allow_alone(Action.SESSION_END)], request: Request) -> None:
    """Show one's password again, for what needs a recent sign-in."""
    house = house_of(request)
    with house.store.read(house.clock.now()) as tx:
        found = identify(request, house, tx)
        person = people.get_person(tx, permit.actor.principal)
        if found.session is None or person is None:
            raise Unauthenticated
        attempt = attempt_in(request, house, person, found.session)
        guessing.check(tx, attempt)
    with counted(request, house, attempt):
        verified = verify_password(body.password, person.password_hash)
        with house.store.begin(house.clock.now(), channel_of(request)) as tx:
            guessing.check(tx, attempt)
            accounts.confirm(tx, found.session, verified=verified)


@router.get("/me")
def me(permit: Annotated[Permit, allow(Action.ACCOUNT_SEE)]) -> Me:
    """Who is signed in."""
    actor = permit.actor
    return Me(id=actor.principal, name=actor.name, is_admin=actor.is_admin, key=actor.key.key_id if actor.key else None)


@router.get("/me/keys")
def list_keys(permit: Annotated[Permit, allow(Action.KEY_WRITE_OWN)], tx: RequestTx) -> Keys:
    """One's own keys, newest first."""
    return Keys(items=[KeyOut.of(key) for key in keys.list_keys(tx, permit)])


@router.post("/me/keys", status_code=201)
def make_key(
    body: NewKey, permit: Annotated[Permit, allow(Action.KEY_WRITE_OWN)], found: Person, tx: RequestTx
) -> KeyOut:
    """Make a key. Its text is answered once."""
    found.require_confirmed(tx)
    project = None
    if body.project is not None:
        project = access.ask(tx, permit.actor, Action.PROJECT_SEE, Names(project=body.project)).project
    key, text = keys.make_key(tx, permit, name=body.name, scopes=body.scopes, days=body.days, project=project)
    return KeyOut.of(key, text)


@router.post("/me/keys/{key}/rotate", status_code=201)
def rotate_key(
    key: Text,
    body: Rotate,
    permit: Annotated[Permit, allow(Action.KEY_WRITE_OWN)],
    found: Person,
    tx: RequestTx,
) -> KeyOut:
    """Make a key in place of this one, which works a while longer."""
    found.require_confirmed(tx)
    made, text = keys.rotate(tx, permit, key, overlap=timedelta(hours=body.overlap_hours))
    return KeyOut.of(made, text)


@router.delete("/me/keys/{key}", status_code=204)
def revoke_key(key: Text, permit: Annotated[Permit, allow(Action.KEY_WRITE_OWN)], tx: RequestTx) -> None:
    """A key ends at once."""
    keys.revoke_key(tx, permit, key)
