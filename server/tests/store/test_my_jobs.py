"""Somebody's list of her jobs, on both databases: each part in its order, and every page begins where one ended."""

from dayshift.domain.actions import Action
from dayshift.services import access, myjobs
from dayshift.store.myjobs import Place, Spot
from dayshift.testing.world import World


def _walked(world: World, limit: int) -> list[tuple[str, Place]]:
    found: list[tuple[str, Place]] = []
    after: Spot | None = None
    while True:
        with world.store.read(world.clock.now()) as tx:
            permit = access.ask(tx, world.actor, Action.JOB_LIST_MINE)
            page = myjobs.list_mine(tx, permit, after=after, limit=limit)
        found += [(card.mine.job.name, card.spot.place) for card in page]
        if len(page) < limit:
            return found
        after = page[-1].spot


def test_each_part_comes_in_its_order_in_pages_of_any_size(world: World) -> None:
    (server,) = world.replicas()
    for name, cron in (("a-goes", "1 10 * * *"), ("b-fails", "0 10 * * *"), ("c-fails", "0 10 * * *")):
        world.add_schedule(cron, job=name)
    world.at("10:00").run(server)
    world.finish_all(1)
    world.run(server)
    world.at("10:01").run(server)
    world.add_schedule("0 12 * * *", job="d-later")
    world.add_schedule("0 11 * * *", job="e-sooner")
    world.add_schedule("0 13 * * *", job="e-sooner")
    world.add_job("f-idle")
    world.add_job("g-idle")

    walked = {limit: _walked(world, limit) for limit in (1, 2, 3, 50)}

    assert [name[0] for name, _ in walked[50]] == ["c", "b", "a", "e", "d", "f", "g"]
    assert [place for _, place in walked[50]] == [0, 0, 1, 2, 2, 3, 3]
    assert walked[1] == walked[2] == walked[3] == walked[50]
