"""Two transactions in the same moment, placed: each test lets the second one begin where the first may be hurt."""

import threading
from collections.abc import Callable

import pytest

from dayshift.domain.actions import Action
from dayshift.domain.executions import LIVE, State
from dayshift.domain.slots import choose
from dayshift.executors.base import Reason
from dayshift.services import access, executions
from dayshift.store.projects import Names
from dayshift.testing.world import PROJECT, World

OVERTAKES_S = 0.5  # time enough to commit, for whoever need not wait


class Meanwhile:
    """Lets something else happen, once, on another thread; goes on when that is done, or waits for us."""

    def __init__(self, act: Callable[[], object], *, overtakes_s: float = OVERTAKES_S) -> None:
        self._thread = threading.Thread(target=act)
        self._overtakes_s = overtakes_s

    def __call__(self) -> None:
        if self._thread.ident is None:
            self._thread.start()
            self._thread.join(self._overtakes_s)

    def is_over(self) -> bool:
        self._thread.join()
        return True


def test_a_run_queued_behind_one_that_ends_in_the_same_moment_starts(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.add_schedule("* * * * *")
    (server,) = world.replicas()
    world.at("10:00").run(server)
    world.finish_all()
    meanwhile = Meanwhile(server.loops["watcher"].step)
    monkeypatch.setattr(
        "dayshift.loops.ticker.failpoint", lambda name: meanwhile() if name == "ticker.before_commit" else None
    )

    world.at("10:01")
    server.loops["ticker"].step()
    assert meanwhile.is_over()
    world.run(server)

    first, second = world.executions()
    assert (first.state, second.state) == (State.SUCCEEDED, State.RUNNING)


def test_a_run_that_replaces_one_that_never_started_starts(world: World) -> None:
    world.add_schedule("* * * * *", overlap={"mode": "replace", "active": 1, "max": 100})
    (server,) = world.replicas()
    world.at("10:00")
    server.loops["ticker"].step()

    world.at("10:01")
    server.loops["ticker"].step()
    world.run(server)

    first, second = world.executions()
    assert (first.state, first.reason) == (State.CANCELLED, "replaced")
    assert second.state is State.RUNNING


def test_a_run_that_is_stopped_while_it_is_claimed_never_runs_unseen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    world.at("10:00")
    server.loops["ticker"].step()
    run = world.only_execution()

    def stop() -> None:
        with world.store.begin(world.clock.now()) as tx:
            names = Names(project=PROJECT, execution=run.id)
            executions.stop(tx, access.ask(tx, world.actor, Action.EXECUTION_STOP_OWN, names), run.id)

    meanwhile = Meanwhile(stop)
    looks = iter((lambda: None, meanwhile))  # the second choice is the one inside the claim
    monkeypatch.setattr(
        "dayshift.services.starting.choose", lambda found, room: (next(looks)(), choose(found, room))[1]
    )
    server.loops["dispatcher"].step()
    assert meanwhile.is_over()

    assert world.only_execution().state in LIVE or not world.executor.started


def test_what_a_run_left_stays_for_whoever_took_it_over(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.add_schedule("0 * * * *")
    sleeper, other = world.replicas(2)
    world.at("10:00").run(sleeper)
    (name,) = world.executor.started
    world.executor.fail(name, Reason.SUPERVISOR_KILLED)

    def taken_over(point: str) -> None:
        if point == "watcher.after_observe":
            monkeypatch.undo()
            world.clock.advance(seconds=60)
            other.loops["watcher"].rescuer.take_over(world.clock.now())  # type: ignore[attr-defined]

    monkeypatch.setattr("dayshift.loops.watcher.failpoint", taken_over)
    sleeper.loops["watcher"].step()

    assert [handle.name for handle in world.executor.owned()] == [name]


@pytest.mark.parametrize("point", ["dispatcher.after_claim_commit", "dispatcher.before_launch"])
def test_a_run_that_is_stopped_while_it_is_launched_is_not_given_up_and_left_running(
    world: World, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    world.at("10:00")
    server.loops["ticker"].step()

    def stop() -> None:
        run = world.only_execution()
        with world.store.begin(world.clock.now()) as tx:
            names = Names(project=PROJECT, execution=run.id)
            permit = access.ask(tx, world.actor, Action.EXECUTION_STOP_OWN, names)
            executions.stop(tx, permit, run.id)
        server.loops["watcher"].step()

    meanwhile = Meanwhile(stop, overtakes_s=60)  # nothing is held here that it could wait for
    monkeypatch.setattr("dayshift.loops.dispatcher.failpoint", lambda name: meanwhile() if name == point else None)
    server.loops["dispatcher"].step()
    assert meanwhile.is_over()
    over_early = world.only_execution().state
    world.run(server)

    assert over_early is State.STARTING
    assert world.only_execution().state is State.CANCELLED
    assert world.executor.running() == []
    assert world.executor.cancelled == world.executor.started
