"""Environments: asked for, locked at once, built in the background."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dayshift.clock import Clock
from dayshift.domain.errors import AlreadyExists, InUse, Invalid, NotFound
from dayshift.domain.rights import Permit
from dayshift.environments import bases, interpreters, uv
from dayshift.environments.base import Lock, Uv
from dayshift.environments.interpreters import Interpreter
from dayshift.store import audit, environments, jobs
from dayshift.store.engine import Store, Tx
from dayshift.store.environments import Environment

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
SCRIPT = "script"  # the environment that a program's own PEP 723 block asks for


@dataclass(slots=True)
class Locker:
    """Turns what people ask for into exact versions. Runs a program and asks the index: never in a transaction."""

    uv: Uv
    wheels: Path
    configured: Sequence[Path] = ()
    _interpreter: Interpreter | None = field(default=None, init=False)
    _client: str | None = field(default=None, init=False)

    @property
    def interpreter(self) -> Interpreter:
        """The Python of all environments, found once."""
        if self._interpreter is None:
            self._interpreter = interpreters.find(interpreters.own().version, self.configured)
        return self._interpreter

    @property
    def client(self) -> str:
        """The requirement of the client, which is in all environments: a program finds it without being told to."""
        if self._client is None:
            self._client = bases.client_requirement(bases.client_wheel(self.wheels))
        return self._client

    def lock(self, requirements: str) -> Lock:
        """The client comes along, unless what is asked for excludes it.

        Raises Invalid, field ``requirements``, with the cause in one sentence.
        """
        try:
            return uv.lock(requirements, self.interpreter, self.uv, ours=self.client)
        except Invalid:
            return uv.lock(requirements, self.interpreter, self.uv)

    def lock_base(self, name: str) -> tuple[str, Lock]:
        """What a base environment asks for, and its lock."""
        requirements = bases.base_requirements(name, self.client)
        return requirements, uv.lock_ours(requirements, self.interpreter, self.uv)


def ensure_base(store: Store, clock: Clock, locker: Locker, name: str) -> None:
    """Ask for a base environment when it is first needed. Safe to run twice. Raises Invalid, NotFound."""
    with store.read(clock.now()) as tx:
        if environments.find(tx, None, name) is not None:
            return
    requirements, lock = locker.lock_base(name)
    with store.begin(clock.now()) as tx:
        if environments.find(tx, None, name) is None:
            environments.add(tx, _row(None, name, requirements, lock), tx.now)
            tx.wake("builder")


def _row(project: int | None, name: str, requirements: str, lock: Lock) -> dict[str, object]:
    return {"project": project, "name": name, "requirements": requirements, "lock": lock.text, "key": lock.key}


def check_name(name: str) -> str:
    """Raises Invalid for what no environment of a project may be called."""
    if name in (*bases.BASE_NAMES, SCRIPT) or not NAME.fullmatch(name):
        text = "use 1 to 64 small letters, digits, dots, - and _; python, pyspark and script are taken"
        raise Invalid.of("name", text)
    return name


def save(tx: Tx, permit: Permit, name: str, *, requirements: str, lock: Lock, replace: bool) -> Environment:
    """Ask for an environment, or for something else under its name. Raises AlreadyExists, NotFound."""
    found = environments.find(tx, permit.project, name)
    if found is not None and not replace:
        raise AlreadyExists(kind="An environment called", name=name)
    if found is None and replace:
        raise NotFound
    if found is None:
        saved = environments.add(tx, _row(permit.project, name, requirements, lock), tx.now)
    else:
        saved = environments.relock(tx, found.id, requirements=requirements, lock=lock.text, key=lock.key)
    _audit(tx, permit, "environment:write", name)
    tx.wake("builder")
    return saved


def save_script(tx: Tx, permit: Permit, job: str, *, requirements: str, lock: Lock) -> str:
    """The environment of one job's own PEP 723 block, and the name under which it is kept."""
    name = f".script-{job}"
    found = environments.find(tx, permit.project, name)
    if found is None or found.key != lock.key:
        save(tx, permit, name, requirements=requirements, lock=lock, replace=found is not None)
    return name


def drop_script(tx: Tx, permit: Permit, job: str) -> None:
    """The environment of a job's own block goes with the job."""
    found = environments.find(tx, permit.project, f".script-{job}")
    if found is not None:
        environments.remove(tx, found.id, tx.now)


def find(tx: Tx, permit: Permit, name: str) -> Environment:
    """Raises NotFound."""
    found = environments.find(tx, permit.project, name)
    if found is None:
        raise NotFound
    return found


def list_environments(tx: Tx, permit: Permit) -> list[Environment]:
    return environments.list_environments(tx, permit.project)


def delete(tx: Tx, permit: Permit, name: str) -> None:
    """Raises NotFound, InUse with the jobs that name it."""
    found = find(tx, permit, name)
    if found.project is None:
        raise NotFound
    users = jobs.jobs_using(tx, permit.project, name)
    if users:
        cure = "Give these jobs another environment, or delete them, first."
        raise InUse(what=f"Environment {name}", users=", ".join(users), cure=cure)
    environments.remove(tx, found.id, tx.now)
    _audit(tx, permit, "environment:delete", name)


def rebuild(tx: Tx, permit: Permit, name: str) -> Environment:
    """Build it once more, after a failure; one that is ready is as its lock says, and stays."""
    found = find(tx, permit, name)
    if found.state == "ready":
        return found
    again = environments.relock(tx, found.id, requirements=found.requirements, lock=found.lock, key=found.key)
    _audit(tx, permit, "environment:rebuild", name)
    tx.wake("builder")
    return again


def _audit(tx: Tx, permit: Permit, action: str, name: str) -> None:
    audit.write(tx, permit.actor, audit.Entry(action=action, kind="environment", subject=name, project=permit.project))


def exists(tx: Tx, permit: Permit, name: str) -> bool:
    return environments.find(tx, permit.project, name) is not None
