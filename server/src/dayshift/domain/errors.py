"""Everything that can go wrong on purpose.

    DayshiftError
    ├── Invalid (422)           InvalidCron, InvalidZone, NeverFires, InvalidArguments
    ├── Unauthenticated (401)   SetupNeeded (503)
    ├── Forbidden (403)         ConfirmNeeded
    ├── NotFound (404)
    ├── Conflict (409)          AlreadyExists, InUse, LastOne, …; StaleRevision (412), RevisionMissing (428)
    ├── TooMuch (429)           QuotaExceeded (413), StorageFull (507)
    └── BackendError (502)      BackendRejected, BackendUnavailable (503)

A leaf carries facts. Its stable public ``code``, its ``message`` and its ``hint`` are class attributes; the doors turn
them into problems, and the SDK turns the codes back into classes of the same names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A cure that a person can press: what the button says, and the JSON merge patch that it applies."""

    label: str
    patch: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong with one field of what somebody sent."""

    field: str
    text: str
    code: str = "invalid"
    fix: Fix | None = None


class DayshiftError(Exception):
    """The root. ``facts`` fill the message and the hint."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "error"
    message: ClassVar[str] = "Something went wrong."
    hint: ClassVar[str] = ""

    def __init__(self, **facts: Any) -> None:
        super().__init__(facts)
        self.facts = facts

    def __str__(self) -> str:
        return self.message.format_map(self.facts)

    @property
    def cure(self) -> str:
        """What to do next, with the facts filled in; empty when there is nothing to say."""
        return self.hint.format_map(self.facts)


class Invalid(DayshiftError):
    """What was sent cannot be used. Every fault names its field, what is wrong and how to mend it."""

    status = 422
    code = "invalid"
    message = "{summary}"

    def __init__(self, *faults: Fault) -> None:
        super().__init__(summary="; ".join(f"{fault.field}: {fault.text}" for fault in faults))
        self.faults = faults

    @classmethod
    def of(cls, field: str, text: str, *, fix: Fix | None = None) -> Self:
        """The common case: one fault, under this class's own code."""
        return cls(Fault(field=field, text=text, code=cls.code, fix=fix))


class InvalidCron(Invalid):
    code = "invalid_cron"


class InvalidZone(Invalid):
    code = "invalid_zone"


class NeverFires(Invalid):
    code = "never_fires"


class InvalidArguments(Invalid):
    code = "invalid_arguments"


class Unauthenticated(DayshiftError):
    status = 401
    code = "unauthenticated"
    message = "You are not signed in, or your session or key has ended."
    hint = "Sign in with `dayshift login`, or send a key that has not expired."


class SetupNeeded(DayshiftError):
    """Nobody has set this install up yet."""

    status = 503
    code = "setup_needed"
    message = "Dayshift is not set up yet."
    hint = "Open the one-time link that the server printed at its start, or run `dayshift login LINK` with it."


class Forbidden(DayshiftError):
    """You may know that it exists, but not do this. ``needs`` is the missing level, ``ask`` who can give it."""

    status = 403
    code = "level_missing"
    message = "This needs {needs} on {what}; you have {has}."
    hint = "Ask {whom}."
    refused: object = None  # who was refused what: the door writes it into the audit


class ScopeMissing(Forbidden):
    code = "scope_missing"
    message = "This key lacks the scope {scope}."
    hint = "Make a key with that scope, or sign in."


class SessionOnly(Forbidden):
    code = "session_only"
    message = "An API key cannot do this."
    hint = "Sign in with `dayshift login` and do it as yourself."


class ConfirmNeeded(Forbidden):
    code = "confirm_needed"
    message = "This needs a sign-in within the last 15 minutes."
    hint = "Confirm your password and send the request again."


class NotFound(DayshiftError):
    """It does not exist, or you may not know that it does: the answer is the same."""

    status = 404
    code = "not_found"
    message = "There is no such thing here."
    hint = "Check the name; if it should be there, ask an owner of the project whether it is shared with you."


class Conflict(DayshiftError):
    status = 409
    code = "conflict"
    message = "{what}"


class AlreadyExists(Conflict):
    code = "already_exists"
    message = "{kind} {name} exists already."
    hint = "Choose another name, or change the one that is there."


class IllegalTransition(Conflict):
    code = "illegal_transition"
    message = "Run {id} is {state}; it cannot become {to}."
    hint = "Start a new run instead."


class InUse(Conflict):
    code = "in_use"
    message = "{what} is in use by {users}."
    hint = "{cure}"


class KeyReused(Conflict):
    code = "idempotency_key_reused"
    message = "This Idempotency-Key was used for another request."
    hint = "Use a new key for a new request."


class IsolationNeeded(Conflict):
    """A second person would bring code to a machine that keeps no walls between projects."""

    code = "isolation_needed"
    message = "{sentence}"
    hint = "{ask} can acknowledge that once: dayshift people trust, or PUT /api/v1/install/trust. Then send it again."


class LastOne(Conflict):
    """Somebody must be left who can let others in."""

    code = "last_one"
    message = "{name} is the last {what}."
    hint = "Make somebody else one first."


class StaleRevision(Conflict):
    status = 412
    code = "stale_revision"
    message = "{what} was changed meanwhile: it is at revision {revision} now."
    hint = "Read it again, and apply your change to what is there."


class RevisionMissing(Conflict):
    status = 428
    code = "revision_missing"
    message = "The request does not say which revision it changes."
    hint = 'Send If-Match with the ETag that you read, for example If-Match: "3".'


class TooMuch(DayshiftError):
    status = 429
    code = "too_much"
    message = "{what}"
    hint = "Wait {wait} and try again."

    def __init__(self, **facts: Any) -> None:
        wait = facts.get("retry_after", 0)
        super().__init__(wait=f"{wait} s" if wait <= 120 else f"{-(-wait // 60)} min", **facts)


class QuotaExceeded(TooMuch):
    status = 413
    code = "quota_exceeded"
    message = "{what}"
    hint = "{cure}"


class StorageFull(TooMuch):
    status = 507
    code = "storage_full"
    message = "The disk of the server is full."
    hint = "Nothing was stored. Free some space, or ask whoever runs the server to."


class BackendError(DayshiftError):
    """A place where runs live could not do what it was asked."""

    status = 502
    code = "backend_error"
    message = "{place}: {text}"


class BackendRejected(BackendError):
    """This will never work; do not try again."""

    code = "backend_rejected"


class BackendUnavailable(BackendError):
    """It may work later; try again under the same name."""

    status = 503
    code = "backend_unavailable"
