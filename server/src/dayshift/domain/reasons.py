"""Why something ran, or did not, in one sentence. Pure: whoever asks hands in the facts."""

from collections.abc import Mapping
from typing import Any

from dayshift.domain.fires import Outcome, Reason

OF_FIRE: Mapping[tuple[Outcome, Reason | None], str] = {
    (Outcome.RAN, None): "It ran at {decided}, on time.",
    (Outcome.LATE, Reason.DOWN): "It ran {late} late, at {decided}, because no scheduler was running at {nominal}.",
    (Outcome.LATE, Reason.BUSY): "It ran {late} late, at {decided}, because the scheduler was busy.",
    (Outcome.WAITED, Reason.OVERLAP): "It waited for the run before it to end.",
    (Outcome.MERGED, Reason.OVERLAP): "It was merged into the run that was already waiting{into}.",
    (Outcome.SKIPPED_OVERLAP, None): "It was skipped because the run before it was still going.",
    (Outcome.SKIPPED_FULL, None): "It was skipped: {most} runs were waiting already.",
    (Outcome.SKIPPED_BY_PERSON, None): "Somebody left this one out.",
    (Outcome.PAUSED, None): "The schedule was paused.",
    (Outcome.MISSED, Reason.DOWN): "No scheduler was running at {nominal}, and this schedule does not run late.",
    (Outcome.MISSED, Reason.SUPERSEDED): "No scheduler was running; a later run went in its place.",
    (Outcome.MISSED, Reason.TOO_LATE): "It was noticed {late} late; the limit is {limit}.",
    (Outcome.MISSED, Reason.OVER_CAP): "Only the newest {cap} missed runs are made up.",
    (Outcome.REFUSED, Reason.QUOTA): "The project had as many queued runs as it may have.",
    (Outcome.ERROR, Reason.RULE): "Its rule could not be read; the schedule is parked.",
}

WITHOUT_ROW: Mapping[str, str] = {
    "not_due": "It was not planned for {nominal}{nearest}.",
    "before_start": "It was not planned for {nominal}: the schedule starts on {start}.",
    "after_end": "It was not planned for {nominal}: the schedule ended on {end}.",
    "limit_reached": "It had made all of its {most} runs by then.",
    "not_yet": "It is due, and about to be decided.",
    "did_not_exist": "The schedule did not exist at {nominal}; it was made on {created}.",
    "other_rule": "Until {changed} it had another rule, which did not name {nominal}.",
    "records_gone": "That is longer ago than the ledger is kept.",
    "parked": "It will not run: its rule could not be read, and the schedule is parked.",
    "will_be_paused": "It will not run: the schedule is paused by {by}{until}{because}.",
    "will_be_skipped": "It will not run: somebody left this one out.",
    "will_run": "It will run at {nominal}.",
}

OF_RUN: Mapping[str, str] = {
    "succeeded": "It succeeded after {took}.",
    "exit": "Its program ended with exit code {exit_code}.",
    "signal": "Its program was ended by signal {signal}, which did not come from Dayshift.",
    "timeout": "It took longer than its time limit and was stopped.",
    "oom": "It used more memory than it may and was stopped.",
    "setup": "Its program could not be started: {message}",
    "log_full": "It wrote more log than it may keep and was stopped.",
    "processes": "It started more processes than it may and was stopped.",
    "killed": "Somebody stopped it.",
    "replaced": "It was stopped because the next run of its schedule replaced it.",
    "paused": "It never started: its schedule was paused.",
    "bad_spec": "It could not be started: {message}",
    "environment": "{message}",
    "rejected": "It could not be started: {message}",
    "absent": "Nobody knows what became of it. {message}",
    "supervisor_killed": "Its supervisor was killed, so nobody knows how it ended.",
    "host_restarted": "The machine was restarted while it ran.",
    "node_lost": "{message}",
    "running": "It is running since {since}.",
    "starting": "It is being started.",
    "waits_for_run": "It waits for run {waits_for} to end.",
    "waits_for_retry": "Its last attempt failed; the next one starts at {not_before}.",
    "waits_for_environment": "It waits for its environment to be built.",
    "waits_for_job": "It waits: the job may run {max_running} times at once, and does.",
    "waits_for_slot": "It waits for one of the slots; {running} runs are going.",
}


def say(table: Mapping[Any, str], key: Any, facts: Mapping[str, Any]) -> str:
    """The sentence for ``key`` with the facts filled in."""
    return table[key].format_map({"message": "", **facts}).strip()


def length(seconds: float) -> str:
    """A length of time as people say it: 25 min, 3 h, 9 days."""
    for size, unit in ((86_400, "days"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
