"""Which log an attempt has, what must be masked in it, and whether more will come."""

from dataclasses import dataclass

from dayshift.auth import tokens
from dayshift.domain.errors import NotFound
from dayshift.domain.executions import TERMINAL, State
from dayshift.domain.rights import Permit
from dayshift.logs.base import LogKey
from dayshift.store import executions
from dayshift.store.engine import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """The log of one attempt. ``secrets``: what it must not show. ``complete``: nothing more will come."""

    key: LogKey
    secrets: tuple[str, ...]
    complete: bool


def find(tx: Tx, permit: Permit, number: int, attempt: int | None, ring: bytes) -> Log:
    """The log of an attempt, by default of the newest that has begun. Raises NotFound for one that never was."""
    del permit  # it was asked for this execution
    return find_for(tx, number, attempt, ring)


def find_for(tx: Tx, number: int, attempt: int | None, ring: bytes) -> Log:
    """The same for a reader whose right is asked for elsewhere."""
    run = executions.get(tx, number)
    newest = run.attempt if run.state is not State.QUEUED or run.attempt == 1 else run.attempt - 1
    wanted = newest if attempt is None else attempt
    if not 1 <= wanted <= run.attempt:
        raise NotFound
    keys = executions.key_ids(tx, number)
    return Log(
        key=LogKey(str(number), wanted),
        secrets=tuple(tokens.run_key(ring, key_id).text for key_id in keys),
        complete=run.state in TERMINAL or wanted < run.attempt,
    )
