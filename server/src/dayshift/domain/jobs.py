"""Jobs: a saved definition of what runs, with what, and within which limits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from dayshift.domain.errors import Invalid
from dayshift.domain.executions import Retries, State
from dayshift.domain.rights import Sharing

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


class JobKind(StrEnum):
    PYTHON = "python"
    PYSPARK = "pyspark"


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRun:
    """How the newest finished run of a job went: kept on the job's row, so that lists need no join."""

    execution: int
    state: State
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job. ``definition`` is what its author saved, complete and checked."""

    id: int
    project: int
    name: str
    title: str
    description: str
    kind: JobKind
    environment: str
    definition: Mapping[str, Any]
    revision: int
    created_at: datetime
    updated_at: datetime
    last: LastRun | None = None
    sharing: Sharing


def check_job_name(name: str) -> str:
    """Return ``name`` if a job may have it. Raises Invalid."""
    if not NAME.fullmatch(name):
        raise Invalid.of("name", "use 1 to 64 small letters, digits, dots, - and _, and begin with a letter or a digit")
    return name


def retries_of(definition: Mapping[str, Any]) -> Retries:
    """The retry policy of a saved definition."""
    saved = definition["retries"]
    return Retries(
        max=saved["max"],
        delay=saved["delay"],
        backoff=saved["backoff"],
        max_delay=saved["max_delay"],
        on=frozenset(saved["on"]),
    )
