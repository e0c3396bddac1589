"""What a list shows is what ``decide()`` lets one see."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from dayshift.domain.actions import Action, Level, Role, Scope
from dayshift.domain.errors import DayshiftError
from dayshift.domain.rights import Actor, ActorKind, KeyLimits, Permit, Sharing, decide
from dayshift.services import access, projects
from dayshift.store import people, schedules, sharing
from dayshift.store.engine import Tx
from dayshift.store.projects import Names, load_subject
from dayshift.store.tables import jobs, members
from dayshift.store.tables import projects as project_rows
from dayshift.store.visible import visible_jobs, visible_projects
from dayshift.testing.world import ZONES, World


@pytest.mark.parametrize("seed", range(6))
def test_the_lists_of_anybody_hold_what_decide_permits(world: World, seed: int) -> None:
    chance = random.Random(seed)
    names = [f"project{number}" for number in range(4)]
    actors = [_person(world, f"person{number}") for number in range(3)]
    for name in names:
        _project(world, chance.choice(actors), name)
        for actor in actors:
            if chance.random() < 0.4:
                _add(world, actor, name, chance.choice(list(Role)))

    for actor in actors:
        for key in (None, *_keys(world, names)):
            asking = Actor(principal=actor.principal, name=actor.name, kind=ActorKind.PERSON, key=key)
            assert _listed(world, asking) == _permitted(world, asking, [*names, "world"])


def _person(world: World, name: str) -> Actor:
    with world.store.begin(world.clock.now()) as tx:
        return access.actor_of(people.add_person(tx, name, password_hash=None, is_admin=False, now=tx.now))


def _project(world: World, owner: Actor, name: str) -> None:
    with world.store.begin(world.clock.now()) as tx:
        permit = access.ask(tx, owner, Action.PROJECT_CREATE)
        projects.create(tx, permit, name=name, tz="UTC", zones=ZONES)


def _add(world: World, actor: Actor, name: str, role: Role) -> None:
    with world.store.begin(world.clock.now()) as tx:
        project = tx.execute(select(project_rows.c.id).where(project_rows.c.name == name)).scalar_one()
        there = tx.row(select(members).where(members.c.project == project, members.c.principal == actor.principal))
        if there is None:
            tx.execute(members.insert().values(project=project, principal=actor.principal, role=role))


def _keys(world: World, names: list[str]) -> list[KeyLimits]:
    with world.store.read(world.clock.now()) as tx:
        numbers = [row.id for row in tx.rows(select(project_rows.c.id).where(project_rows.c.name.in_(names[:2])))]
    scopes = frozenset({"projects:read", "jobs:read"})
    return [KeyLimits(key_id="k", scopes=scopes, project=number) for number in (None, *numbers)]


def _listed(world: World, actor: Actor) -> set[str]:
    with world.store.read(world.clock.now()) as tx:
        return {row.name for row in tx.rows(select(project_rows.c.name).where(visible_projects(actor)))}


def _permitted(world: World, actor: Actor, names: list[str]) -> set[str]:
    found = set()
    for name in names:
        with world.store.read(world.clock.now()) as tx:
            try:
                access.ask(tx, actor, Action.PROJECT_SEE, Names(project=name))
                found.add(name)
            except DayshiftError:
                continue
    return found


# Jobs: every role, private or not, grants on jobs and tags, ended and living, keys ------------------------------------

TAGS = ("finance", "hr", "monthly")


@pytest.mark.parametrize("seed", range(8))
def test_the_jobs_in_anybodys_list_are_those_that_decide_permits_at_every_level(world: World, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(6):
        world.add_job(f"job{number}")
    people_there = [_person(world, f"person{number}") for number in range(6)]
    for actor, role in zip(people_there, [*Role, None], strict=True):
        if role is not None:
            _add(world, actor, "world", role)
            for _ in range(3):
                _grant(world, chance, actor)
    _disguise(world, chance)

    for actor in [world.actor, *people_there]:
        for key in (None, *_keys(world, ["world"]), _key_of_run(world, f"job{chance.randrange(6)}")):
            asking = Actor(principal=actor.principal, name=actor.name, kind=ActorKind.PERSON, key=key)
            for level, action in AT_LEVEL.items():
                assert _jobs_listed(world, asking, level) == _jobs_permitted(world, asking, action), (asking, level)


AT_LEVEL = {
    Level.VIEW: Action.JOB_VIEW,
    Level.RUN: Action.JOB_RUN,
    Level.SCHEDULE: Action.JOB_SCHEDULE,
    Level.EDIT: Action.JOB_EDIT,
    Level.MANAGE: Action.JOB_DELETE,
}


def _grant(world: World, chance: random.Random, actor: Actor) -> None:
    ends = chance.choice([None, timedelta(0), timedelta(microseconds=1), timedelta(days=-1)])
    with world.store.begin(world.clock.now()) as tx:
        project = _number(tx, "world")
        on_tag = chance.random() < 0.5
        job = tx.execute(select(jobs.c.id).where(jobs.c.name == f"job{chance.randrange(6)}")).scalar_one()
        sharing.give(
            tx,
            {
                "project": project,
                "principal": actor.principal,
                "job": None if on_tag else job,
                "tag": chance.choice(TAGS) if on_tag else None,
                "level": chance.choice([level for level in Level if level]),
                "ends_at": None if ends is None else tx.now + ends,
                "reason": "",
                "source": "shared",
                "granted_by": actor.principal,
            },
        )


def _disguise(world: World, chance: random.Random) -> None:
    """Some jobs are private, and bear tags."""
    with world.store.begin(world.clock.now()) as tx:
        for row in tx.rows(select(jobs.c.id)):
            sharing.set_sharing(tx, row.id, Sharing(private=chance.random() < 0.5))
            sharing.set_tags(tx, _number(tx, "world"), row.id, [tag for tag in TAGS if chance.random() < 0.4])


def _number(tx: Tx, name: str) -> int:
    return int(tx.execute(select(project_rows.c.id).where(project_rows.c.name == name)).scalar_one())


def _key_of_run(world: World, job: str) -> KeyLimits:
    """What the key of a run of this job narrows to."""
    with world.store.read(world.clock.now()) as tx:
        number = tx.execute(select(jobs.c.id).where(jobs.c.name == job)).scalar_one()
        return KeyLimits(key_id="r", scopes=EVERYTHING, project=_number(tx, "world"), job=number)


EVERYTHING = frozenset(scope.value for scope in Scope)


def _jobs_listed(world: World, actor: Actor, level: Level) -> set[str]:
    with world.store.read(world.clock.now()) as tx:
        return {row.name for row in tx.rows(select(jobs.c.name).where(visible_jobs(actor, tx.now, level)))}


def _jobs_permitted(world: World, actor: Actor, action: Action) -> set[str]:
    """By ``decide()`` alone: a scope that a key lacks is not what lists are about."""
    found = set()
    for number in range(6):
        with world.store.read(world.clock.now()) as tx:
            subject = load_subject(tx, actor, Names(project="world", job=f"job{number}"))
            wide = actor if actor.key is None else replace(actor, key=actor.key._replace(scopes=EVERYTHING))
            if isinstance(decide(wide, action, subject), Permit):
                found.add(f"job{number}")
    return found


def test_the_schedules_without_an_owner_are_those_whose_owner_may_not_schedule(world: World) -> None:
    names = {role: world.add_job(f"of-{role}") for role in Role}
    made = {}
    for role in Role:
        actor = _person(world, f"a {role}")
        _add(world, actor, "world", role)
        made[role] = world.add_schedule("0 * * * *", job=names[role], name=f"by-{role}").id
        with world.store.begin(world.clock.now()) as tx:
            schedules.adopt(tx, made[role], actor.principal)

    with world.store.read(world.clock.now()) as tx:
        lost = schedules.without_owner(tx, list(made.values()))

    assert lost == {made[Role.VIEWER], made[Role.GUEST]}
