"""A seeded month: replicas die and come back, runs end or fail, schedules are paused; the ledger holds."""

import os
import random
from collections import Counter
from datetime import timedelta

import pytest

from dayshift import failpoints
from dayshift.domain.executions import TERMINAL
from dayshift.domain.fires import STARTED
from dayshift.domain.schedules import Schedule
from dayshift.services import schedules
from dayshift.testing.world import Server, World

LOOPS = ("ticker.", "dispatcher.", "watcher.")
POINTS = tuple(sorted(point for point in failpoints.POINTS if point.startswith(LOOPS)))
RULES = ("0 * * * *", "*/30 8-18 * * *", "15 3 * * *", "0 0 * * 1", "*/20 * * * *")
MODES = ("queue_one", "skip", "queue_all", "allow", "replace")
SEEDS = (1, 2, 3)
STEPS = 160


class Chaos:
    """What happens to one world, chosen by a seed that replays exactly."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.chance = random.Random(seed)
        self.servers: list[Server] = world.replicas(2)
        self.schedules = [self._schedule(number) for number in range(5)]

    def _schedule(self, number: int) -> Schedule:
        return self.world.add_schedule(
            RULES[number],
            job=f"job-{number}",
            overlap={"mode": MODES[number], "active": 1, "max": 3},
            misfire={"mode": self.chance.choice(("latest", "none", "all")), "max_late_s": 604_800, "max_runs": 5},
        )

    def step(self) -> None:
        self.world.clock.advance(minutes=self.chance.choice((1, 5, 20, 60, 60, 240, 900)))
        act = self.chance.choice((self._run, self._run, self._run, self._crash, self._end, self._end, self._pause))
        act()

    def _run(self) -> None:
        self.world.run(self.chance.choice(self._living()), rounds=self.chance.randint(1, 2))

    def _living(self) -> list[Server]:
        living = [server for server in self.servers if not server.is_dead]
        while len(living) < 2:
            (fresh,) = self.world.replicas()
            self.servers.append(fresh)
            living.append(fresh)
        return living

    def _crash(self) -> None:
        server = self.chance.choice(self._living())
        failpoints.arm(f"{self.chance.choice(POINTS)}=die@{self.chance.randint(1, 3)}")
        try:
            self.world.run(server, rounds=2)
        except failpoints.Died:
            server.is_dead = True
        finally:
            failpoints.arm("")

    def _end(self) -> None:
        for name in self.world.executor.running():
            if self.chance.random() < 0.7:
                self.world.executor.finish(name, self.chance.choice((0, 0, 1)))
        self._run()

    def _pause(self) -> None:
        schedule = self.chance.choice(self.schedules)
        act = schedules.resume if self.world.schedule(schedule).pause else None
        if act is not None:
            self.world.change(act, schedule, self.world.desk)
        else:
            self.world.change(schedules.pause, schedule, self.world.desk, until=None, reason="chaos")

    def quiet(self) -> None:
        """The faults stop: everything comes to an end without a human."""
        self._living()
        for _ in range(40):
            self.world.clock.advance(seconds=20)
            self.world.run()
            self.world.finish_all()
        for _ in self.world.executions():  # what was fired last ends too, and all that waited behind it, one by one
            if all(run.state in TERMINAL for run in self.world.executions()):
                break
            self.world.run()
            self.world.finish_all()
            self.world.run()


def _expected(world: World, schedule: Schedule) -> list[str]:
    """Every minute that the rule names, by walking: the rules here are of full minutes, in UTC."""
    minute, hour, _, _, weekday = schedule.definition["trigger"]["text"].split()
    at, found = schedule.created_at, []
    while (at := at.replace(second=0) + timedelta(minutes=1)) <= world.clock.now():
        fits = _fits(minute, at.minute) and _fits(hour, at.hour) and _fits(weekday, at.isoweekday() % 7)
        if fits:
            found.append(at.isoformat())
    return found


def _fits(field: str, value: int) -> bool:
    if field.startswith("*/"):
        return value % int(field[2:]) == 0
    if "-" in field:
        low, high = field.split("-")
        return int(low) <= value <= int(high)
    return field == "*" or int(field) == value


@pytest.mark.parametrize("seed", [*SEEDS, int(os.environ.get("DAYSHIFT_TEST_SEED", "4"))])
def test_whatever_happens_every_time_has_one_line_and_every_run_one_start(world: World, seed: int) -> None:
    print(f"seed={seed}")
    chaos = Chaos(world, seed)

    for _ in range(STEPS):
        chaos.step()
    chaos.quiet()

    runs = {run.fire: run for run in world.executions()}
    assert all(run.state in TERMINAL for run in runs.values())
    assert all(count == 1 for count in Counter(world.executor.started).values())
    for schedule in chaos.schedules:
        ledger = world.ledger(schedule)
        assert [fire.nominal_at.isoformat() for fire in ledger] == _expected(world, schedule)
        assert all((fire.id in runs) == (fire.outcome in STARTED) for fire in ledger)
        assert all(fire.decided_at >= fire.nominal_at for fire in ledger)
        assert world.schedule(schedule).runs_started == sum(fire.outcome in STARTED for fire in ledger)
