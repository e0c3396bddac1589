"""The server's errors, by the same names: catch what you can act on.

Every one has ``code``, ``status``, ``hint`` (what to do next) and ``errors`` (one entry for each wrong field).
"""

from collections.abc import Mapping, Sequence
from typing import Any


class DayshiftError(Exception):
    """The root of everything that the server answers, and of what keeps it from answering."""

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.code: str = facts.get("code", "error")
        self.status: int = facts.get("status", 0)
        self.hint: str = facts.get("hint", "")
        self.errors: Sequence[Mapping[str, Any]] = facts.get("errors") or ()
        self.request_id: str = facts.get("request_id", "")
        self.facts = facts


class Unreachable(DayshiftError):
    """No server answers at that address."""


class Invalid(DayshiftError): ...


class InvalidCron(Invalid): ...


class InvalidZone(Invalid): ...


class NeverFires(Invalid): ...


class InvalidArguments(Invalid): ...


class Unauthenticated(DayshiftError): ...


class SetupNeeded(Unauthenticated): ...


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


class ConfirmNeeded(Forbidden): ...


class ScopeMissing(Forbidden): ...


class SessionOnly(Forbidden): ...


class NotFound(DayshiftError): ...


class Conflict(DayshiftError): ...


class AlreadyExists(Conflict): ...


class IllegalTransition(Conflict): ...


class IsolationNeeded(Conflict):
    """A second person would bring code, which an administrator must have acknowledged once."""


class LastOne(Conflict):
    """Nobody would be left who owns the project, or runs the install."""


class StaleRevision(Conflict): ...


class RevisionMissing(Conflict): ...


class KeyReused(Conflict): ...


class InUse(Conflict): ...


class TooMuch(DayshiftError):
    """``retry_after``: the seconds until it may work; None when waiting alone does not help."""

    @property
    def retry_after(self) -> int | None:
        found: int | None = self.facts.get("retry_after")
        return found


class QuotaExceeded(TooMuch): ...


class StorageFull(TooMuch): ...


class ServerFault(DayshiftError):
    """The server failed: it is not your fault."""


_BY_CODE: Mapping[str, type[DayshiftError]] = {
    "invalid": Invalid,
    "invalid_cron": InvalidCron,
    "invalid_zone": InvalidZone,
    "never_fires": NeverFires,
    "invalid_arguments": InvalidArguments,
    "setup_needed": SetupNeeded,
    "confirm_needed": ConfirmNeeded,
    "scope_missing": ScopeMissing,
    "session_only": SessionOnly,
    "already_exists": AlreadyExists,
    "illegal_transition": IllegalTransition,
    "isolation_needed": IsolationNeeded,
    "last_one": LastOne,
    "stale_revision": StaleRevision,
    "revision_missing": RevisionMissing,
    "idempotency_key_reused": KeyReused,
    "in_use": InUse,
    "quota_exceeded": QuotaExceeded,
    "storage_full": StorageFull,
}
_BY_STATUS: Mapping[int, type[DayshiftError]] = {
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    412: StaleRevision,
    413: TooMuch,
    422: Invalid,
    429: TooMuch,
}


def error_of(status: int, problem: Mapping[str, Any]) -> DayshiftError:
    """The error that a problem document stands for."""
    other = ServerFault if status >= 500 else DayshiftError
    kind = _BY_CODE.get(problem.get("code", "")) or _BY_STATUS.get(status, other)
    return kind(problem.get("title", f"The server answered {status}."), **{"status": status, **problem})


def wrong_field(field: str, text: str, *, hint: str = "") -> Invalid:
    """What the server would say of a wrong field, before anything is sent."""
    errors = [{"field": field, "text": text, "code": "invalid", "fix": None}]
    return Invalid(f"{field}: {text}", code="invalid", errors=errors, hint=hint)
