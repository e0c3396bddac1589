"""What a death leaves behind is found again: nothing is lost, and nothing starts twice."""

from datetime import timedelta

import pytest

from dayshift.domain.executions import State
from dayshift.executors.base import Reason
from dayshift.services import executions
from dayshift.store.engine import Tx
from dayshift.testing.world import World

POINTS = (
    "ticker.after_select",
    "ticker.before_commit",
    "ticker.after_commit",
    "dispatcher.before_claim_commit",
    "dispatcher.after_claim_commit",
    "dispatcher.before_launch",
    "dispatcher.after_launch",
    "watcher.after_observe",
)


@pytest.mark.parametrize("point", POINTS)
def test_a_server_that_dies_on_the_way_to_a_run_leaves_one_run(world: World, point: str) -> None:
    schedule = world.add_schedule("0 * * * *")
    first, second = world.replicas(2)

    world.at("10:00").crash(first, at=point)
    world.at("10:01").run(second, rounds=4)
    world.at("10:01:02").run(second)  # what its place does not know is launched again after a second

    assert [time for time, _ in world.outcomes(schedule)] == ["10:00"]
    run = world.only_execution()
    assert run.state is State.RUNNING
    assert world.executor.started == [f"ds-worlds-{run.id}-1"]


@pytest.mark.parametrize("point", ["watcher.after_observe", "watcher.before_end_commit", "watcher.after_end_commit"])
def test_a_server_that_dies_while_a_run_ends_leaves_one_end(world: World, point: str) -> None:
    world.add_schedule("0 * * * *")
    first, second = world.replicas(2)
    world.at("10:00").run(first)
    ended_at = world.clock.now()
    world.finish_all(code=3)

    world.clock.advance(seconds=20)
    world.crash(first, at=point)
    world.clock.advance(seconds=20)
    world.run(second)

    run = world.only_execution()
    assert (run.state, run.exit_code, run.ended_at) == (State.FAILED, 3, ended_at)


def test_a_job_is_adopted_from_a_replica_that_died_after_launching_it(world: World) -> None:
    world.add_schedule("0 * * * *")
    first, second = world.replicas(2)

    world.at("10:00").crash(first, at="dispatcher.after_launch")
    world.at("10:01").run(second)

    run = world.only_execution()
    assert world.executor.started == [f"ds-worlds-{run.id}-1"]
    assert run.state is State.RUNNING


def test_a_replica_that_slept_past_its_lease_changes_nothing(world: World) -> None:
    world.add_schedule("0 * * * *")
    sleeper, other = world.replicas(2)
    world.at("10:00").run(sleeper)
    watcher = sleeper.loops["watcher"]

    world.clock.advance(seconds=60)
    world.run(other)
    world.finish_all()
    watcher.step()
    assert world.only_execution().state is State.RUNNING

    world.run(other)
    assert world.only_execution().state is State.SUCCEEDED


def test_a_place_that_cannot_be_asked_changes_nothing(world: World) -> None:
    world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    world.at("10:00").run(server)

    world.executor.go_away()
    world.clock.advance(minutes=20)
    server.loops["watcher"].step()
    world.executor.come_back()
    world.finish_all()
    world.run(server)

    assert world.only_execution().state is State.SUCCEEDED


def test_a_run_that_its_place_forgot_is_lost_after_ten_seconds(world: World) -> None:
    world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    world.at("10:00").run(server)
    (name,) = world.executor.started
    world.executor.lose(name)

    world.run(server)
    assert world.only_execution().state is State.RUNNING
    world.clock.advance(seconds=11)
    world.run(server)

    run = world.only_execution()
    assert (run.state, run.reason) == (State.LOST, "absent")
    assert world.executor.started == [name]


@pytest.mark.parametrize(("on", "starts"), [(["failed"], 1), (["failed", "lost"], 2)])
def test_what_was_lost_is_tried_again_only_where_that_was_asked_for(world: World, on: list[str], starts: int) -> None:
    retries = {"max": 1, "delay": 0.0, "backoff": 1.0, "max_delay": 0.0, "on": on}
    world.add_job(retries=retries)
    world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    world.at("10:00").run(server)

    world.executor.fail(world.executor.started[0], Reason.SUPERVISOR_KILLED)
    world.run(server, rounds=4)

    assert len(world.executor.started) == starts


def test_a_failed_attempt_is_tried_again_after_its_delay(world: World) -> None:
    retries = {"max": 2, "delay": 60.0, "backoff": 2.0, "max_delay": 3600.0, "on": ["failed"]}
    world.add_job(retries=retries)
    world.add_schedule("0 10 * * *")
    (server,) = world.replicas()
    world.at("10:00").run(server)
    waits = []

    for _ in range(2):
        world.finish_all(code=1)
        world.run(server)
        run = world.only_execution()
        waits.append((run.not_before - world.clock.now()).total_seconds())
        world.clock.set(run.not_before - timedelta(seconds=1))
        world.run(server)
        assert world.only_execution().state is State.QUEUED
        world.clock.set(run.not_before)
        world.run(server)
        assert world.only_execution().state is State.RUNNING
    world.finish_all(code=1)
    world.run(server)

    assert waits == [60, 120]
    assert (world.only_execution().state, world.only_execution().attempt) == (State.FAILED, 3)


def test_a_cancel_is_passed_on_by_whoever_looks_next(world: World) -> None:
    world.add_schedule("0 * * * *")
    first, second = world.replicas(2)
    world.at("10:00").run(first)
    run = world.only_execution()

    with world.store.begin(world.clock.now()) as tx:
        _stop(world, tx, run.id)
    first.is_dead = True
    world.clock.advance(seconds=20)
    world.run(second)

    assert world.executor.cancelled == [f"ds-worlds-{run.id}-1"]
    assert world.only_execution().state is State.CANCELLED


def _stop(world: World, tx: Tx, number: int) -> None:
    from dayshift.domain.actions import Action
    from dayshift.services import access
    from dayshift.store.projects import Names

    permit = access.ask(tx, world.actor, Action.EXECUTION_STOP_OWN, Names(project="world", execution=number))
    executions.stop(tx, permit, number)


def test_the_run_behind_one_that_was_stopped_in_the_queue_starts(world: World) -> None:
    world.add_job("slow", max_running=1)
    world.add_schedule("0 * * * *", job="slow", name="a")
    (server,) = world.replicas()
    world.at("10:00").run(server)
    world.at("11:00").run(server)
    running, waiting = world.executions()

    with world.store.begin(world.clock.now()) as tx:
        _stop(world, tx, waiting.id)
    world.at("12:00").run(server)
    world.finish_all()
    world.run(server)

    assert [run.state.value for run in world.executions()] == ["succeeded", "cancelled", "running"]
    assert running.id == world.executions()[0].id


def test_a_job_runs_no_more_often_at_once_than_it_may(world: World) -> None:
    world.add_job("narrow", max_running=2)
    world.add_schedule("*/10 * * * *", job="narrow", overlap={"mode": "allow", "active": 1, "max": 100})
    world.replicas(2)

    for minute in (40, 50):
        world.at(f"09:{minute}").run()
    world.at("10:00").run()

    assert len(world.executor.running()) == 2
    world.executor.finish(world.executor.running()[0])
    world.run()
    assert len(world.executor.started) == 3


def test_the_key_of_a_run_ends_with_its_attempt(world: World) -> None:
    from dayshift.domain.errors import Unauthenticated
    from dayshift.services import access

    world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    world.at("10:00").run(server)
    key = world.executor.order(world.executor.started[0]).secrets["DAYSHIFT_API_KEY"]
    with world.store.read(world.clock.now()) as tx:
        assert access.authenticate(tx, key).actor.name == "robot"

    world.finish_all()
    world.run(server)

    with world.store.read(world.clock.now()) as tx, pytest.raises(Unauthenticated):
        access.authenticate(tx, key)


def test_a_run_that_its_place_took_and_never_began_is_launched_again_once(world: World) -> None:
    world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    world.at("10:00")
    for name in ("ticker", "dispatcher"):
        server.loops[name].step()
    (name,) = world.executor.started
    world.executor.lose(name)

    server.loops["watcher"].step()
    world.clock.advance(seconds=2)
    world.run(server)

    assert world.only_execution().state is State.RUNNING
    assert world.executor.started == [name, name]
