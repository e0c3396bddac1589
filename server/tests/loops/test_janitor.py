"""What is old, ended or left over goes; what somebody may still need stays."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from dayshift.domain.executions import State
from dayshift.files.paths import ProjectPath
from dayshift.files.uploads import Uploads
from dayshift.logs.directory import DirectoryLogStore
from dayshift.loops.janitor import Janitor
from dayshift.services import guessing
from dayshift.services import terminals as asking
from dayshift.store import members, people, projects, sharing, uploads
from dayshift.store.people import Session
from dayshift.store.tables import (
    api_keys,
    executions,
    fires,
    grants,
    idempotency_keys,
    invitations,
    rate_limits,
    sessions,
    terminals,
)
from dayshift.store.uploads import Upload
from dayshift.testing.world import World


class Cleaned:
    """Remembers what it was told to keep."""

    def __init__(self) -> None:
        self.kept: list[set[str]] = []

    def __call__(self, keep: set[str]) -> None:
        self.kept.append(keep)


@pytest.fixture
def code() -> Cleaned:
    return Cleaned()


@pytest.fixture
def janitor(world: World, code: Cleaned) -> Janitor:
    return Janitor(
        store=world.store,
        clock=world.clock,
        executor=world.executor,
        files=world.files,
        uploads=Uploads(world.folder / "uploads"),
        logs=DirectoryLogStore(world.folder / "runs"),
        keep=timedelta(days=90),
        clean_code=code,
        clean_environments=lambda keep: None,
    )


def _count(world: World, table: object) -> int:
    with world.store.read(world.clock.now()) as tx:
        return int(tx.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def _finished_run(world: World) -> Path:
    world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    world.at("10:00").run(server)
    run = world.only_execution()
    log = world.folder / "runs" / str(run.id) / "1" / "log"
    log.parent.mkdir(parents=True)
    log.write_text("what it said\n")
    world.finish_all()
    world.run(server)
    return log


def test_runs_their_logs_and_their_lines_go_after_ninety_days(world: World, janitor: Janitor) -> None:
    log = _finished_run(world)

    world.clock.advance(days=91)
    janitor.step()

    assert (_count(world, executions), _count(world, fires), _count(world, api_keys)) == (0, 0, 0)
    assert not log.exists()


def test_a_run_of_yesterday_stays_with_its_code(world: World, janitor: Janitor, code: Cleaned) -> None:
    log = _finished_run(world)
    with world.store.read(world.clock.now()) as tx:
        digest = tx.execute(select(executions.c.code)).scalar_one()

    world.clock.advance(days=1)
    janitor.step()

    assert _count(world, executions) == 1
    assert log.exists()
    assert digest in code.kept[-1]


def test_a_run_that_still_goes_on_is_never_removed(world: World, janitor: Janitor) -> None:
    world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    world.at("10:00").run(server)

    world.clock.advance(days=200)
    janitor.step()

    assert world.only_execution().state is State.RUNNING


def test_what_lives_without_its_row_is_stopped_after_a_minute(world: World, janitor: Janitor) -> None:
    world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    world.at("10:00").run(server)
    (name,) = world.executor.started
    with world.store.begin(world.clock.now()) as tx:
        tx.execute(executions.update().values(state="lost", ended_at=world.clock.now()))

    janitor.step()
    assert world.executor.running() == [name]
    world.clock.advance(seconds=61)
    janitor.step()

    assert world.executor.running() == []


def test_a_counter_of_failures_goes_when_its_window_ends(world: World, janitor: Janitor) -> None:
    with world.store.begin(world.clock.now()) as tx:
        guessing.count(tx, guessing.by_link("192.0.2.1"))
        guessing.count(tx, guessing.by_device(1, "device"))

    world.clock.advance(minutes=1)
    janitor.step()
    after_a_minute = _count(world, rate_limits)
    world.clock.advance(minutes=14)
    janitor.step()

    assert (after_a_minute, _count(world, rate_limits)) == (1, 0)


def test_grants_and_invitations_that_ended_are_forgotten(world: World, janitor: Janitor) -> None:
    with world.store.begin(world.clock.now()) as tx:
        me, ends_at = world.actor.principal, tx.now + timedelta(minutes=1)
        about = {"project": world.project, "principal": me, "job": None, "level": 20, "reason": "", "source": "shared"}
        sharing.give(tx, {**about, "tag": "ends", "ends_at": ends_at, "granted_by": me})
        sharing.give(tx, {**about, "tag": "stays", "ends_at": None, "granted_by": me})
        members.invite(tx, "hash", {"project": world.project, "role": "guest", "invited_by": me, "ends_at": ends_at})

    world.clock.advance(minutes=1)
    janitor.step()

    assert (_count(world, grants), _count(world, invitations)) == (1, 0)


def test_an_upload_without_news_ends_after_a_day(world: World, janitor: Janitor) -> None:
    upload = Upload(id="a" * 32, project=world.project, path="big.bin", size=10, replace=False)
    with world.store.begin(world.clock.now()) as tx:
        uploads.add(tx, upload, principal=world.actor.principal, now=tx.now)
    janitor.uploads.begin(upload.id)

    world.clock.advance(hours=23)
    janitor.step()
    with world.store.read(world.clock.now()) as tx:
        assert uploads.find(tx, world.project, upload.id) is not None
    world.clock.advance(hours=2)
    janitor.step()

    with world.store.read(world.clock.now()) as tx:
        assert uploads.find(tx, world.project, upload.id) is None


def test_sessions_end_when_they_are_idle_or_old(world: World, janitor: Janitor) -> None:
    now = world.clock.now()
    session = Session(
        token_hash="h", principal=world.actor.principal, seen_at=now, confirmed_at=now, ends_at=now + timedelta(days=7)
    )
    with world.store.begin(now) as tx:
        people.add_session(tx, session, keep=20)

    world.clock.advance(hours=11)
    janitor.step()
    assert _count(world, sessions) == 1
    world.clock.advance(hours=2)
    janitor.step()

    assert _count(world, sessions) == 0


def test_terminals_that_nobody_let_in_are_forgotten_after_ten_minutes(world: World, janitor: Janitor) -> None:
    with world.store.begin(world.clock.now()) as tx:
        asking.ask_in(tx)

    world.clock.advance(minutes=9)
    janitor.step()
    assert _count(world, terminals) == 1
    world.clock.advance(minutes=1)
    janitor.step()

    assert _count(world, terminals) == 0


def test_answers_are_kept_for_thirty_days(world: World, janitor: Janitor) -> None:
    row = {"principal": world.actor.principal, "key": "k", "request": "r", "created_at": world.clock.now()}
    with world.store.begin(world.clock.now()) as tx:
        tx.execute(idempotency_keys.insert().values(row))

    world.clock.advance(days=29)
    janitor.step()
    assert _count(world, idempotency_keys) == 1
    world.clock.advance(days=2)
    janitor.step()

    assert _count(world, idempotency_keys) == 0


def test_what_jobs_wrote_is_counted_and_a_full_project_starts_nothing(world: World, janitor: Janitor) -> None:
    schedule = world.add_schedule("0 * * * *")
    (server,) = world.replicas()
    world.files.write(ProjectPath.read(world.project, "out.bin"), [b"x" * 5000], replace=True)

    janitor.step()
    with world.store.read(world.clock.now()) as tx:
        assert projects.space(tx, world.project).used >= 5000
    server.loops["ticker"].quota = 4999  # type: ignore[attr-defined]
    world.at("10:00").run(server)

    assert world.outcomes(schedule) == [("10:00", "refused")]
