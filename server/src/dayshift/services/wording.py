"""How a run ended, in as few words as stand beside a mark. Whole sentences are in ``domain/reasons.py``."""

from collections.abc import Mapping

OF_REASON: Mapping[str, str] = {
    "exit": "exit {exit_code}",
    "signal": "signal {signal}",
    "timeout": "time limit",
    "oom": "out of memory",
    "setup": "could not start",
    "log_full": "log full",
    "processes": "too many processes",
    "killed": "stopped by somebody",
    "replaced": "replaced by the next run",
    "paused": "schedule paused",
    "bad_spec": "could not start",
    "environment": "environment not ready",
    "rejected": "could not start",
    "absent": "lost track of it",
    "supervisor_killed": "supervisor killed",
    "host_restarted": "host restarted",
    "node_lost": "host lost",
}


def in_short(reason: str | None, exit_code: int | None, signal: int | None) -> str:
    """Why a run did not succeed; some runs have no reason but their exit code."""
    return OF_REASON[reason or "exit"].format(exit_code=exit_code, signal=signal)
