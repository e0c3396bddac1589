"""What a list shows is what ``decide()`` lets one see."""

import random

import pytest
from sqlalchemy import select

from dayshift.domain.errors import DayshiftError
from dayshift.domain.rights import Action, Actor, ActorKind, KeyLimits, Level, Role
from dayshift.services import access, projects
from dayshift.store import people
from dayshift.store.projects import Names
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


def test_the_jobs_that_one_may_delete_are_those_of_projects_that_one_owns(world: World) -> None:
    world.add_job("mine")
    editor = _person(world, "eve")
    _add(world, editor, "world", Role.EDITOR)

    with world.store.read(world.clock.now()) as tx:
        of_owner = tx.rows(select(jobs.c.name).where(visible_jobs(world.actor, Level.MANAGE)))
        of_editor = tx.rows(select(jobs.c.name).where(visible_jobs(editor, Level.MANAGE)))
        seen_by_editor = tx.rows(select(jobs.c.name).where(visible_jobs(editor)))

    assert (of_owner, of_editor, seen_by_editor) == ([("mine",)], [], [("mine",)])
