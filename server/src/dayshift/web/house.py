"""The rooms, joined: what the composition root hands to the doors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dayshift.clock import Clock
from dayshift.domain.triggers.zones import Zones
from dayshift.environments.store import Environments
from dayshift.executors.base import Executor
from dayshift.files.local import LocalFileStore
from dayshift.files.uploads import Uploads
from dayshift.logs.directory import DirectoryLogStore
from dayshift.services.definitions import Drafter
from dayshift.services.environments import Locker
from dayshift.services.limits import Limits
from dayshift.services.schedules import Desk
from dayshift.store.engine import Store
from dayshift.web.bell import Bell
from dayshift.web.hub import Hub
from dayshift.web.rates import Buckets
from dayshift.web.turns import Turns


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """``host_names``: the names under which the server answers. ``origins``: what browsers may call us from."""

    store: Store
    clock: Clock
    zones: Zones
    limits: Limits
    ring: bytes
    files: LocalFileStore
    uploads: Uploads
    environments: Environments
    locker: Locker
    logs: DirectoryLogStore
    executor: Executor
    host_names: frozenset[str]
    origins: frozenset[str]
    cookie: str
    url: str  # where people reach this server
    device_cookie: str
    rate: Buckets  # of requests by whoever signed in
    anonymous_rate: Buckets  # of what needs no credential
    report_rate: Buckets  # of what browsers report about pages
    drafter: Drafter
    desk: Desk
    is_ready: Callable[[], Mapping[str, str]]  # what keeps the server from being ready: nothing, when it is
    turns: Turns  # of streams that ask the database
    hub: Hub
    ended: Bell  # rung when runs have ended
