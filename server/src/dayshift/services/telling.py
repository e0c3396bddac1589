"""What a run is told: its command line with the placeholders filled, and the variables that are ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from dayshift.domain import arguments, parameters
from dayshift.domain.arguments import Telling
from dayshift.domain.parameters import read_parameters
from dayshift.domain.triggers.zones import Zone, Zones
from dayshift.services.requests import matches


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A queued execution, as much as its order is made from. ``merged``: nominal times merged into it, newest first."""

    id: int
    attempt: int
    project: int
    project_name: str
    job_name: str
    kind: str
    memory: int
    cause: str
    created_at: datetime
    nominal_at: datetime | None
    request: Mapping[str, Any]
    code: str | None
    environment: str
    merged: tuple[datetime, ...] = ()
    last_success_at: datetime | None = None

    @property
    def window(self) -> tuple[datetime, datetime] | None:
        """The span of data that this run is about, if a schedule started it."""
        if self.request["window"] is None:
            return None
        start, end = self.request["window"]
        return datetime.fromisoformat(start), datetime.fromisoformat(end)


def command_line(run: Run, zones: Zones) -> tuple[str, ...]:
    """The arguments of the program: the job's or those of this run, then what the parameters add.

    Raises InvalidArguments when a value that a placeholder gave does not fit its parameter.
    """
    asked = run.request
    told = _telling(run, zones)
    declared = read_parameters(asked["definition"]["parameters"], matches=matches)
    plain = arguments.placeholders(told, {})
    filled = parameters.fill(declared, asked["parameters"], matches=matches, placeholders=plain)
    words = tuple(asked["arguments"])
    if asked["expand"]:
        words = arguments.expand(words, arguments.placeholders(told, filled.values))
    return (*words, *filled.arguments)


def _telling(run: Run, zones: Zones) -> Telling:
    nominal = run.nominal_at or run.created_at
    start, end = run.window or (nominal, nominal)
    return Telling(
        nominal=_local(nominal, zones.get(run.request["tz"])),
        window_start=start,
        window_end=end,
        run_id=run.id,
        project=run.project_name,
        job=run.job_name,
    )


def schedule_variables(run: Run, zones: Zones) -> dict[str, str]:
    """Why and for when this run is: set for every run, empty where there is nothing to say."""
    schedule = run.request["schedule"] or {}
    zone = zones.get(run.request["tz"])
    nominal = run.nominal_at
    window = run.window
    told = {
        "DAYSHIFT_TRIGGER": run.cause,
        "DAYSHIFT_SCHEDULE_ID": str(schedule.get("id", "")),
        "DAYSHIFT_SCHEDULE_NAME": schedule.get("name", ""),
        "DAYSHIFT_NOMINAL_TIME": _utc(nominal),
        "DAYSHIFT_NOMINAL_LOCAL": "" if nominal is None else _local(nominal, zone).isoformat(timespec="seconds"),
        "DAYSHIFT_TIMEZONE": zone.name,
        "DAYSHIFT_WINDOW_START": _utc(window[0] if window else None),
        "DAYSHIFT_WINDOW_END": _utc(window[1] if window else None),
        "DAYSHIFT_LATE_SECONDS": str(run.request["late_s"]),
        "DAYSHIFT_MERGED_FIRES": str(len(run.merged)),
        "DAYSHIFT_MERGED_UNTIL": _utc(run.merged[0] if run.merged else None),
        "DAYSHIFT_LAST_SUCCESS_TIME": _utc(run.last_success_at),
    }
    return told | (_hopsworks(window) if window else {})


def _hopsworks(window: tuple[datetime, datetime]) -> dict[str, str]:
    """The names under which programs written for Hopsworks read their window."""
    start, end = _utc(window[0]), _utc(window[1])
    return {"HOPS_START_TIME": start, "HOPS_END_TIME": end, "HOPS_LOGICAL_DATE": start}


def _local(at: datetime, zone: Zone) -> datetime:
    """The instant with the offset that people's clocks have then."""
    return at.astimezone(timezone(timedelta(seconds=zone.offset(int(at.timestamp())))))


def _utc(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
