"""Hosts that go away, clocks that are wrong, and time zone data that is old."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import event

from dayshift.domain.executions import State
from dayshift.loops.heart import Heart
from dayshift.loops.rescue import SILENT_FOR, STOPPED_FOR
from dayshift.loops.ticker import Ticker
from dayshift.services import zonechange
from dayshift.store import replicas, schedules
from dayshift.store.tables import executions
from dayshift.store.tables import replicas as rows
from dayshift.testing.clock import FakeClock
from dayshift.testing.world import ZONES, World


def _running_elsewhere(world: World) -> None:
    """A run on a host whose only server is the first one."""
    world.add_schedule("0 * * * *")
    first, _ = world.replicas(2)
    world.at("10:00").run(first)
    with world.store.begin(world.clock.now()) as tx:
        tx.execute(executions.update().values(host="another"))
        tx.execute(rows.update().where(rows.c.id == first.id).values(host="another"))
    first.is_dead = True


def test_a_run_of_a_host_without_a_heart_is_lost_after_a_minute(world: World) -> None:
    _running_elsewhere(world)

    world.clock.advance(seconds=SILENT_FOR.total_seconds() - 5)
    world.run()
    assert world.only_execution().state is State.RUNNING
    world.clock.advance(seconds=10)
    world.run()

    run = world.only_execution()
    assert (run.state, run.reason) == (State.LOST, "node_lost")


def test_a_host_that_was_stopped_on_purpose_is_waited_for_longer(world: World) -> None:
    _running_elsewhere(world)
    with world.store.begin(world.clock.now()) as tx:
        tx.execute(rows.update().where(rows.c.host == "another").values(stopped_at=world.clock.now()))

    world.clock.advance(seconds=STOPPED_FOR.total_seconds() - 10)
    world.run()
    assert world.only_execution().state is State.RUNNING
    world.clock.advance(seconds=20)
    world.run()

    assert world.only_execution().reason == "node_lost"


def test_a_server_whose_clock_is_far_off_fires_nothing(world: World) -> None:
    schedule = world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    heart, ticker = server.loops["heart"], server.loops["ticker"]
    assert isinstance(heart, Heart) and isinstance(ticker, Ticker)
    ticker.may_fire = heart.may_fire

    heart.skew_s = 11
    world.at("10:00")
    assert ticker.step() is not None, "nobody wakes it when it may fire again"
    assert world.ledger(schedule) == []
    heart.skew_s = 5
    ticker.step()

    assert world.outcomes(schedule) == [("10:00", "ran")]


def test_a_commit_that_takes_a_minute_is_no_clock_that_is_far_off(world: World) -> None:
    (server,) = world.replicas()
    heart = server.loops["heart"]
    assert isinstance(heart, Heart)
    heart.clock = clock = FakeClock(datetime.now(UTC))
    event.listen(world.store.engine, "commit", lambda _: clock.advance(seconds=60))

    heart.step()

    assert heart.may_fire(), heart.skew_s


def test_a_server_with_older_zone_data_than_another_fires_nothing(world: World) -> None:
    (server,) = world.replicas()
    heart = server.loops["heart"]
    assert isinstance(heart, Heart)
    with world.store.begin(world.clock.now()) as tx:
        replicas.set_tzdata(tx, "2099a")

    heart.step()

    assert not heart.may_fire()


def test_newer_zone_data_derives_every_cursor_again_but_those_that_are_due(world: World) -> None:
    due, later = world.add_schedule("0 10 * * *"), world.add_schedule("0 12 * * *")
    with world.store.begin(world.clock.now()) as tx:
        replicas.set_tzdata(tx, "1999a")
        wrong = world.clock.now() + timedelta(days=9)
        schedules.move_cursor(tx, later.id, wrong)
    world.at("10:30")

    with world.store.begin(world.clock.now()) as tx:
        moved = zonechange.derive_again(tx, ZONES)

    assert moved == 1
    assert f"{world.schedule(due).next_fire_at:%H:%M}" == "10:00"
    assert f"{world.schedule(later).next_fire_at:%d %H:%M}" == "24 12:00"
