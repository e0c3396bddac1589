"""What a schedule would do, computed by the code that fires; nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dayshift.domain.errors import NotFound
from dayshift.domain.rights import Permit
from dayshift.domain.schedules import Pause, Schedule
from dayshift.domain.triggers.preview import PreviewRequest, preview
from dayshift.services import access
from dayshift.services.schedules import Desk
from dayshift.store import executions, jobs, projects, schedules
from dayshift.store.engine import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How much somebody wants to see: ``count`` next runs, the runs of ``days``, and their own zone beside."""

    count: int = 10
    days: tuple[date, date] | None = None
    viewer_tz: str | None = None


def show(
    tx: Tx, permit: Permit, body: Mapping[str, Any], wanted: Wanted, desk: Desk, *, saved: int | None = None
) -> dict[str, Any]:
    """The preview of a draft, perhaps beside the saved schedule that it would replace. Raises NotFound."""
    if saved is not None and not access.sees(tx, permit, schedule=saved):
        raise NotFound
    known = None if saved is None else schedules.find(tx, saved)
    return _preview(tx, permit, body, wanted, desk, known=known, usual=_usual(tx, permit, body))


def _usual(tx: Tx, permit: Permit, body: Mapping[str, Any]) -> tuple[float, float] | None:
    """How long runs of the job take, for those who may see it."""
    name = body["target"]["job"] if body.get("target") else None
    if name is None or not access.sees(tx, permit, job=name):
        return None
    job = jobs.find_job(tx, permit.project, name)
    return None if job is None else executions.usual_s(tx, job.id)


def upcoming(tx: Tx, permit: Permit, number: int, count: int, desk: Desk) -> list[dict[str, Any]]:
    """The next runs of a saved schedule, those that will not run among them."""
    known = schedules.get_schedule(tx, number)
    if known.parked is not None or known.has_run_out:
        return []
    left = None if known.max_runs is None else known.max_runs - known.runs_started
    body = {**known.definition, "skips": [f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in sorted(known.skips)], "max_runs": left}
    shown = _preview(tx, permit, body, Wanted(count=count), desk, known=known, usual=None)
    return list(shown.get("next", []))


def _preview(
    tx: Tx,
    permit: Permit,
    body: Mapping[str, Any],
    wanted: Wanted,
    desk: Desk,
    *,
    known: Schedule | None,
    usual: tuple[float, float] | None,
) -> dict[str, Any]:
    request = PreviewRequest(
        schedule=body,
        count=wanted.count,
        days=wanted.days,
        viewer_tz=wanted.viewer_tz,
        floor_s=desk.limits.min_interval_s,
        default_tz=projects.get_project(tx, permit.project).tz,
        now=int(tx.now.timestamp()),
        created=None if known is None else int(known.created_at.timestamp()),
        pause=None if known is None or known.pause is None else _pause(known.pause),
        usual_s=usual,
    )
    return preview(request, desk.zones)


def _pause(pause: Pause) -> tuple[int, int | None, str]:
    return int(pause.since.timestamp()), _seconds(pause.until), pause.reason


def _seconds(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp())
