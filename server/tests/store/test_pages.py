"""Whole pages hold what ``decide()`` lets their reader see: lists, counts, searches, runs, on both databases."""

import random
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import insert, select

from dayshift.domain.actions import Action, Level, Role
from dayshift.domain.errors import DayshiftError
from dayshift.domain.rights import Actor, ActorKind, KeyLimits, Sharing
from dayshift.files.paths import ProjectPath
from dayshift.services import access, jobs, myjobs, runlist
from dayshift.services.runlist import Question
from dayshift.store import executions, people, sharing
from dayshift.store.engine import Tx
from dayshift.store.joblist import Wanted
from dayshift.store.projects import Names
from dayshift.store.tables import fires, grants, members, schedules
from dayshift.store.tables import jobs as rows
from dayshift.testing.world import ZONES, World

JOBS = [f"job{number}" for number in range(6)]
SCOPES = frozenset({"projects:read", "jobs:read"})


def _fill(world: World, chance: random.Random) -> None:
    """Jobs with a file, a run that failed, and a time that was missed; some are private, tagged, closed."""
    world.files.write(ProjectPath.read(world.project, "etl/Main.py"), [b"pass"], replace=True)
    (server,) = world.replicas()
    for name in JOBS:
        world.add_job(name, program={"path": "etl/Main.py", "source": None})
        world.add_schedule("0 * * * *", job=name)
    world.at("10:00").run(server)
    world.finish_all(1)
    world.run(server)
    with world.store.begin(world.clock.now()) as tx:
        for row in tx.rows(select(schedules)):
            at = tx.now - timedelta(days=1)
            missed = {"schedule": row.id, "project": row.project, "nominal_at": at, "revision": 1, "decided_at": at}
            window = {"outcome": "missed", "reason": "down", "window_start": at, "window_end": at}
            tx.execute(insert(fires).values(**missed, **window))
            code_for = chance.choice([Level.VIEW, Level.RUN, Level.SCHEDULE, Level.EDIT])
            sharing.set_sharing(tx, row.job, Sharing(private=chance.random() < 0.5, code_for=code_for))
            sharing.set_tags(tx, row.project, row.job, [tag for tag in ("hr", "it") if chance.random() < 0.4])


def _people(world: World, chance: random.Random) -> list[Actor]:
    """One of each role, one without any, with a few grants; some with keys."""
    found = [world.actor]
    for role in [*Role, None]:
        with world.store.begin(world.clock.now()) as tx:
            person = people.add_person(tx, f"a {role}", password_hash=None, is_admin=False, now=tx.now)
            if role is not None:
                tx.execute(members.insert().values(project=world.project, principal=person.id, role=role))
                _grant(tx, world, chance, person.id)
        found.append(access.actor_of(person))
    with world.store.read(world.clock.now()) as tx:
        number = tx.rows(select(rows.c.id).order_by(rows.c.id))[0].id
    of_run = KeyLimits(key_id="k", scopes=SCOPES, project=world.project, job=number)
    keys = [KeyLimits(key_id="k", scopes=SCOPES, project=None), of_run]
    return found + [
        Actor(principal=one.principal, name=one.name, kind=ActorKind.PERSON, key=key) for one in found for key in keys
    ]


def _grant(tx: Tx, world: World, chance: random.Random, principal: int) -> None:
    numbers = [row.id for row in tx.rows(select(rows.c.id))]
    for job, tag in ((chance.choice(numbers), None), (None, chance.choice(["hr", "it"]))):
        given = {"project": world.project, "principal": principal, "job": job, "tag": tag, "granted_by": principal}
        level = chance.choice([Level.VIEW, Level.RUN, Level.SCHEDULE, Level.EDIT])
        more = {"level": level, "ends_at": None, "reason": "", "source": "shared", "granted_at": tx.now}
        tx.execute(insert(grants).values(**given, **more))


def _permitted(tx: Tx, actor: Actor, action: Action) -> set[str]:
    found = set()
    for name in JOBS:
        try:
            access.ask(tx, actor, action, Names(project="world", job=name))
        except DayshiftError:
            continue
        found.add(name)
    return found


def _shown(tx: Tx, actor: Actor) -> dict[str, Any]:
    """What each page tells this person of."""
    permit = access.ask(tx, actor, Action.JOB_LIST, Names(project="world"))
    listed = jobs.list_jobs(tx, permit, after="", limit=50)
    facts = jobs.facts(tx, permit)
    lines_of = partial(runlist.list_lines, tx, permit, zones=ZONES, after=None, limit=50)
    lines = lines_of(Question())
    mine = myjobs.list_mine(tx, access.ask(tx, actor, Action.JOB_LIST_MINE), after=None, limit=50)
    return {
        "list": {row.job.name for row in listed},
        "file": {row.job.name for row in listed if row.file is not None},
        "found": {row.job.name for row in jobs.list_jobs(tx, permit, Wanted(q="MAIN.PY"), after="", limit=50)},
        "runs": {line.name for line in lines if line.key.kind == "run"},
        "searched": {line.name for line in lines_of(Question(q="JOB1", with_fires=False))},
        "numbered": _called_one(lines) ^ _called_one(lines_of(Question(q="1"))),
        "fires": {line.name for line in lines if line.key.kind == "fire"},
        "mine": {card.mine.job.name for card in mine},
        "counts": {facts.total, facts.failing_count, facts.failed_24h},
        "next": facts.next is not None,
        "levels": {row.level.word for row in listed} ^ {card.level.word for card in mine},
    }


def _called_one(lines: list[runlist.Line]) -> set[str]:
    """The job of run 1, if it is shown."""
    return {line.name for line in lines if line.key.kind == "run" and line.key.number == 1}


@pytest.mark.parametrize("seed", range(4))
def test_whole_pages_hold_what_decide_permits(world: World, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executions, "FEW", (0, 16)[seed % 2])  # by a walk, or job by job
    chance = random.Random(seed)
    _fill(world, chance)
    seen_by_somebody = set()

    for actor in _people(world, chance):
        with world.store.read(world.clock.now()) as tx:
            visible, readable = (_permitted(tx, actor, one) for one in (Action.JOB_VIEW, Action.JOB_READ_CODE))
            try:
                shown = _shown(tx, actor)
            except DayshiftError:
                assert visible == set()
                continue
        seen_by_somebody |= visible
        assert shown == {
            **dict.fromkeys(("list", "runs", "fires", "mine"), visible),
            **dict.fromkeys(("file", "found"), readable),
            "searched": visible & {"job1"},
            "numbered": set(),
            "counts": {len(visible)},
            "next": bool(visible),
            "levels": set(),
        }

    assert seen_by_somebody == set(JOBS)
