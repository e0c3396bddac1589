"""Judges what a crash test left behind. It imports nothing of the server and walks the rules by itself.

It is given facts as ``facts.py`` gathers them: the plan, the rows of the ledger, and the lines that the jobs wrote.
Used as a program it reads such facts from a JSON file, prints counts and the first ten violations, and exits 1 for any.
"""

import itertools
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

STARTED = {"ran", "late", "waited"}
TERMINAL = {"succeeded", "failed", "timed_out", "cancelled", "lost"}
MICROSECONDS = 1_000_000
SKEW_S = 1.0  # how far clocks may be apart
SHOWN = 10

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was counted, and what is wrong, in the order found."""

    fires: int
    runs: int
    starts: int
    outcomes: Counter[str]
    violations: list[str]

    def count(self, kind: str) -> int:
        return sum(1 for violation in self.violations if violation.startswith(kind))


@dataclass(slots=True)
class Case:
    """The facts, joined by their keys."""

    facts: Mapping[str, Any]
    fires: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))  # by schedule
    run_of_fire: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    lines: dict[tuple[int, int, str], list[Row]] = field(default_factory=lambda: defaultdict(list))
    attempts: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))  # by execution

    def __post_init__(self) -> None:
        for row in self.facts["fires"]:
            self.fires[row["schedule"]].append(row)
        for run in self.facts["executions"]:
            self.run_of_fire[run["fire"]].append(run)
        for line in self.facts["lines"]:
            self.lines[line["execution"], line["attempt"], line["what"]].append(line)
        for attempt in self.facts["attempts"]:
            self.attempts[attempt["execution"]].append(attempt)

    def schedules(self) -> Iterator[tuple[Row, list[Row]]]:
        """Each schedule of the plan with its ledger, oldest first."""
        saved = {row["name"]: row for row in self.facts["schedules"]}
        for planned in self.facts["plan"]["schedules"]:
            schedule = saved[planned["name"]]
            first = max(planned["start"], schedule["created_at"] // MICROSECONDS + 1)  # nothing earlier was due
            rows = sorted(self.fires[schedule["id"]], key=lambda row: int(row["nominal_at"]))
            yield {**planned, "first": first}, rows

    def job_of(self, run: Row) -> Row:
        names = {row["id"]: row["name"] for row in self.facts["jobs"]}
        return next(job for job in self.facts["plan"]["jobs"] if job["name"] == names[run["job"]])


def check(facts: Mapping[str, Any]) -> Verdict:
    """Compare the facts with each other and with the plan."""
    case = Case(facts)
    found = [violation for rule in RULES for violation in rule(case)]
    return Verdict(
        fires=len(facts["fires"]),
        runs=len(facts["executions"]),
        starts=sum(1 for line in facts["lines"] if line["what"] == "start"),
        outcomes=Counter(row["outcome"] for row in facts["fires"]),
        violations=found,
    )


def walk(planned: Row) -> list[int]:
    """Every nominal time of a rule within its bounds, both included, found by looking at each second."""
    origin = 0 if planned["kind"] == "cron" else planned["start"]
    seconds = range(planned["first"], planned["end"] + 1)
    return [second for second in seconds if (second - origin) % planned["every"] == 0]


def ledger_is_complete(case: Case) -> Iterator[str]:
    """One row for each nominal time, no other rows, none early; a count of runs ends a schedule exactly there."""
    for planned, rows in case.schedules():
        name = planned["name"]
        seen = Counter(row["nominal_at"] for row in rows)
        expected = _expected(planned, rows)
        yield from (f"lost: {name} has no row for {at}" for at in expected if at * MICROSECONDS not in seen)
        yield from (f"doubled: {name} has {n} rows for {at // MICROSECONDS}" for at, n in seen.items() if n > 1)
        known = {at * MICROSECONDS for at in expected}
        yield from (f"extra: {name} has a row for {at / MICROSECONDS}" for at in seen if at not in known)
        for row in rows:
            if row["decided_at"] < row["nominal_at"] - SKEW_S * MICROSECONDS:
                yield f"early: {name} decided fire {row['id']} before its time"


def _expected(planned: Row, rows: Sequence[Row]) -> list[int]:
    if planned["max_runs"] is None:
        return walk(planned)
    started = [row["nominal_at"] // MICROSECONDS for row in rows if row["outcome"] in STARTED]
    over = len(started) >= planned["max_runs"]
    last = started[planned["max_runs"] - 1] if over else planned["end"]
    return [at for at in walk(planned) if at <= last]


def outcomes_follow_the_policies(case: Case) -> Iterator[str]:
    """No outcome that the schedule's policies cannot give; nothing is missed for being late within a minute."""
    allowed = {
        "allow": {"ran"},
        "skip": {"ran", "skipped_overlap"},
        "queue_one": {"ran", "waited", "merged"},
        "queue_all": {"ran", "waited"},
        "replace": {"ran", "waited"},
    }
    for planned, rows in case.schedules():
        ids = {row["id"]: row for row in rows}
        for row in rows:
            what = f"fire {row['id']} of {planned['name']}"
            if row["outcome"] == "missed":
                if planned["misfire"] != "latest" or not _is_superseded(row, rows):
                    yield f"outcome: {what} was missed for no reason"
            elif row["outcome"] not in allowed[planned["overlap"]]:
                yield f"outcome: {what} is {row['outcome']}"
            if (row["outcome"] == "merged") != (row["merged_into"] is not None):
                yield f"outcome: {what} is {row['outcome']} and merged into {row['merged_into']}"
            if row["merged_into"] is not None and ids.get(row["merged_into"], {}).get("outcome") not in STARTED:
                yield f"outcome: {what} was merged into what never ran"


def _is_superseded(row: Row, rows: Sequence[Row]) -> bool:
    """Whether a newer time was decided in the same moment."""
    newer = (one for one in rows if one["nominal_at"] > row["nominal_at"])
    return row["reason"] == "superseded" and any(one["decided_at"] == row["decided_at"] for one in newer)


def fires_and_runs_match(case: Case) -> Iterator[str]:
    """A row that says that something ran has exactly one run, of the same time; any other has none."""
    rows = {row["id"]: row for row in case.facts["fires"]}
    for number, row in rows.items():
        runs = case.run_of_fire.get(number, [])
        wanted = 1 if row["outcome"] in STARTED else 0
        if len(runs) < wanted:
            yield f"lost: fire {number} ({row['outcome']}) has no run"
        if len(runs) > wanted:
            yield f"doubled: fire {number} ({row['outcome']}) has {len(runs)} runs"
        if any(run["nominal_at"] != row["nominal_at"] for run in runs):
            yield f"wrong: the run of fire {number} has another nominal time"
    for number, runs in case.run_of_fire.items():
        if number not in rows:
            yield f"extra: run {runs[0]['id']} belongs to no fire"


def every_start_is_allowed(case: Case) -> Iterator[str]:
    """No attempt is started twice, none without its row, and every one that ended by itself was started."""
    runs = {run["id"]: run for run in case.facts["executions"]}
    for (number, attempt, what), lines in case.lines.items():
        if number not in runs:
            yield f"extra: run {number} was started and has no row"
        elif len(lines) > 1:
            yield f"doubled: attempt {number}/{attempt} wrote {len(lines)} lines of {what}"
        elif attempt not in {row["number"] for row in case.attempts[number]}:
            yield f"extra: attempt {number}/{attempt} was started and has no row"
        elif lines[0]["nominal_at"] != runs[number]["nominal_at"]:
            yield f"wrong: attempt {number}/{attempt} was told another nominal time"
    for attempt_row in case.facts["attempts"]:
        key = attempt_row["execution"], attempt_row["number"]
        ended_itself = attempt_row["state"] == "succeeded" or attempt_row["reason"] == "exit"
        if ended_itself and not (case.lines.get((*key, "start")) and case.lines.get((*key, "end"))):
            yield f"lost: attempt {key[0]}/{key[1]} {attempt_row['state']} and never ran to its end"


def ends_are_consistent(case: Case) -> Iterator[str]:
    """Everything is over, in a state that fits its exit code, after as many attempts as its retries allow."""
    for run in case.facts["executions"]:
        what, attempts = f"run {run['id']}", sorted(case.attempts[run["id"]], key=lambda row: int(row["number"]))
        if run["state"] not in TERMINAL:
            yield f"open: {what} is {run['state']} (waits for {run['waits_for']}, owner {run['owner']})"
            continue
        if run["ended_at"] is None:
            yield f"wrong: {what} has no end"
        if attempts and attempts[-1]["state"] != run["state"] and run["state"] != "cancelled":
            yield f"wrong: {what} is {run['state']}, its last attempt {attempts[-1]['state']}"
        if [row["number"] for row in attempts] != list(range(1, len(attempts) + 1)):
            yield f"wrong: {what} has the attempts {[row['number'] for row in attempts]}"
        yield from _attempts(case, run, attempts)


def _attempts(case: Case, run: Row, attempts: Sequence[Row]) -> Iterator[str]:
    job = case.job_of(run)
    for row in attempts:
        what = f"attempt {run['id']}/{row['number']}"
        code = job["codes"][min(row["number"], len(job["codes"])) - 1]
        if row["state"] == "lost" and row["reason"] not in case.facts["may_lose"]:
            yield f"false: {what} is lost ({row['reason']})"
        if row["state"] == "cancelled" and not (job["may_stop"] or run["reason"] == "replaced"):
            yield f"false: {what} was cancelled"
        if row["state"] in ("succeeded", "failed") and (row["exit_code"], row["reason"]) != _end(code):
            yield f"wrong: {what} {row['state']} with code {row['exit_code']} ({row['reason']}), not {code}"
        if row["number"] < len(attempts) and row["state"] != "failed":
            yield f"extra: {what} {row['state']} and was tried again"
    last = attempts[-1] if attempts else None
    if last is not None and last["state"] == "failed" and last["number"] <= job["retries"]:
        yield f"lost: run {run['id']} had a try left after attempt {last['number']}"
    if len(attempts) > job["retries"] + 1:
        yield f"extra: run {run['id']} had {len(attempts)} attempts"


def _end(code: int) -> tuple[int, str | None]:
    return code, "exit" if code else None


def runs_do_not_overlap(case: Case) -> Iterator[str]:
    """By the jobs' own monotonic clock, one run of a schedule has ended before the next begins."""
    for planned, rows in case.schedules():
        if planned["overlap"] == "allow":
            continue
        spans = sorted(span for row in rows for run in case.run_of_fire[row["id"]] if (span := _span(case, run)))
        for (_, end, first), (start, _, second) in itertools.pairwise(spans):
            if start < end:
                yield f"overlap: {planned['name']} ran {second} {end - start:.3f} s before {first} had ended"


def _span(case: Case, run: Row) -> tuple[float, float, int] | None:
    """When a run began and ended; one that was killed without a word is as short as what is known of it."""
    here = [line["monotonic"] for (number, _, _), lines in case.lines.items() if number == run["id"] for line in lines]
    return (min(here), max(here), run["id"]) if here else None


def logs_are_whole(case: Case) -> Iterator[str]:
    """Whoever ran to the end has every line in the log."""
    for row in case.facts["attempts"]:
        if row["state"] == "succeeded" or row["reason"] == "exit":
            key = f"{row['execution']}/{row['number']}"
            if case.facts["log_lines"].get(key) != case.facts["lines_a_run"]:
                yield f"log: attempt {key} has {case.facts['log_lines'].get(key)} lines"


def nothing_is_left(case: Case) -> Iterator[str]:
    """No process of a run that is over lives."""
    yield from (f"alive: process {pid} of run {run}" for pid, run in case.facts["alive"])


RULES = (
    ledger_is_complete,
    outcomes_follow_the_policies,
    fires_and_runs_match,
    every_start_is_allowed,
    ends_are_consistent,
    runs_do_not_overlap,
    logs_are_whole,
    nothing_is_left,
)


def main(path: str) -> int:
    """Judge the facts in a file."""
    facts = json.loads(Path(path).read_text())
    verdict = check(facts)
    outcomes = ", ".join(f"{count} {name}" for name, count in sorted(verdict.outcomes.items()))
    print(f"{verdict.fires} fires ({outcomes}), {verdict.runs} runs, {verdict.starts} starts, seed {facts['seed']}")
    for violation in verdict.violations[:SHOWN]:
        print(violation)
    return 1 if verdict.violations else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
