"""From what a run directory holds to what is said of the attempt: no process is asked, only files and a lock."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from dayshift import opening
from dayshift.executors.base import Handle, Observation, Reason, Seen
from dayshift.executors.remains import clear_remains
from dayshift.executors.runfolder import RunFolder
from dayshift.executors.supervisor.system import boot_id, pid_namespace

PROGRESS_BYTES = 4096
WORDS = {
    Reason.TIMEOUT: "The time limit was reached.",
    Reason.LOG_FULL: "The log reached its limit.",
    Reason.PROCESSES: "The run had more processes than it may have.",
    Reason.SUPERVISOR_KILLED: "The process that looked after this run was killed; how the program ended is not known.",
    Reason.HOST_RESTARTED: "The machine was restarted while this ran.",
}


def look(folder: RunFolder, handle: Handle, observed_at: datetime) -> Observation:
    """What the attempt does now. Of one whose supervisor is gone, everything that is left is killed first.

    The order matters, since a supervisor may do anything between two looks. The token is looked for before the lock:
    who finds the lock free and only then a token may have met one that has just begun, and would kill it.
    """
    if end := folder.record("exit.json"):
        return _ended(handle, end, observed_at)
    was_started = folder.exists("job.json")
    if folder.is_held():
        return _alive(folder, handle, observed_at)
    if end := folder.record("exit.json"):
        return _ended(handle, end, observed_at)
    if was_started:
        return _gone(folder, handle, observed_at)
    return Observation(name=handle.name, seen=Seen.ABSENT, observed_at=observed_at)


def _alive(folder: RunFolder, handle: Handle, observed_at: datetime) -> Observation:
    token = folder.record("job.json")
    if token is None:
        return Observation(name=handle.name, seen=Seen.WAITING, observed_at=observed_at)
    return Observation(
        name=handle.name,
        seen=Seen.RUNNING,
        observed_at=observed_at,
        started_at=_instant(token["started_at"]),
        progress=_progress(folder),
    )


def _gone(folder: RunFolder, handle: Handle, observed_at: datetime) -> Observation:
    token = _token(folder)
    restarted = token.get("boot") != boot_id() or _is_of_another_container(folder)
    clear_remains(folder, {"name": handle.name, **token})
    reason = Reason.HOST_RESTARTED if restarted else Reason.SUPERVISOR_KILLED
    return Observation(
        name=handle.name,
        seen=Seen.ENDED,
        observed_at=observed_at,
        reason=reason,
        message=WORDS[reason],
        started_at=_instant(token.get("started_at")),
    )


def _is_of_another_container(folder: RunFolder) -> bool:
    """The same boot but other pids: the container was restarted around the run."""
    who = folder.record("supervisor.json")
    return who is not None and who["pidns"] != pid_namespace()


def _token(folder: RunFolder) -> dict[str, Any]:
    """The start token. One that cannot be read still says that it was started; a power cut can leave it so."""
    try:
        return folder.record("job.json") or {}
    except ValueError:
        return {}


def _ended(handle: Handle, end: Mapping[str, Any], observed_at: datetime) -> Observation:
    reason = Reason.SETUP if end["setup"] else Reason(end["stopped_by"]) if end["stopped_by"] else None
    return Observation(
        name=handle.name,
        seen=Seen.ENDED,
        observed_at=observed_at,
        exit_code=end["code"],
        signal=end["signal"],
        reason=reason,
        message=_message(reason, end),
        started_at=_instant(end["started_at"]),
        ended_at=_instant(end["ended_at"]),
        peak_memory=end.get("peak_memory"),
        cpu_s=end.get("cpu_s"),
    )


def _message(reason: Reason | None, end: Mapping[str, Any]) -> str:
    if reason is Reason.SETUP:
        return f"Not started: {end['setup']}."
    if reason is Reason.OOM:
        limit, peak = end["memory_limit"] >> 20, end["peak_memory"] >> 20
        seen = "" if end["oom_kills"] else " The limit was passed at the last look."
        return f"Out of memory: the limit is {limit} MiB, the peak was {peak} MiB.{seen}"
    if end.get("oom_kills"):
        return "A process of this run was killed for memory."
    return WORDS.get(reason, "") if reason else ""


def _instant(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _progress(folder: RunFolder) -> Mapping[str, Any] | None:
    """What the job last said of itself; anything that is no small JSON object is nothing."""
    try:
        said = json.loads(opening.read(folder.path, "work", "progress.json", limit=PROGRESS_BYTES))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None
