"""The server's errors, by the same names: catch what you can act on.

A class is called as the code that the server answers: ``already_exists`` is AlreadyExists.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any


class DayshiftError(Exception):
    """The root of everything that the server answers, and of what keeps it from answering.

    Its ``code`` is the server's; ``status`` is 0 when nothing was sent; ``hint`` says what to do next, ``errors`` what
    is wrong with each field, and ``request_id`` stands in the server's log.
    """

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.code: str = facts.get("code") or code_of(type(self))
        self.status: int = facts.get("status", 0)
        self.hint: str = facts.get("hint", "")
        self.errors: Sequence[Mapping[str, Any]] = facts.get("errors") or ()
        self.request_id: str = facts.get("request_id", "")
        self.facts = facts


class Unreachable(DayshiftError):
    """No server answers at that address."""


class Invalid(DayshiftError):
    """Fields cannot be used as they are: ``errors`` says which, and why."""


class InvalidCron(Invalid):
    """The cron text cannot be read."""


class InvalidZone(Invalid):
    """There is no such time zone."""


class NeverFires(Invalid):
    """The rule names no time from now on."""


class InvalidArguments(Invalid):
    """Arguments or parameters do not fit the job."""


class WrongPassword(Invalid):
    """The password that was shown again is another one. The session goes on."""


class WrongCode(Invalid):
    """The terminal that waits to be let in shows another code."""


class DeadLink(Invalid):
    """The invitation was used or withdrawn, or it is too old."""


class Unauthenticated(DayshiftError):
    """No session or key, or one that has ended."""


class SetupNeeded(Unauthenticated):
    """Nobody has set the install up."""


class Forbidden(DayshiftError):
    """You may know that it exists, but not do this."""

    @property
    def has(self) -> str | None:
        """The level or the role that you have."""
        return self.facts.get("has")

    @property
    def needs(self) -> str | None:
        """The level or the role that is missing."""
        return self.facts.get("needs")

    @property
    def ask(self) -> Sequence[str]:
        """Who can give it."""
        return self.facts.get("ask") or ()


class LevelMissing(Forbidden):
    """Your level or your role does not reach so far: see ``has``, ``needs`` and ``ask``."""


class ScopeMissing(Forbidden):
    """The key was not made for this."""


class SessionOnly(Forbidden):
    """No key can do this."""


class ConfirmNeeded(Forbidden):
    """The password must be shown again: ``Client.confirm``."""


class CrossSite(Forbidden):
    """A write came from a page of another site."""


class SignInRefused(Forbidden):
    """Somebody refused, in the browser, to let this terminal in."""


class NotFound(DayshiftError):
    """It does not exist, or you may not know that it does."""


class SignInEnded(NotFound):
    """The terminal waits to be let in no longer: it took too long, a wrong code was typed too often, or it is done."""


class Conflict(DayshiftError):
    """It cannot be done as things are now."""


class AlreadyExists(Conflict):
    """The name is taken."""


class IllegalTransition(Conflict):
    """The run is over already."""


class InUse(Conflict):
    """Something else needs it."""


class IsolationNeeded(Conflict):
    """A second person would bring code, which an administrator must have acknowledged once."""


class LastOne(Conflict):
    """Nobody would be left who owns the project, or runs the install."""


class IdempotencyKeyReused(Conflict):
    """The same key came with another request."""


class UploadGap(Conflict):
    """A piece of an upload is missing before this one; ``facts["offset"]`` says where to go on."""


class StaleRevision(Conflict):
    """Somebody changed it meanwhile: read it again."""


class RevisionMissing(Conflict):
    """The request does not say which revision it changes."""


class TooMuch(DayshiftError):
    """Too many at once, too fast, or wrong too often."""

    @property
    def retry_after(self) -> int | None:
        """The seconds until it may work; None when waiting alone does not help."""
        found: int | None = self.facts.get("retry_after")
        return found


class BodyTooLarge(TooMuch):
    """The request is larger than the server takes."""


class QuotaExceeded(TooMuch):
    """The project's files would take more than they may."""


class StorageFull(TooMuch):
    """The server's disk is full; nothing was stored."""


class KeyInUrl(DayshiftError):
    """A key stood in the address, where logs keep it."""


class WrongHost(DayshiftError):
    """The server does not answer under that name."""


class WrongRange(DayshiftError):
    """The file does not have those bytes."""


class Refused(DayshiftError):
    """The path does not have that method."""


class ServerFault(DayshiftError):
    """The server failed: it is not your fault."""


class BackendError(ServerFault):
    """The place where runs live failed."""


class BackendRejected(BackendError):
    """That place will never do this."""


class BackendUnavailable(BackendError):
    """That place may do it later."""


def code_of(kind: type[DayshiftError]) -> str:
    """The server's word for a class of errors."""
    return OTHER_WORDS.get(kind.__name__) or re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def kinds(root: type[DayshiftError] = DayshiftError) -> Iterator[type[DayshiftError]]:
    """Every class of errors, each before those below it."""
    for kind in root.__subclasses__():
        yield kind
        yield from kinds(kind)


OTHER_WORDS = {"DayshiftError": "error", "ServerFault": "error"}
_BY_CODE: Mapping[str, type[DayshiftError]] = {code_of(kind): kind for kind in kinds()}
_BY_STATUS: Mapping[int, type[DayshiftError]] = {
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    412: StaleRevision,
    413: TooMuch,
    422: Invalid,
    429: TooMuch,
}  # for what did not come from Dayshift, but from something before it


def error_of(status: int, problem: Mapping[str, Any]) -> DayshiftError:
    """The error that a problem document stands for."""
    other = ServerFault if status >= 500 else DayshiftError
    kind = _BY_CODE.get(problem.get("code", "")) or _BY_STATUS.get(status, other)
    return kind(problem.get("title", f"The server answered {status}."), **{"status": status, **problem})


def wrong_field(field: str, text: str, *, hint: str = "") -> Invalid:
    """What the server would say of a wrong field, before anything is sent."""
    errors = [{"field": field, "text": text, "code": "invalid", "fix": None}]
    return Invalid(f"{field}: {text}", errors=errors, hint=hint)
