"""What a run is asked to do: put together when it is queued, and kept with it, so that a retry does the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import re2

from dayshift.domain import arguments, parameters
from dayshift.domain.parameters import read_parameters
from dayshift.domain.schedules import PlannedFire, Schedule
from dayshift.store import terms
from dayshift.store.engine import Tx
from dayshift.store.terms import Terms

__all__ = ["Asked", "Terms", "by_person", "by_schedule", "matches", "terms_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody said when starting a run; None leaves it to the job. ``expand``: fill placeholders."""

    arguments: tuple[str, ...] | None = None
    parameters: Mapping[str, Any] | None = None
    variables: Mapping[str, str] | None = None
    expand: bool = False


def matches(pattern: str, text: str) -> bool:
    """Whether all of ``text`` matches, in time that grows with its length alone. Raises ValueError."""
    try:
        return re2.fullmatch(pattern, text) is not None
    except re2.error as error:
        raise ValueError(str(error)) from error


def terms_of(tx: Tx, jobs: Iterable[int]) -> dict[int, Terms]:
    """What these jobs' runs are made from."""
    return terms.terms_of(tx, sorted(jobs))


def by_schedule(job: Terms, schedule: Schedule, fire: PlannedFire, *, late_s: int) -> dict[str, Any]:
    """The request of a run that a fire starts."""
    asked = Asked(arguments=schedule.arguments, parameters=schedule.parameters, expand=True)
    return {
        **_asked_for(job, asked),
        "tz": schedule.definition["tz"],
        "schedule": {"id": schedule.id, "name": schedule.name},
        "window": [fire.window_start.isoformat(), fire.nominal_at.isoformat()],
        "late_s": late_s,
    }


def by_person(job: Terms, asked: Asked) -> dict[str, Any]:
    """The request of a run that a person, or a program, starts now. Raises InvalidArguments, naming the parameter."""
    check_parameters(job.definition, asked.parameters or {})
    if asked.arguments is not None:
        arguments.check(asked.arguments, asked.variables)
    return {**_asked_for(job, asked), "tz": job.tz, "schedule": None, "window": None, "late_s": 0}


def check_parameters(definition: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """Raises InvalidArguments, naming the parameter. A default with placeholders is checked when they have values."""
    declared = read_parameters(definition["parameters"], matches=matches)
    known = [one for one in declared if one.name in given or not arguments.has_placeholder(one.default or "")]
    parameters.fill(known, given, matches=matches, placeholders={})


def _asked_for(job: Terms, asked: Asked) -> dict[str, Any]:
    own = asked.arguments is None
    return {
        "kind": job.kind,
        "definition": job.definition,
        "arguments": list(job.definition["argv"]) if own else list(asked.arguments or ()),
        "expand": own or asked.expand,
        "parameters": dict(asked.parameters or {}),
        "variables": {**job.definition["variables"], **(asked.variables or {})},
    }
