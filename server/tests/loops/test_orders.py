"""What a place is told to start can start there."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from dayshift.domain.actions import Action
from dayshift.domain.executions import State
from dayshift.domain.slots import CLAIM
from dayshift.services import access, executions
from dayshift.services.requests import Asked
from dayshift.store.projects import Names
from dayshift.store.tables import environments
from dayshift.testing.world import World


def test_a_program_that_brings_no_file_finds_the_folder_of_a_project_without_files(world: World) -> None:
    world.add_schedule("0 * * * *")
    (server,) = world.replicas()

    world.at("10:00").run(server)

    assert world.files.root(world.project).is_dir()


def _ask_for(world: World, job: str, many: int) -> None:
    with world.store.begin(world.clock.now()) as tx:
        permit = access.ask(tx, world.actor, Action.JOB_RUN, Names(project="world", job=job))
        executions.start(tx, permit, [Asked()] * many, limits=world.limits)


@pytest.mark.parametrize(
    "blocked",
    [{"max_running": 1}, {"resources": {"cpu": 1.0, "memory": 600, "processes": 64}}],
    ids=["runs as often as it may", "needs more memory than is free"],
)
def test_a_job_that_cannot_start_more_keeps_no_other_job_waiting(world: World, blocked: dict[str, Any]) -> None:
    world.add_job("many", **blocked)
    world.add_job("one")
    (server,) = world.replicas()
    dispatcher = server.loops["dispatcher"]
    dispatcher.place = replace(dispatcher.place, memory=1000 << 20)  # type: ignore[attr-defined]
    _ask_for(world, "many", CLAIM + 5)
    _ask_for(world, "one", 1)
    world.clock.advance(seconds=1)

    while (again := dispatcher.step()) is not None and again <= world.clock.now():
        pass

    jobs = [run.job for run in world.executions() if run.state is not State.QUEUED]
    assert len(jobs) == len(set(jobs)) == 2


def test_a_run_whose_build_failed_is_refused_also_when_no_slot_is_free(world: World) -> None:
    world.add_job("job")
    (server,) = world.replicas()
    _ask_for(world, "job", 8)
    world.run(server)
    _ask_for(world, "job", 1)
    with world.store.begin(world.clock.now()) as tx:
        tx.execute(update(environments).values(state="failed", message="no such package"))

    server.loops["dispatcher"].step()

    newest = world.executions()[-1]
    assert (newest.state, newest.reason) == (State.FAILED, "environment")


def test_a_full_host_knows_that_only_an_end_is_news(world: World) -> None:
    world.add_job("job")
    (server,) = world.replicas()
    _ask_for(world, "job", 8)
    dispatcher: Any = server.loops["dispatcher"]

    dispatcher.step()
    full = dispatcher.has_room
    world.finish_all()
    world.run(server)

    assert (full, dispatcher.has_room) == (False, True)
