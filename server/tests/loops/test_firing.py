"""Every nominal time gets one line, and what the line says happened."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import text

from dayshift import failpoints
from dayshift.domain.executions import State
from dayshift.domain.schedules import ScheduleState
from dayshift.loops.ticker import Ticker
from dayshift.services import schedules
from dayshift.testing.world import SCHEDULE, World

OVERLAP = {"mode": "queue_one", "active": 1, "max": 100}
MISFIRE = {"mode": "latest", "max_late_s": 604_800, "max_runs": 100}


def test_a_schedule_fires_once_and_its_run_is_started(world: World) -> None:
    schedule = world.add_schedule("0 * * * *")
    (server,) = world.replicas()

    world.at("10:00").run(server)

    assert world.outcomes(schedule) == [("10:00", "ran")]
    run = world.only_execution()
    assert run.state is State.RUNNING
    assert world.executor.started == [f"ds-worlds-{run.id}-1"]


def test_three_replicas_fire_a_time_once(world: World) -> None:
    schedule = world.add_schedule("* * * * *", overlap=OVERLAP | {"mode": "allow"})
    world.replicas(3)

    for minute in range(40, 50):
        world.at(f"09:{minute}").run()

    lines = Counter(time for time, _ in world.outcomes(schedule))
    assert lines == Counter(f"09:{minute}" for minute in range(31, 50))
    assert len(world.executor.started) == len(set(world.executor.started)) == 8  # as many as there are slots


def test_nothing_fires_before_its_time(world: World) -> None:
    schedule = world.add_schedule("0 10 * * *")
    (server,) = world.replicas()

    world.at("09:59:59").run(server)

    assert world.ledger(schedule) == []


def test_the_end_is_inclusive_and_the_last_run_gets_its_own_time(world: World) -> None:
    schedule = world.add_schedule("0 * * * *", end="2026-11-24T11:00")
    (server,) = world.replicas()

    for time in ("10:00", "11:00", "12:00"):
        world.at(time).run(server)
        world.finish_all()
        world.run(server)

    assert world.outcomes(schedule) == [("10:00", "ran"), ("11:00", "ran")]
    assert world.schedule(schedule).state(world.clock.now()) is ScheduleState.ENDED
    last = world.executor.order(world.executor.started[-1]).env
    assert last["DAYSHIFT_NOMINAL_TIME"] == "2026-11-24T11:00:00Z"
    assert last["DAYSHIFT_WINDOW_START"] == "2026-11-24T10:00:00Z"


def test_after_so_many_runs_it_ends(world: World) -> None:
    schedule = world.add_schedule("0 * * * *", max_runs=2)
    (server,) = world.replicas()

    for time in ("10:00", "11:00", "12:00"):
        world.at(time).run(server)
        world.finish_all()
        world.run(server)

    assert [outcome for _, outcome in world.outcomes(schedule)] == ["ran", "ran"]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("latest", [("10:00", "missed"), ("11:00", "missed"), ("12:00", "late")]),
        ("none", [("10:00", "missed"), ("11:00", "missed"), ("12:00", "missed")]),
        ("all", [("10:00", "late"), ("11:00", "late"), ("12:00", "late")]),
    ],
)
def test_times_that_were_missed_are_made_up_for_by_policy(
    world: World, mode: str, expected: list[tuple[str, str]]
) -> None:
    schedule = world.add_schedule("0 * * * *", misfire=MISFIRE | {"mode": mode})
    (server,) = world.replicas()

    world.at("12:30").run(server)

    assert world.outcomes(schedule) == expected


def test_a_batch_that_is_made_up_for_runs_one_after_another(world: World) -> None:
    world.add_schedule("0 * * * *", misfire=MISFIRE | {"mode": "all"})
    (server,) = world.replicas()
    world.at("12:30").run(server)

    started = [len(world.executor.started)]
    for _ in range(3):
        world.finish_all()
        world.run(server)
        started.append(len(world.executor.started))

    assert started == [1, 2, 3, 3]
    nominal = [world.executor.order(name).env["DAYSHIFT_NOMINAL_TIME"] for name in world.executor.started]
    assert nominal == sorted(nominal)


def test_only_the_newest_missed_runs_are_made_up_for(world: World) -> None:
    schedule = world.add_schedule("0 * * * *", misfire=MISFIRE | {"mode": "all", "max_runs": 2})
    world.at("13:30")
    (server,) = world.replicas()

    world.run(server)

    lines = [(fire.outcome.value, fire.reason and fire.reason.value) for fire in world.ledger(schedule)]
    assert lines == [("missed", "over_cap"), ("missed", "over_cap"), ("late", "down"), ("late", "down")]


def test_what_is_noticed_too_late_is_not_run(world: World) -> None:
    schedule = world.add_schedule("0 10 * * *", misfire=MISFIRE | {"max_late_s": 3600})
    (server,) = world.replicas()

    world.at("12:00").run(server)

    (line,) = world.ledger(schedule)
    assert (line.outcome, line.reason) == ("missed", "too_late")


def test_a_gap_of_weeks_is_written_in_batches_and_reaches_back_35_days(world: World) -> None:
    schedule = world.add_schedule("*/30 * * * *")
    (server,) = world.replicas()
    start = world.clock.now()

    world.clock.set(start + timedelta(days=50))
    world.run(server, rounds=8)

    ledger = world.ledger(schedule)
    assert len(ledger) == 35 * 48 + 1
    assert [fire.outcome.value for fire in ledger].count("ran") == 1
    assert ledger[-1].nominal_at == world.clock.now()
    assert ledger == sorted(ledger, key=lambda fire: fire.id)


@pytest.mark.parametrize(
    ("mode", "outcomes"),
    [
        ("queue_one", ["ran", "waited", "merged"]),
        ("skip", ["ran", "skipped_overlap", "skipped_overlap"]),
        ("queue_all", ["ran", "waited", "waited"]),
        ("allow", ["ran", "ran", "ran"]),
        ("replace", ["ran", "waited", "waited"]),
    ],
)
def test_what_a_fire_does_while_the_run_before_it_goes_on(world: World, mode: str, outcomes: list[str]) -> None:
    schedule = world.add_schedule("0 * * * *", overlap=OVERLAP | {"mode": mode})
    (server,) = world.replicas()

    for time in ("10:00", "11:00", "12:00"):
        world.at(time).run(server, rounds=1)
        for name in world.executor.running():
            world.executor.hang(name)

    assert [outcome for _, outcome in world.outcomes(schedule)] == outcomes


def test_the_run_that_waited_starts_when_the_one_before_it_has_ended(world: World) -> None:
    world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    for time in ("10:00", "11:00", "12:00"):
        world.at(time).run(server)
    assert len(world.executor.started) == 1

    world.finish_all()
    world.run(server)

    assert len(world.executor.started) == 2
    told = world.executor.order(world.executor.started[1]).env
    assert told["DAYSHIFT_NOMINAL_TIME"] == "2026-11-24T11:00:00Z"
    assert (told["DAYSHIFT_MERGED_FIRES"], told["DAYSHIFT_MERGED_UNTIL"]) == ("1", "2026-11-24T12:00:00Z")


def test_a_run_that_is_replaced_is_stopped_before_the_new_one_starts(world: World) -> None:
    world.add_schedule("0 * * * *", overlap=OVERLAP | {"mode": "replace"})
    (server,) = world.replicas()
    world.at("10:00").run(server)
    first = world.only_execution()

    world.at("11:00").run(server, rounds=4)

    runs = {run.id: run for run in world.executions()}
    assert (runs[first.id].state, runs[first.id].reason) == (State.CANCELLED, "replaced")
    assert len(world.executor.started) == 2
    assert world.executor.cancelled == [f"ds-worlds-{first.id}-1"]


def test_no_more_wait_than_may(world: World) -> None:
    schedule = world.add_schedule("0 * * * *", overlap=OVERLAP | {"mode": "queue_all", "max": 1})
    (server,) = world.replicas()

    for time in ("10:00", "11:00", "12:00"):
        world.at(time).run(server)

    assert [outcome for _, outcome in world.outcomes(schedule)] == ["ran", "waited", "skipped_full"]


def test_while_it_is_paused_every_time_gets_its_line_and_nothing_is_made_up(world: World) -> None:
    schedule = world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    world.change(schedules.pause, schedule, world.desk, until=None, reason="moving")

    world.at("10:00").run(server)
    world.at("11:00").run(server)
    world.at("11:30")
    world.change(schedules.resume, schedule, world.desk)
    world.run(server)
    world.at("12:00").run(server)

    assert world.outcomes(schedule) == [("10:00", "paused"), ("11:00", "paused"), ("12:00", "ran")]


def test_a_pause_ends_by_itself_and_the_time_at_its_end_runs(world: World) -> None:
    schedule = world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    until = world.clock.now().replace(hour=11, minute=0)
    world.change(schedules.pause, schedule, world.desk, until=until.isoformat(), reason="")

    world.at("10:00").run(server)
    world.at("11:00").run(server)

    assert world.outcomes(schedule) == [("10:00", "paused"), ("11:00", "ran")]


def test_a_pause_cancels_what_was_queued_and_never_started(world: World) -> None:
    schedule = world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    world.at("10:00").run(server)
    world.at("11:00").run(server)

    world.change(schedules.pause, schedule, world.desk, until=None, reason="")

    states = [(run.state.value, run.reason) for run in world.executions()]
    assert states == [("running", None), ("cancelled", "paused")]


def test_one_time_is_left_out_and_its_window_falls_to_the_next(world: World) -> None:
    schedule = world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    world.at("10:00").run(server)
    world.finish_all()
    nominal = world.clock.now().replace(hour=11, minute=0)
    world.change(schedules.skip, schedule, nominal, world.desk)

    world.at("11:00").run(server)
    world.at("12:00").run(server)

    assert world.outcomes(schedule) == [("10:00", "ran"), ("11:00", "skipped_by_person"), ("12:00", "ran")]
    assert f"{world.ledger(schedule)[-1].window_start:%H:%M}" == "10:00"


def test_nothing_fires_because_of_an_edit(world: World) -> None:
    schedule = world.add_schedule("0 12 * * *")
    (server,) = world.replicas()
    world.at("10:30")
    body = {**SCHEDULE, "trigger": {"kind": "cron", "text": "0 10 * * *"}}

    world.change(schedules.edit, schedule, body, world.desk, revision=1)
    world.run(server)

    assert world.ledger(schedule) == []
    assert f"{world.schedule(schedule).next_fire_at:%d %H:%M}" == "25 10:00"


def test_an_edit_in_the_second_of_a_fire_loses_none(world: World) -> None:
    schedule = world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    world.at("10:00")
    body = {**SCHEDULE, "trigger": {"kind": "cron", "text": "30 * * * *"}}

    world.change(schedules.edit, schedule, body, world.desk, revision=1)
    world.run(server)
    world.at("10:30").run(server)

    assert [time for time, _ in world.outcomes(schedule)] == ["10:00", "10:30"]


def test_a_clock_that_goes_back_fires_nothing_again(world: World) -> None:
    schedule = world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    world.at("10:00").run(server)
    world.finish_all()

    world.at("09:00").run(server)
    world.at("10:00").run(server)

    assert world.outcomes(schedule) == [("10:00", "ran")]


def test_a_deleted_schedule_fires_no_more_and_its_ledger_stays(world: World) -> None:
    schedule = world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    world.at("10:00").run(server)

    world.change(schedules.delete, schedule)
    world.at("11:00").run(server)

    assert world.outcomes(schedule) == [("10:00", "ran")]


def test_a_rule_that_nobody_can_read_is_parked_and_its_neighbours_fire(world: World) -> None:
    broken, good = world.add_schedule("0 * * * *"), world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    with world.store.begin(world.clock.now()) as tx:
        tx.execute(
            text("UPDATE schedules SET definition = replace(definition, 'cron5', 'cron9') WHERE id = :id"),
            {"id": broken.id},
        )

    world.at("10:00").run(server, rounds=5)

    assert world.outcomes(good) == [("10:00", "ran")]
    assert world.outcomes(broken) == [("10:00", "error")]
    assert world.schedule(broken).state(world.clock.now()) is ScheduleState.PARKED


def test_an_exception_in_one_schedule_stops_no_other_in_the_batch(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = world.add_schedule("0 * * * *"), world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    real = Ticker._plan

    def plan(ticker: Ticker, tx: object, found: list[tuple[object, object]]) -> object:
        if any(schedule.id == bad.id for schedule, _ in found):  # type: ignore[attr-defined]
            raise ValueError("a rule that raises")
        return real(ticker, tx, found)  # type: ignore[arg-type]

    monkeypatch.setattr(Ticker, "_plan", plan)
    world.at("10:00").run(server, rounds=1)

    assert world.outcomes(good) == [("10:00", "ran")]


def test_the_runs_of_a_full_project_are_refused_with_a_line(world: World) -> None:
    schedule = world.add_schedule("0 * * * *", overlap=OVERLAP | {"mode": "allow"})
    (server,) = world.replicas()
    ticker = server.loops["ticker"]
    assert isinstance(ticker, Ticker)
    ticker.queued_runs = 1

    world.at("10:00")
    ticker.step()
    world.at("11:00")
    ticker.step()

    assert world.outcomes(schedule) == [("10:00", "ran"), ("11:00", "refused")]


def test_no_failpoint_is_armed_between_tests() -> None:
    assert failpoints.armed() == ()
