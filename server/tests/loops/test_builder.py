"""Environments are built once, by whoever is there, and a build that was left behind goes on."""

import json
import os
from pathlib import Path

import pytest

from dayshift import failpoints
from dayshift.environments.index import find_uv
from dayshift.environments.store import Environments
from dayshift.executors.base import Reason
from dayshift.loops.builder import Builder
from dayshift.services.environments import Locker
from dayshift.store import environments
from dayshift.store.environments import Environment
from dayshift.testing.world import World

KEY = "b" * 64


@pytest.fixture
def asked(world: World) -> int:
    """An environment that is queued; its id."""
    row = {"project": world.project, "name": "tools", "requirements": "six", "lock": "six==1.17.0", "key": KEY}
    with world.store.begin(world.clock.now()) as tx:
        return environments.add(tx, row, tx.now).id


def _builder(world: World, me: str) -> Builder:
    return Builder(
        store=world.store,
        clock=world.clock,
        executor=world.executor,
        rooms=Environments(world.folder / "environments"),
        locker=Locker(uv=find_uv(world.folder / "cache", os.environ), wheels=world.folder / "wheels"),
        work=world.folder / "builds",
        instance="worlds",
        me=me,
    )


def _state(world: World, number: int) -> Environment:
    with world.store.read(world.clock.now()) as tx:
        return environments.get(tx, number)


def _answer(world: World, number: int, outcome: dict[str, str]) -> None:
    """What the build program leaves when it ends."""
    folder: Path = world.folder / "builds" / f"{number}-1"
    (folder / "outcome.json").write_text(json.dumps(outcome))
    world.finish_all()


def test_what_is_asked_for_is_built_as_a_supervised_process(world: World, asked: int) -> None:
    builder = _builder(world, "one")

    builder.step()

    assert world.executor.started == [f"ds-worlds-build{asked}-1"]
    assert _state(world, asked).state == "building"
    order = world.executor.order(world.executor.started[0])
    assert order.run == f"build-{asked}/1"
    assert not {name for name in order.env if name.startswith(("UV_", "PIP_"))}


def test_a_build_that_went_well_makes_it_ready(world: World, asked: int) -> None:
    builder = _builder(world, "one")
    builder.step()

    _answer(world, asked, {})
    builder.step()

    assert _state(world, asked).state == "ready"


def test_a_build_that_failed_says_why(world: World, asked: int) -> None:
    builder = _builder(world, "one")
    builder.step()

    _answer(world, asked, {"step": "import", "said": "Traceback\nImportError: libfoo.so.1"})
    builder.step()

    found = _state(world, asked)
    assert (found.state, found.message) == (
        "failed",
        "it was installed, but cannot be imported: ImportError: libfoo.so.1",
    )


def test_a_build_that_takes_too_long_says_so(world: World, asked: int) -> None:
    builder = _builder(world, "one")
    builder.step()

    world.executor.fail(world.executor.started[0], Reason.TIMEOUT)
    builder.step()

    assert _state(world, asked).message == "it took longer than 30 minutes"


def test_a_build_that_was_left_behind_goes_on_under_its_name(world: World, asked: int) -> None:
    _builder(world, "one").step()
    second = _builder(world, "two")

    world.clock.advance(seconds=20)
    second.step()
    _answer(world, asked, {})
    second.step()

    assert world.executor.started == [f"ds-worlds-build{asked}-1"]
    assert _state(world, asked).state == "ready"


@pytest.mark.parametrize("point", ["builder.after_build", "builder.after_rename"])
def test_a_server_that_dies_at_the_end_of_a_build_loses_nothing(world: World, asked: int, point: str) -> None:
    first = _builder(world, "one")
    first.step()
    _answer(world, asked, {})

    failpoints.arm(f"{point}=die")
    with pytest.raises(failpoints.Died):
        first.step()
    failpoints.arm("")
    world.clock.advance(seconds=20)
    second = _builder(world, "two")
    second.step()
    second.step()

    assert _state(world, asked).state == "ready"
    assert len(world.executor.started) == 1


def test_a_run_waits_for_its_environment_and_fails_with_it(world: World, asked: int) -> None:
    world.add_job("needs-tools", environment="tools")
    schedule = world.add_schedule("0 10 * * *", job="needs-tools")
    (server,) = world.replicas()
    builder = _builder(world, "one")
    builder.step()

    world.at("10:00").run(server)
    assert world.only_execution().state == "queued"
    _answer(world, asked, {"step": "sync", "said": "nothing to be had"})
    builder.step()
    world.run(server)

    run = world.only_execution()
    assert (run.state, run.reason) == ("failed", "environment")
    assert "tools could not be built" in run.message
    assert world.outcomes(schedule) == [("10:00", "ran")]


def test_what_is_built_already_is_ready_at_once(world: World, asked: int) -> None:
    folder = world.folder / "environments" / KEY
    folder.mkdir(parents=True)
    (folder / "meta.json").write_text("{}")

    _builder(world, "one").step()

    assert (_state(world, asked).state, world.executor.started) == ("ready", [])
