"""Who may bring code to this machine: while all code runs as the server, that is whoever may edit anything."""

from dayshift.domain.errors import IsolationNeeded
from dayshift.domain.rights import Permit
from dayshift.store import audit, members, people, replicas
from dayshift.store.engine import Tx

SENTENCE = (
    "Code of every project runs here as the same user as the server: whoever may edit a job could read the files, logs "
    "and secrets of all projects, and the database."
)


def is_acknowledged(tx: Tx) -> bool:
    """Whether an administrator has said once that the people who bring code here trust each other."""
    return replicas.trusted_at(tx) is not None


def acknowledge(tx: Tx, permit: Permit) -> None:
    """Say so, for good. Said twice, it is said once."""
    if not is_acknowledged(tx):
        replicas.trust(tx, tx.now)
        entry = audit.Entry(action="install:trust", kind="install", subject="several authors", after=SENTENCE)
        audit.write(tx, permit.actor, entry)


def require(tx: Tx, principal: int | None) -> None:
    """Let ``principal`` (None: somebody who has no account yet) bring code.

    Raises IsolationNeeded when that would be a second person, and no administrator has acknowledged it.
    """
    if is_acknowledged(tx) or not members.others_bring_code(tx, principal):
        return
    administrator = people.first_administrator(tx)
    raise IsolationNeeded(sentence=SENTENCE, ask="an administrator" if administrator is None else administrator.name)
